"""Ways to classify a large Parquet file, each measured in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from making.material import feed_file, rule_file

import ceasefire
from ceasefire.tables.kernel import Kernel
from ceasefire.tables.shares import ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["main"]

PAUSE: Final = 0.2
ROW_GROUP: Final = 262_144


def make(order: dict[str, Any]) -> dict[str, Any]:
    """Make the rules and the feed, in as many files as there are to be runs.

    The same rows again would be quicker than any that a cluster ever sees.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415  (not before the memory is measured)

    folder = Path(order["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    given, runs = order["rules"], order["runs"]
    source = given if given == "syria-2016" else str(rule_file(folder, int(given)))
    feed = feed_file(folder, given, order["rows"], order["uncertain"], ceasefire.load(source))
    rows = order["rows"] // runs
    files, group = [], min(ROW_GROUP, max(1, rows // order["workers"] // 2))
    table = pq.read_table(feed)
    for number in range(runs):
        path = folder / f"scale-{number}-of-{runs}-{group}-{feed.name}"
        part = table.slice(number * rows, rows)
        pq.write_table(part, path, compression="zstd", row_group_size=group)
        files.append(str(path))
    return {"source": source, "files": files, "each": rows, "size": feed.stat().st_size}


# --- ways ---


def single(order: dict[str, Any]) -> dict[str, Any]:
    """Measure what the command line does."""
    book = ceasefire.load(order["source"])

    def write(events: str, target: Path) -> None:
        scan = book.scan(events, columns=order["columns"], workers=order["workers"])
        scan.sink_parquet(target)

    return timed(order, "single", write, {"workers": order["workers"]})


def kernel(order: dict[str, Any]) -> dict[str, Any]:
    """Measure what a worker does, without any machinery."""
    work = Kernel.of(ceasefire.load(order["source"]), columns=order["columns"])

    def write(events: str, target: Path) -> None:
        work.write_row_groups(events, None, target)

    return timed(order, "kernel", write, {"workers": 1})


def dask(order: dict[str, Any]) -> dict[str, Any]:
    """Measure workers of Dask on this machine."""
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415  (may be missing)
    except ImportError:
        return {"skipped": "pip install 'ceasefire[dask]'"}
    from ceasefire.engines.dask import classify  # noqa: PLC0415  (as above)

    book, wanted = ceasefire.load(order["source"]), options(order)
    start = perf_counter()
    with (
        LocalCluster(
            n_workers=order["workers"], threads_per_worker=1, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        told = {"workers": order["workers"], "ready": perf_counter() - start}

        def write(events: str, target: Path) -> None:
            classify(events, target, book, client=client, **wanted)

        return timed(order, "dask", write, told)


def spark(order: dict[str, Any]) -> dict[str, Any]:
    """Measure executors of Spark on this machine, given references."""
    from ceasefire.engines.spark import classify  # noqa: PLC0415  (may be missing)

    book, wanted = ceasefire.load(order["source"]), options(order)

    def write(session: Any, events: str, target: Path) -> None:  # noqa: ANN401
        classify(events, target, book, session=session, **wanted)

    return in_spark(order, "spark", write)


def arrow(order: dict[str, Any]) -> dict[str, Any]:
    """Measure executors of Spark on this machine, given rows."""
    from ceasefire.engines.spark import classify_dataframe  # noqa: PLC0415  (may be missing)

    book = ceasefire.load(order["source"])

    def write(session: Any, events: str, target: Path) -> None:  # noqa: ANN401
        frame = session.read.parquet(events)
        found = classify_dataframe(frame, book, columns=order["columns"])
        found.write.parquet(str(target))

    return in_spark(order, "arrow", write)


def in_spark(
    order: dict[str, Any], way: str, write: Callable[[Any, str, Path], object]
) -> dict[str, Any]:
    """Measure something in a session of Spark."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  (may be missing)
    except ImportError:
        return {"skipped": "pip install 'ceasefire[spark]'"}
    if shutil.which("java") is None:
        return {"skipped": "needs Java 17 or later"}
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    start = perf_counter()
    session = (
        SparkSession.builder.master(f"local[{order['workers']}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "4g")
        .getOrCreate()
    )
    ready = perf_counter() - start
    try:
        told = {"workers": order["workers"], "ready": ready}
        return timed(order, way, partial(write, session), told)
    finally:
        session.stop()


def options(order: dict[str, Any]) -> Any:  # noqa: ANN401  (a typed mapping)
    """Return what is wanted of the findings, in shares small enough that all workers have some."""
    share = min(ROWS, order["each"] // order["workers"] // 2)
    return {"columns": order["columns"], "rows": max(1, share)}


# --- measuring ---


def timed(
    order: dict[str, Any], way: str, write: Callable[[str, Path], object], told: dict[str, Any]
) -> dict[str, Any]:
    """Return how long each file takes, and whether the findings are as they should be."""
    target = Path(order["folder"]) / f"scale-{way}.parquet"
    times = []
    watch = Watch()
    for events in order["files"]:
        remove(target)
        start = perf_counter()
        write(events, target)
        times.append(perf_counter() - start)
    memory = watch.stop()
    digest = digested(target)
    remove(target)
    return {"ready": 0.0} | told | {"times": times, "memory": memory, "digest": digest}


def remove(target: Path) -> None:
    """Remove a file or a folder."""
    if target.is_dir():
        shutil.rmtree(target)
    target.unlink(missing_ok=True)


def digested(target: Path) -> str:
    """Return a digest of the verdicts of the last file, whatever the order of its rows."""
    import pyarrow.parquet as pq  # noqa: PLC0415  (not before the memory is measured)

    found = pq.read_table(target, columns=["id", "verdict"]).sort_by("id")
    texts = (str(value) for value in found["verdict"].to_pylist())
    return sha256("\n".join(texts).encode()).hexdigest()[:16]


class Watch:
    """Looks at the memory of this process and of those below it, where Linux tells it."""

    def __init__(self) -> None:
        """Begin to look."""
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """Return the most MB that one Python process held; nothing if it is not told."""
        self._over.set()
        self._thread.join()
        return self.most

    def _look(self) -> None:
        while not self._over.wait(PAUSE):
            for pid in family(os.getpid()):
                self.most = max(self.most, peak(pid))


def family(pid: int) -> Iterator[int]:
    """Yield the process and all below it."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))
    except OSError:
        return


def peak(pid: int) -> float:
    """Return the most MB that a Python process has held so far."""
    try:
        if b"python" not in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]:
            return 0.0
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(x.split()[1]) / 1e3 for x in status.splitlines() if x[:6] == "VmHWM:"), 0.0)


def main(order: dict[str, Any]) -> None:
    """Do as ordered and print the result, as JSON, in a line of its own."""
    act = {each.__name__: each for each in (make, single, kernel, dask, spark, arrow)}
    out = os.dup(1)
    os.dup2(2, 1)  # whatever machinery prints goes elsewhere
    result = act[order["act"]](order)
    os.write(out, f"\n{json.dumps(result)}\n".encode())
