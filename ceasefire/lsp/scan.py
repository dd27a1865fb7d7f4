"""Words and places of a text that may be no YAML yet, told by its indentation and brackets.

While a rule file is written it is broken most of the time. Here a line that is indented
less than what is open ends it, whether or not a bracket or a quote was closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ceasefire.lsp.signs import blank, closing, flow_end, gap, key_end, lines, unquoted
from ceasefire.lsp.word import Word
from ceasefire.rulebook.yaml import MAX_DEPTH, MAX_NODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.documents import Step

__all__ = ["Spot", "scan", "spot"]

CLOSERS: Final = {"{": "}", "[": "]"}


@dataclass(slots=True)
class Frame:
    """A list or mapping that is open, and the step that leads into it.

    ``indent`` is -1 for what is written in brackets, whose ``closer`` is the bracket.
    """

    indent: int
    step: str | int | None
    closer: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """What may be written at a place: a ``key``, a ``value`` or ``either`` below a path.

    ``start`` is where the word begins that is being written, and ``prefix`` what there is
    of it. ``tight`` says that a space is missing before it.
    """

    path: Step
    wants: Literal["key", "value", "either"]
    start: int
    prefix: str
    flow: bool = False
    tight: bool = False


class Scanner:
    """Reads a text line by line."""

    def __init__(self) -> None:
        """Begin with nothing open."""
        self.frames: list[Frame] = []
        self.words: list[Word] = []
        self.block: int | None = None
        self.quote = ""
        self.filled = False
        self.ended = False
        self.cursor = -1
        self.pending: tuple[int, int] | None = None

    # --- where we are ---------------------------------------------------------------

    def path(self, frames: list[Frame] | None = None) -> Step:
        """Return the path that the open frames lead along."""
        open_ = self.frames if frames is None else frames
        return tuple(item.step for item in open_ if item.step is not None)

    @property
    def flow(self) -> bool:
        """Whether a bracket is open."""
        return bool(self.frames) and self.frames[-1].indent < 0

    @property
    def floor(self) -> int:
        """The indentation that ends whatever is open when a line has no more than it."""
        return next((item.indent for item in reversed(self.frames) if item.indent >= 0), -1)

    def emit(self, begin: int, end: int, text: str, *, key: bool, quoted: bool) -> None:
        """Keep a word."""
        self.filled = self.filled or not key
        if len(self.words) < MAX_NODES:
            self.words.append(Word(self.path(), text, begin, end, key=key, quoted=quoted))

    # --- lines ----------------------------------------------------------------------

    def line(self, text: str, begin: int, end: int) -> None:
        """Take a line, given by the offsets of its first character and of its end."""
        at = begin
        while at < end and text[at] in " \t\ufeff":
            at += 1
        indent = at - begin
        if at == end and self.cursor < 0:
            return
        if self.left(indent):
            return
        if self.quote or self.flow:
            self.go_on(text, at, end)
        elif text[at : at + 1] == "#":
            self.ended = True
        elif not text.startswith(("---", "...", "%"), begin):
            self.blocks(text, begin, at, end)

    def left(self, indent: int) -> bool:
        """Close what a line with this indentation ends; return whether it is inside a text."""
        if self.block is not None:
            if indent > self.block:
                self.ended = True
                return True
            self.block = None
        if (self.flow or self.quote) and indent <= self.floor:
            self.quote = ""
            while self.flow:
                self.frames.pop()
        return False

    def go_on(self, text: str, at: int, end: int) -> None:
        """Take a line that goes on with a quoted text or something in brackets."""
        if self.quote:
            close = closing(text, at, end, self.quote)
            if close < 0:
                self.ended = True
                return
            self.quote, at = "", close
        if self.flow:
            self.flows(text, at, end)

    def blocks(self, text: str, begin: int, at: int, end: int) -> None:
        """Take a line of items and keys."""
        while text[at : at + 1] == "-" and (at + 1 >= end or text[at + 1] in " \t"):
            self.item(at - begin)
            at += 1
            if len(self.frames) > MAX_DEPTH or at >= end:
                break
            at = blank(text, at, end)
        after = key_end(text, at, end)
        if after < 0:
            self.bare(text, begin, at, end)
            return
        self.entry(at - begin, text, at, after)
        self.value(text, blank(text, after + 1, end), end)

    def item(self, column: int) -> None:
        """Begin an item of a list."""
        while self.frames and self.frames[-1].indent > column:
            self.frames.pop()
        top = self.frames[-1] if self.frames else None
        if top and top.indent == column and isinstance(top.step, int):
            top.step += 1
        else:
            self.frames.append(Frame(column, 0))
        self.filled = False

    def entry(self, column: int, text: str, at: int, after: int) -> None:
        """Take a key of a mapping."""
        self.settle(column)
        begin, end, quoted = unquoted(text, at, after)
        word = text[begin:end]
        if self.frames and self.frames[-1].indent == column:
            self.frames[-1].step = word
        else:
            self.frames.append(Frame(column, word))
        self.filled = False
        self.emit(begin, end, word, key=True, quoted=quoted)

    def settle(self, column: int) -> None:
        """Leave the lists and mappings that something at a column lies outside of."""
        while self.frames:
            top = self.frames[-1]
            if top.indent < column or (top.indent == column and isinstance(top.step, str)):
                return
            self.frames.pop()

    def bare(self, text: str, begin: int, at: int, end: int) -> None:
        """Take a line, or the rest of one, that is no key: a text, or a key to be."""
        if self.cursor >= 0 and not text[at:end].startswith(("[", "{", '"', "'", "|", ">", "#")):
            self.pending = (at, end)
            self.settle(at - begin)
            return
        if not self.filled and self.frames and at - begin > self.frames[-1].indent:
            self.value(text, at, end)

    def value(self, text: str, at: int, end: int) -> None:
        """Take the value of a key, or an item."""
        while at < end and text[at] in "&!":
            at = blank(text, gap(text, at, end), end)
        first = text[at] if at < end else ""
        if first in {"|", ">"}:
            self.block = self.floor
            self.ended = True
        elif first in {"{", "["}:
            self.flows(text, at, end)
        elif first in {"#", "*"}:
            self.filled = self.ended = True
        elif first in {'"', "'"}:
            self.quoted(text, at, end)
        else:
            self.plain(text, at, end)

    def plain(self, text: str, at: int, end: int) -> None:
        """Take a text without quotes up to the end of its line."""
        comment = text.find(" #", at, end)
        stop = end if comment < 0 else comment
        if self.cursor >= 0:
            self.ended = comment >= 0
            self.pending = (at, end)
        elif at < stop:
            word = text[at:stop].rstrip()
            self.emit(at, at + len(word), word, key=False, quoted=False)

    def quoted(self, text: str, at: int, end: int) -> int:
        """Take a text in quotes; return where it ends."""
        close = closing(text, at + 1, end, text[at])
        if close < 0:
            self.quote = text[at]
            self.pending = (at + 1, end)
            self.filled = True
            return end
        self.emit(at + 1, close - 1, text[at + 1 : close - 1], key=False, quoted=True)
        return close

    # --- brackets -------------------------------------------------------------------

    def flows(self, text: str, at: int, end: int) -> None:
        """Take what stands in brackets, up to the end of a line."""
        while at < end and len(self.frames) <= MAX_DEPTH:
            self.pending = None
            first = text[at]
            if first in CLOSERS:
                self.frames.append(Frame(-1, None if first == "{" else 0, CLOSERS[first]))
            elif first in {"}", "]"}:
                self.frames.pop()
                if not self.flow:
                    self.filled = True
                    return
            elif first == ",":
                top = self.frames[-1]
                top.step = top.step + 1 if isinstance(top.step, int) else None
            elif first == "#" and text[at - 1 : at] in {" ", "\t", "\n", "\r", ""}:
                self.ended = True
                return
            elif first in "&!*":
                at = flow_end(text, at, end)
                continue
            elif first not in " \t:":
                at = self.token(text, at, end)
                continue
            at += 1

    def token(self, text: str, at: int, end: int) -> int:
        """Take a word in brackets; return where it ends."""
        quoted = text[at] in {'"', "'"}
        stop = closing(text, at + 1, end, text[at]) if quoted else flow_end(text, at, end)
        if quoted and stop < 0:
            self.quote, self.pending = text[at], (at + 1, end)
            return end
        after = blank(text, stop, end)
        colon = text[after : after + 1] == ":" and after < end
        if self.cursor >= 0 and not quoted and stop >= end and not colon:
            self.pending = (at, end)
            return end
        begin, close, _ = unquoted(text, at, stop)
        word, top = text[begin:close], self.frames[-1]
        naming = not isinstance(top.step, int) and top.step is None
        if naming:
            top.step = word
        if naming or not colon:
            self.emit(begin, close, word, key=naming, quoted=quoted)
        return after + colon if naming and colon else max(after, at + 1)


def scan(text: str) -> Iterator[Word]:
    """Yield the words of a text, as far as its indentation and brackets tell them."""
    reader = Scanner()
    for begin, end in lines(text, len(text)):
        if len(reader.words) >= MAX_NODES:
            break
        reader.line(text, begin, end)
    yield from reader.words


def spot(text: str, offset: int) -> Spot | None:
    """Return what may be written at an offset, or ``None`` inside comments and long texts."""
    reader = Scanner()
    spans = list(lines(text, offset))
    for begin, end in spans[:-1]:
        reader.line(text, begin, end)
    begin, end = spans[-1]
    reader.ended, reader.pending, reader.cursor = False, None, offset
    reader.line(text, begin, end)
    if reader.ended:
        return None
    return at_cursor(reader, text, begin, offset)


def at_cursor(reader: Scanner, text: str, begin: int, offset: int) -> Spot | None:
    """Return the spot that a reader has come to."""
    start = reader.pending[0] if reader.pending else offset
    prefix = text[start:offset]
    if reader.flow:
        wants: Literal["key", "value"] = "key" if reader.frames[-1].step is None else "value"
        tight = text[start - 1 : start] == ":"
        return Spot(reader.path(), wants, start, prefix, flow=True, tight=tight)
    line = text[begin:offset]
    if not line.strip():
        reader.settle(len(line))
    top = reader.frames[-1] if reader.frames else None
    column = start - begin
    if key_end(text, begin + len(line) - len(line.lstrip(" -\t")), offset) >= 0:
        return Spot(reader.path(), "value", start, prefix, tight=text[start - 1 : start] == ":")
    if top is None:
        return Spot((), "key", start, prefix)
    if top.indent == column:
        return Spot(reader.path(reader.frames[:-1]), "key", start, prefix)
    return None if reader.filled else Spot(reader.path(), "either", start, prefix)
