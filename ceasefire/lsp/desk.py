"""The documents that an editor has open, and the rulebook that each is part of."""

from __future__ import annotations

import os
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pygls.uris import from_fs_path, to_fs_path

from ceasefire.lsp.index import Index
from ceasefire.lsp.words import read
from ceasefire.rulebook.documents import LISTS, MAPS
from ceasefire.rulebook.load import CASES, contents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.errors import Problem
    from ceasefire.lsp.words import FileWords

__all__ = ["Desk", "Opened", "Shelf"]

TOP_KEY: Final = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?([a-z_]+)[\"']?[ \t]*:", re.MULTILINE)
"""A key at the very left of a line."""

PARTS: Final = frozenset({*MAPS, *LISTS, "rulebook"})
"""Keys at the top of a file that tell a rule file."""

OTHERS: Final = frozenset({"feed"})
"""Keys at the top of a file that tell something else: a mapping of a feed."""

SCHEMA: Final = b"rulebook.schema.json"
"""What the first lines of a rule file may name."""

HEADLINES: Final = 2000
REMEMBERED: Final = 120
"""Of how many files the words are kept."""


Files = list[tuple[str, Path | None, bytes]]
"""The name, the folder and the content of each file of a rulebook."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that is open: what the editor holds, saved or not."""

    uri: str
    version: int
    text: str

    @property
    def path(self) -> Path | None:
        """Where it is on disk, if anywhere."""
        found = to_fs_path(self.uri)
        return Path(os.path.normpath(found)) if found else None

    @property
    def name(self) -> str:
        """What stands for it in messages."""
        path = self.path
        return self.uri if path is None else str(path)

    @property
    def content(self) -> bytes:
        """What would be in the file."""
        return self.text.encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Shelf:
    """The files of one rulebook, as they stand in the editor or else on disk.

    ``uris`` leads from the name of a file to its address, ``versions`` from the address of
    an open document to its version. ``rules`` says whether these are rule files at all;
    ``unread`` are the problems of files that cannot be read.
    """

    files: Files
    uris: Mapping[str, str]
    versions: Mapping[str, int]
    rules: bool = True
    unread: tuple[Problem, ...] = ()

    def number(self, name: str) -> int:
        """Return the place of a file among the others."""
        return [item[0] for item in self.files].index(name)


@dataclass
class Desk:
    """All documents that are open."""

    open: dict[str, Opened] = field(default_factory=dict)
    known: OrderedDict[str, tuple[bytes, FileWords]] = field(default_factory=OrderedDict)
    last: tuple[Files, Index] | None = None

    def copy(self) -> Desk:
        """Return the desk as it is now, for use in another thread."""
        return Desk(dict(self.open))

    def shelf(self, uri: str) -> Shelf:
        """Return the files of the rulebook that an open document is part of.

        That is its folder, where the files of it make up one rulebook, and else the file.
        """
        document = self.open[uri]
        path = document.path
        name = document.name
        if path is not None and of_rules(path):
            files, unread = self.folder(path)
            if together(files, name):
                return self.placed(files, unread)
        folder = path.parent if path is not None else None
        alone = [(name, folder, document.content)]
        rules = not name.endswith(CASES) and is_rules(document.content)
        return Shelf(alone, {name: uri}, {uri: document.version}, rules=rules)

    def folder(self, path: Path) -> tuple[Files, tuple[Problem, ...]]:
        """Return the files beside a path, with what is open in place of what is on disk."""
        found, problems = contents(path.parent)
        if not found:
            return [], ()
        merged = {item[0]: item for item in found}
        for item in self.open.values():
            here = item.path
            if here is not None and here.parent == path.parent and of_rules(here):
                merged[str(here)] = (str(here), here.parent, item.content)
        unread = tuple(item for item in problems if item.file not in merged)
        return [merged[name] for name in sorted(merged)], unread

    def placed(self, files: Files, unread: tuple[Problem, ...]) -> Shelf:
        """Return files with their addresses, by which the editor knows them."""
        held = {str(item.path): item for item in self.open.values() if item.path is not None}
        uris = {
            name: held[name].uri if name in held else from_fs_path(name) or name
            for name, _, _ in files
        }
        versions = {held[name].uri: held[name].version for name, _, _ in files if name in held}
        return Shelf(files, uris, versions, unread=unread)

    def index(self, shelf: Shelf) -> Index:
        """Return what the files of a rulebook define and name; the last answer is kept."""
        if self.last is None or self.last[0] != shelf.files:
            found = Index([self.words(name, content) for name, _, content in shelf.files])
            self.last = (shelf.files, found)
        return self.last[1]

    def words(self, name: str, content: bytes) -> FileWords:
        """Return the words of a file, which are kept until it changes."""
        known = self.known.get(name)
        if known is None or known[0] != content:
            self.known[name] = known = (content, read(name, content))
            while len(self.known) > REMEMBERED:
                self.known.popitem(last=False)
        self.known.move_to_end(name)
        return known[1]

    def current(self, shelf: Shelf) -> bool:
        """Return whether no open document of a rulebook has changed since."""
        return all(
            uri in self.open and self.open[uri].version == version
            for uri, version in shelf.versions.items()
        )


def together(files: Files, name: str) -> bool:
    """Return whether the files of a folder, a named one among them, make up one rulebook.

    Several that each begin a rulebook are rulebooks of their own.
    """
    keys = {item: top_keys(content) for item, _, content in files}
    heads = sum("rulebook" in found for found in keys.values())
    parts = [item for item, found in keys.items() if found & PARTS]
    return heads <= 1 and len(parts) > 1 and name in parts


def of_rules(path: Path) -> bool:
    """Return whether a file may be one of several of a rulebook."""
    return path.suffix == ".yaml" and not path.name.endswith(CASES)


def top_keys(content: bytes) -> set[str]:
    """Return the keys at the top of a file, as far as they can be told without reading it."""
    return {found.decode("ascii") for found in TOP_KEY.findall(content)}


def is_rules(content: bytes) -> bool:
    """Return whether a file is a rule file, and no other YAML."""
    keys = top_keys(content)
    return SCHEMA in content[:HEADLINES] or bool(keys & PARTS and not keys & OTHERS)
