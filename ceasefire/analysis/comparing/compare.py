"""The verdicts of a feed under several readings, and where these differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.analysis.casework.docket import docket, stance_of
from ceasefire.analysis.comparing.turning import Turn, Turning
from ceasefire.errors import UsageError
from ceasefire.findings.counts import COUNTED, COUNTING, NOTHING, Count, Tally
from ceasefire.findings.finding import Verdict, ordered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ceasefire.analysis.casework.docket import Entry, Source
    from ceasefire.analysis.casework.origin import Origin
    from ceasefire.analysis.casework.weighing import Outcome
    from ceasefire.book import Book
    from ceasefire.findings.counts import Spread

__all__ = ["TOLD", "Comparison", "Dispute", "Pair", "Row", "comparable", "compare"]

TOLD: Final = (*map(str, COUNTED), str(Verdict.UNDETERMINED), NOTHING)
"""What an event may come to, in the order in which it is told."""

RULES: Final = (
    COUNTING,
    "Every event counts once, whoever acted.",
    "An event is disputed where two of the readings give it different verdicts.",
    (
        "A dispute turns on the changes that give the event, under the first reading of a pair, "
        "the verdict that it has under the second, where no part of them does."
    ),
)


@dataclass(frozen=True)
class Row:
    """What one reading comes to: for each verdict a count, as stated, least and most.

    ``undetermined`` and ``nothing`` count the events whose stated facts leave the verdict
    open, and those that have none; ``settled`` those of which one verdict alone is possible.
    """

    reading: str
    title: str
    events: int
    verdicts: Mapping[str, Spread]
    undetermined: int
    nothing: int
    settled: int

    @classmethod
    def of(cls, reading: str, title: str, count: Count) -> Row:
        """Return the row of a reading."""
        return cls(reading, title, *Tally.of(count))

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "reading": self.reading,
            "title": self.title,
            "events": self.events,
            "verdicts": {key: spread._asdict() for key, spread in self.verdicts.items()},
            "undetermined": self.undetermined,
            "nothing": self.nothing,
            "settled": self.settled,
        }


@dataclass(frozen=True)
class Pair:
    """Two readings: how many events have one verdict under ``one``, and one under ``other``.

    ``differ`` counts the events whose verdicts differ, ``wider`` those that have the same
    and of which something else is possible.
    """

    one: str
    other: str
    counts: Mapping[tuple[str, str], int]
    wider: int

    @property
    def differ(self) -> int:
        """How many events have different verdicts."""
        return sum(count for (one, other), count in self.counts.items() if one != other)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        counts = [
            {"one": one, "other": other, "events": count}
            for (one, other), count in sorted(self.counts.items(), key=rank)
        ]
        return {
            "one": self.one,
            "other": self.other,
            "differ": self.differ,
            "wider": self.wider,
            "counts": counts,
        }


@dataclass(frozen=True)
class Dispute:
    """An event whose verdict depends on the reading, and what that turns on.

    ``verdicts`` and ``possible`` are by reading; ``turns`` has each two readings that differ.
    """

    event: str
    line: int
    verdicts: Mapping[str, str]
    possible: Mapping[str, tuple[str, ...]]
    turns: tuple[Turn, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "event": self.event,
            "line": self.line,
            "verdicts": dict(self.verdicts),
            "possible": {key: list(verdicts) for key, verdicts in self.possible.items()},
            "turns": [turn.to_dict() for turn in self.turns],
        }


@dataclass(frozen=True)
class Comparison:
    """Readings side by side, over the events of a feed."""

    origin: Origin
    rows: tuple[Row, ...]
    pairs: tuple[Pair, ...]
    disputes: tuple[Dispute, ...]

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings that are compared."""
        return tuple(row.reading for row in self.rows)

    def turning(self) -> dict[tuple[str, ...], int]:
        """Count for each set of changes the disputed events that turn on it, most first."""
        found: Counter[tuple[str, ...]] = Counter()
        for dispute in self.disputes:
            sets = {
                tuple(change.name for change in some)
                for turn in dispute.turns
                for some in turn.sets
            }
            found.update(sets)
        ranked = sorted(found.items(), key=lambda item: (-item[1], len(item[0]), item[0]))
        return dict(ranked)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "about": self.origin.to_dict(),
            "readings": [row.to_dict() for row in self.rows],
            "pairs": [pair.to_dict() for pair in self.pairs],
            "turns_on": [
                {"changes": list(names), "events": count} for names, count in self.turning().items()
            ],
            "disputes": [dispute.to_dict() for dispute in self.disputes],
        }


