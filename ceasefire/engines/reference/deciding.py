"""Which instrument and provision decide, on what ground.

All of it is defined over worlds, so that every engine can give the same answer. What
is named holds in every world of the stated facts whose verdict is the gravest they
allow. Where no one instrument, provision or ground holds in all of them, several are
named, of which in each such world one does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

from ceasefire.engines.reference.meaning import (
    COVERED,
    EXCLUDED,
    VIOLATING,
    Law,
    breached,
    highest,
)
from ceasefire.engines.reference.seeking import Option, Search
from ceasefire.findings.finding import Decider
from ceasefire.program.formulas import Formula, all_of, any_of, not_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ceasefire.engines.reference.seeking import Worlds
    from ceasefire.program.program import Clause, Text

__all__ = [
    "Deciding",
    "Distance",
    "Option",
    "Outside",
    "Ways",
    "decide",
    "nearest",
    "ways_of",
]

COVERS = ("permitted", "compliant", "unregulated")
P = TypeVar("P")
Q = TypeVar("Q")

Distance: TypeAlias = tuple[bool, int, int]
"""How near an instrument comes: whether it stays away, how many grounds are sure, and may be."""


class Deciding(NamedTuple):
    """What decides: the instruments with their provisions, and the grounds.

    Of several deciders one decides in each world; a ground ``a|b`` says that one or
    the other holds. Where it is not ``exact``, more are named than it takes.
    """

    deciders: tuple[Decider, ...] = ()
    ground: tuple[str, ...] = ()
    exact: bool = True


class Outside(NamedTuple):
    """On what grounds an instrument leaves an event out: in some worlds, and in all of them.

    It is ``away`` where it reaches none of them.
    """

    away: bool
    found: tuple[str, ...]
    certain: tuple[str, ...]

    @property
    def distance(self) -> Distance:
        """How near the instrument comes: the less, the nearer."""
        return self.away, len(self.certain) or 1, len(self.found)


class Ways(NamedTuple, Generic[P]):
    """The ways in which one instrument may decide, as propositions.

    ``grounds`` says why it may give *excluded* or *covered*, ``denied`` that it is not so.
    """

    text: Text
    reached: P
    breach: P
    cover: P
    prohibits: tuple[Option[Clause, P], ...]
    permits: tuple[Option[Clause, P], ...]
    grounds: Mapping[str, P]
    denied: Mapping[str, P]

    def map(self, change: Callable[[P], Q]) -> Ways[Q]:
        """Return the same ways in the propositions of another engine."""
        return Ways(
            self.text,
            change(self.reached),
            change(self.breach),
            change(self.cover),
            tuple(Option(each.item, change(each.holds)) for each in self.prohibits),
            tuple(Option(each.item, change(each.holds)) for each in self.permits),
            {name: change(why) for name, why in self.grounds.items()},
            {name: change(why) for name, why in self.denied.items()},
        )


def ways_of(law: Law) -> Ways[Formula]:
    """Return the ways in which an instrument may decide."""
    inside = all_of((law.reached, not_of(law.excluded)))
    permitted = law.grounds["permitted"]
    return Ways(
        law.text,
        law.reached,
        all_of((inside, law.breached)),
        all_of((inside, not_of(law.breached))),
        tuple(Option(item, all_of((inside, breached(item)))) for item in law.text.prohibits),
        tuple(Option(item, lifting(law, item, permitted)) for item in law.text.permits),
        law.grounds,
        {name: not_of(why) for name, why in law.grounds.items() if name not in COVERS},
    )


def decide(ways: Sequence[Ways[P]], arenas: Sequence[Worlds], verdicts: int, always: P) -> Deciding:
    """Return what decides the gravest verdict of the stated facts."""
    search = Search(highest(verdicts), arenas, always)
    deciding = {VIOLATING: violation, COVERED: cover, EXCLUDED: exclusion}
    found = deciding[search.verdict](ways, search)
    return found._replace(exact=search.exact)


def violation(ways: Sequence[Ways[P]], search: Search[P]) -> Deciding:
    """Return the first instrument that is breached, and its gravest provision."""
    deciders: list[Decider] = []
    apart: tuple[P, ...] = ()
    for way, breach in search.leading([Option(way, way.breach) for way in ways]):
        found = search.leading(way.prohibits, breach, apart)
        deciders += [decider(way.text, option.item) for option in found]
        apart = (*apart, breach)
    return Deciding(tuple(deciders), ground_of([item.provision for item in deciders]))


def cover(ways: Sequence[Ways[P]], search: Search[P]) -> Deciding:
    """Return the first instrument that reaches the event, and why it is no breach."""
    deciders: list[Decider] = []
    grounds: list[str] = []
    apart: tuple[P, ...] = ()
    for way, covering in search.leading([Option(way, way.cover) for way in ways]):
        found = [name for name in COVERS if search.some(way.grounds[name], apart)]
        permits: list[Option[Clause, P]] = []
        if "permitted" in found:
            permits = search.leading(way.permits, way.grounds["permitted"], apart)
        deciders += [decider(way.text, option.item) for option in permits] or [decider(way.text)]
        grounds += found
        apart = (*apart, covering)
    return Deciding(tuple(deciders), ground_of([name for name in COVERS if name in grounds]))


def exclusion(ways: Sequence[Ways[P]], search: Search[P]) -> Deciding:
    """Return the instrument that comes nearest to the event."""

    def least(number: int, enough: Distance) -> Distance:
        return at_least(ways[number], search, enough)

    return nearest(ways, least, lambda number: outside(ways[number], search))


def nearest(
    ways: Sequence[Ways[P]],
    least: Callable[[int, Distance], Distance],
    outside: Callable[[int], Outside],
    order: Iterable[int] | None = None,
) -> Deciding:
    """Return the instrument that comes nearest to an event that all of them leave out.

    One that reaches it in some world, and leaves it out by a provision, comes
    nearest; then the one that the fewest grounds surely keep away, then the one that
    the fewest may; of those that come as near, the first. ``outside`` says of each, by number,
    how it leaves the event out; ``least`` how near it comes at most, which need be told no
    further than ``enough``. They are looked at in some ``order``, which changes nothing.
    """
    best: tuple[Distance, int, Outside] | None = None
    for number in range(len(ways)) if order is None else order:
        if best is not None and best[:2] <= (least(number, best[0]), number):
            continue
        found = outside(number)
        if best is None or (found.distance, number) < best[:2]:
            best = found.distance, number, found
    return left_out(ways[best[1]], best[2]) if best else Deciding(ground=("no-instrument",))


def left_out(way: Ways[P], outside: Outside) -> Deciding:
    """Return what decides of an instrument that leaves an event out."""
    clauses = [item for item in way.text.excludes if item.provision.id in outside.found]
    if outside.certain:
        clauses = [item for item in clauses if item.provision.id in outside.certain][:1]
    deciders = tuple(decider(way.text, item) for item in clauses) or (decider(way.text),)
    return Deciding(deciders, outside.certain or ground_of(outside.found))


def outside(way: Ways[P], search: Search[P]) -> Outside:
    """Return how an instrument leaves an event out."""
    away = not search.some(way.reached)
    found = [name for name in way.denied if search.some(way.grounds[name])]
    certain = [name for name in found if not search.some(way.denied[name])]
    return Outside(away, tuple(found), tuple(certain))


def at_least(way: Ways[P], search: Search[P], enough: Distance) -> Distance:
    """Return how near an instrument comes at most, as far as can be seen at once."""
    away = not search.may(way.reached)
    sure = 0
    for denied in way.denied.values():
        sure += not search.may(denied)
        if enough <= (away, sure, sure):
            break
    return away, sure or 1, sure or 1


def ground_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return what is sure of grounds of which one or the other holds."""
    return ("|".join(dict.fromkeys(names)),) if names else ()


def decider(text: Text, clause: Clause | None = None) -> Decider:
    """Return an instrument with the provision of it that decides."""
    if clause is None:
        return Decider(text.id)
    return Decider(text.id, clause.provision.id, clause.provision.severity)


def lifting(law: Law, permit: Clause, permitted: Formula) -> Formula:
    """Return that the permit lifts a prohibition that matches."""
    name = permit.provision.id
    return all_of(
        (
            permitted,
            any_of(
                all_of((clause.matches, item.matches))
                for clause in law.text.prohibits
                for item in clause.lifted_by
                if item.provision.id == name
            ),
        )
    )
