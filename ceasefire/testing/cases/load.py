"""Files of cases: read, checked against their rulebook, and laid out case by case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.errors import CasesError, Problem
from ceasefire.rulebook.documents import Document, Report, RuleFile
from ceasefire.rulebook.validation import checked
from ceasefire.rulebook.yaml import MAX_BYTES, parse
from ceasefire.testing.cases.layout import Layout
from ceasefire.testing.cases.model import Cases
from ceasefire.testing.cases.schema import CasesDoc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ceasefire.book import Book
    from ceasefire.rulebook.model import Span
    from ceasefire.rulebook.yaml import Node
    from ceasefire.testing.cases.model import Acceptance, Case

__all__ = ["read_cases"]


def read_cases(book: Book, paths: Iterable[Path]) -> Cases:
    """Return the cases of some files, each variant and reading by itself.

    Raises :class:`~ceasefire.errors.CasesError` with every problem there is.
    """
    cases: list[Case] = []
    accepted: list[Acceptance] = []
    problems: list[Problem] = []
    names: dict[str, Span] = {}
    files = []
    for path in paths:
        files.append(str(path))
        content, wrong = content_of(path)
        root, found = (None, wrong) if content is None else parse(content, str(path))
        problems += found
        if root is None or content is None:
            continue
        report = Report(Document({}, (RuleFile(str(path), root, path.parent),)))
        doc = document(root, report)
        if doc is not None:
            layout = Layout(book, doc, report, content.decode("utf-8-sig"), names)
            cases += layout.cases()
            accepted += layout.accepted()
        problems += report.problems
    if problems:
        raise CasesError(problems)
    return Cases(tuple(cases), tuple(accepted), tuple(files))


def content_of(path: Path) -> tuple[bytes | None, list[Problem]]:
    """Return the content of a file, or the problem that it cannot be read."""
    try:
        if path.is_file():
            with path.open("rb") as stream:
                return stream.read(MAX_BYTES + 1), []
        message = "there is no such file of cases"
    except (OSError, ValueError):
        message = "it cannot be read"
    return None, [Problem(str(path), 0, 0, "missing-cases", message, "", str(path))]


def document(root: Node, report: Report) -> CasesDoc | None:
    """Return a file as models, without its faulty parts; nothing where it is no mapping."""
    plain = root.plain()
    if not isinstance(plain, dict):
        message = "a file of cases is a mapping of keys to values"
        report.add((), "wrong-type", message, hint="begin with the line `cases:`")
        return None
    report.document.data = plain
    return checked(report, CasesDoc, plain, ())
