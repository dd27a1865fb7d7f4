"""Names of units in several scripts; none is like another."""

from __future__ import annotations

from typing import Final

__all__ = ["SPELT"]

SPELT: Final = {
    "LATIN": ("Alder", "Birch", "Cedar", "Dogwood"),
    "ARABIC": ("السنديان", "الزيتون", "النخيل", "الصفصاف"),
    "CYRILLIC": ("Ясен", "Вяз", "Ёлка", "Клён"),
}
"""By script, a name for each of four units."""
