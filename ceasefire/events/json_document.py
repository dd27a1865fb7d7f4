"""JSON documents: a list of events, one event, or a mapping with a list of ``events``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceasefire.events.json_text import loads, scan
from ceasefire.events.jsonl import as_row
from ceasefire.events.rows import Row, RowError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.events.source import Source

__all__ = ["JsonDocument", "open_rows"]


def open_rows(source: Source) -> JsonDocument:
    """Return the rows of a JSON document, which is read whole.

    Raises :class:`~ceasefire.errors.FeedError` where it is not JSON: what comes
    after the fault cannot be told apart into events.
    """
    return JsonDocument(source)


class JsonDocument:
    """A JSON document in memory."""

    columns: tuple[str, ...] | None = None
    schema: Any = None

    def __init__(self, source: Source) -> None:
        """Read the document."""
        self.source = source
        try:
            text = source.content().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            hint = "save the file as UTF-8"
            raise source.failure("not-utf8", "the feed is not UTF-8", hint) from error
        if not text.strip():
            self._found: list[Row] = []
            return
        try:
            whole = loads(text)
        except RowError as error:
            code, message, hint, _ = error.flaws[0]
            raise source.failure(code, message, hint) from error
        members = scan(text)
        if members is None:
            members = [(len(text) - len(text.lstrip()), whole)]
        self._found = list(self._rows(text, members))

    def _rows(self, text: str, members: list[tuple[int, Any]]) -> Iterator[Row]:
        line, last = 1, 0
        for start, value in members:
            line += text.count("\n", last, start)
            last = start
            yield as_row(value, self.source.name, line)

    def rows(self) -> Iterator[Row]:
        """Yield a row for each event."""
        return iter(self._found)
