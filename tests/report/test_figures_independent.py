"""The numbers of a report, counted anew from what ``ceasefire classify`` writes.

Nothing here uses what reports count with: findings are read as any reader has them, lines
of JSON or a table for DuckDB, and their days and tolls from the feed's own values.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import duckdb
import pytest
import yaml
from typer.testing import CliRunner

import ceasefire
from ceasefire.cli import app
from ceasefire.report.content import Content, content_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT: Final = Path(__file__).parents[2]
DAMASCUS: Final = ZoneInfo("Asia/Damascus")
VERDICTS: Final = ("violating", "covered", "excluded")
NOTHING: Final = "nothing to classify"
FEEDS: Final = ("article", "incidents-2016", "week")
TRUCE: Final = ("2016-02-27", "2016-05-31")

Figure = tuple[int, int, int]
"""As stated, the least, the most."""
Row = dict[str, Any]


# --- what is compared ---


class Written:
    """The rows that ``classify`` wrote of a feed, and what it printed of their counts."""

    def __init__(self, feed: Path, output: Path) -> None:
        argv = ["classify", str(feed), "--rules", "syria-2016", "-o", str(output)]
        result = CliRunner().invoke(app, argv, env={"COLUMNS": "200"})
        assert result.exit_code == 0, result.output
        self.printed = result.stdout
        self.path = output

    def rows(self) -> list[Row]:
        return [json.loads(line) for line in self.path.read_text("utf-8").splitlines()]

    def table(self) -> dict[str, list[str]]:
        """Return the printed counts by party: the figures of each row by its name."""
        lines = self.printed.splitlines()
        start = next(n for n, line in enumerate(lines) if line.startswith("named as actor"))
        found = {}
        for line in lines[start + 1 :]:
            name, *figures = re.split(r"\s{2,}", line.strip())
            if not figures:
                break
            found[name] = figures
            if name == "every event":
                break
        return found


@pytest.fixture(scope="module", params=FEEDS)
def seeds(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Written, Content]:
    feed = ROOT / "seeds" / f"{request.param}.jsonl"
    output = tmp_path_factory.mktemp("written") / "findings.jsonl"
    findings = ceasefire.load("syria-2016").findings(feed)
    return Written(feed, output), content_of(findings)


@pytest.fixture(scope="module")
def truce(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Written, Content, list[Row]]:
    """Return the rows of the truce of UCDP GED, as classified and as counted."""
    folder = tmp_path_factory.mktemp("ged")
    with (shared_data / "ged_syria_2016_2019.csv").open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        rows = [row for row in reader if TRUCE[0] <= row["date_start"][:10] <= TRUCE[1]]
    feed = folder / "truce.csv"
    with feed.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    written = Written(feed, folder / "findings.parquet")
    return written, content_of(ceasefire.load("syria-2016").findings(feed)), rows


# --- counting anew ---


def figures(rows: Iterable[Row]) -> dict[str, Figure]:
    """Count by the columns of a finding, as the guide for scripts says."""
    kept = list(rows)
    return {
        verdict: (
            sum(row["verdict"] == verdict and bool(row["possible"]) for row in kept),
            sum(is_settled(row, verdict) for row in kept),
            sum(verdict in row["possible"] for row in kept),
        )
        for verdict in VERDICTS
    }


def is_settled(row: Row, verdict: str) -> bool:
    return row["settled"] and row["verdict"] == verdict and not row["depends_on"]


def stated(row: Row) -> Row:
    """Return a report with what supersedes it put in its place."""
    found = dict(row)
    for other in row.get("alternatives") or ():
        if other.get("supersedes"):
            found |= other
    return found


def days(row: Row) -> tuple[date, date]:
    """Return the first and last local day of an event."""
    first, _, last = str(stated(row)["when"]).partition("/")
    end = local(last or first)
    if "T" in last and end.time() == datetime.min.time():
        end -= timedelta(microseconds=1)
    return local(first).date(), end.date()


def local(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(DAMASCUS) if moment.tzinfo else moment


def by_day(rows: list[tuple[date, date, Row]]) -> dict[date, dict[str, Figure]]:
    """Count what may have been on each day: as stated by the first day of an event."""
    found = {}
    day = min(first for first, _, _ in rows)
    while day <= max(last for _, last, _ in rows):
        on = [each for each in rows if each[0] <= day <= each[1]]
        found[day] = {
            verdict: (
                sum(first == day and stands(row, verdict) for first, _, row in on),
                sum(first == last and is_settled(row, verdict) for first, last, row in on),
                sum(verdict in row["possible"] for _, _, row in on),
            )
            for verdict in VERDICTS
        }
        day += timedelta(days=1)
    return found


def stands(row: Row, verdict: str) -> bool:
    return row["verdict"] == verdict and bool(row["possible"])


def kinds(row: Row) -> set[str]:
    """Return the ids of the kinds that an event is stated to be of, in any part."""
    parts: list[Row] = [stated(row) | part for part in row.get("parts") or [{}]]
    found: set[str] = set()
    for part in parts:
        kind = part["kind"]
        found |= {kind} if isinstance(kind, str) else set(kind["one_of"])
    return found


def toll(row: Row, field: str) -> tuple[int, int | None] | None:
    """Return the lowest and highest number of people, or nothing where none is told."""
    number = stated(row).get(field)
    parts = [toll(part, field) for part in row.get("parts") or ()]
    told = [part for part in parts if part is not None]
    if number is None and told:
        highs = [high for _, high in told if high is not None]
        complete = len(highs) == len(parts)
        return sum(low for low, _ in told), sum(highs) if complete else None
    if number is None:
        return None
    low, high = number if isinstance(number, list) else (number, number)
    return low or 0, high


def spreads(content: Content) -> dict[str, Figure]:
    return {
        key: (spread.stated, spread.low, spread.high)
        for key, spread in content.headline.verdicts.items()
    }


def lines(content: Content) -> dict[date, dict[str, Figure]]:
    return {
        line.period.first: {
            verdict: (
                line.stated.get(verdict, 0),
                line.low.get(verdict, 0),
                line.high.get(verdict, 0),
            )
            for verdict in VERDICTS
        }
        for line in content.timeline
    }


# --- the seeds ---


def test_every_event_is_counted_as_written(seeds: tuple[Written, Content]) -> None:
    written, content = seeds
    rows = written.rows()
    headline = content.headline
    assert headline.events == len(rows)
    assert spreads(content) == figures(rows)
    assert headline.nothing == sum(not row["possible"] for row in rows)
    assert headline.settled == sum(row["settled"] for row in rows)
    assert headline.undetermined == sum(stands(row, "undetermined") for row in rows)


def test_every_day_is_counted_as_written(seeds: tuple[Written, Content]) -> None:
    written, content = seeds
    assert lines(content) == by_day([(*days(row), row) for row in written.rows()])


def test_parties_are_counted_as_printed(seeds: tuple[Written, Content]) -> None:
    written, content = seeds
    printed = written.table()
    every = [(row.names[0], row.tally) for row in content.tables["actor"]]
    every.append(("every event", content.headline))
    found = {}
    for name, tally in every:
        told = [str(tally.verdicts[verdict]) for verdict in VERDICTS]
        others = [tally.undetermined, tally.nothing, tally.settled]
        called = "unknown" if name == "not reported" else name
        found[called] = [str(tally.events), *told, *map(str, others)]
    if len(next(iter(printed.values()))) < len(found["every event"]):
        found = {name: [*row[:5], *row[6:]] for name, row in found.items()}
    assert found == printed


def test_kinds_are_counted_as_written(seeds: tuple[Written, Content]) -> None:
    written, content = seeds
    vocabulary = (ROOT / "ceasefire" / "terms" / "taxonomy.yaml").read_text("utf-8")
    names = {key: item["name"] for key, item in yaml.safe_load(vocabulary)["kinds"].items()}
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in written.rows():
        for kind in kinds(row):
            found[names[kind]].append(row)
    counted = {row.names[0]: row.tally for row in content.tables["kind"]}
    assert {name: tally.events for name, tally in counted.items()} == {
        name: len(rows) for name, rows in found.items()
    }
    for name, rows in found.items():
        told = {key: tuple(spread) for key, spread in counted[name].verdicts.items()}
        assert told == figures(rows), name


@pytest.mark.parametrize("field", ["killed", "wounded"])
def test_casualties_are_summed_as_written(seeds: tuple[Written, Content], field: str) -> None:
    written, content = seeds
    rows = written.rows()
    for verdict, found in content.casualties[field].items():
        sorts = {
            "settled": [row for row in rows if is_settled(row, verdict)],
            "stated": [row for row in rows if stands(row, verdict)],
            "possible": [row for row in rows if verdict in row["possible"]],
        }
        for sort, kept in sorts.items():
            tolls = [toll(row, field) for row in kept]
            told = [each for each in tolls if each is not None]
            bound = getattr(found, sort)
            assert bound.events == len(kept)
            assert bound.untold == len(tolls) - len(told)
            assert bound.low == sum(low for low, _ in told)
            assert bound.high == sum(low if high is None else high for low, high in told)
            assert bound.open == sum(high is None for _, high in told)


# --- UCDP GED ---


@pytest.mark.slow
def test_the_truce_is_counted_as_duckdb_counts_it(
    truce: tuple[Written, Content, list[Row]],
) -> None:
    written, content, rows = truce
    query = """
        SELECT v, count(*) FILTER (verdict = v AND len(possible) > 0),
            count(*) FILTER (verdict = v AND settled AND len(depends_on) = 0),
            count(*) FILTER (list_contains(possible, v))
        FROM read_parquet(?), (VALUES ('violating'), ('covered'), ('excluded')) AS verdicts(v)
        GROUP BY v
    """
    found = duckdb.execute(query, [str(written.path)]).fetchall()
    assert content.headline.events == len(rows) == 1381
    assert spreads(content) == {verdict: tuple(figure) for verdict, *figure in found}


@pytest.mark.slow
def test_the_days_of_the_truce_are_counted_as_written(
    truce: tuple[Written, Content, list[Row]],
) -> None:
    written, content, rows = truce
    assert lines(content) == by_day(list(dated(written, rows)))


def dated(written: Written, rows: list[Row]) -> Iterator[tuple[date, date, Row]]:
    """Yield each finding with the days that the data set has, in its own columns."""
    columns = ("verdict", "possible", "settled", "depends_on")
    table = duckdb.execute(
        f"SELECT {', '.join(columns)} FROM read_parquet(?)",  # noqa: S608  (names of our own)
        [str(written.path)],
    )
    for row, found in zip(rows, table.fetchall(), strict=True):
        first, last = (date.fromisoformat(row[key][:10]) for key in ("date_start", "date_end"))
        yield first, last, dict(zip(columns, found, strict=True))


@pytest.mark.slow
def test_the_dead_of_the_truce_are_summed_as_duckdb_sums_them(
    truce: tuple[Written, Content, list[Row]],
) -> None:
    written, content, _ = truce
    query = """
        SELECT sum(least(low, best, high)), sum(greatest(low, best, high)), count(*)
        FROM (SELECT low::INT AS low, best::INT AS best, high::INT AS high, possible
            FROM read_parquet(?))
        WHERE list_contains(possible, ?)
    """
    for verdict, found in content.casualties["killed"].items():
        summed = duckdb.execute(query, [str(written.path), verdict]).fetchone()
        possible = found.possible
        assert (possible.low, possible.high, possible.events) == summed


@pytest.mark.slow
def test_the_parties_of_the_truce_are_counted_by_both_sides(
    truce: tuple[Written, Content, list[Row]],
) -> None:
    written, content, rows = truce
    called = {"IS": "Islamic State", "SDF": "Syrian Democratic Forces"}
    counted = {row.names[0]: row.tally for row in content.tables["actor"]}
    events: Counter[str] = Counter()
    for row in rows:
        sides = ("side_a",) if row["type_of_violence"] == "3" else ("side_a", "side_b")
        for side in {row[key] for key in sides}:
            events[called.get(side, side)] += 1
    for party in ("Government of Syria", "Islamic State", "Syrian Democratic Forces"):
        assert counted[party].events == events[party]
    # Beside an output the counts are printed as well, from a pass over blocks of rows.
    for name, printed in written.table().items():
        tally = content.headline if name == "every event" else counted.get(name)
        if tally is not None:
            told = [str(tally.verdicts[verdict]) for verdict in VERDICTS]
            assert printed[:4] == [str(tally.events), *told], name
