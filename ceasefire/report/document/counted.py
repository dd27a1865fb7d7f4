"""The chapters of a report that count: at a glance, over time, by who, what and where."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ceasefire.findings.counts import COUNTED, NOTHING, Spread
from ceasefire.findings.finding import Verdict
from ceasefire.report.document.blocks import Column, Heading, Paragraph, Picture, Table
from ceasefire.report.document.numbers import (
    cautions,
    incomparable,
    period,
    repeats,
    spread,
    stretch,
    toll,
)
from ceasefire.report.tallies import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.findings.counts import Tally
    from ceasefire.report.content import Content
    from ceasefire.report.document.blocks import Block
    from ceasefire.report.figures import Line
    from ceasefire.report.tallies import Row
    from ceasefire.report.wording import Words

__all__ = [
    "breakdown",
    "casualties",
    "cross",
    "glance",
    "instruments",
    "lean",
    "previous",
    "timeline",
    "where",
]

DRAWN: Final = 12
"""So many rows of a table are drawn as bars."""

OTHERS: Final = (Verdict.UNDETERMINED, NOTHING)


def glance(content: Content, _most: int | None) -> Iterator[Block]:
    """Yield the counts of every event."""
    words, tally = content.words, content.headline
    if not tally.events:
        yield Paragraph(words("headline.none"))
        return
    events = words("headline.events", count=tally.events)
    days = f", {period(content.span, words)}" if content.span else ""
    yield Paragraph(f"{events}{days}.")
    yield from map(Paragraph, repeats(content))
    head = ("verdict", "stated", "low", "high")
    columns = tuple(Column(words(f"head.{key}"), counts=key != "verdict") for key in head)
    rows: list[tuple[str, ...]] = [
        (words(f"verdict.{verdict}"), *map(str, tally.verdicts[verdict])) for verdict in COUNTED
    ]
    rows += [
        (words(f"verdict.{name}"), str(count), words("number.nothing"), words("number.nothing"))
        for name, count in zip(OTHERS, (tally.undetermined, tally.nothing), strict=True)
    ]
    yield Table(columns, tuple(rows))
    yield Paragraph(words("headline.settled", settled=tally.settled, events=tally.events))
    yield Paragraph(words("headline.least"), quiet=True)
    if content.findings.since or content.findings.until:
        yield Paragraph(words("counting.narrowed"), quiet=True)


def previous(content: Content, _most: int | None) -> Iterator[Block]:
    """Yield the counts beside those of the period before."""
    words, found = content.words, content.comparison
    if found is None:
        yield Paragraph(incomparable(content))
        return
    columns = (
        Column(words("head.verdict")),
        Column(words("previous.before", period=period(found.before, words)), counts=True),
        Column(words("previous.now", period=period(found.now, words)), counts=True),
        Column(words("previous.change")),
    )
    rows: list[tuple[str, ...]] = [
        (
            words(f"verdict.{verdict}"),
            spread(found.earlier.verdicts[verdict], words),
            spread(found.tally.verdicts[verdict], words),
            words(f"previous.{found.change(verdict)}"),
        )
        for verdict in COUNTED
    ]
    both = (found.earlier, found.tally)
    rows += [
        (words(f"verdict.{Verdict.UNDETERMINED}"), *(str(each.undetermined) for each in both), ""),
        (words(f"verdict.{NOTHING}"), *(str(each.nothing) for each in both), ""),
        (words("head.events"), *(str(each.events) for each in both), ""),
    ]
    yield Table(columns, tuple(rows))
    yield from (Paragraph(text, quiet=True) for text in cautions(content, found))


# --- over time ---


def timeline(content: Content, most: int | None) -> Iterator[Block]:
    """Yield the counts of each period."""
    words = content.words
    if not content.timeline:
        return
    yield Picture(partial(timeline_chart, content), words("section.timeline"))
    shown = [line for line in content.timeline if line.events or any(line.high.values())]
    yield lean(
        counted(words("head.period"), words),
        [line_cells(line, words) for line in shown[:most]],
        beyond(len(shown), most, words),
    )
    empty = len(content.timeline) - len(shown)
    if empty:
        yield Paragraph(words("counting.empty_periods", count=empty), quiet=True)
    if content.figures.undated:
        yield Paragraph(words("headline.undated", count=content.figures.undated))
    yield Paragraph(words("counting.timeline"), quiet=True)


def timeline_chart(content: Content) -> dict[str, Any]:
    """Return the chart of a timeline."""
    from ceasefire.report.charts import timeline as chart  # noqa: PLC0415  (loaded when wanted)

    return chart(content.timeline, content.bands, words=content.words)


def line_cells(line: Line, words: Words) -> tuple[str, ...]:
    """Return the row of a period."""
    figures = (line.stated, line.low, line.high)
    told = (spread(Spread(*(each.get(key, 0) for each in figures)), words) for key in COUNTED)
    others = (str(line.stated.get(name, 0)) for name in OTHERS)
    return period(line.period, words), str(line.events), *told, *others


def instruments(content: Content, _most: int | None) -> Iterator[Block]:
    """Yield the instruments that are in force in these days, and when they are at all."""
    words = content.words
    if content.span is None:
        return
    if not content.bands:
        yield Paragraph(words("instrument.none"))
        return
    rows: tuple[tuple[str, ...], ...] = tuple(
        (
            band.title,
            band.announced,
            band.told,
            "; ".join(stretch(each, words) for each in band.sure),
            "; ".join(stretch(each, words) for each in band.perhaps if each not in band.sure),
        )
        for band in content.bands
    )
    keys = ("instrument", "announced", "whenever", "in_force", "perhaps")
    columns = [Column(words(f"head.{key}")) for key in keys]
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], tuple(row[:-1] for row in rows)
    yield Table(tuple(columns), rows)
    yield Paragraph(
        words("counting.instruments", timezone=content.book.rulebook.timezone), quiet=True
    )


# --- by who, what and where ---


def breakdown(content: Content, most: int | None) -> Iterator[Block]:
    """Yield the counts by each dimension."""
    words = content.words
    if not content.headline.events:
        return
    for dimension in TABLES:
        rows = content.tables[dimension]
        yield Heading(words(f"rows.{dimension}"))
        if len(rows) > 1 and dimension in {"actor", "kind", "place"}:
            yield Picture(partial(bars_chart, content, rows[:DRAWN]), words(f"rows.{dimension}"))
        yield counts_table((f"dimension.{dimension}",), rows, most, words)
        yield Paragraph(words(f"counting.{dimension}"), quiet=True)


def bars_chart(content: Content, rows: Sequence[Row]) -> dict[str, Any]:
    """Return the chart of a table."""
    from ceasefire.report.charts import bars  # noqa: PLC0415  (loaded when wanted)

    return bars(rows, words=content.words)


def cross(content: Content, most: int | None) -> Iterator[Block]:
    """Yield the counts by kind, party and place together."""
    words = content.words
    if content.headline.events:
        keys = ("dimension.kind", "dimension.actor", "dimension.place")
        yield counts_table(keys, content.cross, most, words)
        yield Paragraph(words("counting.several"), quiet=True)


def counts_table(
    keys: tuple[str, ...], rows: Sequence[Row], most: int | None, words: Words
) -> Table:
    """Return a table of counts."""
    named = tuple(Column(words(key)) for key in keys)
    cells = [(*row.names, *tally_cells(row.tally, words)) for row in rows[:most]]
    return lean((*named, *counted("", words)[1:]), cells, beyond(len(rows), most, words))


def lean(columns: tuple[Column, ...], rows: Sequence[tuple[str, ...]], more: str = "") -> Table:
    """Return a table of counts, without the last column where that counts nothing at all."""
    end = -1 if rows and all(row[-1] == "0" for row in rows) else len(columns)
    return Table(columns[:end], tuple(row[:end] for row in rows), more)


def counted(head: str, words: Words) -> tuple[Column, ...]:
    """Return the columns of counts, after one that says what of."""
    verdicts = (words(f"verdict.{each}") for each in (*COUNTED, *OTHERS))
    counts = (Column(text, counts=True) for text in (words("head.events"), *verdicts))
    return (Column(head), *counts)


def tally_cells(tally: Tally, words: Words) -> tuple[str, ...]:
    """Return counts as the columns have them."""
    spreads = (spread(tally.verdicts[verdict], words) for verdict in COUNTED)
    return str(tally.events), *spreads, str(tally.undetermined), str(tally.nothing)


def beyond(number: int, most: int | None, words: Words) -> str:
    """Return how many rows are left out, if any are."""
    return "" if most is None or number <= most else words("more", count=number - most)


def casualties(content: Content, _most: int | None) -> Iterator[Block]:
    """Yield the numbers of people by verdict."""
    words = content.words
    for field, found in content.casualties.items():
        yield Heading(words(f"casualties.{field}"))
        yield Picture(partial(casualties_chart, content, field), words(f"casualties.{field}"))
        head = (
            Column(words("head.verdict")),
            *(
                Column(words(f"casualties.{key}"), counts=True)
                for key in ("settled", "stated", "possible")
            ),
        )
        rows = tuple(
            (words(f"verdict.{verdict}"), *(toll(each, words) for each in tolls))
            for verdict, tolls in found.items()
        )
        yield Table(head, rows)
    if content.casualties:
        yield Paragraph(words("counting.casualties"), quiet=True)


def casualties_chart(content: Content, field: str) -> dict[str, Any]:
    """Return the chart of the casualties of one kind."""
    from ceasefire.report.charts import casualties as chart  # noqa: PLC0415  (loaded when wanted)

    return chart(content.casualties[field], words=content.words)


def where(content: Content, _most: int | None) -> Iterator[Block]:
    """Yield a map of the events that have a position."""
    words = content.words
    placed = sum(entry.point is not None for entry in content.entries)
    if placed:
        yield Picture(partial(map_chart, content), words("section.map"))
        told = words("counting.map", placed=placed, events=len(content.entries))
        outlines = f" {words('counting.outlines')}" if content.outlines else ""
        yield Paragraph(told + outlines, quiet=True)


def map_chart(content: Content) -> dict[str, Any]:
    """Return the map."""
    from ceasefire.report.charts import places, spots  # noqa: PLC0415  (loaded when wanted)

    found = spots((entry.point, entry.verdict) for entry in content.entries)
    return places(found, content.outlines, words=content.words)
