"""Windows of a rule file: when something holds, and under which answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from ceasefire.rulebook.logic import (
    ALWAYS,
    All,
    AnswerTest,
    Any,
    TimeTest,
    conjunction,
    disjunction,
)
from ceasefire.terms.times import DAY, TimeProblem, Window, clock, duration, weekday, zone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.schema import WindowDoc

__all__ = ["answers", "hull", "windows"]

T = TypeVar("T")

LONG: Final = 15 * DAY
"""In any stretch longer than this every weekday and every time of day comes round."""


def answers(ctx: Context, raw: Mapping[str, Sequence[str]] | None, path: Step) -> Condition:
    """Return the test that questions have these answers."""
    tests = []
    for question, names in (raw or {}).items():
        here = (*path, question)
        known = ctx.doc.questions
        if not ctx.known(question, known, here, "question", key=True):
            continue
        ctx.asked.setdefault(question, set()).update(names)
        choices = known[question].answers
        if not names:
            ctx.report.add(here, "empty-list", f"no answer to `{question}` is named")
        sound = frozenset(
            name for name in names if answer_known(ctx, name, choices, question, here)
        )
        if sound:
            tests.append(AnswerTest(question, sound))
    return conjunction(tests)


def answer_known(
    ctx: Context, name: str, choices: Mapping[str, object], question: str, path: Step
) -> bool:
    """Return whether a question has an answer of this name, and report it where not."""
    if name in choices or name in ctx.report.broken:
        return name in choices
    message = f"`{name[:80]}` is no answer to `{question}`"
    hint = f"its answers are {', '.join(choices)}" if choices else "it has no answers yet"
    ctx.report.add(path, "unknown-answer", message, hint=hint, text=name, near=list(choices))
    return False


def windows(ctx: Context, docs: Sequence[WindowDoc] | None, path: Step) -> Condition:
    """Return the test that the time is inside one of the windows; ``None`` is always."""
    if docs is None:
        return ALWAYS
    if not docs:
        ctx.report.add(path, "empty-list", "no window is given, so that it never holds")
    return disjunction([window(ctx, doc, (*path, index)) for index, doc in enumerate(docs)])


def window(ctx: Context, doc: WindowDoc, path: Step) -> Condition:
    """Return the test that the time is inside the window and its questions are so answered."""
    parts: list[Condition] = []
    local = read(ctx, doc.timezone, (*path, "timezone"), zone) if doc.timezone else ctx.zone
    start, end = bounds(ctx, doc, path, local or ctx.zone)
    span = Window(
        start, end, weekdays(ctx, doc, path), hours(ctx, doc, path), (local or ctx.zone).key
    )
    if start is not None and end is not None:
        reachable(ctx, span, start, end, path)
    if span != Window(zone=span.zone):
        parts.append(TimeTest(span))
    parts.append(answers(ctx, doc.if_, (*path, "if")))
    return conjunction(parts)


def read(ctx: Context, text: str, path: Step, reader: Callable[[str], T]) -> T | None:
    """Return what a text says, or report why it says nothing."""
    try:
        return reader(text)
    except TimeProblem as problem:
        ctx.time_problem(problem, path, text)
        return None


def bounds(
    ctx: Context, doc: WindowDoc, path: Step, local: ZoneInfo
) -> tuple[int | None, int | None]:
    """Return the first instant inside and the first one after."""
    start = ctx.instant(doc.from_, (*path, "from"), local)
    end = ctx.instant(doc.until, (*path, "until"), local)
    if doc.for_ is None:
        return start, end
    here = (*path, "for")
    length = read(ctx, doc.for_, here, duration)
    if (doc.from_ is None) == (doc.until is None):
        message = "`for` needs `from` or `until`, one of them and not both"
        ctx.report.add(here, "bad-window", message, key=True)
    elif length is not None and start is not None:
        end = start + length
    elif length is not None and end is not None:
        start = end - length
    return start, end


def weekdays(ctx: Context, doc: WindowDoc, path: Step) -> frozenset[int] | None:
    """Return the weekdays of a window, Monday being 0."""
    if doc.days is None:
        return None
    here = (*path, "days")
    if not doc.days:
        ctx.report.add(here, "empty-list", "no day is named, so that it never holds")
    found = (read(ctx, text, here, weekday) for text in doc.days)
    return frozenset(day for day in found if day is not None) or None


def hours(ctx: Context, doc: WindowDoc, path: Step) -> tuple[tuple[int, int], ...] | None:
    """Return the times of day of a window, in microseconds since midnight."""
    if doc.hours is None:
        return None
    here = (*path, "hours")
    if not doc.hours:
        ctx.report.add(here, "empty-list", "no hours are named, so that it never holds")
    found = (pair(ctx, text, here) for text in doc.hours)
    return tuple(item for item in found if item is not None) or None


def pair(ctx: Context, text: str, path: Step) -> tuple[int, int] | None:
    """Return two times of day, written ``09:00-14:00``, or report why they are none."""
    begin, dash, end = text.partition("-")
    if not dash:
        message = f"`{text[:80]}` is not a stretch of hours"
        hint = "write two times of day, as in `09:00-14:00`"
        ctx.report.add(path, "bad-time", message, hint=hint, text=text)
        return None
    first, last = (time_of_day(part) for part in (begin, end))
    odd = [f"`{part.strip()[:80]}`" for part, at in ((begin, first), (end, last)) if at is None]
    if odd:
        what = "is not a time of day" if len(odd) == 1 else "are not times of day"
        hint = "write hours and minutes with two digits each, `00:00` to `24:00`"
        ctx.report.add(path, "bad-time", f"{' and '.join(odd)} {what}", hint=hint, text=text)
    if first == DAY:
        message = f"`{text[:80]}` begins at the end of the day"
        hint = "write `00:00` for the beginning of a day"
        ctx.report.add(path, "bad-time", message, hint=hint, text=text)
    if first is not None and first == last:
        # Read as a whole day from then on, it would be a surprise to whoever meant none.
        message = f"`{text[:80]}` ends when it begins"
        hint = "write `00:00-24:00` for the whole day, or leave `hours` out"
        ctx.report.add(path, "empty-hours", message, hint=hint, text=text)
        return None
    return None if first is None or last is None else (first, last)


def time_of_day(text: str) -> int | None:
    """Return a time of day in microseconds since midnight, if the text is one."""
    try:
        return clock(text)
    except TimeProblem:
        return None


def reachable(ctx: Context, span: Window, start: int, end: int, path: Step) -> None:
    """Report a window that holds no instant."""
    if end <= start:
        message = "the window ends before it starts" if end < start else "the window has no length"
        hint = "`until` is the first instant outside, and comes after `from`"
        ctx.report.add(path, "empty-window", message, hint=hint)
    elif span.recurring and end - start < LONG and not span.pieces(start, end):
        message = "none of its days and hours falls between its start and its end"
        ctx.report.add(path, "unreachable-window", message, hint="check the weekday of the dates")


def hull(test: Condition) -> tuple[int | None, int | None]:
    """Return the first start and the last end of a test made by :func:`windows`."""
    if isinstance(test, TimeTest):
        return test.window.bounds()
    if isinstance(test, All):
        bounded = [part for part in test.parts if isinstance(part, TimeTest)]
        return hull(bounded[0]) if bounded else (None, None)
    if not isinstance(test, Any) or not test.parts:
        return None, None
    starts, ends = zip(*map(hull, test.parts), strict=True)
    return (
        None if None in starts else min(start for start in starts if start is not None),
        None if None in ends else max(end for end in ends if end is not None),
    )
