"""YAML documents: a list of events, one event, or a mapping with a list of ``events``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceasefire.errors import FeedError, Problem
from ceasefire.events.jsonl import as_row
from ceasefire.rulebook.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.events.rows import Row
    from ceasefire.events.source import Source
    from ceasefire.rulebook.yaml import Data, Node

__all__ = ["YamlDocument", "open_rows"]

NOTHING = frozenset({"", "~", "null"})


def open_rows(source: Source) -> YamlDocument:
    """Return the rows of a YAML document, which is read whole.

    As in a rule file, every value is text; an empty one, ``~`` and ``null`` are
    nothing at all. Raises :class:`~ceasefire.errors.FeedError` where it is not YAML.
    """
    return YamlDocument(source)


class YamlDocument:
    """A YAML document in memory."""

    columns: tuple[str, ...] | None = None
    schema: Any = None

    def __init__(self, source: Source) -> None:
        """Read the document."""
        root, problems = parse(source.content(), source.name)
        if root is None:
            raise FeedError(problems)
        nodes = members(root)
        if problems and not nodes:
            raise FeedError(problems)
        self._found = [
            row_of(node, source.name, found)
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


def row_of(node: Node, name: str, problems: list[Problem]) -> Row:
    """Return the row of one event."""
    row = as_row(present(node.plain()), name, node.line)
    return row._replace(problems=(*problems, *row.problems))


def present(value: Data) -> Any:  # noqa: ANN401  (plain data of any shape)
    """Return a value with what stands for nothing as ``None``."""
    if isinstance(value, dict):
        return {key: present(item) for key, item in value.items()}
    if isinstance(value, list):
        return [present(item) for item in value]
    return None if value in NOTHING else value
