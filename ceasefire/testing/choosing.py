"""Choices of what is drawn, made by few strategies that are made but once.

To make a strategy takes Hypothesis several times as long as to draw from it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

__all__ = ["OFTEN", "SELDOM", "SOMETIMES", "amount", "one", "short", "some"]

OFTEN: Final = st.booleans()
SOMETIMES: Final = st.sampled_from((False, False, True))
SELDOM: Final = st.sampled_from((False, False, False, True))

T = TypeVar("T")


@cache
def between(least: int, most: int) -> SearchStrategy[int]:
    """Draw a number, ``most`` included."""
    return st.integers(least, most)


def amount(draw: st.DrawFn, least: int, most: int) -> int:
    """Return a number, ``most`` included."""
    return draw(between(least, most))


def one(draw: st.DrawFn, items: Sequence[T]) -> T:
    """Return one of some items."""
    return items[draw(between(0, len(items) - 1))]


def some(draw: st.DrawFn, items: Sequence[T], least: int = 1, most: int = 2) -> list[T]:
    """Return different ones of some items, in any order."""
    left = list(items)
    number = amount(draw, least, min(most, len(left)))
    return [left.pop(draw(between(0, len(left) - 1))) for _ in range(number)]


def short(values: list[Any]) -> Any:  # noqa: ANN401  (a value or a list)
    """Write a list of one as that one."""
    return values[0] if len(values) == 1 else values
