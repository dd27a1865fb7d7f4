"""What a peer is given, and how those that take events one by one read them."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from peers.decision import Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["CannotExpress", "Run", "Task", "chunks", "key_of"]

BATCH: Final = 1024

if TYPE_CHECKING:
    Run = Callable[[int | None], Any]


class CannotExpress(Exception):  # noqa: N818  (it is no error)
    """A peer has no way of saying what the rules say; the text says why."""


class Task:
    """One race: a rulebook, a feed of so many rows, and for peers the plain rules."""

    def __init__(self, made: dict[str, Any]) -> None:
        """Take what was made for the race."""
        self.rules: str = made["rules"]
        self.events: str = made["events"]
        self.rows: int = made["rows"]
        self.uncertain: float = made["uncertain"]
        self._decision: str | None = made["decision"]

    @cached_property
    def decision(self) -> Decision:
        """The rules as plain expressions."""
        if self._decision is None:
            raise CannotExpress("knows certain events only")
        return Decision.read(Path(self._decision))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the rules ask about."""
        return tuple(self.decision.types)

    def records(self, limit: int | None) -> Iterator[dict[str, Any]]:
        """Yield events as plain mappings; times are whole microseconds."""
        yield from islice(self._records(), limit)

    def _records(self) -> Iterator[dict[str, Any]]:
        import pyarrow as pa  # noqa: PLC0415  (peers that do not need it go without)
        import pyarrow.parquet as pq  # noqa: PLC0415  (likewise)

        names = list(self.columns)
        keys = [key_of(name) for name in names]
        with pq.ParquetFile(self.events) as file:
            for batch in file.iter_batches(batch_size=BATCH, columns=names):
                columns = [
                    batch[name].cast(pa.int64()) if name == "when" else batch[name]
                    for name in names
                ]
                yield from pa.RecordBatch.from_arrays(columns, names=keys).to_pylist()

    def each(self, decide: Callable[[dict[str, Any]], str]) -> Run:
        """Return what decides events one by one."""
        return lambda limit: list(map(decide, self.records(limit)))


def key_of(column: str) -> str:
    """Return a column's name where a dot would mean something else."""
    return column.replace(".", "_")


def chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yield the items in lists of so many."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
