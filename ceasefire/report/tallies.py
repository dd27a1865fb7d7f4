"""Counts of a report as plain figures: by one dimension, by three, and beside those before."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.findings.counts import COUNTED, NOTHING, Count, Spread, Tally
from ceasefire.findings.finding import Verdict
from ceasefire.report.facts import NOT_TOLD
from ceasefire.report.figures import timeline
from ceasefire.report.periods import ONE, Period, before

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ceasefire.report.figures import Figures, Line
    from ceasefire.report.findings import Findings

__all__ = ["TABLES", "Comparison", "Row", "comparison", "cross", "tables", "tally_of"]

TABLES: Final = ("actor", "target", "kind", "place", "verification")
"""The dimensions by which a report counts, in their order."""


class Row(NamedTuple):
    """The counts of the events that have some values in common, one for each dimension."""

    names: tuple[str, ...]
    tally: Tally


class Comparison(NamedTuple):
    """A period beside the one before it.

    ``undated`` counts for each verdict the events of no known day that may have it: they are
    in no period, and may have been in either. ``ends`` is the last day of which the feed has
    an event, where that is before the end of the later period.
    """

    now: Period
    tally: Tally
    before: Period
    earlier: Tally
    undated: Mapping[str, int]
    ends: date | None = None

    @property
    def certain(self) -> bool:
        """Whether a change is certain of any verdict."""
        return any(self.change(key) in {"more", "fewer"} for key in self.tally.verdicts)

    @property
    def beyond(self) -> bool:
        """Whether the feed ends before the later period begins, and so knows nothing of it."""
        return self.ends is not None and self.ends < self.now.first

    def change(self, verdict: str) -> str:
        """Return what is certain: ``more``, ``fewer``, ``same``, or that it is ``open``.

        Nothing can be said, and it is ``unknown``, where the later period is ``beyond`` the feed.
        """
        if self.beyond:
            return "unknown"
        now, earlier = self.tally.verdicts[verdict], self.earlier.verdicts[verdict]
        perhaps = self.undated.get(verdict, 0)
        if now.low > earlier.high + perhaps:
            return "more"
        if now.high + perhaps < earlier.low:
            return "fewer"
        known = now.low == now.high == earlier.low == earlier.high
        return "same" if known and not perhaps else "open"


def tally_of(line: Line) -> Tally:
    """Return the figures of a period, as a timeline counts them."""
    figures = (line.stated, line.low, line.high)
    return Tally(
        line.events,
        {str(key): Spread(*(each.get(key, 0) for each in figures)) for key in COUNTED},
        line.stated.get(Verdict.UNDETERMINED, 0),
        line.stated.get(NOTHING, 0),
        line.settled,
    )


def tables(figures: Figures) -> dict[str, tuple[Row, ...]]:
    """Return the counts by each dimension of :data:`TABLES`, most events first."""
    return {
        dimension: tuple(
            Row((name,), Tally.of(count)) for name, count in figures.by(dimension).items()
        )
        for dimension in TABLES
    }


def cross(figures: Figures) -> tuple[Row, ...]:
    """Return the counts by kind, party named as actor and place together, most events first.

    An event that has several values is counted under each.
    """
    found: defaultdict[tuple[str, ...], Count] = defaultdict(Count)
    for case in figures.cases:
        facts = case.facts
        sure = facts.surely_within(*figures.days)
        for names in product(facts.kinds, facts.actors, (facts.place,)):
            found[names].add(case.finding, sure=sure)

    def rank(item: tuple[tuple[str, ...], Count]) -> tuple[int, list[tuple[bool, str]]]:
        names, count = item
        return -count.events, [(name == NOT_TOLD, name) for name in names]

    return tuple(Row(names, Tally.of(count)) for names, count in sorted(found.items(), key=rank))


def comparison(figures: Figures, whole: Findings) -> Comparison | None:
    """Return the days of a report beside those before, by the findings of the whole feed.

    Counted are then the events that may have been on these days. Where the report is of the
    whole feed, the last period in which an event began is set beside the one before that, and
    both are counted as a timeline counts them. Nothing where the feed does not reach so far
    back.
    """
    undated = Counter(
        str(verdict)
        for case in whole.cases
        if case.facts.first is None
        for verdict in case.finding.possible
    )
    if figures.days == (None, None):
        return latest(figures, undated)
    previous, span = figures.previous(whole), figures.span
    if previous is None or span is None:
        return None
    ends = whole.ends
    return Comparison(
        span,
        Tally.of(figures.every),
        previous[0],
        Tally.of(previous[1]),
        undated,
        ends if ends is not None and ends < span.last else None,
    )


def latest(figures: Figures, undated: Mapping[str, int]) -> Comparison | None:
    """Return the last period in which an event began beside the one before it."""
    begun = [line.period for line in figures.timeline if line.events]
    earlier = before(begun[-1], figures.grain) if begun else None
    start = figures.timeline[0].period.first if begun else None
    if earlier is None or start is None or earlier.first < start:
        return None
    spans = [Period(start, earlier.first - ONE)] if start < earlier.first else []
    then, now = list(timeline(figures.cases, (*spans, earlier, begun[-1])))[-2:]
    return Comparison(now.period, tally_of(now), then.period, tally_of(then), undated)
