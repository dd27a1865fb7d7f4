"""Findings of a whole feed, printed as a table or written to a file, and their counts."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ceasefire.cli.counting import Tally
from ceasefire.cli.listing import Entry, show
from ceasefire.cli.terminal import Screen, amount
from ceasefire.errors import InputError
from ceasefire.findings.explain import DISCLAIMER, NOT_LAWFUL, provenance
from ceasefire.findings.finding import Verdict
from ceasefire.findings.output import FindingWriter
from ceasefire.findings.replacement import earlier
from ceasefire.program.binding import LATER
from ceasefire.report.telling import Teller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.cli.feeding import Run
    from ceasefire.findings.finding import Finding

__all__ = ["Ending", "Wishes", "left", "print_findings", "untouched", "write_findings"]


class Wishes(NamedTuple):
    """What the user wants to see, or not to."""

    summary: bool
    coarsen: int | None
    no_sources: bool
    bars: bool | None = None


class Ending:
    """What stands under findings: whose they are, and what they are not."""

    def __init__(self) -> None:
        """Begin with no finding."""
        self.last: Finding | None = None
        self.mild = False
        self.findings = self.wider = self.later = 0

    def add(self, finding: Finding, times: int = 1) -> None:
        """Take note of a finding, which so many events have."""
        self.last = finding
        self.findings += times
        self.later += times * (LATER in finding.notes)
        anything = finding.possible_any_reading
        self.wider += times * (anything is not None and anything != finding.possible)
        self.mild |= not finding.possible.isdisjoint({Verdict.EXCLUDED, Verdict.COVERED})

    def show(self, screen: Screen) -> None:
        """Print it."""
        screen.line()
        if self.last is not None:
            screen.lines(provenance(self.last))
            if self.last.possible_any_reading is not None:
                screen.line(any_reading(self.wider, self.findings))
        if self.last is not None and self.last.provenance and self.later:
            screen.line(later(self.later, self.last.provenance.as_of))
        if self.mild:
            screen.line(NOT_LAWFUL)
        screen.line(DISCLAIMER)


def later(events: int, as_of: str) -> str:
    """Return that events are classified although nobody can have known of them by then."""
    are = "is" if events == 1 else "are"
    return (
        f"{amount(events, 'events')} {are} later than {as_of}, and classified as though known: "
        "what is said of them is what the texts known by then would say."
    )


def any_reading(wider: int, findings: int) -> str:
    """Return what it comes to that every question is open."""
    if not wider:
        return "With every question open (any reading), the same is possible for every event."
    return (
        f"With every question open (any reading), something else is possible for {wider} of "
        f"{amount(findings, 'events')}."
    )


@contextmanager
def untouched(place: str | None, feed: str) -> Iterator[None]:
    """Say of an output, where something fails before it is begun, that it is an earlier one."""
    try:
        yield
    except InputError as error:
        if place not in {None, "-", feed} and (told := earlier(Path(str(place)))):
            error.add_note(told)
        raise


def print_findings(run: Run, wishes: Wishes) -> None:
    """Print a table of findings, and below it their counts."""
    screen = Screen()
    teller, tally, ending = Teller(run.book, wishes.coarsen), Tally(), Ending()
    entries = []
    for _, event, finding in run.findings():
        told = teller.tell(event)
        entries.append(Entry(told, finding))
        tally.add(teller.actors(event), finding)
        ending.add(finding)
    show(screen, entries, any_reading=run.any_reading)
    if wishes.summary:
        screen.line()
        tally.show(screen, bars=wishes.bars)
    ending.show(screen)
    run.report(Screen(error=True))


def write_findings(run: Run, place: str, wishes: Wishes) -> None:
    """Write findings to a file, or with ``-`` to standard output, and print their counts."""
    writer = FindingWriter(
        place,
        run.feed,
        rulebook=run.book.rulebook,
        provenance=run.book.provenance,
        coarsen=wishes.coarsen,
        no_sources=wishes.no_sources,
    )
    try:
        screen = Screen(error=place == "-")
        fill(writer, run, screen, wishes)
        if place != "-":
            are = "is" if writer.written == 1 else "are"
            screen.line(f"{amount(writer.written, 'findings')} {are} in {place}")
        run.report(Screen(error=True), place, writer.rejects)
    except KeyboardInterrupt as interrupt:
        raise KeyboardInterrupt(left(writer, place)) from interrupt


def fill(writer: FindingWriter, run: Run, screen: Screen, wishes: Wishes) -> None:
    """Write findings and print their counts."""
    teller, tally, ending = Teller(run.book), Tally(), Ending()
    with writer:
        for record, event, finding in run.findings(writer.reject):
            writer.write(record, finding)
            ending.add(finding)
            if wishes.summary:
                tally.add(teller.actors(event), finding)
        writer.list_unknown(run.rejects.unknowns)
    if wishes.summary:
        tally.show(screen, bars=wishes.bars)
        ending.show(screen)


def left(writer: FindingWriter, place: str) -> str:
    """Return what an interrupted run leaves behind."""
    if place == "-":
        return f"the output ends after {amount(writer.written, 'findings')}"
    if writer.complete:
        return f"all findings are in {place}"
    return earlier(Path(place)) or f"nothing was written to {place}"
