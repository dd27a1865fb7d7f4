"""What the engine is given of a feed: its pieces, and columns without what does not matter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ceasefire.engines.columnar.batches import NOTHING_KNOWN
from ceasefire.engines.columnar.pieces import PieceCodes
from ceasefire.events import arrays
from ceasefire.events.dialects import DIALECTS, NATIVE
from ceasefire.events.flat import TIMES
from ceasefire.events.parquet_table import microseconds
from ceasefire.events.rows import Meaning, Piece, RowError
from ceasefire.events.shape import stated
from ceasefire.tables.cells import Cells, constant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.engines.columnar.batches import Reading

__all__ = ["dialect_pieces", "document_pieces", "eased", "native_pieces"]

Read = Callable[[tuple[Any, ...]], Meaning]

LONGEST_ID: Final = 200
MATTERS: Final = frozenset({"id", "known", "alternatives", "parts", "sources"})
"""Keys of an event, besides its fields, that have to be looked at."""

TOLD: Final = r"[\[{]"
"""What may make something else than a text of a cell of sources."""


def dialect_pieces(reading: Reading) -> list[PieceCodes]:
    """Return the pieces of a table of a data set but those that are merely carried along.

    An event has an id, whatever the table it is of.
    """
    found = []
    for coded in reading.pieces:
        piece = coded.piece
        if "id" in piece.keys:
            found.append(PieceCodes(piece._replace(read=identified(piece.read)), coded.fields))
        elif not (piece.carried and NOTHING_KNOWN.issuperset(piece.keys)):
            found.append(coded)
    return found


def native_pieces(reading: Reading) -> list[PieceCodes]:
    """Return the pieces of a table of native events that matter, made safe for the engine."""
    found = []
    for coded in reading.pieces:
        (key,) = coded.piece.keys
        if key in CAREFUL:
            piece = coded.piece._replace(read=CAREFUL[key](coded.piece.read))
            found.append(PieceCodes(piece, coded.fields))
        elif matters(reading, key):
            found.append(coded)
    return found


def document_pieces(reading: Reading, keys: Iterable[str]) -> list[PieceCodes]:
    """Return a piece for each of some keys of documents, if it matters."""
    found = []
    for key in keys:
        if matters(reading, key):
            stated_as = partial(as_stated, key)
            piece = Piece((key,), stated_as, frozenset({key}), timed=key in TIMES)
            if key in CAREFUL:
                piece = piece._replace(read=CAREFUL[key](piece.read))
            found.append(PieceCodes(piece, reading.tables.fields))
    return found


def matters(reading: Reading, key: str) -> bool:
    """Return whether a key means something, or seems to be meant to."""
    if key in MATTERS or key in reading.tables.fields:
        return True
    return key != "notes" and reading.strays(key)


def as_stated(key: str, raw: tuple[Any, ...]) -> Meaning:
    """Read a key of a document."""
    value = stated(raw[0])
    return Meaning({} if value is None else {key: value})


def identified(read: Read) -> Read:
    """Return what reads ids, and complains where there is none."""

    def careful(raw: tuple[Any, ...]) -> Meaning:
        meaning = read(raw)
        told = meaning.data.get("id")
        if (told is None or told == "") and not meaning.aside:
            raise RowError(("missing-key", "the event has no `id`", "", ""))
        return meaning

    return careful


def listed(read: Read) -> Read:
    """Return what reads sources, and complains of those that are neither text nor list."""

    def careful(raw: tuple[Any, ...]) -> Meaning:
        meaning = read(raw)
        if not isinstance(meaning.data.get("sources", ""), (str, list)):
            raise RowError(("wrong-type", "`sources` is no list", "", ""))
        return meaning

    return careful


CAREFUL: Final[dict[str, Callable[[Read], Read]]] = {"id": identified, "sources": listed}
"""What an event's model sees to, and the engine does not: such rows are read one by one."""


# --- columns ---


def eased(column: Any, name: str, piece: Piece, dialect: str) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column as the engine is given it: ids that are alike to it are one."""
    if isinstance(column, Cells):
        return column
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        batch = pa.RecordBatch.from_arrays([column], names=[name])
        return microseconds(batch).column(0)
    if "id" in piece.keys and len(piece.keys) == len(piece.columns) == 1:
        return eased_id(column, dialect)
    if "sources" in piece.keys and dialect == NATIVE and texts(column):
        return pc.if_else(
            pc.match_substring_regex(column, TOLD), column, arrays.nothing(column.type)
        )
    return column


def eased_id(column: Any, dialect: str) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column of ids, as one of them if all are fine."""
    rows = len(column)
    if not rows or column.null_count:
        return column
    if pa.types.is_integer(column.type) and (dialect == NATIVE or dialect in DIALECTS):
        return constant(column[0].as_py(), rows)
    if not texts(column):
        return column
    if dialect == NATIVE and plain_ids(column):
        return constant(column[0].as_py(), rows)
    if dialect == NATIVE:
        sizes = pc.min_max(pc.utf8_length(pc.utf8_trim_whitespace(column))).as_py()
        fine = sizes["min"] > 0 and sizes["max"] <= LONGEST_ID
    else:
        fine = dialect in DIALECTS and pc.all(pc.utf8_is_decimal(column)).as_py()
    return constant(column[0].as_py(), rows) if fine else column


def plain_ids(column: Any) -> bool:  # noqa: ANN401  (Arrow has no types)
    """Return whether all ids begin with a letter or figure of ASCII and are not too long.

    This sees less than a look at every character, and costs a fraction of it.
    """
    wide = pa.types.is_large_string(column.type)
    _, offsets, text = column.buffers()
    places: Any = np.frombuffer(offsets, np.int64 if wide else np.int32)
    ends = places[column.offset : column.offset + len(column) + 1]
    sizes = np.diff(ends)
    if not 0 < sizes.min() <= sizes.max() <= LONGEST_ID:
        return False
    first = np.frombuffer(text, np.uint8).take(ends[:-1])
    return bool(first.min() > ord("!") and first.max() <= ord("z"))


def texts(column: Any) -> bool:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return whether a column is of plain texts."""
    return bool(pa.types.is_string(column.type) or pa.types.is_large_string(column.type))
