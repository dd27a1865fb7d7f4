"""The engines that the laws hold for, each as a function from events to findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ceasefire.book import Book
    from ceasefire.findings.finding import Finding

    Engine = Callable[[Book, Sequence[Mapping[str, Any]]], list[Finding]]

__all__ = ["ENGINES", "every_engine", "reference"]


def reference(book: Book, events: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Ask the reference engine."""
    return [book.classify(event) for event in events]


ENGINES: dict[str, Engine] = {"reference": reference}
"""A new engine is one line here."""

every_engine = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
