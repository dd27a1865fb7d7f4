"""The numbers of a report, counted anew from what ``ceasefire classify`` writes.

Nothing here uses what reports count with: findings are read as any reader has them, lines
of JSON or a table for DuckDB, and their days and tolls from the feed's own values.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

import duckdb
import pytest
import yaml

import ceasefire
from ceasefire.report.content import Content, content_of
from tests.report.anew import (
    FEEDS,
    ROOT,
    VERDICTS,
    Figure,
    Row,
    Written,
    by_day,
    days,
    figures,
    is_settled,
    kinds,
    stands,
    toll,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TRUCE: Final = ("2016-02-27", "2016-05-31")


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


def test_some_of_the_days_are_counted_as_written(seeds: tuple[Written, Content]) -> None:
    """What may have been on other days as well is not among the least."""
    written, content = seeds
    since, until = date(2016, 5, 3), date(2016, 5, 4)
    rows = [(*days(row), row) for row in written.rows()]
    on = [(first, last, row) for first, last, row in rows if first <= until and last >= since]
    least = figures(row for first, last, row in on if first >= since and last <= until)
    some = content_of(content.findings.between(since, until))
    assert some.headline.events == len(on) > 0
    assert spreads(some) == {
        verdict: (stated, least[verdict][1], high)
        for verdict, (stated, _, high) in figures(row for _, _, row in on).items()
    }


def test_parties_are_counted_as_printed(seeds: tuple[Written, Content]) -> None:
    written, content = seeds
    printed = written.table()
    every = [(row.names[0], row.tally) for row in content.tables["actor"]]
    every.append(("every event", content.headline))
    found = {}
    for name, tally in every:
        told = [str(tally.verdicts[verdict]) for verdict in VERDICTS]
        others = [tally.undetermined, tally.nothing, tally.settled]
        called = "unknown" if name == "unknown or not reported" else name
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
        (summed,) = duckdb.execute(query, [str(written.path), verdict]).fetchall()
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
