"""Counts, periods and numbers of people in the words of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.findings.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ceasefire.findings.counts import Spread
    from ceasefire.report.content import Content
    from ceasefire.report.entries import Entry
    from ceasefire.report.figures import Toll
    from ceasefire.report.periods import Period
    from ceasefire.report.tallies import Comparison
    from ceasefire.report.wording import Words

__all__ = [
    "cautions",
    "incomparable",
    "period",
    "possible_words",
    "repeats",
    "spread",
    "stretch",
    "told_verdict",
    "toll",
]


def spread(found: Spread, words: Words) -> str:
    """Return a count, with its bounds where they differ."""
    key = "exact" if found.low == found.stated == found.high else "range"
    return words(f"number.{key}", stated=found.stated, low=found.low, high=found.high)


def period(found: Period, words: Words) -> str:
    """Return a period by its days."""
    key = "one_day" if found.first == found.last else "days"
    return words(f"period.{key}", first=found.first.isoformat(), last=found.last.isoformat())


def repeats(content: Content) -> Iterator[str]:
    """Yield how many events have an id that others have, and what that means."""
    for key, count in (
        ("repeated", content.findings.repeated),
        ("elsewhere", content.elsewhere),
    ):
        if count:
            yield content.words(f"headline.{key}", count=count)


def cautions(content: Content, found: Comparison) -> Iterator[str]:
    """Yield what is counted in the two periods of a comparison, and what it does not show."""
    words = content.words
    narrowed = content.findings.since or content.findings.until
    if found.beyond and found.ends is not None:
        yield words("previous.beyond", day=found.ends.isoformat())
    yield words("counting.previous")
    yield words("previous.narrowed" if narrowed else "previous.begun")
    if found.certain:
        yield words("previous.reports")
    if found.ends is not None and not found.beyond:
        yield words("previous.cut", day=found.ends.isoformat())


def incomparable(content: Content) -> str:
    """Return why a report has no comparison."""
    words, ends = content.words, content.ended
    if ends is not None:
        return words("previous.beyond", day=ends.isoformat())
    return words("previous.none" if content.headline.events else "headline.none")


def stretch(found: tuple[datetime, datetime], words: Words) -> str:
    """Return a stretch of local time."""
    start, end = (each.isoformat(" ", "minutes")[:16] for each in found)
    return words("period.stretch", start=start, end=end)


def toll(found: Toll, words: Words) -> str:
    """Return a number of people, and of how many events that tell it."""
    if not found.told:
        return words("number.none") if found.events else words("number.nothing")
    key = "people_open" if found.open else "people"
    if not found.open and found.low == found.high:
        key = "people_exact"
    number = words(f"number.{key}", low=found.low, high=found.high)
    return words("casualties.of", number=number, told=found.told, events=found.events)


def told_verdict(entry: Entry, words: Words) -> str:
    """Return a verdict, whether it is settled, and else what is possible."""
    verdict = words(f"verdict.{entry.verdict}")
    if entry.settled:
        return words("events.settled", verdict=verdict)
    if not entry.possible:
        return verdict
    told = possible_words(entry, words)
    return words("events.possible", verdict=verdict, possible=told)


def possible_words(entry: Entry, words: Words) -> str:
    """Return what is possible of an event."""
    possible = [words(f"verdict.{each}") for each in entry.possible]
    possible += [words("settle.no_incident")] * entry.no_incident
    return listed(possible, words("settle.or"))
