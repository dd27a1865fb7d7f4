"""Bundles: many sets at once, by what each has for sure and what it may have besides.

A field whose value is a set can have as many cells as there are sets of what tests tell
apart, and these may be beyond counting. A *bundle* is all of them, or a part: which tests
every set of it passes, and which some set does, can be read off it, and by any test on
which its sets disagree it falls into two smaller ones. That is all a search asks of cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "Bundle",
    "Masks",
    "Parts",
    "Signature",
    "bundled",
    "each_bit",
    "every",
    "least",
    "masks_of",
    "parted",
    "seen",
    "some",
]

Masks: TypeAlias = tuple[int, int]
"""The tests that all of some cells pass, and those that some pass."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The sets that have ``base``, one of each of ``choices``, and some of ``rest``.

    Elements are told by the tests that they pass. At least ``least`` of ``rest`` are in
    each set, and for each test in ``needs`` one that passes it. ``sure`` are the tests that
    every set passes, ``some`` those that some set does: never the same, as a bundle is of
    sets that some test tells apart.
    """

    base: int
    choices: tuple[tuple[int, ...], ...] = ()
    rest: tuple[int, ...] = ()
    least: int = 0
    needs: int = 0
    sure: int = field(init=False, compare=False)
    some: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Read off which tests are passed."""
        sure = self.base | forced(self.rest, self.least)
        for test in each_bit(self.needs):
            sure |= common(each for each in self.rest if each & test)
        sure = reduce(or_, map(common, self.choices), sure)
        object.__setattr__(self, "sure", sure)
        object.__setattr__(
            self, "some", reduce(or_, map(union, self.choices), self.base | union(self.rest))
        )

    def split(self, bit: int) -> tuple[Signature, Signature]:
        """Return two parts of the sets by a test on which they disagree.

        Those of the first part pass it. Those of the second fail it, or may do so by
        another choice than one that is settled.
        """
        for place, choice in enumerate(self.choices):
            if union(choice) & bit:
                others = self.choices[:place] + self.choices[place + 1 :]
                passing = tuple(each for each in choice if each & bit)
                failing = tuple(each for each in choice if not each & bit)
                return (
                    settled(replace(self, choices=(*others, passing))),
                    settled(replace(self, choices=(*others, failing))),
                )
        # As all that is left may be in a set at once, what is needed never stands in the
        # way of something else; only what is left out does.
        lacking = tuple(each for each in self.rest if not each & bit)
        return settled(replace(self, needs=self.needs | bit)), settled(replace(self, rest=lacking))

    def seen(self, bits: int) -> Signature:
        """Return the sets as some tests alone see them; of a bundle that was never split."""
        choices = ((each & bits for each in choice) for choice in self.choices)
        return bundled(self.base & bits, choices, (each & bits for each in self.rest), self.least)

    def passing(self, bits: int) -> Signature:
        """Return the same sets, all of which pass some tests of their own; likewise."""
        return bundled(self.base | bits, self.choices, self.rest, self.least)


Signature: TypeAlias = int | Bundle
"""The tests that the values of a cell pass, or the sets that a lump of cells is of."""


class Parts(NamedTuple):
    """A bundle that was never split as doubts: the tests of each, of which the set has one.

    Of those from number ``first`` on, at least ``least`` have to pass some test.
    """

    doubts: tuple[tuple[int, ...], ...]
    first: int
    least: int

    @classmethod
    def of(cls, bundle: Bundle) -> Parts:
        """Return the doubts of a bundle."""
        rest = tuple((0, each) for each in bundle.rest)
        return cls((*bundle.choices, *rest), len(bundle.choices), bundle.least)


