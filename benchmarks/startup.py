"""How long it takes until the library is imported and the command line answers.

Each is run in a new process, in turn with an interpreter that does nothing, so that
the ratio says what the project adds. Run it as ``python benchmarks/startup.py``; it
prints milliseconds and, in brackets, how many times that of the bare interpreter.
"""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter
from typing import Final

ROUNDS: Final = 20

COMMANDS: Final = {
    "python -c pass": ("-c", "pass"),
    "import ceasefire": ("-c", "import ceasefire"),
    "ceasefire --help": ("-m", "ceasefire", "--help"),
    "ceasefire --version": ("-m", "ceasefire", "--version"),
    "load syria-2016": ("-c", "import ceasefire; ceasefire.load('syria-2016')"),
}


def once(arguments: tuple[str, ...]) -> float:
    """Return the milliseconds that one new process takes."""
    start = perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)  # noqa: S603  (fixed arguments)
    return (perf_counter() - start) * 1000


def main() -> None:
    """Run every command in turn, round by round, and print the medians."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            times[name].append(once(arguments))
    bare = median(next(iter(times.values())))
    for name, each in times.items():
        print(f"{name}: median {median(each):.0f} ms ({median(each) / bare:.1f})")


if __name__ == "__main__":
    main()
