"""Rows kept on disk until all columns are known, for tables made from documents."""

from __future__ import annotations

import json
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final

from ceasefire.findings.numerals import Numerals, numeral
from ceasefire.findings.sinks import Utf8, dumps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ceasefire.findings.sinks import Sink

__all__ = ["NumeralSpool", "Spool"]

LARGEST_WHOLE: Final = 2**63
ORDER: Final = (
    "id", "title", "kind", "when", "when.from", "when.until", "where", "where.name",
    "where.country", "where.admin1", "where.admin2", "where.pcode", "where.lat", "where.lon",
    "where.within_km", "actor", "target",
)  # fmt: skip
"""The columns that come first, as far as there are any such."""

LAST: Final = ("alternatives", "parts", "known", "sources")


class Spool:
    """A sink that makes the real one when the last row has come."""

    def __init__(self, make: Callable[[dict[str, Any]], Sink]) -> None:
        """Take what makes a sink of the columns and their types."""
        self.make = make
        self.file = TemporaryFile()  # noqa: SIM115  (closed when all is written)
        self.text = Utf8(self.file)
        self.types: dict[str, str] = {}

    def write(self, own: Mapping[str, Any], added: Mapping[str, Any], point: Any) -> None:  # noqa: ANN401  (a value of any type)
        """Keep a row."""
        self.learn(own)
        self.text.write(dumps([own, added, point]) + "\n")

    def learn(self, own: Mapping[str, Any]) -> None:
        """Take note of the columns of a row, and of their types."""
        for key, value in own.items():
            kind = kind_of(value)
            known = self.types.setdefault(key, kind)
            if known != kind:
                self.types[key] = "number" if {known, kind} == {"whole", "number"} else "text"

    def columns(self) -> dict[str, str]:
        """Return all columns in order, with their types."""
        middle = [key for key in self.types if key not in {*ORDER, *LAST}]
        return {key: self.types[key] for key in (*ORDER, *middle, *LAST) if key in self.types}

    def fitted(self, own: dict[str, Any]) -> dict[str, Any]:
        """Return a row as the columns hold it."""
        return own

    def finish(self) -> None:
        """Write all rows."""
        self.types = self.columns()
        sink = self.make(self.types)
        self.text.flush()
        self.file.seek(0)
        for line in self.file:
            own, added, point = json.loads(line)
            sink.write(self.fitted(own), added, point)
        sink.finish()
        self.file.close()

    def abandon(self) -> None:
        """Let go of the rows."""
        self.file.close()


class NumeralSpool(Spool):
    """Rows of text, in whose columns numbers become such where no text is lost by it."""

    def __init__(self, make: Callable[[dict[str, Any]], Sink], columns: Iterable[str]) -> None:
        """Take what makes a sink, and the columns in order."""
        super().__init__(make)
        self.numerals = {name: Numerals() for name in columns}

    def learn(self, own: Mapping[str, Any]) -> None:
        """Take note of what the columns hold."""
        for name, column in self.numerals.items():
            column.add(own.get(name))

    def columns(self) -> dict[str, str]:
        """Return the columns with their types."""
        return {name: column.kind for name, column in self.numerals.items()}

    def fitted(self, own: dict[str, Any]) -> dict[str, Any]:
        """Return a row with numbers as such."""
        return {
            name: own.get(name) if kind == "text" else numeral(own.get(name), kind)
            for name, kind in self.types.items()
        }


def kind_of(value: object) -> str:
    """Return the type of a column that holds such a value."""
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int):
        return "whole" if -LARGEST_WHOLE <= value < LARGEST_WHOLE else "text"
    return "number" if isinstance(value, float) else "text"
