"""Findings of a whole feed, printed as a table or written to a file, and their counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.cli.counting import Tally
from ceasefire.cli.listing import Entry, show
from ceasefire.cli.reports import Teller
from ceasefire.cli.terminal import Screen
from ceasefire.findings.explain import DISCLAIMER, provenance
from ceasefire.findings.output import FindingWriter

if TYPE_CHECKING:
    from ceasefire.cli.feeding import Run
    from ceasefire.findings.finding import Finding

__all__ = ["Wishes", "print_findings", "write_findings"]


class Wishes(NamedTuple):
    """What the user wants to see, or not to."""

    summary: bool
    coarsen: int | None
    no_sources: bool


def print_findings(run: Run, wishes: Wishes) -> None:
    """Print a table of findings, and below it their counts."""
    screen = Screen()
    teller = Teller(run.book, wishes.coarsen)
    tally = Tally()
    entries = []
    for _, event, finding in run.findings():
        told = teller.tell(event)
        entries.append(Entry(told, finding))
        tally.add(told.actor, finding)
    show(screen, entries, any_reading=run.any_reading)
    if wishes.summary:
        screen.line()
        tally.show(screen)
    close(screen, entries[-1].finding)
    run.report(Screen(error=True))


def write_findings(run: Run, place: str, wishes: Wishes) -> None:
    """Write findings to a file, or with ``-`` to standard output, and print their counts."""
    screen = Screen(error=place == "-")
    teller = Teller(run.book)
    tally = Tally()
    finding: Finding | None = None
    with FindingWriter(
        place,
        run.feed,
        rulebook=run.book.rulebook,
        provenance=run.book.provenance,
        coarsen=wishes.coarsen,
        no_sources=wishes.no_sources,
    ) as writer:
        for record, event, finding in run.findings(writer.reject):
            writer.write(record, finding)
            if wishes.summary:
                tally.add(teller.tell(event).actor, finding)
    if wishes.summary and finding is not None:
        tally.show(screen)
        close(screen, finding)
    if place != "-":
        screen.line(f"{writer.written} findings are in {place}")
    run.report(Screen(error=True), writer.rejects)


def close(screen: Screen, finding: Finding) -> None:
    """Print which rulebook and reading gave the findings, and what they are not."""
    screen.line()
    screen.lines(provenance(finding))
    screen.line(DISCLAIMER)
