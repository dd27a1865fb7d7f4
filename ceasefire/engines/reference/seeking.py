"""Worlds of one verdict, of any engine, that are asked for one that is as wanted.

An engine brings its *propositions*, which hold of an act in a world or do not, and its
*arenas*: sets of worlds that can be asked for one with a verdict and an act as wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, Protocol, TypeVar

from ceasefire.engines.reference.search import Budget, Spent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["DECIDING_STEPS", "Option", "Search", "Worlds"]

Item = TypeVar("Item")
P = TypeVar("P")

DECIDING_STEPS: Final = 3_000  # pragma: no mutate
"""How long it is tried to find what decides: about a second."""


class Worlds(Protocol):
    """Worlds that can be asked about; of any engine."""

    def find(
        self,
        verdict: int,
        wanted: Any,  # noqa: ANN401  (a proposition of the engine's)
        unless: Sequence[Any] = (),
        budget: Budget | None = None,
    ) -> Any:  # noqa: ANN401  (a proposition or world of any engine)
        """Return some with the verdict that have an act as wanted and none as ``unless`` says."""
        ...

    def known(self, proposition: Any, found: Any) -> bool | None:  # noqa: ANN401  (a proposition or world of any engine)
        """Return whether a proposition holds in some act of what was found."""
        ...

    def may(self, proposition: Any) -> bool:  # noqa: ANN401  (a proposition or world of any engine)
        """Return whether a proposition may hold at all, as far as can be seen at once."""
        ...


class Option(NamedTuple, Generic[Item, P]):
    """Something that may decide, and the proposition that says where it does."""

    item: Item
    holds: P


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

    def may(self, proposition: P) -> bool:
        """Return whether there may be such worlds, of whatever verdict, as far as is seen."""
        return any(arena.may(proposition) for arena in self.arenas)

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
        kept = [option for option in options if self.may(option.holds)]
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
