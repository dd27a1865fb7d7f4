"""Small edits of a rule file: what they are not about stays as it is, to the byte.

An edit is offered only if the file says, with it, just what was asked for; this is tried
on the spot. So an anchor that something else repeats, or a key that is there already, is
an error and never a file that says something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from ceasefire.errors import RulebookError
from ceasefire.rulebook.layout.extents import blocked, bracketed, finish, line_end
from ceasefire.rulebook.layout.paths import discard, place, reach, refused, shown
from ceasefire.rulebook.layout.remarks import attach
from ceasefire.rulebook.layout.scalars import after_anchor, literal, rewritten
from ceasefire.rulebook.layout.tree import BREAKS, column, line_start, written
from ceasefire.rulebook.mending import unshared
from ceasefire.rulebook.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.layout.tree import Entry, Item, Stretch
    from ceasefire.rulebook.yaml import Data

__all__ = ["Edit", "Editable", "apply"]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A text to put in place of what stands from ``start`` to ``end``, in characters."""

    start: int
    end: int
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits, whose places are those of the text as it is.

    Raises :class:`ValueError` where two of them overlap.
    """
    found, last = [], 0
    for edit in sorted(edits):
        if edit.start < last:
            message = f"two edits overlap at {edit.start}"
            raise ValueError(message)
        found += [text[last : edit.start], edit.text]
        last = edit.end
    return "".join([*found, text[last:]])


class Editable:
    """A rule file's text, and the edits that can be made to it.

    A path is the keys and the places in lists, from 0, that lead to a value, as in the
    file: ``("parties", "north", "also", 0)``. Short forms are not written out. Every method
    that returns edits raises :class:`~ceasefire.errors.UsageError` where none does what is
    asked for.
    """

    def __init__(self, text: str, *, name: str = "<text>") -> None:
        """Read a text.

        Raises :class:`~ceasefire.errors.RulebookError` where it cannot be read.
        """
        self.text = text
        self._shift = int(text.startswith("\ufeff"))
        self._plain = text[self._shift :]
        root, problems = parse(text.encode("utf-8", "surrogatepass"), name)
        tree = written(self._plain) if root is not None and not problems else None
        if root is None or tree is None:
            raise RulebookError(problems)
        attach(tree)
        self._data, self._root = root.plain(), tree.root

    # --- places ------------------------------------------------------------------------

    def extent(self, path: Step, *, key: bool = False) -> Stretch:
        """Return from where to where the value at a path is written, or its ``key``.

        An anchor is part of it, comments are not.
        """
        item = self._key(path) if key else self._item(path)
        return item.start + self._shift, item.end + self._shift

    def offset(self, line: int, column: int) -> int:
        """Return the position of a line and column, counted from 1 as problems do."""
        position = 0
        for _ in range(line - 1):
            end = line_end(self._plain, position)
            position = end + 1 + self._plain.startswith("\r\n", end)
        return min(position + column - 1, len(self._plain)) + self._shift

    def path_at(self, position: int) -> tuple[Step, bool]:
        """Return the path of the innermost value at a position, and whether its key is meant.

        Between values, it is that of the list or mapping around it.
        """
        position -= self._shift
        path: list[str | int] = []
        item = self._root
        while item is not None and item.entries:
            found = [at for at, entry in enumerate(item.entries) if entry.start <= position]
            if not found or position > item.entries[found[-1]].end:
                break
            entry = item.entries[found[-1]]
            path.append(entry.key.value if entry.key else found[-1])
            if entry.key is not None and position <= entry.key.end:
                return tuple(path), True
            item = entry.value
        return tuple(path), False

    # --- edits -------------------------------------------------------------------------

    def removal(self, *paths: Step) -> list[Edit]:
        """Return the edits that remove entries, with the comments that are about them.

        Where a list or mapping loses all it has, ``[]`` or ``{}`` is left.
        """
        gone: dict[Step, set[int]] = {}
        for path in paths:
            if not any(path[:length] in paths for length in range(1, len(path))):
                gone.setdefault(path[:-1], set()).add(self._at(path)[1])
        edits = []
        for above, places in gone.items():
            item = self._item(above)
            if len(places) == len(item.entries):
                edits += self._emptied(above, item)
                continue
            some = sorted(places)
            cuts = bracketed(item, some) if item.flow else blocked(self._plain, item, some)
            edits += [Edit(start, end, "") for start, end in cuts]
        meant = unshared(self._data)
        # What stands later goes first, so that places in lists stay what they are.
        for path in sorted(set(paths), reverse=True):
            discard(meant, path)
        return self._sound(edits, meant, paths[0] if paths else ())

    def renaming(self, path: Step, new: str, *, key: bool = False) -> list[Edit]:
        """Return the edit that writes another text at a path, or another ``key``.

        It stays in quotes if it is, and gets some if it needs them.
        """
        item = self._key(path) if key else self._item(path)
        if item.kind != "text":
            raise refused(path, "is no text that could be written anew")
        edit = self._in_place(item, rewritten(item, new))
        return self._sound([edit], self._with(path, new, key=key), path)

    def replacement(self, path: Step, value: Data) -> list[Edit]:
        """Return the edits that write another value, in brackets if it needs them, at a path."""
        entry = self._entry(path)
        item = entry.value
        if item.block and line_start(self._plain, item.entries[0].start) > entry.start:
            edits = [
                Edit(self._head(entry), self._head(entry), f" {shown(value)}"),
                Edit(line_end(self._plain, self._head(entry)), finish(entry), ""),
            ]
        else:
            edits = [self._in_place(item, shown(value))]
        return self._sound(edits, self._with(path, value), path)

    def addition(self, path: Step, value: Data, *, key: str = "") -> list[Edit]:
        """Return the edit that adds an entry to the end of the list or mapping at a path.

        In a mapping it has a ``key``.
        """
        item = self._item(path)
        if item.kind != ("map" if key else "list"):
            raise refused(path, f"is no {'mapping' if key else 'list'}")
        entry = f"{literal(key)}: {shown(value)}" if key else shown(value)
        if item.flow:
            last = item.entries[-1].end if item.entries else item.end - 1
            edit = Edit(last, last, f", {entry}" if item.entries else entry)
        else:
            edit = self._line(item, entry if key else f"- {entry}")
        meant = unshared(self._data)
        there = reach(meant, path)
        if isinstance(there, list):
            there.append(value)
        elif isinstance(there, dict) and key not in there:
            there[key] = value
        else:
            raise refused((*path, key), "is there already")
        return self._sound([edit], meant, path)

    def _in_place(self, item: Item, new: str) -> Edit:
        """Return the edit that writes something else in place of a value, after its anchor."""
        start = after_anchor(item, self._plain)
        # Where nothing stood, the dash or colon may come right before.
        space = " " * (self._plain[start - 1 : start] in {":", "-"})
        return Edit(start, item.end, space + new)

    def _line(self, item: Item, entry: str) -> Edit:
        """Return the edit that adds a line after the last entry of a list or mapping."""
        margin = " " * column(self._plain, item.entries[0].start)
        last = finish(item.entries[-1])
        ending = "\r\n" if "\r\n" in self._plain else "\n"
        if last and self._plain[last - 1] in BREAKS:
            return Edit(last, last, margin + entry + ending)
        end = line_end(self._plain, last)
        return Edit(end, end, ending + margin + entry)

    def _emptied(self, path: Step, item: Item) -> list[Edit]:
        """Return the edits that leave nothing in a list or mapping."""
        none = "{}" if item.kind == "map" else "[]"
        margin = line_start(self._plain, item.entries[0].start)
        if item.flow or not path or margin <= self._entry(path).start:
            return [Edit(after_anchor(item, self._plain), self._last(item), none)]
        head = self._head(self._entry(path))
        return [
            Edit(head, head, f" {none}"),
            Edit(line_end(self._plain, head), self._last(item), ""),
        ]

    def _last(self, item: Item) -> int:
        """Return where a list or mapping ends, with the comments at its end."""
        if item.flow:
            return item.end
        ends = [remark.start + len(remark.text) for remark in item.tail]
        return max([finish(entry) for entry in item.entries] + ends)

    def _head(self, entry: Entry) -> int:
        """Return where an entry's dash, colon or anchor ends, after which its value stands."""
        if entry.value.anchor:
            return entry.value.start + len(entry.value.anchor) + 1
        if entry.key is None:
            return entry.start + 1
        return self._plain.index(":", entry.key.end) + 1

    # --- looking up and trying ---------------------------------------------------------

    def _item(self, path: Step) -> Item:
        if not path and self._root is not None:
            return self._root
        return self._entry(path).value

    def _key(self, path: Step) -> Item:
        key = self._entry(path).key
        if key is None:
            raise refused(path, "has no key")
        return key

    def _entry(self, path: Step) -> Entry:
        item, at = self._at(path)
        return item.entries[at]

    def _at(self, path: Step) -> tuple[Item, int]:
        """Return the list or mapping that a path leads into, and the place in it."""
        item, at = self._root, -1
        for step in path:
            if item is not None and at >= 0:
                item = item.entries[at].value
            if item is not None and item.kind == "alias":
                raise refused(path, f"is written elsewhere: `*{item.value}` repeats it")
            at = place(item, step)
            if at < 0:
                raise refused(path, "is not there")
        if item is None or at < 0:
            raise refused(path, "is the whole file")
        return item, at

    def _with(self, path: Step, value: Data, *, key: bool = False) -> Data:
        """Return what the file says, with another value or key at a path."""
        meant = unshared(self._data)
        around = cast("dict[str | int, Data]", reach(meant, path[:-1]))
        if not key:
            around[path[-1]] = value
            return meant
        if str(value) in around and value != path[-1]:
            raise refused((*path[:-1], str(value)), "is there already")
        around[str(value)] = around.pop(path[-1])
        return meant

    def _sound(self, edits: list[Edit], meant: Data, path: Step) -> list[Edit]:
        """Return edits in order, once the text says with them just what is meant."""
        shifted = sorted(Edit(e.start + self._shift, e.end + self._shift, e.text) for e in edits)
        apart = all(one.end <= other.start for one, other in pairwise(shifted))
        found = apply(self.text, shifted) if apart else ""
        root, problems = parse(found.encode("utf-8", "surrogatepass"), "")
        if not apart or root is None or problems or root.plain() != meant:
            raise refused(path, "cannot be edited without a change of something else")
        return shifted
