"""Reports from the command line: formats, days, what is left out, and what goes wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document

import ceasefire
from ceasefire.cli.report import Form
from ceasefire.cli.reporting import REPEATED
from ceasefire.report.content import content_of
from ceasefire.report.periods import GRAINS, Period, suited
from ceasefire.report.writing import FORMATS, format_of, write_report
from tests.cli.helpers import feed, invoke, rules

if TYPE_CHECKING:
    from typer.testing import Result

TOLD = {"target": "south", "response": "none"}

EVENTS = (
    {"id": "A", "kind": "shelling", "when": "2016-05-04", "actor": "north", **TOLD},
    {
        "id": "B",
        "kind": "shelling",
        "when": "2016-05-05",
        "actor": {"one_of": ["north", "raiders"]},
        "where": {"lat": 35.01234, "lon": 37.0},
        "sources": ["A secret source"],
    },
    {"id": "C", "kind": "shelling", "when": "2016-05-05", "actor": "Nobody"},
)


@pytest.fixture
def valley(tmp_path: Path) -> tuple[str, str]:
    return feed(tmp_path, *EVENTS), rules(tmp_path)


def report(valley: tuple[str, str], *options: str) -> Result:
    path, book = valley
    return invoke("report", path, "--rules", book, *options)


def test_ids_that_were_used_before_are_told_of(tmp_path: Path) -> None:
    path = feed(tmp_path, *EVENTS[:2], {**EVENTS[0], "when": "2016-05-05"}, EVENTS[0])
    output = str(tmp_path / "report.md")
    valley = path, rules(tmp_path)
    result = report(valley, "-o", output)
    assert (result.exit_code, result.stdout) == (0, f"a report of 4 events is in {output}\n")
    assert result.stderr.splitlines() == [
        "Notes:",
        f"  2 events: {REPEATED}",
    ]
    classified = invoke("classify", path, "--rules", valley[1])
    assert "  2 events: the id was used before\n" in classified.stderr
    assert "  1 event: the id was used before" in report(valley, "--from", "2016-05-05").stderr


def test_without_a_file_it_is_markdown(valley: tuple[str, str]) -> None:
    result = report(valley)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("# Findings under")
    assert "| violating | 1 | 1 | 3 |" in result.stdout
    assert "B" in result.stdout
    assert report(valley, "-o", "-").stdout == result.stdout
    assert report(valley, "--format", "markdown").stdout == result.stdout


@pytest.mark.parametrize(
    ("name", "start"), [("r.md", b"# Findings"), ("r.docx", b"PK"), ("r.html", b"<!")]
)
def test_the_extension_says_the_format(
    valley: tuple[str, str], tmp_path: Path, name: str, start: bytes
) -> None:
    path = tmp_path / name
    result = report(valley, "-o", str(path))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"a report of 3 events is in {path}\n"
    assert path.read_bytes()[: len(start)].lower() == start.lower()
    assert not list(tmp_path.glob(".*.part"))


def test_a_page_goes_to_standard_output_on_request(valley: tuple[str, str]) -> None:
    result = report(valley, "--format", "html")
    assert result.exit_code == 0
    assert result.stdout.lstrip().lower().startswith("<!doctype html>")


def test_formats_are_those_of_the_library() -> None:
    assert [str(form) for form in Form] == list(FORMATS)
    assert format_of("x.HTM") == "html"


def test_days_narrow_a_report_and_those_before_are_compared_with(valley: tuple[str, str]) -> None:
    text = report(valley, "--from", "2016-05-05", "--until", "2016-05-05").stdout
    assert "2 events, 2016-05-05." in text
    assert "| verdict | before: 2016-05-04 | now: 2016-05-05 | change |" in text
    assert "2; 1 event of other days, or of no known day, is left out" in text
    beyond = report(valley, "--from", "2017-01-01")
    assert beyond.exit_code == 0
    assert "There is no event in these days." in beyond.stdout


@pytest.mark.parametrize("period", GRAINS)
def test_periods_are_as_long_as_is_asked(valley: tuple[str, str], period: str) -> None:
    text = report(valley, "--period", period).stdout
    _, _, rest = text.partition("## Over time")
    rows = [line for line in rest.partition("##")[0].splitlines() if line.startswith("| 2")]
    assert len(rows) == (2 if period == "day" else 1)


def test_periods_are_as_suits_the_days() -> None:
    start = date(2016, 1, 1)

    def after(days: int) -> Period:
        return Period(start, start + timedelta(days=days - 1))

    assert [suited(after(days)) for days in (1, 31, 366, 4000)] == ["day", "day", "week", "month"]
    assert suited(None) == "day"


def test_positions_and_sources_are_left_out_on_request(
    valley: tuple[str, str], tmp_path: Path
) -> None:
    for name in ("r.md", "r.html", "r.docx"):
        path = tmp_path / name
        assert report(valley, "-o", str(path), "--coarsen", "1", "--no-sources").exit_code == 0
        text = whole(path)
        assert "secret" not in text
        assert "35.01" not in text
    assert "A secret source" in report(valley).stdout


def whole(path: Path) -> str:
    if path.suffix == ".docx":
        return str(Document(str(path)).element.xml)
    return path.read_text("utf-8")


def test_readings_and_dates_are_chosen(valley: tuple[str, str]) -> None:
    text = report(valley, "--reading", "open", "--as-of", "2016-05-20").stdout
    assert "reading open; 2016-05-04 to 2016-05-05; as known at 2016-05-20" in text


def test_a_report_is_the_same_each_time(valley: tuple[str, str], tmp_path: Path) -> None:
    for name in ("r.md", "r.html"):
        path = tmp_path / name
        report(valley, "-o", str(path))
        first = path.read_bytes()
        report(valley, "-o", str(path))
        assert path.read_bytes() == first
        assert str(tmp_path).encode() not in first


# --- what goes wrong ---


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-o", "r.txt"), "the extension says no format; use one of .html, .htm, .pdf, .md"),
        (("-o", "nowhere/r.html"), "there is no folder `nowhere`"),
        (("--from", "soon"), "--from: `soon` is no date (write one such as 2016-05-04)"),
        (("--from", "2016-05-05", "--until", "2016-05-04"), "is later than --until 2016-05-04"),
        (("--until", "9999-12-31"), "--until: the year of `9999-12-31` is out of range (years run"),
        (("--from", "0001-01-01"), "from 1900 to 2200; leave it out for no bound"),
        (("--from", "1900-01-01", "--period", "day"), "more than 5000 periods of a day"),
        (("--reading", "opne"), "did you mean `open`?"),
    ],
)
def test_bad_usage_is_told_in_a_line(
    valley: tuple[str, str], options: tuple[str, ...], message: str
) -> None:
    result = report(valley, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_feed_is_not_replaced(valley: tuple[str, str]) -> None:
    before = Path(valley[0]).read_bytes()
    result = report(valley, "-o", valley[0], "--format", "markdown")
    assert result.exit_code == 2
    assert "is the feed itself" in result.stderr
    assert Path(valley[0]).read_bytes() == before


def test_rows_that_cannot_be_read_are_listed_and_in_the_report(tmp_path: Path) -> None:
    path = feed(tmp_path, *EVENTS, '{"id": "D", "kind": "shellin", "when": "2016-05-04"}')
    result = invoke("report", path, "--rules", rules(tmp_path))
    assert result.exit_code == 0
    assert "1 of 4 rows could not be read or decided:" in result.stderr
    assert "| row 4: " in result.stdout
    assert "| Nobody | 1 |" in result.stdout


def test_an_earlier_report_stays_where_nothing_can_be_decided(tmp_path: Path) -> None:
    target = tmp_path / "r.md"
    target.write_text("earlier", encoding="utf-8")
    path = feed(tmp_path, '{"id": "D"}')
    result = invoke("report", path, "--rules", rules(tmp_path), "-o", str(target))
    assert result.exit_code == 2
    assert target.read_text("utf-8") == "earlier"
    assert "no event that can be decided" in result.stderr


def test_a_missing_library_is_told_before_the_feed_is_read(
    valley: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ceasefire.report.writing.find_spec", lambda _: None)
    result = report(valley, "-o", "r.pdf")
    assert result.exit_code == 2
    assert result.stderr.strip().endswith("is not installed: pip install 'ceasefire[documents]'")
    assert report(valley).exit_code == 0


def test_a_failure_leaves_nothing_half_written(
    valley: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ceasefire.report.markdown.markdown_of", fail)
    target = tmp_path / "r.md"
    result = report(valley, "-o", str(target))
    assert result.exit_code == 2
    assert "no space left on device" in result.stderr
    assert not target.exists()
    assert not list(tmp_path.glob(".*.part"))


def test_standard_input_is_a_feed(tmp_path: Path) -> None:
    lines = "\n".join(map(json.dumps, EVENTS)).encode()
    command = [sys.executable, "-m", "ceasefire", "report", "-", "--rules", rules(tmp_path)]
    done = subprocess.run(  # noqa: S603  (our own command)
        command, input=lines, capture_output=True, check=True, env={**os.environ, "NO_COLOR": "1"}
    )
    assert b"standard input, reading Plainly" in done.stdout


def test_the_library_writes_the_same(valley: tuple[str, str], tmp_path: Path) -> None:
    findings = ceasefire.load(valley[1]).findings(valley[0])
    path = tmp_path / "lib.md"
    write_report(content_of(findings), path)
    assert path.read_text("utf-8") == report(valley).stdout
