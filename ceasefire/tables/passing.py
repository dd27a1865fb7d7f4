"""One pass over a feed: its blocks decided, in order, and what was found on the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceasefire.errors import no_event, placed
from ceasefire.events.unknowns import Unknowns, name_of
from ceasefire.tables.ahead import ahead, cores
from ceasefire.tables.blocks import PLAIN_ROWS, ROWS
from ceasefire.tables.deciding import Decided, Decider
from ceasefire.tables.repeats import Repeats, note
from ceasefire.tables.sources import tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from ceasefire.book import Book
    from ceasefire.errors import Problem
    from ceasefire.events.feeds import Feed
    from ceasefire.tables.blocks import Block
    from ceasefire.tables.sources import Task

__all__ = ["Pass", "Summary"]

KEPT: Final = 10_000
"""So many problems of rows are kept."""

NOT_YET: Final = ("not-yet-known",)


@dataclass(slots=True)
class Summary:
    """What became of the rows of a feed.

    ``rows`` is how many there were, ``decided`` how many have a finding, ``rejected`` how
    many could not be read or decided; ``problems`` says of the first of these what is wrong,
    and ``more`` how many problems there are besides.
    ``aside`` counts those that are no event, by reason; ``unknowns`` has the names and codes
    that nobody knows. ``compared`` is false where there were too many ids to tell of every
    one whether it was used before.
    """

    rows: int = 0
    decided: int = 0
    rejected: int = 0
    more: int = 0
    aside: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    unknowns: Unknowns = field(default_factory=Unknowns)
    compared: bool = True

    @property
    def left_aside(self) -> int:
        """How many rows are no event."""
        return self.aside.total()


class Lines:
    """The lines of some rows of a block, looked up only when they are asked for."""

    def __init__(self, block: Block, rows: Any) -> None:  # noqa: ANN401  (of Arrow, which ships no types)
        """Take the numbers of the rows."""
        self.block = block
        self.rows = rows

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.rows)

    def __getitem__(self, places: slice) -> list[int]:
        """Return some of them."""
        return [self.block.line(number) for number in self.rows[places].tolist()]


class Pass:
    """Decides a feed, block by block; to be gone through once.

    ``columns`` are those of a table that are wanted besides the ones that events are read
    from, all if nothing is said. ``workers`` is how many threads work at it; the order of
    rows is that of the feed whatever it is.
    """

    def __init__(  # noqa: PLR0913  (each a choice of its own)
        self,
        book: Book,
        feed: Feed,
        *,
        columns: Collection[str] | None = None,
        notes: bool = True,
        any_reading: bool = False,
        plain: bool = False,
        workers: int | None = None,
        empty: bool = False,
    ) -> None:
        """Begin before the first row; ``empty`` says that there need not be any.

        :attr:`make` may be set to what is to be made of each block where verdicts alone are
        wanted: whoever decides a block does that, too.
        """
        self.feed = feed
        self.empty = empty
        self.decider = Decider(book, feed, notes=notes, any_reading=any_reading, plain=plain)
        self.columns = None if columns is None else {*columns, *self.decider.columns}
        self.workers = min(cores(), 8) if workers is None else workers
        self.make: Callable[[Decided], Any] | None = None
        self.summary = Summary()
        self.repeats = Repeats(feed)

    def blocks(self) -> Iterator[tuple[Decided, Mapping[int, str]]]:
        """Yield each block with its findings, and notes that come before those of rows.

        Raises :class:`~ceasefire.errors.FeedError` where not one row can be decided, there
        is none although there has to be, or reading cannot go on.
        """
        for decided in self._decided():
            found = self._placed(decided)
            before = self._repeats(found) if self.decider.notes else {}
            self._count(found)
            yield found, before
        self.summary.compared = not self.repeats.full
        summary = self.summary
        if summary.rows == summary.rejected and not (self.empty and not summary.rows):
            raise no_event(self.feed.name, summary.rows, summary.problems)

    def _decided(self) -> Iterator[Decided]:
        rows = ROWS if self.decider.quick is None else PLAIN_ROWS
        wanted = tasks(self.feed, self.columns, rows=rows)
        for part in ahead(self._work, wanted, self.workers):
            yield from part

    def _work(self, task: Task) -> Iterable[Decided]:
        found = map(self._decide, task.blocks())
        return found if task.long else list(found)

    def _decide(self, block: Block) -> Decided:
        found = self.decider.decide(block)
        if self.make is None or self.decider.quick is None:
            return found
        return found._replace(made=self.make(found))

    def _placed(self, decided: Decided) -> Decided:
        if not decided.rejected:
            return decided
        name, line = self.feed.name, decided.block.line
        return decided._replace(
            rejected=[(n, placed(problems, name, line(n))) for n, problems in decided.rejected]
        )

    def _repeats(self, decided: Decided) -> dict[int, str]:
        found = {}
        for number, line in self.repeats.of(decided, self.decider).items():
            finding = int(decided.findings[number])
            if finding >= 0 and self.decider.findings[finding].ground != NOT_YET:
                found[number] = note(self.feed, line)
        return found

    def _count(self, decided: Decided) -> None:
        summary, block = self.summary, decided.block
        summary.rows += block.rows + len(block.faulty)
        summary.decided += int((decided.findings >= 0).sum())
        summary.rejected += len(decided.rejected) + len(block.faulty)
        summary.aside.update(reason for _, reason in decided.aside)
        lost = [(number, 1, problems) for number, problems in decided.rejected]
        lost += [(number, 0, row.problems) for number, row in block.faulty]
        for _, _, problems in sorted(lost, key=lambda item: item[:2]):
            if len(summary.problems) < KEPT:
                summary.problems.extend(problems)
            else:
                summary.more += len(problems)
        if self.decider.notes:
            self._unknowns(decided)

    def _unknowns(self, decided: Decided) -> None:
        """Count the names that nobody knows."""
        texts = self.decider.note_texts
        rows = np.flatnonzero(decided.findings >= 0)
        if not len(rows):
            return
        told = decided.notes[rows]
        order = np.argsort(told, kind="stable")
        numbers, starts = np.unique(told[order], return_index=True)
        found: dict[tuple[str, ...], tuple[str, list[Any]]] = {}
        for number, some in zip(numbers.tolist(), np.split(order, starts[1:]), strict=True):
            # A name that a row has in several notes is one.
            named = {key: text for text in reversed(texts[number]) if (key := name_of(text))}
            for key, text in named.items():
                found.setdefault(key, (text, []))[1].append(rows[some])
        for text, parts in found.values():
            lines: Any = Lines(decided.block, np.sort(np.concatenate(parts)))
            self.summary.unknowns.add_all(lines, [text])
