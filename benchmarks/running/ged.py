"""How long the command line takes over a published data set, from CSV to Parquet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Ged", "measure_ged"]

ROOT: Final = Path(__file__).resolve().parents[2]
LONG: Final = 5.0
NAME: Final = "ged_syria_2016_2019.csv"


class Ged(NamedTuple):
    """The seconds of a bare interpreter and of the whole command, or why there are none."""

    skipped: str = ""
    bare: float = 0.0
    whole: float = 0.0
    rows: int = 0

    @property
    def beyond(self) -> float:
        """The seconds beyond the interpreter's start."""
        return self.whole - self.bare


def measure_ged(rounds: int) -> Ged:
    """Classify the data set so many times; return the best of each."""
    folder = os.environ.get("CEASEFIRE_DATA")
    feed = (Path(folder) if folder else ROOT.parent / "shared" / "data") / NAME
    if not feed.is_file():
        return Ged(f"there is no {NAME} (name its folder in CEASEFIRE_DATA)")
    bare = whole = float("inf")
    with TemporaryDirectory() as place:
        out = str(Path(place) / "findings.parquet")
        command = ["-m", "ceasefire", "classify", str(feed), "--rules", "syria-2016", "-o", out]
        # What is installed is compiled to bytecode once, which the first run does here.
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment = kept | {"PYTHONPYCACHEPREFIX": str(Path(place) / "bytecode")}
        took(command, environment)
        for _ in range(rounds):
            bare = min(bare, took(["-c", "pass"], environment))
            whole = min(whole, took(command, environment))
            if whole > LONG:
                break
    with feed.open("rb") as lines:
        rows = sum(1 for _ in lines) - 1
    return Ged("", bare, whole, rows)


def took(arguments: list[str], environment: Mapping[str, str]) -> float:
    """Return the seconds that a new interpreter takes over something."""
    command = [sys.executable, *arguments]
    start = perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603  (our own command)
    return perf_counter() - start
