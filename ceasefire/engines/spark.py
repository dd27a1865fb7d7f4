"""The columnar engine on Spark: executors get references to row groups of Parquet.

Needs the extra ``spark``, here and on the executors, and Java here. Files and the folder
of findings must be where all executors see them under the same names; for data that is
in Spark already there is :func:`classify_dataframe`. The rules travel with the work.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ceasefire.errors import MissingExtraError, UsageError
from ceasefire.tables.blocks import ROWS
from ceasefire.tables.jobs import Classified, Job, kernel_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike
    from typing import Unpack

    from pyspark import Broadcast
    from pyspark.sql import DataFrame, SparkSession

    from ceasefire.book import Book
    from ceasefire.errors import EventError
    from ceasefire.tables.jobs import Options, Work
    from ceasefire.tables.kernel import Kernel, Part
    from ceasefire.tables.shares import Share

__all__ = ["classify", "classify_dataframe"]


def classify(
    source: str | PathLike[str] | Iterable[str | PathLike[str]],
    folder: str | PathLike[str],
    rules: Book | str | PathLike[str],
    *,
    session: SparkSession | None = None,
    **options: Unpack[Options],
) -> Classified:
    """Write the findings of Parquet files to a folder, a file for each share of the rows.

    ``source`` is a file, a folder of them, or several of either; ``rules`` a book, or what
    :func:`ceasefire.load` takes; the options are those of
    :class:`~ceasefire.tables.jobs.Options`. Without a ``session`` it is the one that
    there is, or a new one, which goes on afterwards, as is usual with Spark.

    The folder must be new or empty, and appears once it is complete. Raises
    :class:`~ceasefire.errors.MissingExtraError` where Spark is missing, what
    :class:`~ceasefire.tables.jobs.Job` raises, and Spark's own error for what goes wrong
    on an executor.
    """
    library()
    with Job(source, folder, rules, options) as job:
        context = (session or started()).sparkContext
        work = context.broadcast(job.work)
        try:
            shares = context.parallelize(job.shares, len(job.shares))
            results = shares.mapPartitions(partial(done, work)).collect()
        finally:
            work.destroy()
        return job.finish(results)


def classify_dataframe(
    frame: DataFrame, rules: Book | str | PathLike[str], **options: Unpack[Options]
) -> DataFrame:
    """Return a Spark DataFrame with its findings, worked out when it is asked for.

    All rows go through Python, so that :func:`classify` is much quicker where the data is
    Parquet. A row that cannot be read has no verdict, and its notes say why; with
    ``strict`` it makes the Spark job fail. Takes and raises what :func:`classify` does.
    """
    library()
    from pyspark.sql.pandas.types import (  # noqa: PLC0415  (the extra may be missing)
        from_arrow_schema,
        to_arrow_schema,
    )

    if "rows" in options:
        raise UsageError("rows: Spark itself has divided the rows of a DataFrame")
    kernel = kernel_of(rules, options)
    schema = kernel.schema(to_arrow_schema(frame.schema, timezone="UTC"))
    # Spark takes the dot of `where.country` for a way into `where`, so names wait outside.
    plain = frame.toDF(*(f"column{number}" for number in range(len(frame.columns))))
    work = partial(batches, kernel, tuple(frame.columns))
    return plain.mapInArrow(work, from_arrow_schema(schema))


def library() -> Any:  # noqa: ANN401  (a module)
    """Return Spark's library."""
    try:
        import pyspark  # noqa: PLC0415  (the extra may be missing)
    except ImportError as error:
        raise MissingExtraError("Spark", "spark") from error
    return pyspark


def started() -> SparkSession:
    """Return the session that there is, or a new one."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  (the extra may be missing)

    if "PYSPARK_GATEWAY_PORT" not in os.environ:
        # Not under `spark-submit`, which knows which Python its executors have: here Spark
        # would take the first one of the path, which need not have this library.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return SparkSession.builder.appName("ceasefire").getOrCreate()


# --- on the executors ---


def done(work: Broadcast[Work], shares: Iterator[Share]) -> Iterator[Part | EventError]:
    """Do the work of some shares."""
    return map(work.value, shares)


def batches(
    kernel: Kernel, names: tuple[str, ...], given: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Classify the batches of a partition, several of them together: Spark's are small."""
    for held in bundles(given):
        table = pa.Table.from_batches(held).rename_columns(names)
        yield from kernel.classify(table).to_batches()


def bundles(given: Iterator[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """Yield batches in lists that are worth the while."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in given:
        held.append(batch)
        rows += batch.num_rows
        if rows >= ROWS:
            yield held
            held, rows = [], 0
    if held:
        yield held
