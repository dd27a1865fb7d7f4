"""The columnar engine on Dask: workers get references to row groups of Parquet.

Needs the extra ``dask``, here and on the workers. Files and the folder of findings must
be where all workers see them under the same names; the rules travel with the work.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import EventError, MissingExtraError
from ceasefire.tables.ahead import cores
from ceasefire.tables.jobs import Classified, Job, kernel_of
from ceasefire.tables.shares import ROWS, shares_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike
    from typing import Unpack

    import pyarrow as pa
    from dask.delayed import Delayed
    from distributed import Client

    from ceasefire.book import Book
    from ceasefire.tables.jobs import Options, Work
    from ceasefire.tables.kernel import Kernel, Part
    from ceasefire.tables.shares import Share

__all__ = ["classify", "tables"]

RETRIES: Final = 3
"""How often a share is tried again, on another worker perhaps."""


def classify(
    source: str | PathLike[str] | Iterable[str | PathLike[str]],
    folder: str | PathLike[str],
    rules: Book | str | PathLike[str],
    *,
    client: Client | None = None,
    **options: Unpack[Options],
) -> Classified:
    """Write the findings of Parquet files to a folder, a file for each share of the rows.

    ``source`` is a file, a folder of them, or several of either; ``rules`` a book, or what
    :func:`ceasefire.load` takes; the options are those of
    :class:`~ceasefire.tables.jobs.Options`. Without a ``client`` all cores of this
    machine work, and stop when it is done; a script must then keep its own doings under
    ``if __name__ == "__main__":``.

    The folder must be new or empty, and appears once it is complete. Raises
    :class:`~ceasefire.errors.MissingExtraError` where Dask is missing, what
    :class:`~ceasefire.tables.jobs.Job` raises, and what goes wrong on a worker.
    """
    distributed = library()
    with Job(source, folder, rules, options) as job, connected(client) as cluster:
        # What a task returned can be made anew, unlike what was scattered, if the workers
        # that hold it are lost.
        work = cluster.submit(as_is, job.work, pure=False)
        futures = cluster.map(done, job.shares, work=work, pure=False, retries=RETRIES)
        results: list[Part] = []
        try:
            for _, result in distributed.as_completed(futures, with_results=True):
                if isinstance(result, EventError):
                    raise result
                results.append(result)
        finally:
            cluster.cancel(futures)
        return job.finish(results)


def tables(
    source: str | PathLike[str] | Iterable[str | PathLike[str]],
    rules: Book | str | PathLike[str],
    **options: Unpack[Options],
) -> list[Delayed]:
    """Return what makes an Arrow table with findings of each share, once it is computed.

    Nothing is written. Takes and raises what :func:`classify` does.
    """
    library()
    from dask import delayed  # noqa: PLC0415  (the extra may be missing)

    kernel = kernel_of(rules, options)
    shares = shares_of(kernel, source, options.get("rows", ROWS))
    # One node of the graph, rather than a copy of the rules in each task.
    shipped = delayed(kernel, pure=False, traverse=False)
    make = delayed(table, pure=False, traverse=False)
    return [make(shipped, share.path, share.row_groups) for share in shares]


def library() -> Any:  # noqa: ANN401  (a module)
    """Return the library that distributes."""
    try:
        import distributed  # noqa: PLC0415  (the extra may be missing)
    except ImportError as error:
        raise MissingExtraError("Dask", "dask") from error
    return distributed


@contextmanager
def connected(client: Client | None) -> Iterator[Any]:
    """Yield the client, or one of a cluster on this machine for the time being."""
    if client is not None:
        yield client
        return
    distributed = library()
    # Python decides in one thread at a time, and so in as many processes as there are cores.
    with (
        distributed.LocalCluster(
            n_workers=cores(), threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as found,
    ):
        yield found


# --- on the workers ---


def as_is(work: Work) -> Work:
    """Return what is to be done."""
    return work


def done(share: Share, work: Work) -> Part | EventError:
    """Do the work of a share."""
    return work(share)


def table(kernel: Kernel, path: str, row_groups: tuple[int, ...]) -> pa.Table:
    """Return the findings of a share."""
    return kernel.classify_row_groups(path, row_groups)
