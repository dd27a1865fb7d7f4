"""Texts of a table as they are written in YAML, where whatever they hold stays text."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["quoted"]

PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[ .-][A-Za-z0-9_]+)*")
LATIN, BASIC = 0xFF, 0xFFFF


def quoted(text: str) -> str:
    """Return a text for YAML: bare where it can be, else in quotes, with escapes."""
    if PLAIN.fullmatch(text):
        return text
    return f'"{"".join(map(escaped, text))}"'


def escaped(letter: str) -> str:
    """Return a letter, or the escape of one that does not show."""
    if letter in {'"', "\\"}:
        return f"\\{letter}"
    if letter.isprintable():
        return letter
    code = ord(letter)
    if code <= LATIN:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= BASIC else f"\\U{code:08x}"
