"""What is wrong with a text that is not YAML, said where the mistake was made.

The parser stops where it can go no further. A bracket or a quotation mark that was
never closed lies before that place, often by many lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from ceasefire.errors import Problem
from ceasefire.rulebook.margins import glued, misplaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yaml import YAMLError
    from yaml.events import ScalarEvent
    from yaml.reader import ReaderError

__all__ = ["syntax_problem", "unreadable"]

CLOSERS: Final = {"[": "]", "{": "}"}
OPENERS: Final = {"]": "[", "}": "{"}
QUOTES: Final = frozenset("\"'")

OPENER: Final = re.compile(r"(?:[&!]\S*\s+)*([\[{])")
"""A bracket, perhaps after an anchor or a tag."""

PIECE: Final = re.compile(
    r"\"(?:[^\"\\]|\\.)*\"?|'(?:[^']|'')*'?"  # a quotation mark counts where a value may begin
    r"|(?<=\s)#.*"
    r"|(?P<bracket>[\[\]{}])"
    r"|[^\s\[\]{},:](?:[^\s\[\]{},]|[ \t](?!#))*",
)
"""The pieces of a text inside brackets; what lies between them does not matter."""

ENTRY: Final = re.compile(r"(?P<margin> *)(?:- |[^\s\[\]{},#-][^\[\]{},#]*:(?:\s|$))")
"""A line that begins with an item or a key."""

WHERE: Final = re.compile(r"expected (?:key|'-' indicator|<document start>)|mapping values")
"""What the parser says, among others, of lines that do not begin where they should."""


class Mark(Protocol):
    """A place as the parser says it, counted from 0."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column."""


class Place(NamedTuple):
    """A line and a column, counted from 1."""

    line: int
    column: int


class Fault(NamedTuple):
    """What is wrong, where, what to do, and the offending text."""

    place: Place
    message: str
    hint: str
    text: str = ""


def unreadable(error: ReaderError, text: str, file: str) -> Problem:
    """Return the problem of a character that YAML does not allow."""
    before = text[: error.position] if isinstance(error.position, int) else ""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    message = "a control character that YAML does not allow"
    return Problem(file, line, column, "yaml-syntax", message)


def syntax_problem(
    error: YAMLError,
    text: str,
    file: str,
    brackets: Sequence[tuple[int, int]] = (),
    last: ScalarEvent | None = None,
) -> Problem:
    """Return the problem of a syntax error, in the parser's own words where they help.

    ``brackets`` are the places of the lists and mappings in brackets that were still
    open, the outermost first; ``last`` is the last text that was read.
    """
    lines = text.splitlines(keepends=True)
    at = place(getattr(error, "problem_mark", None) or getattr(error, "context_mark", None))
    fault = (
        tab(lines, at)
        or quotation(error)
        or unclosed(lines, at, brackets)
        or surplus(lines, at, brackets)
        or trailing(lines, at, last)
        or (None if brackets else spaced(lines, error, at) or indented(lines, error, at))
        or parsed(error, at)
    )
    return Problem(file, *fault.place, "yaml-syntax", fault.message, fault.hint, fault.text)


def place(mark: Mark | None) -> Place:
    """Return the place of a mark."""
    return Place(mark.line + 1, mark.column + 1) if mark else Place(0, 0)


def parsed(error: YAMLError, at: Place) -> Fault:
    """Return what the parser says."""
    parts = (getattr(error, "problem", None), getattr(error, "context", None))
    message = ", ".join(part for part in parts if part) or "not YAML"
    return Fault(at, message, "put text that holds `: `, `#`, `[`, `{`, `*` or `&` in quotes")


def spaced(lines: Sequence[str], error: YAMLError, at: Place) -> Fault | None:
    """Return that a colon, or the space after it, is missing, if the parser took a key for text."""
    problem = str(getattr(error, "problem", ""))
    lacking = "could not find expected ':'" in problem
    text = place(getattr(error, "context_mark", None)) if lacking else Place(at.line - 1, 1)
    colon = glued(lines, text.line) if lacking or "mapping values" in problem else None
    if colon is not None:
        hint = "write a space after the colon of a key"
        return Fault(Place(colon.line, colon.column), "no space follows this colon", hint, ":")
    if not lacking:
        return None
    hint = "write a colon and a space after a key; indent a text that goes on further"
    return Fault(text, "a line without a colon stands where a key belongs", hint)


def indented(lines: Sequence[str], error: YAMLError, at: Place) -> Fault | None:
    """Return that a line begins in a column in which it belongs to no other, if it does."""
    if not WHERE.search(str(getattr(error, "problem", ""))):
        return None
    like = misplaced(lines, at.line)
    if like is None:
        return None
    line = lines[at.line - 1]
    begin = Place(at.line, len(line) - len(line.lstrip()) + 1)
    hint = f"begin it in column {like.column}, as line {like.line} does"
    message = f"a line that begins in column {begin.column} belongs to none above it"
    return Fault(begin, message, hint)


