"""What ``ceasefire check --fix`` mends: misspelt names, stale acceptances, what is unused."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.analysis.checks.accepting import STALE
from ceasefire.errors import RulebookError, UsageError
from ceasefire.rulebook.digest import digest
from ceasefire.rulebook.edits import Editable, apply
from ceasefire.rulebook.load import contents, settle
from ceasefire.terms.likeness import misspelt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ceasefire.analysis.checks import Lint
    from ceasefire.errors import Problem
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.model import Rulebook

__all__ = ["REMOVABLE", "Files", "respelt", "without"]

MEANT: Final = re.compile(r"did you mean `([^`]+)`\?")

CHOICES: Final = ("bad-choice", "bad-severity")
"""The codes of problems with one of a few words."""

REMOVABLE: Final = ("unused-party", "unused-place", "unused-source", "idle-alias")
"""The codes of findings that are mended by leaving out what they are about."""

SECTIONS: Final = {
    "unused-party": "parties",
    "unused-place": "places",
    "unused-source": "sources",
}

Content = tuple[str, "Path | None", bytes]


class Files(NamedTuple):
    """The files of a rulebook as they are to be, and what was changed in them."""

    files: tuple[Content, ...]
    done: tuple[str, ...] = ()

    @classmethod
    def of(cls, rules: str) -> Files:
        """Read the files of a rulebook; none where they cannot be read."""
        return cls(tuple(contents(rules)[0]))

    def edited(self, name: str, content: bytes, told: str) -> Files:
        """Return the files with another content of one of them."""
        files = tuple(
            (each, folder, content if each == name else old) for each, folder, old in self.files
        )
        return Files(files, (*self.done, told))

    def text(self, name: str) -> str:
        """Return the text of a file."""
        return next(content for each, _, content in self.files if each == name).decode("utf-8")

    def check(self) -> tuple[Rulebook | None, list[Problem]]:
        """Return the rulebook that the files are, and every problem."""
        return settle(list(self.files), [])


# --- misspelt names -------------------------------------------------------------------


def respelt(files: Files, problems: Sequence[Problem]) -> Files:
    """Return the files with misspelt names as they were most likely meant.

    A name stays as it is where a file has more problems with the other one.
    """
    for problem in sorted(problems, key=lambda item: (item.line, item.column), reverse=True):
        meant = MEANT.fullmatch(problem.hint)
        if meant is None or not slip(problem, meant[1]):
            continue
        better = renamed(files, problem, meant[1])
        if better is not None and len(better.check()[1]) < len(files.check()[1]):
            files = better
    return files


def slip(problem: Problem, meant: str) -> bool:
    """Return whether a problem is that something is misspelt.

    Of a few words to choose from one is always the nearest: it is meant where the other is
    as good as certain to be it.
    """
    if problem.code in CHOICES:
        return meant in misspelt(problem.text, (meant,))
    return problem.code.startswith("unknown-")


def renamed(files: Files, problem: Problem, meant: str) -> Files | None:
    """Return the files with another text where a problem is, if just that can be done."""
    try:
        editable = Editable(files.text(problem.file), name=problem.file)
        path, key = editable.path_at(editable.offset(problem.line, problem.column))
        start, end = editable.extent(path, key=key)
        if problem.text not in editable.text[start:end]:
            return None
        edits = editable.renaming(path, meant, key=key)
    except (UsageError, RulebookError, StopIteration, UnicodeDecodeError):
        return None
    content = apply(editable.text, edits).encode("utf-8")
    told = f"{problem.file}:{problem.line}: `{problem.text}` is now `{meant}`"
    return files.edited(problem.file, content, told)


# --- what is left out -----------------------------------------------------------------


def without(files: Files, book: Rulebook, lints: Iterable[Lint], codes: Iterable[str]) -> Files:
    """Return the files without stale acceptances, and without what some findings are about.

    What is left out is verified: the rulebook is then the one that it was, less these. What
    something else depends on stays, which is told.
    """
    wanted = {STALE, *codes}
    # From the end, so that places before it stay what they are.
    left = [lint for lint in lints if lint.code in wanted and not lint.accepted]
    left.sort(key=lambda lint: lint.order, reverse=True)
    while left:
        kept: dict[Lint, str] = {}
        for lint in left:
            less = less_of(book, lint)
            try:
                files, book = removed(files, book, lint, less), less
            except UsageError as error:
                kept[lint] = str(error)
        if len(kept) == len(left):
            return files._replace(done=(*files.done, *kept.values()))
        left = list(kept)
    return files


def less_of(book: Rulebook, lint: Lint) -> Rulebook:
    """Return a rulebook without what a finding is about; its digest is that of the rest."""
    _, _, name = lint.at.partition(".")
    if lint.code == STALE:
        kept = tuple(item for item in book.accepted if f"accept.{item.code}.{item.at}" != lint.at)
        return replace(book, accepted=kept)
    if lint.code == "idle-alias":
        key = name.partition(".also.")[0]
        party = book.parties[key]
        gone = next(item for item in party.aliases if item.span == lint.span)
        names = tuple(item for item in party.aliases if item is not gone)
        less = replace(book, parties={**book.parties, key: replace(party, aliases=names)})
    else:
        section = SECTIONS[lint.code]
        rest = {key: item for key, item in getattr(book, section).items() if key != name}
        change: dict[str, Any] = {section: rest}
        less = replace(book, **change)
    return replace(less, digest=digest(less))


def removed(files: Files, book: Rulebook, lint: Lint, less: Rulebook) -> Files:
    """Return the files without what a finding is about, once they say just the rest.

    Raises :class:`~ceasefire.errors.UsageError` where they would not.
    """
    file = lint.span.file
    editable = Editable(files.text(file), name=file)
    path = place(editable, book, lint)
    content = apply(editable.text, editable.removal(path)).encode("utf-8")
    found = files.edited(file, content, f"{file}: `{lint.at}` is left out")
    after, problems = found.check()
    if after is None or (after.digest, len(after.accepted)) != (less.digest, len(less.accepted)):
        why = f": {problems[0].message}" if problems else ""
        raise UsageError(f"{file}: `{lint.at}` cannot be left out{why}")
    return found


def place(editable: Editable, book: Rulebook, lint: Lint) -> Step:
    """Return the path, in its file, of what a finding is about."""
    if lint.code in SECTIONS:
        return SECTIONS[lint.code], lint.at.partition(".")[2]
    path, _ = editable.path_at(editable.offset(lint.span.line, lint.span.column))
    if lint.code == STALE:
        entry = path[:2] if isinstance(path[1], int) else path[:1]
        return entry if alone(editable, book, entry, lint) else path
    return path[:4]


def alone(editable: Editable, book: Rulebook, entry: Step, lint: Lint) -> bool:
    """Return whether an entry of what is accepted names one part only."""
    start, end = editable.extent(entry)
    here = [item.span for item in book.accepted if item.span.file == lint.span.file]
    return sum(start <= editable.offset(at.line, at.column) < end for at in here) == 1
