"""What is known of how counts move: figures by setting, and the factors ranked by swing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ceasefire.findings.counts import COUNTED, Count, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.analysis.casework.origin import Origin

__all__ = ["EVERY", "Factor", "Sensitivity", "Setting"]

EVERY: Final = "every event"
"""What stands for a party where all events are counted."""


@dataclass(frozen=True)
class Setting:
    """One choice of a factor, all else as in the base reading, and what it comes to.

    ``base`` says that it is what the base reading has. ``moved`` counts the events whose
    verdict, or what is possible of them, is another than in the base reading; ``parties``
    has the figures by party named as actor, ``every`` those of all events.
    """

    name: str
    base: bool
    moved: int
    every: Tally
    parties: Mapping[str, Tally]

    def figures(self, party: str) -> Tally:
        """Return the figures of a party, or those of every event."""
        if party == EVERY:
            return self.every
        return self.parties.get(party, NONE)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "name": self.name,
            "base": self.base,
            "moved": self.moved,
            "every": self.every.to_dict(),
            "parties": {party: figures.to_dict() for party, figures in self.parties.items()},
        }


@dataclass(frozen=True)
class Factor:
    """A point on which counts may hang: its settings, of which one is that of the reading.

    ``kind`` is ``question``, ``accounts`` (which of them count) or ``credit`` (whose are
    taken as stated); ``name`` the question or speaker, ``title`` the same in words.
    """

    kind: str
    name: str
    title: str
    settings: tuple[Setting, ...]

    @property
    def moved(self) -> int:
        """How many events some setting moves at most."""
        return max(setting.moved for setting in self.settings)

    @property
    def swing(self) -> int:
        """The largest swing of a verdict over every event."""
        return max(self.swing_of(str(verdict)) for verdict in COUNTED)

    def swing_of(self, verdict: str, party: str = EVERY) -> int:
        """Return how far a count moves from setting to setting: as stated, least or most.

        That is the largest of three differences between the highest figure and the lowest.
        """
        spreads = [setting.figures(party).verdicts[verdict] for setting in self.settings]
        return max(
            max(figures) - min(figures)
            for figures in (
                [each.stated for each in spreads],
                [each.low for each in spreads],
                [each.high for each in spreads],
            )
        )

    def reach(self, verdict: str, party: str = EVERY) -> tuple[int, int]:
        """Return the lowest least and the highest most of a verdict over all settings."""
        spreads = [setting.figures(party).verdicts[verdict] for setting in self.settings]
        return min(each.low for each in spreads), max(each.high for each in spreads)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "kind": self.kind,
            "name": self.name,
            "title": self.title,
            "moved": self.moved,
            "swing": self.swing,
            "swings": {str(verdict): self.swing_of(str(verdict)) for verdict in COUNTED},
            "settings": [setting.to_dict() for setting in self.settings],
        }


@dataclass(frozen=True)
class Sensitivity:
    """How the counts of a reading move, factor by factor, those that move most first.

    ``base`` is what the reading comes to; ``unasked`` counts the speakers with few events
    who were too many to be credited one by one.
    """

    origin: Origin
    reading: str
    base: Setting
    factors: tuple[Factor, ...]
    unasked: int = 0

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties that events name as actors in some setting, most events first."""
        most: dict[str, int] = {}
        for _, setting in self.settings():
            for party, figures in setting.parties.items():
                most[party] = max(most.get(party, 0), figures.events)
        return tuple(sorted(most, key=lambda party: (-most[party], party)))

    def settings(self) -> Iterator[tuple[Factor, Setting]]:
        """Yield every setting of every factor."""
        for factor in self.factors:
            for setting in factor.settings:
                yield factor, setting

    def by_party(self) -> list[tuple[str, str, Factor, int]]:
        """Return for each party, verdict and factor the swing, the largest first, but for none."""
        found = [
            (party, str(verdict), factor, factor.swing_of(str(verdict), party))
            for party in self.parties
            for verdict in COUNTED
            for factor in self.factors
        ]
        kept = [item for item in found if item[3]]
        return sorted(kept, key=lambda item: (-item[3], item[0], item[1], item[2].name))

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "about": self.origin.to_dict(),
            "reading": self.reading,
            "base": self.base.to_dict(),
            "factors": [factor.to_dict() for factor in self.factors],
            "unasked_speakers": self.unasked,
        }


NONE: Final = Tally.of(Count())
"""The figures of a party that no event names."""
