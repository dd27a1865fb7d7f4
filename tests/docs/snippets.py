"""The fenced blocks of a page of documentation, and what it takes to try them."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Block", "blocks", "commands", "merged", "missing", "spliced"]

FENCE: Final = re.compile(
    r"^(?: *<!-- (?P<remark>[^\n]*) -->\n)?"
    r"(?P<indent> *)```(?P<language>\w*)"
    r'(?: title="(?P<part>in |add to |change in )?(?P<title>[\w.-]+)")?'
    r'(?: hl_lines="[\d -]+")?\n(?P<text>.*?)^(?P=indent)```$',
    re.DOTALL | re.MULTILINE,
)
GAP: Final = "…"


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file name it bears, its text and its line.

    Where its title said that it is ``in`` the file, or to ``add to`` it, or what to
    ``change in`` it, that is its ``part``. The ``remark`` is that of a comment in the line
    above, which readers of the page do not see.
    """

    language: str
    title: str
    text: str
    line: int
    part: str = ""
    remark: str = ""


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    return [
        Block(
            found["language"],
            found["title"] or "",
            textwrap.dedent(found["text"]),
            page.count("\n", 0, found.start("indent")) + 1,
            (found["part"] or "").strip(),
            found["remark"] or "",
        )
        for found in FENCE.finditer(page)
    ]


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a console block, with the lines that it should print."""
    command, printed = "", list[str]()
    for line in text.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, printed
            command, printed = line.removeprefix("$ "), []
        else:
            printed.append(line)
    yield command, printed


@dataclass
class Line:
    """A line of a rule file, with the lines that are indented below it."""

    text: str
    below: list[Line] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What stands before the first colon; all of an item of a list."""
        return self.text if self.text.lstrip().startswith("-") else self.text.partition(":")[0]


def spliced(text: str, sections: str) -> str:
    """Return a rule file with sections in place of those that it has, or else at its end.

    A section is a key at the left margin with all that stands below it.
    """
    found = {line.key: line for line in [*tree(text), *tree(sections)]}
    return written(list(found.values()))


def merged(text: str, lines: str) -> str:
    """Return a rule file with lines added: those that it lacks, last below those it has.

    A line with a key that is there takes the place of that line, but for items of lists.
    """
    whole = tree(text)
    join(whole, tree(lines))
    return written(whole)


def tree(text: str) -> list[Line]:
    """Return the lines at the left margin, with what is indented below each."""
    root = Line("")
    above = [(-1, root)]
    for text_ in filter(str.strip, text.splitlines()):
        margin = len(text_) - len(text_.lstrip())
        while margin <= above[-1][0]:
            above.pop()
        line = Line(text_)
        above[-1][1].below.append(line)
        above.append((margin, line))
    return root.below


def join(lines: list[Line], more: list[Line]) -> None:
    """Add to lines what others have more."""
    known = {line.key: line for line in lines}
    for line in more:
        found = known.get(line.key)
        if found is None:
            lines.append(line)
            continue
        found.text = line.text
        join(found.below, line.below)


def written(sections: list[Line]) -> str:
    """Return the text of sections, with an empty line before each that takes several."""
    bodies = ("\n".join(flat(section)) for section in sections)
    return "\n".join(f"\n{body}" if "\n" in body else body for body in bodies).lstrip() + "\n"


def flat(line: Line) -> Iterator[str]:
    """Yield a line and all below it."""
    yield line.text
    for each in line.below:
        yield from flat(each)


def missing(expected: Sequence[str], output: str) -> str:
    """Return the first expected line that the output lacks, or nothing.

    Lines follow each other as written, except where a line of its own, ``…``,
    stands for any lines; within a line it stands for any text. White space counts as
    one space.
    """
    lines = [squeezed(line) for line in output.splitlines()]
    at, loose = 0, True
    for text in map(squeezed, expected):
        if text == GAP:
            loose = True
            continue
        places = range(at, len(lines)) if loose else range(at, min(at + 1, len(lines)))
        found = next((place for place in places if shows(text, lines[place])), None)
        if found is None:
            return text
        at, loose = found + 1, False
    return ""


def shows(text: str, line: str) -> bool:
    """Return whether a line is what a text shows of it."""
    return re.fullmatch(".*".join(map(re.escape, text.split(GAP))), line) is not None


def squeezed(text: str) -> str:
    """Return a text with every stretch of white space as one space."""
    return " ".join(text.split())
