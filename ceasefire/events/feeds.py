"""Feeds: which format a file has, and its rows as events, none of them dropped."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.errors import FeedError, Problem, UsageError
from ceasefire.events.binary import not_text
from ceasefire.events.event import Event
from ceasefire.events.keys import stray_columns
from ceasefire.events.rows import Meaning, Reader, Record, RowError, Rows
from ceasefire.events.shape import ShapeError
from ceasefire.events.source import Source
from ceasefire.terms.likeness import did_you_mean, misspelt, near
from ceasefire.terms.times import zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from os import PathLike
    from zoneinfo import ZoneInfo

    from ceasefire.events.rows import Row
    from ceasefire.rulebook.model import Rulebook

__all__ = ["CONTAINERS", "DIALECTS", "Feed", "Record", "formats", "read_feed"]


class Container(NamedTuple):
    """How rows are stored: a module with ``open_rows``, known by its extensions."""

    module: str
    extensions: tuple[str, ...]


CONTAINERS: Final = {
    "jsonl": Container("ceasefire.events.jsonl", (".jsonl", ".ndjson")),
    "json": Container("ceasefire.events.json_document", (".json",)),
    "yaml": Container("ceasefire.events.yaml_document", (".yaml", ".yml")),
    "csv": Container("ceasefire.events.csv_table", (".csv", ".tsv")),
    "parquet": Container("ceasefire.events.parquet_table", (".parquet", ".pq")),
}

DIALECTS: Final = {
    "ucdp-ged": "ceasefire.events.ucdp_ged",
}
"""What rows mean where they are no native events: modules with ``matches`` and ``reader``."""

NATIVE: Final = "native"
REQUIRED: Final = (("id",), ("kind",), ("when", "when.from", "when.until"))
PERIOD: Final = "`when.from` and `when.until`"


def formats() -> tuple[str, ...]:
    """Return the names that ``format`` may have."""
    return (*CONTAINERS, *DIALECTS, NATIVE)


@dataclass
class Feed:
    """A feed opened for reading: an iterable of :class:`Record`.

    ``name`` is its path; ``container`` and ``dialect`` say what it was taken
    for; ``columns`` are the feed's own if it is a table; ``schema`` is its Arrow
    schema if it has one. A file can be read again, a stream only once.
    """

    name: str
    container: str
    dialect: str
    columns: tuple[str, ...] | None
    schema: Any = field(repr=False)
    _rows: Rows = field(repr=False)
    _reader: Reader = field(repr=False)
    _zone: ZoneInfo | None = field(repr=False, default=None)

    def __iter__(self) -> Iterator[Record]:
        """Yield every row."""
        return self.rows()

    def rows(self) -> Iterator[Record]:
        """Yield every row: its event, or the problems that prevent one.

        Raises :class:`~ceasefire.errors.FeedError` where reading cannot go on.
        """
        first: dict[str, int] = {}
        for row in self._rows.rows():
            record = self._record(row)
            if record.event is not None:
                earlier = first.get(record.event.id)
                if earlier is None:
                    first[record.event.id] = row.line
                else:
                    place = "row" if self.container == "parquet" else "line"
                    record.event.notes.append(f"the id was used before, in {place} {earlier}")
            yield record

    def _record(self, row: Row) -> Record:
        if row.problems:
            return Record(row.line, row.raw, None, row.problems)
        flaws: tuple[Problem, ...] = ()
        try:
            data, notes = self._reader(row.raw)
        except RowError as error:
            flaws = error.problems(self.name, row.line)
            if error.rest is None:
                return Record(row.line, row.raw, None, flaws)
            data, notes = error.rest, ()
        # A feed's own remarks are not ours; they stay among its own values.
        stated = {key: value for key, value in data.items() if key != "notes"}
        columns = (self.columns if self.dialect == NATIVE else None) or ()
        try:
            event = Event.read(
                stated, file=self.name, line=row.line, columns=columns, zone=self._zone
            )
        except ShapeError as error:
            return Record(row.line, row.raw, None, (*flaws, *error.problems), error.rest)
        if flaws:
            return Record(row.line, row.raw, None, flaws, event)
        event.notes.extend(notes)
        return Record(row.line, row.raw, event)


def read_feed(
    source: str | PathLike[str] | IO[Any],
    format: str | None = None,  # noqa: A002  (the word of the command line)
    *,
    rulebook: Rulebook | None = None,
) -> Feed:
    """Open a feed: a path, a stream, or ``-`` for the standard input.

    ``format`` is one of :func:`formats`; without it a file is known by its
    extension, a stream by its first bytes, and a table in a data set's own
    columns by these. ``rulebook`` tells the fields that it declares, and which
    codes of a data set it knows.

    Raises :class:`~ceasefire.errors.FeedError` for a feed that cannot be read at
    all, :class:`~ceasefire.errors.UsageError` for an unknown format. A row that
    cannot be read is a :class:`Record` with problems.
    """
    if format is not None and format not in formats():
        listed = ", ".join(formats())
        hint = did_you_mean(format, formats())
        message = f"there is no format `{format}`; there are {listed}"
        raise UsageError(f"{message}; {hint}" if hint else message)
    opened = Source(source)
    container = format if format in CONTAINERS else container_of(opened)
    rows: Rows = import_module(CONTAINERS[container].module).open_rows(opened)
    dialect = format if format in DIALECTS or format == NATIVE else dialect_of(rows.columns)
    return Feed(
        name=opened.name,
        container=container,
        dialect=dialect,
        columns=rows.columns,
        schema=rows.schema,
        _rows=rows,
        _reader=reader_of(opened, dialect, rows.columns, rulebook),
        _zone=None if rulebook is None else zone(rulebook.timezone),
    )


def container_of(source: Source) -> str:
    """Return the container of a source, by its extension or its first bytes."""
    if source.path is None:
        return sniffed(source.head())
    extension = PurePath(source.name).suffix.casefold()
    for name, container in CONTAINERS.items():
        if extension in container.extensions:
            return name
    what = not_text(source.head())
    if what:
        raise source.failure("not-text", *what)
    known = ", ".join(item for each in CONTAINERS.values() for item in each.extensions)
    message = f"the extension `{extension}` is not known" if extension else "there is no extension"
    raise source.failure("unknown-format", message, f"name the format, or use one of {known}")


def sniffed(head: bytes) -> str:
    """Return the container that a stream with these first bytes is."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"PAR1"):
        return "parquet"
    if text.startswith(b"["):
        return "json"
    if not text.startswith(b"{"):
        return "csv"
    # An object that ends with its line is one of many; one that does not is a document.
    first, _, more = text.partition(b"\n")
    return "jsonl" if first.rstrip().endswith(b"}") or not more else "json"


