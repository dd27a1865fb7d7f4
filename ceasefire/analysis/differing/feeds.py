"""A feed under two rulebooks: which of its events are told of otherwise, and how many."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ceasefire.analysis.differing.told import REFUSED, Told, told_of
from ceasefire.errors import FeedError, no_event
from ceasefire.events.feeds import read_feed
from ceasefire.tables.passing import Pass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from ceasefire.book import Book
    from ceasefire.errors import Problem
    from ceasefire.events.rows import Row
    from ceasefire.tables.deciding import Decided

__all__ = ["NO_EVENT", "FeedDifference", "Moved", "feed_difference"]

NO_EVENT: Final = Told("no event")
"""Told of a row that a mapping leaves aside."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An event of the feed of which the two books tell different things; ``line`` is its row."""

    line: int
    id: str
    old: Told
    new: Told

    @property
    def kind(self) -> str:
        """The two verdicts, such as ``covered -> violating``."""
        return f"{self.old.verdict} -> {self.new.verdict}"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "line": self.line,
            "id": self.id,
            "old": self.old.to_dict(),
            "new": self.new.to_dict(),
        }


@dataclass
class FeedDifference:
    """What two books make of a feed: the events that differ, and counts of all.

    ``moves`` counts pairs of verdicts, old and new, over every row; a row that cannot be
    read by one of them is ``refused`` there. ``problems`` says why.
    """

    feed: str
    rows: int = 0
    moved: list[Moved] = field(default_factory=list)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejected: dict[str, int] = field(default_factory=dict)
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)

    def counts(self, side: int) -> dict[str, int]:
        """Return how many rows have each verdict, in the old book (0) or the new one (1)."""
        found: Counter[str] = Counter()
        for pair, number in self.moves.items():
            found[pair[side]] += number
        return dict(found)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "feed": self.feed,
            "rows": self.rows,
            "before": self.counts(0),
            "after": self.counts(1),
            "moves": [
                {"old": old, "new": new, "events": number}
                for (old, new), number in sorted(self.moves.items())
            ],
            "rejected": dict(self.rejected),
            "changed": [each.to_dict() for each in self.moved],
        }


def feed_difference(
    old: Book,
    new: Book,
    source: str | PathLike[str],
    *,
    format: str | None = None,  # noqa: A002  (the word of the command line)
) -> FeedDifference:
    """Classify a feed under two books, and return where they differ.

    ``source`` and ``format`` are those of :func:`~ceasefire.events.feeds.read_feed`; the
    feed is read twice, as each book may read its names otherwise. Raises
    :class:`~ceasefire.errors.FeedError` for a feed that cannot be read, or of which neither
    book can decide a row.
    """
    feeds = [read_feed(source, format, rulebook=book.rulebook) for book in (old, new)]
    passes = [Pass(book, feed, empty=True) for book, feed in zip((old, new), feeds, strict=True)]
    found = FeedDifference(feeds[0].name)
    for (line, before, name), (_, after, _) in zip(*map(rows, passes), strict=True):
        found.rows += 1
        found.moves[before.verdict, after.verdict] += 1
        if before.differs(after):
            found.moved.append(Moved(line, name(), before, after))
    for side, run in zip(("old", "new"), passes, strict=True):
        found.rejected[side] = run.summary.rejected
        found.problems[side] = tuple(run.summary.problems)
    if min(found.rejected.values()) == found.rows:
        wrong = dict.fromkeys(each for some in found.problems.values() for each in some)
        raise no_event(found.feed, found.rows, wrong, by="that either can decide")
    return found


def rows(run: Pass) -> Iterator[tuple[int, Told, Any]]:
    """Yield the line of each row, what is told of it, and what gives its id."""
    known: dict[int, Told] = {}
    for decided in blocks(run):
        # Rows with faults of their form stand beside the others, each with the next of these.
        faulty = deque(decided.block.faulty)
        problems, aside = dict(decided.rejected), dict(decided.aside)
        for number, finding in enumerate(decided.findings.tolist()):
            while faulty and faulty[0][0] <= number:
                yield misread(faulty.popleft()[1])
            if finding >= 0:
                told = known.get(finding)
                if told is None:
                    told = known[finding] = told_of(run.decider.findings[finding])
            elif number in aside:
                told = NO_EVENT
            else:
                told = refused(problems.get(number, ()))
            yield decided.block.line(number), told, named(decided.block, number)
        yield from (misread(row) for _, row in faulty)


def misread(row: Row) -> tuple[int, Told, Any]:
    """Return what is yielded of a row with faults of its form."""
    return row.line, refused(row.problems), lambda: str(row.raw.get("id", ""))


def refused(problems: Sequence[Problem]) -> Told:
    """Return what is told of a row that cannot be read."""
    return Told(REFUSED, because=problems[0].message if problems else "")


def blocks(run: Pass) -> Iterator[Decided]:
    """Yield the blocks of a feed, also where not one row of it can be decided."""
    try:
        for decided, _ in run.blocks():
            yield decided
    except FeedError:
        if not run.summary.rows or run.summary.rows != run.summary.rejected:
            raise


def named(block: Any, number: int) -> Any:  # noqa: ANN401  (of Arrow, or documents)
    """Return what gives the id of a row, which few are asked for."""
    return lambda: str(block.raw(number).get("id", ""))
