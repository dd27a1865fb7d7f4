"""Cells of UCDP tables: numbers that may have a point, dates that may be seconds."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

from ceasefire.events.cells import Cells
from ceasefire.events.rows import shown

__all__ = ["BEGINNING", "UcdpCells", "dated"]

BEGINNING: Final = "1989-01-01"
"""The first day that GED covers (evidence: known)."""

EPOCH_START: Final = re.compile(r"-?\d+(?:\.0*)?")
MIDNIGHT: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?")


class UcdpCells(Cells):
    """Cells of a row of UCDP's."""

    def text(self, key: str) -> str:
        """Return a cell as text, just as it is."""
        value = self.cell(key)
        return "" if value is None else str(value).strip()

    def code(self, key: str) -> str:
        """Return a number that stands for something, which some releases give a point."""
        return self.text(key).removesuffix(".0")

    def flaw(self, code: str, message: str, hint: str = "", text: str = "") -> None:
        """Take note that something is wrong."""
        self.flaws.append((code, message, hint, text))

    def whole(self, key: str) -> int | None:
        """Return a whole number, which some releases write with a decimal point."""
        text = self.text(key)
        try:
            value = float(text)
            if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004  (exact in a float)
                return int(value)
        except ValueError:
            pass
        message = f"`{key}` is no whole number" if text else f"the row has no `{key}`"
        self.flaw("bad-number" if text else "missing-value", message, "", shown(text))
        return None

    def count(self, key: str) -> int:
        """Return a whole number from 0."""
        value = self.whole(key)
        if value is not None and value < 0:
            self.flaw("bad-number", f"`{key}` is below 0", "", str(value))
        return value or 0

    def day(self, key: str) -> str:
        """Return a date in ISO form."""
        value = self.cell(key)
        found, text = dated(value), self.text(key)
        if found and found < BEGINNING and not isinstance(value, date):
            message = f"`{key}` is before {BEGINNING[:4]}, when UCDP GED begins"
            hint = "numbers are read as seconds since 1970; write a date such as 2016-05-03"
            self.flaw("bad-time", message, hint, shown(text))
        elif not found:
            message = f"`{key}` is no date" if text else f"the row has no `{key}`"
            hint = "a date such as 2016-05-03, or seconds since 1970" if text else ""
            self.flaw("bad-time" if text else "missing-value", message, hint, shown(text))
        return found


def dated(value: object) -> str:
    """Return a cell as a date in ISO form, or nothing."""
    return (
        value.isoformat()[:10]
        if isinstance(value, date)
        else day("" if value is None else str(value).strip())
    )


@lru_cache(maxsize=8192)
def day(text: str) -> str:
    """Return the date of a text, or nothing: a date, midnight on it, or seconds since 1970."""
    try:
        if match := MIDNIGHT.fullmatch(text):
            return date.fromisoformat(match[1]).isoformat()
        if EPOCH_START.fullmatch(text):
            return datetime.fromtimestamp(float(text), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""
    return ""
