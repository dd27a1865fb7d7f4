"""The columns of a table as numbers: what each group of columns says, once for each case."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ceasefire.engines.columnar.days import Exchange
from ceasefire.engines.columnar.growing import Growing
from ceasefire.engines.columnar.pairing import LOCK, Pairing, Registry
from ceasefire.events import arrays
from ceasefire.events.rows import RowError
from ceasefire.program.claims import ClaimError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.days import Days
    from ceasefire.engines.columnar.fields import Field
    from ceasefire.events.rows import Piece

    Codes = NDArray[np.int32]
    Entries = tuple[list[int], NDArray[Any]]

__all__ = ["ABSENT", "APART", "ASIDE", "DECIDED", "SINGLE", "PieceCodes", "Spoken", "Values"]

DECIDED: Final = 0
APART: Final = 1
SINGLE: Final = 2
ASIDE: Final = 3
"""How a row is to be dealt with, as far as a piece tells; the highest counts.

Column by column; like a single event, once for all that are alike; by itself; not at all.
"""

MOST_TOGETHER: Final = 1 << 18
"""So many combinations of the values of some columns are told apart by one number."""

MOST_NUMBERS: Final = 1024
"""Whole numbers below this are their own numbers in a column."""

ABSENT: Final = -1
"""The claim of a field of which a piece says nothing."""


class Key(NamedTuple):
    """A raw value with its type, as 1, 1.0 and true are not the same."""

    kind: type
    value: Any


class Values:
    """The raw values of one column by number."""

    def __init__(self, coarse: Callable[[Any], Any] | None = None) -> None:
        """Take what stands for what, where little of a value matters."""
        self.coarse = coarse
        self.seen: Registry[str | Key] = Registry()
        self.raw: list[Any] = []
        self._last: tuple[Any, list[int]] | None = None

    def number(self, value: Any) -> int:  # noqa: ANN401  (of Arrow, or a value of any type)
        """Return the number of a raw value."""
        if self.coarse is not None:
            value = self.coarse(value)
        if type(value) is str:
            number = self.seen.number(value)
        else:
            whole = isinstance(value, (str, int))
            number = self.seen.number(Key(type(value), value if whole else repr(value)))
        if number == len(self.raw):
            self.raw.append(value)
        return number

    def entries(self, array: Any) -> Entries:  # noqa: ANN401  (of Arrow, which ships no types)
        """Return the numbers of a column's different values, and which of them is where."""
        if not pa.types.is_dictionary(array.type):
            array = encoded(array)
        with LOCK:
            numbers = self._numbers(array.dictionary)
            indices = array.indices
            if indices.null_count or not numbers:
                numbers = [*numbers, self.number(None)]
        if not indices.null_count:
            return numbers, arrays.view(indices)
        return numbers, arrays.filled(indices.cast(pa.int32()), len(numbers) - 1)

    def _numbers(self, dictionary: Any) -> list[int]:  # noqa: ANN401  (of Arrow, which ships no types)
        """Return the numbers of values; those of neighbouring rows are often the same ones."""
        alike = isinstance(dictionary, pa.Array)
        if alike and self._last is not None and dictionary.equals(self._last[0]):
            return self._last[1]
        numbers = [self.number(value) for value in arrays.pythonic(dictionary)]
        if alike:
            self._last = dictionary, numbers
        return numbers


