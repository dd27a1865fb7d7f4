"""Dates of which the year, the month and the day each have a column of their own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from ceasefire.events.mapping.context import first_of
from ceasefire.events.mapping.dates import moment
from ceasefire.events.mapping.values import pointless
from ceasefire.events.rows import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceasefire.events.cells import Cells
    from ceasefire.events.mapping.context import Context
    from ceasefire.events.mapping.schema import RuleDoc
    from ceasefire.rulebook.documents import Step

__all__ = ["GIVEN", "PARTS", "DateParts", "month_of", "number_of"]

PARTS: Final = ("year", "month", "day")

GIVEN: Final = "given"
"""The precision of a date that is as exact as what there is of it."""

NEEDED: Final = {"year": 1, "month": 2}
"""How many parts there must be where a date stands for so long; else there must be all."""

LAST: Final = {"month": 12, "day": 31}
HINTS: Final = {
    "year": "write four digits",
    "month": "write 1 to 12, or its name in English",
    "day": "write 1 to 31",
}
WHOLE: Final = {"month": "year", "day": "month"}
"""What a date without a part may stand for."""

OTHERS: Final = ("column", "first", "last", "from", "until")


class DateParts:
    """Reads a date from its parts."""

    def __init__(self, context: Context, doc: RuleDoc, path: Step, exact: str | None) -> None:
        """Find the columns; ``exact`` is how exact every date is, if that is known."""
        named = {name: getattr(doc, name) for name in PARTS}
        self.columns = {
            name: context.column(columns, (*path, name)) for name, columns in named.items()
        }
        self.all = tuple(column for columns in self.columns.values() for column in columns)
        if not any(named.values()):
            return
        others = (doc.column, doc.first, doc.last, doc.from_, doc.until)
        for other in (key for key, columns in zip(OTHERS, others, strict=True) if columns):
            message = f"`{other}` says when, and so do the parts of a date"
            context.report.add((*path, other), "bad-choice", message, hint="keep one of them")
        for name in PARTS[: 1 if exact is None else needed(exact)]:
            if not named[name]:
                message = f"no column says the {name} of a date"
                shorter = exact is not None and name in WHOLE
                hint = f"write `precision: {WHOLE[name]}` if none does" if shorter else ""
                context.report.add(path, "missing-key", message, hint=hint)

    def __bool__(self) -> bool:
        """Return whether any column has a part of a date."""
        return bool(self.all)

    def read(self, cells: Cells, precision: Callable[[Cells], str]) -> tuple[date | None, str]:
        """Return a date, and how exact it is; nothing where nothing is said of it.

        What a date that stands for a month or a year has for its day does not matter.
        """
        found = {name: first_of(cells, columns) for name, columns in self.columns.items()}
        if not any(cell for _, cell in found.values()):
            return None, ""
        exact = precision(cells)
        given = exact == GIVEN
        if given:
            exact = extent_of({name: cell for name, (_, cell) in found.items()})
        numbers = [1, 1, 1]
        for place, name in enumerate(PARTS[: needed(exact)]):
            column, cell = found[name]
            if none_at_all(name, cell):
                what = f"`{column}` is {shown(cell) or 'empty'}" if column else "no column says it"
                message = f"the date has no {name}: {what}"
                hint = ""
                if name in WHOLE and not given:
                    hint = f"`precision: {GIVEN}` takes it for the whole {WHOLE[name]}"
                cells.flaw("missing-value", message, hint, shown(cell))
                continue
            number = month_of(cell) if name == "month" else number_of(cell)
            if number is None or not 1 <= number <= LAST.get(name, date.max.year):
                cells.flaw("bad-time", f"`{column}` is no {name}", HINTS[name], shown(cell))
                continue
            numbers[place] = number
        try:
            return date(*numbers), exact
        except ValueError:
            year, month, day = numbers
            message = f"`{found['day'][0]}`: the month {year:04}-{month:02} has no day {day}"
            cells.flaw("bad-time", message, "", shown(found["day"][1]))
            return None, exact


def needed(exact: str) -> int:
    """Return how many parts a date must have, the year first."""
    return 1 if exact == GIVEN else NEEDED.get(exact, len(PARTS))


def extent_of(cells: dict[str, str]) -> str:
    """Return for how long a date stands that has only some of its parts.

    A day without a month says nothing, and must not be taken for a whole year unseen.
    """
    if not none_at_all("day", cells["day"]):
        return "day"
    return "year" if none_at_all("month", cells["month"]) else "month"


def none_at_all(name: str, cell: str) -> bool:
    """Return whether a cell says that a part is not known: it is empty, or a month or day 0."""
    return not cell or (name in LAST and number_of(cell) == 0)


def month_of(cell: str) -> int | None:
    """Return the month that a cell names or counts, if it does."""
    number = number_of(cell)
    if number is not None:
        return number
    found = moment(f"1 {cell} 2000", ("%d %B %Y", "%d %b %Y"))
    return None if found is None else found.month


def number_of(cell: str) -> int | None:
    """Return a number in a few digits, also with the point of one that was no whole number."""
    text = pointless(cell)
    return int(text) if len(text) <= len("2016") and text.isascii() and text.isdecimal() else None
