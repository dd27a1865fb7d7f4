"""A rulebook as conjunctive rows: what bit vectors can be laid over.

Every condition is a disjunction of *rows*, each a conjunction of tests of single
fields. A set of rows is one integer with a bit for each. What a field is known to be
leaves the rows alive whose tests of it pass; the rows left by all fields are the
conjunction of these sets (the bit-vector scheme of packet classifiers). Equal rows
are one row, wherever they stand in the rulebook.

A condition that would need many rows is kept as a tree, of whose leaves each needs few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from ceasefire.program.formulas import AllOf, AnyOf, Atom, Constant, NotOf
from ceasefire.program.sets import Lump

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Program
    from ceasefire.program.sets import AnyCell

__all__ = ["ALL", "ANY", "NOT", "Gate", "Sheet", "both", "either", "opposite", "truth"]

ALL: Final = "all"
ANY: Final = "any"
NOT: Final = "not"

Gate: TypeAlias = "int | tuple[str, tuple[Gate, ...]]"
"""When a condition holds: some row of a set is alive, or all, any or none of other gates do."""

Literal = tuple[int, int, bool]
"""A slot, the bit of a test, and whether the test has to pass."""

Row = frozenset[Literal]

MOST_LEFT: Final = 4096
"""Of so many sets of cells it is remembered what they leave."""

MOST_ROWS: Final = 24
"""Into so many rows one condition is multiplied out, before it is kept as a tree."""


class Sheet:
    """The rows of a program, and which of them each cell of a field leaves alive."""

    def __init__(self, program: Program) -> None:
        """Begin with the row that is always alive."""
        self.program = program
        self.rows: dict[Row, int] = {frozenset(): 0}
        self._needs: list[dict[int, list[int]]] = [{} for _ in program.slots]
        self._gates: dict[int, tuple[Formula, Gate]] = {}
        self._masks: list[dict[int, int]] = [{} for _ in program.slots]
        self._left: dict[
            tuple[int, int, int, int], tuple[tuple[AnyCell, ...], tuple[int, ...] | None]
        ] = {}

    @property
    def full(self) -> int:
        """Every row there is."""
        return (1 << len(self.rows)) - 1

    def gate(self, formula: Formula) -> Gate:
        """Return the gate of a formula; rows are added that are not there yet."""
        known = self._gates.get(id(formula))
        if known is None:
            rows = conjunctions(formula, positive=True)
            # The formula is kept as well, so that no other can take its identity.
            known = formula, self._any(rows) if rows is not None else self._tree(formula)
            self._gates[id(formula)] = known
        return known[1]

    def _tree(self, formula: Formula) -> Gate:
        return composed(formula, self.gate)

    def compose(self, formula: Formula) -> Gate:
        """Return the gate of a formula made of others: no rows are added but for atoms."""
        known = self._gates.get(id(formula))
        if known is not None:
            return known[1]
        if isinstance(formula, (Atom, Constant)):
            return self.gate(formula)
        found = composed(formula, self.compose)
        self._gates[id(formula)] = formula, found
        return found

    def _any(self, rows: Iterable[Row]) -> int:
        found = 0
        for row in rows:
            number = self.rows.get(row)
            if number is None:
                number = self.rows[row] = len(self.rows)
                for slot, bit, passes in row:
                    self._needs[slot].setdefault(bit, [0, 0])[passes] |= 1 << number
                    self._masks[slot].clear()
                    self._left.clear()
            found |= 1 << number
        return found

    def killed(self, slot: int, signature: int) -> int:
        """Return the rows that a cell of a slot rules out."""
        masks = self._masks[slot]
        found = masks.get(signature)
        if found is None:
            found = 0
            for bit, needs in self._needs[slot].items():
                found |= needs[not signature & bit]
            masks[signature] = found
        return found

    def left_by(
        self, slot: int, cells: tuple[AnyCell, ...], full: int, acts: int
    ) -> tuple[int, ...] | None:
        """Return the rows that each of some cells leaves alive; nothing where some are lumps.

        ``full`` are the rows of all acts, and ``acts`` has a bit where those of each begin
        that the cells are of. The same cells are asked about for many acts.
        """
        key = slot, id(cells), full, acts
        known = self._left.get(key)
        if known is None:
            # The rows of acts do not overlap, so a product repeats them at each of these.
            left = [
                full & ~(self.killed(slot, cell.signature) * acts)
                for cell in cells
                if not isinstance(cell, Lump)
            ]
            if len(self._left) >= MOST_LEFT:
                self._left.clear()
            # The cells are kept as well, so that no others can take their identity.
            known = self._left[key] = cells, tuple(left) if len(left) == len(cells) else None
        return known[1]

    def asked(self, slot: int) -> int:
        """Return the rows that ask about a slot."""
        found = 0
        for fails, passes in self._needs[slot].values():
            found |= fails | passes
        return found


def composed(formula: Formula, gate: Callable[[Formula], Gate]) -> Gate:
    """Return the gate of a formula whose parts have gates."""
    match formula:
        case NotOf(part):
            return opposite(gate(part))
        case AllOf(parts):
            return both(map(gate, parts))
        case AnyOf(parts):
            return either(map(gate, parts))
        case _:
            raise AssertionError(formula)


def conjunctions(formula: Formula, *, positive: bool) -> list[Row] | None:
    """Return a formula (or its negation) as a disjunction of rows; ``None`` if they are many."""
    match formula:
        case Constant(is_true):
            return [frozenset()] if is_true is positive else []
        case Atom(slot, bit):
            return [frozenset({(slot, bit, positive)})]
        case NotOf(part):
            return conjunctions(part, positive=not positive)
        case AllOf(parts) | AnyOf(parts):
            each = [conjunctions(part, positive=positive) for part in parts]
            if isinstance(formula, AllOf) is positive:
                return multiplied(each)
            return least(row for rows in each for row in rows) if None not in each else None  # type: ignore[union-attr]


def multiplied(each: list[list[Row] | None]) -> list[Row] | None:
    """Return the conjunction of disjunctions of rows."""
    found: list[Row] | None = [frozenset()]
    for rows in each:
        if rows is None or found is None or len(rows) * len(found) > MOST_ROWS:
            return None
        found = least(one | other for one in found for other in rows if not contradict(one, other))
    return found


def contradict(one: Row, other: Row) -> bool:
    """Return whether two rows ask opposite things."""
    return any((slot, bit, not passes) in other for slot, bit, passes in one)


def least(rows: Iterable[Row]) -> list[Row] | None:
    """Return the rows without those that another one implies."""
    kept: list[Row] = []
    for row in sorted(set(rows), key=lambda row: (len(row), sorted(row))):
        if not any(other <= row for other in kept):
            kept.append(row)
    return kept if len(kept) <= MOST_ROWS else None


# --- gates ----------------------------------------------------------------------------


def both(parts: Iterable[Gate]) -> Gate:
    """Return the gate that holds where all of the parts do."""
    kept = [part for part in parts if part != 1]
    return kept[0] if len(kept) == 1 else (ALL, tuple(kept)) if kept else 1


def either(parts: Iterable[Gate]) -> Gate:
    """Return the gate that holds where some of the parts does."""
    rows = 0
    trees: list[Gate] = []
    for part in parts:
        if isinstance(part, int):
            rows |= part
        else:
            trees.append(part)
    if not trees:
        return rows
    kept = [*([rows] if rows else []), *trees]
    return kept[0] if len(kept) == 1 else common(kept) or (ANY, tuple(kept))


def common(parts: Sequence[Gate]) -> Gate | None:
    """Return the gate that holds where some part does, if all parts need something in common.

    That is asked once; of the rest, what are rows are one gate then.
    """
    needs = [
        # Trees are told by their identity, as it takes long to compare them.
        {
            (isinstance(each, int), each if isinstance(each, int) else id(each)): each
            for each in part[1]
        }
        if not isinstance(part, int) and part[0] == ALL
        else {}
        for part in parts
    ]
    shared = set.intersection(*map(set, needs))
    if not shared:
        return None
    kept = [each for key, each in needs[0].items() if key in shared]
    rest = [both(each for key, each in own.items() if key not in shared) for own in needs]
    return both(kept if 1 in rest else [*kept, either(rest)])


def opposite(part: Gate) -> Gate:
    """Return the gate that holds where the part does not."""
    if not isinstance(part, int) and part[0] == NOT:
        return part[1][0]
    return 0 if part == 1 else 1 if part == 0 else (NOT, (part,))


def truth(gate: Gate, some: int, every: int) -> bool | None:
    """Return whether a gate holds, or ``None`` while that is open.

    ``some`` are the rows that are alive in some of the worlds, ``every`` those that are
    in each of them.
    """
    if isinstance(gate, int):
        if every & gate:
            return True
        return None if some & gate else False
    kind, parts = gate
    if kind == NOT:
        found = truth(parts[0], some, every)
        return None if found is None else not found
    decisive = kind == ANY
    result: bool | None = not decisive
    for part in parts:
        found = truth(part, some, every)
        if found is decisive:
            return decisive
        if found is None:
            result = None
    return result
