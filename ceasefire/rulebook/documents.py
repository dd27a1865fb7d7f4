"""The files of a rulebook as one document, every part of which knows its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ceasefire.errors import Problem
from ceasefire.rulebook.mending import FILLER
from ceasefire.rulebook.model import Span
from ceasefire.terms.likeness import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from ceasefire.rulebook.yaml import Data, Node

__all__ = ["MAX_PROBLEMS", "Document", "Report", "RuleFile", "Step", "merge"]

MAX_PROBLEMS: Final = 1000
"""How many problems are told apart before the rest is only mentioned."""

MAX_CHOICES: Final = 5000
"""How many names are searched for a near one."""

MAX_SEARCH: Final = 2000
"""How many nodes are searched for an offending text."""

SHOWN: Final = 80
"""How much of an offending text a message shows."""

MAPS: Final = (
    "sources",
    "parties",
    "places",
    "questions",
    "readings",
    "presume",
    "instruments",
    "patterns",
    "laws",
    "kinds",
    "struck",
    "weapon",
    "fields",
)
"""The top-level keys whose entries several files may share out."""

LISTS: Final = ("impossible", "accept")
"""The top-level keys whose lists several files may share out."""

Step = tuple[str | int, ...]
"""A path into a document: keys and list positions."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One file: the name shown in messages, its tree, and the folder it may refer into."""

    name: str
    root: Node
    folder: Path | None = None


@dataclass(slots=True)
class Document:
    """All files of a rulebook united.

    ``origins`` leads a path back to its file, and ``moved`` the path of a key that was
    given another name back to the key as written.
    """

    data: dict[str, Data]
    files: tuple[RuleFile, ...]
    origins: dict[Step, tuple[RuleFile, Step]] = field(default_factory=dict)
    moved: dict[Step, str] = field(default_factory=dict)

    def origin(self, path: Step) -> tuple[RuleFile, Step]:
        """Return the file that a path leads into, and the path inside it."""
        if self.moved:
            path = tuple(self.moved.get(path[: at + 1], step) for at, step in enumerate(path))
        for length in (2, 1):
            found = self.origins.get(path[:length])
            if found and len(path) >= length:
                return found[0], (*found[1], *path[length:])
        return self.files[0], path

    def span(self, path: Step, *, text: str = "", key: bool = False) -> Span:
        """Return the place of the value at a path, or of its ``key``.

        A path that leads deeper than the file does, because a short form was
        written out, ends where the file ends; an offending ``text`` is then
        looked for nearby.
        """
        file, inner = self.origin(path)
        line, column = locate(file.root, inner, text, key=key)
        return Span(file.name, line, column)

    def folder(self, path: Step) -> Path | None:
        """Return the folder that the file of this path may refer into."""
        return self.origin(path)[0].folder


def locate(root: Node, path: Step, text: str, *, key: bool) -> tuple[int, int]:
    """Return line and column of what a path, and if need be a text, point at."""
    chain = [root]
    reached = not path
    for depth, step in enumerate(path):
        node = chain[-1]
        last = depth == len(path) - 1
        if isinstance(node.value, dict) and isinstance(step, str) and step in node.value:
            if last and key:
                return node.keys[step]
            chain.append(node.value[step])
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            chain.append(node.value[step])
        elif isinstance(step, str):
            break
        reached = last
    here = chain[-1]
    at = (here.line, here.column)
    if not text or (reached and here.value == text):
        return at
    for node in reversed(chain[-3:]):
        found = search(node, text)
        if found:
            return found
    return at


def search(node: Node, text: str) -> tuple[int, int] | None:
    """Return the place of the first key or scalar at or below a node that is this text."""
    waiting, seen = [node], 0
    while waiting and seen < MAX_SEARCH:
        seen += 1
        here = waiting.pop()
        if isinstance(here.value, str):
            if here.value == text:
                return here.line, here.column
        elif isinstance(here.value, list):
            waiting.extend(reversed(here.value))
        else:
            if text in here.keys:
                return here.keys[text]
            waiting.extend(reversed(here.value.values()))
    return None


