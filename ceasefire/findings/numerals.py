"""Columns of text that hold nothing but numbers, told apart from codes that look like some."""

from __future__ import annotations

from typing import Final

__all__ = ["Numerals", "numeral"]

LARGEST: Final = 2**63
EXACT: Final = 2**53
"""Beyond these, a whole number is none that a column of either kind holds exactly."""

DIGITS: Final = 20


class Numerals:
    """Whether the texts of a column are numbers from which each text can be had again.

    So ``007`` and ``1.50`` are text, and so is a column with both ``3`` and ``3.0``.
    """

    def __init__(self) -> None:
        """Begin before the first text."""
        self.whole = self.fractions = self.pointed = self.text = False
        self.largest = 0

    def add(self, text: object) -> None:
        """Take a text; an empty one may stand in any column."""
        if self.text or text in {"", None}:
            return
        if not isinstance(text, str):
            self.text = True
        elif is_whole(text):
            self.whole = True
            self.largest = max(self.largest, abs(int(text)))
        elif is_pointed(text):
            self.fractions = True
            self.pointed = self.pointed or text.endswith(".0")
        else:
            self.text = True

    @property
    def kind(self) -> str:
        """What the column holds: ``whole``, ``number`` or ``text``."""
        if self.text or (self.whole and self.pointed):
            return "text"
        if self.fractions:
            return "number" if self.largest <= EXACT else "text"
        return "whole" if self.whole and self.largest < LARGEST else "text"


def is_whole(text: str) -> bool:
    """Return whether a text is a whole number as it is usually written."""
    return len(text) <= DIGITS and text.lstrip("-").isdecimal() and str(int(text)) == text


def is_pointed(text: str) -> bool:
    """Return whether a text is a fraction as it is usually written."""
    try:
        return text[-1:].isdecimal() and repr(float(text)) == text
    except ValueError:
        return False


def numeral(text: object, kind: str) -> int | float | None:
    """Return the number of a text in a column of numbers."""
    if text in {"", None}:
        return None
    return int(str(text)) if kind == "whole" else float(str(text))
