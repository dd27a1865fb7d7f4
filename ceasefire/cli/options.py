"""Options that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ceasefire.book import Book

__all__ = [
    "AnyReading",
    "AsOf",
    "FeedFormat",
    "FeedPath",
    "Form",
    "OutputFile",
    "Reading",
    "ReportFormat",
    "Rules",
    "opened",
]


class Form(StrEnum):
    """How a command reports."""

    TEXT = "text"
    JSON = "json"


FeedPath = Annotated[str, typer.Argument(metavar="FEED", help="A feed, or - for standard input.")]

Rules = Annotated[
    str,
    typer.Option(
        "--rules",
        metavar="RULES",
        help="A bundled rulebook's name, a rule file or a folder of them.",
    ),
]

FeedFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="What the feed is, where its extension and columns do not tell: jsonl, json, "
        "yaml, csv, parquet, ucdp-ged, acled, gdelt2, native, or a mapping file, *.yaml.",
    ),
]

ReportFormat = Annotated[Form, typer.Option("--format", help="Words, or the whole as data.")]

Reading = Annotated[
    str | None,
    typer.Option("--reading", metavar="NAME", help="A reading other than the default."),
]

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Only what was announced and known by the end of DATE."
    ),
]

AnyReading = Annotated[
    bool, typer.Option("--any-reading", help="Also what is possible with every question open.")
]

OutputFile = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write it to FILE."),
]


def opened(rules: str, reading: str | None = None, as_of: str | None = None) -> "Book":
    """Return a rulebook under a reading, as known at a date.

    Raises :class:`~ceasefire.errors.RulebookError` and
    :class:`~ceasefire.errors.UsageError`.
    """
    import ceasefire  # noqa: PLC0415  (help must not wait for it)

    book = ceasefire.load(rules)
    if reading is not None:
        book = book.with_reading(reading)
    return book if as_of is None else book.as_of(as_of)
