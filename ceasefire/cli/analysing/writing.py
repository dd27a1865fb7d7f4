"""Pages as text, Markdown, CSV or JSON, on the screen or in a file."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ceasefire.cli.analysing.options import Layout
from ceasefire.cli.terminal import Screen, amount, json_text, safe
from ceasefire.findings.replacement import Replacement
from ceasefire.findings.sinks import guarded, line_cell, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.cli.analysing.pages import Page, Section

__all__ = ["EXTENSIONS", "write"]

EXTENSIONS: Final = {
    ".txt": Layout.TEXT,
    ".json": Layout.JSON,
    ".csv": Layout.CSV,
    ".md": Layout.MARKDOWN,
    ".markdown": Layout.MARKDOWN,
}
"""What extensions of files say."""

ACTIVE: Final = str.maketrans({each: f"\\{each}" for each in "\\`*_{}[]<>#|~!&"})
"""What Markdown would act on."""


def write(page: Page, data: Mapping[str, Any], layout: Layout, place: str | None) -> None:
    """Write a page to a file that appears once it is complete, or to standard output.

    ``data`` is the same for programs.
    """
    screen = Screen()
    if place in {None, "-"}:
        if layout is Layout.TEXT:
            show(page, screen)
        else:
            screen.data(written(page, data, layout).rstrip("\n"))
        return
    path = Path(str(place))
    file = Replacement(path)
    try:
        with closing(file.open()) as stream:
            stream.write(written(page, data, layout).encode())
            stream.flush()
            file.commit()
    finally:
        file.discard()
    screen.line(f"{page.title}: written to {place}")


def written(page: Page, data: Mapping[str, Any], layout: Layout) -> str:
    """Return a page as one text."""
    match layout:
        case Layout.JSON:
            return json_text(data, indent=2) + "\n"
        case Layout.CSV:
            return csv_of(page)
        case Layout.MARKDOWN:
            return "\n".join(markdown(page)) + "\n"
        case _:
            screen = Screen()
            screen.file = buffer = io.StringIO()
            show(page, screen, whole=True)
            return buffer.getvalue()


# --- for people ---


def show(page: Page, screen: Screen, *, whole: bool = False) -> None:
    """Print a page; with ``whole`` all rows of it, else of long tables the first."""
    screen.line(page.title, "bold")
    for section in page.sections:
        if section.whole and not whole:
            continue
        screen.line()
        screen.line(section.title, "bold")
        if not section.rows:
            screen.line(section.empty or "None.")
            continue
        rows = section.rows if whole else section.rows[: section.brief]
        right = [number for number, column in enumerate(section.columns) if column.counts]
        screen.columns([column.head for column in section.columns], rows, right)
        left = len(section.rows) - len(rows)
        if left:
            screen.line(
                f"... and {amount(left, 'rows')} more: all are in a file, as by -o FILE.json"
            )
    screen.line()
    screen.lines((*page.notes, *page.origin.lines()))


def markdown(page: Page) -> Iterator[str]:
    """Yield the lines of a page in Markdown."""
    yield f"# {plain(page.title)}"
    for section in page.sections:
        yield from ("", f"## {plain(section.title)}", "")
        if not section.rows:
            yield plain(section.empty or "None.")
            continue
        yield line(column.head for column in section.columns)
        yield line(("---:" if column.counts else "---" for column in section.columns), raw=True)
        for row in section.rows:
            yield line(row)
    yield from ("", "## About these figures", "")
    for text in (*page.notes, *page.origin.lines()):
        yield f"- {plain(text)}"


def line(cells: Any, *, raw: bool = False) -> str:  # noqa: ANN401  (texts of any iterable)
    """Return a row of a table in Markdown."""
    return f"| {' | '.join(cell if raw else plain(cell) for cell in cells)} |"


def plain(text: str) -> str:
    """Return a text on one line in which nothing is mark-up."""
    return safe(text).translate(ACTIVE)


# --- for spreadsheets ---


def csv_of(page: Page) -> str:
    """Return a page as one table, each row with the name of the table that it is of.

    What is said of the whole comes first, as rows of ``about``.
    """
    keys = dict.fromkeys(column.key for section in page.sections for column in section.columns)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, ["table", "about", "value", *keys], lineterminator="\n")
    writer.writeheader()
    for key, value in about(page):
        writer.writerow({"table": "about", "about": key, "value": one_line(guarded(value))})
    for section in page.sections:
        writer.writerows(records(section))
    return stream.getvalue()


def about(page: Page) -> Iterator[tuple[str, str]]:
    """Yield what is said of a page as a whole."""
    yield "title", page.title
    for key, value in page.origin.to_dict().items():
        if isinstance(value, dict):
            value = "; ".join(f"{name}: {count}" for name, count in value.items())  # noqa: PLW2901
        separator = " " if key in {"counting", "caution"} else ";"
        yield key, separator.join(value) if isinstance(value, list) else str(value)
    for note in page.notes:
        yield "note", note


def records(section: Section) -> Iterator[dict[str, str]]:
    """Yield the rows of a table by column."""
    keys = [column.key for column in section.columns]
    for row in section.rows:
        yield {"table": section.name} | dict(zip(keys, map(line_cell, row), strict=True))
