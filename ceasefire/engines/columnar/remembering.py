"""What was worked out once, as long as it is not too much to remember."""

from __future__ import annotations

from typing import TypeVar

__all__ = ["Memory"]

K = TypeVar("K")
V = TypeVar("V")


class Memory(dict[K, V]):
    """Answers by what was asked; where there are too many, all are forgotten."""

    def __init__(self, most: int) -> None:
        """Take how many answers are remembered."""
        super().__init__()
        self.most = most

    def keep(self, key: K, value: V) -> V:
        """Remember an answer, and return it."""
        if len(self) >= self.most:
            self.clear()
        self[key] = value
        return value
