"""JSONL: one JSON object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import Problem
from ceasefire.events.json_text import loads
from ceasefire.events.rows import Row, RowError, shown
from ceasefire.events.source import flawed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.events.source import Line, Source

__all__ = ["JsonLines", "as_row", "open_rows"]

HINT: Final = "for a list of events, `--format json`"
WORDS: Final = {
    list: "a list",
    str: "a text",
    bool: "true or false",
    type(None): "null",
}


def open_rows(source: Source) -> JsonLines:
    """Return the rows of a JSONL feed."""
    return JsonLines(source)


class JsonLines:
    """A JSONL feed; blank lines are none of its rows."""

    columns: tuple[str, ...] | None = None
    schema: Any = None

    def __init__(self, source: Source) -> None:
        """Take where the lines come from."""
        self.source = source

    def rows(self) -> Iterator[Row]:
        """Yield a row for each line."""
        for line in self.source.lines():
            if line.flaw or line.text.strip():
                yield self._row(line)

    def _row(self, line: Line) -> Row:
        name = self.source.name
        raw = {"text": line.text}
        if line.flaw:
            return Row(line.number, raw, (flawed(name, line.number, line.flaw),))
        try:
            value = loads(line.text)
        except RowError as error:
            return Row(line.number, raw, error.problems(name, line.number))
        return as_row(
            value,
            name,
            line.number,
            "a line holds one event, which",
            HINT if isinstance(value, list) else "",
        )


def as_row(value: object, name: str, line: int, subject: str = "an event", hint: str = "") -> Row:
    """Return the row of a value, which must be a mapping; ``subject`` says what it should be."""
    if isinstance(value, dict):
        return Row(line, value)
    message = f"{subject} is a mapping, not {WORDS.get(type(value), 'a number')}"
    problem = Problem(name, line, 0, "wrong-type", message, hint, shown(value))
    return Row(line, {"text": value}, (problem,))
