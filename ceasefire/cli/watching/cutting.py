"""Bytes of a feed cut into lines, and what a feed is to those who take them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from ceasefire.events.source import MAX_LINE

if TYPE_CHECKING:
    from ceasefire.monitor.record.position import Position

__all__ = ["CHUNK", "Cutter", "Lines", "Raw"]

CHUNK: Final = 1 << 16
"""So many bytes are read at once."""


class Raw(NamedTuple):
    """A line as bytes, without its end, and the place after it.

    Of one that is too long there is no more than shows that it is.
    """

    number: int
    content: bytes
    after: int
    ended: bool = True


class Lines(Protocol):
    """A feed that lines are taken from as they come."""

    name: str
    source: str
    """Under which name a store knows it."""
    once: bool
    """Whether what was read cannot be read again."""
    news: list[tuple[str, str]]
    """What happened to it, as codes and messages, for whoever takes them out."""

    @property
    def left(self) -> int:
        """How many bytes there are of a last line that has no end."""
        ...

    @property
    def drained(self) -> bool:
        """Whether all that there was when one last asked for more has been given out."""
        ...

    def resume(self, place: Position) -> None:
        """Go on at a place, if one can go back to it."""
        ...

    def more(self) -> list[Raw] | None:
        """Wait for lines, and return those that are there; nothing once there are no more.

        After a while without any there are none in the list.
        """
        ...

    def took(self, line: Raw) -> None:
        """Take note that a line has been dealt with."""
        ...

    def place(self) -> Position:
        """Return the place after the last line that has been dealt with."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...

    def wake(self) -> None:
        """End the wait; may be called at any moment, also by a handler of signals."""
        ...


class Cutter:
    """Cuts bytes into lines."""

    def __init__(self, place: Position) -> None:
        """Begin at a place."""
        self.number = place.line
        self.at = place.offset
        self.ended = place.ended
        self.tail = b""
        self.size = 0

    def cut(self, chunk: bytes) -> list[Raw]:
        """Return the lines that end in a chunk."""
        first, *rest = chunk.split(b"\n")
        self._keep(first)
        found = []
        for piece in rest:
            found += self._line(1)
            self._keep(piece)
        return found

    def last(self) -> list[Raw]:
        """Return the line that has no end yet, if there is one."""
        found = self._line(0) if self.size else []
        self.ended = not found
        return [line._replace(ended=False) for line in found]

    def _keep(self, piece: bytes) -> None:
        if len(self.tail) <= MAX_LINE:
            self.tail += piece[: MAX_LINE + 1]
        self.size += len(piece)

    def _line(self, end: int) -> list[Raw]:
        self.at += self.size + end
        content = self.tail
        self.tail, self.size = b"", 0
        if not self.ended and content in {b"", b"\r"}:
            # The end of a line that was taken before it had one.
            self.ended = True
            return []
        self.ended = True
        self.number += 1
        return [Raw(self.number, content, self.at)]
