"""Large tables of Parquet as shares of work: references to row groups travel, not rows.

What machinery such as Dask or Spark has to do is little: take :attr:`Job.work` to each of
:attr:`Job.shares`, wherever, and hand what comes of it to :meth:`Job.finish`.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Final, NamedTuple, Self, TypedDict

import pyarrow as pa
import pyarrow.parquet as pq

from ceasefire.book import Book, load
from ceasefire.errors import EventError, UsageError
from ceasefire.events.feeds import formats, read_feed
from ceasefire.tables.kernel import Kernel, Part
from ceasefire.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from ceasefire.errors import Problem

__all__ = ["Classified", "Job", "Options", "Share", "Work", "kernel_of", "shares_of"]

ROWS: Final = 1 << 20
"""About how many rows a share has; it takes a second or so."""

EXTENSIONS: Final = (".parquet", ".pq")


class Options(TypedDict, total=False):
    """What is wanted of the findings; the default of each is nothing special.

    ``format``, ``columns``, ``keep`` and ``strict`` are those of
    :class:`~ceasefire.tables.kernel.Kernel`. ``rows`` is how many rows a share may have,
    if it has more than one row group.
    """

    format: str | None
    columns: Sequence[str] | None
    keep: Sequence[str] | None
    strict: bool
    rows: int


class Share(NamedTuple):
    """Row groups of a Parquet file, and the name of the file that their findings go to."""

    path: str
    row_groups: tuple[int, ...]
    name: str


@dataclass(frozen=True)
class Classified:
    """What became of a table: the folder, and the parts in it in the order of the rows.

    A row without a finding is in its part nevertheless; its notes say why.
    """

    folder: str
    parts: tuple[Part, ...]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(part.rows for part in self.parts)

    @property
    def rejected(self) -> int:
        """How many of them could not be read or decided."""
        return sum(part.rejected for part in self.parts)

    @property
    def aside(self) -> int:
        """How many of them are no event."""
        return sum(part.aside for part in self.parts)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the first of the rejected rows of each part."""
        return tuple(problem for part in self.parts for problem in part.problems)


@dataclass(frozen=True)
class Work:
    """What is done with each share. It can be pickled, and done again without harm.

    All that it takes goes along, the rulebook too; what is heavy is made once in each
    process that it arrives in.
    """

    kernel: Kernel
    folder: str
    version: str = __version__

    def __call__(self, share: Share) -> Part | EventError:
        """Write the findings of a share.

        An error in an event is returned, since trying again would not help; any other
        may be the network's, and is raised.
        """
        if self.version != __version__:
            # Findings of two versions in one table could not be told apart.
            message = f"a worker has version {__version__} of ceasefire, and not {self.version}"
            raise UsageError(message)
        target = Path(self.folder) / share.name
        try:
            part = self.kernel.write_row_groups(share.path, share.row_groups, target)
        except EventError as error:
            return error
        return part._replace(path=share.name)


