"""The numbers that a written report shows, against those of what ``classify`` writes."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tests.cli.helpers import invoke
from tests.report.anew import (
    FEEDS,
    ROOT,
    VERDICTS,
    Figure,
    Written,
    by_day,
    days,
    figures,
    stands,
)

if TYPE_CHECKING:
    from pathlib import Path

Table = list[list[str]]

SIGNS = re.compile(r"^[^\w]+(?=\w)")


class Tables(HTMLParser):
    """Keeps the rows of all tables of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: Table = []
        self.texts: list[str] = []
        self.cell = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self.cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.cell = False

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.cell:
            self.rows[-1][-1] += data


class Read:
    """A written report: the rows of its tables, and its text."""

    def __init__(self, path: Path) -> None:
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            page = Tables(content)
            rows, self.text = page.rows, " ".join(" ".join(page.texts).split())
        else:
            lines = [line for line in content.splitlines() if line.startswith("| ")]
            rows, self.text = [line.strip("| ").split(" | ") for line in lines], content
        self.rows = [[SIGNS.sub("", cell.strip()) for cell in row] for row in rows]

    def below(self, head: str) -> Table:
        """Return the rows of the first table whose first heading this is."""
        start = next(n for n, row in enumerate(self.rows) if row and row[0] == head)
        width = len(self.rows[start])
        rows = []
        for row in self.rows[start + 1 :]:
            if set("".join(row)) <= set("-: "):
                continue
            if len(row) != width or row[0] in HEADS:
                break
            rows.append(row)
        return rows


HEADS = {"verdict", "period", "named as actor", "named as target", "kind", "instrument"}


@pytest.fixture(scope="module", params=FEEDS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("written")
    return Written(ROOT / "seeds" / f"{request.param}.jsonl", folder / "findings.jsonl")


@pytest.fixture(scope="module", params=["html", "md"])
def report(
    request: pytest.FixtureRequest, written: Written, tmp_path_factory: pytest.TempPathFactory
) -> Read:
    path = tmp_path_factory.mktemp("report") / f"report.{request.param}"
    argv = ("report", str(written.feed), "--rules", "syria-2016", "--period", "day")
    result = invoke(*argv, "-o", str(path))
    assert result.exit_code == 0, result.output
    return Read(path)


def figure(cell: str) -> Figure:
    """Read a count: ``5 (0-8)``, or one number where they are the same."""
    stated, *bounds = map(int, re.findall(r"\d+", cell))
    return (stated, *bounds) if len(bounds) == 2 else (stated, stated, stated)  # type: ignore[return-value]


@pytest.mark.slow
def test_the_headline_is_as_written(written: Written, report: Read) -> None:
    for verdict, (stated, low, high) in figures(written.rows()).items():
        shown = f"{verdict} {stated} {low} settled, {high} possible"
        row = f"| {verdict} | {stated} | {low} | {high} |"
        assert shown in report.text or row in report.text, verdict


@pytest.mark.slow
def test_each_day_is_as_written(written: Written, report: Read) -> None:
    rows = [(*days(row), row) for row in written.rows()]
    counted = by_day(rows)
    shown = {date.fromisoformat(day): cells for day, *cells in report.below("period")}
    assert shown
    for day, expected in counted.items():
        starting = [row for first, _, row in rows if first == day]
        if day not in shown:
            assert not any(map(any, expected.values()))
            assert not starting
            continue
        events, *spreads, undetermined = shown[day][:5]
        assert int(events) == len(starting), day
        assert dict(zip(VERDICTS, map(figure, spreads), strict=True)) == expected, day
        assert int(undetermined) == sum(stands(row, "undetermined") for row in starting), day


@pytest.mark.slow
def test_each_party_is_as_printed(written: Written, report: Read) -> None:
    printed = written.table()
    printed.pop("every event", None)
    untold = {"unknown or not reported": "unknown"}
    shown = {untold.get(row[0], row[0]): row[1:5] for row in report.below("named as actor")}
    assert shown
    for name, (events, *spreads) in shown.items():
        assert events == printed[name][0]
        assert [figure(cell) for cell in spreads] == [figure(cell) for cell in printed[name][1:4]]
