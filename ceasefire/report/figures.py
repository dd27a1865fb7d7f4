"""What a report counts, of every event and by day, kind, party, place and verification.

Every count is of the facts as stated, with the least and the most that it may be: those
that are settled whatever account holds, and those that are possible over all accounts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from ceasefire.errors import UsageError
from ceasefire.findings.counts import COUNTED, Count, told
from ceasefire.findings.finding import Verdict
from ceasefire.report.facts import CASUALTIES, NOT_TOLD
from ceasefire.report.periods import Period, before, bounded, periods
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ceasefire.findings.finding import Finding
    from ceasefire.report.findings import Case, Findings
    from ceasefire.report.periods import Grain

__all__ = ["DIMENSIONS", "EVERY", "Days", "Figures", "Line", "Toll", "tally"]

Days: TypeAlias = "tuple[date | None, date | None]"
"""The first and the last of some local days; ``None`` is no bound."""

ALWAYS: Final[Days] = (None, None)

EVERY: Final = "every event"

DIMENSIONS: Final[Mapping[str, Callable[[Case], Sequence[str]]]] = {
    "actor": lambda case: case.facts.actors,
    "kind": lambda case: case.facts.kinds,
    "target": lambda case: case.facts.targets,
    "place": lambda case: (case.facts.place,),
    "verification": lambda case: case.facts.verification,
    "verdict": lambda case: (told(case.finding),),
}
"""What events can be counted by; an event that has several values is counted under each."""


class Toll(NamedTuple):
    """Casualties of some events: from ``low`` to ``high`` by those that report any.

    ``open`` of the events have no upper end, so that ``high`` is no bound where there are
    any; ``untold`` do not report the number at all.
    """

    low: int
    high: int
    open: int
    untold: int
    events: int

    @property
    def told(self) -> int:
        """How many events report the number."""
        return self.events - self.untold


class Casualties(NamedTuple):
    """The casualties of events that are settled to have a verdict, have it, or may."""

    settled: Toll
    stated: Toll
    possible: Toll


class Line(NamedTuple):
    """The counts of one period, each by verdict.

    ``stated`` counts events on their first day, or in the first of the periods if they began
    before. As bounds, ``low`` counts settled events that surely were in the period, ``high``
    those that may have been. ``events`` is how many are counted under ``stated``, among them
    those that are undetermined, or of nothing to classify; ``settled`` those of them of which
    one verdict alone is possible.
    """

    period: Period
    events: int
    stated: Mapping[str, int]
    low: Mapping[str, int]
    high: Mapping[str, int]
    settled: int


def tally(cases: Iterable[Case], by: str | None = None, days: Days = ALWAYS) -> dict[str, Count]:
    """Return counts by a dimension, most events first, or of every event.

    ``days`` are those that the events are counted for: one that may have been on others is
    not in the least that a count may be.

    Raises :class:`~ceasefire.errors.UsageError` for a dimension that does not exist.
    """
    found: defaultdict[str, Count] = defaultdict(Count)
    if by is None:
        every = found[EVERY]
        for case in cases:
            every.add(case.finding, sure=case.facts.surely_within(*days))
        return dict(found)
    values = DIMENSIONS.get(by)
    if values is None:
        message = f"there are no counts by `{by}`; there are {', '.join(DIMENSIONS)}"
        hint = did_you_mean(by, DIMENSIONS)
        raise UsageError(f"{message}; {hint}" if hint else message)
    for case in cases:
        for value in dict.fromkeys(values(case)):
            found[value].add(case.finding, sure=case.facts.surely_within(*days))
    return dict(sorted(found.items(), key=rank))


def rank(item: tuple[str, Count]) -> tuple[bool, int, str]:
    """Return where a row stands: what is not told last, most events first."""
    name, count = item
    return name == NOT_TOLD, -count.events, name


def toll(cases: Iterable[Case], field: str) -> Toll:
    """Return how many people the events report as killed or wounded."""
    low = high = unbounded = untold = events = 0
    for case in cases:
        extent = case.facts.casualties[field]
        events += 1
        untold += not extent.told
        if extent.told:
            low += extent.low
            high += extent.low if extent.high is None else extent.high
            unbounded += extent.high is None
    return Toll(low, high, unbounded, untold, events)


class Figures:
    """All that a report counts of findings; each is worked out when it is asked for."""

    def __init__(self, findings: Findings, period: Grain = "day") -> None:
        """Take the findings, and how long the periods are."""
        self.findings = findings
        self.cases = findings.cases
        self.grain = period
        self.days: Days = findings.since, findings.until

    def __repr__(self) -> str:
        """Return what they are of, shortly."""
        return f"<Figures by {self.grain} of {self.findings!r}>"

    @cached_property
    def every(self) -> Count:
        """The count of every event."""
        return tally(self.cases, days=self.days).get(EVERY) or Count()

    @cached_property
    def span(self) -> Period | None:
        """The days of the report: those it was narrowed to, else those of its events."""
        firsts = [case.facts.first for case in self.cases if case.facts.first]
        lasts = [case.facts.last for case in self.cases if case.facts.last]
        since = self.findings.since or min(firsts, default=None)
        until = self.findings.until or max(lasts, default=None)
        if since is None or until is None or since > until:
            return None
        return Period(since, until)

    @cached_property
    def undated(self) -> int:
        """How many events are of no known day."""
        return sum(case.facts.first is None for case in self.cases)

    def by(self, dimension: str) -> dict[str, Count]:
        """Return counts by one of :data:`DIMENSIONS`."""
        return tally(self.cases, dimension, self.days)

    @cached_property
    def timeline(self) -> tuple[Line, ...]:
        """The counts of each period in order, also of those without events.

        Raises :class:`~ceasefire.errors.UsageError` where these are too many.
        """
        if self.span is None:
            return ()
        spans = periods(*bounded(self.span, self.grain), self.grain)
        return tuple(timeline(self.cases, tuple(spans)))

    def casualties(self, field: str) -> dict[Verdict, Casualties]:
        """Return the casualties by verdict; ``field`` is one of ``CASUALTIES``."""
        if field not in CASUALTIES:
            listed = ", ".join(CASUALTIES)
            raise UsageError(f"`{field}` is no number of people; there are {listed}")
        found = {}
        for verdict in COUNTED:
            kept = [case for case in self.cases if verdict in case.finding.possible]
            found[verdict] = Casualties(
                toll((case for case in kept if self._is_sure(case)), field),
                toll((case for case in kept if case.finding.verdict == verdict), field),
                toll(kept, field),
            )
        return found

    def _is_sure(self, case: Case) -> bool:
        return is_settled(case) and case.facts.surely_within(*self.days)

    def previous(self, whole: Findings) -> tuple[Period, Count] | None:
        """Return the count of the period before, by the findings of the whole feed.

        Counted are the events that may have been in it. Nothing where the feed does not reach
        so far back.
        """
        if self.span is None:
            return None
        earlier = before(self.span, self.grain)
        first = min((case.facts.first for case in whole.cases if case.facts.first), default=None)
        if earlier is None or first is None or first > earlier.first:
            return None
        found = whole.between(*earlier)
        return earlier, tally(found.cases, days=earlier).get(EVERY) or Count()

    @cached_property
    def undetermined(self) -> tuple[Case, ...]:
        """The events whose verdict hangs on a doubt: of which more than one thing is possible.

        That is several verdicts, or one and that there was no incident.
        """
        return tuple(case for case in self.cases if is_open(case.finding))

    @cached_property
    def excluded(self) -> tuple[Case, ...]:
        """The events that the agreement does not reach, on the facts as stated."""
        return tuple(case for case in self.cases if case.finding.verdict is Verdict.EXCLUDED)


def is_open(finding: Finding) -> bool:
    """Return whether more than one thing is possible: verdicts, or that there was no incident."""
    return len(finding.possible) + finding.no_incident > 1


def is_settled(case: Case) -> bool:
    """Return whether the verdict of an event holds whatever account does."""
    finding = case.finding
    return finding.settled and finding.verdict in finding.possible and not finding.no_incident


def timeline(cases: Iterable[Case], spans: Sequence[Period]) -> Iterator[Line]:
    """Yield the counts of each of some periods, which follow one upon another."""
    stated: list[Counter[str]] = [Counter() for _ in spans]
    low: list[Counter[str]] = [Counter() for _ in spans]
    settled = [0 for _ in spans]
    # An event may last for thousands of periods, so that only its ends are noted.
    begun: list[Counter[str]] = [Counter() for _ in spans]
    over: list[Counter[str]] = [Counter() for _ in spans]
    starts = [span.first for span in spans]
    for case in cases:
        first, last = case.facts.first, case.facts.last
        if first is None or last is None or last < spans[0].first or first > spans[-1].last:
            continue
        start = max(bisect_right(starts, first) - 1, 0)
        stated[start][told(case.finding)] += 1
        settled[start] += case.finding.settled
        if is_settled(case) and first >= spans[start].first and last <= spans[start].last:
            low[start][case.finding.verdict] += 1
        begun[start].update(case.finding.possible)
        over[bisect_right(starts, last) - 1].update(case.finding.possible)
    on: Counter[str] = Counter()
    for number, span in enumerate(spans):
        on += begun[number]
        counted = stated[number]
        yield Line(span, counted.total(), counted, low[number], Counter(on), settled[number])
        on -= over[number]
