"""Everything that can go wrong, as one small tree of exceptions.

::

    CeasefireError
    ├── InputError            something that was read is wrong; carries problems
    │   ├── RulebookError     a rule file
    │   ├── CasesError        a file of cases to test a rulebook by
    │   ├── EventError        one event
    │   └── FeedError         a feed as a whole (missing file, unknown format)
    ├── UsageError            a call that makes no sense (unknown reading, bad date)
    └── MissingExtraError     an optional library is not installed

A :class:`Problem` is one thing that is wrong, with its place, a stable code and
a hint. Errors carry all problems found, never only the first.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CasesError",
    "CeasefireError",
    "EventError",
    "FeedError",
    "InputError",
    "MissingExtraError",
    "Problem",
    "RulebookError",
    "UsageError",
    "no_event",
    "placed",
]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, and where.

    ``file`` is a path or a description of the input; ``line`` and ``column``
    count from 1, and 0 means that the place is not known. ``code`` is stable
    across versions, ``text`` is the offending piece, ``hint`` says what to do.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    text: str = ""

    def __str__(self) -> str:
        """Format as ``file:line:column: code: message (hint)``."""
        place = self.file
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {self.code}: {self.message}{hint}"

    def to_dict(self) -> dict[str, str | int]:
        """Return the problem as a plain mapping."""
        return asdict(self)


def placed(problems: Iterable[Problem], feed: str, line: int) -> tuple[Problem, ...]:
    """Return problems that name an event with the place of its row in the feed as well."""
    return tuple(
        problem
        if problem.line or not line
        else replace(problem, file=feed, line=line, message=f"{problem.file}: {problem.message}")
        for problem in problems
    )


class CeasefireError(Exception):
    """Base of every error this library raises on purpose."""


class InputError(CeasefireError):
    """Something that was read is wrong; :attr:`problems` lists all of it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in order of their place."""
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        """Say how the error is made anew, so that it arrives whole from another process."""
        return type(self), (self.problems,)


class RulebookError(InputError):
    """A rule file cannot be used."""


class CasesError(InputError):
    """A file of cases cannot be used."""


class EventError(InputError):
    """An event cannot be read."""


class FeedError(InputError):
    """A feed cannot be read at all."""


def no_event(
    feed: str, rows: int, problems: Iterable[Problem] = (), *, by: str = "that can be decided"
) -> FeedError:
    """Return that a feed holds no event, or that of all its rows none is one ``by`` that word.

    ``problems`` are those of its rows, which the error tells of as well.
    """
    message = "the feed holds no event" + (f" {by}" if rows else "")
    return FeedError([*problems, Problem(feed, 0, 0, "no-event", message)])


class UsageError(CeasefireError):
    """A call or an option makes no sense; the message says which ones would."""


class MissingExtraError(CeasefireError):
    """An optional library is needed; the message is the line that installs it."""

    def __init__(self, library: str, extra: str) -> None:
        """Name the library and the extra of this project that brings it."""
        super().__init__(f"{library} is not installed: pip install 'ceasefire[{extra}]'")
        self.library = library
        self.extra = extra

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        """Say how the error is made anew, as for :class:`InputError`."""
        return type(self), (self.library, self.extra)
