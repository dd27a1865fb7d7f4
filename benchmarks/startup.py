"""How long it takes until the library is imported, has a rulebook, and the command line answers.

Each is run in a new process, in turn with an interpreter that does nothing, so that
the ratio says what the project adds. Run it as ``python benchmarks/startup.py``; it
prints milliseconds (the median, and the least of all rounds) and how many times that
of the bare interpreter it is.

Modules are compiled beforehand, as those of an installed package are: where
``PYTHONDONTWRITEBYTECODE`` is set, a checkout is compiled anew by every process, which
takes about as long as loading a rulebook.
"""

from __future__ import annotations

import os
import subprocess
import sys
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ROUNDS: Final = 20

LOAD: Final = "import ceasefire; book = ceasefire.load('syria-2016')"

COMMANDS: Final = {
    "python -c pass": ("-c", "pass"),
    "import ceasefire": ("-c", "import ceasefire"),
    "ceasefire --help": ("-m", "ceasefire", "--help"),
    "ceasefire --version": ("-m", "ceasefire", "--version"),
    "import shapely": ("-c", "import shapely"),
    "load syria-2016": ("-c", LOAD),
    "load and compile it": ("-c", f"{LOAD}; book.program"),
}
"""What is run. The outlines of a rulebook need shapely, and shapely needs numpy."""


def once(arguments: tuple[str, ...], environment: Mapping[str, str]) -> float:
    """Return the milliseconds that one new process takes."""
    start = perf_counter()
    subprocess.run(  # noqa: S603  (fixed arguments)
        [sys.executable, *arguments], check=True, capture_output=True, env=environment
    )
    return (perf_counter() - start) * 1000


def compiled(folder: str) -> dict[str, str]:
    """Return an environment in which compiled modules are kept in a folder, and fill it."""
    environment = {
        key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
    }
    environment["PYTHONPYCACHEPREFIX"] = folder
    for arguments in COMMANDS.values():
        once(arguments, environment)
    return environment


def main() -> None:
    """Run every command in turn, round by round, and print the medians."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with TemporaryDirectory() as folder:
        environment = compiled(folder)
        for _ in range(ROUNDS):
            for name, arguments in COMMANDS.items():
                times[name].append(once(arguments, environment))
    bare = median(next(iter(times.values())))
    for name, each in times.items():
        middle = median(each)
        print(f"{name}: median {middle:.0f} ms, least {min(each):.0f} ms ({middle / bare:.1f})")


if __name__ == "__main__":
    main()
