"""Findings written beside the feed's own values: one row each, all or nothing.

The output appears under its name only once it is complete. Rows that could not
be read or decided go to a file beside it, ``<name>.rejects.csv``.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Any, Final, Self

from ceasefire.errors import InputError, UsageError
from ceasefire.events.flatten import flatten
from ceasefire.findings.redaction import Redaction, checked_decimals
from ceasefire.findings.replacement import Replacement, earlier, rejects_of, vacancy
from ceasefire.findings.sinks import CsvSink, GeoJsonSink, JsonLinesSink, Layout, dumps
from ceasefire.findings.spool import NumeralSpool, Spool
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterable, Mapping
    from types import TracebackType

    from ceasefire.errors import Problem
    from ceasefire.events.feeds import Feed
    from ceasefire.events.rows import Record
    from ceasefire.events.unknowns import Unknowns
    from ceasefire.findings.finding import Finding, Provenance
    from ceasefire.findings.sinks import Sink
    from ceasefire.rulebook.model import Rulebook

__all__ = ["ADDED", "SINKS", "FindingWriter", "own_name"]

ADDED: Final = (
    "verdict",
    "possible",
    "possible_any_reading",
    "settled",
    "instrument",
    "provision",
    "ground",
    "depends_on",
    "because",
    "notes",
)
"""The columns of a finding, in order."""

APART: Final = "feed."
"""What stands before a column of the feed that is called like one of a finding."""

NOTHING: Final = "no-event"
"""The code of the problem that not one row of a feed could be decided."""


def parquet(handle: IO[bytes], layout: Layout) -> Sink:
    """Open a Parquet sink, and Arrow only then."""
    from ceasefire.findings.parquet_sink import ParquetSink  # noqa: PLC0415  (loaded when wanted)

    return ParquetSink(handle, layout)


SINKS: Final[dict[str, tuple[Callable[[IO[bytes], Layout], Sink], tuple[str, ...], bool]]] = {
    "csv": (CsvSink, (".csv",), True),
    "jsonl": (JsonLinesSink, (".jsonl", ".ndjson"), False),
    "parquet": (parquet, (".parquet", ".pq"), True),
    "geojson": (GeoJsonSink, (".geojson",), True),
}
"""By format: what writes it, its extensions, and whether it is a table."""

TYPED: Final = frozenset({"parquet", "geojson"})
"""The tables whose columns have types, so that numbers in texts of CSV become such."""


class FindingWriter:
    """Writes findings of a feed to a file, or with ``-`` to the standard output.

    The format is that of the extension, or ``format``; JSONL for ``-``.
    ``rulebook`` tells which fields are lists in tables, ``provenance`` goes into
    Parquet and GeoJSON, ``coarsen`` and ``no_sources`` are those of
    :class:`~ceasefire.findings.redaction.Redaction`. To be used in a ``with``
    statement: on an error nothing is left behind, nor anything overwritten; but where not
    one row of the feed could be decided, the rejected rows are written all the same. What
    is of an earlier run then is told by notes on the error.

    ``written`` and ``rejected`` count rows; ``complete`` says that the file is in
    its place, and ``rejects`` is that of rejected rows once there is one. With
    ``-`` these are counted only.

    Raises :class:`~ceasefire.errors.UsageError` for a place that cannot be
    written to.
    """

    def __init__(  # noqa: PLR0913  (each a choice of its own)
        self,
        place: str | os.PathLike[str],
        feed: Feed,
        *,
        format: str | None = None,  # noqa: A002  (the word of the command line)
        rulebook: Rulebook | None = None,
        provenance: Provenance | None = None,
        coarsen: int | None = None,
        no_sources: bool = False,
    ) -> None:
        """Settle what is to be written; nothing is yet."""
        decimals = checked_decimals(coarsen)
        if place == "":
            raise UsageError("the output has no name; name a file, or `-` for standard output")
        self.path = None if place == "-" else Path(place)
        self.format: str = format_of(self.path, format)
        self.feed = feed
        self.rulebook: Rulebook | None = rulebook
        self.redaction = Redaction.of(feed, coarsen=decimals, no_sources=no_sources)
        self.provenance: dict[str, Any] | None = None if provenance is None else asdict(provenance)
        self.written: int = 0
        self.rejected: int = 0
        self.complete: bool = False
        self.rejects: Path | None = None
        self._output = self._rejected = None
        if self.path is not None:
            check(self.path, feed)
            self._output = Replacement(self.path)
            self._rejected = Replacement(rejects_of(self.path))

    # --- rows ---

    def write(self, record: Record, finding: Finding) -> None:
        """Write the finding of a record."""
        own = self.redacted(record.raw)
        if self.feed.columns is None or self._renames:
            own = {own_name(key): value for key, value in own.items()}
        self._sink.write(own, finding.row(), self._point(record))
        self.written += 1

    def redacted(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return the feed's own values of a row as they may be shown, flat if need be."""
        own = self.redaction.row(raw)
        return flatten(own, self.rulebook) if self._flattens else own

    def reject(self, record: Record, problems: Iterable[Problem] | None = None) -> None:
        """Write a record that has no finding, with its problems or those given.

        Each problem is a row; the values of the record stand in the first of them.
        """
        self.rejected += 1
        if self._rejected is None:
            return
        # What could not be taken apart cannot be redacted either.
        hidden = self.redaction.active and (set(record.raw) <= {"text"} or "" in record.raw)
        raw = "" if hidden else dumps(self.redaction.row(record.raw))
        for problem in record.problems if problems is None else problems:
            message = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
            row = {
                "line": record.line or None,
                "code": problem.code,
                "message": message,
                "raw": raw,
            }
            self.tell(row)
            raw = ""

    def list_unknown(self, unknowns: Unknowns) -> None:
        """Write the names and codes that nobody knows, each with the rows that have it."""
        for row in unknowns.rejects():
            self.tell(row)

    def tell(self, row: Mapping[str, Any]) -> None:
        """Write a row beside the output: its line, code, message and raw values."""
        if self._rejected is None:
            return
        if self._rejected.handle is None:
            names = ("line", "code", "message", "raw")
            layout = Layout(dict.fromkeys(names, "text"), (), verbatim=("raw",))
            self._rejects = CsvSink(self._rejected.open(), layout)
        self._rejects.write(row, {}, None)

    # --- the output as a whole ---

    def __enter__(self) -> Self:
        """Begin the output."""
        make, _, table = SINKS[self.format]
        self._flattens = table and self.feed.columns is None
        columns = [name for name in self.feed.columns or () if self.redaction.keeps(name)]
        self._renames = any(own_name(name) != name for name in columns)
        own = {own_name(name): self._type(name) for name in columns}
        try:
            self._handle: IO[bytes] = self._output.open() if self._output else sys.stdout.buffer
            self._sink = self._opened(make, own)
        except BaseException:
            self._discard()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Complete the output, or on an error leave it as it was."""
        try:
            if kind is None:
                self._sink.finish()
                self._finish_rejects()
                self._commit()
            elif isinstance(error, InputError):
                self._explain(error)
        finally:
            if kind is not None:
                self._sink.abandon()
            self._discard()

    def _finish_rejects(self) -> bool:
        """Complete the rejected rows, and return whether there are any."""
        if self._rejected is None or self._rejected.handle is None:
            return False
        self._rejects.finish()
        return True

    def _explain(self, error: InputError) -> None:
        """Keep the rows of a feed that has no other, and say which files are of this run."""
        nothing = any(problem.code == NOTHING for problem in error.problems)
        if nothing and self._finish_rejects():
            assert self._rejected is not None  # noqa: S101  (it holds rows)
            self._rejected.commit()
            self.rejects = self._rejected.target
            error.add_note(f"all of these rows are in {self.rejects}")
        if self.path is not None and (told := earlier(self.path, self.rejects)):
            error.add_note(told)

    def _opened(self, make: Callable[[IO[bytes], Layout], Sink], own: dict[str, Any]) -> Sink:
        """Return what takes the rows: a spool where types show only in all of them."""

        def settled(types: dict[str, Any]) -> Sink:
            return make(self._handle, self._layout(types))

        if self._flattens:
            return Spool(settled)
        if self.format in TYPED and self.feed.schema is None:
            return NumeralSpool(settled, own)
        return settled(own)

    def _discard(self) -> None:
        for replacement in (self._output, self._rejected):
            if replacement is not None:
                replacement.discard()

    def _commit(self) -> None:
        if self._output is None or self._rejected is None:
            return
        # Two files cannot take their places at once, so what an interruption leaves must
        # never look whole while rows are missing unseen. New rejects go first: an output
        # without them would hide that rows are missing, while rejects beside an earlier
        # output only tell of too many. Earlier rejects go last, for the same reason.
        told = self._rejected.handle is not None
        if told:
            self._rejected.commit()
            self.rejects = self._rejected.target
        self._output.commit()
        self.complete = True
        if not told:
            # Those of an earlier run would be taken for rejects of this one.
            self._rejected.remove()

    def _layout(self, own: dict[str, Any]) -> Layout:
        return Layout(own, ADDED, self.provenance)

    def _type(self, column: str) -> Any:  # noqa: ANN401  (a word, or Arrow's)
        return "text" if self.feed.schema is None else self.feed.schema.field(column).type

    def _point(self, record: Record) -> tuple[float, float] | None:
        where = record.event.where if record.event is not None else None
        if self.format != "geojson" or not isinstance(where, dict):
            return None
        try:
            lon, lat = (float(where[key]) for key in ("lon", "lat"))
        except (KeyError, TypeError, ValueError):
            return None
        return self.redaction.rounded(lon), self.redaction.rounded(lat)


def format_of(path: Path | None, named: str | None) -> str:
    """Return the format of an output."""
    if named is not None:
        if named in SINKS:
            return named
        listed, hint = ", ".join(SINKS), did_you_mean(named, SINKS)
        message = f"there is no output format `{named}`; there are {listed}"
        raise UsageError(f"{message}; {hint}" if hint else message)
    if path is None:
        return "jsonl"
    extension = PurePath(path).suffix.casefold()
    for name, (_, extensions, _) in SINKS.items():
        if extension in extensions:
            return name
    listed = ", ".join(item for _, each, _ in SINKS.values() for item in each)
    raise UsageError(f"`{path}`: the extension says no output format; use one of {listed}")


def check(path: Path, feed: Feed) -> None:
    """Refuse a place that is no file of its own."""
    vacancy(path)
    source = Path(feed.name)
    if path.exists() and source.exists() and source.samefile(path):
        raise UsageError(f"`{path}` is the feed itself; choose another name for the output")


def own_name(column: str, added: Collection[str] = ADDED) -> str:
    """Return a column of the feed under a name that none of the columns that are added has.

    One that is called like these gets a ``feed.`` before it, and one more where it has some
    already. So the name hangs on no other column: rows of documents, whose keys differ, have
    what is the same in the same column, and no two columns become one.
    """
    bare = column
    while bare.startswith(APART):
        bare = bare.removeprefix(APART)
    return f"{APART}{column}" if bare in added else column
