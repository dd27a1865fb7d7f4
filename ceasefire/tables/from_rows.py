"""Feeds that are read a row at a time, in blocks: documents, streams, and broken tables."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events import arrays
from ceasefire.tables.blocks import Block
from ceasefire.tables.cells import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ceasefire.events.rows import Row

__all__ = ["block_of", "blocks"]

ROWS: Final = 1 << 14
SECONDS: Final = 1.0
"""How long rows of a stream wait for others."""


def blocks(
    rows: Iterable[Row], columns: Sequence[str] | None, *, text: bool, live: bool = False
) -> Iterator[Block]:
    """Yield rows in blocks; ``text`` says that all cells are texts.

    Of a ``live`` stream, rows are not held back for long.
    """
    held: list[Row] = []
    due = monotonic() + SECONDS
    for row in rows:
        held.append(row)
        if len(held) >= ROWS or (live and monotonic() >= due):
            yield block_of(held, columns, text=text)
            held = []
            due = monotonic() + SECONDS
    if held:
        yield block_of(held, columns, text=text)


def block_of(rows: Sequence[Row], columns: Sequence[str] | None, *, text: bool) -> Block:
    """Return rows as a block."""
    good: list[Row] = []
    faulty: list[tuple[int, Row]] = []
    for row in rows:
        if row.problems:
            faulty.append((len(good), row))
        else:
            good.append(row)
    raws = [row.raw for row in good]
    lines = [row.line for row in good]
    names = list(dict.fromkeys(key for raw in raws for key in raw)) if columns is None else columns
    found: dict[str, Any] = {}
    for name in names:
        values = [raw.get(name) for raw in raws]
        found[name] = arrays.texts(values) if text else cells(values)
    return Block(
        len(good),
        found,
        lines.__getitem__,
        raws.__getitem__,
        faulty,
        raws if columns is None else None,
    )
