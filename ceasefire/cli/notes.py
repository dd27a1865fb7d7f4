"""What the notes on findings say, counted over a feed."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from ceasefire.cli.terminal import amount

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ceasefire.cli.terminal import Screen

__all__ = ["Notes"]

MOST: Final = 10
"""How many kinds of note are listed."""

TOLD: Final = (
    "excluded does not mean lawful",
    "covered does not mean lawful",
    "the report is of no incident",
)
"""What the table itself says, or the lines under it."""

NAME: Final = re.compile(
    r"(?:\w+: )?(`.*` (?:is no party of|names several parties|is not a name of"
    r"|is not listed|is no place of).*)",
    re.DOTALL,
)
"""A name that was not resolved, whichever field it stands in."""

DETAIL: Final = re.compile(r"(.*?)(?:, in (?:line|row) \d+| \(low \d+, best \d+, high \d+\))")
"""What stands behind a note and is of one event alone."""


class Notes:
    """The notes of a feed's findings, each counted once for an event."""

    def __init__(self) -> None:
        """Begin with none."""
        self.counts: Counter[str] = Counter()

    def add(self, notes: Iterable[str], times: int = 1) -> None:
        """Take the notes of a finding, which so many events have."""
        kinds = (kind_of(note) for note in notes if not note.startswith(TOLD))
        self.counts.update(dict.fromkeys(kinds, times))

    def show(self, screen: Screen, file: str | Path | None = None) -> None:
        """List the notes, the most frequent first; ``file`` is where all of them are."""
        if not self.counts:
            return
        screen.line("Notes:")
        for note, count in self.counts.most_common(MOST):
            screen.line(f"  {amount(count, 'events')}: {note}")
        more = len(self.counts) - MOST
        if more > 0:
            kinds = "kinds; they are" if more > 1 else "kind; it is"
            where = "the notes column" if file else "the notes column that -o FILE writes"
            screen.line(f"  ... and {more} more {kinds} in {where}")


def kind_of(note: str) -> str:
    """Return a note without what differs between events of which it says the same."""
    if named := NAME.fullmatch(note):
        return named[1]
    detailed = DETAIL.fullmatch(note)
    return detailed[1] if detailed else note
