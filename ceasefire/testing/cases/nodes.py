"""The raw values of a file of cases: what stands at a path, as a feed would be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceasefire.events.yaml_document import Values

if TYPE_CHECKING:
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.yaml import Node

__all__ = ["Nodes"]


class Nodes:
    """Looks up values of events: numbers and flags are those, times and names are text."""

    def __init__(self, root: Node, text: str) -> None:
        """Take the tree, and the text that it was read from."""
        self.root = root
        self.values = Values(text)

    def at(self, path: Step) -> Any:  # noqa: ANN401  (plain data of any shape)
        """Return the value at a path, or nothing where there is none."""
        node: Node | None = self.root
        for step in path:
            value = None if node is None else node.value
            if isinstance(value, dict) and isinstance(step, str):
                node = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                node = value[step]
            else:
                return None
        return None if node is None else self.values.of(node)
