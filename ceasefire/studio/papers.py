"""The files that a studio was started with: what is in them, and how they are kept."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ceasefire.errors import CeasefireError, Problem, RulebookError, UsageError
from ceasefire.findings.replacement import Replacement
from ceasefire.rulebook.load import bundled, contents
from ceasefire.rulebook.yaml import MAX_BYTES

__all__ = ["ChangedError", "Paper", "Papers", "opened"]

EXAMPLE: Final = Path(__file__).with_name("example.yaml")
MARK: Final = b"\xef\xbb\xbf"
"""What some editors put before a text in UTF-8."""


class ChangedError(CeasefireError):
    """A file on disk is no longer what the studio read or wrote."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file: ``text`` has plain line ends, ``content`` is what is on disk.

    ``name`` stands for it in messages, ``folder`` is where the outlines are that it names,
    and ``path`` where it may be saved, if anywhere.
    """

    name: str
    folder: Path | None
    path: Path | None
    content: bytes

    @property
    def label(self) -> str:
        """What the page calls it."""
        return Path(self.name).name

    @property
    def text(self) -> str:
        """The text as a page holds it."""
        return plain(self.content.removeprefix(MARK).decode("utf-8"))

    def dressed(self, text: str) -> bytes:
        """Return a text with the line ends, and the mark before it, that the file has."""
        content = plain(text).encode("utf-8")
        crlf = self.content.count(b"\r\n")
        if crlf and crlf == self.content.count(b"\n"):
            content = content.replace(b"\n", b"\r\n")
        return (MARK if self.content.startswith(MARK) else b"") + content


class Papers:
    """The files of the rulebook that a studio shows, in order."""

    def __init__(self, label: str, papers: list[Paper], note: str = "") -> None:
        """Take the files; ``note`` says why they cannot be saved, where they cannot."""
        self.label, self.note = label, note
        self.papers = papers

    def save(self, number: int, text: str, *, over: bool = False) -> None:
        """Write a file back to where it was read from, and nowhere else.

        Raises :class:`ChangedError` where somebody else wrote to it meanwhile, unless it is
        to be written ``over``, and :class:`~ceasefire.errors.UsageError` where it cannot be
        written.
        """
        paper = self.papers[number]
        if paper.path is None:
            raise UsageError(self.note)
        # A link stays one: what it leads to is replaced.
        replacement = Replacement(paper.path.resolve())
        content = paper.dressed(text)
        if len(content) > MAX_BYTES:
            raise UsageError(f"`{paper.label}` would be larger than {MAX_BYTES >> 20} MiB")
        try:
            handle = replacement.open()
            handle.write(content)
            if replacement.target.exists():
                shutil.copymode(replacement.target, handle.name)
            if not over and on_disk(replacement.target) != paper.content:
                raise ChangedError(f"`{paper.label}` was changed on disk by something else")
            replacement.commit()
        finally:
            replacement.discard()
        self.papers[number] = replace(paper, content=content)


def on_disk(path: Path) -> bytes | None:
    """Return what is in a file, or nothing where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def opened(rules: str | None) -> Papers:
    """Return the files of a bundled rulebook, a file or a folder; without one, the example.

    Raises :class:`~ceasefire.errors.RulebookError` for files that cannot be read, and for
    such as are no text and could not be given back as they were.
    """
    if rules is None:
        note = "this is an example that lies in no file: download it to keep it"
        return Papers("an example", [Paper(EXAMPLE.name, None, None, EXAMPLE.read_bytes())], note)
    files, problems = contents(rules)
    problems += [problem for name, _, content in files for problem in unreadable(name, content)]
    if problems:
        raise RulebookError(problems)
    own = rules not in bundled()
    papers = [
        Paper(name, folder, Path(name) if own else None, content) for name, folder, content in files
    ]
    note = f"`{rules}` comes with the library and cannot be saved: download it to keep changes"
    return Papers(rules, papers, "" if own else note)


def unreadable(name: str, content: bytes) -> list[Problem]:
    """Return why a file cannot be edited as a text, if it cannot."""
    if len(content) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES >> 20} MiB"
        return [Problem(name, 0, 0, "too-large", message)]
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return [Problem(name, 0, 0, "not-utf8", "the file is not UTF-8", "save it as UTF-8")]
    return []


def plain(text: str) -> str:
    """Return a text with the line ends that a page has."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
