"""The events of a report as columns of small numbers, with each text carried once.

Feeds repeat themselves: what is told of 100,000 events is a few thousand texts. So the
browser reads little, and filters by comparing numbers.
"""

from __future__ import annotations

import base64
import gzip
import json
from typing import TYPE_CHECKING, Any, Final

from ceasefire.report.palette import ORDER

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from datetime import date

    from ceasefire.report.entries import Entry

__all__ = ["COLUMNS", "PACKED_FROM", "Columns", "carried"]

PACKED_FROM: Final = 1_000_000
"""Data of so many characters or more are carried packed."""

COLUMNS: Final = (
    "id", "line", "first", "last", "kind", "actor", "target", "verification", "place",
    "verdict", "possible", "settled", "explanation", "reported", "said", "sources", "point",
)  # fmt: skip
"""What is carried of each event."""

NAMED: Final = ("kind", "actor", "target", "verification")
"""The columns in which an event may have several names."""

NO_INCIDENT: Final = 1 << len(ORDER)
"""What stands among the possible verdicts for that there may have been no incident."""

UNSAFE: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""What could end a script, or a line of one, as JSON writes it otherwise."""

Block = tuple[str, ...]
"""A title, and lines below it, which spaces move in."""


class Index(dict[Any, int]):
    """Numbers things in the order in which they are first met."""

    def of(self, thing: Hashable) -> int:
        """Return the number of a thing."""
        return self.setdefault(thing, len(self))


class Columns:
    """Takes entries one by one, and keeps what they have in common once."""

    def __init__(self, base: date | None) -> None:
        """Take the day from which days are counted."""
        self.base = base.toordinal() if base else 0
        self.texts, self.places, self.points = Index(), Index(), Index()
        self.sections, self.explanations, self.cites = Index(), Index(), Index()
        self.names = {column: Index() for column in NAMED}
        self.sets = {column: Index() for column in NAMED}
        self.columns: dict[str, list[Any]] = {column: [] for column in COLUMNS}

    def add(self, entry: Entry, further: Sequence[Block] = ()) -> None:
        """Take an event, with what is told of it beside its explanation."""
        row = (
            entry.id,
            entry.line,
            self._day(entry.first),
            self._day(entry.last),
            self._set("kind", entry.kinds),
            self._set("actor", entry.actors),
            self._set("target", entry.targets),
            self._set("verification", entry.verification),
            self.places.of(entry.place),
            ORDER.index(entry.verdict),
            sum(1 << ORDER.index(each) for each in entry.possible)
            + (NO_INCIDENT if entry.no_incident else 0),
            int(entry.settled),
            self.explanations.of(self._explained(entry, further)),
            [self.texts.of(each) for each in entry.reported.split("; ")],
            [self.texts.of(each) for each in entry.said],
            [self.cites.of(tuple(each)) for each in entry.sources],
            -1 if entry.point is None else self.points.of(entry.point),
        )
        for column, value in zip(self.columns.values(), row, strict=True):
            column.append(value)

    def _day(self, day: date | None) -> int:
        return -1 if day is None else day.toordinal() - self.base

    def _set(self, column: str, names: Iterable[str]) -> int:
        return self.sets[column].of(tuple(map(self.names[column].of, names)))

    def _explained(self, entry: Entry, further: Sequence[Block]) -> tuple[int, ...]:
        """Return an explanation by numbers: its headline, its reason, and its sections."""
        why, *blocks = blocks_of(entry.explanation)
        numbers = map(self._section, (*blocks, *further))
        return self.texts.of(entry.headline), self.texts.of(" ".join(why)), *numbers

    def _section(self, block: Sequence[str]) -> int:
        """Return the number of a section: its title, and each line with how far it is moved in."""
        title, *rest = block
        found = [self.texts.of(title)]
        for line in rest:
            text = line.lstrip(" ")
            found += (len(line) - len(text), self.texts.of(text.removeprefix("- ")))
        return self.sections.of(tuple(found))

    def data(self) -> dict[str, Any]:
        """Return everything as data that JSON can hold."""
        names = {column: list(index) for column, index in self.names.items()}
        return {
            "texts": list(self.texts),
            "sections": list(self.sections),
            "explanations": list(self.explanations),
            "cites": list(self.cites),
            "lists": {"place": list(self.places), **names},
            "sets": {column: list(index) for column, index in self.sets.items()},
            "columns": self.columns,
        }


def blocks_of(lines: Iterable[str]) -> list[list[str]]:
    """Return the blocks of a text that empty lines stand between; there is at least one."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return blocks if blocks[-1] or len(blocks) == 1 else blocks[:-1]


def carried(data: object) -> tuple[str, str]:
    """Return data as the text of a script element, and its type.

    Nothing in it can end the element. It is JSON, or where that is long JSON packed by
    gzip, in base64.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    if len(text) < PACKED_FROM:
        return text.translate(UNSAFE), "application/json"
    packed = gzip.compress(text.encode("utf-8", "replace"), mtime=0)
    return base64.b64encode(packed).decode(), "application/gzip;base64"
