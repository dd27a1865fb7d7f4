"""YAML documents: a list of events, one event, or a mapping with a list of ``events``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import FeedError, Problem
from ceasefire.events.jsonl import as_row
from ceasefire.rulebook.yaml import parse
from ceasefire.terms.taxonomy import base_taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.events.rows import Row
    from ceasefire.events.source import Source
    from ceasefire.rulebook.yaml import Node

__all__ = ["YamlDocument", "open_rows"]

NOTHING: Final = frozenset({"", "~", "null"})
FLAGS: Final = {"true": True, "false": False}
RIVALS: Final = frozenset({"one_of", "not"})

NAMES: Final = frozenset(
    {
        "id", "known", "said_by", "basis", "dispute", "note", "sources", "from", "until",
        "where", "name", "country", "admin1", "admin2", "pcode",
        *(
            name
            for name, field in base_taxonomy().fields.items()
            if field.type not in {"count", "number", "flag"}
        ),
    }
)  # fmt: skip
"""What holds names and times, which are text even where they look like a number."""

BREAKS: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Where lines end by the count of YAML 1.1."""


def open_rows(source: Source) -> YamlDocument:
    """Return the rows of a YAML document, which is read whole.

    Names and times are text, as in a rule file; elsewhere, what is not in quotes and is
    written as a number or as ``true`` or ``false`` is that. An empty value, ``~`` and
    ``null`` are nothing at all. Raises :class:`~ceasefire.errors.FeedError` where it is
    not YAML.
    """
    return YamlDocument(source)


class YamlDocument:
    """A YAML document in memory."""

    columns: tuple[str, ...] | None = None
    schema: Any = None

    def __init__(self, source: Source) -> None:
        """Read the document."""
        self.source = source
        content = source.content()
        root, problems = parse(content, source.name)
        if root is None:
            raise FeedError(problems)
        nodes = members(root)
        if problems and not nodes:
            raise FeedError(problems)
        values = Values(content.decode("utf-8-sig"))
        self._found = [
            row_of(values.of(node), node.line, source.name, found)
            for node, found in zip(nodes, shares(nodes, problems), strict=True)
        ]

    def rows(self) -> Iterator[Row]:
        """Yield a row for each event."""
        return iter(self._found)


def members(root: Node) -> list[Node]:
    """Return the nodes of the events."""
    value = root.value
    if isinstance(value, dict) and "events" in value:
        value = value["events"].value
    if isinstance(value, list):
        return value
    return [root] if value else []


def shares(nodes: list[Node], problems: list[Problem]) -> list[list[Problem]]:
    """Return for each node the problems between its beginning and that of the next."""
    shared: list[list[Problem]] = [[] for _ in nodes]
    for problem in problems:
        before = [n for n, node in enumerate(nodes) if node.line <= problem.line]
        shared[before[-1] if before else 0].append(problem)
    return shared


def row_of(value: object, line: int, name: str, problems: list[Problem]) -> Row:
    """Return the row of one event."""
    row = as_row(value, name, line)
    return row._replace(problems=(*problems, *row.problems))


class Values:
    """Plain values of the nodes of a text."""

    def __init__(self, text: str) -> None:
        """Take the text, which tells what is in quotes."""
        self.lines = BREAKS.split(text)

    def of(self, node: Node, key: str = "") -> Any:  # noqa: ANN401  (plain data of any shape)
        """Return the value of a node, which stands under a key."""
        if isinstance(node.value, dict):
            return {
                name: self.of(item, key if name in RIVALS else name)
                for name, item in node.value.items()
            }
        if isinstance(node.value, list):
            return [self.of(item, key) for item in node.value]
        if node.value in NOTHING:
            return None
        return node.value if key in NAMES or self.quoted(node) else typed(node.value)

    def quoted(self, node: Node) -> bool:
        """Return whether a text does not begin where its node does."""
        line, column = node.line - 1, node.column - 1
        return not (line < len(self.lines) and self.lines[line].startswith(str(node.value), column))


def typed(text: str) -> str | bool | int | float:
    """Return what a text is written as; no number from which the text cannot be had again."""
    if text in FLAGS:
        return FLAGS[text]
    for kind in (int, float):
        try:
            value = kind(text)
        except ValueError:
            continue
        if repr(value) == text and text[-1].isdecimal():  # which `nan` and `inf` are not
            return value
    return text
