"""Names inside of texts: in laws that are written as sentences, and in accepted findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.lsp.roles import of_key, of_value
from ceasefire.rulebook.sentences import PIECE, WORDS, SentenceError, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.lsp.roles import Fields, Role
    from ceasefire.rulebook.documents import Step

__all__ = ["Inner", "in_path", "in_sentence"]

DEEPEST = 20


class Inner(NamedTuple):
    """A name within a text: its role, and from where to where in the text it is."""

    role: Role
    name: str
    start: int
    end: int


def in_sentence(text: str, path: Step, fields: Fields) -> Iterator[Inner]:
    """Yield the names in a law that is written as a sentence.

    A name that means two things in one sentence is yielded once for each of them.
    """
    try:
        meant = set(roles(parsed(text), path, fields))
    except SentenceError:
        return
    for found in PIECE.finditer(text):
        bare = found["bare"]
        group = "bare" if bare is not None else "double" if found["double"] else "single"
        name = found[group]
        if not name or (bare is not None and bare.lower() in WORDS):
            continue
        for role, other in meant:
            if other == name:
                yield Inner(role, name, found.start(group), found.end(group))


def roles(data: object, path: Step, fields: Fields, depth: int = 0) -> Iterator[tuple[Role, str]]:
    """Yield the names in what a sentence stands for, with their roles."""
    if depth > DEEPEST:
        return
    if isinstance(data, str):
        role = of_value(path, fields)
        if role is not None:
            yield role, data
    elif isinstance(data, list):
        for item in data:
            yield from roles(item, (*path, 0), fields, depth + 1)
    elif isinstance(data, dict):
        for key, item in data.items():
            below = (*path, str(key))
            role = of_key(below)
            if role is not None:
                yield role, str(key)
            yield from roles(item, below, fields, depth + 1)


def in_path(text: str, things: Mapping[str, tuple[Step, Role]]) -> Iterator[Inner]:
    """Yield the ids in the path of a part, such as ``instruments.truce.permit.passage``.

    ``things`` holds, by their whole path as text, those there are.
    """
    for end in [place for place, sign in enumerate(text) if sign == "."] + [len(text)]:
        found = things.get(text[:end])
        if found is not None:
            name = str(found[0][-1])
            yield Inner(found[1], name, end - len(name), end)
