"""Data sets that are read by a mapping file inside the package."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ceasefire.events.mapping.load import Mapping

__all__ = ["bundled", "lacking"]


def place_of(name: str) -> Path:
    """Return where the mapping of a data set lies."""
    return Path(__file__).with_name(f"{name}.yaml")


@lru_cache(maxsize=8)
def bundled(name: str) -> Mapping:
    """Return the mapping of a data set."""
    from ceasefire.events.mapping.load import load_text  # noqa: PLC0415  (only where it is used)

    return load_text(place_of(name).read_bytes(), f"{name}.yaml")


def lacking(wanted: Iterable[str], columns: Collection[str]) -> list[str]:
    """Return those columns that a table lacks, whatever their case."""
    there = {column.strip().casefold() for column in columns}
    return [name for name in wanted if name.casefold() not in there]
