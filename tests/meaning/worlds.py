"""Random formulas and boxes small enough to enumerate every world."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from ceasefire.engines.reference.arena import Arena
from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, NOTHING, VIOLATING, Law
from ceasefire.engines.reference.search import Feasible, Judge, State, start
from ceasefire.program.boxes import Act, Box, Variable
from ceasefire.program.bundles import bundled, masks_of
from ceasefire.program.cells import Cell
from ceasefire.program.formulas import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Atom,
    Formula,
    NotOf,
    View,
)
from ceasefire.program.sets import Lump, cell_of
from tests.program.sets_of import sets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.program.bundles import Signature
    from ceasefire.program.sets import AnyCell

__all__ = ["Small", "World", "formulas", "law_of", "lumped", "small_of", "smalls", "truth"]

SLOTS = 3
BITS = (1, 2)
SIGNATURES = (0, 1, 2, 3)

atoms = st.builds(Atom, st.integers(0, SLOTS - 1), st.sampled_from(BITS))
wide_atoms = st.builds(Atom, st.integers(0, SLOTS - 1), st.sampled_from((*BITS, 4)))


def joined(parts: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    """Return formulas made of others."""
    several = st.lists(parts, max_size=3).map(tuple)
    return st.one_of(st.builds(NotOf, parts), st.builds(AllOf, several), st.builds(AnyOf, several))


formulas: st.SearchStrategy[Formula] = st.recursive(
    st.one_of(atoms, atoms, atoms, st.sampled_from([ALWAYS, NEVER])), joined, max_leaves=6
)
"""Formulas over :data:`SLOTS` slots, not simplified."""

wide_formulas = st.recursive(wide_atoms, joined, max_leaves=6)
"""The same with one test more in each slot."""


def truth(formula: Formula, signatures: tuple[int, ...]) -> bool:
    """Return the truth of a formula in one world, straight off its shape."""
    if isinstance(formula, Atom):
        return bool(signatures[formula.slot] & formula.bit)
    if isinstance(formula, NotOf):
        return not truth(formula.part, signatures)
    if isinstance(formula, AllOf):
        return all(truth(part, signatures) for part in formula.parts)
    if isinstance(formula, AnyOf):
        return any(truth(part, signatures) for part in formula.parts)
    return formula.truth


class World(NamedTuple):
    """One world: a signature for each variable, its verdict, whether it is possible."""

    signatures: tuple[int, ...]
    verdict: int
    feasible: bool


class Small(NamedTuple):
    """A box with laws and impossibilities, and its arena."""

    box: Box
    laws: tuple[Law, ...]
    impossible: tuple[Formula, ...]
    arena: Arena

    def worlds(self) -> Iterator[World]:
        """Yield every world with its verdict, worked out one law and one act at a time."""
        for signatures in product(*map(every_set, self.arena.state.cells)):
            told = [act for act in self.box.acts if truth(act.incident, seen(act, signatures))]
            verdict = max(
                (decided(law, act, seen(act, signatures)) for act in told for law in self.laws),
                default=EXCLUDED if told else NOTHING,
            )
            yield World(signatures, verdict, self._feasible(signatures))

    def _feasible(self, signatures: tuple[int, ...]) -> bool:
        possible: dict[int, bool] = {}
        for act in self.box.acts:
            view = seen(act, signatures)
            barred = any(truth(item, view) for item in (act.itself, *self.impossible))
            fits = not (barred and truth(act.incident, view))
            possible[act.part] = possible.get(act.part, False) or fits
        return all(possible.values())

    def single(self, signatures: tuple[int, ...]) -> State:
        """Return the state that holds one world."""
        cells = tuple((signature,) for signature in signatures)
        return State(cells, tuple(map(masks_of, cells)))


def every_set(cells: Iterable[Signature]) -> list[int]:
    """Return the signatures of cells, and of all sets of bundles among them."""
    return list(dict.fromkeys(each for cell in cells for each in sets_of(cell)))


def seen(act: Act, signatures: tuple[int, ...]) -> tuple[int, ...]:
    """Return the world as an act sees it, slot by slot."""
    return tuple(signatures[number] for number in act.variables)


def decided(law: Law, act: Act, signatures: tuple[int, ...]) -> int:
    """Return the verdict of one law on one act in one world, from the four sentences."""
    if truth(act.itself, signatures) or not truth(law.reached, signatures):
        return EXCLUDED
    if truth(law.excluded, signatures):
        return EXCLUDED
    return VIOLATING if truth(law.breached, signatures) else COVERED


def view(signatures: tuple[int, ...]) -> View:
    """Return the view of one world."""
    return [(signature, signature) for signature in signatures]


def law_of(reached: Formula, excluded: Formula, breached: Formula) -> Law:
    """Return a law that is nothing but its three formulas."""
    return Law(None, reached, excluded, breached, {})  # type: ignore[arg-type]


@st.composite
def smalls(draw: st.DrawFn) -> Small:
    """Draw a box of four variables with one or two acts, laws and impossibilities."""
    chosen = st.lists(st.sampled_from(SIGNATURES), min_size=1, max_size=3, unique=True)
    variables = []
    for number in range(4):
        cells = tuple(Cell(signature, (f"v{signature}",)) for signature in draw(chosen))
        variables.append(Variable(min(number, SLOTS - 1), f"f{number}", "", cells))
    itself = draw(st.one_of(st.just(NEVER), st.just(NEVER), atoms))
    incident = st.one_of(st.just(ALWAYS), atoms)
    acts = [Act(0, "a", "b", (0, 1, 2), itself, draw(incident))]
    if draw(st.booleans()):
        acts.append(Act(draw(st.integers(0, 1)), "c", "b", (0, 1, 3), NEVER, draw(incident)))
    laws = tuple(draw(st.lists(st.builds(law_of, formulas, formulas, formulas), max_size=3)))
    impossible = tuple(draw(st.lists(formulas, max_size=2)))
    return small_of(Box(tuple(variables), tuple(acts)), laws, impossible)


@st.composite
def lumped(draw: st.DrawFn) -> Small:
    """Draw a box of three variables of which some are sets, in bundles."""
    elements = st.integers(0, 7)
    variables = []
    for number in range(SLOTS):
        own = draw(st.lists(elements, min_size=1, max_size=2, unique=True))
        cells: list[AnyCell] = [Cell(signature, (f"v{signature}",)) for signature in own]
        if draw(st.booleans()):
            rest = draw(st.lists(elements, min_size=2, max_size=3))
            choices = draw(st.lists(st.lists(elements, min_size=1, max_size=2), max_size=1))
            lump = cell_of(bundled(0, choices, rest, draw(st.integers(0, 2))), ("lump",))
            if isinstance(lump, Lump):
                cells = [*cells[: draw(st.integers(0, 2))], lump]
        variables.append(Variable(number, f"f{number}", "", tuple(cells)))
    acts = (Act(0, "a", "b", (0, 1, 2)),)
    laws = draw(
        st.lists(
            st.builds(law_of, wide_formulas, wide_formulas, wide_formulas), min_size=1, max_size=2
        )
    )
    impossible = draw(st.lists(wide_formulas, max_size=1))
    return small_of(Box(tuple(variables), acts), tuple(laws), tuple(impossible))


def small_of(box: Box, laws: tuple[Law, ...], impossible: tuple[Formula, ...]) -> Small:
    """Return a box with its arena."""
    state = start(box)
    judge = Judge.of(box.acts, laws).relevant(state)
    return Small(box, laws, impossible, Arena(box, state, judge, Feasible(box, impossible)))
