"""Findings as Parquet: sets as lists, the feed's own types kept, written in batches."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.findings.sinks import Layout

__all__ = ["ParquetSink"]

BATCH: Final = 4096
LISTS: Final = frozenset({"possible", "possible_any_reading", "ground", "depends_on", "notes"})


class ParquetSink:
    """A Parquet file; where the findings come from is in its metadata, under `ceasefire`."""

    def __init__(self, handle: IO[bytes], layout: Layout) -> None:
        """Settle the schema."""
        import pyarrow as pa  # noqa: PLC0415  (only where it is used)
        import pyarrow.parquet as pq  # noqa: PLC0415  (loaded when wanted)

        self.layout = layout
        fields = [pa.field(name, arrow_type(kind)) for name, kind in layout.own.items()]
        fields += [pa.field(name, added_type(name)) for name in layout.added]
        told = json.dumps(dict(layout.provenance)) if layout.provenance is not None else "{}"
        self.schema = pa.schema(fields, metadata={"ceasefire": told})
        self.file = pq.ParquetWriter(handle, self.schema, compression="zstd")
        self.held: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []

    def write(self, own: Mapping[str, Any], added: Mapping[str, Any], point: Any) -> None:  # noqa: ANN401, ARG002  (one signature for all sinks)
        """Hold a row until there are enough for a batch."""
        self.held.append((own, added))
        if len(self.held) >= BATCH:
            self._flush()

    def finish(self) -> None:
        """Write the last batch and the footer."""
        self._flush()
        self.file.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        self.held = []
        self.file.close()

    def _flush(self) -> None:
        import pyarrow as pa  # noqa: PLC0415  (loaded when wanted)

        from ceasefire.events import arrays  # noqa: PLC0415  (likewise)

        if not self.held:
            return
        columns = [
            arrays.column([fitted(own.get(name), kind) for own, _ in self.held], self._type(name))
            for name, kind in self.layout.own.items()
        ]
        columns += [
            arrays.column([added[name] for _, added in self.held], self._type(name))
            for name in self.layout.added
        ]
        self.file.write_batch(pa.RecordBatch.from_arrays(columns, schema=self.schema))
        self.held = []

    def _type(self, name: str) -> Any:  # noqa: ANN401  (Arrow has no types)
        return self.schema.field(name).type


def arrow_type(kind: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return the Arrow type of a column of the feed."""
    import pyarrow as pa  # noqa: PLC0415  (loaded when wanted)

    if not isinstance(kind, str):
        return kind
    return {"flag": pa.bool_(), "whole": pa.int64(), "number": pa.float64()}.get(kind, pa.string())


def added_type(name: str) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return the Arrow type of a column of a finding."""
    import pyarrow as pa  # noqa: PLC0415  (loaded when wanted)

    if name == "settled":
        return pa.bool_()
    return pa.list_(pa.string()) if name in LISTS else pa.string()


def fitted(value: Any, kind: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a value as a column of text holds it."""
    if kind != "text" or value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)
