"""Findings of a large feed written to a file, block by block, and their counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ceasefire.cli.counting import Tally
from ceasefire.cli.naming import Naming
from ceasefire.cli.notes import Notes
from ceasefire.cli.progress import Watch
from ceasefire.cli.rejects import Rejects
from ceasefire.cli.results import Ending, left
from ceasefire.cli.terminal import Screen, amount
from ceasefire.findings.words import answers
from ceasefire.program.binding import LATER
from ceasefire.tables.outputs import BlockWriter
from ceasefire.tables.passing import Pass
from ceasefire.tables.tallying import distinct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.book import Book
    from ceasefire.cli.results import Wishes
    from ceasefire.events.feeds import Feed
    from ceasefire.findings.finding import Finding
    from ceasefire.tables.deciding import Decided, Decider

__all__ = ["write_blocks"]


def write_blocks(
    book: Book, feed: Feed, place: str, wishes: Wishes, *, any_reading: bool = False
) -> Rejects:
    """Write findings to a file, or with ``-`` to standard output, and print their counts.

    Returns what could not be read or decided. Raises
    :class:`~ceasefire.errors.FeedError` where that is every row.
    """
    run = Pass(book, feed, any_reading=any_reading)
    writer = BlockWriter(
        place,
        feed,
        run.decider,
        rulebook=book.rulebook,
        provenance=book.provenance,
        coarsen=wishes.coarsen,
        no_sources=wishes.no_sources,
    )
    try:
        screen = Screen(error=place == "-")
        counts = Counts(book, run.decider, summary=wishes.summary)
        with writer, Watch(feed) as watch:
            for decided, before in run.blocks():
                writer.write_block(decided, before)
                writer.reject_all(decided)
                counts.add(decided, before)
                watch.advance(decided.block.rows)
            writer.list_unknown(run.summary.unknowns)
        if wishes.summary:
            counts.tally.show(screen, bars=wishes.bars)
            counts.ending.show(screen)
        if place != "-":
            are = "is" if writer.written == 1 else "are"
            screen.line(f"{amount(writer.written, 'findings')} {are} in {place}")
        return report(run, counts.notes, place, writer)
    except KeyboardInterrupt as interrupt:
        raise KeyboardInterrupt(left(writer, place)) from interrupt


def report(run: Pass, notes: Notes, place: str, writer: BlockWriter) -> Rejects:
    """List what could not be read or decided, and what findings note."""
    summary, screen = run.summary, Screen(error=True)
    rejects = Rejects()
    rejects.rows, rejects.more = summary.rejected, summary.more
    rejects.problems = summary.problems
    rejects.aside, rejects.unknowns = summary.aside, summary.unknowns
    rejects.show(screen, summary.rows, writer.rejects)
    if not summary.compared:
        screen.line("there are too many ids to tell of each whether it was used before")
    notes.show(screen, place)
    return rejects


class Counts:
    """What is counted of findings, once for all rows that are alike."""

    def __init__(self, book: Book, decider: Decider, *, summary: bool) -> None:
        """Begin at nothing."""
        self.book = book
        self.decider = decider
        self.summary = summary
        self.tally, self.ending, self.notes = Tally(), Ending(), Notes()
        self.naming = Naming(book, decider)
        self._findings: dict[int, Finding] = {}

    def add(self, decided: Decided, before: Mapping[int, str]) -> None:
        """Count the findings of a block."""
        for number, times, _ in distinct(decided.findings, decided.findings >= 0):
            self.ending.add(self._finding(number), times)
        repeated = sorted(before)
        for number, times, first in distinct(decided.notes, decided.findings >= 0):
            while repeated and repeated[0] <= first:
                self.notes.add([before[repeated.pop(0)]])
            texts = self.decider.note_texts[number]
            self.notes.add(texts, times)
            self.ending.later += times * (LATER in texts)
        for row in repeated:
            self.notes.add([before[row]])
        if self.summary:
            for actors, number, times in self.naming.actors(decided):
                self.tally.add(actors, self._finding(number), times)

    def _finding(self, number: int) -> Finding:
        """Return a finding whose answers are in words."""
        found = self._findings.get(number)
        if found is None:
            program = self.book.program
            found = self.decider.findings[number]
            told = tuple(
                replace(item, label=answers(program, item.question, [item.answer])[0][0])
                for item in found.rests_on
            )
            found = self._findings[number] = replace(found, rests_on=told)
        return found
