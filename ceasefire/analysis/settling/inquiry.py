"""What an inquiry could settle: facts by event, and the lines along which to find them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ceasefire.findings.finding import DoubtValue, ordered

if TYPE_CHECKING:
    from ceasefire.analysis.casework.origin import Origin

__all__ = ["Case", "Fact", "Inquiry", "Line", "PairOfLines", "Together"]


@dataclass(frozen=True)
class Fact:
    """Something about an event that is open, with what each value of it leaves possible.

    ``kind`` is ``field``, ``question`` (of the rulebook) or ``account`` (whether it is
    right); ``name`` the field, question or speaker, ``owner`` the participant or part that
    a field belongs to, where there are several. A value that leaves nothing contradicts the
    rulebook. The fact ``settles`` the event if each value that is possible leaves one
    verdict, or that there was no incident, and no other.
    """

    kind: str
    name: str
    owner: str
    title: str
    values: tuple[DoubtValue, ...]
    settles: bool

    @property
    def line(self) -> tuple[str, str]:
        """What kind of thing is to be found out of what: the same for many events."""
        return self.kind, self.name

    @property
    def may_settle(self) -> bool:
        """Whether some value leaves one verdict and no other."""
        return any(alone(value) for value in self.values)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "kind": self.kind,
            "name": self.name,
            "owner": self.owner,
            "title": self.title,
            "settles": self.settles,
            "values": [plain(value) for value in self.values],
        }


@dataclass(frozen=True)
class Together:
    """Two facts of an event that settle it together and neither alone.

    ``values`` has each two values with what they leave possible; those that contradict the
    rulebook together are left out.
    """

    titles: tuple[str, str]
    lines: tuple[tuple[str, str], tuple[str, str]]
    values: tuple[tuple[tuple[str, ...], tuple[str, ...], DoubtValue], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "facts": list(self.titles),
            "values": [
                {"first": list(one), "second": list(other), **outcome_of(value)}
                for one, other, value in self.values
            ],
        }


@dataclass(frozen=True)
class Case:
    """An event of which more than one thing is possible, and what would settle it.

    ``facts`` are those of which some value settles it; ``together`` the pairs, where no one
    fact settles it whatever its value. ``tried`` is false where there were too many facts
    for all pairs to be tried.
    """

    event: str
    line: int
    verdict: str
    possible: DoubtValue
    facts: tuple[Fact, ...]
    together: tuple[Together, ...]
    tried: bool = True

    @property
    def settled_by(self) -> tuple[Fact, ...]:
        """The facts that settle the event whatever their value."""
        return tuple(fact for fact in self.facts if fact.settles)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "event": self.event,
            "line": self.line,
            "verdict": self.verdict,
            **outcome_of(self.possible),
            "facts": [fact.to_dict() for fact in self.facts],
            "together": [pair.to_dict() for pair in self.together],
            "all_pairs_tried": self.tried,
        }


@dataclass(frozen=True)
class Line:
    """A line of inquiry: a question, or a field or a speaker's accounts event by event.

    ``settles`` counts the events that it settles whatever is found, ``may`` those that it
    settles if some of the possible values is found; ``adds`` those that it settles and no
    line before it does.
    """

    kind: str
    name: str
    title: str
    settles: int
    may: int
    adds: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "kind": self.kind,
            "name": self.name,
            "title": self.title,
            "settles": self.settles,
            "may_settle": self.may,
            "adds": self.adds,
        }


@dataclass(frozen=True)
class PairOfLines:
    """Two lines of inquiry, each as kind and name, and how many events they settle together.

    These are events that no one fact settles whatever is found.
    """

    one: tuple[str, str]
    other: tuple[str, str]
    titles: tuple[str, str]
    events: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        kinds = [{"kind": kind, "name": name} for kind, name in (self.one, self.other)]
        return {"lines": kinds, "titles": list(self.titles), "events": self.events}


@dataclass(frozen=True)
class Inquiry:
    """What would settle the findings of a feed: lines of inquiry, the best first, and cases.

    ``pairs`` are two lines at a time, for events that no one fact settles.
    """

    origin: Origin
    reading: str
    lines: tuple[Line, ...]
    pairs: tuple[PairOfLines, ...]
    cases: tuple[Case, ...]

    @property
    def only_together(self) -> tuple[Case, ...]:
        """The events that two facts settle, and no one fact does."""
        return tuple(case for case in self.cases if case.together)

    @property
    def beyond(self) -> tuple[Case, ...]:
        """The events that neither one fact nor two settle whatever is found."""
        return tuple(case for case in self.cases if not case.settled_by and not case.together)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "about": self.origin.to_dict(),
            "reading": self.reading,
            "unsettled": len(self.cases),
            "lines": [line.to_dict() for line in self.lines],
            "pairs": [pair.to_dict() for pair in self.pairs],
            "cases": [case.to_dict() for case in self.cases],
        }


def alone(value: DoubtValue) -> bool:
    """Return whether one thing is possible and no other."""
    return len(value.possible) + value.no_incident == 1


def plain(value: DoubtValue) -> dict[str, Any]:
    """Return a value as plain data."""
    return {"labels": list(value.labels), "values": list(value.values), **outcome_of(value)}


def outcome_of(value: DoubtValue) -> dict[str, Any]:
    """Return what a value leaves possible as plain data."""
    return {"possible": ordered(value.possible), "no_incident": value.no_incident}
