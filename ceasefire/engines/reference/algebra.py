"""Formulas over the variables of one box, each stored once.

Equal formulas have equal numbers, so that comparing them costs nothing and what
was worked out for one is worked out for all. Conjunctions and disjunctions are
kept as sets: duplicates vanish, a formula beside its negation is decided, and of
two parts the one that the other implies goes (``a`` or ``a and b`` is ``a``).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.program.formulas import AllOf, AnyOf, Atom, Constant, NotOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.program.bundles import Parts
    from ceasefire.program.formulas import Formula

__all__ = ["FALSE", "TRUE", "Algebra", "Opening"]

FALSE: Final = 0
TRUE: Final = 1


class Kind(Enum):
    """What a formula says of its parts."""

    ATOM = "atom"
    ALL = "all"
    ANY = "any"
    NONE = "none"


class Term(NamedTuple):
    """One stored formula: an atom, or all, any or none of its parts.

    The ``test`` of an atom is a variable and a bit of its signatures.
    """

    kind: Kind
    test: tuple[int, int] | None = None
    parts: frozenset[int] = frozenset()


class Algebra:
    """Formulas by number; :data:`FALSE` and :data:`TRUE` are the constants."""

    def __init__(self) -> None:
        """Start with the constants."""
        self.terms: list[Term] = [Term(Kind.ANY), Term(Kind.ALL)]
        self._numbers: dict[Term, int] = {term: n for n, term in enumerate(self.terms)}
        self._tests: list[dict[int, int]] = [{}, {}]
        self._assigned: dict[tuple[int, int, int | Opening], int] = {}

    def tests(self, formula: int) -> dict[int, int]:
        """Return the variables that the formula asks about, each with its bits."""
        return self._tests[formula]

    def _store(self, term: Term) -> int:
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self.terms)
            self.terms.append(term)
            tests = dict([term.test] if term.test else [])
            for part in term.parts:
                for variable, bits in self._tests[part].items():
                    tests[variable] = tests.get(variable, 0) | bits
            self._tests.append(tests)
        return number

    def atom(self, variable: int, bit: int) -> int:
        """Return one test of a variable."""
        return self._store(Term(Kind.ATOM, (variable, bit)))

    def none(self, part: int) -> int:
        """Return the negation."""
        if part in {FALSE, TRUE}:
            return TRUE - part
        term = self.terms[part]
        return (
            next(iter(term.parts))
            if term.kind is Kind.NONE
            else self._store(Term(Kind.NONE, parts=frozenset({part})))
        )

    def every(self, parts: Iterable[int]) -> int:
        """Return the conjunction."""
        return self._join(parts, Kind.ALL, Kind.ANY, TRUE)

    def some(self, parts: Iterable[int]) -> int:
        """Return the disjunction."""
        return self._join(parts, Kind.ANY, Kind.ALL, FALSE)

    def _join(self, parts: Iterable[int], kind: Kind, dual: Kind, unit: int) -> int:
        flat: set[int] = set()
        for part in parts:
            flat |= self.terms[part].parts if self.terms[part].kind is kind else {part}
        zero = TRUE - unit
        if zero in flat or any(self._negation(part) in flat for part in flat):
            return zero
        duals = {part: self.terms[part].parts for part in flat if self.terms[part].kind is dual}
        for part, inner in duals.items():
            weaker = (flat - {part}) & inner
            if weaker or any(
                other != part and outer < inner and other in flat for other, outer in duals.items()
            ):
                flat.discard(part)
        if len(flat) == 1:
            return flat.pop()
        return self._store(Term(kind, parts=frozenset(flat)))

    def _negation(self, part: int) -> int | None:
        term = self.terms[part]
        if term.kind is Kind.NONE:
            return next(iter(term.parts))
        return self._numbers.get(Term(Kind.NONE, parts=frozenset({part})))

    def assign(self, formula: int, variable: int, way: int | Opening) -> int:
        """Return what is left of a formula once a variable's cell is known, or its opening."""
        bits = self._tests[formula].get(variable)
        if bits is None:
            return formula
        key = (formula, variable, way & bits if isinstance(way, int) else way)
        if key not in self._assigned:
            self._assigned[key] = self._assign(self.terms[formula], variable, way)
        return self._assigned[key]

    def _assign(self, term: Term, variable: int, way: int | Opening) -> int:
        if term.test:
            _, bit = term.test
            if isinstance(way, int):
                return TRUE if way & bit else FALSE
            return way.test(bit)
        parts = [self.assign(part, variable, way) for part in term.parts]
        if term.kind is Kind.NONE:
            return self.none(parts[0])
        return self.every(parts) if term.kind is Kind.ALL else self.some(parts)

    def of(self, formula: Formula, variables: Sequence[int]) -> int:
        """Return a formula over slots as one over variables."""
        match formula:
            case Constant(truth):
                return TRUE if truth else FALSE
            case Atom(slot, bit):
                return self.atom(variables[slot], bit)
            case NotOf(part):
                return self.none(self.of(part, variables))
            case AllOf(parts):
                return self.every([self.of(part, variables) for part in parts])
            case AnyOf(parts):
                return self.some([self.of(part, variables) for part in parts])


class Opening:
    """What tests of a variable come to that is a set of a bundle: tests of its elements.

    ``proper`` is that as many elements are in the set as have to be.
    """

    def __init__(self, algebra: Algebra, sure: int, parts: Parts, variables: Sequence[int]) -> None:
        """Take what passes for sure, and the variable of each of the parts."""
        self.algebra = algebra
        self.sure = sure
        self.parts = parts
        self.variables = variables
        self._known: dict[int, int] = {}
        self.proper = self._proper()

    def test(self, bit: int) -> int:
        """Return that the set passes a test."""
        if self.sure & bit:
            return TRUE
        found = self._known.get(bit)
        if found is None:
            found = self._known[bit] = self.algebra.some(
                self.algebra.atom(variable, bit)
                for variable, signatures in zip(self.variables, self.parts.doubts, strict=True)
                if any(signature & bit for signature in signatures)
            )
        return found

    def _proper(self) -> int:
        algebra, (doubts, first, least) = self.algebra, self.parts
        present = [
            algebra.atom(variable, signature & -signature)
            for variable, (_, signature) in zip(self.variables[first:], doubts[first:], strict=True)
        ]
        found = [TRUE] * (len(present) + 1)
        for _ in range(least):
            # Of those from each place on, one more is in the set.
            more = [FALSE]
            for one, others in zip(reversed(present), reversed(found[1:]), strict=True):
                more.append(algebra.some((more[-1], algebra.every((one, others)))))
            found = more[::-1]
        return found[0]
