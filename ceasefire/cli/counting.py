"""Counts of findings by party and verdict, each with the least and the most it may be."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ceasefire.cli.bars import show_bars
from ceasefire.cli.terminal import amount
from ceasefire.findings.counts import BY_ACTOR, COUNTED, COUNTING, NOTHING, Count
from ceasefire.findings.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.cli.terminal import Screen
    from ceasefire.findings.finding import Finding

__all__ = ["Tally"]

HEAD: Final = ("named as actor", "events", *COUNTED, "undetermined", NOTHING, "settled")
LEGEND: Final = f"{COUNTING} {BY_ACTOR}"
MOST: Final = 40
"""How many parties have a row."""

DRAWN: Final = 12
"""How many of them have bars."""


class Tally:
    """Counts findings by the parties that are named as actors, and by what they rest on."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.actors: dict[str, Count] = {}
        self.every = Count()
        self.answers: Counter[str] = Counter()

    def add(self, actors: Iterable[str], finding: Finding, times: int = 1) -> None:
        """Count a finding that so many events have, once for each party that they name."""
        for actor in set(actors):
            self.actors.setdefault(actor, Count()).add(finding, times)
        self.every.add(finding, times)
        for item in finding.rests_on:
            self.answers[f"{item.question}: {item.label}"] += times

    def ranked(self, most: int) -> list[tuple[str, Count]]:
        """Return the counts, most events first; the last is of every event."""
        ranked = sorted(self.actors.items(), key=lambda item: (-item[1].events, item[0]))
        every = [("every event", self.every)] if len(ranked) > 1 else []
        return [*ranked[:most], *every]

    def show(self, screen: Screen, *, bars: bool | None = None) -> None:
        """Print the table and what its figures mean, with ``bars`` too.

        Without a word on ``bars`` they are for those who look at a terminal.
        """
        rows = [cells(name, count) for name, count in self.ranked(MOST)]
        unused = HEAD.index(NOTHING) if all(row[HEAD.index(NOTHING)] == "0" for row in rows) else -1
        kept = [index for index in range(len(HEAD)) if index != unused]
        screen.columns(
            [HEAD[index] for index in kept],
            [[row[index] for index in kept] for row in rows],
            right=range(1, len(kept)),
        )
        if screen.terminal if bars is None else bars:
            show_bars(screen, self.ranked(DRAWN))
        screen.line(LEGEND)
        if len(self.actors) > MOST:
            screen.line(f"{len(self.actors) - MOST} further parties with fewer events have no row.")
        if self.answers:
            screen.line("With another answer than one of these, something else would be possible:")
        for answer, count in sorted(self.answers.items(), key=lambda item: (-item[1], item[0])):
            screen.line(f"  {amount(count, 'events')}: {answer}")


def cells(name: str, count: Count) -> tuple[str, ...]:
    """Return the row of a party."""
    spreads = (str(count.spread(verdict)) for verdict in COUNTED)
    others = (count.stated[Verdict.UNDETERMINED], count.stated[NOTHING], count.settled)
    return name, str(count.events), *spreads, *map(str, others)
