"""Rows of several worlds come to the same however many are gone through at a time."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ceasefire
from ceasefire.engines.columnar import splitting
from ceasefire.events.feeds import read_feed

if TYPE_CHECKING:
    from pathlib import Path

RULES = """\
rulebook: open
timezone: UTC
parties: {red: Red, blue: Blue, green: Green, grey: Grey}
questions:
  heavy:
    ask: Are heavy arms meant?
    answers: {meant: {held_by: one side}, left-out: {held_by: the other}}
readings:
  wide: {answers: {heavy: meant}}
  narrow: {answers: {heavy: left-out}}
  neither: {answers: {}}
default_reading: wide
instruments:
  truce:
    in_force: {from: 2016-03-01, until: 2016-06-01}
    binds: [red, blue]
    exclude: {grey: {when: {target: grey}}}
    permit: {answer: {lifts: [attacks], when: {response: immediate-threat}}}
    prohibit:
      heavy: {when: {kind: shelling, if: {heavy: meant}}}
      attacks: {when: {kind: attack, target: [red, blue]}}
  calm:
    in_force: {from: 2016-04-10, until: 2016-04-20}
    prohibit: {all: {when: {kind: attack}}}
"""

SIDES = ("red", "blue", "red|green", "red|blue|grey", "grey|green", None)
KINDS = ("shelling", "airstrike|release", "shelling|aid-delivery", "attack")
TIMES = ("2016-04-12", "2016-03-31/2016-04-12", "2016-02-20/2016-07-01", "2017-01-01")


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the rule file."""
    path = tmp_path_factory.mktemp("rules") / "open.yaml"
    path.write_text(RULES)
    return path


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a feed of events most of which leave much open."""
    lines = list(product(SIDES, SIDES, KINDS, TIMES))
    actors, targets, kinds, whens = zip(*lines, strict=True)
    table = pa.table(
        {
            "id": [f"e{number}" for number in range(len(lines))],
            "kind": kinds,
            "when": whens,
            "actor": pa.array(actors, pa.string()),
            "target": pa.array(targets, pa.string()),
        }
    )
    path = tmp_path_factory.mktemp("feed") / "feed.parquet"
    pq.write_table(table, path)
    return path


@cache
def usual(rules: Path, feed: Path, reading: str, columns: tuple[str, ...] | None) -> pa.Table:
    """Return what is found where as many worlds are gone through at a time as usual."""
    return ceasefire.load(rules).with_reading(reading).scan(feed, columns=columns).collect()


# The test after this one runs the same lines, and is measured.
@pytest.mark.no_cover
@pytest.mark.parametrize("reading", ["wide", "narrow", "neither"])
@pytest.mark.parametrize("columns", [None, ("verdict", "possible", "settled")])
@pytest.mark.parametrize(("worlds", "together"), [(1, 1), (4, 7), (1 << 10, 1), (1 << 10, 100)])
def test_how_many_worlds_are_gone_through_at_a_time_changes_nothing(  # noqa: PLR0913, PLR0917  (what is varied)
    rules: Path,
    feed: Path,
    monkeypatch: pytest.MonkeyPatch,
    reading: str,
    columns: tuple[str, ...] | None,
    worlds: int,
    together: int,
) -> None:
    expected = usual(rules, feed, reading, columns)
    monkeypatch.setattr(splitting, "MOST_WORLDS", worlds)
    monkeypatch.setattr(splitting, "MOST_TOGETHER", together)
    monkeypatch.setattr(splitting, "MOST_HELD", together)
    other = ceasefire.load(rules).with_reading(reading)
    assert other.scan(feed, columns=columns).collect().equals(expected)


@pytest.mark.parametrize("reading", ["wide", "narrow", "neither"])
def test_a_second_pass_finds_what_the_first_did(rules: Path, feed: Path, reading: str) -> None:
    book = ceasefire.load(rules).with_reading(reading)
    first = book.scan(feed).collect()
    book.scan(feed, columns=("verdict",)).collect()
    assert book.scan(feed).collect().equals(first)
    records = list(read_feed(feed, rulebook=book.rulebook))
    rows = [book.classify(record.event) for record in records if record.event is not None]
    assert [str(finding.verdict) for finding in rows] == first["verdict"].to_pylist()
    assert [list(finding.depends_on) for finding in rows] == first["depends_on"].to_pylist()
    assert [finding.because for finding in rows] == first["because"].to_pylist()
    assert [list(finding.ground) for finding in rows] == first["ground"].to_pylist()
    assert [finding.provision for finding in rows] == first["provision"].to_pylist()


@pytest.mark.no_cover
def test_an_instrument_may_leave_out_more_than_a_word_has_bits(feed: Path, tmp_path: Path) -> None:
    excluded = "".join(
        f"      left-{number}: {{when: {{target: grey, killed: {number}}}}}\n"
        for number in range(80)
    )
    rules = tmp_path / "many.yaml"
    rules.write_text(
        RULES.replace("    exclude: {grey: {when: {target: grey}}}\n", f"    exclude:\n{excluded}")
    )
    book = ceasefire.load(rules)
    found = book.scan(feed).collect()
    records = list(read_feed(feed, rulebook=book.rulebook))
    rows = [book.classify(record.event) for record in records if record.event is not None]
    assert [finding.because for finding in rows] == found["because"].to_pylist()
    assert [list(finding.ground) for finding in rows] == found["ground"].to_pylist()
