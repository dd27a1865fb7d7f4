"""A search for worlds that satisfy a formula, by boxes of cells.

A box leaves each field some of its cells. What must hold in it is a list of alternatives, of
which one must; those of which only one is left narrow the box at once. Where several are
left, the ways of the alternative that is hardest to satisfy are chosen one by one. Which
choices narrowed a field is remembered, so that what cannot be for other reasons than the last
choice is not found out again for each way to make that: the search goes back to a choice that
has to do with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.analysis.space.boxes import Box, Odds
from ceasefire.analysis.space.nodes import FALSE, TRUE, Maker, Narrow
from ceasefire.analysis.space.propagating import Clause, Conflict, settle
from ceasefire.engines.reference.search import Budget, Spent

if TYPE_CHECKING:
    from ceasefire.analysis.space.nodes import Thing
    from ceasefire.analysis.space.propagating import Held
    from ceasefire.analysis.space.sat import Sat
    from ceasefire.engines.reference.states import State
    from ceasefire.program.formulas import Formula

__all__ = ["STEPS", "Budget", "Maker", "Spent", "search"]

STEPS: Final = 50_000  # pragma: no mutate
"""How many boxes one question may take; the same on every machine."""

MANY: Final = 16  # pragma: no mutate
"""So many alternatives are looked at together; before that, a few worlds are tried."""

GUESSES: Final = 4  # pragma: no mutate
"""So many worlds."""


def search(
    wanted: Formula,
    state: State,
    budget: Budget,
    maker: Maker | None = None,
    sat: Sat | None = None,
) -> State | None:
    """Return worlds that all satisfy a formula, or ``None`` if none does.

    ``state`` has one variable for each slot; ``maker`` knows its cells, and what it made of
    formulas before; ``sat`` searches in place of boxes. Raises :class:`Spent` where neither was
    found in the steps allowed.
    """
    if not all(state.cells):
        return None
    if maker is None:
        maker = Maker(state.cells)
    node = maker.node(wanted)
    if node is FALSE:
        return None
    box = Box.of(maker, state)
    if sat is not None and sat.knows(box):
        found = sat.found(node, box, budget)
    else:
        found = Search(maker, budget).found(box, [] if node is TRUE else [(node, 0)])
    return None if found is None else found.state(maker)


class Choice:
    """Alternatives of which one is tried after the other."""

    def __init__(self, level: int, odds: Odds, hardest: Clause, rest: list[Clause]) -> None:
        """Take the box in which one is to be chosen, with its odds, and what else must hold."""
        node = hardest.node
        self.level = level
        self.box = odds.box
        self.rest = rest
        rated = [(odds.of(thing), -at, thing) for at, thing in enumerate(node.things)]
        # Those that are likelier to hold, and of these the first, are tried before others.
        self.ways: list[Thing] = [
            thing for share, _, thing in sorted(rated, key=lambda each: each[:2]) if share
        ]
        self.why = self.box.reasons(node.slots, hardest.why)
        self.cuts: list[Narrow] = []
        self.last: Thing | None = None

    def take(self) -> tuple[Box, list[Held]]:
        """Return a box for the next way, and what must hold in it because of that."""
        self.last = way = self.ways.pop()
        # That those before will not do may be why it fails, and so may all by which they do not.
        cuts: list[Held] = [(cut, self.level | self.why) for cut in self.cuts]
        return self.box.copy(), [(way, self.level), *cuts]

    def refuted(self, why: int) -> bool:
        """Note why the last way will not do; return whether there is another to be tried."""
        self.why |= why & ~self.level
        if isinstance(self.last, Narrow):
            self.cuts.append(Narrow(self.last.slot, ~self.last.mask))
        return bool(self.ways)


class Search:
    """Looks for a box in which all that must hold does."""

    def __init__(self, maker: Maker, budget: Budget) -> None:
        """Take what made the nodes, and how many boxes may be looked at."""
        self.maker = maker
        self.budget = budget

    def found(self, box: Box, pending: list[Held]) -> Box | None:
        """Return worlds of a box in which some things hold, or ``None`` where there are none."""
        choices: list[Choice] = []
        rest: list[Clause] = []
        while True:
            self.budget.spend()
            left = settle(box, rest, pending)
            if isinstance(left, Conflict):
                if not back(choices, left.why):
                    return None
            else:
                good = self.solved(box, left, first=not choices)
                if good is not None:
                    return good
                choices.append(chosen(1 << len(choices), box, left))
            box, pending = choices[-1].take()
            rest = choices[-1].rest

    def solved(self, box: Box, left: list[Clause], *, first: bool) -> Box | None:
        """Return worlds that need no more search: all of a box, or some that are likely to do."""
        known: dict[int, bool | None] = {}
        if all(box.value(clause.node, known) for clause in left):
            return box
        return None if first else self.guessed(box, left)

    def guessed(self, box: Box, left: list[Clause]) -> Box | None:
        """Return a world in which all that is left holds, if one of some that are likely does."""
        if len(left) <= MANY:
            return None
        for guess in range(GUESSES):
            world = self.likely(box, guess)
            known: dict[int, bool | None] = {}
            if all(world.value(clause.node, known) for clause in left):
                return world
        return None

    def likely(self, box: Box, guess: int) -> Box:
        """Return a world of few tests passed, where least of what is denied can hold."""
        narrow = []
        for slot, mask in enumerate(box.narrow):
            ranked = [bit for bit in self.maker.ranked[slot] if mask & bit][:GUESSES]
            narrow.append(ranked[guess % len(ranked)] if ranked else mask)
        return Box(narrow, box.wide, box.why)


def back(choices: list[Choice], why: int) -> bool:
    """Go back to the last choice that has to do with a conflict and leaves another way, if any."""
    while choices:
        choice = choices[-1]
        if why & choice.level:
            if choice.refuted(why):
                return True
            why = choice.why
        choices.pop()
    return False


def chosen(level: int, box: Box, left: list[Clause]) -> Choice:
    """Return the choice of a way to satisfy the alternatives that are hardest to satisfy.

    The first choice is by preference one among things that say much each, such as breaches:
    what is denied on the whole is told apart once it is known what is not.
    """
    odds = Odds(box)
    among = left
    if level == 1:
        among = [each for each in left if not each.node.tests and not each.node.wides] or left
    hardest = odds.hardest(among)
    return Choice(level, odds, hardest, [each for each in left if each is not hardest])
