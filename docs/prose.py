"""Turns docstrings into Markdown: roles into links, literals into code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["anchor", "cell", "prose"]

ROLE: Final = re.compile(r":(?:class|meth|func|attr|mod|data|exc):`(~?)([\w.]+)`")
LITERAL: Final = re.compile(r"``(.+?)``", re.DOTALL)
EXAMPLE: Final = ">>> "


def anchor(heading: str) -> str:
    """Return the fragment that leads to a heading, as Markdown makes it of its words."""
    plain = re.sub(r"[^\w\s-]", "", heading.replace("`", "")).strip().lower()
    return re.sub(r"[\s-]+", "-", plain)


def prose(text: str, link: Callable[[str], str]) -> str:
    """Return a docstring in Markdown, a line for each paragraph.

    ``link`` gives the address of what a role names, or nothing.
    """
    return "\n\n".join(paragraphs(text, link))


def paragraphs(text: str, link: Callable[[str], str]) -> Iterator[str]:
    """Yield the paragraphs of a docstring, examples as blocks of code."""

    def linked(found: re.Match[str]) -> str:
        short, target = found.groups()
        label = target.rpartition(".")[2] if short else target
        address = link(target)
        return f"[`{label}`]({address})" if address else f"`{label}`"

    for paragraph in re.split(r"\n\s*\n", text.strip()):
        if paragraph.startswith(EXAMPLE):
            yield f"```py\n{paragraph}\n```"
        else:
            yield LITERAL.sub(r"`\1`", ROLE.sub(linked, " ".join(paragraph.split())))


def cell(text: str) -> str:
    """Return a text as it may stand in a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")
