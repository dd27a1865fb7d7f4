"""Names in several scripts: all engines leave open what comparing their letters does."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import event as mark
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.engines.durable.engine import DurableEngine
from ceasefire.events.event import Event
from ceasefire.terms.times import zone
from tests.laws.columnar import Columns
from tests.laws.drawn import book_of
from tests.laws.spelt import SPELT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.book import Book

UNITS = 3
"""So many units there may be; the fourth name of each script is of none."""

Spot = frozenset[int]
"""The units that hold a spot."""


class Unit(NamedTuple):
    """A unit: the scripts that it is named in, and whether it is all of a truce, or some."""

    scripts: tuple[str, ...]
    breached: bool


@st.composite
def units(draw: st.DrawFn) -> list[Unit]:
    """Draw units that are named in some scripts."""
    some = st.lists(st.sampled_from(sorted(SPELT)), min_size=1, unique=True).map(tuple)
    one = st.builds(Unit, some, st.booleans())
    return draw(st.lists(one, min_size=1, max_size=UNITS))


class Named(NamedTuple):
    """A report of a unit by its number: under a name in some script, or by its id."""

    number: int
    script: str
    country: str

    @property
    def raw(self) -> dict[str, str]:
        """The report."""
        name = SPELT[self.script][self.number] if self.script else f"Unit {self.number}"
        return {"admin1": name} | ({"country": self.country} if self.country else {})


def named(count: int) -> st.SearchStrategy[Named]:
    """Draw a report of a unit that there is, or is not."""
    country = st.sampled_from(["", "", "SY", "TR"])
    spelt = st.builds(Named, st.integers(0, UNITS), st.sampled_from(sorted(SPELT)), country)
    return spelt | st.builds(Named, st.integers(0, count - 1), st.just(""), country)


class Said(NamedTuple):
    """What a feed says of the place: some reports of which one holds, and some denied."""

    options: list[Named]
    denied: list[Named]

    @property
    def raw(self) -> Any:  # noqa: ANN401  (what a feed may hold)
        """The value of the feed."""
        some, out = ([each.raw for each in part] for part in self)
        if not out:
            return some[0] if len(some) == 1 else {"one_of": some}
        return ({"one_of": some} if some else {}) | {"not": out}


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Unit], list[Said]]:
    """Draw units, and what some events say of the place."""
    found = draw(units())
    one = named(len(found))
    plain = st.builds(Said, st.lists(one, min_size=1, max_size=2), st.just([]))
    denied = st.builds(Said, st.lists(one, max_size=1), st.lists(one, min_size=1, max_size=2))
    return found, draw(st.lists(plain | denied, min_size=4, max_size=8))


def book(found: Sequence[Unit]) -> Book:
    """Return a book of truces, one in each unit; in some, shelling breaches it."""
    places, texts = {}, {}
    for number, unit in enumerate(found):
        first, *more = [SPELT[script][number] for script in unit.scripts]
        places[f"unit-{number}"] = {"country": "SY", "admin1": first, "also": more}
        rule = {"prohibit": {"attacks": {"when": {"kind": "attack"}}}} if unit.breached else {}
        texts[f"truce-{number}"] = {"where": f"unit-{number}", **rule}
    return book_of({
        "rulebook": "letters",
        "timezone": "UTC",
        "parties": {"reds": "Reds", "blues": "Blues"},
        "places": places,
        "instruments": texts,
    })  # fmt: skip


# --- what there is, by letters alone ----------------------------------------------------


def spots(found: Sequence[Unit]) -> list[Spot]:
    """Return every spot: units named in the same letters are apart, others may be one."""
    some = chain.from_iterable(combinations(range(len(found)), n) for n in range(len(found) + 1))
    return [
        frozenset(each)
        for each in some
        if all(
            not set(found[one].scripts) & set(found[other].scripts)
            for one, other in combinations(each, 2)
        )
    ]


def is_of(found: Sequence[Unit], report: Named) -> bool:
    """Return whether a report names a unit that there is, in its country."""
    if report.number >= len(found) or report.country == "TR":
        return False
    return not report.script or report.script in found[report.number].scripts


def meant(found: Sequence[Unit], report: Named) -> list[Spot]:
    """Return the spots that a report may mean."""
    if report.country == "TR":
        return [frozenset()]
    letters = {report.script or "LATIN"}
    own = {report.number} if is_of(found, report) else set()
    letters |= {script for number in own for script in found[number].scripts}
    return [
        spot
        for spot in spots(found)
        if own <= spot and all(letters.isdisjoint(found[each].scripts) for each in spot - own)
    ]


def possible(found: Sequence[Unit], said: Said) -> set[str]:
    """Return the verdicts of all spots that are meant; where none is left, of none."""
    left = {spot for report in said.options for spot in meant(found, report)}
    left = left if said.options else set(spots(found))
    for report in said.denied:
        if is_of(found, report):
            left = {spot for spot in left if report.number not in spot}
    return {verdict(found, spot) for spot in left}


def verdict(found: Sequence[Unit], spot: Spot) -> str:
    """Return the gravest verdict of the truces at a spot."""
    if any(found[each].breached for each in spot):
        return "violating"
    return "covered" if spot else "excluded"


@given(case=cases())
def test_law_10_all_engines_leave_open_what_letters_do(case: tuple[list[Unit], list[Said]]) -> None:
    found, said = case
    rules = book(found)
    base = {"kind": "shelling", "when": "2016-03-01 12:00", "actor": "reds", "target": "blues"}
    feed = [{"id": f"{n}", "where": each.raw, **base} for n, each in enumerate(said)]
    columns = Columns(rules, feed).findings()
    with DurableEngine(rules.program) as durable:
        for each, event, column in zip(said, feed, columns, strict=True):
            finding = rules.classify(event)
            assert {str(item) for item in finding.possible} == possible(found, each), event
            assert column is not None
            assert column.row() | {"event": ""} == finding.row() | {"event": ""}
            read = Event.read(event, zone=zone("UTC"))
            assert durable.find(read, rules.setting).row() == finding.row()
            mark(f"{len(finding.possible)} verdicts")
