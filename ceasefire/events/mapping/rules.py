"""Rules for categories, flags, texts and parties: from cells to values of an event."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.mapping.context import ALL_OF, PARTIES, Rule, first_of
from ceasefire.events.mapping.values import MOST, UNKNOWN, Table, jointly, pointless, rivals
from ceasefire.events.rows import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceasefire.events.cells import Cells
    from ceasefire.events.mapping.context import Context
    from ceasefire.events.mapping.schema import RuleDoc
    from ceasefire.rulebook.documents import Step

__all__ = ["constant", "listed", "party", "several", "text", "unlisted"]

FLAGS: Final = Table(
    dict.fromkeys(("yes", "y", "true", "1"), True) | dict.fromkeys(("no", "n", "false", "0"), False)
)
MOST_SOURCES: Final = 20
LONGEST: Final = 300
MOST_ALLIES: Final = 4


def constant(value: Any) -> Rule:  # noqa: ANN401  (any value of an event)
    """Return what says the same of every row."""
    return Rule((), lambda _: None if value == "" else value)


def text(context: Context, doc: RuleDoc, path: Step) -> Rule:
    """Return what takes a cell as it stands, unless it is listed."""
    columns = context.column(doc.column, (*path, "column"))
    table = context.table("", doc.values, (*path, "values"))

    def read(cells: Cells) -> Any:  # noqa: ANN401  (a value of any type)
        _, cell = first_of(cells, columns)
        found, value = table.find(cell)
        return value if found else cell or doc.blank

    return Rule(columns, read)


def several(context: Context, doc: RuleDoc, path: Step) -> Rule:
    """Return what takes all that is in some columns."""
    columns = context.column(doc.column, (*path, "column"))

    def read(cells: Cells) -> list[str]:
        texts = [cells.text(column) for column in columns]
        parts = [part for each in texts for part in split(each, doc.split)]
        return [part[:LONGEST] for part in dict.fromkeys(parts)][:MOST_SOURCES]

    return Rule(columns, read)


def split(cell: str, separator: str) -> list[str]:
    """Return what stands in one cell."""
    parts = cell.split(separator) if separator else [cell]
    return [part.strip() for part in parts if part.strip()]


# --- values from lists ---


def listed(context: Context, doc: RuleDoc, path: Step, field: str) -> Rule:
    """Return what reads a field whose values are those of a vocabulary."""
    columns = context.column(doc.column, (*path, "column"))
    table = context.table(field, doc.values, (*path, "values"))
    if not table and context.taxonomy.fields[field].type == "flag":
        table = FLAGS
    meaning = lookup(context, doc, path, field, table)
    blank = None if doc.blank is None else context.value(field, doc.blank, (*path, "blank"))

    def read(cells: Cells) -> Any:  # noqa: ANN401  (a value of any type)
        column, cell = first_of(cells, columns)
        if not cell:
            return blank
        return jointly([meaning(cells, column, part) for part in split(cell, doc.split)])

    return Rule(columns, read)


def lookup(
    context: Context, doc: RuleDoc, path: Step, field: str, table: Table
) -> Callable[[Cells, str, str], Any]:
    """Return what finds the meaning of a cell; what is not listed is noted."""
    other = None
    if doc.otherwise is not None:
        other = context.value(field, doc.otherwise, (*path, "otherwise"))

    def meaning(cells: Cells, column: str, cell: str) -> Any:  # noqa: ANN401  (a value of any type)
        found, value = table.find(cell)
        if found:
            return value
        if other is not None:
            return other
        if not table:
            return cell
        cells.note(unlisted(column, cell, context.feed, table))
        return UNKNOWN

    return meaning


def unlisted(column: str, cell: str, feed: str, table: Table) -> str:
    """Return the note that a cell is not listed."""
    hint = table.like(cell)
    note = f"{column}: `{shown(cell)}` is not listed by {feed}: taken as unknown"
    return f"{note}; {hint}" if hint else note


def as_parts(value: Any) -> tuple[Any, list[dict[str, Any]]]:  # noqa: ANN401  (a value of any type)
    """Return a kind, and the parts of an event of which several things happened."""
    if isinstance(value, dict) and ALL_OF in value:
        kinds = value[ALL_OF]
        return {"one_of": kinds}, [{"kind": kind} for kind in kinds]
    return value, []


# --- parties ---


def party(context: Context, doc: RuleDoc, path: Step, field: str) -> Rule:
    """Return what reads who acted, or whom it was done to."""
    reader = PartyReader(context, doc, path, field)
    return Rule(reader.all, reader.read)


class PartyReader:
    """Reads parties from a column of names, and perhaps one of codes and one of allies."""

    def __init__(self, context: Context, doc: RuleDoc, path: Step, field: str) -> None:
        """Find the columns."""
        assert context.taxonomy.fields[field].type in PARTIES  # noqa: S101  (who calls, knows)
        self.names = context.names
        self.doc = doc
        self.columns = context.column(doc.column, (*path, "column"))
        self.codes = context.column(doc.code, (*path, "code"))
        self.allies = context.column(doc.with_, (*path, "with"))
        self.all = tuple(dict.fromkeys((*self.columns, *self.codes, *self.allies)))
        self.table = context.table(field, doc.values, (*path, "values"))
        self.bare = doc.brackets == "aside"
        self.blank = (
            None if doc.blank is None else context.value(field, doc.blank, (*path, "blank"))
        )
        self.other = (
            None
            if doc.otherwise is None
            else context.value(field, doc.otherwise, (*path, "otherwise"))
        )

    def read(self, cells: Cells) -> Any:  # noqa: ANN401  (a value of any type)
        """Return who it was."""
        _, name = first_of(cells, self.columns)
        _, code = first_of(cells, self.codes)
        found, listed = self.table.find(name) if name else (False, None)
        if code and not (found and listed is not None):
            written = self.names.code(self.doc.book, pointless(code))
            if written:
                return self.beside(cells, written)
        if not name:
            return self.blank
        return self.beside(cells, jointly([self.one(each) for each in split(name, self.doc.split)]))

    def one(self, name: str) -> Any:  # noqa: ANN401  (a value of any type)
        """Return one name as an event has it."""
        found, value = self.table.find(name)
        if found:
            return value
        known = self.names.written(name, self.doc.book, bare=self.bare)
        if self.other is not None and known == name and not self.names.known(name):
            return self.other
        return known

    def beside(self, cells: Cells, actor: Any) -> Any:  # noqa: ANN401  (a value of any type)
        """Return an actor alone, or with any of those who may have acted with it."""
        if not self.allies or actor in (None, "", UNKNOWN):
            return actor
        names = [
            self.names.known(str(value), self.doc.book)
            for column in self.allies
            for name in split(cells.text(column), self.doc.split or ";")
            if isinstance(value := self.one(name), str)
        ]
        plain = [name for name in dict.fromkeys(names) if name and name != actor]
        if not plain or not self.doc.with_:
            return actor
        groups = [
            list(group)
            for size in range(len(plain[:MOST_ALLIES]) + 1)
            for group in combinations(plain[:MOST_ALLIES], size)
        ]
        options = [jointly([each, *group]) for each in rivals(actor) for group in groups]
        return {"one_of": options} if len(options) <= MOST else UNKNOWN
