"""What findings are written to: CSV, JSON lines and GeoJSON, a row at a time."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from datetime import date
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ceasefire.findings.finding import Provenance

__all__ = ["CsvSink", "GeoJsonSink", "JsonLinesSink", "Layout", "Sink", "cell", "open_text"]

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
NEGATIVE: Final = re.compile(r"-\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


class Layout(NamedTuple):
    """The columns of a table: the feed's own with their types, then those of a finding.

    Types are ``text``, ``whole``, ``number`` or ``flag``, or Arrow's where the
    feed has a schema.
    """

    own: Mapping[str, Any]
    added: tuple[str, ...]
    provenance: Provenance | None = None


class Sink(Protocol):
    """Takes rows; :meth:`finish` completes the output, without closing the handle."""

    def write(self, own: Mapping[str, Any], added: Mapping[str, Any], point: Any) -> None:  # noqa: ANN401
        """Take one row: the feed's values, the finding's, and longitude and latitude."""
        ...

    def finish(self) -> None:
        """Write what is still held back."""
        ...


def open_text(handle: IO[bytes]) -> io.TextIOWrapper:
    """Return a text writer; half characters become escapes, so that none stops the writing."""
    return io.TextIOWrapper(handle, encoding="utf-8", errors="backslashreplace", newline="")


class CsvSink:
    """CSV that opens in a spreadsheet as what it is: no text becomes a formula."""

    def __init__(self, handle: IO[bytes], layout: Layout) -> None:
        """Write the header."""
        self.text = open_text(handle)
        self.layout = layout
        self.writer = csv.writer(self.text, lineterminator="\n")
        self.writer.writerow([guarded(name) for name in (*layout.own, *layout.added)])

    def write(self, own: Mapping[str, Any], added: Mapping[str, Any], point: Any) -> None:  # noqa: ANN401, ARG002
        """Write one row."""
        mine = [cell(own.get(name)) for name in self.layout.own]
        self.writer.writerow(mine + [cell(added[name]) for name in self.layout.added])

    def finish(self) -> None:
        """Pass on what is buffered."""
        self.text.flush()
        self.text.detach()


class JsonLinesSink:
    """One JSON object a line; sets are lists."""

    def __init__(self, handle: IO[bytes], layout: Layout) -> None:  # noqa: ARG002
        """Take the handle."""
        self.text = open_text(handle)

    def write(self, own: Mapping[str, Any], added: Mapping[str, Any], point: Any) -> None:  # noqa: ANN401, ARG002
        """Write one line."""
        self.text.write(dumps({**own, **added}) + "\n")

    def finish(self) -> None:
        """Pass on what is buffered."""
        self.text.flush()
        self.text.detach()


class GeoJsonSink:
    """A feature for each row; one without a point of its own has no geometry."""

    def __init__(self, handle: IO[bytes], layout: Layout) -> None:
        """Write the beginning."""
        self.text = open_text(handle)
        start: dict[str, Any] = {"type": "FeatureCollection"}
        if layout.provenance is not None:
            start["provenance"] = layout.provenance._asdict() if hasattr(
                layout.provenance, "_asdict"
            ) else vars_of(layout.provenance)
        self.text.write(dumps(start)[:-1] + ', "features": [')
        self.separator = "\n"

    def write(self, own: Mapping[str, Any], added: Mapping[str, Any], point: Any) -> None:  # noqa: ANN401
        """Write one feature."""
        geometry = None if point is None else {"type": "Point", "coordinates": list(point)}
        feature = {"type": "Feature", "geometry": geometry, "properties": {**own, **added}}
        self.text.write(self.separator + dumps(feature))
        self.separator = ",\n"

    def finish(self) -> None:
        """Write the end."""
        self.text.write("\n]}\n")
        self.text.flush()
        self.text.detach()
