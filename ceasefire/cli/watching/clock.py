"""How far time has come where no report of a feed tells it."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from ceasefire.errors import UsageError
from ceasefire.monitor import clock
from ceasefire.monitor.clock import present
from ceasefire.terms.times import TimeProblem, duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceasefire.book import Book

__all__ = ["EVERY", "Wall", "known_until", "length"]

EVERY: Final = 60.0
"""Seconds between looks at the clock on the wall."""


class Wall:
    """The clock on the wall, less the time that reports take.

    ``delay`` is in microseconds; ``clock`` tells the present in these since 1970.
    """

    def __init__(self, delay: int, *, clock: Callable[[], int] = present) -> None:
        """Be ready for a first look."""
        self.delay, self.clock = delay, clock
        self._next = monotonic()

    def look(self) -> int | None:
        """Return of which instant all reports should be there; nothing where one just looked."""
        if monotonic() < self._next:
            return None
        self._next = monotonic() + EVERY
        return self.clock() - self.delay


def length(text: str, option: str) -> int:
    """Return a length of time that an option gives, in microseconds.

    Raises :class:`~ceasefire.errors.UsageError` for what is none.
    """
    try:
        return duration(text)
    except TimeProblem as problem:
        raise UsageError(f"{option}: {problem.message} ({problem.hint})") from problem


def known_until(book: Book, until: str) -> int:
    """Return up to which instant it is known what happened: as ``ceasefire alerts`` has it.

    Raises :class:`~ceasefire.errors.UsageError` for what is no time, or has not come yet:
    a monitor never goes back, and all that happens before then would be late to it.
    """
    return clock.known_until(book, until, "--until")
