"""What is wrong with a rulebook, as an editor shows it under the text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from ceasefire.findings.escapes import escaped
from ceasefire.lsp.text import Text
from ceasefire.rulebook.load import settle
from ceasefire.rulebook.problems import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.errors import Problem
    from ceasefire.lsp.desk import Shelf
    from ceasefire.rulebook.model import Rulebook

__all__ = ["Notes", "as_range", "diagnose", "extent", "told"]

Notes = dict[str, list[types.Diagnostic]]
"""The diagnostics of each document, by its address."""

SEVERITIES: Final = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}

WORD: Final = re.compile(r"[^\s,\[\]{}:#\"']+")


def diagnose(shelf: Shelf) -> tuple[Rulebook | None, list[Problem]]:
    """Return the rulebook of some files, or ``None``, and every problem."""
    return settle(list(shelf.files), list(shelf.unread)) if shelf.rules else (None, [])


def told(shelf: Shelf, listed: Iterable[tuple[str, Problem]], encoding: str, pages: str) -> Notes:
    """Return problems with their weight as diagnostics; a file without any has an empty list.

    ``pages`` is the address of the folder with the documentation, or nothing.
    """
    texts = {name: Text(content.decode("utf-8", "replace")) for name, _, content in shelf.files}
    found: Notes = {shelf.uris[name]: [] for name in texts}
    for level, problem in listed:
        name = problem.file if problem.file in texts else shelf.files[0][0]
        found[shelf.uris[name]].append(diagnostic(texts[name], level, problem, encoding, pages))
    return found


def diagnostic(
    text: Text, level: str, problem: Problem, encoding: str, pages: str
) -> types.Diagnostic:
    """Return a problem as a diagnostic."""
    message = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    address = page(problem.code, pages or here())
    return types.Diagnostic(
        range=as_range(text, *extent(text, problem), encoding),
        message=escaped(message),
        severity=SEVERITIES[level],
        code=problem.code,
        code_description=types.CodeDescription(address) if address else None,
        source="ceasefire",
    )


def extent(text: Text, problem: Problem) -> tuple[int, int]:
    """Return where the offending text begins, perhaps behind a quote, and where it ends."""
    start = text.at(problem.line, problem.column)
    for begin in (start, start + 1):
        if problem.text and text.content.startswith(problem.text, begin):
            return begin, begin + len(problem.text)
    end = text.line_end(text.line_of(start))
    found = WORD.match(text.content, start, end)
    return start, found.end() if found else min(start + 1, max(end, start))


def as_range(text: Text, start: int, end: int, encoding: str) -> types.Range:
    """Return two offsets as an editor's range."""
    return types.Range(
        types.Position(*text.position(start, encoding)),
        types.Position(*text.position(end, encoding)),
    )


def page(code: str, pages: str) -> str:
    """Return the address of what the documentation says of a code, or nothing."""
    if not pages or code not in CODES:
        return ""
    return f"{pages.rstrip('/')}/problems.{'md' if pages == here() else 'html'}#{code}"


@cache
def here() -> str:
    """Return the address of the documentation in a checkout, or nothing: a wheel has none."""
    found = Path(__file__).resolve().parents[2] / "docs"
    return found.as_uri() if (found / "problems.md").is_file() else ""