class Job:
    """A folder of findings in the making; it appears under its name once it is complete.

    ``source`` is a Parquet file, a folder of them, or several of either; ``rules`` a
    :class:`~ceasefire.book.Book`, or what :func:`ceasefire.load` takes. To be used in a
    ``with`` statement: on an error nothing is left behind.

    Raises :class:`~ceasefire.errors.UsageError` for a folder that holds something or
    cannot be made, and what :func:`kernel_of` and :func:`shares_of` raise.
    """

    def __init__(
        self,
        source: str | PathLike[str] | Iterable[str | PathLike[str]],
        folder: str | PathLike[str],
        rules: Book | str | PathLike[str],
        options: Options,
    ) -> None:
        """Settle what is to be done; nothing is yet."""
        # Workers have working directories of their own.
        self.folder = Path(folder).absolute()
        vacant(self.folder)
        self.kernel = kernel_of(rules, options)
        self.shares = shares_of(self.kernel, source, options.get("rows", ROWS))
        self._draft = self.folder.with_name(f".{self.folder.name[:80]}.{token_hex(4)}.part")

    @property
    def work(self) -> Work:
        """What is to be done with each share."""
        return Work(self.kernel, str(self._draft))

    def finish(self, results: Iterable[Part | EventError]) -> Classified:
        """Put the folder in its place; raises the errors among the results, as one.

        Raises :class:`~ceasefire.errors.UsageError` where a part cannot be seen from here.
        """
        parts: list[Part] = []
        problems: list[Problem] = []
        for result in results:
            if isinstance(result, EventError):
                problems += result.problems
            else:
                parts.append(result)
        if problems:
            raise EventError(problems)
        for part in parts:
            if not (self._draft / part.path).is_file():
                message = f"`{part.path}` was written where it cannot be seen from here"
                raise UsageError(f"{message}; name a folder that all workers share")
        self._commit()
        parts.sort(key=lambda part: part.path)
        whole = (part._replace(path=str(self.folder / part.path)) for part in parts)
        return Classified(str(self.folder), tuple(whole))

    def _commit(self) -> None:
        for left in self._draft.glob(".*.part"):  # of a worker that died, or came too late
            left.unlink(missing_ok=True)
        try:
            if self.folder.exists():
                self.folder.rmdir()
            self._draft.rename(self.folder)
        except OSError as error:
            raise UsageError(f"`{self.folder}` cannot be written: {error.strerror}") from error

    def __enter__(self) -> Self:
        """Begin the folder, under another name beside it."""
        try:
            self._draft.mkdir()
        except OSError as error:
            raise UsageError(f"`{self.folder}` cannot be written: {error.strerror}") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what was not put in its place."""
        shutil.rmtree(self._draft, ignore_errors=True)


def vacant(folder: Path) -> None:
    """Refuse a folder that holds something: it would be mixed up with what is to come."""
    if not folder.parent.is_dir():
        raise UsageError(f"`{folder}`: there is no folder `{folder.parent}`")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"`{folder}` is no folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"`{folder}` is not empty; name a new folder, or remove it first")


def kernel_of(rules: Book | str | PathLike[str], options: Options) -> Kernel:
    """Return the kernel for some rules: they are read here, and travel as they are.

    Raises what :func:`ceasefire.load` raises, and :class:`~ceasefire.errors.UsageError`
    for a column that no finding has.
    """
    book = rules if isinstance(rules, Book) else load(rules)
    form = options.get("format")
    if form is not None and form not in formats():
        form = str(Path(form).absolute())  # a mapping file: it is read where the work is done
    return Kernel.of(
        book,
        format=form,
        columns=options.get("columns"),
        keep=options.get("keep"),
        strict=options.get("strict", False),
    )


# --- shares ---


def shares_of(
    kernel: Kernel,
    source: str | PathLike[str] | Iterable[str | PathLike[str]],
    rows: int = ROWS,
) -> list[Share]:
    """Return a table in shares, in the order of its rows; at least one.

    Nothing but the footers of the files is read. Raises
    :class:`~ceasefire.errors.UsageError` for files that are not of one table, and what
    :func:`~ceasefire.events.feeds.read_feed` raises.
    """
    if rows < 1:
        raise UsageError(f"rows: {rows} is no number of rows")
    paths = list(files(source))
    if not paths:
        raise UsageError("there is no file to classify")
    first: pa.Schema | None = None
    found: list[tuple[str, tuple[int, ...]]] = []
    for path in paths:
        schema = schema_of(kernel, path)
        if first is None:
            first = schema
        elif schema != first:
            message = f"`{path}` has not the columns and types of `{paths[0]}`"
            raise UsageError(f"{message}; classify them apart")
        found += [(str(path), groups) for groups in together(path, rows)]
    # A table without rows is a table nevertheless.
    found = found or [(str(paths[0]), ())]
    width = max(5, len(str(len(found))))
    return [
        Share(path, groups, f"part-{number:0{width}}.parquet")
        for number, (path, groups) in enumerate(found)
    ]


def schema_of(kernel: Kernel, path: Path) -> pa.Schema:
    """Return the schema of the findings of a file; whatever is wrong shows here already."""
    feed = read_feed(path, kernel.format, rulebook=kernel.book.rulebook)
    if feed.container != "parquet":
        message = f"`{path}` is no Parquet file, and only these have row groups to share out"
        raise UsageError(message)
    return kernel.schema(feed.schema)


def together(path: Path, rows: int) -> Iterator[tuple[int, ...]]:
    """Yield the row groups of a file, as many together as have so many rows."""
    metadata = pq.read_metadata(path)
    groups: list[int] = []
    held = 0
    for number in range(metadata.num_row_groups):
        more = metadata.row_group(number).num_rows
        if groups and held + more > rows:
            yield tuple(groups)
            groups, held = [], 0
        if more:
            groups.append(number)
            held += more
    if groups:
        yield tuple(groups)


def files(source: str | PathLike[str] | Iterable[str | PathLike[str]]) -> Iterator[Path]:
    """Yield the files of a table: of a folder those that Parquet's readers take, by name."""
    for each in [source] if isinstance(source, (str, PathLike)) else source:
        path = Path(each).absolute()
        if not path.is_dir():
            yield path
            continue
        seen = sorted(item for item in path.iterdir() if not item.name.startswith((".", "_")))
        if any(item.is_dir() for item in seen):
            # Their names may be values of columns, which no file in them has.
            raise UsageError(f"`{path}` has folders in it; name those that hold the files")
        yield from (item for item in seen if item.suffix.casefold() in EXTENSIONS)
