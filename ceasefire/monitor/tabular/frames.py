"""What was seen of events, as tables: a line for each event, and for each role that it plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from ceasefire.monitor.sighting import SURELY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.monitor.roles import Role
    from ceasefire.monitor.sites import Site

__all__ = ["Sightings", "Table", "only_sure"]


class Sightings(NamedTuple):
    """What patterns see of some events, by column.

    ``ids``, ``starts`` and ``ends`` have a value for each event, whose number is its place;
    no two have one id. ``marks`` has for each role the numbers of the events that may play
    it, and how surely. ``sites`` has pairs of an event and the number of a site of it, among
    the ``places``.
    """

    ids: Sequence[str]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    marks: Mapping[Role, tuple[NDArray[np.int64], NDArray[np.int8]]]
    places: Sequence[Site] = ()
    sites: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None


class Table:
    """Sightings that can be asked for what plays a role."""

    def __init__(self, seen: Sightings) -> None:
        """Take what was seen."""
        self.seen = seen
        self.ids = seen.ids
        text = np.empty(len(seen.ids), np.int64)
        # Not every text that an id may be can stand in a column of texts.
        text[sorted(range(len(seen.ids)), key=seen.ids.__getitem__)] = np.arange(len(seen.ids))
        self._events = pl.DataFrame({"start": seen.starts, "end": seen.ends, "text": text})

    def entries(self, role: Role) -> pl.DataFrame:
        """Return the events that may play a role, by their starts.

        Of each there are its ``event``, ``start``, ``end`` and ``mark``, and by ``text`` its
        id comes before or after others.
        """
        events, marks = self.seen.marks.get(role, (np.empty(0, np.int64), np.empty(0, np.int8)))
        return (
            self._events[events]
            .with_columns(
                event=pl.Series(events, dtype=pl.Int64), mark=pl.Series(marks, dtype=pl.Int8)
            )
            .sort("start", "text")
        )

    def keys(self, pattern: str, *parts: str) -> Iterator[tuple[str, str]]:
        """Yield the keys for which events may play some part of a pattern."""
        found = {
            role.key for role in self.seen.marks if role.pattern == pattern and role.part in parts
        }
        yield from sorted(found)

    def named(self, events: Sequence[int]) -> tuple[str, ...]:
        """Return the ids of some events."""
        return tuple(self.ids[event] for event in events)


def only_sure(entries: pl.DataFrame) -> pl.DataFrame:
    """Return the events that surely play their role."""
    return entries.filter(pl.col("mark") == SURELY)
