"""The alerts of a whole data set at once: those that a monitor has when all of it was fed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceasefire.errors import EventError, MissingExtraError, UsageError, placed
from ceasefire.monitor.stretches import stretches
from ceasefire.monitor.telling import Teller
from ceasefire.monitor.whole.reading import source_of
from ceasefire.monitor.whole.sighting import Seer
from ceasefire.monitor.whole.versions import Versions, ids_of, versions_of
from ceasefire.rulebook.pattern_model import Calm, Series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ceasefire.book import Book
    from ceasefire.errors import Problem
    from ceasefire.events.event import Event
    from ceasefire.monitor.alerts import Alert
    from ceasefire.monitor.roles import Role
    from ceasefire.monitor.tabular.evaluation import Sightings
    from ceasefire.monitor.whole.sighting import Seen
    from ceasefire.tables.blocks import Block

__all__ = ["WholeAlerts", "alerts_of"]

KEPT: Final = 10_000
"""So many problems of rows are kept."""


@dataclass(slots=True)
class WholeAlerts:
    """The alerts of a data set, by pattern and start, and what became of its rows.

    ``horizon`` is the instant up to which it is known what happened, in microseconds since
    1970. Of ``rows``, ``events`` stand; as many were ``corrected`` by later ones, said what
    another had said (``duplicates``), or were known earlier than one before (``older``).
    ``rejected`` rows could not be read; ``problems`` says of the first of them what is wrong.
    """

    alerts: list[Alert] = field(default_factory=list)
    horizon: int | None = None
    rows: int = 0
    events: int = 0
    corrected: int = 0
    duplicates: int = 0
    older: int = 0
    rejected: int = 0
    problems: list[Problem] = field(default_factory=list)


def alerts_of(
    book: Book,
    source: Any,  # noqa: ANN401  (a path, a stream, or a table of any make)
    *,
    format: str | None = None,  # noqa: A002  (the word of the command line)
    until: int | None = None,
    strict: bool = False,
) -> WholeAlerts:
    """Return the alerts that the patterns of a book give for a whole data set.

    ``source`` and ``format`` are those of :meth:`~ceasefire.book.Book.scan`, or a table as
    :meth:`~ceasefire.book.Book.classify_frame` takes it. Rows with one id are reports of one
    event, in order, as a monitor takes them. ``until`` is the instant up to which it is known
    what happened, if that is later than the start of the last event. With ``strict`` a row
    that cannot be read is an error.

    Raises :class:`~ceasefire.errors.MissingExtraError` where Polars is missing, and what
    these methods raise.
    """
    try:
        import polars  # noqa: F401, ICN001, PLC0415  (an extra, asked for before all the work)
    except ImportError as error:
        raise MissingExtraError("Polars", "patterns") from error
    if until is not None and (isinstance(until, bool) or not isinstance(until, int)):
        raise UsageError(f"until: `{until}` is no instant in microseconds since 1970")
    rows = Rows(book, source, format)
    rows.read()
    if strict and rows.found.problems:
        raise EventError(rows.found.problems)
    rows.judge(until)
    return rows.found


class Rows:
    """The rows of one data set: what is seen of each, and what follows."""

    def __init__(self, book: Book, source: Any, form: str | None) -> None:  # noqa: ANN401  (a value of any type)
        """Take what is to be read."""
        self.book = book
        self.feed, self._source = source_of(source, form, book.rulebook)
        self.seer = Seer(book, self.feed)
        self.found = WholeAlerts()
        self.blocks: list[Block] = []
        self.seen: list[Seen] = []
        self.ids: list[str] = []
        self.places: list[tuple[int, int]] = []

    def read(self) -> None:
        """See every row."""
        for block in self._source:
            seen = self.seer.see(block)
            self._fault(block, seen)
            rows = np.flatnonzero(seen.kinds >= 0).tolist()
            self.ids += ids_of(self.feed, block, rows, self.seer.event)
            number = len(self.blocks)
            self.places += [(number, row) for row in rows]
            self.blocks.append(block)
            self.seen.append(seen)

    def _fault(self, block: Block, seen: Seen) -> None:
        """Note the rows that could not be read."""
        found = self.found
        faults = [(row, placed(why, self.feed.name, block.line(row))) for row, why in seen.rejected]
        faults += [(row, line.problems) for row, line in block.faulty]
        found.rows += block.rows + len(block.faulty)
        found.rejected += len(faults)
        for _, problems in sorted(faults, key=lambda item: item[0]):
            found.problems += problems[: max(KEPT - len(found.problems), 0)]

    def _event(self, place: int) -> Event | None:
        number, row = self.places[place]
        return self.seer.event(self.blocks[number], row)

    def judge(self, until: int | None) -> None:
        """Work out the alerts."""
        from ceasefire.monitor.tabular.evaluation import Whole  # noqa: PLC0415  (loads Polars)

        versions = versions_of(self.ids, self._event, self.book.rulebook.timezone)
        found, counts = self.found, versions.counts
        found.events, found.corrected = len(versions.standing), counts["corrected"]
        found.duplicates, found.older = counts["duplicate"], counts["older"]
        starts, timed = self._column("starts"), self._column("timed")
        believed = np.array(versions.believed, np.int64)
        believed = believed[timed[believed]]
        known = [int(starts[believed].max())] if len(believed) else []
        found.horizon = max([*known, *([] if until is None else [until])], default=None)
        if found.horizon is None:
            return
        book = self.book.program.rulebook
        whole = Whole(self._sightings(versions), found.horizon, self._stretches(), Teller(book))
        order = {name: number for number, name in enumerate(book.patterns)}
        found.alerts = sorted(
            whole.alerts(book.patterns.values()),
            key=lambda alert: (order[alert.pattern], alert.start or 0, alert.key),
        )

    def _stretches(self) -> Mapping[str, list[tuple[int | None, int | None]]]:
        roles, answers = self.seer.roles, self.book.setting.answers
        names = {
            pattern.shape.instrument
            for pattern in roles.patterns.values()
            if isinstance(pattern.shape, Calm | Series)
        }
        return {name: stretches(roles.program, name, answers) for name in names}

    def _column(self, name: str) -> NDArray[Any]:
        """Return a column of what was seen, of the rows that were taken in."""
        parts = [getattr(seen, name)[seen.kinds >= 0] for seen in self.seen]
        return np.concatenate(parts) if parts else np.empty(0, np.int64)

    def _sightings(self, versions: Versions) -> Sightings:
        from ceasefire.monitor.tabular.evaluation import Sightings  # noqa: PLC0415  (loads Polars)

        standing = np.array(versions.standing, np.int64)
        kinds = self._column("kinds")[standing]
        return Sightings(
            [self.ids[place] for place in versions.standing],
            self._column("starts")[standing],
            self._column("ends")[standing],
            self._marks(kinds),
            list(self.seer.places.sites),
            self._sites(standing),
        )

    def _marks(
        self, kinds: NDArray[np.int64]
    ) -> dict[Role, tuple[NDArray[np.int64], NDArray[np.int8]]]:
        tests = self.seer.roles.tests
        table = np.zeros((len(tests), len(self.seer.marks)), np.int8)
        for kind, marks in enumerate(self.seer.marks):
            for role, mark in marks:
                table[role, kind] = mark
        found = {}
        for test, marked in zip(tests, table, strict=True):
            column = marked[kinds]
            events = np.flatnonzero(column)
            if len(events):
                found[test.role] = events, column[events]
        return found

    def _sites(self, standing: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the sites of events by their numbers."""
        numbers = np.full(len(self.ids), -1, np.int64)
        numbers[standing] = np.arange(len(standing))
        events, sites = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        before = 0
        for seen in self.seen:
            taken = np.flatnonzero(seen.kinds >= 0)
            own = np.full(len(seen.kinds), -1, np.int64)
            own[taken] = numbers[before : before + len(taken)]
            before += len(taken)
            for rows, which in seen.sites:
                some = own[rows] >= 0
                events.append(own[rows][some])
                sites.append(which[some])
        return np.concatenate(events), np.concatenate(sites)
