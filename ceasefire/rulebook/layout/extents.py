"""From where to where an entry of a rule file reaches, with the comments that are about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.rulebook.layout.tree import BREAKS, line_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.rulebook.layout.tree import Entry, Item, Remark, Stretch

__all__ = ["begin", "blocked", "bracketed", "finish", "line_end", "over_blank"]


def line_end(text: str, position: int) -> int:
    """Return where the line of a position ends, before what breaks it."""
    found = [at for mark in BREAKS if (at := text.find(mark, position)) >= 0]
    return min(found, default=len(text))


def past_break(text: str, position: int) -> int:
    """Return where the next line begins, if a line ends at a position."""
    if text.startswith("\r\n", position):
        return position + 2
    return min(position + 1, len(text))


def over_blank(text: str, position: int) -> int:
    """Return where the empty lines above the line that begins at a position begin."""
    while position:
        above = line_start(text, position - 1)
        if text.startswith("\r\n", position - 2):
            above = line_start(text, position - 2)
        if text[above:position].strip():
            break
        position = above
    return position


def about(entry: Entry) -> list[Remark]:
    """Return the comments right above an entry, with no empty line between."""
    if entry.apart:
        return []
    found: list[Remark] = []
    for remark in reversed(entry.lead):
        found.insert(0, remark)
        if remark.apart:
            break
    return found


def begin(entry: Entry) -> int:
    """Return where an entry begins, or the first of the comments that are about it."""
    found = about(entry)
    return found[0].start if found else entry.start


def finish(entry: Entry) -> int:
    """Return where an entry ends, or the last of the comments beside and in it."""
    ends = [remark.start + len(remark.text) for remark in inner(entry)]
    return max(entry.end, *ends, 0)


def inner(entry: Entry) -> Iterator[Remark]:
    """Yield the comments on an entry and on all that is in it."""
    waiting = [entry]
    while waiting:
        here = waiting.pop()
        yield from (*here.between, *here.side, *here.below, *here.value.tail)
        waiting.extend(here.value.entries)


def bracketed(item: Item, gone: Sequence[int]) -> list[Stretch]:
    """Return what to cut out of brackets so that some entries are gone; others remain."""
    entries, found = item.entries, []
    for first, last in runs(gone):
        if last + 1 < len(entries):
            found.append((begin(entries[first]), begin(entries[last + 1])))
        elif entries[first - 1].side or entries[first].lead:
            # The comma before it may stay: the comment between is about another entry.
            found.append((begin(entries[first]), finish(entries[last])))
        else:
            found.append((entries[first - 1].end, finish(entries[last])))
    return found


def blocked(text: str, item: Item, gone: Sequence[int]) -> list[Stretch]:
    """Return the lines to cut so that some entries without brackets are gone; others remain."""
    entries, found = item.entries, []
    for first, last in runs(gone):
        start, end = begin(entries[first]), finish(entries[last])
        margin = line_start(text, start)
        if text[margin:start].strip():
            # It shares its line with a dash, which the next entry takes over.
            found.append((start, begin(entries[last + 1])))
            continue
        end = past_break(text, line_end(text, end))
        if first:
            margin = over_blank(text, margin)
        elif not text[end : begin(entries[last + 1])].strip():
            end = line_start(text, begin(entries[last + 1]))
        found.append((margin, end))
    return found


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of numbers that follow each other."""
    first = last = -1
    for number in sorted(numbers):
        if number != last + 1 or first < 0:
            if first >= 0:
                yield first, last
            first = number
        last = number
    if first >= 0:
        yield first, last
