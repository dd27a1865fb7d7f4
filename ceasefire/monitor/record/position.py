"""How far a feed has been read, and whether a file is still the one that was read."""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Position", "fits", "identity", "position_in"]

LOOKED_AT: Final = 4096
"""So many bytes at the beginning, and before the end of what was read, tell files apart."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a feed: how many lines and bytes of it lie before.

    ``ended`` is false where the last line had no end yet. Of a file, ``identity`` are its
    device and number, ``head`` is the hash of its first ``head_size`` bytes, ``tail`` that
    of the last bytes before the place; of a stream these are empty.
    """

    line: int = 0
    offset: int = 0
    ended: bool = True
    identity: tuple[int, ...] = ()
    head: str = ""
    head_size: int = 0
    tail: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the place as plain data."""
        return asdict(self)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Position:
        """Return the place that plain data tell of.

        Raises ``TypeError`` or ``KeyError`` for what is none.
        """
        place = cls(**{**data, "identity": tuple(data["identity"])})
        numbers = (place.line, place.offset, place.head_size, *place.identity)
        texts = (place.head, place.tail)
        if not all(type(item) is int for item in numbers):
            raise TypeError("a place is told in numbers")
        if not all(isinstance(item, str) for item in texts):
            raise TypeError("a place is told apart by hashes")
        return place


def identity(file: IO[bytes]) -> tuple[int, int]:
    """Return what tells an open file from every other one."""
    status = os.fstat(file.fileno())
    return status.st_dev, status.st_ino


def position_in(file: IO[bytes], line: int, offset: int, *, ended: bool) -> Position:
    """Return a place in a file; where the file is read next stays as it is."""
    at = file.tell()
    try:
        size = min(offset, LOOKED_AT)
        head, tail = hashed(file, 0, size), hashed(file, offset - size, size)
    finally:
        file.seek(at)
    return Position(line, offset, ended, identity(file), head, size, tail)


def fits(file: IO[bytes], place: Position) -> bool:
    """Return whether a file is, up to a place in it, the one that was read."""
    size = min(place.offset, LOOKED_AT)
    if os.fstat(file.fileno()).st_size < place.offset:
        return False
    head = hashed(file, 0, place.head_size)
    return head == place.head and hashed(file, place.offset - size, size) == place.tail


def hashed(file: IO[bytes], start: int, size: int) -> str:
    """Return the hash of some bytes of a file."""
    file.seek(start)
    return hashlib.sha256(file.read(size)).hexdigest()
