"""Times that stand for others, and times read many at once, change nothing."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ceasefire
from ceasefire.engines.columnar import standing
from ceasefire.events.feeds import read_feed
from tests.tables.made import row_by_row, valley, whole

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.book import Book

RULES: Final = """\
rulebook: valley
title: Truce in the valley
timezone: Asia/Damascus
parties:
  north: {name: Northern Army, also: [{name: IS, from: 2016-05-20, until: 2016-06-10}]}
  south: {name: Southern Army, part_of: [{party: north, from: 2016-06-15}]}
instruments:
  truce:
    in_force: {from: 2016-05-04 12:00, until: 2016-10-30}
    binds: [north, south]
    prohibit:
      attacks: {when: {kind: attack}, in_force: {days: [thursday, friday]}}
      nights: {when: {kind: attack}, in_force: {from: 2016-05-04, for: 96h, hours: 22:00-06:00}}
"""
ODD: Final = (
    "", " ", "soon", "unknown", "2016-05", "2016", "2016-05-32", "2016-05-03T24:00", "03/05/2016",
    "2016-05-03/2016-05-05", "2016-05-20 10:00/PT2H", "2016-05-04|2016-05-19", "1850-01-01",
    "2016-10-27T23:30", "2016-10-28 00:30", "2016-03-25 00:30", "2016-05-03T14:05:06.1234567Z",
    '{"not": "2016-05-06"}', "2016-05-20T14:05z", "1900-01-01", "2200-12-31", "1990-06-07",
    "2150-01-01 00:00Z", "1470000000", "2016-05-05 ", "2016-06-14/2016-06-16",
)  # fmt: skip
FORMS: Final = ("%Y-%m-%d", "%Y-%m-%dT%H:%MZ", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S+03:00")
CHOSEN: Final = ("verdict", "possible", "settled")


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "FEW", 4)


@pytest.fixture
def of(tmp_path: Path) -> Book:
    path = tmp_path / "valley.yaml"
    path.write_text(RULES, encoding="utf-8")
    return ceasefire.load(path)


def times(seed: int = 1, count: int = 160) -> list[datetime]:
    draw = Random(seed)  # noqa: S311  (no secret)
    start = datetime(2016, 5, 1)  # noqa: DTZ001  (local)
    found = [start + timedelta(hours=draw.randrange(24 * 60)) for _ in range(count)]
    return found + [start + timedelta(days=days) for days in (-9000, -300, 165, 500, 5000)]


def texts() -> list[str]:
    draw = Random(2)  # noqa: S311  (likewise)
    return [time.strftime(draw.choice(FORMS)) for time in times()] + list(ODD)


def rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    sides = ["IS", "Southern Army", "north", "unheard of", None]
    lines = list(zip(*columns.values(), strict=True))
    return [
        {"id": f"e{number}", "kind": "shelling", "actor": sides[number % len(sides)]}
        | {"target": "civilians" if number % 3 else "Southern Army"}
        | dict(zip(columns, line, strict=True))
        for number, line in enumerate(lines)
    ]


def same(of: Book, source: Path) -> int:
    """Check a feed against its rows, and return how many times it was read by."""
    folder = source.parent
    run = whole(of, source, folder / "one.csv")
    row_by_row(of, source, folder / "other.csv")
    for name in ("one", "one.rejects"):
        found = (folder / f"{name}.csv").read_text(encoding="utf-8")
        assert found == (folder / f"{name.replace('one', 'other')}.csv").read_text(encoding="utf-8")
    plain = of.scan(source, columns=CHOSEN).collect().select(CHOSEN).to_pylist()
    full = of.scan(source).collect().select(CHOSEN).to_pylist()
    assert plain == full
    return next(len(each.spoken) for each in run.decider.reading.pieces if each.own == ["when"])


@pytest.mark.parametrize("as_of", ["", "2016-05-20T10:00Z"])
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "large", "dictionary"])
def test_texts(tmp_path: Path, of: Book, form: str, as_of: str) -> None:
    book = of.as_of(as_of) if as_of else of
    given = rows({"when": texts()})
    if form == "jsonl":
        given += [{"id": "p", "kind": "shelling", "when": {"from": "2016-05-04", "until": None}}]
        given += [{"id": "q", "kind": "shelling", "when": 2016}, {"id": "r", "kind": "shelling"}]
        source = tmp_path / "feed.jsonl"
        source.write_text("".join(json.dumps(row) + "\n" for row in given), encoding="utf-8")
    else:
        source = tmp_path / ("feed.csv" if form == "csv" else "feed.parquet")
        table = pa.Table.from_pylist(given)
        if form == "csv":
            table.to_pandas().to_csv(source, index=False)
        else:
            whens = table["when"].combine_chunks()
            whens = whens.cast(pa.large_string()) if form == "large" else whens
            whens = whens.dictionary_encode() if form == "dictionary" else whens
            pq.write_table(
                table.set_column(table.column_names.index("when"), "when", whens), source
            )
    assert same(book, source) < len(set(texts())) * 2 // 3


@pytest.mark.parametrize(
    "kind",
    [
        pa.timestamp("us", "UTC"),
        pa.timestamp("ns", "Asia/Damascus"),
        pa.timestamp("s"),
        pa.timestamp("us"),
        pa.date32(),
    ],
    ids=str,
)
@pytest.mark.parametrize("as_of", ["", "2016-05-20T10:00Z"])
def test_columns_of_times(tmp_path: Path, of: Book, kind: pa.DataType, as_of: str) -> None:
    found = times()
    far = [datetime(year, 1, 1) for year in (1890, 1900, 2201, 2199)]  # noqa: DTZ001  (local)
    odd = [datetime(2016, 10, 27, 23, 30), datetime(2016, 3, 25, 0, 30), None]  # noqa: DTZ001
    whens = pa.array([*found, *far, *odd], pa.timestamp("us")).cast(kind)
    table = pa.Table.from_pylist(rows({"when": [0] * len(whens)})).set_column(4, "when", whens)
    source = tmp_path / "feed.parquet"
    pq.write_table(table, source)
    assert same(of.as_of(as_of) if as_of else of, source) < len(set(found)) * 2 // 3


@pytest.mark.parametrize("form", ["csv", "parquet", "mixed"])
def test_two_columns_and_a_third(tmp_path: Path, of: Book, form: str) -> None:
    draw = Random(3)  # noqa: S311  (likewise)
    begins = texts()
    ends = draw.sample(begins, len(begins))
    within = [time.strftime(FORMS[1]) for time in times()]
    begins += within
    ends += [(time + timedelta(hours=3)).strftime(FORMS[1]) for time in times()]
    whens = ["2016-05-03" if draw.random() < 0.1 else None for _ in begins]
    table = pa.Table.from_pylist(rows({"when": whens, "when.from": begins, "when.until": ends}))
    source = tmp_path / ("feed.csv" if form == "csv" else "feed.parquet")
    if form == "csv":
        table.to_pandas().to_csv(source, index=False)
    elif form == "mixed":
        late = [time + timedelta(hours=9) for time in times()]
        late = [*draw.choices(late, k=len(begins) - len(late)), *late]
        zoned = pa.array(late, pa.timestamp("us", "UTC"))
        place = table.column_names.index("when.until")
        pq.write_table(table.set_column(place, "when.until", zoned), source)
    else:
        pq.write_table(table, source)
    assert same(of, source) < len(begins) - len(within) // 2


@pytest.mark.parametrize("as_of", ["", "2016-05-20T10:00Z"])
def test_since_when_events_are_known(tmp_path: Path, of: Book, as_of: str) -> None:
    known = texts()
    table = pa.Table.from_pylist(rows({"when": ["2016-05-06"] * len(known), "known": known}))
    source = tmp_path / "feed.parquet"
    pq.write_table(table, source)
    book = of.as_of(as_of) if as_of else of
    same(book, source)
    run = whole(book, source, tmp_path / "one.csv")
    (piece,) = [each for each in run.decider.reading.pieces if each.others == ["known"]]
    assert (len(piece.spoken) < 40) == (not as_of)


def test_windows_that_recur_without_an_end_end_the_reach(of: Book) -> None:
    assert of.tables.stretches.reach == of.program.horizon


def test_times_far_from_all_that_changes_are_alike(tmp_path: Path) -> None:
    of = valley(tmp_path)
    low, high = of.tables.stretches.reach
    assert low < of.program.horizon[0] < of.program.horizon[1] < high
    far = [time + timedelta(days=4000 * draw) for draw in (-3, 3) for time in times(5, 40)]
    whens = [*(time.strftime(FORMS[1]) for time in far), "soon"]
    table = pa.Table.from_pylist(rows({"when": whens}))
    pq.write_table(table, tmp_path / "feed.parquet")
    assert same(of, tmp_path / "feed.parquet") == 3


MAPPING: Final = """\
feed: days
fields:
  id: id
  kind: {is: shelling}
  when: {column: when, precision: {is: day}}
  actor: {is: north}
  target: {is: south}
"""


def test_a_mapping_says_what_its_columns_mean(tmp_path: Path, of: Book) -> None:
    (tmp_path / "days.yaml").write_text(MAPPING, encoding="utf-8")
    zoned = pa.array(times(), pa.timestamp("us", "UTC"))
    table = pa.table({"id": [f"e{number}" for number in range(len(zoned))], "when": zoned})
    pq.write_table(table, tmp_path / "feed.parquet")
    form = str(tmp_path / "days.yaml")
    feed = read_feed(tmp_path / "feed.parquet", form, rulebook=of.rulebook)
    wanted = [str(of.classify(record.event).verdict) for record in feed if record.event]
    for columns in (CHOSEN, None):
        scan = of.scan(tmp_path / "feed.parquet", format=form, columns=columns)
        assert scan.collect()["verdict"].to_pylist() == wanted
