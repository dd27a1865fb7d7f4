"""Which row of a table stands for each event: as a monitor has it that is fed row by row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.events.dialects import NATIVE
from ceasefire.events.rows import RowError
from ceasefire.monitor.versions import canonical, older
from ceasefire.program.accounts import known_span
from ceasefire.tables.cells import Cells
from ceasefire.tables.repeats import values_of
from ceasefire.terms.times import zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ceasefire.events.event import Event
    from ceasefire.events.feeds import Feed
    from ceasefire.tables.blocks import Block

__all__ = ["Versions", "ids_of", "versions_of"]

COUNTS: Final = ("new", "corrected", "duplicate", "older")


class Versions(NamedTuple):
    """The rows that stand, those that took part at any time, and how many did what."""

    standing: list[int]
    believed: list[int]
    counts: Counter[str]


def ids_of(
    feed: Feed, block: Block, rows: Sequence[int], event: Callable[[Block, int], Event | None]
) -> list[str]:
    """Return the ids of some rows of a block, which all have one."""
    pieces = [piece for piece in feed.pieces or () if "id" in piece.keys]
    if pieces and pieces[0].columns:
        lines = zip(*(values(block.columns[name]) for name in pieces[0].columns), strict=True)
        read = pieces[0].read

        def told(raw: tuple[Any, ...]) -> str:
            try:
                return str(read(raw).data.get("id", ""))
            except RowError:
                return ""  # such a row is rejected

        every = list(map(told, lines))
        return [every[row] for row in rows]
    if feed.pieces is None and feed.dialect == NATIVE and "id" in block.columns:
        raw = values(block.columns["id"])
        return [str(raw[row]) for row in rows]
    events = (event(block, row) for row in rows)
    return ["" if item is None else item.id for item in events]


def values(column: Any) -> list[Any]:  # noqa: ANN401  (of Arrow, or of one of ours)
    """Return the values of a column."""
    found: list[Any] = values_of(column) if isinstance(column, Cells) else column.to_pylist()
    return found


def versions_of(
    ids: Sequence[str], event: Callable[[int], Event | None], timezone: str
) -> Versions:
    """Return which of some rows stand; only those whose ids repeat are looked at.

    A row that says what another of its event said changes nothing, nor does one that was
    known earlier than that which stands. Any other takes its place.
    """
    groups: dict[str, list[int]] = {}
    for row, name in enumerate(ids):
        groups.setdefault(name, []).append(row)
    found = Versions([], [], Counter(dict.fromkeys(COUNTS, 0)))
    for rows in groups.values():
        found.counts["new"] += 1
        if len(rows) == 1:
            found.standing.append(rows[0])
            found.believed.append(rows[0])
        else:
            taken, counts = chosen(rows, event, timezone)
            found.standing.append(taken[-1])
            found.believed.extend(taken)
            found.counts.update(counts)
    found.standing.sort()
    return found


def chosen(
    rows: Iterable[int], event: Callable[[int], Event | None], timezone: str
) -> tuple[list[int], Counter[str]]:
    """Return the rows of one event that stood, one after the other, and how the others fared."""
    local = zone(timezone)
    taken: list[int] = []
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    standing: tuple[int, int] | None = None
    for row in rows:
        record = event(row)
        assert record is not None  # noqa: S101  (only events have ids)
        text = canonical(record)
        known = known_span(record.known, local, f"event `{record.id}`")
        if text in seen:
            counts["duplicate"] += 1
            continue
        seen.add(text)
        if taken and older(known, standing):
            counts["older"] += 1
            continue
        counts["corrected"] += bool(taken)
        standing = known
        taken.append(row)
    return taken, counts
