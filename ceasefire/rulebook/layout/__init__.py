"""The canonical layout of rule files: the same content, written in one way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.errors import RulebookError, UsageError
from ceasefire.rulebook.layout.order import BOOK
from ceasefire.rulebook.layout.remarks import attach
from ceasefire.rulebook.layout.tree import written
from ceasefire.rulebook.layout.writer import Writer, noted
from ceasefire.rulebook.yaml import parse

if TYPE_CHECKING:
    from ceasefire.rulebook.yaml import Node

__all__ = ["formatted"]


def formatted(text: str, *, name: str = "<text>") -> str:
    """Return a rule file in its canonical layout: its content and comments are the same.

    Only what the text itself says is looked at, not whether the rules make sense: it may
    be one file of several. ``name`` stands in messages for the file. Lines end as the
    first one does.

    Raises :class:`~ceasefire.errors.RulebookError` with the problems of a text that cannot
    be read, and :class:`~ceasefire.errors.UsageError` where no layout keeps what it says.
    """
    text = text.removeprefix("\ufeff")
    root = read(text, name)
    if not isinstance(root.value, dict) or not root.value:
        return text
    ending = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    # Keys that change places could leave an alias before what it repeats.
    for sort in (True, False):
        found = laid_out(text, ending, sort=sort)
        if same(text, root, found):
            return found
    message = f"`{name}` cannot be laid out anew without a change of what it says"
    raise UsageError(message)


def read(text: str, name: str) -> Node:
    """Return what a text says; raise its problems."""
    root, problems = parse(text.encode("utf-8", "surrogatepass"), name)
    if root is None or problems:
        raise RulebookError(problems)
    return root


def laid_out(text: str, ending: str, *, sort: bool) -> str:
    """Return a text in its canonical layout, with or without its keys in order."""
    tree = written(text)
    heading, apart = attach(tree)
    if tree.root is None:
        return text
    head = [*noted(heading, 0), *[""] * apart]
    lines = Writer(text, sort=sort).file(tree.root, head, BOOK)
    return "".join(line + ending for line in lines)


def same(text: str, root: Node, found: str) -> bool:
    """Return whether a new layout says what the text does, with the same comments."""
    again, problems = parse(found.encode("utf-8", "surrogatepass"), "")
    if again is None or problems or again.plain() != root.plain():
        return False
    before, after = (sorted(item.text for item in written(each).remarks) for each in (text, found))
    return before == after
