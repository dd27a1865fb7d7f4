"""Large tables of Parquet in shares: references to row groups travel, not rows."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pyarrow.parquet as pq

from ceasefire.errors import UsageError
from ceasefire.events.feeds import read_feed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from ceasefire.tables.kernel import Kernel

__all__ = ["ROWS", "Share", "shares_of"]

ROWS: Final = 1 << 20
"""How many rows a share may have, if nothing is said; it takes a second or so."""

EXTENSIONS: Final = (".parquet", ".pq")


class Share(NamedTuple):
    """Row groups of a Parquet file, and the name of the file that their findings go to."""

    path: str
    row_groups: tuple[int, ...]
    name: str


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
