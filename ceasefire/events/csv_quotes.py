"""Quotes of a CSV table that take in the rows behind them, for want of one that closes them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["FEWEST_LINES", "Span", "swallowed", "unclosed"]

QUOTE: Final = '"'
FEWEST: Final = 2
FEWEST_LINES: Final = FEWEST + 2
"""A row of fewer lines is never held to have taken in others."""

DELIMITERS: Final = 6
"""So many delimiters, all where those of a row would stand, are no chance."""

HINT: Final = 'close it; a quote inside a cell is written twice, `""`, and the cell in quotes'


class Span(NamedTuple):
    """The lines of a row, from 0, in which a cell's quotes open and close, if they do."""

    first: int
    last: int
    closed: bool


def spans(lines: Sequence[str], delimiter: str) -> Iterator[Span]:
    """Yield the cells of a row that stand in quotes, in order.

    The last of them is not closed where the row ends inside it, or where something else
    than the end of a cell follows the quote.
    """
    first, inside, after, begins = 0, False, False, True
    number = 0
    for number, line in enumerate(lines):
        for letter in f"{line}\n":
            if inside and after:
                after = False
                if letter != QUOTE:
                    inside = False
                    ended = letter == delimiter or letter in "\r\n"
                    yield Span(first, number, ended)
                    if not ended:
                        return
            elif inside:
                after = letter == QUOTE
            elif begins and letter == QUOTE:
                first, inside = number, True
            begins = not inside and letter == delimiter
    if inside:
        yield Span(first, number, closed=False)


def unclosed(
    name: str, row: tuple[int, int], lines: Sequence[str], delimiter: str, reason: str
) -> Problem | None:
    """Return the problem of a broken row of several lines, of which quotes are the cause.

    ``row`` is the number of its first and of its last line, of whose texts the first are
    ``lines``; ``reason`` is what the reader of CSV says of it.
    """
    start, end = row
    found = [span for span in spans(lines, delimiter) if span.last > span.first or not span.closed]
    whole = "end of data" in reason
    if not found or (end == start and not whole):
        return None
    span = found[-1]
    if "limit" in reason:
        what = f"is not closed within {csv.field_size_limit()} characters"
    elif whole:
        what = "is never closed, up to the end of the file"
    else:
        what = f"is closed in line {end} only, and not at the end of a cell"
    return problem(name, start + span.first, end, what)


def swallowed(
    name: str, row: tuple[int, int], lines: Sequence[str], delimiter: str, columns: int
) -> Problem | None:
    """Return the problem of a row that seems to have taken in others, if it does.

    ``row`` and ``lines`` are those of :func:`unclosed`, ``columns`` how many the table has.
    Of a cell of several lines, those between the first and the last stand there whole: where
    all of them are made as the rows of the table are, they are rows.
    """
    wanted = columns - 1
    inner = lines[1:-1]
    if wanted < 1 or sum(like_row(line, delimiter, wanted) for line in inner) < FEWEST:
        return None
    for span in spans(lines, delimiter):
        within = [line for line in lines[span.first + 1 : span.last] if line.strip()]
        enough = len(within) >= FEWEST and wanted * len(within) >= DELIMITERS
        if enough and all(like_row(line, delimiter, wanted) for line in within):
            end = row[0] + span.last if span.closed else row[1]
            what = f"is closed in line {end} only, and the lines between look like rows"
            return problem(name, row[0] + span.first, end, what)
    return None


def like_row(line: str, delimiter: str, wanted: int) -> bool:
    """Return whether a line has the delimiters of a row, and they are not those of prose."""
    return line.count(delimiter) == wanted and 2 * line.count(f"{delimiter} ") < wanted


def problem(name: str, line: int, end: int, what: str) -> Problem:
    """Return the problem that the lines from one with a quote to another are one row."""
    message = f"the quote that opens in line {line} {what}"
    if end > line:
        message += f": lines {line} to {end} are taken for one row, which is not read"
    return Problem(name, line, 0, "open-quote", message, HINT)
