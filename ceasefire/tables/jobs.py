"""Large tables of Parquet classified in shares, by whatever machinery shares them out.

What machinery such as Dask or Spark has to do is little: take :attr:`Job.work` to each of
:attr:`Job.shares`, wherever, and hand what comes of it to :meth:`Job.finish`.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Self, TypedDict

from ceasefire.book import Book, load
from ceasefire.errors import EventError, UsageError
from ceasefire.events.feeds import formats
from ceasefire.tables.kernel import Kernel, Part
from ceasefire.tables.shares import ROWS, shares_of
from ceasefire.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike
    from types import TracebackType

    from ceasefire.errors import Problem
    from ceasefire.tables.shares import Share

__all__ = ["Classified", "Job", "Options", "Work", "kernel_of"]


class Options(TypedDict, total=False):
    """What is wanted of the findings; each may be left out.

    ``format``, ``columns``, ``keep`` and ``strict`` are those of
    :class:`~ceasefire.tables.kernel.Kernel`. ``rows`` is how many rows a share may have,
    if it has more than one row group.
    """

    format: str | None
    columns: Sequence[str] | None
    keep: Sequence[str] | None
    strict: bool
    rows: int


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
    cannot be made, and what :func:`kernel_of` and
    :func:`~ceasefire.tables.shares.shares_of` raise.
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
