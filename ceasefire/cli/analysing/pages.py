"""A page of tables, whichever way it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.analysis.casework.origin import Origin

__all__ = ["Column", "Page", "Section"]


class Column(NamedTuple):
    """A column: its name for programs, its head for people, and whether it has counts."""

    key: str
    head: str
    counts: bool = False


@dataclass(frozen=True)
class Section:
    """A table with a title. ``brief`` is how many of its rows are shown to who looks on.

    ``empty`` is said where it has no rows. One that is ``whole`` is for files only, where
    it says all that another one shows in part.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    empty: str = ""
    brief: int | None = None
    whole: bool = False


@dataclass(frozen=True)
class Page:
    """Tables under one title, and what stands beside all of their figures."""

    title: str
    sections: Sequence[Section]
    origin: Origin
    notes: Sequence[str] = ()
