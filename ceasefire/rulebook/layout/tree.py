"""A rule file as it is written: every value with the stretch of text that it takes up.

The tree that rules are read from (:mod:`ceasefire.rulebook.yaml`) knows what a file
says; this one knows how it says so. It is made of the same parser's events, and only of
a text that has been read without a fault: its depth and size are known to be harmless.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.events import Event

__all__ = ["BREAKS", "Entry", "Item", "Stretch", "Written", "column", "written"]

BREAKS: Final = "\n\r\x85\u2028\u2029"
"""What ends a line in YAML 1.1, which is what the parser reads."""

Stretch = tuple[int, int]
"""Where something begins and ends, in characters of the text."""

BLANK: Final = re.compile(rf"(?:[{BREAKS}][ \t]*)+\Z")
"""Empty lines at the end of a text, the last of which may be the margin of what follows."""

COMMENT: Final = re.compile(rf"#[^{BREAKS}]*")


@dataclass(slots=True, eq=False)
class Item:
    """A value: a text, an alias, a list or a mapping.

    ``start`` is where its anchor stands, if it has one, and ``end`` where its last part
    ends. ``tail`` are the comments after its last entry.
    """

    kind: str
    start: int
    end: int
    anchor: str = ""
    value: str = ""
    """The text, or the name that an alias repeats."""
    style: str = ""
    """How a text is quoted: ``"``, ``'``, ``|``, ``>`` or not at all."""
    flow: bool = False
    """Whether it has brackets around it."""
    inside: bool = False
    """Whether it stands in the brackets of another."""
    entries: list[Entry] = field(default_factory=list)
    tail: list[Remark] = field(default_factory=list)

    @property
    def block(self) -> bool:
        """Whether it is a list or mapping that is not in brackets."""
        return self.kind in {"list", "map"} and not self.flow

    @property
    def remarked(self) -> bool:
        """Whether there are comments in it."""
        return bool(self.tail) or any(entry.remarked for entry in self.entries)


@dataclass(slots=True, eq=False)
class Entry:
    """An item of a list, or a key of a mapping with its value, and the comments on it.

    ``start`` is where its dash or key stands. ``lead`` are the comments above it,
    ``between`` those from its key to its value, ``side`` those at the end of its line and
    ``below`` those below a key that has no value.
    """

    start: int
    key: Item | None
    value: Item
    apart: bool = False
    """Whether an empty line stands right above it, below ``lead``."""
    lead: list[Remark] = field(default_factory=list)
    between: list[Remark] = field(default_factory=list)
    side: list[Remark] = field(default_factory=list)
    below: list[Remark] = field(default_factory=list)

    @property
    def parted(self) -> bool:
        """Whether an empty line stands above it and its comments."""
        return self.lead[0].apart if self.lead else self.apart

    @property
    def remarked(self) -> bool:
        """Whether there are comments on it, or on anything in it."""
        return bool(self.lead or self.between or self.side or self.below or self.value.remarked)

    @property
    def end(self) -> int:
        """Where its value ends."""
        return self.value.end


@dataclass(slots=True, eq=False)
class Remark:
    """A comment, with its ``#``.

    ``alone`` says that nothing else stands in its line, ``apart`` that an empty line
    stands above it.
    """

    start: int
    text: str
    alone: bool
    apart: bool = False


@dataclass(slots=True)
class Written:
    """A text, its tree, and in order all that stands in it beside space and punctuation."""

    text: str
    root: Item | None
    stretches: list[Stretch]
    remarks: list[Remark]


def column(text: str, position: int) -> int:
    """Return how far into its line a position is, counted from 0."""
    return position - line_start(text, position)


def line_start(text: str, position: int) -> int:
    """Return where the line of a position begins."""
    return max(text.rfind(mark, 0, position) for mark in BREAKS) + 1


def stretch(event: Event) -> Stretch:
    """Return where an event begins and ends."""
    start, end = event.start_mark, event.end_mark
    return (start.index, end.index) if start and end else (0, 0)


