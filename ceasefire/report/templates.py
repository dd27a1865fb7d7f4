"""What fills in the templates of pages, of those on screens and of those on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    from jinja2 import Environment

__all__ = ["templates"]


def templates(folder: Path, filters: Mapping[str, Callable[..., Any]], extra: str) -> Environment:
    """Return what fills in the templates of a folder: it escapes, and refuses what is not there.

    Raises :class:`~ceasefire.errors.MissingExtraError`, which names the extra that Jinja
    comes with, where that is missing.
    """
    try:
        import jinja2  # noqa: PLC0415  (loaded when wanted)
    except ModuleNotFoundError as error:
        raise MissingExtraError("Jinja2", extra) from error
    made = jinja2.Environment(
        autoescape=True,
        loader=jinja2.FileSystemLoader(folder),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters |= filters
    return made
