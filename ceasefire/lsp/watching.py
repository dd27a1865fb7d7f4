"""Diagnostics while one types: soon after a key, never those of an older text."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from ceasefire.lsp.diagnosing import diagnose, told
from ceasefire.lsp.examining import examined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ceasefire.errors import Problem
    from ceasefire.lsp.desk import Desk, Shelf
    from ceasefire.lsp.diagnosing import Notes
    from ceasefire.lsp.examining import Remark
    from ceasefire.rulebook.model import Rulebook

__all__ = ["Watch"]

PAUSE: Final = 0.04
"""Seconds without a key before a text is looked at."""

REST: Final = 1.5
"""Seconds without a key, and without a problem, before a rulebook is examined."""

REMEMBERED: Final = 8
"""The problems of how many states of rulebooks are kept."""

Files = tuple[tuple[str, "Path | None", bytes], ...]
Checked = tuple["Rulebook | None", "list[Problem]"]


@dataclass(frozen=True, slots=True)
class Found:
    """A rulebook as it stood, and its problems."""

    shelf: Shelf
    book: Rulebook | None
    problems: list[Problem]

    @property
    def files(self) -> Files:
        """The files, as what is kept goes by them."""
        return tuple(self.shelf.files)


class Watch:
    """Looks at what is open whenever it changes.

    All that is open in one folder is looked at together, since one file may decide which
    rulebook another is part of.
    """

    def __init__(
        self,
        desk: Desk,
        publish: Callable[[types.PublishDiagnosticsParams], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Begin with nothing to do; ``failed`` is told of whatever goes wrong here."""
        self.desk, self.publish, self.failed = desk, publish, failed
        self.encoding, self.pages, self.thorough = "utf-16", "", True
        self.waiting: dict[str, asyncio.Task[None]] = {}
        self.shown: dict[str, set[str]] = {}
        self.found: dict[str, Found] = {}
        self.known: OrderedDict[Files, Checked] = OrderedDict()
        self.remarks: OrderedDict[Files, list[Remark]] = OrderedDict()
        self.pool = ThreadPoolExecutor(1, "problems")

    def changed(self, uri: str) -> None:
        """Look at the folder of a document before long; a look that waits is put off."""
        group = folder(uri)
        if group in self.waiting:
            self.waiting[group].cancel()
        self.waiting[group] = asyncio.get_running_loop().create_task(self.look(group))

    def saved(self) -> None:
        """Look again at everything: files that no document shows may have changed."""
        self.known.clear()
        self.remarks.clear()
        for uri in {folder(uri): uri for uri in self.desk.open}.values():
            self.changed(uri)

    async def look(self, group: str) -> None:
        """Find and tell the problems of what is open in a folder, after a pause."""
        await asyncio.sleep(PAUSE)
        try:
            loop = asyncio.get_running_loop()
            desk = self.desk.copy()
            found = await loop.run_in_executor(self.pool, self.all_of, desk, group)
            if self.current(found):
                self.tell(group, found)
                await self.examine(group, found)
        except Exception as error:  # noqa: BLE001  (a document must not end the server)
            self.failed(error)

    def current(self, found: Sequence[Found]) -> bool:
        """Return whether no open document of some rulebooks has changed since."""
        return all(self.desk.current(item.shelf) for item in found)

    async def examine(self, group: str, found: Sequence[Found]) -> None:
        """Find out and tell what is odd about sound rulebooks, once nobody types any more."""
        waiting = [item for item in found if item.book and item.files not in self.remarks]
        if not waiting or not self.thorough:
            return
        await asyncio.sleep(REST)
        for item in waiting:
            self.remarks[item.files] = await examined(item.shelf.files)
            while len(self.remarks) > REMEMBERED:
                self.remarks.popitem(last=False)
            if self.current(found):
                self.tell(group, found)

    def all_of(self, desk: Desk, group: str) -> list[Found]:
        """Return the rulebooks of what is open in a folder, and their problems."""
        shelves: dict[Files, Shelf] = {}
        for uri in desk.open:
            if folder(uri) == group:
                shelf = desk.shelf(uri)
                shelves[tuple(shelf.files)] = shelf
        return [Found(shelf, *self.checked(files, shelf)) for files, shelf in shelves.items()]

    def checked(self, files: Files, shelf: Shelf) -> Checked:
        """Return the rulebook of some files and its problems, which are kept."""
        known = self.known.get(files)
        if known is None:
            known = diagnose(shelf)
            self.known[files] = known
            while len(self.known) > REMEMBERED:
                self.known.popitem(last=False)
        return known

    def tell(self, group: str, found: Sequence[Found]) -> None:
        """Publish the problems of a folder, and take back those of files not among them."""
        notes: Notes = {}
        versions: dict[str, int] = {}
        for item in found:
            listed = [("error", problem) for problem in item.problems]
            listed += self.remarks.get(item.files, [])
            notes.update(told(item.shelf, listed, self.encoding, self.pages))
            versions.update(item.shelf.versions)
            self.found.update(dict.fromkeys(item.shelf.uris.values(), item))
        for uri in self.shown.get(group, set()) - set(notes):
            self.found.pop(uri, None)
            notes[uri] = []
        for uri, diagnostics in notes.items():
            # A file that is not open and has nothing wrong needs no word.
            if diagnostics or uri in versions or uri in self.shown.get(group, set()):
                self.publish(
                    types.PublishDiagnosticsParams(uri, diagnostics, version=versions.get(uri))
                )
        self.shown[group] = {uri for uri, listed in notes.items() if listed or uri in versions}


def folder(uri: str) -> str:
    """Return the address of the folder of a document."""
    return uri.rpartition("/")[0]
