"""Rows read by mappings that tests write as they go."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.errors import FeedError
from ceasefire.events.mapping.load import load_text
from ceasefire.events.rows import RowError, together

if TYPE_CHECKING:
    from ceasefire.events.rows import Meaning
    from ceasefire.rulebook.model import Rulebook

__all__ = ["HEAD", "flaws", "problems", "read", "stream", "table"]

HEAD = "feed: mine\nfields:\n  id: {is: x}\n  kind: {is: clash}\n"
"""The beginning of a mapping of which other fields matter."""


def read(text: str, rulebook: Rulebook | None = None, /, **row: Any) -> Meaning:  # noqa: ANN401
    """Read one row by a mapping."""
    pieces = load_text(text.encode(), "m.yaml").pieces(tuple(row), rulebook)
    return together(pieces)(row)


def flaws(text: str, /, **row: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    """Return code and message of all that is wrong with a row."""
    with pytest.raises(RowError) as caught:
        read(text, **row)
    return [(code, message) for code, message, _, _ in caught.value.flaws]


def problems(text: str, *columns: str) -> list[str]:
    """Return what is wrong with a mapping, with line, column and code."""
    with pytest.raises(FeedError) as caught:
        load_text(text.encode(), "m.yaml").pieces(columns or None)
    return [str(problem).removeprefix("m.yaml:") for problem in caught.value.problems]


def table(*rows: dict[str, Any], separator: str = ",", header: bool = True) -> str:
    """Return a table of rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator, lineterminator="\n")
    if header:
        writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def stream(text: str) -> io.BytesIO:
    """Return a text as a stream."""
    return io.BytesIO(text.encode())
