"""YAML as text with positions: every scalar a string, every node its place, all of it bounded.

The C parser of PyYAML delivers events; the tree is composed here rather than by
``yaml.compose``, because depth, size and the expansion of aliases must be known
to be harmless *before* a tree is built, and composing in C recurses unchecked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import yaml
from yaml.reader import ReaderError

from ceasefire.errors import Problem
from ceasefire.rulebook.syntax import syntax_problem, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.events import Event

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_NODES", "MAX_TEXT", "Data", "Node", "parse"]

MAX_BYTES: Final = 2 * 1024 * 1024
"""The largest rule file, in bytes."""

MAX_DEPTH: Final = 50
"""How deeply mappings and lists may nest."""

MAX_NODES: Final = 200_000
"""How many values a file may hold, aliases written out in full."""

MAX_TEXT: Final = 10_000
"""The longest single text, in characters."""

SHOWN: Final = 80
"""How much of an offending text a message shows."""

Data = str | list["Data"] | dict[str, "Data"]
"""What a rule file holds: text, lists and mappings, nothing else."""


class Node:
    """A value and its place; ``keys`` are the places of a mapping's keys.

    ``again`` holds key, place and value of entries whose key was given before.
    ``size`` and ``height`` count the nodes and levels with aliases written out.
    Texts and lists have no keys, and there are many of them: all share the same none.
    """

    __slots__ = ("again", "column", "height", "keys", "line", "size", "value")

    def __init__(self, line: int, column: int, value: str | list[Node] | dict[str, Node]) -> None:
        """Take a value and its place."""
        self.line, self.column, self.value = line, column, value
        self.size = self.height = 1
        self.keys: dict[str, tuple[int, int]] = NO_KEYS
        self.again: list[tuple[str, tuple[int, int], Node]] = NONE_AGAIN
        if isinstance(value, dict):
            self.keys, self.again = {}, []

    def plain(self) -> Data:
        """Return the value without places; aliased parts are one shared object."""
        return plain(self, {})


NO_KEYS: Final[dict[str, tuple[int, int]]] = {}
NONE_AGAIN: Final[list[tuple[str, tuple[int, int], Node]]] = []


def plain(node: Node, seen: dict[int, Data]) -> Data:
    """Return the plain value of a node, each node converted once."""
    if isinstance(node.value, str):
        return node.value
    if id(node) not in seen:
        seen[id(node)] = (
            [plain(item, seen) for item in node.value]
            if isinstance(node.value, list)
            else {key: plain(item, seen) for key, item in node.value.items()}
        )
    return seen[id(node)]


def parse(content: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a YAML file, or ``None``, and everything wrong with it.

    A file that is only partly wrong (a duplicate key, say) still gives a tree.
    An empty file is an empty mapping.
    """
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        return None, [Problem(file, 0, 0, "too-large", f"the file is larger than {limit} MiB")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        hint = "save the file as UTF-8"
        return None, [Problem(file, line, column, "not-utf8", "the file is not UTF-8", hint)]
    composer = Composer(file)
    try:
        composer.run(iter(yaml.CBaseLoader(text).get_event, None))
    except Stopped:
        return None, composer.problems
    except ReaderError as error:
        composer.problems.append(unreadable(error, text, file))
        return None, composer.problems
    except yaml.YAMLError as error:
        composer.problems.append(
            syntax_problem(error, text, file, composer.brackets(), composer.last)
        )
        return None, composer.problems
    return composer.root or Node(1, 1, {}), composer.problems


class Stopped(Exception):  # noqa: N818  (a signal inside this module, no error of its own)
    """Composing went beyond a bound; the problem is recorded already."""


@dataclass(slots=True)
class Frame:
    """A list or mapping that is still open, and the key that waits for its value."""

    node: Node
    anchor: str | None
    flow: bool = False
    """Whether it is written in brackets."""
    key: str | None = None
    at: tuple[int, int] = (0, 0)
    skip: bool = False
    """Whether the value that comes belongs to a key that was refused."""
    refused: bool = False
    """Whether the node that comes is a key that is no text, or follows one."""


class Composer:
    """Builds the tree from events, checking every bound on the way."""

    def __init__(self, file: str) -> None:
        """Start with nothing read."""
        self.file = file
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.frames: list[Frame] = []
        self.anchors: dict[str, Node] = {}
        self.last: yaml.ScalarEvent | None = None
        self.total = 0

    def brackets(self) -> list[tuple[int, int]]:
        """Return the places of what is open and written in brackets, the outermost first."""
        return [(item.node.line, item.node.column) for item in self.frames if item.flow]

    def run(self, events: Iterator[Event]) -> None:
        """Consume all events; texts, of which there are by far the most, go first."""
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self.scalar(event)
            elif isinstance(event, yaml.NodeEvent):
                self.node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.close()
            elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                hint = "put each document in a file of its own"
                self.stop(event, "several-documents", "the file holds several documents", hint)

    def node(self, event: yaml.NodeEvent) -> None:
        """Take an alias, or the start of a list or mapping."""
        if isinstance(event, yaml.AliasEvent):
            self.alias(event)
        else:
            self.tagged(event, getattr(event, "tag", None))
            self.open(event)

    def tagged(self, event: yaml.NodeEvent, tag: str | None) -> None:
        """Report the tag of a value, if it has one."""
        if tag is not None:
            self.problem(event, "explicit-tag", f"the tag `{tag}` is not allowed", "leave it out")

    def scalar(self, event: yaml.ScalarEvent) -> None:
        """Take a text: a key, or a value."""
        self.last, text = event, event.value
        if event.tag is not None:
            self.tagged(event, event.tag)
        if len(text) > MAX_TEXT:
            message = f"a text of {len(text)} characters, more than {MAX_TEXT}"
            self.problem(event, "too-long", message, text=text[:SHOWN])
            text = text[:MAX_TEXT]
        node = Node(*place(event), text)
        if event.anchor:
            self.anchors[event.anchor] = node
        self.count(event, node)
        self.attach(event, node)

    def alias(self, event: yaml.AliasEvent) -> None:
        """Take a reference to an earlier value."""
        name = str(event.anchor)
        if any(frame.anchor == name for frame in self.frames):
            self.stop(event, "circular-alias", f"the alias `*{name}` contains itself")
        if name not in self.anchors:
            self.stop(event, "yaml-syntax", f"the alias `*{name}` stands for nothing")
        node = self.anchors[name]
        if len(self.frames) + node.height > MAX_DEPTH:
            self.stop(event, "too-deep", f"values nest more than {MAX_DEPTH} levels deep")
        self.count(event, node)
        self.attach(event, node)

    def open(self, event: yaml.NodeEvent) -> None:
        """Take the start of a list or mapping."""
        if len(self.frames) >= MAX_DEPTH:
            self.stop(event, "too-deep", f"values nest more than {MAX_DEPTH} levels deep")
        mapping = isinstance(event, yaml.MappingStartEvent)
        node = Node(*place(event), {} if mapping else [])
        if event.anchor:
            # An anchor that is stated twice means the later value from here on.
            self.anchors.pop(event.anchor, None)
        self.count(event, node)
        if self.frames and self.expects_key():
            self.refuse(event, "a list or mapping")
        self.frames.append(Frame(node, event.anchor, getattr(event, "flow_style", False)))

    def close(self) -> None:
        """Take the end of a list or mapping."""
        frame = self.frames.pop()
        if frame.anchor:
            self.anchors[frame.anchor] = frame.node
        if self.frames and self.frames[-1].refused:
            self.frames[-1].refused, self.frames[-1].skip = False, True
            return
        self.attach(None, frame.node)

    def expects_key(self) -> bool:
        """Return whether the open value is a mapping whose next key is due."""
        frame = self.frames[-1]
        return isinstance(frame.node.value, dict) and frame.key is None and not frame.skip

    def refuse(self, event: Event, what: str) -> None:
        """Report a key that is no text."""
        hint = "a key is a word before a colon"
        self.problem(event, "key-not-text", f"{what} is used as a key", hint)
        self.frames[-1].refused = True

    def attach(self, event: Event | None, node: Node) -> None:
        """Put a finished value into the value around it."""
        if not self.frames:
            self.root = node
            return
        frame = self.frames[-1]
        around = frame.node
        if isinstance(around.value, list):
            around.value.append(node)
        elif frame.skip:
            frame.skip = False
            return
        elif frame.key is not None:
            self.take_value(node, frame)
        elif event is not None:
            self.take_key(event, node, frame)
            return
        around.size += node.size
        if node.height >= around.height:
            around.height = node.height + 1

    def take_key(self, event: Event, node: Node, frame: Frame) -> None:
        """Keep a key until its value comes, or refuse it."""
        if isinstance(node.value, str) and node.value:
            frame.key, frame.at = node.value, place(event)
            return
        self.refuse(event, "an empty text" if node.value == "" else "a list or mapping")
        frame.refused, frame.skip = False, True

    def take_value(self, node: Node, frame: Frame) -> None:
        """Put a value under its key, unless the key is there already."""
        key, frame.key = str(frame.key), None
        entries = frame.node.value
        if not isinstance(entries, dict):  # pragma: no cover  (only mappings have keys)
            return
        if key in entries:
            frame.node.again.append((key, frame.at, node))
            line, column = frame.at
            first = frame.node.keys[key][0]
            self.problems.append(
                Problem(
                    self.file,
                    line,
                    column,
                    "duplicate-key",
                    f"the key `{key[:SHOWN]}` is given twice",
                    f"it is first given in line {first}",
                    key[:SHOWN],
                )
            )
            return
        entries[key] = node
        frame.node.keys[key] = frame.at

    def count(self, event: Event, node: Node) -> None:
        """Count the nodes, aliases written out, against the bound."""
        self.total += node.size
        if self.total > MAX_NODES:
            aliased = isinstance(event, yaml.AliasEvent)
            code = "too-many-aliases" if aliased else "too-large"
            self.stop(event, code, f"the file holds more than {MAX_NODES} values")

    def problem(
        self, event: Event, code: str, message: str, hint: str = "", text: str = ""
    ) -> None:
        """Record a problem at the event."""
        self.problems.append(Problem(self.file, *place(event), code, message, hint, text))

    def stop(self, event: Event, code: str, message: str, hint: str = "") -> None:
        """Record a problem that makes reading on pointless."""
        self.problem(event, code, message, hint)
        raise Stopped


def place(event: Event) -> tuple[int, int]:
    """Return line and column of an event, counted from 1."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)
