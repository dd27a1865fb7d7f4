"""Arrow arrays of Python's and NumPy's values, made from bytes, and the other way.

Arrow's own way asks of all that it is given whether it is from pandas, and loads that where
it is installed: longer than many a feed takes to be classified.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import tzinfo

    from numpy.typing import NDArray

__all__ = [
    "Cells",
    "Values",
    "column",
    "filled",
    "flags",
    "held",
    "lists",
    "nothing",
    "numbers",
    "octets",
    "one",
    "pythonic",
    "rows_of",
    "taken",
    "text",
    "texts",
    "valid",
    "view",
]

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
SIZES: Final = {"s": 1_000_000, "ms": 1000, "us": 1}
"""Units of time in microseconds, but for those that are finer."""

PLAIN: Final = {pa.bool_(): np.bool_, pa.int64(): np.int64, pa.float64(): np.float64}

MOST: Final = 2**31 - 1
"""How far the offsets of texts and lists reach, which Arrow keeps in 32 bits."""


class Values(NamedTuple):
    """The values that a column holds, each once."""

    items: tuple[Any, ...]
    type: Any = pa.null()

    def to_pylist(self) -> list[Any]:
        """Return them as Arrow's arrays do."""
        return list(self.items)


class Cells(NamedTuple):
    """A column of any values, in the form of an Arrow column with a dictionary."""

    dictionary: Values
    indices: Any
    type: Any = pa.dictionary(pa.int32(), pa.null())


def numbers(values: NDArray[Any], mask: NDArray[np.bool_] | None = None) -> Any:  # noqa: ANN401  (a value of any type)
    """Return numbers of NumPy, without those that a mask tells."""
    if values.dtype == np.bool_:
        return pa.Array.from_buffers(pa.bool_(), len(values), [held(mask), bits(values)])
    buffer = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(
        pa.from_numpy_dtype(values.dtype), len(values), [held(mask), buffer]
    )


def flags(values: Sequence[bool]) -> Any:  # noqa: ANN401  (a value of any type)
    """Return flags."""
    return numbers(np.fromiter(values, np.bool_, len(values)))


def texts(values: Iterable[str | None]) -> Any:  # noqa: ANN401  (a value of any type)
    """Return texts, some of which may be none."""
    items = list(values)
    raw = [b"" if item is None else item.encode() for item in items]
    offsets = offsets_of(raw)
    if offsets is None:
        return pa.array(items, pa.string())
    mask = np.fromiter((item is None for item in items), np.bool_, len(items))
    buffers = [held(mask), pa.py_buffer(offsets), pa.py_buffer(b"".join(raw))]
    return pa.Array.from_buffers(pa.string(), len(items), buffers)


def lists(values: Iterable[Sequence[str] | None]) -> Any:  # noqa: ANN401  (a value of any type)
    """Return lists of texts, some of which may be none."""
    items = list(values)
    kind = pa.list_(pa.string())
    offsets = offsets_of([() if item is None else item for item in items])
    if offsets is None:
        return pa.array(items, kind)
    mask = np.fromiter((item is None for item in items), np.bool_, len(items))
    inner = texts(text for item in items for text in item or ())
    buffers = [held(mask), pa.py_buffer(offsets)]
    return pa.Array.from_buffers(kind, len(items), buffers, children=[inner])


