"""What follows at once from what must hold in a box: tests that stand alone narrow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ceasefire.analysis.space.nodes import Node, Wide

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.analysis.space.boxes import Box
    from ceasefire.analysis.space.nodes import Thing

__all__ = ["Clause", "Conflict", "Held", "settle"]

Held: TypeAlias = "tuple[Thing, int]"
"""What must hold, and the choices because of which it must, as bits."""


class Clause(NamedTuple):
    """Alternatives of which one must hold, because of some choices."""

    node: Node
    why: int


class Conflict(NamedTuple):
    """That no world of a box will do, because of some choices."""

    why: int


def settle(box: Box, open_: Iterable[Clause], pending: Iterable[Held]) -> list[Clause] | Conflict:
    """Narrow a box to where all of some things hold; return the alternatives that are left.

    ``open_`` are alternatives, too, known to be open before, and ``pending`` is what must
    hold besides. Among what is left there may be some of which one holds.
    """
    left = list(open_)
    waiting = list(pending)
    while True:
        conflict = narrow(box, left, waiting)
        if conflict is not None:
            return conflict
        looked = Look(box)
        left = [clause for clause in left if looked.leaves(clause, waiting)]
        if looked.conflict is not None:
            return looked.conflict
        if not waiting:
            return left


def narrow(box: Box, left: list[Clause], waiting: list[Held]) -> Conflict | None:
    """Narrow a box by the tests that wait, and add the alternatives that do to what is left."""
    while waiting:
        thing, why = waiting.pop()
        if not isinstance(thing, Node):
            if not box.narrowed(thing, why):
                return Conflict(why | box.why[thing.slot])
        elif thing.every or thing.size == 1:
            waiting += [(each, why) for each in thing.things]
        else:
            left.append(Clause(thing, why))
    return None


class Look:
    """One look at alternatives in a box."""

    def __init__(self, box: Box) -> None:
        """Take the box; what of parts is found is remembered."""
        self.box = box
        self.known: dict[int, bool | None] = {}
        self.conflict: Conflict | None = None

    def leaves(self, clause: Clause, waiting: list[Held]) -> bool:
        """Return whether several alternatives are left open; a last one must hold, and waits."""
        if self.conflict is not None:
            return False
        alive = self.alive(clause.node)
        if alive is None:
            return False
        if len(alive) > 1:
            return True
        reasons = self.box.reasons(clause.node.slots, clause.why)
        if alive:
            waiting.append((alive[0], reasons))
        else:
            self.conflict = Conflict(reasons)
        return False

    def alive(self, node: Node) -> list[Thing] | None:
        """Return which alternatives are open, or nothing where one holds.

        Where two tests are, parts are not looked at, of which one may hold.
        """
        box = self.box
        cells = box.narrow
        found: list[Thing] = []
        for test in node.tests:
            here = cells[test[0]]
            if here & test[1]:
                if not here & ~test[1]:
                    return None
                found.append(test)
        if len(found) > 1:
            return found
        others: tuple[Wide | Node, ...] = (*node.wides, *node.parts)
        for thing in others:
            truth = box.passes(thing) if isinstance(thing, Wide) else box.value(thing, self.known)
            if truth:
                return None
            if truth is None:
                found.append(thing)
        return found
