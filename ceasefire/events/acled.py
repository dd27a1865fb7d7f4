"""ACLED, in the columns of its current export and in the upper-case ones of older exports.

The mapping is in ``acled.yaml``; ``docs/acled.md`` tells the choices made there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.events.bundled import bundled, lacking

if TYPE_CHECKING:
    from collections.abc import Collection

    from ceasefire.events.rows import Piece
    from ceasefire.rulebook.model import Rulebook

__all__ = ["COLUMNS", "HOW", "MAPPING", "TITLE", "lacks", "matches", "pieces"]

TITLE: Final = "Armed Conflict Location & Event Data"
HOW: Final = "by its columns, whatever their case"
MAPPING: Final = "acled"

COLUMNS: Final = (
    "event_id_cnty", "event_date", "event_type", "actor1", "actor2", "latitude", "longitude",
    "fatalities",
)  # fmt: skip
"""The columns without which a table is not ACLED's."""


def lacks(columns: Collection[str]) -> list[str]:
    """Return what a table lacks of the columns of ACLED."""
    return lacking(COLUMNS, columns)


def matches(columns: Collection[str]) -> bool:
    """Return whether a table with these columns is ACLED's."""
    return not lacks(columns)


def pieces(columns: tuple[str, ...] | None, rulebook: Rulebook | None = None) -> tuple[Piece, ...]:
    """Return what reads the columns of ACLED.

    With a rulebook, an actor is named by its ACLED code where it has one.
    """
    return bundled(MAPPING).pieces(columns, rulebook)
