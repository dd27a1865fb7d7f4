"""What a store takes in, and gives back to a monitor that goes on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from ceasefire.terms.times import TimeProblem, duration

__all__ = ["Passed", "Rules", "Seen", "Told"]


@dataclass(frozen=True, slots=True)
class Rules:
    """By what findings and alerts were found: what a store remembers, and wants unchanged.

    ``lateness`` is as it was given: the same time may be written in more than one way.
    """

    rulebook: str
    digest: str
    reading: str
    as_of: str
    version: str
    lateness: str
    timezone: str

    def same(self, other: Rules) -> bool:
        """Return whether another has all of it likewise."""
        return not self.differences(other)

    def differences(self, other: Rules) -> list[str]:
        """Return in words what another has otherwise."""
        mine, theirs = asdict(self), asdict(other)
        return [
            f"{name.replace('_', ' ')} {short(mine[name])}, now {short(theirs[name])}"
            for name in mine
            if measured(name, mine[name]) != measured(name, theirs[name])
        ]


class Seen(NamedTuple):
    """A line of a feed: whose, the how manieth, and its text."""

    source: str
    line: int
    text: str


class Told(NamedTuple):
    """A report of the record: its text, what the monitor took it for, and of which event."""

    text: str
    status: str
    event: str


class Passed(NamedTuple):
    """A time of the record: the instant that it had come to, in microseconds since 1970."""

    instant: int


def measured(name: str, text: str) -> Any:  # noqa: ANN401  (what is compared alone)
    """Return a text of rules as what it stands for."""
    if name != "lateness":
        return text
    try:
        return duration(text)
    except TimeProblem:
        return text


def short(text: str) -> str:
    """Return the beginning of a digest, any other text, or a word for none."""
    return f"`{text[:12]}`" if text else "none"
