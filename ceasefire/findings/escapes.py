"""Texts that nobody vouches for, with escapes in place of what acts on whoever shows them.

Control characters could rewrite what a terminal shows; those that override, embed or
isolate the direction of writing could make a text read as another. Both are shown and
neither is obeyed. Letters of any script, their joiners and their marks stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from re import Match

__all__ = ["escaped", "json_escaped", "on_one_line", "python_escape"]

ACTING: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
    r"|\r(?!\n)"
)
"""Control characters, line ends that few tools know, controls of direction, half characters.

Tabs and the usual line ends are text: CSV quotes them, and JSON escapes them itself. A
carriage return alone is not quoted by all, and then breaks a row in two.
"""

SPACE: Final = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")


def escaped(text: str) -> str:
    r"""Return a text with escapes that can be seen: ``\x1b``, ``\u202e``."""
    return text if text.isprintable() else ACTING.sub(python_escape, text)


def on_one_line(text: object) -> str:
    """Return a text as :func:`escaped` does, with a space for tabs and ends of lines."""
    return escaped(SPACE.sub(" ", str(text)))


def json_escaped(text: str) -> str:
    r"""Return a JSON text of the same meaning with JSON's own escapes: ``\u001b``."""
    return text if text.isprintable() else ACTING.sub(json_escape, text)


def python_escape(found: Match[str]) -> str:
    """Return the escape of a character, as Python writes it."""
    code = ord(found[0])
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004  (two digits)


def json_escape(found: Match[str]) -> str:
    """Return the escape of a character, as JSON writes it."""
    return f"\\u{ord(found[0]):04x}"
