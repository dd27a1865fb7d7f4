"""Which doubts decide: the worlds of a box as a decision diagram.

The diagram asks one variable after another, in a fixed order, and shares equal
ends. A variable matters exactly if some node still asks it, and what settling it
would leave possible is read off the leaves below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.engines.reference.algebra import FALSE, TRUE, Algebra
from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, VIOLATING

if TYPE_CHECKING:
    from ceasefire.engines.reference.deciding import Arena

__all__ = ["Diagram"]

NOWHERE: Final = 0
"""The leaf of worlds that the rulebook declares impossible."""

Goal = tuple[int, int, int]
"""Formulas: the worlds that are violating, those reached, those that are possible."""


class Node(NamedTuple):
    """Asks a variable; the ends follow its cells. A leaf asks -1 and has a verdict."""

    variable: int
    ends: tuple[int, ...] = ()
    verdict: int = NOWHERE


class Diagram:
    """The verdict of every world of an arena."""

    def __init__(self, arena: Arena) -> None:
        """Build the diagram."""
        self.cells = arena.state.cells
        self.algebra = Algebra()
        self.nodes: list[Node] = []
        self._numbers: dict[Node, int] = {}
        self._built: dict[Goal, int] = {}
        self._possible: dict[int, int] = {}
        goal = self._goal(arena)
        counts: dict[int, int] = {}
        for term in self.algebra.terms:
            if term.kind == "atom":
                counts[term.variable] = counts.get(term.variable, 0) + 1
        asked = sorted(counts, key=lambda variable: (-counts[variable], variable))
        self.order = [variable for variable in asked if len(self.cells[variable]) > 1]
        self.root = self._build(goal)

    def _goal(self, arena: Arena) -> Goal:
        algebra = self.algebra
        inside, violating = [], []
        for act, law in arena.judge.pairs:
            view = arena.state.view(act)
            left = law.given(view)
            reached = algebra.of(left.reached, act.variables)
            out = algebra.none(algebra.of(left.excluded, act.variables))
            breach = algebra.of(left.breached, act.variables)
            inside.append(algebra.every((reached, out)))
            violating.append(algebra.every((reached, out, breach)))
        feasible = algebra.every(
            algebra.some(
                algebra.none(
                    algebra.some(
                        algebra.of(formula.given(arena.state.view(act)), act.variables)
                        for formula in arena.feasible.impossible
                    )
                )
                for act in acts
            )
            for acts in arena.feasible.parts
        )
        return algebra.some(violating), algebra.some(inside), feasible

    def _store(self, node: Node) -> int:
        if node not in self._numbers:
            self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return self._numbers[node]

    def _build(self, goal: Goal) -> int:
        violating, _, feasible = goal
        if feasible == FALSE:
            goal = (FALSE, FALSE, FALSE)
        elif violating == TRUE:
            goal = (TRUE, TRUE, feasible)
        if goal not in self._built:
            self._built[goal] = self._node(goal)
        return self._built[goal]

    def _node(self, goal: Goal) -> int:
        tests: dict[int, int] = {}
        for formula in goal:
            for variable, bits in self.algebra.tests(formula).items():
                tests[variable] = tests.get(variable, 0) | bits
        variable = next((item for item in self.order if item in tests), -1)
        if variable < 0:
            violating, inside, feasible = goal
            verdict = VIOLATING if violating else COVERED if inside else EXCLUDED
            return self._store(Node(-1, (), verdict if feasible else NOWHERE))
        bits = tests[variable]
        known: dict[int, int] = {}
        for cell in self.cells[variable]:
            kept = cell & bits
            if kept not in known:
                first, second, third = (
                    self.algebra.assign(formula, variable, kept) for formula in goal
                )
                known[kept] = self._build((first, second, third))
        ends = tuple(known[cell & bits] for cell in self.cells[variable])
        return ends[0] if len(set(ends)) == 1 else self._store(Node(variable, ends))

    # --- what is read off ---

    def possible(self, number: int) -> int:
        """Return the verdicts of the worlds below a node."""
        if number not in self._possible:
            node = self.nodes[number]
            found = node.verdict
            for end in set(node.ends):
                found |= self.possible(end)
            self._possible[number] = found
        return self._possible[number]

    def deciding(self) -> dict[int, dict[int, int]]:
        """Return each variable that decides, with what settling it leaves possible.

        The inner mapping goes from the signature of a cell to a set of verdicts,
        empty where the value would contradict the rulebook.
        """
        found = {}
        for variable in self.order:
            masks = self._settled(variable)
            left = {mask for mask in masks.values() if mask}
            if len(left) > 1 or self._flips(variable):
                found[variable] = masks
        return found

    def _settled(self, variable: int) -> dict[int, int]:
        """Return what each cell of a variable leaves possible."""
        memo: dict[tuple[int, int], int] = {}

        def below(number: int, position: int) -> int:
            key = (number, position)
            if key not in memo:
                node = self.nodes[number]
                if node.variable == variable:
                    memo[key] = self.possible(node.ends[position])
                elif self._before(variable, node):
                    memo[key] = self.possible(number)
                else:
                    mask = 0
                    for end in set(node.ends):
                        mask |= below(end, position)
                    memo[key] = mask
            return memo[key]

        return {
            cell: below(self.root, position) for position, cell in enumerate(self.cells[variable])
        }

    def _before(self, variable: int, node: Node) -> bool:
        """Return whether the node is past the place where the variable is asked."""
        if node.variable < 0:
            return True
        return self.order.index(node.variable) > self.order.index(variable)

    def _flips(self, variable: int) -> bool:
        """Return whether two worlds that differ in the variable only differ in verdict."""
        return any(
            self._differ(first, second, {})
            for node in self.nodes
            if node.variable == variable
            for position, first in enumerate(node.ends)
            for second in node.ends[position + 1 :]
        )

    def _differ(self, first: int, second: int, memo: dict[tuple[int, int], bool]) -> bool:
        """Return whether some world is possible below both nodes with other verdicts."""
        both = self.possible(first) | self.possible(second)
        if first == second or not both & (both - 1):
            return False
        if not self.possible(first) or not self.possible(second):
            return False
        key = (min(first, second), max(first, second))
        if key not in memo:
            memo[key] = self._differ_below(self.nodes[first], self.nodes[second], memo)
        return memo[key]

    def _differ_below(self, first: Node, second: Node, memo: dict[tuple[int, int], bool]) -> bool:
        if first.variable < 0 and second.variable < 0:
            return first.verdict != second.verdict
        asked = [node.variable for node in (first, second) if node.variable >= 0]
        variable = min(asked, key=self.order.index)
        size = len(self.cells[variable])
        one, other = (
            node.ends if node.variable == variable else (self._numbers[node],) * size
            for node in (first, second)
        )
        return any(
            self._differ(left, right, memo) for left, right in set(zip(one, other, strict=True))
        )
