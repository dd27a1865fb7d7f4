"""Which instrument and provision decide, on what ground.

All of it is defined over worlds, so that every engine can give the same answer. What
is named holds in every world of the stated facts whose verdict is the gravest they
allow. Where no one instrument, provision or ground holds in all of them, several are
named, of which in each such world one does.

An engine brings its *propositions*, which hold of an act in a world or do not, and its
*arenas*: sets of worlds that can be asked for one with a verdict and an act as wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, Protocol, TypeVar

from ceasefire.engines.reference.meaning import (
    COVERED,
    EXCLUDED,
    VIOLATING,
    Law,
    breached,
    highest,
)
from ceasefire.engines.reference.search import Budget, Spent
from ceasefire.findings.finding import Decider
from ceasefire.program.formulas import Formula, all_of, any_of, not_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ceasefire.program.program import Clause, Text

__all__ = ["DECIDING_STEPS", "Deciding", "Option", "Ways", "decide", "ways_of"]

COVERS = ("permitted", "compliant", "unregulated")
Item = TypeVar("Item")
P = TypeVar("P")
Q = TypeVar("Q")

DECIDING_STEPS: Final = 3_000  # pragma: no mutate
"""How long it is tried to find what decides: about a second."""


class Deciding(NamedTuple):
    """What decides: the instruments with their provisions, and the grounds.

    Of several deciders one decides in each world; a ground ``a|b`` says that one or
    the other holds. Where it is not ``exact``, more are named than it takes.
    """

    deciders: tuple[Decider, ...] = ()
    ground: tuple[str, ...] = ()
    exact: bool = True


class Worlds(Protocol):
    """Worlds that can be asked about; of any engine."""

    def find(
        self,
        verdict: int,
        wanted: Any,  # noqa: ANN401  (a proposition of the engine's)
        unless: Sequence[Any] = (),
        budget: Budget | None = None,
    ) -> Any:  # noqa: ANN401
        """Return some with the verdict that have an act as wanted and none as ``unless`` says."""
        ...

    def known(self, proposition: Any, found: Any) -> bool | None:  # noqa: ANN401
        """Return whether a proposition holds in some act of what was found."""
        ...

    def may(self, proposition: Any) -> bool:  # noqa: ANN401
        """Return whether a proposition may hold at all, as far as can be seen at once."""
        ...


class Option(NamedTuple, Generic[Item, P]):
    """Something that may decide, and the proposition that says where it does."""

    item: Item
    holds: P


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


class Search(Generic[P]):
    """Asks about all worlds of the stated facts that have one verdict.

    Where the steps allowed do not suffice, what may be the case is taken to be: more
    is named then than decides, and ``exact`` is false.
    """

    def __init__(self, verdict: int, arenas: Sequence[Worlds], always: P) -> None:
        """Take the verdict, the worlds of the stated facts, and what always holds."""
        self.verdict = verdict
        self.arenas = arenas
        self.always = always
        self.exact = True
        self._budget = Budget(DECIDING_STEPS)
        self._met: list[tuple[Worlds, Any]] = []
        self._known: list[dict[int, tuple[P, bool | None]]] = []

    def find(self, wanted: P, unless: Sequence[P] = ()) -> tuple[Worlds, Any] | None:
        """Return worlds in which an act is as wanted, and none as ``unless`` says."""
        for number, met in enumerate(self._met):
            # Worlds that answered an earlier question often answer this one.
            spoilt = (self._holds(number, each) for each in unless)
            if self._holds(number, wanted) and all(truth is False for truth in spoilt):
                return met
        for arena in self.arenas:
            found = arena.find(self.verdict, wanted, unless, self._budget)
            if found is not None:
                self._met.append((arena, found))
                self._known.append({})
                return arena, found
        return None

    def _holds(self, number: int, proposition: P) -> bool | None:
        """Return whether a proposition holds in worlds that were met, worked out once."""
        known = self._known[number].get(id(proposition))
        if known is None:
            arena, found = self._met[number]
            # The proposition is kept as well, so that no other can take its identity.
            known = proposition, arena.known(proposition, found)
            self._known[number][id(proposition)] = known
        return known[1]

    def some(self, wanted: P, unless: Sequence[P] = ()) -> bool:
        """Return whether there are such worlds, or may be."""
        try:
            return self.find(wanted, unless) is not None
        except Spent:
            self.exact = False
            return True

    def leading(
        self,
        options: Iterable[Option[Item, P]],
        whole: P | None = None,
        apart: Sequence[P] = (),
    ) -> list[Option[Item, P]]:
        """Return the first option that holds in every world, or else the first that cover all.

        Asked are the worlds in which ``whole`` holds, which is the disjunction of the
        options, and none of ``apart`` does.
        """
        every = self.always if whole is None else whole
        kept = [
            option for option in options if any(arena.may(option.holds) for arena in self.arenas)
        ]
        if len(kept) < 2:  # noqa: PLR2004  (what else should hold?)
            return kept
        return self._certain(kept, every, apart) or self._covering(kept, every, apart)

    def _certain(
        self, options: Sequence[Option[Item, P]], whole: P, apart: Sequence[P]
    ) -> list[Option[Item, P]]:
        left = list(options)
        while left:
            first = left.pop(0)
            try:
                counter = self.find(whole, (*apart, first.holds))
            except Spent:
                self.exact = False
                continue
            if counter is None:
                return [first]
            arena, found = counter
            # A world without this option is often one without others, too.
            left = [option for option in left if arena.known(option.holds, found) is not False]
        return []

    def _covering(
        self, options: Sequence[Option[Item, P]], whole: P, apart: Sequence[P]
    ) -> list[Option[Item, P]]:
        found: list[Option[Item, P]] = []
        *options, last = options
        for option in options:
            if self.some(option.holds, apart):
                found.append(option)
                apart = (*apart, option.holds)
                if not self.some(whole, apart):
                    return found
        return [*found, last]  # where none of the others holds, it does


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
    """Return the instrument that comes nearest to the event.

    One that reaches it in some world, and leaves it out by a provision, comes
    nearest; then the one that the fewest grounds surely keep away, then the one that
    the fewest may.
    """
    nearest: tuple[tuple[bool, int, int], Deciding] | None = None
    for way in ways:
        away = not search.some(way.reached)
        if nearest is not None and nearest[0] <= (away, 1, 1):
            continue  # no instrument comes nearer than that
        found = [name for name in way.denied if search.some(way.grounds[name])]
        certain = [name for name in found if not search.some(way.denied[name])]
        clauses = [item for item in way.text.excludes if item.provision.id in found]
        if certain:
            clauses = [item for item in clauses if item.provision.id in certain][:1]
        deciders = tuple(decider(way.text, item) for item in clauses) or (decider(way.text),)
        distance = (away, len(certain) or 1, len(found))
        if nearest is None or distance < nearest[0]:
            nearest = distance, Deciding(deciders, tuple(certain) or ground_of(found))
    return nearest[1] if nearest else Deciding(ground=("no-instrument",))


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
