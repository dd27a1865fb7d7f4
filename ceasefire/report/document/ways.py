"""The chapters of a report on its readings, and on how it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.report.document.blocks import Column, Heading, Items, Paragraph, Table
from ceasefire.report.document.counted import beyond, counted, lean, tally_cells
from ceasefire.report.palette import ORDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.report.content import Content
    from ceasefire.report.document.blocks import Block
    from ceasefire.report.stances import Side, Sides
    from ceasefire.report.wording import Words

__all__ = ["method", "readings"]


def readings(content: Content, most: int | None) -> Iterator[Block]:
    """Yield the readings side by side, and the events on which they differ."""
    words, sides = content.words, content.sides
    if not sides.rows:
        if content.headline.events:
            yield Paragraph(words("readings.alone"))
        return
    rows = [(named(side, words), *tally_cells(side.tally, words)) for side in sides.rows]
    yield lean(counted(words("head.reading"), words), rows)
    if sides.left:
        yield Paragraph(words("readings.left", count=sides.left))
    for side in sides.rows:
        if side.differences:
            yield Heading(words("readings.heading", reading=named(side, words)))
            yield Items(
                tuple(words("readings.other_answer", **each._asdict()) for each in side.differences)
            )
    yield from disputed(content, sides, most)
    yield Paragraph(words("counting.readings"), quiet=True)


def named(side: Side, words: Words) -> str:
    """Return a reading by its name and title."""
    title = f"{side.title} ({side.reading})" if side.title else side.reading
    return words("readings.in_use", reading=title) if side.current else title


def disputed(content: Content, sides: Sides, most: int | None) -> Iterator[Block]:
    """Yield the events on which readings differ, and what that turns on."""
    words = content.words
    yield Heading(words("section.disputed"))
    if not sides.disputed:
        yield Paragraph(words("readings.same"))
        return
    yield Paragraph(f"{words('readings.disputed', count=len(sides.disputed))}.")
    keys = [side.reading for side in sides.rows]
    columns = (Column(words("head.event")), *map(Column, keys))
    rows = tuple(
        (
            content.entries[each.number].id,
            *(words(f"verdict.{each.verdicts[key]}") for key in keys),
        )
        for each in sides.disputed[:most]
    )
    yield Table(columns, rows, beyond(len(sides.disputed), most, words))
    joiner = words("readings.together")
    columns = (Column(words("readings.turns")), Column(words("head.events"), counts=True))
    yield Heading(words("section.turning"))
    yield Table(
        columns,
        tuple((joiner.join(names), str(count)) for names, count in sides.turning[:most]),
        beyond(len(sides.turning), most, words),
    )


# --- how it was made ---


def method(content: Content, most: int | None) -> Iterator[Block]:
    """Yield how the report was made."""
    words, found = content.words, content.method
    columns = (Column(""), Column(""))
    yield Table(columns, found.facts)
    shown = []
    if content.coarsen is not None:
        shown.append(words("method.coarsened", count=content.coarsen))
    if content.no_sources:
        shown.append(words("method.no_sources"))
    if shown:
        yield Items(tuple(shown))
    if found.answers:
        yield Heading(words("method.answers"))
        yield Table((Column(""), Column("")), found.answers)
    yield Heading(words("method.verdicts"))
    yield Table(
        columns,
        tuple((words(f"verdict.{each}"), words(f"meaning.{each}")) for each in ORDER),
    )
    yield Heading(words("method.counting"))
    yield Items((words("counting.stated"), words("counting.actor"), words("counting.timeline")))
    yield Heading(words("section.rejects"))
    yield from rejects(content)
    yield Heading(words("section.unknown"))
    yield from unknown(content, most)


def rejects(content: Content) -> Iterator[Block]:
    """Yield the rows that have no finding, by what is wrong with them."""
    words, found = content.words, content.method.rejects
    if not found:
        yield Paragraph(words("method.no_rejects"))
        return
    columns = (
        Column(words("head.code")),
        Column(words("head.rows"), counts=True),
        Column(words("head.first_rows")),
    )
    rows = tuple(
        (
            each.code,
            str(each.rows),
            "; ".join(example(line, message, words) for line, message in each.examples),
        )
        for each in found
    )
    yield Table(columns, rows)


def example(line: int, message: str, words: Words) -> str:
    """Return what is wrong with a row, as far as either is told."""
    if line and message:
        return words("method.example", line=line, message=message)
    return words("events.row", line=line) if line else message


def unknown(content: Content, most: int | None) -> Iterator[Block]:
    """Yield the names and codes that are not known."""
    words, found = content.words, content.method.unknown
    if not found:
        yield Paragraph(words("method.no_unknown"))
        return
    columns = (
        Column(words("head.name")),
        Column(words("head.rows"), counts=True),
        Column(words("head.what_is_wrong")),
    )
    rows = tuple((each.name, str(each.times), each.what) for each in found[:most])
    yield Table(columns, rows, beyond(len(found), most, words))
