"""Combinations of cells that are decided one by one come to what the reference engine finds."""

from __future__ import annotations

from itertools import cycle, product
from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.engines.columnar.remembering import Memory
from tests.laws.columnar import Columns
from tests.meaning.helpers import book, sides

if TYPE_CHECKING:
    from collections.abc import Iterator

READINGS = """
readings:
  report: {answers: {}}
  both: {answers: {}, credit: [one, other]}
default_reading: report
"""

SHARED = sides(f"""
{READINGS}
impossible: [{{kind: airstrike, actor: blues}}]
instruments:
  one:
    binds: reds
    exclude: {{shells: {{when: {{kind: shelling}}}}}}
    prohibit: {{strikes: {{when: {{kind: attack, target: blues}}}}}}
  other:
    binds: reds
    exclude: {{civilians: {{when: {{target: civilians}}}}}}
    prohibit: {{strikes: {{when: {{kind: attack, target: blues}}}}}}
    permit: {{answer: {{lifts: strikes, when: {{response: immediate-threat}}}}}}
""")
"""What one instrument leaves out in any case, another does not that asks for the same."""

UNLESS = sides(f"""
{READINGS}
instruments:
  one:
    binds: reds
    exclude: {{far: {{when: {{not: {{any: [{{target: blues}}, {{kind: shelling}}]}}}}}}}}
    prohibit: {{attack: {{when: {{kind: attack, not: {{response: immediate-threat}}}}}}}}
  other:
    binds: blues
    prohibit:
      attack: {{when: {{not: {{any: [{{target: reds}}, {{response: reprisal}}]}}}}}}
""")
"""Instruments that say what does not hold: less that is alive may mean more that does."""

NAMED = sides(f"""
{READINGS}
impossible: [{{kind: airstrike, actor: blues}}]
instruments:
  first:
    in_force: {{from: 2016-03-01, until: 2016-04-01}}
    binds: reds
    exclude:
      all: {{when: {{kind: shelling}}}}
      civilians: {{when: {{target: civilians}}}}
  second:
    in_force: {{from: 2016-03-01, until: 2016-05-01}}
    binds: blues
    exclude: {{all: {{when: {{kind: attack}}}}}}
  third:
    exclude: {{all: {{when: {{}}}}}}
""")
"""Provisions of several instruments that are called the same."""

ASKED = sides("""
questions:
  arms: {ask: Are arms meant?, answers: {"yes": {held_by: one}, "no": {held_by: other}}}
  days: {ask: Which days?, answers: {few: {held_by: one}, all: {held_by: other}}}
  sides: {ask: Which sides?, answers: {both: {held_by: one}, one: {held_by: other}}}
readings:
  wide: {answers: {arms: "yes", days: all, sides: both}}
  narrow: {answers: {arms: "no", days: few}, credit: [one, other]}
  none: {answers: {}}
default_reading: wide
impossible: [{kind: airstrike, actor: blues}]
instruments:
  one:
    in_force:
      - {from: 2016-03-01, until: 2016-03-10}
      - {from: 2016-03-10, until: 2016-04-01, if: {days: all}}
    exclude: {blues: {when: {actor: blues}, if: {sides: one}}}
    prohibit: {attack: {when: {kind: attack, target: [reds, blues]}}}
  other:
    in_force: {from: 2016-03-05, until: 2016-03-20}
    exclude: {arms: {when: {kind: shelling}, if: {arms: "no"}}}
    prohibit: {civilians: {when: {target: civilians}}}
""")
"""Instruments that hang on questions, and worlds that are impossible."""

CONTRARY = sides("""
questions:
  arms: {ask: Are arms meant?, answers: {"yes": {held_by: one}, "no": {held_by: other}}}
readings:
  meant: {answers: {arms: "yes"}}
  open: {answers: {}}
default_reading: open
instruments:
  one:
    prohibit:
      arms:
        when: {intended: false, all: [{if: {arms: "yes"}}, {not: {if: {arms: ["yes", "no"]}}}]}
""")
"""A prohibition that every answer rules out, and not one of them alone."""

ACTORS: tuple[Any, ...] = ("reds", {"one_of": ["reds", "blues"]}, ["reds", "blues"], "unknown")
TARGETS: tuple[Any, ...] = ("blues", {"one_of": ["reds", "blues", "civilians"]}, "unknown")
KINDS: tuple[Any, ...] = (
    "shelling",
    {"one_of": ["shelling", "airstrike"]},
    {"one_of": ["airstrike", "aid-delivery", "accident"]},
)
TIMES = ("2016-03-06", "2016-02-20/2016-03-12", "2016-05-02")


def events() -> Iterator[dict[str, Any]]:
    """Yield events of several accounts, which are not decided column by column."""
    rivals = zip(
        cycle(("airstrike", "shelling", "release")),
        cycle(("reds", "reds", "blues", "reds", "blues", "blues", "reds")),
        cycle(("blues", "reds", "reds", "civilians", "blues")),
        strict=False,
    )
    for number, (actor, target, kind, when) in enumerate(product(ACTORS, TARGETS, KINDS, TIMES)):
        event = {"actor": actor, "target": target, "kind": kind, "when": when}
        alternatives = [
            dict(zip(("kind", "actor", "target"), next(rivals), strict=True))
            | {"said_by": name, "response": "none"}
            for name in ("one", "other")
        ]
        yield {"id": f"event {number}", **event, "alternatives": alternatives}


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(SHARED, id="shared"),
        pytest.param(UNLESS, id="unless"),
        pytest.param(NAMED, id="named"),
        # It has three readings, and so takes as long as the others together.
        pytest.param(ASKED, id="asked", marks=pytest.mark.no_cover),
    ],
)
def test_both_engines_find_the_same(rules: str) -> None:
    used = book(rules)
    for reading in used.readings:
        read = used.with_reading(reading)
        feed = list(events())
        for event, found in zip(feed, Columns(read, feed).findings(), strict=True):
            assert found is not None, event
            assert found.row() == read.classify(event).row(), (reading, event)


@pytest.mark.parametrize("reading", ["meant", "open"])
def test_what_every_answer_rules_out_never_holds(reading: str) -> None:
    read = book(CONTRARY).with_reading(reading)
    event = {"id": "e", "kind": "shelling", "when": "2016-03-06", "actor": "reds"}
    for feed in ([event | {"intended": False}], [event, next(events())]):
        for each, found in zip(feed, Columns(read, feed).findings(), strict=True):
            assert found is not None
            assert found.row() == read.classify(each).row()
            assert found.verdict == "covered"


def test_memory_forgets_all_once_it_is_too_much() -> None:
    memory: Memory[int, str] = Memory(2)
    assert [memory.keep(number, str(number)) for number in (1, 2)] == ["1", "2"]
    assert memory == {1: "1", 2: "2"}
    assert memory.keep(3, "3") == "3"
    assert memory == {3: "3"}
