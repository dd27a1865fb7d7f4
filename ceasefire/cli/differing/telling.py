"""A difference between two rulebooks in words: sections of lines, for a screen or a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.cli.terminal import amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.analysis.differing import Change, Difference, Edit
    from ceasefire.analysis.differing.feeds import FeedDifference
    from ceasefire.analysis.differing.told import Told
    from ceasefire.rulebook.model import Span

__all__ = ["CAUTION", "Section", "sections"]

CAUTION: Final = (
    "A verdict states what a reading of a text implies for a reported event. It is no legal "
    "finding."
)

CAUSES: Final = {
    "provision": "provision {subject} of the {side} rulebook",
    "instrument": "instrument {subject} of the {side} rulebook",
    "impossible": "what the {side} rulebook declares impossible",
    "name": "the name `{subject}`",
    "place": "the place {subject}",
    "word": "the word `{subject}`",
    "time": "the time {subject}",
    "presumption": "what is presumed of `{subject}`",
    "other": "more than one change, or what changed of clauses",
    "credit": "who is credited: {subject}",
}
"""What shows a difference, in words."""

BRIEF: Final = 20
"""So many events of a feed are shown to who looks on."""


class Section(NamedTuple):
    """A title, and lines with how far each is indented."""

    title: str
    lines: Sequence[tuple[int, str]]


def sections(
    found: Difference, feed: FeedDifference | None, *, wording: bool, whole: bool = False
) -> Iterator[Section]:
    """Yield what is to be told; nothing where nothing changed in meaning.

    With ``wording`` changes of words alone are told, too; ``whole`` tells all events of a
    feed, not the first.
    """
    for kind, changes in found.kinds.items():
        yield Section(kind, [line for change in changes for line in told(change)])
    edits = [edit for edit in found.edits if edit.what != "reworded"]
    if not found.same and edits:
        yield Section("Parts that are not the same", [(1, edited(edit)) for edit in edits])
    if found.apart:
        yield Section("Apart from single events", [(1, text) for text in found.apart])
    if found.unsettled:
        yield Section("Not worked out", [(1, text) for text in found.unsettled])
    if wording:
        words = [edit for edit in found.edits if found.same or edit.what == "reworded"]
        if words:
            yield Section("Changed without a change in meaning", [(1, edited(e)) for e in words])
    if feed is not None:
        yield from fed(feed, whole=whole)


def told(change: Change) -> Iterator[tuple[int, str]]:
    """Yield an event with what both tell of it, and why."""
    yield 1, json.dumps(dict(change.event), ensure_ascii=False)
    if change.answers:
        answers = ", ".join(f"{key}: {answer}" for key, answer in change.answers.items())
        yield 2, f"with the answers {answers}"
    yield 2, f"old: {said(change.old)}"
    yield 2, f"new: {said(change.new)}"
    shown = CAUSES[change.cause].format(side=change.side, subject=change.subject)
    behind = [each for each in change.behind if each != change.subject]
    yield 2, f"shown by {shown}" + (f"; changed: {', '.join(behind)}" if behind else "")


def said(told: Told) -> str:
    """Return a verdict with what is possible, where it is open, and why."""
    possible = f" (possible: {' or '.join(told.possible)})" if len(told.possible) > 1 else ""
    return f"{told.verdict}{possible}" + (f": {told.because}" if told.because else "")


def edited(edit: Edit) -> str:
    """Return a part that is not the same, and where it stands."""
    aspects = f" ({', '.join(edit.aspects)})" if edit.aspects else ""
    places = [text for text in (place("old", edit.old), place("new", edit.new)) if text]
    where = f"; {', '.join(places)}" if places else ""
    return f"{edit.what}: {edit.part} {edit.id}".rstrip() + aspects + where


def place(side: str, span: Span | None) -> str:
    """Return where a part stands."""
    return "" if span is None or not span.line else f"{side} {span.file}:{span.line}"


def fed(feed: FeedDifference, *, whole: bool) -> Iterator[Section]:
    """Yield the counts of a feed, and the events that are told of otherwise."""
    before, after = feed.counts(0), feed.counts(1)
    verdicts = sorted({*before, *after})
    yield Section(
        f"{feed.feed}: {amount(feed.rows, 'rows')}, {len(feed.moved)} told of otherwise",
        [(1, f"{each}: {before.get(each, 0)} -> {after.get(each, 0)}") for each in verdicts],
    )
    moves = [(pair, number) for pair, number in sorted(feed.moves.items()) if pair[0] != pair[1]]
    inside = len(feed.moved) - sum(number for _, number in moves)
    lines = [(1, f"{old} -> {new}: {number}") for (old, new), number in moves]
    if inside:
        lines.append((1, f"the same verdict, but other verdicts possible: {inside}"))
    if lines:
        yield Section("From verdict to verdict", lines)
    shown = feed.moved if whole else feed.moved[:BRIEF]
    if shown:
        events = [
            line
            for each in shown
            for line in (
                (1, f"{each.id} (row {each.line}): {each.kind}"),
                (2, f"old: {said(each.old)}"),
                (2, f"new: {said(each.new)}"),
            )
        ]
        left = len(feed.moved) - len(shown)
        if left:
            events.append((1, f"... and {left} more: all are in a file, as by -o FILE.csv"))
        yield Section("Events told of otherwise", events)
