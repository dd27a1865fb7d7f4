"""Rules for times: one column or two, days or instants, and how exact they are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.cells import Cells
from ceasefire.events.mapping.context import Rule, first_of
from ceasefire.events.mapping.dates import at, format_problem, length, moment, stretch
from ceasefire.events.mapping.parts import GIVEN, DateParts
from ceasefire.events.mapping.rules import unlisted
from ceasefire.events.mapping.values import Table
from ceasefire.events.rows import shown
from ceasefire.terms.times import TimeProblem, zone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from ceasefire.events.mapping.context import Context
    from ceasefire.events.mapping.dates import Moment
    from ceasefire.events.mapping.schema import PrecisionDoc, RuleDoc
    from ceasefire.rulebook.documents import Step

__all__ = ["time_rule"]

LENGTHS: Final = "exact, day, week, month, year, or a number of days such as `3 days`"
PARTLY: Final = "; given, for parts of a date in columns of their own"
VAGUE: Final = "month"
"""What a date is taken for whose precision is not listed."""

Exactness = tuple[tuple[str, ...], "Callable[[Cells], str]"]


def time_rule(context: Context, doc: RuleDoc, path: Step) -> Rule:
    """Return what reads a time: a day, an instant or an interval."""
    reader = TimeReader(context, doc, path)
    return Rule(reader.all, reader.read)


class TimeReader:
    """Reads the times of some columns."""

    def __init__(self, context: Context, doc: RuleDoc, path: Step) -> None:
        """Find the columns and the formats."""
        self.context, self.path = context, path
        self.one = context.column(doc.column, (*path, "column"))
        self.first = context.column(doc.first, (*path, "first"))
        self.last = context.column(doc.last, (*path, "last"))
        self.start = context.column(doc.from_, (*path, "from"))
        self.until = context.column(doc.until, (*path, "until"))
        self.clock = context.column(doc.clock, (*path, "clock"))
        self.formats = self._formats(doc)
        self.zone = self._zone(doc)
        self.blank = doc.blank
        self.apart = bool(doc.year or doc.month or doc.day)
        exact, self.exact = self._precision(doc.precision)
        fixed = None if exact else self.exact(Cells({}))
        self.parts = DateParts(context, doc, path, fixed)
        whole = (self.one, self.first, self.last, self.start, self.until)
        named = (*whole, self.parts.all, self.clock, exact)
        self.all = tuple(dict.fromkeys(name for names in named for name in names))

    def _formats(self, doc: RuleDoc) -> tuple[str, ...]:
        for number, form in enumerate(doc.formats):
            wrong = format_problem(form)
            if wrong:
                message = f"`{form[:80]}` is no format of dates: {wrong}"
                hint = "write iso, epoch-seconds, epoch-milliseconds, or such as `%d/%m/%Y`"
                self.context.report.add(
                    (*self.path, "formats", number), "bad-format", message, text=form, hint=hint
                )
        return tuple(doc.formats) or ("iso",)

    def _zone(self, doc: RuleDoc) -> ZoneInfo | None:
        if not doc.zone:
            return None
        try:
            return zone(doc.zone)
        except TimeProblem as problem:
            self.context.report.add(
                (*self.path, "zone"), problem.code, problem.message, hint=problem.hint
            )
            return None

    def _precision(self, doc: PrecisionDoc | None) -> Exactness:
        path = (*self.path, "precision")
        if doc is None:
            return (), lambda _: ""
        whole = self._length(doc.is_, (*path, "is"))
        if not doc.column:
            return (), lambda _: whole
        columns = self.context.column(doc.column, (*path, "column"))
        table = Table(
            {
                cell: self._length(str(item), (*path, "values", cell))
                for cell, item in doc.values.items()
            }
        )
        other = self._length(doc.otherwise, (*path, "otherwise"))

        def exact(cells: Cells) -> str:
            column, cell = first_of(cells, columns)
            found, value = table.find(cell)
            if found:
                return str(value)
            if cell and not other:
                note = unlisted(column, cell, self.context.feed, table)
                cells.note(note.replace("taken as unknown", f"taken for a {VAGUE}"))
            return other or (VAGUE if columns else whole)

        return columns, exact

    def _length(self, text: str, path: Step) -> str:
        found = length(text)
        if self.apart and text.strip().casefold() == GIVEN:
            return GIVEN
        if text and not found:
            message = f"`{text[:80]}` does not say how exact a date is"
            self.context.report.add(
                path, "bad-precision", message, text=text, hint=f"write {LENGTHS}{PARTLY}"
            )
        return found

    def read(self, cells: Cells) -> Any:  # noqa: ANN401  (a value of an event)
        """Return when it was."""
        if self.start or self.until:
            ends = {
                "from": self._instant(cells, self.start),
                "until": self._instant(cells, self.until),
            }
            return ends if any(ends.values()) else self.blank
        exact = ""
        if self.parts:
            day, exact = self.parts.read(cells, self.exact)
            begin = end = None if day is None else self._timed(cells, day)
        else:
            begin = self._moment(cells, self.one or self.first)
            end = self._moment(cells, self.last) if self.last else begin
        if begin is None and end is None:
            return self.blank
        if begin is None or end is None:
            begin = end = begin or end
        exact = exact or self.exact(cells)
        low, high = stretch(begin, exact)[0], stretch(end, exact)[1]  # type: ignore[arg-type]  # one is there
        return self._interval(cells, low, high)

    def _interval(self, cells: Cells, low: Moment, high: Moment) -> str:
        if low == high and type(low) is type(high):
            return self._written(cells, low)
        ends = self._written(cells, low), self._written(cells, high)
        if type(low) is type(high) and comparable(low, high) and high < low:
            told = f"the event ends ({ends[1]}) before it starts ({ends[0]})"
            cells.flaw("bad-time", told)
        return "/".join(ends)

    def _instant(self, cells: Cells, columns: Sequence[str]) -> str | None:
        found = self._moment(cells, columns)
        return None if found is None else self._written(cells, found)

    def _moment(self, cells: Cells, columns: Sequence[str]) -> Moment | None:
        column, cell = first_of(cells, columns)
        if not cell:
            return None
        value = cells.raw.get(column)
        found = value if isinstance(value, date) else moment(cell, self.formats)
        if found is None:
            written = ", ".join(f"`{form}`" for form in self.formats)
            cells.flaw(
                "bad-time", f"`{column}` is no date", f"it is read as {written}", shown(cell)
            )
            return None
        return self._timed(cells, found)

    def _timed(self, cells: Cells, found: Moment) -> Moment | None:
        """Return a day at the time of day that the row has for it, if it has one."""
        clock = cells.text(self.clock[0]) if self.clock else ""
        if not clock or isinstance(found, datetime):
            return found
        timed = at(found, clock)
        if timed is None:
            hint = "write hours and minutes, `00:00` to `23:59`"
            cells.flaw("bad-time", f"`{self.clock[0]}` is no time of day", hint, shown(clock))
        return timed

    def _written(self, cells: Cells, found: Moment) -> str:
        """Return a day or an instant as an event has it."""
        if not isinstance(found, datetime):
            return found.isoformat()
        if found.tzinfo is None and self.zone is not None:
            # Shown twice, or never: it has two offsets, and which is meant nobody knows.
            ends = {found.replace(tzinfo=self.zone, fold=fold).utcoffset() for fold in (0, 1)}
            if len(ends) > 1:
                told = f"the local time {found.isoformat(' ')} is shown twice, or never"
                cells.flaw("ambiguous-time", told, "add an offset")
            found = found.replace(tzinfo=self.zone)
        elif found.tzinfo is not None:
            try:
                found = found.astimezone(UTC)
            except OverflowError:
                cells.flaw("bad-time", f"{found.isoformat()} is beyond the calendar")
        return found.isoformat(sep="T")


def comparable(low: Moment, high: Moment) -> bool:
    """Return whether two times can be told before and after each other."""
    return all(
        not isinstance(each, datetime) or each.tzinfo is not None for each in (low, high)
    ) or all(not isinstance(each, datetime) or each.tzinfo is None for each in (low, high))
