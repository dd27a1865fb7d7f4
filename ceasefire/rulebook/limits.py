"""The numbers and lists of patterns: lengths of time, counts, distances, parties and places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.values import decimal
from ceasefire.terms.times import DAY, TimeProblem, duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step

__all__ = ["breaches", "kilometres", "length", "listed", "nested"]

MAX_DAYS: Final = 400
"""How long the times of a pattern are at most: what they take in is held in memory."""

MAX_BREACHES: Final = 100_000
MAX_KM: Final = 1_000


def length(ctx: Context, text: str, path: Step) -> int:
    """Return a length of time in microseconds, or report why it is none and return a day."""
    try:
        found = duration(text)
        message = f"`{text.strip()[:80]}` is longer than {MAX_DAYS} days"
    except TimeProblem as problem:
        found, message = None, problem.message
    if found is not None and found <= MAX_DAYS * DAY:
        return found
    hint = f"write a whole number and a unit, as in `48h`, {MAX_DAYS} days at most"
    ctx.report.add(path, "bad-duration", message, hint=hint, text=text)
    return DAY


def breaches(ctx: Context, text: str, path: Step) -> int:
    """Return a number of breaches, or report why it is none and return one."""
    value = decimal(text)
    if value is not None and value.is_integer() and 1 <= value <= MAX_BREACHES:
        return int(value)
    message = f"`{text[:80]}` is no number of breaches"
    hint = f"write a whole number from 1 to {MAX_BREACHES:,}"
    ctx.report.add(path, "bad-number", message, hint=hint, text=text)
    return 1


def kilometres(ctx: Context, text: str | None, path: Step) -> float | None:
    """Return a distance, or report why it is none."""
    value = None if text is None else decimal(text)
    if text is None or (value is not None and 0 < value <= MAX_KM):
        return value
    message = f"`{text[:80]}` is no distance in kilometres"
    hint = f"write a number above 0, {MAX_KM:,} at most"
    ctx.report.add(path, "bad-number", message, hint=hint, text=text)
    return None


def listed(
    ctx: Context,
    names: Sequence[str] | None,
    path: Step,
    known: Callable[[Iterable[str], Step], frozenset[str]],
    what: str,
) -> tuple[str, ...]:
    """Return the known ones of some names, in their own order, which means nothing as written."""
    if names is None:
        return ()
    if not names:
        hint = "leave it out to count all together"
        ctx.report.add(path, "empty-list", f"no {what} is named", hint=hint)
    return tuple(sorted(known(names, path)))


def nested(ctx: Context, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each of some parties with another of them that it is, at some time, part of."""
    for one in names:
        above: set[str] = set()
        waiting = [one]
        while waiting:
            doc = ctx.doc.parties.get(waiting.pop())
            fresh = {item.party for item in doc.part_of} - above if doc else set()
            above |= fresh
            waiting.extend(fresh)
        for other in names:
            if other in above and other != one:
                yield one, other
