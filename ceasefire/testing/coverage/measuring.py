"""Coverage measured: what the cases of a rulebook show of it, and what no event could."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ceasefire.analysis.space import Space, Spent
from ceasefire.errors import EventError
from ceasefire.program.formulas import all_of, any_of
from ceasefire.testing.cases.books import Books
from ceasefire.testing.coverage.exploring import shown
from ceasefire.testing.coverage.goals import Goal, Goals, goals_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ceasefire.book import Book
    from ceasefire.findings.finding import Finding
    from ceasefire.rulebook.logic import Condition
    from ceasefire.testing.cases.running import Outcome
    from ceasefire.testing.sites import Site

__all__ = ["Coverage", "coverage_of"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What cases show of a rulebook.

    ``shown`` are the goals that some case shows, ``missing`` those that none does, though
    some event could (or it was too much to find out whether one could: ``unsure``), and
    ``unreachable`` those that no event can show. ``decided`` are the provisions on which some
    finding rests.
    """

    shown: tuple[Goal, ...]
    missing: tuple[Goal, ...]
    unreachable: tuple[Goal, ...]
    unsure: frozenset[Goal]
    decided: tuple[Site, ...]

    @property
    def tests(self) -> tuple[int, int]:
        """How many tests, each true and false, were shown to matter, and how many can be."""
        done = sum(goal.path is not None for goal in self.shown)
        return done, done + sum(goal.path is not None for goal in self.missing)

    @property
    def percent(self) -> float:
        """The share of what can be shown of tests that is shown, from 0 to 100."""
        done, whole = self.tests
        return 100.0 * done / whole if whole else 100.0

    @property
    def provisions(self) -> tuple[int, int]:
        """How many provisions matched, and how many can match."""
        done = sum(goal.path is None for goal in self.shown)
        return done, done + sum(goal.path is None for goal in self.missing)

    def to_dict(self, words: Callable[[Condition], str]) -> dict[str, Any]:
        """Return it as plain data; ``words`` puts a test into words."""
        done, whole = self.tests
        matched, can_match = self.provisions
        return {
            "tests": {"shown": done, "of": whole, "percent": round(self.percent, 2)},
            "provisions": {"matched": matched, "of": can_match, "decided": len(self.decided)},
            "missing": [plain(goal, words) for goal in self.missing],
            "unreachable": [plain(goal, words) for goal in self.unreachable],
            "unsure": sum(goal in self.unsure for goal in self.missing),
        }


def plain(goal: Goal, words: Callable[[Condition], str]) -> dict[str, Any]:
    """Return a goal as plain data."""
    span = goal.site.span
    return {
        "instrument": goal.site.instrument,
        "part": goal.site.part,
        "path": None if goal.path is None else list(goal.path),
        "truth": goal.truth,
        "test": "" if goal.path is None else words(goal.test),
        "file": span.file,
        "line": span.line,
        "column": span.column,
    }


def coverage_of(outcome: Outcome) -> Coverage:
    """Return what the cases of an outcome show of their rulebook.

    Of an event with doubts every world of its stated facts counts. Cases of several events
    are about patterns, and show nothing here.
    """
    book = outcome.book
    wanted = goals_of(book.rulebook)
    left = dict.fromkeys(wanted)
    books = Books(book)
    programs: dict[int, Goals] = {}
    for event, each in decided_events(outcome, books):
        goals = programs.setdefault(id(each.program), Goals(each.program))
        for goal in list(shown(event, each, goals, left)):
            del left[goal]
    known = frozenset(left)
    beyond, unsure = unreachable(book, left)
    return Coverage(
        tuple(goal for goal in wanted if goal not in known),
        tuple(goal for goal in wanted if goal in known - beyond),
        tuple(goal for goal in wanted if goal in beyond),
        unsure,
        tuple(deciding(outcome, wanted)),
    )


def decided_events(outcome: Outcome, books: Books) -> Iterator[tuple[Any, Book]]:
    """Yield the event of each case of one that was decided, with the book it was asked of."""
    for result in outcome.results:
        if result.finding is None or result.case.event is None:
            continue
        book = books.of(result.case)
        try:
            event = book.read(result.case.event)
        except EventError:
            continue
        if book.early(event) is None:
            yield event, book


def unreachable(book: Book, goals: Iterable[Goal]) -> tuple[frozenset[Goal], frozenset[Goal]]:
    """Return the goals that no event can show, and those of which that is not known."""
    beyond, unsure = set(), set()
    ways = Goals(book.program)
    space: Space | None = None
    for goal in goals:
        formulas = [all_of((way.asked, way.wanted)) for way in ways.ways(goal)]
        space = space or Space(book.program)
        try:
            if space.find(any_of(formulas)) is None:
                beyond.add(goal)
        except Spent:
            unsure.add(goal)
    return frozenset(beyond), frozenset(unsure)


def deciding(outcome: Outcome, goals: Iterable[Goal]) -> Iterator[Site]:
    """Yield the provisions on which some finding rests."""
    told = {key for result in outcome.results for key in rests(result.finding)}
    for goal in goals:
        site = goal.site
        if goal.path is None and any((name, site.part) in told for name in site.instruments):
            yield site


def rests(finding: Finding | None) -> Iterator[tuple[str, str]]:
    """Yield the instruments and provisions that a finding names."""
    for item in finding.deciders if finding is not None else ():
        if item.provision:
            yield item.instrument, item.provision
