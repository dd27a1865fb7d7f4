"""The times of rows, read many at once wherever that needs no care."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from ceasefire.engines.columnar.pieces import encoded
from ceasefire.events import arrays
from ceasefire.terms.bulk import (
    WRITTEN,
    Read,
    Texts,
    nothing,
    read_days,
    read_readings,
    read_texts,
)
from ceasefire.terms.clocks import DAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

__all__ = ["Spans", "parted", "spans_of"]

COLUMNS: Final = ("when", "when.from", "when.until")
ENDS: Final = {*COLUMNS[1:]}


class Spans(NamedTuple):
    """The time of rows in microseconds, its end outside; ``unread`` are those of no such time.

    ``instants`` says that each of them is one instant. If rows share times, ``indices``
    tells which of these each has.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    unread: Flags
    instants: bool
    indices: NDArray[Any] | None = None


class Told(NamedTuple):
    """What a column tells: which of its cells say something, and what they denote.

    ``moments`` is true where it is known that all of them denote one instant.
    """

    read: Read
    told: Flags
    moments: bool = False

    def take(self, places: NDArray[Any]) -> Told:
        """Return what is told in some places."""
        low, high, fine = self.read
        return Told(
            Read(low.take(places), high.take(places), fine.take(places)), self.told.take(places)
        )


def spans_of(columns: Mapping[str, Any], tz: ZoneInfo) -> Spans | None:
    """Return the time of rows by the columns that native events have; nothing of others.

    The columns are ``when``, or ``when.from`` and ``when.until``, or all three, as Arrow has
    them or in the form of its dictionaries. Where they say what has to be read with care,
    rows are unread.
    """
    if not columns or not set(columns) <= {*COLUMNS}:
        return None
    if [*columns] == ["when"]:
        return single(columns["when"], tz)
    rows = len(rows_in(next(iter(columns.values()))))
    when = told_of(columns["when"], tz) if "when" in columns else silent(rows)
    # Of most rows one column tells the time: the others are read where they tell something.
    some = np.zeros(rows, bool)
    for name in ENDS & columns.keys():
        some |= arrays.valid(rows_in(columns[name]))
    places = np.flatnonzero(some)
    chosen = arrays.numbers(places)
    start, end = (
        told_of(arrays.taken(columns[name], chosen), tz) if name in columns else silent(len(places))
        for name in COLUMNS[1:]
    )
    if when is None or start is None or end is None:
        return None
    own = when.take(places)
    between = start.told & end.told & ~own.told
    alone = own.told & ~start.told & ~end.told
    low, high, fine = when.read.low.copy(), when.read.high.copy(), when.read.fine & when.told
    low[places] = np.where(between, start.read.low, own.read.low)
    high[places] = np.where(between, end.read.low, own.read.high)
    fine[places] = (between & start.read.fine & end.read.fine) | (alone & own.read.fine)
    return Spans(low, high, ~fine, instants=not between.any() and momentary(when))


def rows_in(column: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return what has an entry for each row of a column, or of what has the form of one."""
    return column if isinstance(column, pa.Array) else column.indices


def silent(rows: int) -> Told:
    """Return what a column tells that says nothing."""
    return Told(nothing(rows), np.zeros(rows, bool))


def single(array: Any, tz: ZoneInfo) -> Spans | None:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return the time of rows that one column tells."""
    array, indices = parted(array)
    told = told_of(array, tz)
    if told is None:
        return None
    low, high, fine = told.read
    return Spans(low, high, ~fine, momentary(told), indices)


def momentary(told: Told) -> bool:
    """Return whether all times are moments."""
    return told.moments or bool((told.read.high - told.read.low == 1).all())


def parted(array: Any) -> tuple[Any, NDArray[Any] | None]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return the different values of a column and which is where, if it has them apart."""
    kind = array.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        array = encoded(array)
    elif not pa.types.is_dictionary(kind):
        return array, None
    if array.indices.null_count:
        return array, None
    return array.dictionary, arrays.view(array.indices)


def told_of(array: Any, tz: ZoneInfo) -> Told | None:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return what a column tells; nothing if that is no time that can be read at once."""
    if isinstance(array, pa.Array):
        kind = array.type
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            return told_by_texts(array, tz)
        if pa.types.is_timestamp(kind):
            return told_by_clocks(array, tz)
        if pa.types.is_date32(kind):
            return told_by_days(array, tz)
        if pa.types.is_null(kind):
            return silent(len(array))
    if hasattr(array, "dictionary"):
        return told_by_entries(array, tz)
    return told_by_values(array.to_pylist(), tz) if not isinstance(array, pa.Array) else None


def told_by_entries(array: Any, tz: ZoneInfo) -> Told | None:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return what a column tells that has its values apart."""
    entries = told_of(array.dictionary, tz)
    if entries is None:
        return None
    told = arrays.valid(array.indices)
    if not len(entries.told):
        return Told(nothing(len(told)), told)
    found = entries.take(arrays.filled(array.indices))
    return Told(found.read._replace(fine=found.read.fine & told), found.told & told)


def told_by_values(values: Sequence[Any], tz: ZoneInfo) -> Told:
    """Return what values of any kind tell, of which only texts are read."""
    texts = arrays.texts([value if isinstance(value, str) else "" for value in values])
    found = told_by_texts(texts, tz)
    others = [value is not None and not isinstance(value, str) for value in values]
    return found._replace(told=found.told | np.array(others, bool))


def told_by_texts(array: Any, tz: ZoneInfo) -> Told:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return what a column of texts tells; an empty one tells nothing."""
    if not len(array):
        return silent(0)
    octets, ends = arrays.octets(array)
    read = read_texts(Texts(octets, ends), tz)
    return Told(read, arrays.valid(array) & (np.diff(ends) > 0))


def told_by_clocks(array: Any, tz: ZoneInfo) -> Told | None:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return what timestamps tell: instants if they have a zone, else local times."""
    zoned = array.type.tz
    if array.type.unit != "us":
        array = array.cast(pa.timestamp("us", zoned), safe=False)
    told, instants = plain(array, pa.int64())
    low, high = WRITTEN
    fine = told
    if len(instants) and not low <= instants.min() <= instants.max() < high:
        fine = told & (instants >= low) & (instants < high)
    if zoned is None:
        return Told(read_readings(instants, tz, fine), told)
    return Told(Read(instants, instants + 1, fine), told, moments=True)


def told_by_days(array: Any, tz: ZoneInfo) -> Told:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return what dates tell."""
    told, days = plain(array, pa.int32())
    fine = told & (days >= WRITTEN[0] // DAY) & (days < WRITTEN[1] // DAY)
    return Told(read_days(days.astype(np.int64), tz, fine), told)


def plain(array: Any, kind: Any) -> tuple[Flags, NDArray[Any]]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return which values of a column there are, and all as whole numbers."""
    return arrays.valid(array), arrays.filled(array.cast(kind))
