"""What would settle findings as a page: lines of inquiry, and facts event by event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.cli.analysing.pages import Column, Page, Section
from ceasefire.cli.terminal import amount
from ceasefire.findings.because import outcome
from ceasefire.findings.words import MANY, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.settling import Case, Fact, Inquiry, PairOfLines, Together

__all__ = ["page_of"]

NONE: Final = "None."

BRIEF: Final = 40
"""So many facts are listed on the screen."""

FEW: Final = 4
"""So many values of a fact are named in a line."""


def page_of(found: Inquiry) -> Page:
    """Return the page of an inquiry."""
    first, maybe = split(found)
    sections = (
        lines(found),
        Section(
            "pairs",
            "Two things to find out, where no one fact settles",
            (Column("pair", "what to establish"), Column("events", "events", counts=True)),
            [(both(pair), str(pair.events)) for pair in found.pairs],
            NONE,
        ),
        Section(
            "facts", "Facts that settle an event, whatever is found", FACTS, first, NONE, BRIEF
        ),
        Section(
            "maybe", "Facts that settle an event if one thing is found", FACTS, maybe, NONE, BRIEF
        ),
        Section(
            "together",
            "Facts that settle an event only together",
            TOGETHER,
            [row for case in found.only_together for row in pairs(case)],
            NONE,
            BRIEF,
        ),
        Section(
            "beyond",
            "Events that neither one fact nor two settle, whatever is found",
            (Column("event", "event"), Column("possible", "possible")),
            [(case.event, outcome(case.possible)) for case in found.beyond],
            NONE,
            BRIEF,
        ),
    )
    title = f"What would settle findings of {found.origin.source.rulebook}, reading {found.reading}"
    return Page(title, sections, found.origin, tuple(notes(found)))


FACTS: Final = (
    Column("event", "event"),
    Column("fact", "what to establish"),
    Column("outcomes", "and what follows"),
)

TOGETHER: Final = (
    Column("event", "event"),
    Column("fact", "one thing to establish"),
    Column("second", "and another"),
    Column("outcomes", "and what follows"),
)


def lines(found: Inquiry) -> Section:
    """Return the lines of inquiry in order."""
    columns = (
        Column("line", "what to establish"),
        Column("adds", "events added", counts=True),
        Column("settles", "settles", counts=True),
        Column("may", "may settle", counts=True),
    )
    rows = [
        (named(line.kind, line.name, line.title), str(line.adds), str(line.settles), str(line.may))
        for line in found.lines
    ]
    empty = "No event is unsettled." if not found.cases else "No one fact settles any event."
    return Section("lines", "What to find out first", columns, rows, empty=empty)


def named(kind: str, name: str, title: str) -> str:
    """Return what is to be established in few words: a question by its name."""
    return f"question {name}" if kind == "question" else title


def both(pair: PairOfLines) -> str:
    """Return two lines of inquiry in few words."""
    titles = zip((pair.one, pair.other), pair.titles, strict=True)
    return " with ".join(named(*line, title) for line, title in titles)


def split(found: Inquiry) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return the facts that settle, and those that may, along the lines of inquiry."""
    order = {(line.kind, line.name): number for number, line in enumerate(found.lines)}
    every = [(order[fact.line], case, fact) for case in found.cases for fact in case.facts]
    every.sort(key=lambda item: item[0])
    sure = [row(case, fact) for _, case, fact in every if fact.settles]
    return sure, [row(case, fact) for _, case, fact in every if not fact.settles]


def row(case: Case, fact: Fact) -> tuple[str, ...]:
    """Return a fact of an event in words."""
    outcomes = (f"{listed(value.labels, 'or', FEW)} -> {outcome(value)}" for value in fact.values)
    return case.event, named(fact.kind, fact.name, fact.title), "; ".join(outcomes)


def pairs(case: Case) -> Iterator[tuple[str, ...]]:
    """Yield the pairs of facts that settle an event."""
    for pair in case.together:
        facts = (named(*line, title) for line, title in zip(pair.lines, pair.titles, strict=True))
        yield (case.event, *facts, "; ".join(combined(pair)))


def combined(pair: Together) -> Iterator[str]:
    """Yield what two facts come to: each two values, and the outcome."""
    for one, other, value in pair.values:
        yield f"{listed(one, 'or', FEW)} with {listed(other, 'or', FEW)} -> {outcome(value)}"


def notes(found: Inquiry) -> Iterator[str]:
    """Yield how many events are unsettled, and what was not tried."""
    yield f"Unsettled under this reading: {amount(len(found.cases), 'events')}."
    untried = [case.event for case in found.cases if not case.tried]
    if untried:
        named = listed(untried, "and", MANY)
        yield f"Of these events not all pairs of facts were tried, as they are many: {named}."
