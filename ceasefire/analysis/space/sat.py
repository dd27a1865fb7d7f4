"""The same search by a SAT solver, for rulebooks so large that boxes take too many steps.

For each cell of a slot there is a variable, of which one holds, and for each element that a
set of a bundle may have. For each test and node there is one that, where it holds, forces what
it says. What is made once stays with the solver, which keeps what it learnt for later
questions; each question is asked under assumptions.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from ceasefire.analysis.space.boxes import Box
from ceasefire.engines.reference.search import Spent
from ceasefire.errors import MissingExtraError
from ceasefire.program.bundles import Bundle, each_bit, masks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.space.nodes import Maker, Node, Wide
    from ceasefire.engines.reference.search import Budget
    from ceasefire.program.bundles import Masks, Signature

__all__ = ["Sat"]

SOLVER: Final = "glucose4"

HALF: Final = 2

MOST: Final = 2
"""So many elements at least can be asked of the sets of a bundle."""


class Sat:
    """A solver over the cells of a space."""

    def __init__(self, maker: Maker) -> None:
        """Take what makes the nodes.

        Raises :class:`~ceasefire.errors.MissingExtraError` where python-sat is missing.
        """
        try:
            from pysat.solvers import Solver  # noqa: PLC0415  (loaded where it is asked for)
        except ModuleNotFoundError as error:
            raise MissingExtraError("python-sat", "sat") from error
        self.maker = maker
        self.solver: Any = Solver(SOLVER)
        self.last = 0
        self.cells = [self._one_of(len(each)) for each in maker.cells]
        self.elements: dict[int, list[tuple[int, int]]] = {}
        for slot, wide in enumerate(maker.wide):
            if wide:
                self.elements[slot] = list(self._elements(slot))
        self._wides: dict[Wide, int] = {}
        self._tests: dict[tuple[int, int], int] = {}
        self._nodes: dict[int, tuple[int, Node]] = {}

    @staticmethod
    def suits(maker: Maker) -> bool:
        """Return whether all that bundles ask of their sets can be told the solver."""
        return all(
            isinstance(cell, int) or cell.least <= MOST for each in maker.cells for cell in each
        )

    def knows(self, box: Box) -> bool:
        """Return whether the cells of a box are among those of the space, wide slots' as well."""
        return all(
            cell in self.maker.places[slot]
            for slot, (cells, _) in box.wide.items()
            for cell in cells
        )

    def found(self, node: Node, box: Box, budget: Budget) -> Box | None:
        """Return a world of a box in which a node holds, or ``None`` where there is none.

        The question and each conflict count as a step. Raises :class:`Spent` after too many.
        """
        budget.spend()
        before = self._conflicts()
        # For the solver nothing left would be no limit.
        self.solver.conf_budget(max(budget.left, 1))
        assumed = [self.literal(node), *self._left(box)]
        outcome = self.solver.solve_limited(assumptions=assumed)
        budget.left -= min(self._conflicts() - before, budget.left)
        if outcome is None:
            raise Spent
        return self._world(box) if outcome else None

    def _left(self, box: Box) -> Iterator[int]:
        """Yield variables that force the cells of slots to be among those left."""
        for slot, everything in enumerate(self.maker.all):
            mask = box.narrow[slot]
            if slot in box.wide:
                places = self.maker.places[slot]
                mask = sum(1 << places[cell] for cell in box.wide[slot][0])
            if mask != everything:
                yield self.test(slot, mask)

    def _world(self, box: Box) -> Box:
        """Return the world that the solver found."""
        true = frozenset(each for each in self.solver.get_model() if each > 0)
        narrow = []
        wide: dict[int, tuple[tuple[Signature, ...], Masks]] = {}
        for slot, cells in enumerate(self.cells):
            at = next(at for at, cell in enumerate(cells) if cell in true)
            narrow.append(0 if slot in box.wide else 1 << at)
            if slot in box.wide:
                signature = self.maker.cells[slot][at]
                if isinstance(signature, Bundle):
                    signature = signature.base
                    for element, tests in self.elements[slot]:
                        signature |= tests if element in true else 0
                wide[slot] = ((signature,), masks_of((signature,)))
        return Box(narrow, wide, box.why)

    def _conflicts(self) -> int:
        found: int = self.solver.accum_stats()["conflicts"]
        return found

    # --- clauses ---

    def _fresh(self) -> int:
        self.last += 1
        return self.last

    def _one_of(self, count: int) -> list[int]:
        """Return variables of which just one holds."""
        found = [self._fresh() for _ in range(count)]
        self.solver.add_clause(found)
        before = 0
        for cell in found:
            # Whether this cell or one before it holds.
            here = self._fresh()
            self.solver.add_clause([-cell, here])
            if before:
                self.solver.add_clause([-before, here])
                self.solver.add_clause([-before, -cell])
            before = here
        return found

    def _elements(self, slot: int) -> Iterator[tuple[int, int]]:
        """Yield variables for what sets of the bundles of a slot may have, with its tests."""
        for cell, signature in zip(self.cells[slot], self.maker.cells[slot], strict=True):
            if isinstance(signature, int):
                continue
            rest = [(self._fresh(), tests) for tests in signature.rest]
            choices = [[(self._fresh(), tests) for tests in each] for each in signature.choices]
            for element, _ in (*rest, *(option for each in choices for option in each)):
                self.solver.add_clause([-element, cell])
            for each in choices:
                options = [element for element, _ in each]
                self.solver.add_clause([-cell, *options])
                for one, other in combinations(options, 2):
                    self.solver.add_clause([-one, -other])
            for needed in each_bit(signature.needs):
                self.solver.add_clause([-cell, *(e for e, tests in rest if tests & needed)])
            everything = [element for element, _ in rest]
            # Of however many but few of them, one is left.
            for without in combinations(everything, max(signature.least - 1, 0)):
                if signature.least:
                    others = [e for e in everything if e not in without]
                    self.solver.add_clause([-cell, *others])
            yield from rest
            for each in choices:
                yield from each

    def wide(self, test: Wide) -> int:
        """Return a variable that forces a wide slot to pass a test, or to fail it."""
        found = self._wides.get(test)
        if found is None:
            found = self._wides[test] = self._fresh()
            passing = [
                cell
                for cell, signature in zip(
                    self.cells[test.slot], self.maker.cells[test.slot], strict=True
                )
                if (signature if isinstance(signature, int) else signature.base) & test.bit
            ]
            passing += (e for e, tests in self.elements[test.slot] if tests & test.bit)
            if test.truth:
                self.solver.add_clause([-found, *passing])
            else:
                for each in passing:
                    self.solver.add_clause([-found, -each])
        return found

    def test(self, slot: int, mask: int) -> int:
        """Return a variable that forces a slot to have one of some cells."""
        found = self._tests.get((slot, mask))
        if found is None:
            found = self._tests[slot, mask] = self._fresh()
            cells = self.cells[slot]
            inside = [cell for at, cell in enumerate(cells) if mask >> at & 1]
            if len(inside) * HALF <= len(cells):
                self.solver.add_clause([-found, *inside])
            else:
                for at, cell in enumerate(cells):
                    if not mask >> at & 1:
                        self.solver.add_clause([-found, -cell])
        return found

    def literal(self, node: Node) -> int:
        """Return a variable that forces a node to hold."""
        known = self._nodes.get(id(node))
        if known is None:
            # The node is kept as well, so that no other can take its identity.
            known = self._nodes[id(node)] = self._made(node), node
        return known[0]

    def _made(self, node: Node) -> int:
        found = self._fresh()
        parts = [
            *(self.test(*each) for each in node.tests),
            *map(self.wide, node.wides),
            *map(self.literal, node.parts),
        ]
        if node.every:
            for part in parts:
                self.solver.add_clause([-found, part])
        else:
            self.solver.add_clause([-found, *parts])
        return found
