"""What passes between the layers of a feed: rows as they stand, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ceasefire.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.events.event import Event

__all__ = ["Meaning", "Reader", "Record", "Row", "RowError", "Rows", "shown"]

SHOWN = 80
"""How much of an offending text a message shows."""


class Row(NamedTuple):
    """One row of a container, its values as they stand, or why there are none.

    ``line`` counts from 1 (in Parquet, rows do); 0 where it is not known.
    """

    line: int
    raw: dict[str, Any]
    problems: tuple[Problem, ...] = ()


class Meaning(NamedTuple):
    """What a row says, as a native event, and what its reader should be told."""

    data: dict[str, Any]
    notes: tuple[str, ...] = ()


class Record(NamedTuple):
    """One row of a feed: its event, or no event and the problems that prevent it.

    ``raw`` has the feed's own values, in the feed's own order. Where there is no
    event, ``rest`` is what could be read of one, in which there may be more problems.
    """

    line: int
    raw: dict[str, Any]
    event: Event | None
    problems: tuple[Problem, ...] = ()
    rest: Event | None = None


class Rows(Protocol):
    """An opened container: a CSV file, a JSON document, and so on.

    ``columns`` are those of a table, and nothing for documents; ``schema`` is
    the Arrow schema where there is one.
    """

    columns: tuple[str, ...] | None
    schema: Any

    def rows(self) -> Iterator[Row]:
        """Yield every row, unreadable ones with their problems."""
        ...


Reader = Callable[[Mapping[str, Any]], Meaning]
"""Says what a row means; raises :class:`RowError`."""


class RowError(Exception):
    """A row cannot be read: ``flaws`` are (code, message, hint, offending text).

    ``rest`` is what the row says elsewhere, as a native event.
    """

    def __init__(
        self, *flaws: tuple[str, str, str, str], rest: dict[str, Any] | None = None
    ) -> None:
        """Keep everything that is wrong with the row."""
        super().__init__("; ".join(message for _, message, _, _ in flaws))
        self.flaws = flaws
        self.rest = rest

    def problems(self, file: str, line: int) -> tuple[Problem, ...]:
        """Return the flaws with their place."""
        return tuple(
            Problem(file, line, 0, code, message, hint, text)
            for code, message, hint, text in self.flaws
        )


def shown(value: object) -> str:
    """Return an offending value, shortened for a message."""
    text = str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."
