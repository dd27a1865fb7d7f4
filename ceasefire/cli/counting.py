"""Counts of findings by party and verdict, each with the least and the most it may be."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ceasefire.cli.terminal import amount
from ceasefire.findings.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.cli.terminal import Screen
    from ceasefire.findings.finding import Finding

__all__ = ["Tally"]

NOTHING: Final = "nothing to classify"
VERDICTS: Final = (Verdict.VIOLATING, Verdict.COVERED, Verdict.EXCLUDED)
HEAD: Final = ("named as actor", "events", *VERDICTS, "undetermined", NOTHING, "settled")
LEGEND: Final = (
    "Counts are of the facts as stated; in brackets, where they differ, the least (whatever "
    "account holds) and the most (possible over all accounts) that each may be. A row is of the "
    "events that name the party as actor: alone, with others, or as one of those who may have "
    "acted. So rows overlap, and a verdict is the event's, not the party's."
)
MOST: Final = 40
"""How many parties have a row."""


class Count:
    """The counts of one party: as stated, settled to be, and possible."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.events = self.settled = 0
        self.stated: Counter[str] = Counter()
        self.least: Counter[str] = Counter()
        self.most: Counter[str] = Counter()

    def add(self, finding: Finding, times: int = 1) -> None:
        """Count a finding, which so many events have."""
        self.events += times
        self.stated[finding.verdict if finding.possible else NOTHING] += times
        self.most.update(dict.fromkeys(finding.possible, times))
        self.settled += times * finding.settled
        if finding.settled and finding.verdict in finding.possible and not finding.no_incident:
            self.least.update(dict.fromkeys(finding.possible, times))

    def cells(self, name: str) -> tuple[str, ...]:
        """Return the row of the table."""
        ranges = (
            ranged(self.stated[verdict], self.least[verdict], self.most[verdict])
            for verdict in VERDICTS
        )
        others = (self.stated[Verdict.UNDETERMINED], self.stated[NOTHING], self.settled)
        return name, str(self.events), *ranges, *map(str, others)


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

    def rows(self) -> list[tuple[str, ...]]:
        """Return the rows, most events first; the last is of every event."""
        ranked = sorted(self.actors.items(), key=lambda item: (-item[1].events, item[0]))
        rows = [count.cells(name) for name, count in ranked[:MOST]]
        return [*rows, self.every.cells("every event")] if len(ranked) > 1 else rows

    def show(self, screen: Screen) -> None:
        """Print the table and what its figures mean."""
        rows = self.rows()
        unused = HEAD.index(NOTHING) if all(row[HEAD.index(NOTHING)] == "0" for row in rows) else -1
        kept = [index for index in range(len(HEAD)) if index != unused]
        screen.columns(
            [HEAD[index] for index in kept],
            [[row[index] for index in kept] for row in rows],
            right=range(1, len(kept)),
        )
        screen.line(LEGEND)
        if len(self.actors) > MOST:
            screen.line(f"{len(self.actors) - MOST} further parties with fewer events have no row.")
        if self.answers:
            screen.line("With another answer than one of these, something else would be possible:")
        for answer, count in sorted(self.answers.items(), key=lambda item: (-item[1], item[0])):
            screen.line(f"  {amount(count, 'events')}: {answer}")


def ranged(stated: int, least: int, most: int) -> str:
    """Return a count, and in brackets how few and how many it may be if that is not settled."""
    return str(stated) if least == stated == most else f"{stated} ({least}-{most})"
