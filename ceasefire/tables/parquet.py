"""Parquet written straight from Arrow: texts go as dictionaries and are read as texts."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.findings.finding import Provenance

__all__ = ["ParquetOutput"]

SCHEMA: Final = "ARROW:schema"
"""Where Arrow looks for the types of a file."""


class ParquetOutput:
    """A Parquet file; where the findings come from is in its metadata, under `ceasefire`.

    Columns may be dictionaries where the schema says text; the file then holds texts.
    """

    def __init__(self, handle: IO[bytes], schema: pa.Schema, provenance: Provenance | None) -> None:
        """Take the schema, as readers are to find it."""
        told = json.dumps(asdict(provenance)) if provenance is not None else "{}"
        self.handle = handle
        self.schema = schema.with_metadata({"ceasefire": told})
        self.told = told
        self._writer: Any = None
        self._given: Any = None

    def write(self, columns: Sequence[Any]) -> None:
        """Write columns, which are a row group."""
        arrays = [self._fitted(*pair) for pair in zip(columns, self.schema, strict=True)]
        if self._writer is None:
            self._open([array.type for array in arrays])
        arrays = [
            array if array.type == field.type else recast(array, field.type)
            for array, field in zip(arrays, self._given, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._given))

    def _fitted(self, array: Any, field: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
        if array.type == field.type:
            return array
        if (
            pa.types.is_dictionary(array.type)
            and pa.types.is_string(field.type)
            and pa.types.is_string(array.type.value_type)
        ):
            return array
        return array.cast(field.type)

    def _open(self, types: Sequence[Any]) -> None:
        fields = [field.with_type(kind) for field, kind in zip(self.schema, types, strict=True)]
        self._given = pa.schema(fields)
        self._writer = pq.ParquetWriter(
            self.handle, self._given, compression="zstd", store_schema=False
        )
        stored = base64.b64encode(self.schema.serialize().to_pybytes()).decode()
        self._writer.add_key_value_metadata({SCHEMA: stored, "ceasefire": self.told})

    def close(self) -> None:
        """Write the footer."""
        if self._writer is None:
            self._open([field.type for field in self.schema])
        self._writer.close()

    def abandon(self) -> None:
        """Let go of the file as it is."""
        if self._writer is not None:
            self._writer.close()


def recast(array: Any, kind: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a column in the form of those before it."""
    if pa.types.is_dictionary(kind) and not pa.types.is_dictionary(array.type):
        return array.dictionary_encode().cast(kind)
    if pa.types.is_dictionary(array.type) and not pa.types.is_dictionary(kind):
        return array.dictionary_decode().cast(kind)
    return array.cast(kind)
