"""Writes a report as a page: its parts from templates that escape, its events as data."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from ceasefire.findings.replacement import Replacement
from ceasefire.report.page.assets import policy, script, style
from ceasefire.report.page.encoding import carried
from ceasefire.report.page.view import View
from ceasefire.report.templates import templates

if TYPE_CHECKING:
    from os import PathLike

    from jinja2 import Environment
    from markupsafe import Markup

    from ceasefire.report.content import Content

__all__ = ["page", "write_page"]

ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")

TEMPLATES: Final = Path(__file__).parent / "templates"


def write_page(content: Content, target: str | PathLike[str] | IO[bytes]) -> None:
    """Write a report as a page of HTML, to a path or a stream of bytes.

    A file takes the place of an earlier one once it is complete. Raises
    :class:`~ceasefire.errors.MissingExtraError` where Jinja or what draws charts is missing,
    and :class:`~ceasefire.errors.UsageError` where the file cannot be written.
    """
    written = page(content).encode("utf-8", "backslashreplace")
    if not isinstance(target, (str, Path)) and hasattr(target, "write"):
        target.write(written)
        return
    place = Replacement(Path(target))
    try:
        place.open().write(written)
        place.commit()
    finally:
        place.discard()


def page(content: Content) -> str:
    """Return a report as the text of a page of HTML, which needs nothing beside it."""
    from markupsafe import Markup  # noqa: PLC0415  (comes with Jinja)

    view = View(content)
    with content.charts as charts:
        data, kind = carried(view.data())
        drawn = charts.drew()
    found: str = (
        environment()
        .get_template("page.html")
        .render(
            view=view,
            content=content,
            words=content.words,
            policy=policy(),
            # These are ours; what is carried as data was escaped for where it stands.
            style=Markup(style()),  # noqa: S704
            script=Markup(script()),  # noqa: S704
            data=Markup(data),  # noqa: S704
            data_type=kind,
            charts={name: Markup(each) for name, each in drawn.items()},  # noqa: S704
        )
    )
    return found


@cache
def environment() -> Environment:
    """Return what fills in templates: it escapes, and refuses what is not there."""
    return templates(TEMPLATES, {"named": named}, "report")


def named(text: str) -> Markup:
    """Return a name in its own direction; what reads aloud is told of Arabic letters."""
    from markupsafe import Markup  # noqa: PLC0415  (comes with Jinja)

    form = '<bdi lang="ar">{}</bdi>' if ARABIC.search(text) else "<bdi>{}</bdi>"
    return Markup(form).format(text)  # noqa: S704  (what is put in is escaped)
