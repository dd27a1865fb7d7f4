"""Counts of findings by verdict: as stated, the least they may be, and the most."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from ceasefire.findings.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "BY_ACTOR",
    "COUNTED",
    "COUNTING",
    "NOTHING",
    "Count",
    "Result",
    "Spread",
    "Tally",
    "told",
]

NOTHING: Final = "nothing to classify"
"""What is said of an event that has no verdict: of no incident, or one that cannot be."""

COUNTED: Final = (Verdict.VIOLATING, Verdict.COVERED, Verdict.EXCLUDED)

COUNTING: Final = (
    "Counts are of the facts as stated; in brackets, where they differ, the least (whatever "
    "account holds) and the most (possible over all accounts) that each may be."
)
"""What the three figures of a count mean."""

BY_ACTOR: Final = (
    "A row is of the events that name the party as actor: alone, with others, or as one of "
    "those who may have acted. So rows overlap, and a verdict is the event's, not the party's."
)
"""What is counted of a party."""


class Result(Protocol):
    """What is counted of a finding."""

    @property
    def verdict(self) -> Verdict:
        """The verdict of the stated facts."""
        ...

    @property
    def possible(self) -> frozenset[Verdict]:
        """The verdicts over all accounts."""
        ...

    @property
    def settled(self) -> bool:
        """Whether there is but one."""
        ...

    @property
    def no_incident(self) -> bool:
        """Whether there may have been no incident."""
        ...


class Spread(NamedTuple):
    """A count as stated, settled to be (``low``), and possible (``high``)."""

    stated: int
    low: int
    high: int

    def __str__(self) -> str:
        """Return the count, and in brackets how few and how many if that is not settled."""
        if self.low == self.stated == self.high:
            return str(self.stated)
        return f"{self.stated} ({self.low}-{self.high})"


def told(result: Result) -> str:
    """Return the verdict, or that there is none to be had."""
    return str(result.verdict) if result.possible else NOTHING


class Count:
    """The counts of some events: as stated, settled to be, and possible."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.events = self.settled = 0
        self.stated: Counter[str] = Counter()
        self.least: Counter[str] = Counter()
        self.most: Counter[str] = Counter()

    def __repr__(self) -> str:
        """Return how many events it is of, and how many of each verdict with bounds."""
        verdicts = ", ".join(f"{verdict} {self.spread(verdict)}" for verdict in COUNTED)
        return f"<Count of {self.events} event{'' if self.events == 1 else 's'}: {verdicts}>"

    def add(self, result: Result, times: int = 1, *, sure: bool = True) -> None:
        """Count a finding, which so many events have.

        Where it is not ``sure`` that they are among what is counted, the least leaves them out.
        """
        self.events += times
        self.stated[told(result)] += times
        for verdict in result.possible:
            self.most[verdict] += times
        self.settled += times * result.settled
        settled = result.settled and result.verdict in result.possible and not result.no_incident
        if settled and sure:
            for verdict in result.possible:
                self.least[verdict] += times

    def spread(self, verdict: str) -> Spread:
        """Return the three figures of a verdict."""
        return Spread(self.stated[verdict], self.least[verdict], self.most[verdict])


class Tally(NamedTuple):
    """Counts of some events as plain figures: for each verdict as stated, at least and at most.

    ``verdicts`` has those that an event can be settled to have; ``undetermined`` and
    ``nothing`` count the events whose stated facts leave the verdict open, and those that
    have none. ``settled`` counts those of which one verdict alone is possible.
    """

    events: int
    verdicts: Mapping[str, Spread]
    undetermined: int
    nothing: int
    settled: int

    @classmethod
    def of(cls, count: Count) -> Tally:
        """Return the figures of a count."""
        return cls(
            count.events,
            {str(verdict): count.spread(verdict) for verdict in COUNTED},
            count.stated[Verdict.UNDETERMINED],
            count.stated[NOTHING],
            count.settled,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return them as plain data."""
        verdicts = {verdict: spread._asdict() for verdict, spread in self.verdicts.items()}
        return {**self._asdict(), "verdicts": verdicts}
