"""Comments and empty lines, given to the entries of a rule file that they belong to."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.layout.tree import BREAKS, Entry, Item, Remark, Written, column

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["attach", "closing"]

EDITOR: Final = "yaml-language-server"
"""What a comment names that tells editors of a schema."""

EMPTY: Final = re.compile(
    rf"(?:\r\n|[{BREAKS}])[ \t]*[{BREAKS}](?<!\r\n)|[{BREAKS}][ \t]*\r\n(?<!\r\n)"
)


def attach(written: Written) -> tuple[list[Remark], bool]:
    """Give each comment to its entry; return those that head the file, and whether apart.

    Those are the comments above the first entry, up to the last empty line between, and
    a first line that speaks to an editor.
    """
    spacing(written)
    if written.root is None:
        return list(written.remarks), False
    giver = Giver(written, written.root)
    for remark in written.remarks:
        giver.give(remark)
    return heading(written.root)


def spacing(written: Written) -> None:
    """Note above which comments and entries an empty line stands."""
    marks = sorted(
        [
            *written.stretches,
            *((item.start, item.start + len(item.text)) for item in written.remarks),
        ]
    )
    starts = [start for start, _ in marks]
    things: list[Remark | Entry] = [*written.remarks]
    if written.root is not None:
        things += entries(written.root)
    for thing in things:
        at = bisect_left(starts, thing.start)
        before = max((end for _, end in marks[max(at - 2, 0) : at]), default=0)
        thing.apart = empty_line(written.text[before : thing.start])


def empty_line(gap: str) -> bool:
    """Return whether an empty line, or the mark of a document, stands in a gap."""
    return "---" in gap or EMPTY.search(gap) is not None


def entries(item: Item) -> Iterator[Entry]:
    """Yield every entry at or below a value."""
    waiting = [item]
    while waiting:
        for entry in waiting.pop().entries:
            yield entry
            waiting.append(entry.value)


def heading(root: Item) -> tuple[list[Remark], bool]:
    """Take the comments that head a file from its first entry; say whether they are apart."""
    lead = root.entries[0].lead if root.entries else root.tail
    cut = len(lead) if root.entries and root.entries[0].apart else 0
    cut = cut or max((at for at, remark in enumerate(lead) if remark.apart), default=0)
    apart = cut > 0
    if not cut and lead and EDITOR in lead[0].text:
        cut = 1
    found = lead[:cut]
    del lead[:cut]
    return found, apart


def closing(entry: Entry) -> list[Item]:
    """Return the lists and mappings without brackets that end with an entry, outer ones first."""
    found = []
    while entry.value.block and entry.value.entries:
        found.append(entry.value)
        entry = entry.value.entries[-1]
    return found


class Giver:
    """Gives comments to entries, in their order."""

    def __init__(self, written: Written, root: Item) -> None:
        """Start with the first comment."""
        self.text, self.root = written.text, root
        self.last: Entry | None = None
        self.depth = 0

    def give(self, remark: Remark) -> None:
        """Give a comment to where it stands."""
        item, around = self.root, None
        while True:
            at = bisect_left(item.entries, remark.start, key=attrgetter("start"))
            if not at:
                self.first(item, around, remark)
                return
            entry = item.entries[at - 1]
            if remark.start >= entry.end:
                self.after(item, at, remark)
                return
            if entry.value.kind == "text" and remark.start >= entry.value.start:
                entry.side.append(remark)
                return
            if remark.start < entry.value.start:
                self.between(entry, remark)
                return
            item, around = entry.value, entry

    def first(self, item: Item, around: Entry | None, remark: Remark) -> None:
        """Give a comment that stands before the first entry of a list or mapping."""
        if not item.entries:
            item.tail.append(remark)
        elif remark.alone or around is None:
            item.entries[0].lead.append(remark)
        else:
            around.between.append(remark)

    def between(self, entry: Entry, remark: Remark) -> None:
        """Give a comment that stands between a key or dash and its value."""
        if remark.alone and entry.value.block:
            entry.value.entries[0].lead.append(remark)
        else:
            entry.between.append(remark)

    def after(self, item: Item, at: int, remark: Remark) -> None:
        """Give a comment that stands after an entry, at the end of its line or below it."""
        entry = item.entries[at - 1]
        inner = closing(entry)
        last = inner[-1].entries[-1] if inner else entry
        if not remark.alone:
            last.side.append(remark)
            return
        chain = [item, *inner] if item.block else [item]
        depth = self.level(chain, last, remark)
        if depth == len(chain):
            last.below.append(remark)
        elif depth:
            chain[depth].tail.append(remark)
        elif at < len(item.entries):
            item.entries[at].lead.append(remark)
        else:
            item.tail.append(remark)

    def level(self, chain: list[Item], last: Entry, remark: Remark) -> int:
        """Return to which of the values that end above it a comment belongs, by its indentation.

        What stands below another comment belongs no deeper than that one.
        """
        here = column(self.text, remark.start)
        margins = [column(self.text, item.entries[0].start) for item in chain]
        if last.key is not None and last.value.start == last.value.end and chain[-1].block:
            margins.append(margins[-1] + 1)
        fitting = [at for at, margin in enumerate(margins) if margin <= here]
        depth = max(fitting, default=0)
        if last is self.last:
            depth = min(depth, self.depth)
        self.last, self.depth = last, depth
        return depth
