"""The formats of reports, and how a report comes to be in one of them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from ceasefire.errors import MissingExtraError, UsageError
from ceasefire.findings.replacement import Replacement
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike

    from ceasefire.report.content import Content

__all__ = ["FORMATS", "Format", "format_of", "ready", "write_report", "write_to"]

NAMES: Final = {
    "docx": "python-docx",
    "jinja2": "Jinja2",
    "vl_convert": "vl-convert-python",
    "weasyprint": "WeasyPrint",
}
"""What libraries are called where they are installed."""


class Format(NamedTuple):
    """A format of reports.

    ``extensions`` are those of its files, ``write`` what writes it, ``text`` says whether it
    is text. It needs the ``libraries``, which come with an ``extra``.
    """

    extensions: tuple[str, ...]
    write: Callable[[Content, IO[bytes]], None]
    libraries: tuple[str, ...] = ()
    extra: str = ""
    text: bool = False


def html(content: Content, target: IO[bytes]) -> None:
    """Write a report as a page of HTML."""
    from ceasefire.report.page import write_page  # noqa: PLC0415  (loads Jinja)

    write_page(content, target)


def markdown(content: Content, target: IO[bytes]) -> None:
    """Write a report as Markdown."""
    from ceasefire.report.markdown import markdown_of  # noqa: PLC0415  (loaded when wanted)

    target.write(markdown_of(content).encode("utf-8", "backslashreplace"))


def docx(content: Content, target: IO[bytes]) -> None:
    """Write a report as a Word document."""
    from ceasefire.report.docx import write_docx  # noqa: PLC0415  (loads python-docx)

    write_docx(content, target)


def pdf(content: Content, target: IO[bytes]) -> None:
    """Write a report as PDF."""
    from ceasefire.report.pdf import write_pdf  # noqa: PLC0415  (loads WeasyPrint)

    write_pdf(content, target)


FORMATS: Final[Mapping[str, Format]] = {
    "html": Format((".html", ".htm"), html, ("jinja2", "vl_convert"), "report", text=True),
    "pdf": Format((".pdf",), pdf, ("jinja2", "vl_convert", "weasyprint"), "documents"),
    "markdown": Format((".md", ".markdown"), markdown, text=True),
    "docx": Format((".docx",), docx, ("docx", "vl_convert"), "documents"),
}
"""The formats by name; a new one is a module, a function and a line here."""


def format_of(target: str | PathLike[str], named: str | None = None) -> str:
    """Return the format of a file: as it is named, or else as its extension says.

    Raises :class:`~ceasefire.errors.UsageError` where there is no such format.
    """
    if named is not None:
        if named in FORMATS:
            return named
        message = f"there is no format `{named}` of reports; there are {', '.join(FORMATS)}"
        hint = did_you_mean(named, FORMATS)
        raise UsageError(f"{message}; {hint}" if hint else message)
    extension = Path(target).suffix.casefold()
    for name, each in FORMATS.items():
        if extension in each.extensions:
            return name
    known = ", ".join(extension for each in FORMATS.values() for extension in each.extensions)
    raise UsageError(f"`{target}`: the extension says no format of reports; use one of {known}")


def ready(form: str) -> None:
    """Raise an error now, before a feed is read, where a format cannot be written here.

    Raises :class:`~ceasefire.errors.MissingExtraError` where a library is missing, and
    :class:`~ceasefire.errors.UsageError` where the system lacks what one needs.
    """
    for name in FORMATS[form].libraries:
        if find_spec(name) is None:
            raise MissingExtraError(NAMES[name], FORMATS[form].extra)
    if form == "pdf":
        from ceasefire.report.pdf import weasyprint  # noqa: PLC0415  (loads WeasyPrint)

        weasyprint()


def write_to(content: Content, target: IO[bytes], form: str) -> None:
    """Write a report to a stream of bytes, in a format of :data:`FORMATS`."""
    FORMATS[form].write(content, target)


def write_report(
    content: Content,
    target: str | PathLike[str],
    *,
    format: str | None = None,  # noqa: A002  (the word of the command line)
) -> None:
    """Write a report to a file, which appears under its name once it is complete.

    ``format`` is ``html``, ``pdf``, ``markdown`` or ``docx``, by default as the extension
    says. Raises :class:`~ceasefire.errors.UsageError` where there is none such, or the file
    cannot be written, and :class:`~ceasefire.errors.MissingExtraError` where a library is
    missing.
    """
    form = format_of(target, format)
    place = Replacement(Path(target))
    try:
        write_to(content, place.open(), form)
        place.commit()
    finally:
        place.discard()