def bundled(
    base: int,
    choices: Iterable[Iterable[int]] = (),
    rest: Iterable[int] = (),
    least: int = 0,
) -> Signature:
    """Return the sets that have ``base``, one of each of ``choices``, and some of ``rest``.

    At least ``least`` of ``rest``, of which there must be as many, are in each. What all
    sets pass is told once and what adds nothing is left out, so that the same sets are
    most often the same bundle. Where no test tells them apart it is their signature.
    """
    open_ = [frozenset(choice) for choice in choices]
    left = list(rest)
    while True:
        known = base
        base = reduce(or_, map(common, open_), base) | forced(left, least)
        open_ = [frozenset(each & ~base for each in choice) for choice in open_]
        left = [each & ~base for each in left]
        # What adds nothing can be taken to be in.
        least = max(least - left.count(0), 0)
        left = [each for each in left if each]
        if base == known:
            break
    kept = [each for each in sorted(set(left)) for _ in range(min(left.count(each), least or 1))]
    chosen = sorted(tuple(sorted(choice)) for choice in open_ if len(choice) > 1)
    return settled(Bundle(base, tuple(chosen), tuple(kept), least))


def settled(bundle: Bundle) -> Signature:
    """Return a bundle, or the signature of its sets where no test tells them apart."""
    return bundle.sure if bundle.sure == bundle.some else bundle


def forced(rest: Sequence[int], least: int) -> int:
    """Return the tests that are passed by any ``least`` of some elements."""
    # The tests that one element or more lacks, that two or more do, and so on.
    lacking = [0] * least
    for each in rest:
        before = -1
        for place in range(least):
            lacking[place], before = lacking[place] | (before & ~each), lacking[place]
    return union(rest) & ~lacking[-1] if least else 0


def union(signatures: Iterable[int]) -> int:
    """Return the tests that some of the signatures pass."""
    return reduce(or_, signatures, 0)


def common(signatures: Iterable[int]) -> int:
    """Return the tests that all of the signatures pass, of which there are some."""
    return reduce(and_, signatures)


def each_bit(tests: int) -> Iterator[int]:
    """Yield each of some tests."""
    while tests:
        lowest = tests & -tests
        yield lowest
        tests ^= lowest


def every(signature: Signature) -> int:
    """Return the tests that all values of a cell, or all sets of a bundle, pass."""
    return signature if isinstance(signature, int) else signature.sure


def some(signature: Signature) -> int:
    """Return the tests that some value of a cell, or some set of a bundle, passes."""
    return signature if isinstance(signature, int) else signature.some


def seen(signature: Signature, bits: int) -> Signature:
    """Return a cell, or the sets of a bundle that was never split, as some tests see them."""
    return signature & bits if isinstance(signature, int) else signature.seen(bits)


def least(signature: Signature) -> int:
    """Return the signature of a cell, or of one set of a bundle that has few elements."""
    if isinstance(signature, int):
        return signature
    left = list(signature.rest)
    taken: list[int] = []
    for test in each_bit(signature.needs):
        if not union(taken) & test:
            taken.append(left.pop(next(n for n, each in enumerate(left) if each & test)))
    more = max(signature.least - len(taken), 0)
    return union(
        (signature.base, *(choice[0] for choice in signature.choices), *taken, *left[:more])
    )


def masks_of(cells: Iterable[Signature]) -> Masks:
    """Return the tests that all of the cells pass, and those that some pass."""
    all_, any_ = -1, 0
    for cell in cells:
        if isinstance(cell, int):
            all_ &= cell
            any_ |= cell
        else:
            all_ &= cell.sure
            any_ |= cell.some
    return all_, any_


def parted(
    cells: Iterable[Signature], bit: int
) -> tuple[tuple[Signature, ...], tuple[Signature, ...]]:
    """Return two parts of some cells by a test on which they disagree.

    Those of the first part pass it. Of the second, all fail it but bundles in which other
    choices leave it open.
    """
    passing: list[Signature] = []
    failing: list[Signature] = []
    for cell in cells:
        if isinstance(cell, int):
            (passing if cell & bit else failing).append(cell)
        elif cell.sure & bit:
            passing.append(cell)
        elif cell.some & bit:
            one, other = cell.split(bit)
            passing.append(one)
            failing.append(other)
        else:
            failing.append(cell)
    return tuple(passing), tuple(failing)
