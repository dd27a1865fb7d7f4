"""Values of a rule file by the path that leads to them, as written and as read."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ceasefire.errors import UsageError
from ceasefire.rulebook.layout.scalars import literal

if TYPE_CHECKING:
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.layout.tree import Item
    from ceasefire.rulebook.yaml import Data

__all__ = ["discard", "place", "reach", "refused", "shown"]


def refused(path: Step, why: str) -> UsageError:
    """Return the error of an edit that cannot be made."""
    return UsageError(f"`{'.'.join(map(str, path))}` {why}")


def place(item: Item | None, step: str | int) -> int:
    """Return at which place in a list or mapping the value of a step stands, or -1."""
    entries = item.entries if item else []
    names = [entry.key.value if entry.key else at for at, entry in enumerate(entries)]
    return names.index(step) if step in names else -1


def reach(data: Data, path: Step) -> Data:
    """Return the value at a path that has been found in the text."""
    for step in path:
        data = cast("dict[str | int, Data]", data)[step]
    return data


def discard(data: Data, path: Step) -> None:
    """Remove the value at a path that has been found in the text."""
    del cast("dict[str | int, Data]", reach(data, path[:-1]))[path[-1]]


def shown(value: Data) -> str:
    """Return a new value on one line."""
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, list):
        return f"[{', '.join(map(shown, value))}]"
    return "{" + ", ".join(f"{literal(key)}: {shown(item)}" for key, item in value.items()) + "}"
