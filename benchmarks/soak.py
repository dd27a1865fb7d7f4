"""Soaks monitors with random reports, and holds what they answer against the final ones.

Run it as ``python benchmarks/soak.py``. Of the events one in ten is reported twice and one
in ten corrected; they come up to two days and more out of order, one line in a hundred is
no report, some dates lie far in the future, some reports come far too late, and the monitor
is made anew from its snapshot now and then. It ends with 1 if anything differs, or if the
memory of a monitor grows. This needs Polars.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from soaking import feeding
from soaking.judging import Answers, Truth, judged
from soaking.worlds import WORLDS, book_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINES: Final = ("durable", "reference")
GROWTH: Final = 0.1
"""By how much memory may grow over the second half of a run."""

FEWEST: Final = 3
"""So many looks at memory tell whether it grows."""

WARM: Final = 100_000
"""After so many lines what monitors remember of reports, up to 65,536 of a kind, is full."""


def main() -> int:
    """Soak every monitor that was asked for; return how many ways there are to be wrong."""
    options = parser().parse_args()
    wrong = 0
    for world in options.rules:
        with tempfile.TemporaryDirectory() as folder:
            for text in soaked(world, options, Path(folder)):
                wrong += 1
                print(f"WRONG: {text}")
    print(f"{wrong} differences" if wrong else "nothing differs")
    return min(wrong, 1)


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    found = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    found.add_argument("--events", type=int, default=100_000, help="how many events")
    found.add_argument("--per-day", type=int, default=270, help="how many of them a day")
    found.add_argument("--rules", nargs="+", choices=WORLDS, default=list(WORLDS))
    found.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    found.add_argument("--seed", type=int, default=1, help="other numbers draw other events")
    return found


def soaked(world: str, options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Yield what is wrong with the monitors of a rulebook, and print what was compared."""
    tasks = [
        feeding.Task(
            world,
            engine,
            options.events,
            options.per_day,
            options.seed,
            str(folder / engine),
        )
        for engine in options.engines
    ]
    with ThreadPoolExecutor(len(tasks)) as pool:
        told = list(zip(tasks, pool.map(fed, tasks), strict=True))
    truth = Truth(book_of(world), feeding.ordered(tasks[0]))
    for task, result in told:
        answers = Answers(Path(task.into))
        print(line_of(task, result, answers))
        yield from (
            f"{task.world}, {task.engine}: {text}" for text in judged(truth, answers, result)
        )
        yield from grown(task, result["memory"])
    digests = {feeding.digest(Path(task.into)) for task in tasks}
    if len(digests) > 1:
        yield f"{world}: the engines gave different updates on the way"
    print(
        f"compared under {world}: the findings of {len(truth.findings):,} final reports with "
        f"Book.classify; {len(truth.alerts):,} alerts with the whole table "
        f"({', '.join(f'{count:,} {kind}' for kind, count in sorted(truth.kinds.items()))}); "
        f"{truth.broken:,} refused lines; the clock; the kinds of reports; and every update "
        f"of {' and '.join(options.engines)}",
        flush=True,
    )


def fed(task: feeding.Task) -> dict[str, Any]:
    """Feed a monitor in a process of its own, and return how it went."""
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), str(here.parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(  # noqa: S603  (this program itself)
        [sys.executable, "-m", "soaking.feeding", json.dumps(task)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path},
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def line_of(task: feeding.Task, result: dict[str, Any], answers: Answers) -> str:
    """Return in one line how a run went."""
    statuses = ", ".join(f"{number:,} {name}" for name, number in sorted(answers.statuses.items()))
    changes = ", ".join(f"{number:,} {name}" for name, number in sorted(answers.changes.items()))
    memory = [round(size) for _, size in result["memory"]]
    return (
        f"{task.world}, {result['engine']} engine: {result['lines']:,} lines of "
        f"{task.events:,} events ({result['refused']:,} refused; {statuses}), alerts {changes}, "
        f"{result['restarts']} restarts, {result['seconds']:.0f} s of CPU, MB held: {memory}"
    )


def grown(task: feeding.Task, memory: list[tuple[int, float]]) -> Iterator[str]:
    """Yield that memory grew, if it did once the monitor was warm."""
    second = [size for lines, size in memory[len(memory) // 2 :] if lines >= WARM]
    if len(second) < FEWEST:
        print(f"too few lines to tell whether memory grows: {WARM:,} pass before it may not")
    elif max(second) > (1 + GROWTH) * second[0]:
        sizes = f"{second[0]:.0f} to {max(second):.0f} MB"
        yield f"{task.world}, {task.engine}: memory grew from {sizes}"


if __name__ == "__main__":
    sys.exit(main())
