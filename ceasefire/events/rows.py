"""What passes between the layers of a feed: rows as they stand, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ceasefire.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.events.event import Event

__all__ = [
    "Meaning",
    "Piece",
    "Reader",
    "Record",
    "Row",
    "RowError",
    "Rows",
    "shown",
    "together",
]

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
    """What a row says, as a native event, and what its reader should be told.

    ``aside`` is why the row is no event at all, where it is none; nothing else that it
    says, or does not say, matters then.
    """

    data: dict[str, Any]
    notes: tuple[str, ...] = ()
    aside: str = ""


class Record(NamedTuple):
    """One row of a feed: its event, or no event and the problems that prevent it.

    ``raw`` has the feed's own values, in the feed's own order. Where there is no
    event, ``rest`` is what could be read of one, in which there may be more problems.
    A row that is left ``aside``, for the reason given there, has neither event nor
    problems.
    """

    line: int
    raw: dict[str, Any]
    event: Event | None
    problems: tuple[Problem, ...] = ()
    rest: Event | None = None
    aside: str = ""


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


class Piece(NamedTuple):
    """Some columns of a table, and what they alone say of the event.

    ``read`` takes the raw values of ``columns``, in their order, and raises
    :class:`RowError`. It is a pure function of them, so that it may be asked once for
    each tuple of values that occurs. ``keys`` are the keys of the event that it may set,
    and no other piece of the table sets any of them.

    ``coarse`` tells, for columns of which little matters, which value stands for
    another: what is read with one in the other's place is the same.

    A piece that has ``day`` says when an event was and no more, by two columns for its first
    and its last day. ``day`` tells in ISO form which day a cell is of, and may be exchanged
    for: where nothing changes between that and others, one is read in place of all. Where
    it tells nothing, or days are not in order, the cells are read as they are.

    A piece that is ``carried`` is never at fault, notes nothing and sets no row aside: where
    none of its keys decides anything, nobody has to read it.

    A piece that is ``timed`` says when an event was, or since when it is known, and no more, by
    columns that native events have, in their words.
    """

    columns: tuple[str, ...]
    read: Callable[[tuple[Any, ...]], Meaning]
    keys: frozenset[str]
    coarse: Mapping[str, Callable[[Any], Any]] = MappingProxyType({})
    day: Callable[[Any], str] | None = None
    carried: bool = False
    timed: bool = False


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


def together(pieces: Sequence[Piece]) -> Reader:
    """Return what reads a row of a table piece by piece.

    It raises one :class:`RowError` with the flaws of all pieces, whose ``rest`` is what
    the others read; nothing, where a piece can say nothing of its own rest.
    """

    def read(raw: Mapping[str, Any]) -> Meaning:
        data: dict[str, Any] = {}
        notes: list[str] = []
        flaws: list[tuple[str, str, str, str]] = []
        whole = True
        for piece in pieces:
            try:
                meaning = piece.read(tuple(raw.get(column) for column in piece.columns))
            except RowError as error:
                flaws += error.flaws
                whole &= error.rest is not None
                data |= error.rest or {}
                continue
            if meaning.aside:
                return meaning
            data |= meaning.data
            notes += meaning.notes
        if flaws:
            raise RowError(*flaws, rest=data if whole else None)
        return Meaning(data, tuple(notes))

    return read


def shown(value: object) -> str:
    """Return an offending value, shortened for a message."""
    text = str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."
