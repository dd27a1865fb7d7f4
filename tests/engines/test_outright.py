"""Rows of rival accounts, impossible ones and ones of no incident come to what events do."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ceasefire
from ceasefire.events.feeds import read_feed
from ceasefire.tables import knowing

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.book import Book
    from ceasefire.findings.finding import Finding

RULES: Final = """\
rulebook: rivals
timezone: UTC
parties: {red: Red, blue: Blue, green: Green, grey: Grey}
questions:
  heavy:
    ask: Are heavy arms meant?
    answers: {meant: {held_by: one side}, left-out: {held_by: the other}}
readings:
  wide: {answers: {heavy: meant}}
  narrow: {answers: {heavy: left-out}, credit: [a witness]}
  neither: {answers: {}}
default_reading: wide
impossible:
  - {kind: airstrike, actor: {not: red}, because: Only red has aircraft.}
  - {kind: airstrike, target: red}
  - {kind: sniping, target: grey, because: grey has no one there}
instruments:
  truce:
    in_force: {from: 2016-03-01, until: 2016-06-01}
    binds: [red, blue]
    exclude: {grey: {when: {target: grey}}}
    prohibit:
      heavy: {when: {kind: shelling}, if: {heavy: meant}}
      attacks: {when: {kind: attack, target: [red, blue]}}
  calm:
    in_force: {from: 2016-04-10, until: 2016-04-20}
    prohibit: {all: {when: {kind: attack}}}
"""

RIVALS: Final[tuple[list[dict[str, Any]] | None, ...]] = (
    None,
    [{"actor": "grey"}],
    [{"actor": "red", "said_by": "a witness"}],
    [{"kind": "accident", "said_by": "a source", "basis": "alleged"}],
    [{"actor": "green", "kind": "airstrike"}, {"target": "blue", "said_by": "someone"}],
    [{"actor": "blue", "dispute": "who"}, {"target": "grey", "dispute": "whom"}],
    [{"kind": "sniping", "target": "grey"}, {"kind": "airstrike", "target": "red"}],
    [{"actor": {"not": "blue"}, "supersedes": True}],
    [{"actor": "blue|green", "stated": True}],
    [{"kind": {"one_of": ["accident", "shelling"]}}],
    [{"when": "2016-07-01", "known": "2016-04-20"}, {"when": "2016-04-15"}],
    [{"struck": "hospital", "killed": 3}],
)
SIDES: Final = ("red", "blue|green", "grey", None)
KINDS: Final = ("shelling", "airstrike", "accident", "announcement", "sniping|withdrawal")


@pytest.fixture(autouse=True)
def as_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decide these few rows as if they were many."""
    monkeypatch.setattr(knowing, "FEW", 0)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """Return a feed of events with rival accounts."""
    rows = [
        {
            "id": f"e{number}",
            "kind": kind,
            "when": "2016-04-12" if number % 3 else "2016-03-31/2016-04-12",
            "actor": actor,
            "target": target,
            "civilians_killed": number % 2 or None,
            "alternatives": None if rivals is None else json.dumps(rivals),
        }
        for number, (actor, target, kind, rivals) in enumerate(
            product(SIDES, SIDES[1:], KINDS, RIVALS)
        )
    ]
    path = tmp_path / "feed.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def book_of(folder: Path, reading: str) -> Book:
    """Return a book of its own that knows of no feed."""
    rules = folder / "rivals.yaml"
    rules.write_text(RULES)
    return ceasefire.load(rules).with_reading(reading)


def told(finding: Finding) -> dict[str, Any]:
    """Return what a row of a table says of a finding."""
    return {
        "verdict": str(finding.verdict),
        "possible": sorted(map(str, finding.possible)),
        "settled": finding.settled,
        "instrument": finding.instrument or None,
        "provision": finding.provision or None,
        "ground": list(finding.ground),
        "depends_on": list(finding.depends_on),
        "because": finding.because,
        "notes": list(finding.notes),
    }


# The test after this one runs the same lines, and is measured.
@pytest.mark.no_cover
@pytest.mark.parametrize("as_of", [None, "2016-04-14"])
@pytest.mark.parametrize("reading", ["wide", "narrow", "neither"])
def test_rows_of_rival_accounts_come_to_what_events_do(
    feed: Path, tmp_path: Path, reading: str, as_of: str | None
) -> None:
    book = book_of(tmp_path, reading)
    if as_of is not None:
        book = book.as_of(as_of)
    table = book.scan(feed).collect()
    events = [record.event for record in read_feed(feed, rulebook=book.rulebook)]
    each = [told(book.classify(event)) for event in events if event is not None]
    found = table.select(list(each[0])).to_pylist()
    for row in found:
        row["possible"].sort()
        row |= {name: row[name] or None for name in ("instrument", "provision")}
    assert found == each
    (known,) = book.known_feeds.values()
    # Only what several accounts state, or may be of no incident, is handed on.
    keyed = len(known.reading.keys)
    assert 0 < keyed < len(found) / 4


@pytest.mark.parametrize("few", [1, 1 << 20])
def test_rows_come_to_the_same_however_many_are_few(
    feed: Path, tmp_path: Path, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = book_of(tmp_path, "wide").scan(feed).collect()
    monkeypatch.setattr(knowing, "FEW", few)
    book = book_of(tmp_path, "wide")
    assert book.scan(feed).collect().equals(found)
    (known,) = book.known_feeds.values()
    # Either none of the rows are decided as a whole, or all that can be.
    assert bool(known.reading.outright.keys.items) == (few == 1)


def test_a_second_pass_puts_nothing_together_anew(feed: Path, tmp_path: Path) -> None:
    book = book_of(tmp_path, "wide")
    first = book.scan(feed).collect()
    (known,) = book.known_feeds.values()
    findings = len(known.reading.findings)
    assert book.scan(feed).collect().equals(first)
    assert len(known.reading.findings) == findings
