"""Findings of whole blocks written to a file: the same as row by row, in bulk where possible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from ceasefire.events.rows import Record
from ceasefire.findings.output import ADDED, FindingWriter, own_name
from ceasefire.findings.sinks import Layout
from ceasefire.tables.blocks import raws
from ceasefire.tables.own import kept, names
from ceasefire.tables.tails import added_row

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Sequence
    from typing import IO

    from numpy.typing import NDArray

    from ceasefire.events.feeds import Feed
    from ceasefire.findings.finding import Provenance
    from ceasefire.findings.sinks import Sink
    from ceasefire.rulebook.model import Rulebook
    from ceasefire.tables.deciding import Decided, Decider

    Rows = NDArray[np.int64]

__all__ = ["BlockSink", "BlockWriter"]


class BlockSink(Protocol):
    """Takes blocks of findings; the handle stays the caller's."""

    def write_block(self, decided: Decided, rows: Rows, before: Mapping[int, str]) -> None:
        """Take those rows of a block that have findings; some have a note before theirs."""
        ...

    def finish(self) -> None:
        """Write what is held back."""
        ...

    def abandon(self) -> None:
        """Let go of everything."""
        ...


class BlockWriter(FindingWriter):
    """Writes findings block by block; otherwise as :class:`FindingWriter` does.

    ``columns`` are those of findings that are written, ``keep`` those of the feed, all if
    nothing is said.
    """

    def __init__(  # noqa: PLR0913  (each a choice of its own)
        self,
        place: str | os.PathLike[str],
        feed: Feed,
        decider: Decider,
        *,
        format: str | None = None,  # noqa: A002  (the word of the command line)
        rulebook: Rulebook | None = None,
        provenance: Provenance | None = None,
        coarsen: int | None = None,
        no_sources: bool = False,
        columns: Sequence[str] = ADDED,
        keep: Sequence[str] | None = None,
    ) -> None:
        """Settle what is to be written; nothing is yet."""
        super().__init__(
            place,
            feed,
            format=format,
            rulebook=rulebook,
            provenance=provenance,
            coarsen=coarsen,
            no_sources=no_sources,
        )
        self.decider = decider
        self.added = tuple(columns)
        self.origin = provenance
        self.keep = None if keep is None else tuple(keep)
        if feed.columns is not None:
            kept(feed.columns, keep)
        self._blocks: BlockSink | None = None

    def write_block(self, decided: Decided, before: Mapping[int, str]) -> None:
        """Write the findings of a block; what could not be read or decided is not among them."""
        rows = np.flatnonzero(decided.findings >= 0)
        if not len(rows):
            return
        if self._blocks is None:
            self._row_by_row(decided, rows, before)
        else:
            self._blocks.write_block(decided, rows, before)
        self.written += len(rows)

    def reject_all(self, decided: Decided) -> None:
        """Write the rows of a block that could not be read or decided, in their order."""
        block = decided.block
        lost = [
            (number, 1, Record(*block.row(number)[:2], None), found)
            for number, found in decided.rejected
        ]
        lost += [
            (number, 0, Record(row.line, row.raw, None), row.problems)
            for number, row in block.faulty
        ]
        for _, _, record, problems in sorted(lost, key=lambda item: item[:2]):
            self.reject(record, problems)

    # --- how blocks are written ---

    def own_columns(self) -> dict[str, str]:
        """Return the columns of the feed that are written, with the names they get."""
        wanted = kept(self.feed.columns or (), self.keep)
        return names([name for name in wanted if self.redaction.keeps(name)], self.added)

    def handle(self) -> IO[bytes]:
        """Return what is written to."""
        return self._handle

    def _opened(self, make: Callable[[IO[bytes], Layout], Sink], own: dict[str, Any]) -> Any:  # noqa: ANN401  (of Arrow, or a value of any type)
        sink = None if self.feed.columns is None else self._in_bulk()
        if sink is None:
            if self.feed.columns is not None:
                own = {new: self._type(old) for old, new in self.own_columns().items()}
            return super()._opened(make, own)
        self._blocks = sink
        return sink

    def _in_bulk(self) -> BlockSink | None:
        from ceasefire.tables import bulk  # noqa: PLC0415  (only for tables)

        if self.format == "csv":
            return bulk.CsvBlocks(self)
        if self.format == "jsonl":
            return bulk.JsonBlocks(self)
        if self.format == "parquet":
            return (
                bulk.ParquetBlocks(self) if self.feed.schema is not None else bulk.TextBlocks(self)
            )
        return None

    def _layout(self, own: dict[str, Any]) -> Layout:
        return Layout(own, self.added, self.provenance)

    def _row_by_row(self, decided: Decided, rows: Rows, before: Mapping[int, str]) -> None:
        block, decider = decided.block, self.decider
        every = raws(block)
        pointed = self.format == "geojson"
        known: dict[tuple[int, int], dict[str, Any]] = {}
        for number in rows.tolist():
            pair = int(decided.findings[number]), int(decided.notes[number])
            if number in before:
                added = self._chosen(added_row(decider, *pair, before[number]))
            else:
                added = known.get(pair) or known.setdefault(
                    pair, self._chosen(added_row(decider, *pair))
                )
            raw = every[number]
            point = self._point(decider.record(block, number)) if pointed else None
            self._sink.write(self._own(raw), added, point)

    def _chosen(self, row: dict[str, Any]) -> dict[str, Any]:
        return {name: row[name] for name in self.added}

    def _own(self, raw: dict[str, Any]) -> dict[str, Any]:
        """Return the feed's own values of a row, under the names they get."""
        own = self.redacted(raw)
        if self.keep is not None and self.feed.columns is not None:
            own = {name: own[name] for name in self.keep if name in own}
        elif self.keep is not None:
            own = selected(own, self.keep)
        return {own_name(name, self.added): value for name, value in own.items()}


def selected(document: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Return the keys of a document that are named; those within others by dotted names."""
    found: dict[str, Any] = {}
    for key, value in document.items():
        inner = [name.removeprefix(f"{key}.") for name in names if name.startswith(f"{key}.")]
        if key in names or key.partition(".")[0] in names:
            found[key] = value
        elif inner and isinstance(value, Mapping):
            found[key] = selected(value, inner)
    return found
