"""Texts that nobody vouches for, as Markdown that shows them and does nothing else."""

from __future__ import annotations

import re
from typing import Final

from ceasefire.findings.escapes import escaped

__all__ = ["plain", "shortened"]

ACTIVE: Final = re.compile(r"([!-/:-@\[-`{-~])")
"""Every sign that Markdown might take for its own; it may be escaped wherever it stands."""

LONGEST: Final = 400


def plain(text: str) -> str:
    """Return a text in which nothing is a link, an image, a tag or any other mark-up."""
    return ACTIVE.sub(r"\\\1", escaped(" ".join(text.split())))


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return a text, or its beginning where it is long."""
    return text if len(text) <= longest else f"{text[:longest]}…"
