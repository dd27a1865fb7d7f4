"""What stands beside every figure: whose rulebook it is, how it was counted, and of what."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ceasefire.findings.explain import DISCLAIMER, NOT_LAWFUL, sourced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ceasefire.analysis.casework.docket import Docket
    from ceasefire.findings.finding import Provenance

__all__ = ["Origin"]


@dataclass(frozen=True)
class Origin:
    """The provenance of an analysis, and what became of the rows of its feed.

    ``source`` says which rulebook it is, and at what date. ``events`` is how many were
    counted; ``rejected`` could not be read or decided, ``aside`` are no events, by reason,
    and ``early`` were not known at that date. ``counting`` says how was counted,
    ``caution`` what a figure is not.
    """

    source: Provenance
    readings: tuple[str, ...]
    feed: str
    rows: int
    events: int
    rejected: int
    aside: Mapping[str, int]
    early: int
    counting: tuple[str, ...]
    caution: tuple[str, ...] = (NOT_LAWFUL, DISCLAIMER)

    @classmethod
    def of(cls, docket: Docket, readings: Sequence[str], counting: Sequence[str]) -> Origin:
        """Return the origin of figures over the events of a feed, under some readings."""
        return cls(
            source=docket.book.provenance,
            readings=tuple(readings),
            feed=docket.name,
            rows=docket.rows,
            events=len(docket.entries),
            rejected=docket.rejected,
            aside=dict(docket.aside),
            early=docket.early,
            counting=tuple(counting),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        own = asdict(self)
        source = own.pop("source")
        del source["reading"]
        told = source | own
        return {key: list(item) if isinstance(item, tuple) else item for key, item in told.items()}

    def lines(self) -> Iterator[str]:
        """Yield it in words, a sentence or two each."""
        yield " ".join(self.counting)
        yield self._rows()
        yield sourced(self.source, self.readings, len(self.source.digest))
        yield from self.caution

    def _rows(self) -> str:
        left = [f"{self.rejected} could not be read or decided"]
        left += [f"{count} left aside ({reason})" for reason, count in self.aside.items()]
        left += [f"{self.early} not known yet at {self.source.as_of}"] if self.early else []
        told = ", ".join(left)
        return f"Events counted: {self.events}; rows read: {self.rows}, of which {told}."
