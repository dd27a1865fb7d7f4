"""Names and codes of a feed that nobody knows, counted, with the rows that have them.

What a rulebook does not know of an event, and what a mapping does not list, is taken as
unknown and noted. These notes are gathered here, each name once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["COUNTED", "MOST", "SHOWN", "Unknown", "Unknowns", "name_of"]

SHOWN: Final = 10
"""So many rows are told of each name."""

MOST: Final = 10_000
"""So many names are told apart; what comes after them is only counted."""

COUNTED: Final = 200_000
"""So many further names are counted each once; past that there are at least so many."""

NOTE: Final = re.compile(
    r"(?:(?P<field>[^`]+): )?`(?P<name>.*)` (?P<what>is no party of|names several parties"
    r"|is not a name of|is no place of|is no known country|is no P-code|is no admin[12] of"
    r"|is written in letters|is written in digits|is not listed)(?P<told>[^;]*)(?:; (?P<hint>.*))?",
    re.DOTALL,
)
"""A note on a name that was not resolved, and on what was meant."""

CODES: Final = {
    "is no party of": "unknown-party",
    "names several parties": "ambiguous-party",
    "is not a name of": "outdated-party",
    "is no place of": "unknown-place",
    "is no known country": "unknown-place",
    "is no P-code": "unknown-place",
    "is no admin1 of": "unknown-place",
    "is no admin2 of": "unknown-place",
    "is written in letters": "unknown-place",
    "is written in digits": "unknown-place",
    "is not listed": "unknown-code",
}
"""What is wrong with a name, by what a note says of it."""


class Unknown(NamedTuple):
    """One name or code that is not known.

    ``field`` is that of the event, or the column of the feed; ``times`` says in how many
    rows it is, of which ``lines`` are the first; ``hint`` names the nearest that is
    known, if any is near.
    """

    field: str
    name: str
    times: int
    lines: tuple[int, ...]
    hint: str
    code: str
    message: str


@dataclass(slots=True)
class Tally:
    """The rows that have a name."""

    code: str
    message: str
    hint: str
    count: int = 0
    lines: list[int] = field(default_factory=list)


class Unknowns:
    """The names and codes of a feed that are not known."""

    def __init__(self) -> None:
        """Begin with none."""
        self._tallies: dict[tuple[str, str, str], Tally] = {}
        self._further: set[int] = set()
        self.more: int = 0
        """How many times there were names beyond those that are told apart."""

    def __len__(self) -> int:
        """Return how many names there are."""
        return len(self._tallies)

    @property
    def further(self) -> int:
        """How many names there are beyond those that are told apart, :data:`COUNTED` at most."""
        return len(self._further)

    @property
    def beyond(self) -> str:
        """In words, how many names there are beyond those that are told apart; or nothing."""
        if not self._further:
            return ""
        least = "at least " if self.further >= COUNTED else ""
        rows = "1 row" if self.more == 1 else f"{self.more} rows"
        if self.further == 1:
            return f"1 more name or code, in {rows}, is"
        return f"{least}{self.further} more names and codes, in {rows}, are"

    def add(self, line: int, notes: Iterable[str]) -> None:
        """Take the notes of the event, or of the finding, of a row."""
        self.add_all((line,), notes)

    def add_all(self, lines: Sequence[int], notes: Iterable[str]) -> None:
        """Take notes that several rows have, whose lines are in order."""
        seen = set()
        for note in notes:
            found = NOTE.fullmatch(note)
            if found is None or not lines:
                continue
            key = key_of(found)
            if key in seen:
                continue
            seen.add(key)
            tally = self._tallies.get(key)
            if tally is None:
                if len(self._tallies) >= MOST:
                    self._pass_over(key, len(lines))
                    continue
                message = f"`{found['name']}` {found['what']}{found['told']}"
                tally = Tally(CODES[found["what"]], message, found["hint"] or "")
                self._tallies[key] = tally
            tally.count += len(lines)
            if len(tally.lines) < SHOWN:
                tally.lines += lines[: SHOWN - len(tally.lines)]

    def _pass_over(self, key: tuple[str, str, str], times: int) -> None:
        """Count a name for which there is no room."""
        self.more += times
        if len(self._further) < COUNTED:
            self._further.add(hash(key))

    def rows(self) -> list[Unknown]:
        """Return each name, the most frequent first."""
        found = [
            Unknown(where, name, each.count, tuple(each.lines), each.hint, each.code, each.message)
            for (where, name, _), each in self._tallies.items()
        ]
        return sorted(found, key=lambda each: (-each.times, each.lines, each.field, each.name))

    def rejects(self) -> Iterator[dict[str, str | int | None]]:
        """Yield a row of a file of rejects for each name: line, code, message, raw.

        The line is the first that has it, and ``raw`` the name. The last row says how many
        more there are, if they are too many to be listed.
        """
        for each in self.rows():
            told = f"{each.field}: {each.message}" if each.field else each.message
            hints = [each.hint] if each.hint else []
            yield {
                "line": each.lines[0] or None,
                "code": each.code,
                "message": f"{told} ({'; '.join([*hints, lines(each)])})",
                "raw": each.name,
            }
        if self.beyond:
            told = f"{self.beyond} not known, and not listed: only the first {MOST} are"
            yield {"line": None, "code": "more-unknown", "message": told, "raw": ""}


def name_of(note: str) -> tuple[str, str, str] | None:
    """Return what tells a name from others: its field, itself, and what is wrong with it."""
    found = NOTE.fullmatch(note)
    return None if found is None else key_of(found)


def key_of(found: re.Match[str]) -> tuple[str, str, str]:
    """Return what tells the name of a note from others."""
    return found["field"] or "", found["name"], found["what"]


def lines(unknown: Unknown) -> str:
    """Return in words how many rows have a name, and which are the first."""
    listed = ", ".join(map(str, unknown.lines))
    if unknown.times == 1:
        return f"in row {listed}"
    more = ", ..." if unknown.times > len(unknown.lines) else ""
    return f"in {unknown.times} rows: {listed}{more}"
