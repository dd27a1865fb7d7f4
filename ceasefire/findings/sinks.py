"""What findings are written to: CSV, JSON lines and GeoJSON, a row at a time."""

from __future__ import annotations

import csv
import json
import math
import re
from datetime import date
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from ceasefire.events.binary import as_text
from ceasefire.findings.escapes import escaped, json_escaped, python_escape

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = [
    "CsvSink",
    "GeoJsonSink",
    "JsonLinesSink",
    "Layout",
    "Sink",
    "Utf8",
    "cell",
    "dumps",
    "guarded",
    "line_cell",
    "one_line",
]

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
BREAK: Final = re.compile(r"[\r\n]")
NEGATIVE: Final = re.compile(r"-\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


class Layout(NamedTuple):
    """The columns of a table: the feed's own with their types, then those of a finding.

    Types are ``text``, ``whole``, ``number`` or ``flag``, or Arrow's where the
    feed has a schema. ``verbatim`` names the own columns whose line breaks a text
    file keeps, all of them if nothing is said: what is the feed's stays as it was.
    """

    own: Mapping[str, Any]
    added: tuple[str, ...]
    provenance: Mapping[str, str] | None = None
    verbatim: Collection[str] | None = None


class Sink(Protocol):
    """Takes rows; :meth:`finish` completes the output. The handle stays the caller's."""

    def write(self, own: Mapping[str, Any], added: Mapping[str, Any], point: Any) -> None:  # noqa: ANN401  (a value of any type)
        """Take one row: the feed's values, the finding's, and longitude and latitude."""
        ...

    def finish(self) -> None:
        """Write what is still held back."""
        ...

    def abandon(self) -> None:
        """Let go of everything; the output will not be used."""
        ...


class Utf8:
    """Writes text to a handle that stays the caller's; half characters become escapes."""

    def __init__(self, handle: IO[bytes]) -> None:
        """Take the handle."""
        self.handle = handle

    def write(self, text: str) -> None:
        """Write a text."""
        self.handle.write(text.encode("utf-8", "backslashreplace"))

    def flush(self) -> None:
        """Pass on what is buffered."""
        self.handle.flush()


class TextSink:
    """What sinks that write text share."""

    def __init__(self, handle: IO[bytes], layout: Layout) -> None:
        """Take the handle."""
        self.text = Utf8(handle)
        self.layout = layout

    def finish(self) -> None:
        """Pass on what is buffered."""
        self.text.flush()

    def abandon(self) -> None:
        """Do nothing: nothing is held back."""


class CsvSink(TextSink):
    """CSV that shows as what it is: no spreadsheet and no terminal obeys a text."""

    def __init__(self, handle: IO[bytes], layout: Layout) -> None:
        """Write the header."""
        super().__init__(handle, layout)
        self.writer = csv.writer(self.text, lineterminator="\n")
        self.writer.writerow([guarded(name) for name in (*layout.own, *layout.added)])
        verbatim = layout.own if layout.verbatim is None else layout.verbatim
        self.makers = [(name, cell if name in verbatim else line_cell) for name in layout.own]

    def write(self, own: Mapping[str, Any], added: Mapping[str, Any], point: Any) -> None:  # noqa: ANN401, ARG002  (one signature for all sinks)
        """Write one row."""
        mine = [make(own.get(name)) for name, make in self.makers]
        self.writer.writerow(mine + [line_cell(added[name]) for name in self.layout.added])


class JsonLinesSink(TextSink):
    """One JSON object a line; sets are lists."""

    def write(self, own: Mapping[str, Any], added: Mapping[str, Any], point: Any) -> None:  # noqa: ANN401, ARG002  (one signature for all sinks)
        """Write one line."""
        self.text.write(dumps({**own, **added}) + "\n")


class GeoJsonSink(TextSink):
    """A feature for each row; one without a point of its own has no geometry.

    All have the same properties, and none is a list or an object: programs for maps make
    columns of properties, and filter and label by what is plain text or a number.
    """

    def __init__(self, handle: IO[bytes], layout: Layout) -> None:
        """Write the beginning."""
        super().__init__(handle, layout)
        start: dict[str, Any] = {"type": "FeatureCollection"}
        if layout.provenance is not None:
            start["provenance"] = dict(layout.provenance)
        self.text.write(dumps(start)[:-1] + ', "features": [')
        self.separator = "\n"

    def write(self, own: Mapping[str, Any], added: Mapping[str, Any], point: Any) -> None:  # noqa: ANN401  (a value of any type)
        """Write one feature."""
        geometry = None if point is None else {"type": "Point", "coordinates": list(point)}
        properties = {name: plain(own.get(name), kind) for name, kind in self.layout.own.items()}
        properties |= {name: plain(added[name]) for name in self.layout.added}
        feature = {"type": "Feature", "geometry": geometry, "properties": properties}
        self.text.write(self.separator + dumps(feature))
        self.separator = ",\n"

    def finish(self) -> None:
        """Write the end."""
        self.text.write("\n]}\n")
        super().finish()


def cell(value: Any) -> str:  # noqa: ANN401  (values of any type)
    """Return a value as the text of a CSV cell."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return guarded(members(value))
    if isinstance(value, date):
        return value.isoformat()
    return guarded(worded(value)) if isinstance(value, (str, bytes)) else str(value)


def line_cell(value: Any) -> str:  # noqa: ANN401  (values of any type)
    """Return a value as the text of a CSV cell on one line: its line breaks are escapes.

    A cell with a line break is sound CSV, but then what a feed says begins a line of the
    file, and a reader of lines may take it for anything.
    """
    return one_line(cell(value))


def one_line(text: str) -> str:
    r"""Return a text with escapes for line breaks: ``\x0a``."""
    return BREAK.sub(python_escape, text)


def plain(value: Any, kind: Any = None) -> Any:  # noqa: ANN401  (values of any type)
    """Return a value without others in it: a list as CSV has it, other data as JSON.

    In a column of text everything is text.
    """
    if isinstance(value, (dict, list)):
        return members(value)
    if kind == "text" and isinstance(value, (bool, int, float)):
        return dumps(value)
    return value


def members(value: dict[str, Any] | list[Any]) -> str:
    """Return a list joined by semicolons, and what is nested deeper as JSON."""
    if isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value):
        # A semicolon inside a member would look like one between members.
        return ";".join(worded(item).replace(";", ",") for item in value)
    return dumps(value)


def worded(value: Any) -> str:  # noqa: ANN401  (a value of any type)
    """Return a value as text; bytes as the text that they are, or else as Python writes them."""
    text = as_text(value) if isinstance(value, bytes) else None
    return str(value) if text is None else text


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; a negative number is none.

    What acts on whoever shows a text becomes escapes that can be seen.
    """
    text = escaped(text)
    if text.startswith(FORMULA) and not NEGATIVE.fullmatch(text):
        return "'" + text
    return text


def dumps(value: Any) -> str:  # noqa: ANN401  (a value of any type)
    """Return JSON on one line; what JSON has no word for is text, or null."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=worded)
    except ValueError:
        text = json.dumps(finite(value), ensure_ascii=False, default=worded)
    # JSON itself asks for an escape of the earlier control characters only.
    return json_escaped(text)


def finite(value: Any) -> Any:  # noqa: ANN401  (a value of any type)
    """Return a value without numbers that are none."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
