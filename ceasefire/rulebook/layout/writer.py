"""Writes the tree of a rule file in its canonical layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.layout.order import ordered
from ceasefire.rulebook.layout.scalars import broken, inline, lines, literal
from ceasefire.rulebook.layout.tree import Entry, Item, Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.rulebook.layout.order import Shape

__all__ = ["WIDTH", "Writer", "noted"]

WIDTH: Final = 100
"""How long a line may be before what stands in brackets is spread over several."""

STEP: Final = 2
"""How many spaces each level is indented by."""


class Writer:
    """Writes values of one text; without ``sort`` the keys stay in the order they have."""

    def __init__(self, source: str, *, sort: bool = True) -> None:
        """Take the text that the values stand in."""
        self.source, self.sort = source, sort

    def file(self, root: Item, head: list[str], shape: Shape) -> list[str]:
        """Return a whole file as lines, below those that head it.

        An empty line stands between sections that take several lines each.
        """
        found, several = list(head), False
        for at, entry in enumerate(self.entries(root, shape)):
            rows = self.entry(entry, 0, shape)
            section = sum(row[:1] not in {"", "#"} for row in rows) > 1
            parted = entry.parted and entry is not root.entries[0]
            if at and (parted or (section and several)):
                found.append("")
            several = section
            found += rows
        return [*found, *self.tail(root, 0)]

    def entries(self, item: Item, shape: Shape) -> list[Entry]:
        """Return the entries of a list or mapping in their order."""
        if item.kind != "map" or not self.sort:
            return item.entries
        return ordered(item.entries, shape)

    # --- block -------------------------------------------------------------------------

    def block(self, item: Item, indent: int, shape: Shape, *, close: bool = False) -> list[str]:
        """Return a list or mapping without brackets as lines.

        ``close`` says that no empty line may stand above its first entry.
        """
        found: list[str] = []
        for at, entry in enumerate(self.entries(item, shape)):
            first = not at and (close or entry is not item.entries[0])
            if entry.parted and not item.flow and not first:
                found.append("")
            found += self.entry(entry, indent, shape)
        return [*found, *self.tail(item, indent)]

    def tail(self, item: Item, indent: int) -> list[str]:
        """Return the comments at the end of a list or mapping."""
        apart = bool(item.tail and item.tail[0].apart)
        return [*[""] * apart, *noted(item.tail, indent)]

    def entry(self, entry: Entry, indent: int, shape: Shape) -> list[str]:
        """Return an entry as lines, the comments above it first."""
        inner = shape.at(entry.key.value) if entry.key else shape
        lead = self.key(entry.key) + ":" if entry.key else "-"
        above = noted(entry.lead, indent)
        if entry.lead and entry.apart:
            above.append("")
        rows = self.simple(entry, indent, lead, inner)
        if rows is None:
            return [*above, *self.spread(entry, indent, lead, inner)]
        if not entry.value.entries:
            above += noted(entry.value.tail, indent)
        return [*above, *self.beside(entry, rows, indent), *noted(entry.below, indent + STEP)]

    def simple(self, entry: Entry, indent: int, lead: str, shape: Shape) -> list[str] | None:
        """Return a text, or a list or mapping in brackets, after its key or dash.

        What must or should take lines of its own gives ``None``.
        """
        value = entry.value
        if value.kind in {"text", "alias"}:
            return self.text(value, indent, lead)
        if not value.entries:
            return [f"{' ' * indent}{lead} {brackets(value, '')}"]
        if entry.key is None and value.block and len(value.entries) == 1:
            return None
        return self.bracketed(value, indent, lead, shape)

    def key(self, key: Item) -> str:
        """Return a key as it is written."""
        if key.kind == "alias":
            return f"*{key.value} "
        return inline(key, self.source, flow=False) or literal(key.value)

    def text(self, item: Item, indent: int, lead: str) -> list[str]:
        """Return a text, or an alias, after its key or dash."""
        if item.kind == "alias":
            return [f"{' ' * indent}{lead} *{item.value}"]
        room = WIDTH - indent - len(lead) - 1
        one = inline(item, self.source, flow=False)
        if one is None or (broken(item, self.source) and len(one) > room):
            first, *rest = lines(item, self.source, indent + STEP)
        else:
            first, rest = one, []
        return [f"{' ' * indent}{lead} {first}".rstrip(), *rest]

    def beside(self, entry: Entry, rows: list[str], indent: int) -> list[str]:
        """Return an entry's lines with the comments on it: one beside it, further ones above."""
        remarks = [*entry.between, *entry.side]
        if not remarks:
            return rows
        last = remarks.pop() if entry.side or not remarks[-1].alone else None
        above = noted(remarks, indent)
        if last is None:
            return [*above, *rows]
        at = 0 if entry.value.style in {"|", ">"} else -1
        rows[at] += f"  {last.text}"
        return [*above, *rows]

    def spread(self, entry: Entry, indent: int, lead: str, shape: Shape) -> list[str]:
        """Return an entry whose value takes lines of its own."""
        value = entry.value
        if entry.side and not value.remarked:
            above = noted([*entry.between, *entry.side], indent)
            entry = Entry(entry.start, entry.key, value)
            return [*above, *self.spread(entry, indent, lead, shape)]
        remarks = list(entry.between)
        head = " " * indent + lead + (f" &{value.anchor}" if value.anchor else "")
        bare = head.endswith("-") and not remarks
        if remarks and not remarks[0].alone:
            head += f"  {remarks.pop(0).text}"
        below = noted(remarks, indent + STEP)
        close = entry.key is None and not below
        rows = self.block(value, indent + STEP, shape, close=close)
        if bare and rows[0].lstrip()[:1] != "#":
            return [f"{head} {rows[0].lstrip()}", *rows[1:], *noted(entry.side, indent + STEP)]
        return [head, *below, *rows, *noted(entry.side, indent + STEP)]

    # --- brackets ----------------------------------------------------------------------

    def bracketed(self, item: Item, indent: int, lead: str, shape: Shape) -> list[str] | None:
        """Return a list or mapping in brackets after its key or dash, if it may stand so."""
        found = self.flow(item, shape)
        if found is None:
            return None
        if indent + len(lead) + 1 + len(found) <= WIDTH:
            return [f"{' ' * indent}{lead} {found}"]
        if item.kind == "list" and item.flow and all(texts(item.entries)):
            return self.wrapped(item, indent, lead)
        return None

    def wrapped(self, item: Item, indent: int, lead: str) -> list[str]:
        """Return a list of texts in brackets on several lines."""
        words = [f"{self.word(entry.value)}," for entry in item.entries]
        words[-1] = words[-1][:-1] + "]"
        row = f"{' ' * indent}{lead} " + (f"&{item.anchor} " if item.anchor else "") + "["
        rows = []
        for at, word in enumerate(words):
            if at and len(row) + len(word) + 1 > WIDTH:
                rows.append(row)
                row = " " * (indent + STEP) + word
            else:
                row += f" {word}" if at else word
        return [*rows, row]

    def word(self, item: Item) -> str | None:
        """Return a text or alias as it stands in brackets, if it can."""
        if item.kind == "alias":
            return f"*{item.value}"
        return inline(item, self.source, flow=True)

    def flow(self, item: Item, shape: Shape) -> str | None:
        """Return a value in brackets on one line, if it may stand so."""
        if item.kind in {"text", "alias"}:
            return self.word(item)
        if not self.may(item, shape):
            return None
        parts = []
        for entry in self.entries(item, shape):
            if entry.remarked:
                return None
            inner = shape.at(entry.key.value) if entry.key else shape
            value = self.flow(entry.value, inner)
            key = self.word(entry.key) if entry.key else ""
            if value is None or key is None or (not value and not entry.key):
                return None
            parts.append(pair(entry, key, value))
        return brackets(item, ", ".join(parts))

    def may(self, item: Item, shape: Shape) -> bool:
        """Return whether a list or mapping may stand in brackets if it fits."""
        if item.tail:
            return False
        if item.flow:
            return True
        return all(texts(item.entries)) if item.kind == "list" else shape.short


def brackets(item: Item, content: str) -> str:
    """Return what stands in a list or mapping, in its brackets."""
    anchor = f"&{item.anchor} " if item.anchor else ""
    return anchor + (f"{{{content}}}" if item.kind == "map" else f"[{content}]")


def texts(entries: Iterable[Entry]) -> Iterable[bool]:
    """Yield of each entry whether it is a text or an alias of one."""
    return (entry.value.kind in {"text", "alias"} for entry in entries)


def pair(entry: Entry, key: str, value: str) -> str:
    """Return an entry as it stands in brackets."""
    if entry.key is None:
        return value
    if entry.key.kind == "alias":
        key += " "
    bare = not value and entry.value.start == entry.key.end
    return key if bare else f"{key}: {value}"


def noted(remarks: Sequence[Remark], indent: int) -> list[str]:
    """Return comments as lines, with empty lines between them where there were any."""
    found: list[str] = []
    for at, remark in enumerate(remarks):
        if at and remark.apart:
            found.append("")
        found.append(" " * indent + remark.text)
    return found
