"""Feeds a monitor in a process of its own, and writes down everything that it answers."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zlib import crc32

from ceasefire.errors import EventError
from ceasefire.events.json_text import loads
from ceasefire.events.rows import RowError
from soaking.reports import Order, arrivals
from soaking.worlds import WORLDS, book_of

if TYPE_CHECKING:
    from ceasefire.book import Book
    from ceasefire.findings.finding import Finding
    from ceasefire.monitor.monitor import Monitor

__all__ = ["Task", "digest", "feed", "fingerprint", "ordered"]

LATENESS: Final = "72h"
RESTARTS: Final = 20
"""So many times a monitor is given up and made anew from what it said must survive."""

REASONED: Final = 200
"""Of one finding in so many the reasons are compared too."""

LOOKS: Final = 20
"""Memory is looked at so many times at least, and every 50,000 lines."""


class Task(NamedTuple):
    """What one process does."""

    world: str
    engine: str
    events: int
    per_day: int
    seed: int
    into: str


def ordered(task: Task) -> Order:
    """Return which lines a process is fed with."""
    return Order(task.events, task.per_day, task.seed, **WORLDS[task.world])


def feed(task: Task) -> dict[str, Any]:
    """Feed a monitor with every line; write what it answers, and return how it went."""
    book = book_of(task.world)
    luck = Random(task.seed + 1)  # noqa: S311  (only where to stop)
    monitor = opened(book, task.engine)
    counts = {"lines": 0, "refused": 0, "restarts": 0}
    every = min(50_000, max(task.events // LOOKS, 1))
    memory: list[tuple[int, float]] = []
    began = time.process_time()
    with Path(task.into).open("w", encoding="utf-8") as file:
        for line, _ in arrivals(ordered(task)):
            counts["lines"] += 1
            told = answered(monitor, line)
            if told is None:
                counts["refused"] += 1
            else:
                file.write(json.dumps(told) + "\n")
            if luck.random() < RESTARTS / task.events:
                counts["restarts"] += 1
                monitor = restarted(book, monitor, task.engine)
            if counts["lines"] % every == 0:
                memory.append((counts["lines"], resident()))
                spent = time.process_time() - began
                text = f"{task.world}, {task.engine}: {counts['lines']:,} lines"
                print(f"{text}, {memory[-1][1]:.1f} MB, {spent:.0f} s of CPU", file=sys.stderr)
    spent = time.process_time() - began
    name, now = monitor.engine_name, monitor.now
    monitor.close()
    return counts | {"engine": name, "now": now, "memory": memory, "seconds": spent}


def opened(book: Book, engine: Any, snapshot: dict[str, Any] | None = None) -> Monitor:  # noqa: ANN401  (from the command line)
    """Return a monitor."""
    return book.monitor(lateness=LATENESS, engine=engine, snapshot=snapshot)


def restarted(book: Book, monitor: Monitor, engine: str) -> Monitor:
    """Give up a monitor, and return one that goes on where it was."""
    kept = json.dumps(monitor.snapshot())
    monitor.close()
    del monitor
    gc.collect()
    return opened(book, engine, json.loads(kept))


def answered(monitor: Monitor, line: bytes) -> list[Any] | None:
    """Feed a line, and return what is answered; nothing of a line that is refused."""
    try:
        report = loads(line.decode())
        if not isinstance(report, dict):
            return None
        update = monitor.feed(report)
    except (EventError, RowError, UnicodeDecodeError):
        return None
    print_ = update.finding and fingerprint(update.finding)
    changes = [(what, json.dumps(asdict(alert))) for what, alert in update.alerts]
    return [update.event, update.status, print_, changes]


def fingerprint(finding: Finding) -> str:
    """Return what is the same for the same finding.

    Its reasons, which are worked out when they are asked for and take far longer than all
    the rest, are among it for one event in so many.
    """
    found = finding if crc32(finding.event.encode()) % REASONED == 0 else bare(finding)
    text = json.dumps(found.to_dict(), sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:20]


def bare(finding: Finding) -> Finding:
    """Return a finding without its reasons."""
    return replace(finding, detail=tuple)


def digest(path: Path) -> str:
    """Return what is the same for the same answers."""
    found = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


def resident() -> float:
    """Return how much memory the process holds, in MB, where the system tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    print(json.dumps(feed(Task(*json.loads(sys.argv[1])))))
