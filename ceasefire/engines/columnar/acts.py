"""The acts of an event that are decided together, and where the rows of each are."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ceasefire.engines.columnar.code import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.columnar.code import Code
    from ceasefire.engines.columnar.sheet import Gate

__all__ = ["Acts", "Part", "Segment"]


class Segment(NamedTuple):
    """Where the rows of one act are, and when its actor and target are one party."""

    offset: int
    part: int
    itself: Gate = 0


class Part(NamedTuple):
    """Acts of which one is enough to be possible: the pairs of one part of an event."""

    acts: tuple[Segment, ...]


class Acts:
    """The acts that are decided together, and how wide the rows of each are."""

    def __init__(self, code: Code, segments: Sequence[Segment], width: int | None = None) -> None:
        """Take where the rows of each act are."""
        self.code = code
        self.segments = tuple(segments)
        self.width = code.width if width is None else width
        self.mask = (1 << self.width) - 1
        parts: dict[int, list[Segment]] = {}
        for segment in self.segments:
            parts.setdefault(segment.part, []).append(segment)
        self.parts = tuple(Part(tuple(acts)) for acts in parts.values())
        self.full = (1 << self.width * len(self.segments)) - 1
        self.alone = len(self.segments) == 1 and self.segments[0].itself == 0
        self.shape = () if self.alone else (self.segments, self.width)

    def spread(self, rows: int) -> int:
        """Return a set of rows for each of the acts."""
        found = 0
        for segment in self.segments:
            found |= rows << segment.offset
        return found

    def left(self, killed: int) -> int:
        """Return all rows of all acts but some that are ruled out in each."""
        return self.full & ~self.spread(killed)

    @cached_property
    def scope(self) -> int:
        """The rows that tell in which worlds an act is to be decided."""
        found = self.spread(self.code.always)
        for segment in self.segments:
            found |= rows_of(segment.itself) << segment.offset
        return found
