"""What would settle events, and on which of them readings differ, like events together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ceasefire.findings.words import MANY, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ceasefire.report.content import Content
    from ceasefire.report.page.encoding import Block
    from ceasefire.report.stances import Disputed, Open

__all__ = ["Alike", "disputed", "excluded", "further", "undetermined"]


class Alike(NamedTuple):
    """Events of which the same is told: that, in lines, and their numbers in the report."""

    lines: tuple[str, ...]
    numbers: tuple[int, ...]


def gathered(pairs: Iterable[tuple[tuple[str, ...], int]]) -> tuple[Alike, ...]:
    """Return numbers by what is told of them, most of them first."""
    found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for lines, number in pairs:
        found[lines].append(number)
    every = (Alike(lines, tuple(numbers)) for lines, numbers in found.items())
    return tuple(sorted(every, key=lambda each: -len(each.numbers)))


def undetermined(content: Content) -> tuple[Alike, ...]:
    """Return the events of which more than one verdict is possible, by what would settle them."""
    found = Settled(content)
    return gathered((found.lines(number), number) for number in content.undetermined)


def excluded(content: Content) -> tuple[Alike, ...]:
    """Return the events that the agreement does not reach, by why and by what else is possible."""
    return gathered((reasons(content, number), number) for number in content.excluded)


def reasons(content: Content, number: int) -> tuple[str, ...]:
    """Return why an event is excluded, and what else it may be."""
    entry, words = content.entries[number], content.words
    others = [words(f"verdict.{each}") for each in entry.possible if each != entry.verdict]
    if entry.no_incident:
        others.append(words("settle.no_incident"))
    if not others:
        return (entry.because,)
    return entry.because, words("excluded.also", verdicts=listed(others, words("settle.or")))


def disputed(content: Content) -> tuple[tuple[Alike, Disputed], ...]:
    """Return the events on which readings differ, with the first of each that are alike."""
    by_number = {each.number: each for each in content.sides.disputed}
    found = gathered((told(content, each), each.number) for each in by_number.values())
    return tuple((alike, by_number[alike.numbers[0]]) for alike in found)


def told(content: Content, found: Disputed) -> tuple[str, ...]:
    """Return the verdicts of an event under each reading, and what they turn on."""
    words = content.words
    verdicts = (
        words("page.reading_line", reading=key, verdict=words(f"verdict.{verdict}"))
        for key, verdict in found.verdicts.items()
    )
    return (*verdicts, *turning(content, found))


def turning(content: Content, found: Disputed) -> Iterator[str]:
    """Yield on what the verdicts of an event turn, for each two readings that differ."""
    words = content.words
    either, together = words("readings.either"), words("readings.together")
    for turn in found.turns:
        sets = either.join(together.join(each) for each in turn.sets)
        rest = "" if turn.complete else f" ({words('readings.incomplete')})"
        yield words("readings.turn", one=turn.one, other=turn.other, sets=sets) + rest


class Settled:
    """Says what would settle events, which is often the same of many."""

    def __init__(self, content: Content) -> None:
        """Take the content."""
        self.content = content
        self.words = content.words
        self._known: dict[object, tuple[str, ...]] = {}

    def lines(self, number: int) -> tuple[str, ...]:
        """Return what would settle an event, in lines; nothing where that is not known."""
        found = self.content.settling(number)
        if found is None:
            return ()
        key = found.facts, found.pairs, found.tried
        if key not in self._known:
            self._known[key] = tuple(self._told(found))
        return self._known[key]

    def _told(self, found: Open) -> Iterator[str]:
        words = self.words
        for fact in found.facts:
            values = (
                words("settle.value", outcome=outcome, labels=self._any(labels))
                for labels, outcome in fact.values
            )
            key = "settle.settles" if fact.settles else "settle.may"
            yield f"{words(key, title=fact.title)}: {'; '.join(values)}"
        for pair in found.pairs:
            one, other = pair.titles
            yield words("settle.together", one=one, other=other)
        if not found.facts and not found.pairs:
            yield words("settle.beyond")
        if not found.tried:
            yield words("settle.untried")

    def _any(self, labels: Sequence[str]) -> str:
        return listed(labels, self.words("settle.or"), MANY)


def further(content: Content) -> Iterator[tuple[Block, ...]]:
    """Yield for each event what is told of it beside its explanation, as titled lines."""
    settled = Settled(content)
    words = content.words
    by_number = {each.number: told(content, each) for each in content.sides.disputed}
    for number in range(len(content.entries)):
        parts = (
            (words("page.settle_title"), settled.lines(number)),
            (words("page.readings_title"), by_number.get(number, ())),
        )
        yield tuple((title, *(f"  - {each}" for each in lines)) for title, lines in parts if lines)
