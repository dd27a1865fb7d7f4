"""The first rows of a table, column by column."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final

from ceasefire.errors import FeedError, Problem
from ceasefire.events.cells import written
from ceasefire.events.feeds import container_of, rows_of
from ceasefire.events.source import Source

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["Column", "Sample", "sampled"]

MOST_ROWS: Final = 20_000
"""So many rows are looked at."""

MOST_COLUMNS: Final = 500
MOST_VALUES: Final = 5_000
"""So many values of a column are told apart."""

LONGEST: Final = 200


class Column:
    """A column: its name, and how often each value stands in it."""

    def __init__(self, name: str) -> None:
        """Begin with no rows."""
        self.name = name
        self.values: Counter[str] = Counter()
        self.filled = 0
        self.whole = True
        """Whether every value was short enough, and told apart."""

    def add(self, text: str) -> None:
        """Take a cell."""
        if not text:
            return
        self.filled += 1
        if text not in self.values and (len(self.values) >= MOST_VALUES or len(text) > LONGEST):
            self.whole = False
        else:
            self.values[text] += 1

    @property
    def words(self) -> frozenset[str]:
        """The words of its name, in small letters, with capitals inside taken for beginnings."""
        spread = "".join(
            f" {letter}" if letter.isupper() and before.islower() else letter
            for before, letter in zip(f" {self.name}", self.name, strict=False)
        )
        parts = "".join(each if each.isalnum() else " " for each in spread)
        return frozenset(parts.casefold().split())

    def common(self, most: int) -> list[str]:
        """Return the values, the most frequent first."""
        order = sorted(self.values.items(), key=lambda pair: (-pair[1], pair[0]))
        return [value for value, _ in order[:most]]


class Sample:
    """The columns of a table, and how many rows of it were looked at."""

    def __init__(self, name: str, columns: tuple[str, ...] | None, *, bare: bool = False) -> None:
        """Begin with no rows; a table is ``bare`` if it has no header."""
        self.name = name
        self.fixed = columns
        self.bare = bare
        self.rows = 0
        self.columns: dict[str, Column] = {key: Column(key) for key in columns or ()}


def sampled(place: str | PathLike[str]) -> Sample:
    """Return the columns of a table, or of the flat keys of a document.

    Raises :class:`~ceasefire.errors.FeedError` where it cannot be read, or has no values.
    """
    source = Source(place)
    opened = rows_of(source, container_of(source))
    sample = Sample(source.name, opened.columns, bare=getattr(opened, "bare", False))
    faults: tuple[Problem, ...] = ()
    for row in islice(opened.rows(), MOST_ROWS):
        if row.problems:
            faults = faults or row.problems
            continue
        sample.rows += 1
        for key, value in row.raw.items():
            if isinstance(value, (dict, list)):
                continue
            if key not in sample.columns:
                if len(sample.columns) >= MOST_COLUMNS:
                    continue
                sample.columns[key] = Column(key)
            sample.columns[key].add(written(value))
    if not any(column.filled for column in sample.columns.values()):
        message = "the table has no row with a value in it, so that there is nothing to guess from"
        raise FeedError([Problem(source.name, 0, 0, "empty-table", message), *faults])
    return sample
