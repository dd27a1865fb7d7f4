"""A new id for a thing, everywhere at once, or the reason why not.

What a rename would give is read and checked before it is proposed: an edit that breaks a
rulebook, or makes a word mean another thing, is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ceasefire.errors import CeasefireError
from ceasefire.lsp.finding import references
from ceasefire.lsp.index import Index, Thing, built_in
from ceasefire.lsp.words import read
from ceasefire.rulebook.load import settle
from ceasefire.rulebook.shorthand import ID_PATTERN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.lsp.desk import Shelf
    from ceasefire.lsp.index import Mention

__all__ = ["RenameError", "renamable", "renamed"]


class RenameError(CeasefireError):
    """A thing cannot be renamed; the message says why."""


def renamable(index: Index, number: int, offset: int) -> Mention:
    """Return the word at an offset, if what it names can have another id."""
    here = index.at(number, offset)
    if here is None:
        raise RenameError("there is no id here that could be renamed")
    if built_in(here.thing):
        raise RenameError(f"`{here.thing.id}` is a word that every rulebook has")
    if here.thing not in index.defined:
        raise RenameError(f"`{here.thing.id}` is not defined in this rulebook")
    return here


def renamed(shelf: Shelf, index: Index, number: int, offset: int, new: str) -> list[Mention]:
    """Return the words that are to be replaced by a new id."""
    thing = renamable(index, number, offset).thing
    if not re.fullmatch(ID_PATTERN, new):
        raise RenameError(
            "an id is made of up to 80 small letters, digits, dots, dashes and underscores"
        )
    found = references(index, number, offset, declared=True)
    check_words(shelf, index, found, thing)
    check_clash(index, thing, new)
    check_result(shelf, index, found, thing, new)
    return found


def check_words(shelf: Shelf, index: Index, found: Sequence[Mention], thing: Thing) -> None:
    """Refuse where a mention may be missed, cannot be replaced, or stands for more things."""
    for problem in shelf.unread:
        raise RenameError(f"{problem.file} cannot be read: an id in it may be missed")
    for file in index.files:
        if file.broken:
            raise RenameError(f"mend the syntax of {file.name} first: an id in it may be missed")
    places = {(item.file, item.start) for item in found}
    for item in index.mentions:
        if (item.file, item.start) in places and item.thing != thing:
            kinds = f"{thing.kind} and {item.thing.kind}"
            raise RenameError(f"one mention of `{thing.id}` stands for both a {kinds}")
    for item in found:
        if not item.word.literal:
            where = index.files[item.file].name
            raise RenameError(f"`{thing.id}` is not written plainly in {where}")


def check_clash(index: Index, thing: Thing, new: str) -> None:
    """Refuse an id that something else has, or that is named without there being such a thing."""
    if thing.kind == "provision":
        roots = {index.lineage(thing.scope)[-1], ""}
        named = [item for item in index.named if item.kind == "provision" and item.id == new]
        taken = any(index.lineage(item.scope)[-1] in roots for item in named)
    else:
        other = Thing(thing.kind, thing.scope, new)
        taken = other in index.named or bool(built_in(other))
    if taken:
        raise RenameError(f"`{new}` is the id of another {thing.kind}, or named as if it were")


def check_result(
    shelf: Shelf, index: Index, found: Sequence[Mention], thing: Thing, new: str
) -> None:
    """Refuse what would give the rulebook new problems, or words new meanings."""
    files = list(shelf.files)
    for number, (name, folder, _) in enumerate(shelf.files):
        text = replaced(index, number, found, new)
        files[number] = (name, folder, text.encode("utf-8", "surrogatepass"))
    before = Counter(item.code for item in settle(list(shelf.files), [])[1])
    after = settle(files, [])[1]
    more = Counter(item.code for item in after) - before
    for item in after:
        if item.code in more:
            raise RenameError(f"with that id, {item.message}")
    later = Index([read(name, content) for name, _, content in files])
    if meanings(index, thing, new) != meanings(later, thing, new):
        raise RenameError("with that id, other words would mean something else")


def replaced(index: Index, number: int, found: Sequence[Mention], new: str) -> str:
    """Return the text of a file with a new id in place of some words."""
    text, pieces, at = index.files[number].text.content, [], 0
    for item in found:
        if item.file == number:
            pieces += [text[at : item.start], new]
            at = item.end
    return "".join([*pieces, text[at:]])


def meanings(index: Index, thing: Thing, new: str) -> Counter[tuple[Thing, bool]]:
    """Return how often each thing is defined and named, old and new id taken for one."""
    return Counter((other_id(item.thing, thing, new), item.defines) for item in index.mentions)


def other_id(here: Thing, thing: Thing, new: str) -> Thing:
    """Return a thing with the new id where it has the old one, or lies within what has."""
    if here == thing:
        return Thing(here.kind, here.scope, new)
    within = {"question": "answer", "instrument": "provision", "field": "category"}
    if within.get(thing.kind) == here.kind and here.scope == thing.id:
        return Thing(here.kind, new, here.id)
    return here