@dataclass(slots=True)
class Report:
    """Collects problems, each with its place, and the names that fell to them.

    ``broken`` holds names whose definition was wrong: a mention of one is no
    problem of its own. ``cuts`` holds the paths that lost a part for being wrong, and
    ``lost`` the texts that went with it: that something is missing is none either.
    ``guessed`` holds the paths of entries whose id or type is a guess. ``twice`` holds
    the files and paths of what an earlier file gives already.
    """

    document: Document
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    cuts: set[Step] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    guessed: set[Step] = field(default_factory=set)
    twice: list[tuple[RuleFile, Step]] = field(default_factory=list)
    seen: set[tuple[Span, str, str]] = field(default_factory=set)

    def add(  # noqa: PLR0913  (the parts of a problem)
        self,
        path: Step,
        code: str,
        message: str,
        *,
        hint: str = "",
        text: str = "",
        key: bool = False,
        near: Collection[str] = (),
    ) -> None:
        """Record a problem at a path.

        ``text`` is the offending text and ``key`` says that the key of the path
        is meant, not its value. ``near`` are the names that would do: the
        nearest becomes the hint.
        """
        if text == FILLER and self.problems:
            return
        if len(self.problems) >= MAX_PROBLEMS:
            self.overflow()
            return
        span = self.document.span(path, text=text, key=key)
        if (span, code, message) in self.seen:
            return
        self.seen.add((span, code, message))
        if near and len(near) <= MAX_CHOICES:
            meant = nearest(text, near)
            other = (
                f"did you mean `{meant}`?" if meant else did_you_mean(text[:SHOWN], sorted(near))
            )
            hint = other or hint
        place = (span.file, span.line, span.column)
        self.problems.append(Problem(*place, code, message, hint, text[:SHOWN]))

    def whole(self, path: Step) -> bool:
        """Return whether nothing of a section, an entry or a part of it was cut out."""
        return path not in self.cuts

    def overflow(self) -> None:
        """Say once that there are more problems."""
        if len(self.problems) == MAX_PROBLEMS:
            message = f"more than {MAX_PROBLEMS} problems: the rest is left out"
            self.problems.append(
                Problem(self.document.files[0].name, 0, 0, "too-many-problems", message)
            )


def merge(files: Iterable[RuleFile]) -> tuple[Document, Report]:
    """Unite files: their top-level maps and lists are joined, all else is given once."""
    document = Document({}, tuple(files))
    report = Report(document)
    for file in document.files:
        content = file.root.plain()
        if not isinstance(content, dict):
            report.problems.append(
                Problem(
                    file.name,
                    file.root.line,
                    file.root.column,
                    "wrong-type",
                    "a rule file is a mapping of keys to values",
                    "begin with a line such as `rulebook: my-rules`",
                )
            )
            continue
        for key, value in content.items():
            join(document, report, file, key, value)
    head = next((file for file in document.files if "rulebook" in file.root.keys), None)
    if head is not None:
        document.files = (head, *(file for file in document.files if file is not head))
    return document, report


def join(document: Document, report: Report, file: RuleFile, key: str, value: Data) -> None:
    """Take one top-level key of a file into the document."""
    present = document.data.get(key)
    if key in MAPS and isinstance(value, dict) and isinstance(present, dict | None):
        entries: dict[str, Data] = {} if present is None else present
        for name, item in value.items():
            if name in entries:
                twice(document, report, (file, (key, name)), (key, name))
                continue
            entries[name] = item
            document.origins[key, name] = (file, (key, name))
        document.data[key] = entries
    elif key in LISTS and isinstance(value, list) and isinstance(present, list | None):
        items: list[Data] = [] if present is None else present
        for index, item in enumerate(value):
            document.origins[key, len(items)] = (file, (key, index))
            items.append(item)
        document.data[key] = items
    elif (key in MAPS or key in LISTS) and value == "":
        # A section whose lines are all commented out.
        pass
    elif present is not None:
        twice(document, report, (file, (key,)), (key,))
        return
    else:
        document.data[key] = value
    document.origins.setdefault((key,), (file, (key,)))


def twice(document: Document, report: Report, here: tuple[RuleFile, Step], first: Step) -> None:
    """Report what two files both define."""
    file, path = here
    report.twice.append(here)
    line, column = locate(file.root, path, "", key=True)
    other = document.span(first, key=True)
    name = str(path[-1])[:SHOWN]
    report.problems.append(
        Problem(
            file.name,
            line,
            column,
            "duplicate-key",
            f"the key `{name}` is given in two files",
            f"it is first given in {other.file}, line {other.line}",
            name,
        )
    )
