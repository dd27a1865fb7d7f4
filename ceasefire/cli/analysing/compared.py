"""Readings side by side as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.analysis.comparing.compare import TOLD
from ceasefire.cli.analysing.pages import Column, Page, Section
from ceasefire.findings.counts import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.analysis.comparing import Change, Comparison, Pair, Row, Turn

__all__ = ["page_of"]

BRIEF: Final = 40
"""So many disputed events are listed on the screen."""


def page_of(found: Comparison) -> Page:
    """Return the page of a comparison."""
    first = found.readings[0]
    turns = list(turned(found))
    leading = [row for row, turn in turns if turn.one == first]
    sections = (
        readings(found.rows),
        Section(
            "differ",
            "Events with different verdicts under two readings",
            (
                Column("reading", "under"),
                *(Column(f"differ.{r}", r, counts=True) for r in found.readings),
            ),
            list(differing(found)),
        ),
        pairs(found.pairs),
        Section(
            "turns_on",
            "What disputes turn on",
            (
                Column("changes", "with another answer, or credit"),
                Column("events", "events", counts=True),
            ),
            [(" and ".join(names), str(count)) for names, count in found.turning().items()],
            empty="No event is disputed between these readings.",
        ),
        disputed(found),
        turning("turn", f"What each dispute with reading {first} turns on", leading, BRIEF),
        turning(
            "every_turn",
            "What each dispute turns on, between any two readings",
            [r for r, _ in turns],
            None,
        ),
    )
    return Page(f"Readings of {found.origin.source.rulebook} compared", sections, found.origin)


def readings(rows: Sequence[Row]) -> Section:
    """Return the verdicts by reading."""
    columns = (
        Column("reading", "reading"),
        *(Column(str(verdict), str(verdict), counts=True) for verdict in COUNTED),
        *(Column(name, name, counts=True) for name in TOLD[len(COUNTED) :]),
        Column("settled", "settled", counts=True),
    )
    cells = [
        (
            row.reading,
            *(str(row.verdicts[str(verdict)]) for verdict in COUNTED),
            *map(str, (row.undetermined, row.nothing, row.settled)),
        )
        for row in rows
    ]
    return Section("readings", "Verdicts by reading", columns, cells)


def differing(found: Comparison) -> Iterator[tuple[str, ...]]:
    """Yield for each reading how many verdicts differ from those of each other."""
    counts = {(pair.one, pair.other): pair.differ for pair in found.pairs}
    for one in found.readings:
        yield (
            one,
            *(
                str(counts.get((one, other), counts.get((other, one), 0))) if one != other else "-"
                for other in found.readings
            ),
        )


def pairs(every: Sequence[Pair]) -> Section:
    """Return the verdicts of each two readings against each other, where they differ."""
    rows = []
    for pair in every:
        for one in TOLD:
            counts = [pair.counts.get((one, other), 0) for other in TOLD]
            if sum(counts) > pair.counts.get((one, one), 0):
                rows.append((f"{pair.one}: {one}; {pair.other}:", *map(str, counts)))
    columns = (
        Column("pair", "verdict under one; under the other:"),
        *(Column(f"other.{name}", name, counts=True) for name in TOLD),
    )
    title = "The verdicts of one reading by those of another, where these differ"
    return Section("pairs", title, columns, rows, empty="No two of these readings differ.")


def disputed(found: Comparison) -> Section:
    """Return the disputed events with their verdicts."""
    columns = (
        Column("event", "event"),
        *(Column(f"verdict.{name}", name) for name in found.readings),
    )
    rows = [
        (dispute.event, *(dispute.verdicts[name] for name in found.readings))
        for dispute in found.disputes
    ]
    return Section("disputes", "Disputed events", columns, rows, brief=BRIEF)


def turned(found: Comparison) -> Iterator[tuple[tuple[str, ...], Turn]]:
    """Yield a row for all that each dispute turns on, two readings at a time."""
    for dispute in found.disputes:
        for turn in dispute.turns:
            one, other = (dispute.verdicts[name] for name in (turn.one, turn.other))
            ways = "; or ".join(map(joined, turn.sets))
            if not turn.complete:
                ways += "; and maybe other ways: they are too many to be tried"
            yield (dispute.event, f"{turn.one}: {one}", f"{turn.other}: {other}", ways), turn


def turning(name: str, title: str, rows: Sequence[tuple[str, ...]], brief: int | None) -> Section:
    """Return a table of what disputes turn on; without ``brief`` for files only."""
    columns = (
        Column("event", "event"),
        Column("one", "under one reading"),
        Column("other", "under another"),
        Column("sets", "which it has with"),
    )
    return Section(name, title, columns, rows, brief=brief, whole=brief is None)


def joined(changes: Sequence[Change]) -> str:
    """Return changes that must be made together."""
    return " and ".join(map(str, changes))
