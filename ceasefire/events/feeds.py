"""Feeds: which format a file has, and its rows as events, none of them dropped."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.errors import Problem, UsageError
from ceasefire.events.binary import not_text
from ceasefire.events.dialects import DIALECTS, NATIVE, dialect_of, pieces_of, unheaded
from ceasefire.events.event import Event
from ceasefire.events.rows import Meaning, Piece, Reader, Record, RowError, Rows, together
from ceasefire.events.shape import ShapeError
from ceasefire.events.source import Source
from ceasefire.terms.likeness import did_you_mean
from ceasefire.terms.times import zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike
    from zoneinfo import ZoneInfo

    from ceasefire.events.mapping.load import Mapping
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

MAPPINGS: Final = frozenset({".yaml", ".yml"})
"""Extensions of mapping files."""


def formats() -> tuple[str, ...]:
    """Return the names that ``format`` may have."""
    return (*CONTAINERS, *DIALECTS, NATIVE)


@dataclass
class Feed:
    """A feed opened for reading: an iterable of :class:`Record`.

    ``name`` is its path; ``container`` and ``dialect`` say what it was taken
    for; ``columns`` are the feed's own if it is a table; ``schema`` is its Arrow
    schema if it has one. A file can be read again, a stream only once.

    ``pieces`` say what groups of a table's columns mean, each apart from the others;
    of documents there are none. A table is ``bare`` if it has no header, and its columns
    were told by its format; it is ``mapped`` if a mapping file says what they mean.
    """

    name: str
    container: str
    dialect: str
    columns: tuple[str, ...] | None
    schema: Any = field(repr=False)
    pieces: tuple[Piece, ...] | None = field(repr=False)
    bare: bool
    mapped: bool
    _rows: Rows = field(repr=False)
    _reader: Reader = field(repr=False)
    _zone: ZoneInfo | None = field(repr=False, default=None)

    @property
    def opened(self) -> Any:  # noqa: ANN401  (each container has more to it than rows)
        """The container that the rows are read from."""
        return self._rows

    def __iter__(self) -> Iterator[Record]:
        """Yield every row."""
        return self.rows()

    def rows(self) -> Iterator[Record]:
        """Yield every row: its event, or the problems that prevent one.

        Raises :class:`~ceasefire.errors.FeedError` where reading cannot go on.
        """
        first: dict[str, int] = {}
        for row in self._rows.rows():
            record = self.record(row)
            if record.event is not None:
                earlier = first.get(record.event.id)
                if earlier is None:
                    first[record.event.id] = row.line
                else:
                    place = "row" if self.container == "parquet" else "line"
                    record.event.notes.insert(0, f"the id was used before, in {place} {earlier}")
            yield record

    def record(self, row: Row) -> Record:
        """Return the record of a row."""
        if row.problems:
            return Record(row.line, row.raw, None, row.problems)
        flaws: tuple[Problem, ...] = ()
        try:
            data, notes, aside = self._reader(row.raw)
        except RowError as error:
            flaws = error.problems(self.name, row.line)
            if error.rest is None:
                return Record(row.line, row.raw, None, flaws)
            data, notes, aside = error.rest, (), ""
        if aside:
            return Record(row.line, row.raw, None, aside=aside)
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

    ``format`` is one of :func:`formats`, or the path of a mapping file, ``*.yaml``;
    without it a file is known by its extension, a stream by its first bytes, and a
    table in a data set's own columns by these. ``rulebook`` tells the fields that it
    declares, and which names and codes of a data set it knows.

    Raises :class:`~ceasefire.errors.FeedError` for a feed that cannot be read at
    all, :class:`~ceasefire.errors.UsageError` for an unknown format. A row that
    cannot be read is a :class:`Record` with problems.
    """
    mapping = mapping_of(format)
    opened = Source(source)
    container = format if format in CONTAINERS else container_of(opened)
    rows = rows_of(opened, container, mapping, format)
    dialect = format if format in DIALECTS or format == NATIVE else dialect_of(rows.columns)
    if mapping is None:
        pieces = pieces_of(opened, dialect, rows.columns, rulebook)
    else:
        pieces = mapping.pieces(rows.columns, rulebook)
    return Feed(
        name=opened.name,
        container=container,
        dialect=dialect if mapping is None else mapping.name,
        columns=rows.columns,
        schema=rows.schema,
        pieces=None if rows.columns is None else pieces,
        bare=getattr(rows, "bare", False),
        mapped=mapping is not None,
        _rows=rows,
        _reader=as_native if pieces is None else together(pieces),
        _zone=None if rulebook is None else zone(rulebook.timezone),
    )


def rows_of(
    source: Source, container: str, mapping: Mapping | None = None, form: str | None = None
) -> Rows:
    """Return the rows of a source, whose first line need not be a header.

    Of a stream that is named, the beginning is not waited for.
    """
    module = import_module(CONTAINERS[container].module)
    if container == "csv":
        if mapping:
            columns = tuple(mapping.doc.columns)
        else:
            known = form in CONTAINERS and source.once
            columns = () if known or form == NATIVE else unheaded(source, form)
        rows: Rows = module.open_rows(source, columns or None)
    else:
        rows = module.open_rows(source)
    return rows


def mapping_of(form: str | None) -> Mapping | None:
    """Return the mapping that a format is the path of, or nothing where it has a name."""
    if form is None or form in formats():
        return None
    if PurePath(form).suffix.casefold() in MAPPINGS:
        from ceasefire.events.mapping.load import load  # noqa: PLC0415  (only where it is used)

        return load(form)
    listed = ", ".join(formats())
    hint = did_you_mean(form, formats())
    message = f"there is no format `{form}`; there are {listed}, and mapping files, `*.yaml`"
    raise UsageError(f"{message}; {hint}" if hint else message)


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


def as_native(raw: Any) -> Meaning:  # noqa: ANN401  (a value of any type)
    """Take a row for the event that it is."""
    return Meaning(raw)
