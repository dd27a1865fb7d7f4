"""Values whose key was given before: each is checked as if it were the only one.

Of a key given twice the first value is read. What is wrong with the others is told at
the same time, and what only they define is not missed elsewhere.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.documents import MAPS, merge
from ceasefire.rulebook.mending import texts
from ceasefire.rulebook.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.errors import Problem
    from ceasefire.rulebook.documents import Report, RuleFile
    from ceasefire.rulebook.yaml import Data, Node

__all__ = ["Second", "forgive", "seconds", "wrong_in"]

MOST: Final = 20
"""How many such values are checked: each costs as much as the rulebook as a whole."""

MOST_NODES: Final = 400_000
"""How many values may be read again for all of them together."""

DEFINING: Final = frozenset({*MAPS, "answers", "exclude", "prohibit", "permit", "values"})
"""The keys below which names are defined."""

SAID: Final = frozenset(
    {"duplicate-key", "unused-question", "unused-answer", "default-reading-missing"}
)
"""The codes of problems that are reported of the first value already."""


@dataclass(frozen=True, slots=True)
class Second:
    """A value whose key was given before, and the key's place.

    ``holder`` is the mapping that has both, ``None`` where they stand in two files.
    """

    file: RuleFile
    key: str
    at: tuple[int, int]
    node: Node
    holder: Node | None


def seconds(files: Sequence[RuleFile], report: Report) -> list[Second]:
    """Return the values whose key was given before, in one file or in two."""
    found = [
        Second(file, key, at, node, holder)
        for file in files
        for holder in below(file.root)
        for key, at, node in holder.again
    ]
    for file, path in report.twice:
        holder = file.root
        for step in path[:-1]:
            holder = entries(holder)[str(step)]
        key = str(path[-1])
        found.append(Second(file, key, holder.keys[key], entries(holder)[key], None))
    return found


def forgive(report: Report, found: Sequence[Second]) -> None:
    """Let nobody be blamed for naming, or not asking, what only these values hold."""
    for item in found:
        overlook(report, item.key, item.node.plain())


def overlook(report: Report, key: str, data: Data) -> None:
    """Take what some data defines and asks as known."""
    report.broken.update(defined(key, data))
    report.lost.update(texts(data))


def defined(key: str, data: Data) -> Iterator[str]:
    """Yield the names that are defined under a key and further below."""
    if isinstance(data, dict):
        if key in DEFINING:
            yield from data
        for inner, item in data.items():
            yield from defined(inner, item)


def wrong_in(files: Sequence[RuleFile], found: Sequence[Second]) -> list[Problem]:
    """Return what is wrong with values whose key was given before."""
    size = sum(file.root.size for file in files)
    problems: dict[Problem, None] = {}
    for item in found[: min(MOST, MOST_NODES // size)]:
        with first_of(files, item) as order:
            _, report = merge(order)
            forgive(report, seconds(order, report))
            resolve(report)
        inside = {item.at, *places(item.node)}
        problems |= {
            problem: None
            for problem in report.problems
            if problem.file == item.file.name
            and (problem.line, problem.column) in inside
            and problem.code not in SAID
        }
    return list(problems)


@contextmanager
def first_of(files: Sequence[RuleFile], item: Second) -> Iterator[list[RuleFile]]:
    """Let a value be the first of its key for as long as this lasts; yield the files' order."""
    others = [file for file in files if file is not item.file]
    if item.holder is None:
        yield [item.file, *others]
        return
    values, keys, key = entries(item.holder), item.holder.keys, item.key
    first, at = values[key], keys[key]
    values[key], keys[key] = item.node, item.at
    item.holder.again.append((key, at, first))
    try:
        yield list(files)
    finally:
        values[key], keys[key] = first, at
        item.holder.again.pop()


def entries(node: Node) -> dict[str, Node]:
    """Return the entries of a mapping; anything else has none."""
    return node.value if isinstance(node.value, dict) else {}


def below(root: Node) -> Iterator[Node]:
    """Yield a node and those below it, each once."""
    waiting, seen = [root], {id(root)}
    while waiting:
        node = waiting.pop()
        yield node
        inner = [] if isinstance(node.value, str) else node.value
        for item in inner.values() if isinstance(inner, dict) else inner:
            if id(item) not in seen:
                seen.add(id(item))
                waiting.append(item)


def places(root: Node) -> Iterator[tuple[int, int]]:
    """Yield the places of all that stands at and below a node."""
    for node in below(root):
        yield node.line, node.column
        yield from node.keys.values()