def written(text: str) -> Written:
    """Return the tree of a text that :func:`ceasefire.rulebook.yaml.parse` reads whole."""
    builder = Builder(text)
    root = builder.document()
    remarks = list(comments(text, builder.stretches))
    remarks += builder.remarks
    return Written(text, root, builder.stretches, sorted(remarks, key=lambda item: item.start))


def comments(text: str, stretches: list[Stretch]) -> Iterator[Remark]:
    """Yield the comments between the stretches that hold anything else."""
    last = 0
    for start, end in [*stretches, (len(text), len(text))]:
        position = last
        while (position := text.find("#", position, start)) >= 0:
            begin = line_start(text, position)
            if position == 0 or text[position - 1] in f" \t{BREAKS}":
                found = cast("re.Match[str]", COMMENT.match(text, position))
                alone = not text[begin:position].strip()
                yield Remark(position, found[0].rstrip(), alone)
                position = found.end()
            else:
                position += 1
        last = max(last, end)


class Builder:
    """Makes the tree from the parser's events."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self.text = text
        self.events = iter(yaml.CBaseLoader(text).get_event, None)
        self.stretches: list[Stretch] = []
        self.remarks: list[Remark] = []

    def document(self) -> Item | None:
        """Return the value of the first document, if there is one."""
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                return self.item(event)
        return None

    def item(self, event: yaml.NodeEvent) -> Item:
        """Return the value that begins with an event."""
        start, end = stretch(event)
        anchor = event.anchor or ""
        if isinstance(event, yaml.AliasEvent):
            self.stretches.append((start, end))
            return Item("alias", start, end, value=anchor)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, start, end)
        kind = "map" if isinstance(event, yaml.MappingStartEvent) else "list"
        item = Item(kind, start, end, anchor, flow=bool(getattr(event, "flow_style", False)))
        self.stretches.append((start, end if item.flow else start + len(anchor) + bool(anchor)))
        self.fill(item)
        return item

    def scalar(self, event: yaml.ScalarEvent, start: int, end: int) -> Item:
        """Return a text; one in lines of its own ends with the last that is no space."""
        style = (event.style or "").replace("\0", "")
        item = Item("text", start, end, event.anchor or "", event.value, style)
        if style in {"|", ">"}:
            self.lines(item)
        self.stretches.append((item.start, item.end))
        return item

    def lines(self, item: Item) -> None:
        """Find where a text in lines of its own ends, and the comment in its first line."""
        raw = self.text[item.start : item.end]
        head = re.match(rf"(?:&\S+\s+)?[|>]([-+0-9]*)(?:[ \t]+(#[^{BREAKS}]*))?", raw)
        if head is None:  # pragma: no cover  (so it begins, or the parser would not say so)
            return
        if "+" not in head[1]:
            item.end = item.start + max(len(BLANK.sub("", raw)), head.end())
        if head[2]:
            self.remarks.append(Remark(item.start + head.start(2), head[2].rstrip(), alone=False))

    def fill(self, item: Item) -> None:
        """Take the entries of a list or mapping, up to its end."""
        last = item.start + (len(item.anchor) + 1 if item.anchor else 0)
        for event in self.events:
            if isinstance(event, yaml.CollectionEndEvent):
                self.finish(item, event)
                return
            if not isinstance(event, yaml.NodeEvent):  # pragma: no cover  (nothing else is inside)
                continue
            first = self.item(event)
            if item.kind == "map":
                value = self.item(cast("yaml.NodeEvent", next(self.events)))
                entry = Entry(first.start, first, value)
            else:
                start = first.start if item.flow else self.dash(last, first.start)
                entry = Entry(start, None, first)
            first.inside = entry.value.inside = item.flow
            item.entries.append(entry)
            last = entry.end

    def finish(self, item: Item, event: yaml.CollectionEndEvent) -> None:
        """Set where a list or mapping ends."""
        start, end = stretch(event)
        if item.flow and start < end:
            item.end = end
            self.stretches.append((start, end))
        elif item.entries:
            item.end = item.entries[-1].end

    def dash(self, start: int, end: int) -> int:
        """Return where the dash of an item stands."""
        position = start
        while position < end and self.text[position] != "-":
            found = COMMENT.match(self.text, position)
            position = found.end() if found else position + 1
        return position
