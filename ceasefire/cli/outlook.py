"""Patterns of a rulebook in words: what each of them looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.cli.terminal import amount
from ceasefire.rulebook.pattern_model import Calm, Lull, Sequence, Series, Threshold
from ceasefire.terms.figures import figure
from ceasefire.terms.times import DAY, HOUR, MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ceasefire.cli.wording import Wording
    from ceasefire.rulebook.pattern_model import Pattern, Shape

__all__ = ["lasting", "pattern_lines", "shape_lines"]

UNITS: Final = (
    (DAY, 4 * DAY, "days"),
    (HOUR, HOUR, "hours"),
    (MINUTE, MINUTE, "minutes"),
    (SECOND, SECOND, "seconds"),
)
"""Units of time, each with the least length that is told in it: up to three days are in hours."""


def pattern_lines(pattern: Pattern, words: Wording) -> Iterator[str]:
    """Yield a pattern's title, what it looks for, and whence it is."""
    yield f"  {pattern.title} [{pattern.id}]"
    for line in shape_lines(pattern.shape, words):
        yield f"    {line}"
    parts = {
        "announced": words.announced(pattern.announced),
        "source": words.cited(pattern.cite),
        "note": pattern.note,
    }
    for name, text in parts.items():
        if text:
            yield f"    {name}: {text}"


def shape_lines(shape: Shape, words: Wording) -> Iterator[str]:
    """Yield what a pattern looks for."""
    match shape:
        case Sequence():
            yield from sequence(shape, words)
        case Threshold():
            yield from threshold(shape, words)
        case Lull():
            yield f"lull: for {lasting(shape.length)}"
            yield f"  nothing for which: {words.condition(shape.when) or 'always'}"
            yield from one_by_one((), shape.places, words)
        case Calm(instrument):
            yield f"calm: whether {named(instrument, words)} holds while it is in force"
        case Series():
            yield from series(shape, words)


def sequence(shape: Sequence, words: Wording) -> Iterator[str]:
    """Yield what follows what."""
    near = "" if shape.within_km is None else f", at most {figure(shape.within_km)} km apart"
    yield f"sequence: within {lasting(shape.within)}{near}"
    yield f"  first: {words.condition(shape.first) or 'always'}"
    yield f"  then: {words.condition(shape.then) or 'always'}"
    if shape.between:
        yield f"  between: {words.parties(shape.between, 'and')}"
        yield "  first by one of them against another, then by that other against the one"


def threshold(shape: Threshold, words: Wording) -> Iterator[str]:
    """Yield how many breaches within what time, and which."""
    yield f"threshold: {limit(shape)}"
    if shape.instrument:
        yield f"  of: {named(shape.instrument, words)}"
    if shape.when is not None:
        yield f"  when: {words.condition(shape.when) or 'always'}"
    yield from one_by_one(shape.by, shape.places, words)


def one_by_one(by: Collection[str], places: Collection[str], words: Wording) -> Iterator[str]:
    """Yield the parties and places that are looked at each by itself."""
    if by:
        yield f"  by each of: {words.parties(by, 'and')}"
    if places:
        names = sorted(words.rulebook.places[name].name for name in places)
        yield f"  in each of: {', '.join(names)}"


def series(shape: Series, words: Wording) -> Iterator[str]:
    """Yield what changes the state of an instrument."""
    yield f"series: the state of {named(shape.instrument, words)}"
    for state, each_limit in (("strained", shape.strained), ("breached", shape.breached)):
        if each_limit is not None:
            yield f"  {state}: {limit(each_limit)}"
    if shape.recovers_after is not None:
        yield f"  in force again: after {lasting(shape.recovers_after)} without a breach"
    for move in shape.moves:
        cites = words.cited(move.cite)
        source = f" (source: {cites})" if cites else ""
        yield f"  {move.to} from {words.moment(move.on)}{source}"


def limit(shape: Threshold) -> str:
    """Return a number of breaches within a time."""
    graver = f", {shape.severity} or graver" if shape.severity else ""
    breaches = "1 breach" if shape.at_least == 1 else f"{shape.at_least} breaches"
    return f"{breaches} within {lasting(shape.within)}{graver}"


def named(instrument: str, words: Wording) -> str:
    """Return an instrument by its title."""
    return f"“{words.rulebook.instruments[instrument].title}”"


def lasting(length: int) -> str:
    """Return a length of time in the largest unit that is in use for it."""
    found = (
        amount(length // unit, plural)
        for unit, least, plural in UNITS
        if length >= least and length % unit == 0
    )
    return next(found)
