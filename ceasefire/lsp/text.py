"""A text and the three ways in which places in it are told: offsets, YAML's and the editor's."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Final

__all__ = ["Text"]

BREAKS: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Where lines end by the count of YAML 1.1, which problems go by."""

ENDS: Final = re.compile("\r\n|[\n\r]")
"""Where lines end for an editor."""

MARK: Final = "\ufeff"
"""What may stand before a text in UTF-8; the reader of rule files does not count it."""


class Text:
    """A text whose places can be converted.

    An offset counts characters from 0. A problem has a line and a column from 1. An editor
    has a line from 0 and, within it, code units of the encoding that was agreed upon.
    """

    def __init__(self, content: str) -> None:
        """Take the content."""
        self.content = content

    @cached_property
    def starts(self) -> list[int]:
        """The offsets at which an editor's lines begin."""
        return [0, *(found.end() for found in ENDS.finditer(self.content))]

    @cached_property
    def yaml_starts(self) -> list[int]:
        """The offsets at which YAML's lines begin."""
        first = int(self.content.startswith(MARK))
        return [first, *(found.end() for found in BREAKS.finditer(self.content))]

    def at(self, line: int, column: int) -> int:
        """Return the offset of a problem's line and column; 0 stands for an unknown one."""
        number = min(max(line - 1, 0), len(self.yaml_starts) - 1)
        begin = self.yaml_starts[number]
        later = self.yaml_starts[number + 1 : number + 2]
        return min(begin + max(column - 1, 0), *later, len(self.content))

    def line_of(self, offset: int) -> int:
        """Return the editor's line in which an offset lies."""
        return bisect_right(self.starts, offset) - 1

    def line_end(self, line: int) -> int:
        """Return the offset behind the last character of a line that is no line end."""
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.content)
        begin = self.starts[line]
        return begin + len(self.content[begin:end].rstrip("\r\n"))

    def position(self, offset: int, encoding: str) -> tuple[int, int]:
        """Return the editor's line and code unit of an offset."""
        offset = min(max(offset, 0), len(self.content))
        line = self.line_of(offset)
        return line, units(self.content[self.starts[line] : offset], encoding)

    def offset(self, line: int, character: int, encoding: str) -> int:
        """Return the offset of an editor's line and code unit, or the nearest there is.

        A unit inside a character stands for its beginning.
        """
        if line >= len(self.starts):
            return len(self.content)
        line = max(line, 0)
        begin, end = self.starts[line], self.line_end(line)
        if encoding == "utf-32" or self.content[begin:end].isascii():
            return min(begin + max(character, 0), end)
        left = character
        for place in range(begin, end):
            left -= units(self.content[place], encoding)
            if left < 0:
                return place
        return end


def units(text: str, encoding: str) -> int:
    """Return how many code units a text has."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(character > "\uffff" for character in text)
