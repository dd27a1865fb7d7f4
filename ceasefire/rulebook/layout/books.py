"""The files of a rulebook in their canonical layout, once it is sure that they mean the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ceasefire.errors import RulebookError, UsageError
from ceasefire.rulebook.layout import formatted
from ceasefire.rulebook.load import contents, settle
from ceasefire.rulebook.yaml import parse

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from ceasefire.errors import Problem
    from ceasefire.rulebook.model import Rulebook

__all__ = ["NOTHING", "Relaid", "relaid", "relaid_text"]

NOTHING: Final = "nothing was written"
"""The note of an error after which all files are as they were."""

Content = tuple[str, Path | None, bytes]
"""Name, folder and content of a file."""


@dataclass(frozen=True, slots=True)
class Relaid:
    """A rule file as it is, and as it should be written; both in UTF-8."""

    name: str
    before: bytes
    after: bytes

    @property
    def changed(self) -> bool:
        """Whether it is not in its canonical layout."""
        return self.before != self.after


def relaid(source: str | os.PathLike[str]) -> list[Relaid]:
    """Return each file of a rulebook, by name, file or folder, with its canonical layout.

    A file that is no rulebook of its own but one of those in its folder is looked at
    together with them.

    Raises :class:`~ceasefire.errors.RulebookError` with every problem of the rulebook, and
    :class:`~ceasefire.errors.UsageError` where a layout would change what it means.
    """
    files, problems = contents(source)
    around, book = surroundings(files, problems)
    return verified(files, around, book)


def relaid_text(content: bytes, *, name: str, folder: Path | None = None) -> Relaid:
    """Return a rule file that is a rulebook by itself with its canonical layout.

    Raises what :func:`relaid` does.
    """
    files = [(name, folder, content)]
    around, book = surroundings(files, [], alone=True)
    return verified(files, around, book)[0]


def surroundings(
    files: list[Content], problems: list[Problem], *, alone: bool = False
) -> tuple[list[Content], Rulebook]:
    """Return the files that make up the rulebook in which some stand, and that rulebook."""
    book, found = settle(files, list(problems))
    if book is not None:
        return files, book
    folder = None if alone or len(files) != 1 else files[0][1]
    if folder is not None:
        around, missing = contents(folder)
        if len(around) > 1 and Path(files[0][0]) in [Path(name) for name, _, _ in around]:
            whole, others = settle(around, missing)
            if whole is not None:
                return around, whole
            if part(files[0][2]):
                found = others
    error = RulebookError(found)
    error.add_note(NOTHING)
    raise error


def part(content: bytes) -> bool:
    """Return whether a file does not claim to be a rulebook."""
    root, _ = parse(content, "")
    return root is not None and "rulebook" not in root.keys


def verified(files: Sequence[Content], around: Sequence[Content], book: Rulebook) -> list[Relaid]:
    """Return files with their layouts, once the rulebook has the same digest with them."""
    found = {name: Relaid(name, content, laid_out(name, content)) for name, _, content in files}
    places = {Path(name): item for name, item in found.items()}
    anew = [
        (name, folder, places[Path(name)].after if Path(name) in places else content)
        for name, folder, content in around
    ]
    again, _ = settle(anew, [])
    if again is None or again.digest != book.digest:
        message = f"`{book.id}` cannot be laid out anew without a change of what it means"
        raise UsageError(message)
    return list(found.values())


def laid_out(name: str, content: bytes) -> bytes:
    """Return the content of a file that has been read in its canonical layout."""
    return formatted(content.decode("utf-8-sig"), name=name).encode()
