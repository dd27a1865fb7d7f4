"""The words of a rule file: every key and every text, with its path and its exact place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ceasefire.lsp.scan import scan
from ceasefire.lsp.text import Text
from ceasefire.lsp.word import Word
from ceasefire.rulebook.yaml import MAX_BYTES, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.yaml import Node

__all__ = ["FileWords", "read"]

PROPERTIES: Final = re.compile(r"(?:[&!][^\s,\[\]{}]*[ \t]+)*")
"""An anchor or a tag before a value."""


@dataclass(frozen=True)
class FileWords:
    """The words of one file; those of a ``broken`` one are told by indentation alone."""

    name: str
    text: Text
    words: tuple[Word, ...]
    broken: bool


def read(name: str, raw: bytes) -> FileWords:
    """Return the words of a file, also where it is no sound YAML."""
    content = raw[: MAX_BYTES + 1].decode("utf-8", "replace")
    text = Text(content)
    if len(raw) > MAX_BYTES:
        return FileWords(name, text, (), broken=True)
    root, _ = parse(raw, name)
    if root is None:
        return FileWords(name, text, tuple(scan(content)), broken=True)
    return FileWords(name, text, tuple(walk(text, root, ())), broken=False)


def walk(text: Text, node: Node, path: Step) -> Iterator[Word]:
    """Yield the words at and below a node, in the order in which they are written."""
    if isinstance(node.value, str):
        yield word(text, node.value, (node.line, node.column), path, key=False)
    elif isinstance(node.value, list):
        for index, item in enumerate(node.value):
            yield from walk(text, item, (*path, index))
    else:
        entries = [(key, node.keys[key], item) for key, item in node.value.items()]
        for key, place, item in [*entries, *node.again]:
            yield word(text, key, place, (*path, key), key=True)
            yield from walk(text, item, (*path, key))


def word(text: Text, value: str, place: tuple[int, int], path: Step, *, key: bool) -> Word:
    """Return a word, and where its text stands, inside its quotes if it has any."""
    begin = text.at(*place)
    found = PROPERTIES.match(text.content, begin)
    begin = found.end() if found else begin
    quoted = text.content[begin : begin + 1] in {'"', "'"}
    begin += quoted
    if text.content.startswith(value, begin):
        return Word(path, value, begin, begin + len(value), key=key, quoted=quoted)
    return Word(path, value, begin, begin, key=key, quoted=quoted, literal=False)
