"""Numbers in words: the same number reads the same, however a feed or a rule file wrote it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

__all__ = ["EXACT", "extent", "figure"]

EXACT: Final = 2.0**53
"""Beyond it, a number with a point has no digits that could be told apart."""


def figure(value: float) -> str:
    """Return a number in digits, a whole one without a point.

    None has an exponent, save where it is so large that its last digits are not known.
    """
    if not abs(value) <= EXACT:
        return f"{value:g}"
    return str(int(value)) if value == int(value) else f"{Decimal(repr(value)):f}"


def extent(low: str | None, high: str | None) -> str:
    """Return a range of numbers in words; ``None`` is an open end."""
    if low is None or high is None:
        if low is None:
            return "any number" if high is None else f"up to {high}"
        return f"{low} or more"
    return low if low == high else f"{low} to {high}"
