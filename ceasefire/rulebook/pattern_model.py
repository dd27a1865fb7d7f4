"""What only several events together show: patterns, as the rest of the library sees them.

Spans of time are microseconds, instants microseconds since 1970-01-01T00:00Z.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ceasefire.rulebook.logic import PartyTest, PlaceTest
from ceasefire.rulebook.model import Span, known

if TYPE_CHECKING:
    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Citation, Rulebook

__all__ = ["Calm", "Lull", "Move", "Pattern", "Sequence", "Series", "Shape", "Threshold"]


@dataclass(frozen=True, slots=True)
class Sequence:
    """An event that follows another: ``then`` at most ``within`` after ``first``.

    With ``within_km`` both lie at the same place: no further apart than that many
    kilometres, or under one name. With ``between``, an act of one of these parties against
    another is followed by one of that other against the first.
    """

    first: Condition
    then: Condition
    within: int
    within_km: float | None = None
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """So many breaches within a time: by each of some parties, in each of some places.

    Breaches are events that violate a provision of at least this ``severity`` (any, where
    it is empty) of an ``instrument`` (any, where it is empty), and for which ``when`` holds.
    Without parties or places those of all are counted together.
    """

    at_least: int
    within: int
    severity: str = ""
    instrument: str = ""
    when: Condition | None = None
    by: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lull:
    """No event for which ``when`` holds, in each of some places, for at least ``length``."""

    when: Condition
    length: int
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calm:
    """Each stretch in which an ``instrument`` is in force: held, or broken, and by what."""

    instrument: str


@dataclass(frozen=True, slots=True)
class Move:
    """A state that an instrument comes to at an instant, as a text says."""

    to: str
    on: int
    cite: tuple[Citation, ...] = ()
    note: str = ""
    span: Span = field(default_factory=Span)

    def known_at(self, instant: int, book: Rulebook) -> Move | None:
        """Return the move with the texts known at an instant, ``None`` where none was."""
        cite = book.cited(self.cite, instant)
        told = bool(cite) if self.cite else self.on <= instant
        return replace(self, cite=cite) if told else None


@dataclass(frozen=True, slots=True)
class Series:
    """The state of an ``instrument`` over time.

    In force, lapsed and in force again (renewed) as its own windows say; ``strained`` and
    ``breached`` once so many breaches were met (their ``instrument`` is that of the series);
    in force again after ``recovers_after`` without a breach; anything else as ``moves`` say.
    """

    instrument: str
    strained: Threshold | None = None
    breached: Threshold | None = None
    recovers_after: int | None = None
    moves: tuple[Move, ...] = ()


Shape = Sequence | Threshold | Lull | Calm | Series
"""What a pattern looks for."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Something that only several events together show, with the text that speaks of it."""

    id: str
    title: str
    shape: Shape
    cite: tuple[Citation, ...] = ()
    note: str = ""
    announced: int | None = None
    span: Span = field(default_factory=Span)

    @property
    def instrument(self) -> str:
        """The id of the one instrument that it is about; empty where it is about any."""
        return getattr(self.shape, "instrument", "")

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What it asks of events, its parties and places included; not what a breach is."""
        match self.shape:
            case Sequence(first, then, between=names):
                sides = (PartyTest(field, frozenset(names)) for field in ("actor", "target"))
                return (first, then, *(sides if names else ()))
            case Threshold(when=when, by=by, places=places):
                actors = (PartyTest("actor", frozenset(by)),) if by else ()
                return (*(() if when is None else (when,)), *actors, *located(places))
            case Lull(when, places=places):
                return (when, *located(places))
            case _:
                return ()

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves of a series; of any other shape there are none."""
        return self.shape.moves if isinstance(self.shape, Series) else ()

    def known_at(self, instant: int, book: Rulebook) -> Pattern | None:
        """Return what of it was known at an instant, ``None`` where nothing was.

        ``book`` is the rulebook as known then. A pattern needs the instrument it is about.
        A move is known once one of the texts that it cites is; one that cites none, when
        it happens.
        """
        unknown = self.instrument and self.instrument not in book.instruments
        if unknown or not known(self.announced, instant):
            return None
        shape = self.shape
        if isinstance(shape, Series):
            moves = (item.known_at(instant, book) for item in shape.moves)
            shape = replace(shape, moves=tuple(item for item in moves if item is not None))
        return replace(self, shape=shape, cite=book.cited(self.cite, instant))


def located(places: tuple[str, ...]) -> tuple[PlaceTest, ...]:
    """Return the test that something lies in one of some places, if there are any."""
    return (PlaceTest(frozenset(places)),) if places else ()
