"""Mapping files: read, checked as a whole, and held against the columns of a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ceasefire.errors import FeedError, Problem
from ceasefire.events.mapping.build import build
from ceasefire.events.mapping.context import Context
from ceasefire.events.mapping.schema import MappingDoc
from ceasefire.rulebook.documents import Document, Report, RuleFile
from ceasefire.rulebook.validation import checked
from ceasefire.rulebook.yaml import MAX_BYTES, parse
from ceasefire.terms.neighbours import file_meant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from ceasefire.events.rows import Piece
    from ceasefire.rulebook.model import Rulebook

__all__ = ["CODES", "Mapping", "load", "load_text"]

CODES: Final[dict[str, str]] = {
    "missing-file": "The mapping file is not there, or cannot be read.",
    "unknown-column": "A column that the table does not have.",
    "duplicate-column": "Two columns of a table without a header that have one name.",
    "unknown-field": "A field that events do not have.",
    "unknown-key": "A key that means nothing where it stands.",
    "missing-key": "Something without which no row would be an event.",
    "unknown-kind": "A value that is none of the field's; likewise `unknown-weapon` and others.",
    "bad-format": "A format of dates that says too little, or what nothing stands for.",
    "bad-precision": "A text that does not say how exact a date is.",
    "bad-number": "A text that is no number.",
    "bad-flag": "A text that is neither yes nor no.",
    "bad-choice": "A value that is none of those to choose from.",
    "bad-zone": "A text that is no IANA time zone.",
    "bad-id": "A name of a feed with other letters than an id has.",
    "wrong-type": "A text, a list or a mapping stands where something else belongs.",
    "empty-list": "A list of rivals that names none.",
    "too-large": "More than a mapping could sensibly need.",
}
"""What is told of a mapping file besides what breaks the rules of YAML."""


class Mapping:
    """A mapping file that was read."""

    def __init__(self, file: RuleFile, content: bytes, problems: Sequence[Problem] = ()) -> None:
        """Check its shape; raises :class:`~ceasefire.errors.FeedError` where it has none.

        ``problems`` are those of it as YAML, which are told with all others.
        """
        self.file = file
        self._written = tuple(problems)
        self.text = content.decode("utf-8-sig")
        document, report = self._report()
        doc = checked(report, MappingDoc, document.data, ())
        if doc is None:
            raise FeedError(report.problems)
        self.doc = doc

    def _report(self) -> tuple[Document, Report]:
        data = self.file.root.plain()
        # A bare text or list is no mapping, which the schema tells of.
        document = Document(data, (self.file,))  # type: ignore[arg-type]
        return document, Report(document, list(self._written))

    @property
    def name(self) -> str:
        """What the feed is called."""
        return self.doc.feed

    def pieces(
        self, columns: tuple[str, ...] | None, rulebook: Rulebook | None = None
    ) -> tuple[Piece, ...]:
        """Return what reads a table with these columns, or any that has those it names.

        Raises :class:`~ceasefire.errors.FeedError` with every problem of the file.
        """
        document, report = self._report()
        doc = checked(report, MappingDoc, document.data, ())
        if doc is None:
            raise FeedError(report.problems)
        context = Context(report, doc.feed, columns, doc.optional, rulebook)
        pieces = build(context, doc)
        if report.problems:
            raise FeedError(report.problems)
        return pieces


def load(place: str | PathLike[str]) -> Mapping:
    """Return the mapping of a file.

    Raises :class:`~ceasefire.errors.FeedError` with every problem of its shape; what else
    is wrong with it is told when it is held against a table.
    """
    path = Path(place)
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        message = "there is no such mapping file, or it cannot be read"
        raise FeedError(
            [Problem(str(path), 0, 0, "missing-file", message, file_meant(path))]
        ) from error
    return load_text(content, str(path))


def load_text(content: bytes, name: str) -> Mapping:
    """Return the mapping of a text; ``name`` stands in messages for the file."""
    root, problems = parse(content, name)
    if root is None:
        raise FeedError(problems)
    if not isinstance(root.value, dict):
        message = "a mapping file is a mapping of keys to values"
        hint = "begin with a line such as `feed: my-table`"
        shape = Problem(name, root.line, root.column, "wrong-type", message, hint)
        raise FeedError([*problems, shape])
    return Mapping(RuleFile(name, root), content, problems)
