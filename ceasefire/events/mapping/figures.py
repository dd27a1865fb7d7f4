"""Rules for numbers: digits in groups, ranges, and columns for the lowest and the highest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.mapping.context import Rule, first_of
from ceasefire.events.mapping.values import UNKNOWN
from ceasefire.events.rows import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.events.cells import Cells
    from ceasefire.events.mapping.context import Context
    from ceasefire.events.mapping.schema import RuleDoc
    from ceasefire.rulebook.documents import Step

__all__ = ["Figures", "figure"]

LARGEST: Final = 1e15
LONGEST: Final = 40

Bounds = tuple[float | None, float | None]


class Figures:
    """How numbers are written in some columns."""

    def __init__(self, context: Context, doc: RuleDoc, path: Step) -> None:
        """Take the signs between digits."""
        self.thousands, self.decimal, self.between = doc.thousands, doc.decimal, doc.between
        self.times = 1.0
        if doc.times:
            self.times = context.number(doc.times, (*path, "times")) or 1.0
        if doc.thousands and doc.thousands == doc.decimal:
            message = "thousands and decimals cannot be told apart"
            context.report.add((*path, "thousands"), "bad-choice", message, text=doc.thousands)

    def number(self, text: str) -> float | None:
        """Return a number, or nothing where the text is none."""
        plain = text.strip()
        if self.thousands:
            plain = plain.replace(self.thousands, "")
        if self.decimal != ".":
            plain = plain.replace(self.decimal, ".")
        if "_" in plain or len(plain) > LONGEST:
            return None
        try:
            found = float(plain) * self.times
        except ValueError:
            return None
        return found if math.isfinite(found) and abs(found) < LARGEST else None

    def bounds(self, text: str) -> Bounds | None:
        """Return the ends of what a cell says, or nothing where it is no number."""
        if self.between and self.between in text[1:]:
            at = text.index(self.between, 1)
            ends = self.number(text[:at]), self.number(text[at + len(self.between) :])
            return None if None in ends else ends
        found = self.number(text)
        return None if found is None else (found, found)


def figure(context: Context, doc: RuleDoc, path: Step, field: str) -> Rule:
    """Return what reads a number or a range."""
    figures = Figures(context, doc, path)
    columns = context.column(doc.column, (*path, "column"))
    low = context.column(doc.low, (*path, "low"))
    high = context.column(doc.high, (*path, "high"))
    table = context.table(field, doc.values, (*path, "values"))
    blank = None if doc.blank is None else context.value(field, doc.blank, (*path, "blank"))
    whole = context.taxonomy.fields[field].type == "count"

    def ends_of(cells: Cells, names: Sequence[str]) -> Any:  # noqa: ANN401  (a value of any type)
        """Return the ends of the first cell that is not empty, or what the cell stands for."""
        column, cell = first_of(cells, names)
        if not cell:
            return None
        found, value = table.find(cell)
        if found:
            return value
        bounds = figures.bounds(cell)
        if bounds is None:
            cells.flaw("bad-number", f"`{column}` is no number", "", shown(cell))
        elif whole and not all(end >= 0 and end.is_integer() for end in bounds if end is not None):
            hint = "it counts people: a whole number from 0"
            cells.flaw("bad-number", f"`{column}` is no count", hint, shown(cell))
        return bounds

    def read(cells: Cells) -> Any:  # noqa: ANN401  (a value of any type)
        given = [ends_of(cells, names) for names in (low, columns, high)]
        if all(each is None for each in given):
            return blank
        if any(isinstance(each, str | dict) for each in given):
            return next((each for each in given if isinstance(each, dict)), UNKNOWN)
        return merged(cells, *(pair(each) for each in given), open_ends=bool(low or high))

    return Rule(tuple(dict.fromkeys((*low, *columns, *high))), read)


def pair(value: Any) -> Bounds | None:  # noqa: ANN401  (a value of any type)
    """Return a stated value as the ends of a range."""
    if value is None:
        return None
    if isinstance(value, (list, tuple)):
        return tuple(value) if len(value) == 2 else None  # noqa: PLR2004  (a pair)
    return value, value


def merged(
    cells: Cells, low: Bounds | None, best: Bounds | None, high: Bounds | None, *, open_ends: bool
) -> Any:  # noqa: ANN401  (a value of any type)
    """Return a number or a range from up to three columns; an empty end is open."""
    if not open_ends:
        return tidy(best)
    lowest, highest = (low or (None, None))[0], (high or (None, None))[1]
    middle = [end for end in best or () if end is not None]
    ends = [end for end in (lowest, *middle, highest) if end is not None]
    if ends != sorted(ends):
        cells.note("the lowest, the best and the highest number are out of order")
    if lowest is None and highest is None:
        return tidy(best)
    return [
        None if lowest is None else figured(min(ends)),
        None if highest is None else figured(max(ends)),
    ]


def tidy(bounds: Bounds | None) -> Any:  # noqa: ANN401  (a value of any type)
    """Return a number alone where both ends are one."""
    if bounds is None:
        return None
    ends = [figured(end) for end in bounds]
    return ends[0] if ends[0] == ends[1] else ends


def figured(value: float | None) -> float | None:
    """Return a whole number as such."""
    return int(value) if value is not None and float(value).is_integer() else value
