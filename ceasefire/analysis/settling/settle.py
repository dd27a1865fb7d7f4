"""Which facts would settle which findings, found by settling each in turn."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.analysis.casework.docket import docket, stance_of
from ceasefire.analysis.settling.branches import open_facts, possible
from ceasefire.analysis.settling.inquiry import (
    Case,
    Fact,
    Inquiry,
    Line,
    PairOfLines,
    Together,
)
from ceasefire.engines.reference.engine import too_open
from ceasefire.engines.reference.meaning import several
from ceasefire.engines.reference.search import Spent
from ceasefire.engines.reference.telling import OTHER_WAY
from ceasefire.engines.reference.uncertainty import valued
from ceasefire.errors import EventError
from ceasefire.findings.words import field_label
from ceasefire.program.binding import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ceasefire.analysis.casework.docket import Entry, Source
    from ceasefire.analysis.casework.weighing import Sort, Stance
    from ceasefire.analysis.settling.branches import Open
    from ceasefire.book import Book

__all__ = ["RULES", "settle"]

MOST_FACTS: Final = 12
"""Of so many facts of an event, all pairs are tried."""

RULES: Final = (
    (
        "Unsettled are the events of which more than one thing is possible over all accounts: "
        "several verdicts, or also that there was no incident."
    ),
    (
        "A fact settles an event if each of its possible values leaves one verdict (or no "
        "incident) and no other, all else as open as it is; it may settle it if some of them do."
    ),
    (
        "A field once established rules out the accounts that state it otherwise; that an "
        "account is right rules out its rivals."
    ),
    "Lines of inquiry are in greedy order: each adds most events to those that come before.",
)


class Solved(NamedTuple):
    """What the values of the facts of an event leave possible, as masks.

    ``pairs`` are the numbers of two facts, with a mask for each two values.
    """

    masks: tuple[tuple[int, ...], ...]
    pairs: tuple[tuple[int, int, tuple[int, ...]], ...]
    tried: bool


class Solver:
    """Settles the facts of events, once for those that come to the same."""

    def __init__(self, book: Book, stance: Stance) -> None:
        """Take the book and the reading."""
        self.book = book
        self.program = book.program
        self.stance = stance
        self._known: dict[Any, Solved] = {}

    def case(self, entry: Entry) -> Case | None:
        """Return what would settle an event, or nothing if it is settled."""
        outcome = entry.outcome(self.stance)
        if not outcome.open:
            return None
        answers, credit = self.stance
        as_of = self.book.setting.as_of
        bound = bind(entry.event, self.program, {}, credit=credit, as_of=as_of)
        sort = entry.sort(credit)
        facts = tuple(open_facts(self.program, bound, sort, answers))
        try:
            solved = self._solved(sort, facts)
        except Spent:
            raise EventError([too_open(entry.event)]) from None
        told = tuple(map(fact_of, facts, solved.masks))
        return Case(
            entry.id,
            entry.line,
            outcome.told,
            valued(outcome.every, ()),
            tuple(fact for fact in told if fact.may_settle),
            tuple(together(facts, *pair) for pair in solved.pairs),
            solved.tried,
        )

    def _solved(self, sort: Sort, facts: Sequence[Open]) -> Solved:
        key = sort, tuple(fact.branches for fact in facts)
        found = self._known.get(key)
        if found is None:
            answers = self.stance.answers
            masks = tuple(
                tuple(possible(sort, answers, [branch]) for branch in fact.branches)
                for fact in facts
            )
            pairs: list[tuple[int, int, tuple[int, ...]]] = []
            if not any(map(settled, masks)):
                pairs += self._pairs(sort, facts[:MOST_FACTS])
            found = self._known[key] = Solved(masks, tuple(pairs), len(facts) <= MOST_FACTS)
        return found

    def _pairs(
        self, sort: Sort, facts: Sequence[Open]
    ) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """Yield two facts that settle together."""
        for one, other in combinations(range(len(facts)), 2):
            masks = []
            for branches in product(facts[one].branches, facts[other].branches):
                mask = possible(sort, self.stance.answers, branches)
                if several(mask):
                    break
                masks.append(mask)
            else:
                if settled(masks):
                    yield one, other, tuple(masks)


def settle(
    book: Book,
    source: Source,
    *,
    format: str | None = None,  # noqa: A002  (the word of the command line)
    advance: Callable[[int], None] | None = None,
) -> Inquiry:
    """Return the facts that would settle the findings of a feed, the most useful first.

    Findings are those of the reading and date of ``book``; ``source`` is as for
    :func:`~ceasefire.analysis.casework.docket.docket`, and ``advance`` is told of each
    event that is done. Raises :class:`~ceasefire.errors.FeedError` where no event can be
    decided.
    """
    events = docket(book, source, format=format)
    solver = Solver(book, stance_of(book))
    cases = tuple(case for _, case in events.weighed(solver.case, advance) if case is not None)
    origin = events.origin([book.reading], RULES)
    found = tuple(lines(book, cases))
    return Inquiry(origin, book.reading, found, tuple(pairs(book, cases)), cases)


def settled(masks: Sequence[int]) -> bool:
    """Return whether one thing is left by each value, but for those that cannot be."""
    return any(masks) and not any(map(several, masks))


def fact_of(fact: Open, masks: Sequence[int]) -> Fact:
    """Return a fact, its values grouped by what they leave possible."""
    groups: dict[int, list[int]] = {}
    for number, mask in enumerate(masks):
        groups.setdefault(mask, []).append(number)
    values = tuple(
        valued(mask, *fact.say(numbers)) for mask, numbers in sorted(groups.items(), reverse=True)
    )
    return Fact(fact.kind, fact.name, fact.owner, fact.title, values, settled(masks))


def together(facts: Sequence[Open], one: int, other: int, masks: Sequence[int]) -> Together:
    """Return two facts that settle an event together."""
    first, second = facts[one], facts[other]
    numbers = product(range(len(first.branches)), range(len(second.branches)))
    values = tuple(
        (first.say([mine])[0], second.say([theirs])[0], valued(mask, ()))
        for (mine, theirs), mask in zip(numbers, masks, strict=True)
        if mask
    )
    along = (first.kind, first.name), (second.kind, second.name)
    return Together((first.title, second.title), along, values)


def lines(book: Book, cases: Sequence[Case]) -> Iterator[Line]:
    """Yield the lines of inquiry in greedy order."""
    settles: dict[tuple[str, str], set[int]] = {}
    may: dict[tuple[str, str], set[int]] = {}
    for number, case in enumerate(cases):
        for fact in case.facts:
            may.setdefault(fact.line, set()).add(number)
            if fact.settles:
                settles.setdefault(fact.line, set()).add(number)
    left, done = dict.fromkeys(may), set[int]()

    def worth(key: tuple[str, str]) -> tuple[int, int, int]:
        mine = settles.get(key, set())
        return len(mine - done), len(mine), len(may[key])

    while left:
        best = max(sorted(left, reverse=True), key=worth)
        adds, whole, perhaps = worth(best)
        yield Line(*best, title_of(book, *best), whole, perhaps, adds)
        done |= settles.get(best, set())
        del left[best]


def pairs(book: Book, cases: Sequence[Case]) -> Iterator[PairOfLines]:
    """Yield the pairs of lines that settle events together, those of most events first."""
    counts: Counter[tuple[tuple[str, str], tuple[str, str]]] = Counter()
    for case in cases:
        counts.update({pair.lines for pair in case.together})
    for (one, other), events in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield PairOfLines(one, other, (title_of(book, *one), title_of(book, *other)), events)


def title_of(book: Book, kind: str, name: str) -> str:
    """Return what a line of inquiry is about."""
    if kind == "account":
        whose = name if name == OTHER_WAY else f"the account of {name}"
        return f"whether {whose} is right, event by event"
    if kind == "question":
        return field_label(book.program, f"?{name}")
    return f"{field_label(book.program, name)}, event by event"
