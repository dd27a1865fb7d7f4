"""Which instrument comes nearest to events that all of them leave out.

On which grounds one leaves an event out hangs on few rows, and so is worked out once for
all boxes that have these in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.engines.columnar.code import rows_of
from ceasefire.engines.columnar.remembering import Memory
from ceasefire.engines.columnar.sheet import truth
from ceasefire.engines.columnar.worlds import Worlds
from ceasefire.engines.reference.deciding import Outside, nearest
from ceasefire.engines.reference.meaning import EXCLUDED, union

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.engines.columnar.acts import Acts
    from ceasefire.engines.columnar.code import Code
    from ceasefire.engines.columnar.echoes import Echoes
    from ceasefire.engines.columnar.extents import Extent
    from ceasefire.engines.columnar.sheet import Gate
    from ceasefire.engines.reference.deciding import Deciding, Distance, Ways
    from ceasefire.engines.reference.search import Budget

__all__ = ["Leaving", "Stretch"]

MOST_KNOWN: Final = 1 << 16  # pragma: no mutate
"""So many answers about boxes are remembered."""

MOST_SEEN: Final = 1 << 13  # pragma: no mutate
"""For so many acts it is remembered of an instrument what can be seen at once."""


class Stretch(NamedTuple):
    """A box of the stated facts, with every row; some of its worlds are left out."""

    acts: Acts
    extent: Extent


class View(NamedTuple):
    """The rows of one act: alive in some worlds, and in all; whether it is one to decide."""

    some: int
    every: int
    sure: bool


class Grounds:
    """The grounds of one instrument: for each, that it is not so; last, that it is reached.

    ``reach`` are rows of which some has to be alive for the instrument to reach an act at all.
    """

    def __init__(self, way: Ways[Gate]) -> None:
        """Take the ways in which an instrument may decide."""
        self.way = way
        clauses = {clause.provision.id for clause in way.text.excludes}
        self.reach = [
            gate
            for name, gate in way.denied.items()
            if name not in clauses and isinstance(gate, int)
        ]
        self.gates = (*way.denied.values(), way.reached)
        self.rows = 0
        for gate in self.gates:
            self.rows |= rows_of(gate)
        self._known: Memory[tuple[int, int], tuple[int, int]] = Memory(MOST_SEEN)

    def seen(self, view: View) -> tuple[int, int]:
        """Return which gates may hold of an act, and which do, as bit masks."""
        key = view.some & self.rows, view.every & self.rows
        found = self._known.get(key)
        if found is None:
            may = must = 0
            for place, gate in enumerate(self.gates):
                holds = truth(gate, *key)
                may |= (holds is not False) << place
                must |= (holds is True) << place
            found = self._known.keep(key, (may, must))
        return found


class Leaving:
    """Finds on which grounds instruments leave events out."""

    def __init__(self, code: Code, ways: Sequence[Ways[Gate]], echoes: Echoes) -> None:
        """Take the instruments."""
        self.code = code
        self.echoes = echoes
        self.ways = ways
        self.grounds = [Grounds(way) for way in ways]
        self._known: Memory[Any, bool] = Memory(MOST_KNOWN)

    def deciding(self, boxes: Sequence[Stretch], budget: Budget) -> Deciding:
        """Return what decides events whose gravest verdict is *excluded*."""
        case = Case(self, boxes, budget)
        # First those that may come nearest: the others need not be looked at then.
        order = sorted(range(len(self.ways)), key=case.bounds.__getitem__)
        return nearest(self.ways, case.least, case.outside, order)

    def views(self, box: Stretch) -> Iterator[View]:
        """Yield the acts of a box that may be ones to decide."""
        acts, some = box.acts, box.extent.some
        for segment in acts.segments:
            here = some >> segment.offset & acts.mask
            always = here & box.extent.every >> segment.offset
            incident = truth(self.code.incident, here, always)
            itself = truth(segment.itself, here, always)
            if incident is not False and itself is not True:
                yield View(here, always, acts.alone or (incident is True and itself is False))

    def holds(self, gate: Gate, box: Stretch, budget: Budget) -> bool:
        """Return whether a gate holds of some act in some world of a box."""
        acts = box.acts
        extent = box.extent.within(acts.spread(self.code.asked(gate)) | acts.scope)
        masks = frozenset([doubt.masks for _, doubt in extent.doubts])
        key = gate, acts.shape, extent.some, masks
        found = self._known.get(key)
        if found is None:
            # All that is possible there is left out, whatever instruments say.
            worlds = Worlds(acts, extent, ())
            found = self._known.keep(key, worlds.find(EXCLUDED, gate, (), budget) is not None)
        return found


class Case:
    """One event that all instruments leave out."""

    def __init__(self, leaving: Leaving, boxes: Sequence[Stretch], budget: Budget) -> None:
        """Take its boxes, and the steps that may be taken."""
        self.leaving = leaving
        self.boxes = boxes
        self.budget = budget
        self.views = [view for box in boxes for view in leaving.views(box)]
        self.acts = [(view.some, view.every) for view in self.views]
        self.away: dict[int, Distance] = {}
        some = union(view.some for view in self.views)
        self.bounds = [
            len([rows for rows in grounds.reach if not some & rows]) for grounds in leaving.grounds
        ]

    def least(self, number: int, enough: Distance) -> Distance:
        """Return how near an instrument comes at most, by the grounds that keep it away.

        What keeps an instrument away keeps away as well what says no more than that one.
        """
        for other, distance in self.away.items():
            nearer = other < number and enough <= distance
            if nearer and self.leaving.echoes.hold(number, other, self.acts):
                return distance
        sure = self.bounds[number]
        return sure > 0, sure or 1, sure or 1

    def outside(self, number: int) -> Outside:
        """Return how an instrument leaves the event out."""
        grounds = self.leaving.grounds[number]
        holds = fails = open_ = 0
        for view in self.views:
            may, must = grounds.seen(view)
            if view.sure:
                holds |= must
                fails |= ~may
                open_ |= may & ~must
            else:
                open_ = -1
        way, bit = grounds.way, 1
        found, certain = [], []
        for name, denied in way.denied.items():
            if fails & bit or (open_ & bit and self.somewhere(way.grounds[name])):
                found.append(name)
                if not (holds & bit or (open_ & bit and self.somewhere(denied))):
                    certain.append(name)
            bit <<= 1
        away = not (holds & bit or (open_ & bit and self.somewhere(way.reached)))
        told = Outside(away, tuple(found), tuple(certain))
        if away:
            self.away[number] = told.distance
        return told

    def somewhere(self, gate: Gate) -> bool:
        """Return whether a gate holds of some act in some world."""
        return any(self.leaving.holds(gate, box, self.budget) for box in self.boxes)
