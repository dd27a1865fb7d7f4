"""The chapters of a report that list events: undetermined, excluded, all, and explained."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ceasefire.findings.because import civilian_harm
from ceasefire.findings.words import listed
from ceasefire.report.document.blocks import Column, Explained, Heading, Items, Paragraph, Table
from ceasefire.report.document.counted import beyond
from ceasefire.report.document.numbers import possible_words, told_verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from ceasefire.report.content import Content
    from ceasefire.report.document.blocks import Block
    from ceasefire.report.entries import Cited, Entry
    from ceasefire.report.stances import Bearing, Open, Pair
    from ceasefire.report.wording import Words

__all__ = ["events", "excluded", "explained", "sources", "undetermined"]

INDENT: Final = 2
"""By how many spaces a line of an explanation lies deeper than what it belongs to."""

FEW: Final = 8
"""So many values of a fact are named."""


def events(content: Content, most: int | None) -> Iterator[Block]:
    """Yield a table of every event."""
    if content.entries:
        yield event_table(content.entries, most, content.words)


def event_table(entries: Iterable[Entry], most: int | None, words: Words) -> Table:
    """Return a table of events, in the order of the feed."""
    every = tuple(entries)
    head = ("event", "when", "where", "what", "who", "whom", "verdict")
    rows = tuple(
        (
            entry.id,
            entry.told.when,
            entry.told.where,
            entry.told.kind,
            entry.told.actor,
            entry.told.target,
            told_verdict(entry, words),
        )
        for entry in every[:most]
    )
    columns = tuple(Column(words(f"head.{key}")) for key in head)
    return Table(columns, rows, beyond(len(every), most, words))


# --- what is undetermined ---


def undetermined(content: Content, most: int | None) -> Iterator[Block]:
    """Yield what to find out first, and what would settle each event."""
    words = content.words
    if not content.undetermined:
        yield Paragraph(words("settle.none"))
        return
    yield Paragraph(words("settle.several", count=len(content.undetermined)))
    if content.inquiry.lines:
        keys = ("ask", "adds", "settles", "may_settle")
        columns = tuple(Column(words(f"head.{key}"), counts=key != "ask") for key in keys)
        rows = tuple(
            (each.title, str(each.adds), str(each.settles), str(each.may))
            for each in content.inquiry.lines
        )
        yield Heading(words("section.inquiry"))
        yield Table(columns, rows)
        yield Paragraph(words("counting.inquiry"), quiet=True)
    groups = grouped(
        content, content.undetermined, lambda entry, number: way(content, entry, number)
    )
    for group in groups[:most]:
        first = group[0]
        yield Heading(naming(content, group))
        yield from reported(content, group)
        possible = possible_words(content.entries[first], words)
        yield Paragraph(words("settle.possible", verdicts=possible))
        yield Items(tuple(settling(content, first)))
    if left := beyond(len(groups), most, words):
        yield Paragraph(left)


def way(content: Content, entry: Entry, number: int) -> Hashable:
    """Return what events have in common of which the same is told."""
    found = content.settling(number)
    return entry.possible, entry.doubts, found and found._replace(number=0)


def grouped(
    content: Content, numbers: Iterable[int], key: Callable[[Entry, int], Hashable]
) -> list[tuple[int, ...]]:
    """Return events of which the same is told together, in the order of the first of each."""
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number in numbers:
        groups[key(content.entries[number], number)].append(number)
    return [tuple(group) for group in groups.values()]


def naming(content: Content, group: tuple[int, ...]) -> str:
    """Return the id of an event, or of several the first and how many more there are."""
    first = content.entries[group[0]].id
    if len(group) == 1:
        return first
    return content.words("events.and_more", first=first, count=len(group) - 1)


def reported(content: Content, group: tuple[int, ...]) -> Iterator[Block]:
    """Yield what is reported of an event, or the ids of several."""
    if len(group) == 1:
        yield Paragraph(content.entries[group[0]].reported)
    else:
        names = ", ".join(content.entries[number].id for number in group)
        yield Paragraph(content.words("events.these", count=len(group), names=names))


def settling(content: Content, number: int) -> Iterator[str]:
    """Yield what the verdict of an event hangs on, and what would settle it."""
    words = content.words
    yield from (f"{each}." for each in content.entries[number].doubts)
    found = content.settling(number)
    if found is None:
        return
    for fact in found.facts:
        key = "settle.settles" if fact.settles else "settle.may"
        what = words(key, title=fact.title)
        yield words("settle.values", what=what, values=values(fact, words))
    for pair in found.pairs:
        one, other = pair.titles
        what = words("settle.together", one=one, other=other)
        yield words("settle.values", what=what, values=both(pair, words))
    yield from beyond_facts(found, words)


def beyond_facts(found: Open, words: Words) -> Iterator[str]:
    """Yield that nothing settles an event for sure, if that is so."""
    if not found.pairs and not any(fact.settles for fact in found.facts):
        yield words("settle.beyond")
    if not found.tried:
        yield words("settle.untried")


def values(fact: Bearing, words: Words) -> str:
    """Return the values of a fact, each with what follows."""
    joiner = words("settle.or")
    return "; ".join(
        words("settle.value", outcome=outcome, labels=listed(labels, joiner, FEW))
        for labels, outcome in fact.values
    )


def both(pair: Pair, words: Words) -> str:
    """Return the values of two facts, each two with what follows."""
    joiner = words("settle.or")
    return "; ".join(
        words(
            "settle.both",
            outcome=outcome,
            one=listed(one, joiner, FEW),
            other=listed(other, joiner, FEW),
        )
        for one, other, outcome in pair.values
    )


# --- what is excluded ---


def excluded(content: Content, most: int | None) -> Iterator[Block]:
    """Yield the events that the agreement does not reach, by the reason."""
    words = content.words
    if not content.excluded:
        yield Paragraph(words("excluded.none" if content.headline.events else "headline.none"))
        return
    yield Paragraph(words("caution.lawful"))
    count = sum(harmed(content, number) for number in content.excluded)
    if count:
        yield Paragraph(words("excluded.harm", count=count))
    groups = grouped(content, content.excluded, lambda entry, _: entry.because)
    for group in groups[:most]:
        yield Heading(naming(content, group))
        yield Paragraph(words("excluded.because", because=content.entries[group[0]].because))
        yield from reported(content, group)
    if left := beyond(len(groups), most, words):
        yield Paragraph(left)


def harmed(content: Content, number: int) -> bool:
    """Return whether some account of an event tells of harm to civilians."""
    return civilian_harm(content.findings.cases[number].event)


# --- explanations ---


def explained(content: Content, most: int | None) -> Iterator[Block]:
    """Yield the explanation of each event, once for those of which it is the same."""
    words = content.words
    every = range(len(content.entries))
    groups = grouped(content, every, lambda entry, _: (entry.headline, entry.explanation))
    for group in groups[:most]:
        first = content.entries[group[0]]
        yield Heading(
            words("events.heading", names=naming(content, group), headline=first.headline)
        )
        yield from reported(content, group)
        yield Explained(tuple(map(placed, first.explanation)))
    if left := beyond(len(groups), most, words):
        yield Paragraph(left)


def sources(content: Content, most: int | None) -> Iterator[Block]:
    """Yield where each event is from."""
    words = content.words
    rows = [
        (entry.id, "; ".join(map(sourced, entry.sources)))
        for entry in content.entries
        if entry.sources
    ]
    if rows:
        columns = (Column(words("head.event")), Column(words("head.source")))
        yield Table(columns, tuple(rows[:most]), beyond(len(rows), most, words))


def sourced(source: Cited) -> str:
    """Return a source with its address."""
    told = source.url in {"", source.text}
    return source.text if told else f"{source.text}, {source.url}"


def placed(line: str) -> tuple[int, str]:
    """Return a line of an explanation with how deep it lies."""
    text = line.lstrip(" ")
    return (len(line) - len(text)) // INDENT, text.removeprefix("- ")