def encoded(array: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column as a dictionary of its values, whatever its type."""
    few = numbered(array)
    if few is not None:
        return few
    try:
        return array.dictionary_encode()
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        # Lists and structures are told apart by what they look like.
        seen: dict[str, int] = {}
        indices = [seen.setdefault(repr(value), len(seen)) for value in array.to_pylist()]
        first = {number: place for place, number in reversed(list(enumerate(indices)))}
        places = np.array([first[number] for number in range(len(seen))], np.int64)
        values = array.take(arrays.numbers(places))
        return Dictionary(values, arrays.numbers(np.array(indices, np.int32)))


def numbered(array: Any) -> Dictionary | None:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return flags, or whole numbers from 0 of which there can be few, with these as indices."""
    kind = array.type
    if not (pa.types.is_integer(kind) or pa.types.is_boolean(kind)):
        return None
    if len(array) == array.null_count:
        return None
    ends = pc.min_max(array).as_py()
    low, high = int(ends["min"]), int(ends["max"])
    if low < 0 or high >= MOST_NUMBERS:
        return None
    values = np.arange(high + 1) if pa.types.is_integer(kind) else np.array([False, True])
    return Dictionary(arrays.numbers(values), array.cast(pa.int32()))


class Dictionary(NamedTuple):
    """Values that Arrow cannot put into a dictionary of its own."""

    dictionary: Any
    indices: Any


class Spoken(NamedTuple):
    """What one case of a piece says: how to deal with it, its claims, its other keys."""

    way: int
    claims: Mapping[str, int]
    others: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    aside: str = ""


FLAWED: Final = Spoken(SINGLE, {}, {})
"""What cannot be read, and has to be looked at with its row."""


class PieceCodes:
    """One piece of a table: its cases by number."""

    def __init__(
        self, piece: Piece, fields: Mapping[str, Field], days: Callable[[], Days] | None = None
    ) -> None:
        """Take the piece, the fields that it may speak of, and which days are alike."""
        self.piece = piece
        self.fields = fields
        self.values = [Values(piece.coarse.get(column)) for column in piece.columns]
        stages: list[Registry[tuple[int, ...]]] = [Registry() for _ in (0, *piece.columns)]
        stages[0].number(())
        self.cases = stages[-1]
        self._exchange: Exchange | None = None
        if days is not None and piece.day is not None:
            self._exchange = Exchange(days(), piece.day, self.values)
        self._joined = [Pairing(partial(joined, *pair)) for pair in pairwise(stages)]
        self.spoken: list[Spoken] = []
        self.own = [name for name in sorted(piece.keys) if name in fields]
        self.others = sorted(set(piece.keys) - set(fields))
        self._columns: dict[str, Growing[Spoken]] = {}

    def codes(self, table: Mapping[str, Any], rows: int) -> Codes:
        """Return the number of the case of each row."""
        return self._codes(self._entries(table), rows)

    def _entries(self, table: Mapping[str, Any]) -> list[Entries]:
        return [
            values.entries(table[name])
            for values, name in zip(self.values, self.piece.columns, strict=True)
        ]

    def _codes(self, entries: Sequence[Entries], rows: int) -> Codes:
        found: Codes = np.zeros(rows, np.int32)
        columns = [np.array(numbers, np.int32).take(indices) for numbers, indices in entries]
        if self._exchange is not None:
            columns = self._exchange(columns)
        for codes, joined_to in zip(columns, self._joined, strict=True):
            found = joined_to(found, codes)
        self._learn()
        return found

    def _learn(self) -> None:
        """Read the cases that were met since the last time."""
        with LOCK:
            for case in self.cases.items[len(self.spoken) :]:
                self.spoken.append(self._spoken(case))

    def entries(self, table: Mapping[str, Any], rows: int) -> tuple[Codes, NDArray[Any]]:
        """Return cases, each once, and which of them is where."""
        columns = self._entries(table)
        sizes = [len(numbers) for numbers, _ in columns]
        single = sum(size > 1 for size in sizes) < 2  # noqa: PLR2004  (else they have to be told together)
        many = not columns or (not single and prod(sizes) > MOST_TOGETHER)
        if many or self._exchange is not None:
            codes = self._codes(columns, rows)
            return np.arange(len(self.spoken), dtype=np.int32), codes
        which = mixed([indices for _, indices in columns], sizes, rows)
        some: NDArray[Any] = np.arange(prod(sizes))
        if not single:
            occurs = np.zeros(prod(sizes), bool)
            occurs[which] = True
            some = np.flatnonzero(occurs)
            places = np.zeros(len(occurs), np.int32)
            places[some] = np.arange(len(some), dtype=np.int32)
            which = places.take(which)
        found = np.zeros(len(some), np.int32)
        left = some
        for (numbers, _), joined_to in zip(columns, self._joined, strict=True):
            left, digits = np.divmod(left, len(numbers))
            found = joined_to(found, np.array(numbers, np.int32).take(digits))
        self._learn()
        return found, which

    def raw(self, case: tuple[int, ...]) -> tuple[Any, ...]:
        """Return the raw values of a case."""
        return tuple([values.raw[place] for values, place in zip(self.values, case, strict=True)])

    def _spoken(self, case: tuple[int, ...]) -> Spoken:
        try:
            meaning = self.piece.read(self.raw(case))
        except RowError:
            return FLAWED
        if meaning.aside:
            return Spoken(ASIDE, {}, {}, (), meaning.aside)
        claims: dict[str, int] = {}
        others: dict[str, Any] = {}
        way = DECIDED
        for name, value in meaning.data.items():
            if value is None or value == "":
                continue
            field = self.fields.get(name)
            if field is None:
                others[name] = value
                continue
            try:
                claims[name] = field.read(value)
            except ClaimError:
                return FLAWED
            if field.joint(claims[name]):
                way = APART
        return Spoken(way, claims, others, meaning.notes)

    def claims(self, name: str) -> Codes:
        """Return what each case says of a field, as a column to look numbers up in."""
        found: Codes = self.column(f"said {name}", lambda item: item.claims.get(name, ABSENT))
        return found

    def column(self, name: str, of: Callable[[Spoken], int], dtype: Any = np.int32) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
        """Return what each case says of something, as a column to look numbers up in."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = Growing(self.spoken, of, dtype)
        return found.column()


def mixed(columns: Sequence[NDArray[Any]], sizes: Sequence[int], rows: int) -> NDArray[Any]:
    """Return one number for the numbers of several columns, each below its size."""
    found: NDArray[Any] | None = None
    stride = 1
    for column, size in zip(columns, sizes, strict=True):
        if size > 1:
            own = column if stride == 1 else column * np.int32(stride)
            found = own if found is None else found + own
        stride *= size
    return np.zeros(rows, np.int32) if found is None else found


def joined(
    before: Registry[tuple[int, ...]], after: Registry[tuple[int, ...]], left: int, right: int
) -> int:
    """Return the number of a case that has one value more than one before."""
    return after.number((*before[left], right))
