"""A report as PDF, laid out by WeasyPrint from a page of its own with drawn charts."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn

from ceasefire.errors import MissingExtraError, UsageError
from ceasefire.report.document import document_of
from ceasefire.report.scripts import direction
from ceasefire.report.templates import templates
from ceasefire.report.widths import widths
from ceasefire.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from ceasefire.report.content import Content
    from ceasefire.report.document import Block, Document, Picture

__all__ = ["paper", "weasyprint", "write_pdf"]

FOLDER: Final = Path(__file__).parent / "paper"

MOST: Final = 2000
"""So many rows of a list are printed: what has more is read on a page, or in a table."""


def write_pdf(content: Content, target: IO[bytes]) -> None:
    """Write a report as PDF.

    Raises :class:`~ceasefire.errors.MissingExtraError` where WeasyPrint, Jinja or what draws
    the charts is missing, :class:`~ceasefire.errors.UsageError` where the system lacks Pango.
    """
    library = weasyprint()
    style = library.CSS(filename=FOLDER / "paper.css", url_fetcher=refused)
    page = library.HTML(string=paper(content), url_fetcher=refused)
    page.write_pdf(target, stylesheets=[style], pdf_tags=True)


def paper(content: Content) -> str:
    """Return a report as a page of HTML for paper: no script, no network, nothing to click on."""
    filters: dict[str, Callable[..., Any]] = {
        "direction": direction,
        "drawn": drawn,
        "kind": kind,
        "widths": lambda table: widths(table, 1000),
    }
    environment = templates(FOLDER, filters, "documents")
    document: Document = document_of(content, MOST)
    author = f"ceasefire {__version__}"
    return environment.get_template("paper.html").render(document=document, author=author)


def kind(block: Block) -> str:
    """Return which block it is."""
    return type(block).__name__


def drawn(block: Picture) -> Any:  # noqa: ANN401  (what Jinja takes for markup)
    """Return a chart as SVG, which was written with all texts escaped."""
    from markupsafe import Markup  # noqa: PLC0415  (comes with Jinja)

    from ceasefire.report.charts import svg  # noqa: PLC0415  (loaded when wanted)

    return Markup(svg(block.make(), block.label))  # noqa: S704  (see above)


def weasyprint() -> ModuleType:
    """Return what lays out pages."""
    try:
        import weasyprint as library  # noqa: PLC0415  (loaded when wanted)
    except ModuleNotFoundError as error:
        raise MissingExtraError("WeasyPrint", "documents") from error
    except OSError as error:
        # It is there, and a library of the system that it needs is not.
        hint = "install Pango, or write HTML and print that from a browser"
        raise UsageError(f"WeasyPrint cannot be used: this system lacks Pango ({hint})") from error
    found: ModuleType = library
    return found


def refused(url: str, *_: object, **__: object) -> NoReturn:
    """Refuse to fetch anything: a report needs nothing beside it."""
    raise ValueError(f"`{url}` is not fetched: a report needs nothing beside it")
