"""Faulty parts of a rule file, mended by guess so that everything around them can be checked.

A rulebook with a problem is never used, so a guess decides nothing. It only keeps
one fault from hiding another: a misspelt key is read as the key that was meant, an
id as the nearest that would do, and what is missing is filled in.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.documents import Report, Step
    from ceasefire.rulebook.yaml import Data

__all__ = ["FILLER", "Mender", "id_like", "texts", "unshared"]

FILLER: Final = "\0 missing"
"""Stands where a text is missing; what is wrong with it is no problem of its own."""

REQUIRED: Final[dict[str, str]] = {"rulebook": "unnamed", "timezone": "UTC"}
"""What stands in for missing keys at the top, so that the rest can be checked."""

MAPPINGS: Final = frozenset({"answers", "first", "then"})
"""The keys that cannot be missing and hold a mapping."""

LONGEST: Final = 80

FOREIGN: Final = re.compile(r"[^a-z0-9._-]+")


def id_like(text: str) -> str:
    """Return an id that resembles a text, or nothing."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST]).encode("ascii", "ignore").decode()
    return FOREIGN.sub("-", plain.lower()).strip("-._")


def unshared(data: Data) -> Data:
    """Return a copy in which aliased parts, too, are copies of their own."""
    if isinstance(data, dict):
        return {key: unshared(item) for key, item in data.items()}
    return [unshared(item) for item in data] if isinstance(data, list) else data


def texts(data: object) -> Iterator[str]:
    """Yield every key and text of some data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from data
        for item in data.values():
            yield from texts(item)
    elif isinstance(data, list):
        for item in data:
            yield from texts(item)


def stand_in(key: str, kind: str = "") -> Data:
    """Return what stands for a missing key, or for a list's item of a wrong ``kind``."""
    return {} if key in MAPPINGS or kind.startswith(("model", "dict")) else FILLER


def lead(data: Data, path: Step) -> list[tuple[Data, str | int]]:
    """Return each container on a path and the step into it, as far as the data goes.

    Steps that only a written-out short form has are passed over.
    """
    trail: list[tuple[Data, str | int]] = []
    here = data
    for step in path:
        inner = child(here, step)
        if inner is not None:
            trail.append((here, step))
            here = inner
        elif isinstance(step, str) and not isinstance(here, list):
            break
    return trail


def child(container: Data, step: str | int) -> Data | None:
    """Return the entry of a mapping or list, if it has it."""
    if isinstance(container, dict) and isinstance(step, str):
        return container.get(step)
    if isinstance(container, list) and isinstance(step, int) and step < len(container):
        return container[step]
    return None


class Mender:
    """Mends the data of one part of a document, and tells the report what it did.

    ``prefix`` is where the part lies in the document.
    """

    def __init__(self, report: Report, data: dict[str, Data], prefix: Step) -> None:
        """Take data that may be changed."""
        self.report, self.data, self.prefix = report, data, prefix

    def rename(self, path: Step, meant: str) -> bool:
        """Read a misspelt key as the one that was meant, unless that one is there too."""
        container = self.container(path[:-1])
        old = str(path[-1])
        if container is None or old not in container or meant in container:
            return False
        entries = [(meant if key == old else key, item) for key, item in container.items()]
        container.clear()
        container.update(entries)
        self.report.document.moved[*self.prefix, *path[:-1], meant] = old
        return True

    def call(self, path: Step) -> None:
        """Give an entry whose id cannot be one an id that resembles it."""
        container = self.container(path[:-1])
        if container is None:
            return
        old = str(path[-1])
        new = id_like(old) or "unnamed"
        while new in container:
            new += "-"
        self.rename(path, new)
        self.report.broken.add(old)
        self.report.guessed.add((*self.prefix, *path[:-1], new))

    def given(self, path: Step) -> bool:
        """Return whether a key is there by now, or was and is cut out."""
        container = self.container(path[:-1])
        if container is not None and str(path[-1]) in container:
            return True
        if self.report.whole((*self.prefix, *path)):
            return False
        self.fill(path)
        return True

    def fill(self, path: Step) -> None:
        """Put a stand-in for a key that is missing."""
        key = str(path[-1])
        container = self.container(path[:-1])
        if container is None:
            above, step = lead(self.data, path[:-1])[-1]
            container = above[step] = {}  # type: ignore[index]  # a step fits its container
        top = not self.prefix and len(path) == 1
        container[key] = REQUIRED.get(key, FILLER) if top else stand_in(key)
        if key == "type":
            container[key] = "category" if "values" in container else "flag"
            self.report.guessed.add((*self.prefix, *path[:-1]))

    def container(self, path: Step) -> dict[str, Data] | None:
        """Return the mapping at a path, if one is written there."""
        trail = lead(self.data, path)
        found = child(*trail[-1]) if trail else self.data
        return found if isinstance(found, dict) else None

    def cut(self, path: Step, kind: str = "", *, entry: bool = False) -> None:
        """Take out what an error is about, or put a stand-in for it in a list.

        Where it is the ``entry`` of a section, mentions of it are no new problems.
        """
        trail = lead(self.data, path)
        if not trail:
            return
        container, step = trail[-1]
        removed = container[step]  # type: ignore[index]  # a step fits its container
        self.report.lost.update(texts(removed))
        if isinstance(container, list) and isinstance(step, int):
            container[step] = stand_in("", kind)
            return
        if isinstance(container, dict) and isinstance(step, str):
            del container[step]
            if len(path) == 1:
                names = removed if isinstance(removed, dict | list) else ()
                self.report.broken.update(name for name in names if isinstance(name, str))
            elif entry:
                self.report.broken.add(step)
        full = (*self.prefix, *path)
        self.report.cuts.update(full[:length] for length in range(1, len(full) + 1))