class Tables(NamedTuple):
    """What is counted of readings, and of each two of them."""

    counts: list[Count]
    pairs: dict[tuple[int, int], Counter[tuple[str, str]]]
    wider: Counter[tuple[int, int]]

    def add(self, outcomes: Sequence[Outcome]) -> None:
        """Count an event."""
        for count, outcome in zip(self.counts, outcomes, strict=True):
            count.add(outcome)
        for numbers, table in self.pairs.items():
            one, other = (outcomes[number] for number in numbers)
            table[one.told, other.told] += 1
            same = one.told == other.told
            self.wider[numbers] += same and one.possible != other.possible


def comparable(book: Book, readings: Sequence[str]) -> tuple[str, ...]:
    """Return readings of a book that can be set side by side: two or more of them.

    Raises :class:`~ceasefire.errors.UsageError` where that is not so, one is named twice,
    or there is none of a name.
    """
    for name, times in Counter(readings).items():
        book.with_reading(name)
        if times > 1:
            raise UsageError(f"the reading `{name}` is named more than once")
    if len(book.readings) < 2:  # noqa: PLR2004  (one beside another)
        raise UsageError(f"`{book.rulebook.id}` has no two readings that could be compared")
    if len(readings) < 2:  # noqa: PLR2004  (one beside another)
        named = f"only `{readings[0]}` is named" if readings else "none is named"
        there = ", ".join(book.readings)
        raise UsageError(f"two readings are needed to compare, and {named}; there are {there}")
    return tuple(readings)


def compare(
    book: Book,
    source: Source,
    readings: Sequence[str] | None = None,
    *,
    format: str | None = None,  # noqa: A002  (the word of the command line)
    advance: Callable[[int], None] | None = None,
) -> Comparison:
    """Return the verdicts of a feed under several readings of a book, side by side.

    ``source`` is a path, an open feed or any events, as for
    :func:`~ceasefire.analysis.casework.docket.docket`; ``readings`` are all of them by
    default, and the date is that of the book. ``advance`` is told of each event that is
    done. Raises :class:`~ceasefire.errors.UsageError` for readings that are not
    :func:`comparable`, and :class:`~ceasefire.errors.FeedError` where no event can be decided.
    """
    names = book.readings if readings is None else comparable(book, readings)
    stances = [stance_of(book, name) for name in names]
    events = docket(book, source, format=format)
    numbers = list(combinations(range(len(names)), 2))
    tables = Tables([Count() for _ in names], {pair: Counter() for pair in numbers}, Counter())
    turnings = {(i, j): Turning(stances[i], stances[j]) for i, j in numbers}
    disputes = []

    def weigh(entry: Entry) -> tuple[list[Outcome], tuple[Turn, ...]]:
        outcomes = [entry.outcome(stance) for stance in stances]
        differing = [(i, j) for i, j in numbers if outcomes[i].told != outcomes[j].told]
        turns = tuple(Turn(names[i], names[j], *turnings[i, j].sets(entry)) for i, j in differing)
        return outcomes, turns

    for entry, (outcomes, turns) in events.weighed(weigh, advance):
        tables.add(outcomes)
        if turns:
            disputes.append(dispute(entry, names, outcomes, turns))
    titles = [book.rulebook.readings[name].title for name in names]
    return Comparison(
        events.origin(names, RULES),
        tuple(map(Row.of, names, titles, tables.counts)),
        tuple(
            Pair(names[i], names[j], dict(tables.pairs[i, j]), tables.wider[i, j])
            for i, j in numbers
        ),
        tuple(disputes),
    )


def dispute(
    entry: Entry, names: Sequence[str], outcomes: Sequence[Outcome], turns: tuple[Turn, ...]
) -> Dispute:
    """Return an event on which readings differ."""
    each = dict(zip(names, outcomes, strict=True))
    return Dispute(
        entry.id,
        entry.line,
        {name: outcome.told for name, outcome in each.items()},
        {name: tuple(ordered(outcome.possible)) for name, outcome in each.items()},
        turns,
    )


def rank(item: tuple[tuple[str, str], int]) -> tuple[int, int]:
    """Return where two verdicts stand in a matrix."""
    one, other = item[0]
    return TOLD.index(one), TOLD.index(other)