def dialect_of(columns: tuple[str, ...] | None) -> str:
    """Return the dialect of a table, known by its columns."""
    if columns is not None:
        for name, module in DIALECTS.items():
            if import_module(module).matches(columns):
                return name
    return NATIVE


def reader_of(
    source: Source, dialect: str, columns: tuple[str, ...] | None, rulebook: Rulebook | None
) -> Reader:
    """Return what reads the rows; refuse a table that lacks what every row needs."""
    if dialect != NATIVE:
        module = import_module(DIALECTS[dialect])
        absent = sorted(module.COLUMNS.difference(columns or module.COLUMNS))
        if absent:
            listed = ", ".join(f"`{name}`" for name in absent)
            raise source.failure("missing-column", f"the table is no {dialect}: it lacks {listed}")
        reader: Reader = module.reader(columns or (), rulebook)
        return reader
    if columns is None:
        return as_native
    from ceasefire.events import flat  # noqa: PLC0415  (only for tables)

    problems = list(missing_columns(source.name, columns, flat.fields_of(rulebook)))
    if rulebook is not None:  # else its fields are not known, and each event is looked at
        problems += [
            Problem(source.name, 0, 0, "unknown-column", stray.message, stray.hint, stray.key)
            for stray in stray_columns(columns, flat.fields_of(rulebook))
        ]
    if problems:
        raise FeedError(problems)
    return flat.reader(columns, rulebook)


def missing_columns(
    file: str, columns: tuple[str, ...], fields: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem if a table lacks a column that every row needs."""
    absent = [names for names in REQUIRED if not set(names) & set(columns)]
    if not absent:
        return
    listed = ", ".join(f"`{names[0]}`" for names in absent)
    hints = [f"`when` may be two columns, {PERIOD}"] if REQUIRED[-1] in absent else []
    free = [name for name in columns if name not in fields]
    for name, *_ in absent:
        like = [each for each in free if like_column(each, name)]
        hints += [f"is `{like[0]}` meant for `{name}`?"] if like else []
    hint = "; ".join(hints) or f"other formats: {', '.join(DIALECTS)}"
    yield Problem(file, 0, 0, "missing-column", f"the table has no column {listed}", hint)


def like_column(column: str, name: str) -> bool:
    """Return whether a column may be meant for another, which every row needs."""
    dated = name == "when" and any(word in column.casefold() for word in ("date", "time"))
    return dated or bool(misspelt(column, (name,)) or near(column, (name,)))


def as_native(raw: Any) -> Meaning:  # noqa: ANN401
    """Take a row for the event that it is."""
    return Meaning(raw)