def tab(lines: Sequence[str], at: Place) -> Fault | None:
    """Return that a tab indents the line, if it does."""
    written = lines[at.line - 1] if 0 < at.line <= len(lines) else ""
    margin = written[: len(written) - len(written.lstrip())].rstrip("\r\n")
    if "\t" not in margin or at.column > len(margin) + 1:
        return None
    begin = Place(at.line, margin.index("\t") + 1)
    hint = "indent with spaces; tabs cannot indent YAML"
    return Fault(begin, "a tab cannot indent a line", hint)


def quotation(error: YAMLError) -> Fault | None:
    """Return that a quotation mark is not closed before the file ends, if it is not."""
    context = str(getattr(error, "context", None))
    if "quoted scalar" not in context or "end of stream" not in str(getattr(error, "problem", "")):
        return None
    message = "the quotation mark that is opened here is not closed"
    return Fault(
        place(getattr(error, "context_mark", None)), message, "close it where the text ends"
    )


def unclosed(lines: Sequence[str], at: Place, brackets: Sequence[tuple[int, int]]) -> Fault | None:
    """Return that the innermost bracket is not closed, if it is not.

    One that is closed only after another entry has begun, no deeper than the line of
    the bracket, was hardly meant to take that entry in.
    """
    text = "".join(lines)
    for line, column in reversed(brackets):
        found = OPENER.match(text, offset(lines, line, column))
        if found is None:
            continue  # a key and its value, alone in a list, are a mapping without brackets
        opener, start = found[1], found.start(1)
        begin = Place(line, column + start - found.start())
        after = entry_after(lines, begin, at)
        end = counterpart(text, start)
        if end is not None and (after is None or end < offset(lines, after, 1) or alone(text, end)):
            return None
        closer = CLOSERS[opener]
        hint = f"write `{closer}` where it ends, {before(lines, begin, at, after)}"
        return Fault(begin, f"the `{opener}` that is opened here is not closed", hint, opener)
    return None


def offset(lines: Sequence[str], line: int, column: int) -> int:
    """Return the position in the text of a line and column."""
    return sum(map(len, lines[: line - 1])) + column - 1


def entry_after(lines: Sequence[str], begin: Place, at: Place) -> int | None:
    """Return the next line, up to the error, whose entry is no deeper than a bracket's line."""
    written = lines[begin.line - 1]
    depth = len(written) - len(written.lstrip(" "))
    for number in range(begin.line + 1, min(at.line, len(lines)) + 1):
        entry = ENTRY.match(lines[number - 1])
        if entry and len(entry["margin"]) <= depth:
            return number
    return None


def counterpart(text: str, start: int) -> int | None:
    """Return the position of the bracket that closes the one at a position, if one does."""
    waiting: list[str] = []
    for piece in PIECE.finditer(text, start):
        bracket = piece["bracket"]
        if bracket in CLOSERS:
            waiting.append(CLOSERS[bracket])
        elif bracket and waiting.pop() != bracket:
            return None
        if not waiting:
            return piece.start()
    return None


def alone(text: str, position: int) -> bool:
    """Return whether nothing stands before a position in its line."""
    return not text[text.rfind("\n", 0, position) + 1 : position].strip()


def before(lines: Sequence[str], begin: Place, at: Place, after: int | None) -> str:
    """Say before what a bracket must be closed."""
    if after is not None:
        return f"before line {after}"
    if not "".join(lines)[offset(lines, *at) :].strip():
        return "before the end of the file"
    return f"before column {at.column}" if at.line == begin.line else f"before line {at.line}"


def surplus(lines: Sequence[str], at: Place, brackets: Sequence[tuple[int, int]]) -> Fault | None:
    """Return that a bracket closes nothing, if it does."""
    found = "".join(lines)[offset(lines, *at) :][:1] if at.line else ""
    if brackets or found not in OPENERS:
        return None
    hint = f"leave it out, or write `{OPENERS[found]}` where it begins"
    return Fault(at, f"the `{found}` closes nothing", hint, found)


def trailing(lines: Sequence[str], at: Place, last: ScalarEvent | None) -> Fault | None:
    """Return that a text in quotation marks goes on after them, if it does."""
    if last is None or last.style not in QUOTES:
        return None
    begin, end = place(last.start_mark), place(last.end_mark)
    gap = "".join(lines)[offset(lines, *end) : offset(lines, *at)]
    if end.line != at.line or gap.strip():
        return None
    if begin.line < end.line:
        message = f"the quotation mark that is opened here is closed only in line {end.line}"
        return Fault(begin, message, "close it where the text ends")
    message = "more text follows the closing quotation mark"
    return Fault(at, message, "put all of the text in quotes, in `'` where it holds `\"`")