def column(values: Sequence[Any], kind: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return values of one type, some of which may be none."""
    if pa.types.is_string(kind):
        return texts(values)
    if kind == pa.list_(pa.string()):
        return lists(values)
    plain = PLAIN.get(kind)
    if plain is None:
        return pa.array(values, kind)
    absent = np.fromiter((value is None for value in values), np.bool_, len(values))
    return numbers(np.array([value or 0 for value in values], plain), absent)


def text(value: str) -> Any:  # noqa: ANN401  (a value of any type)
    """Return a text as a scalar."""
    return texts([value])[0]


def nothing(kind: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return nothing, as a scalar of a type."""
    return pa.nulls(1, kind)[0]


def view(array: Any) -> NDArray[Any]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return whole numbers, of which none is missing, as NumPy has them."""
    unsigned = pa.types.is_unsigned_integer(array.type)
    kind = np.dtype(f"{'u' if unsigned else ''}int{array.type.bit_width}")
    if not len(array):
        return np.empty(0, kind)
    start = array.offset * kind.itemsize
    return np.frombuffer(array.buffers()[1], kind, len(array), start)


def valid(array: Any) -> NDArray[np.bool_]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return which values there are."""
    if not array.null_count:
        return np.ones(len(array), bool)
    held = array.buffers()[0]
    if held is None:  # a column of nothing at all
        return np.zeros(len(array), bool)
    octets = np.frombuffer(held, np.uint8)
    some = np.unpackbits(octets, count=array.offset + len(array), bitorder="little")
    return some[array.offset :].view(np.bool_)


def filled(array: Any, absent: int = 0) -> NDArray[Any]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return whole numbers as NumPy has them, with another one for those that are missing."""
    found = view(array)
    if not array.null_count:
        return found
    return np.where(valid(array), found, found.dtype.type(absent))


def taken(array: Any, chosen: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return some rows of a column, of Arrow's or of one that only has the form of it."""
    if isinstance(array, pa.Array):
        found = array.take(chosen)
        if pa.types.is_dictionary(found.type) and len(found.dictionary) > len(found):
            # Most of what the column says is said by none of these rows.
            return found.dictionary_decode().dictionary_encode()
        return found
    return array._replace(indices=array.indices.take(chosen))


def octets(array: Any) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return the octets of texts, and where each begins, with the end of the last one."""
    wide = pa.types.is_large_string(array.type)
    _, places, data = array.buffers()
    if places is None or not len(array):
        return np.empty(0, np.uint8), np.zeros(len(array) + 1, np.int64)
    size = 8 if wide else 4
    kind = np.int64 if wide else np.int32
    ends = np.frombuffer(places, kind, len(array) + 1, array.offset * size)
    found = np.empty(0, np.uint8) if data is None else np.frombuffer(data, np.uint8)
    return found, ends.astype(np.int64)


def offsets_of(items: Sequence[Sequence[Any]]) -> NDArray[np.int32] | None:
    """Return where items begin and end that lie behind one another; none if that is too far."""
    ends = np.zeros(len(items) + 1, np.int64)
    np.cumsum([len(item) for item in items], out=ends[1:])
    return None if ends[-1] > MOST else ends.astype(np.int32)


def held(mask: NDArray[np.bool_] | None) -> Any:  # noqa: ANN401  (a value of any type)
    """Return which values there are, for Arrow; nothing if there are all."""
    return None if mask is None or not mask.any() else bits(~mask)


def bits(values: NDArray[np.bool_]) -> Any:  # noqa: ANN401  (a value of any type)
    """Return flags as bits, the first of which is the lowest."""
    return pa.py_buffer(np.packbits(values, bitorder="little"))


def pythonic(array: Any) -> list[Any]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return Arrow's values as Python's; times that Python cannot hold as texts."""
    if zoned(array.type):
        return stamps(array)
    try:
        found: list[Any] = array.to_pylist()
    except (OverflowError, ValueError):
        return [one(array, number) for number in range(len(array))]
    return found


def one(array: Any, number: int) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return one value, as :func:`pythonic` does."""
    single = array.slice(number, 1)
    if zoned(array.type):
        return stamps(single)[0]
    try:
        return single[0].as_py()
    except (OverflowError, ValueError):
        return told(single)


def told(single: Any) -> str:  # noqa: ANN401  (a value of any type)
    """Return the only value of an array as a text, as Python cannot hold it."""
    try:
        text: str = single.cast(pa.string())[0].as_py()
    except pa.ArrowException:  # within a list or a structure
        return str(single.type)
    return text


def zoned(kind: Any) -> bool:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return whether values of a type are instants as Python has them."""
    return bool(pa.types.is_timestamp(kind)) and kind.tz is not None and kind.unit in SIZES


def stamps(array: Any) -> list[Any]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return instants in their zone."""
    zone = pa.lib.string_to_tzinfo(array.type.tz, prefer_zoneinfo=True)
    size = SIZES[array.type.unit]
    found: list[Any] = []
    for number, value in enumerate(array.cast(pa.int64()).to_pylist()):
        try:
            found.append(None if value is None else stamp(value * size, zone))
        except OverflowError:
            found.append(told(array.slice(number, 1)))
    return found


def stamp(instant: int, zone: tzinfo) -> datetime:
    """Return an instant as the clocks of a zone show it."""
    return (EPOCH + timedelta(microseconds=instant)).astimezone(zone)


def rows_of(batch: Any) -> list[dict[str, Any]]:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return the rows of a batch of different columns, as :func:`pythonic` does."""
    if not any(map(zoned, batch.schema.types)):
        with suppress(OverflowError, ValueError):
            found: list[dict[str, Any]] = batch.to_pylist()
            return found
    columns = [pythonic(column) for column in batch.columns]
    names = batch.schema.names
    return [dict(zip(names, line, strict=True)) for line in zip(*columns, strict=True)]
