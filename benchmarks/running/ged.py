"""How long the command line takes over a published data set, from CSV to Parquet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final, NamedTuple

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
        for _ in range(rounds):
            bare = min(bare, took(["-c", "pass"]))
            whole = min(whole, took(command))
            if whole > LONG:
                break
    with feed.open("rb") as lines:
        rows = sum(1 for _ in lines) - 1
    return Ged("", bare, whole, rows)


def took(arguments: list[str]) -> float:
    """Return the seconds that a new interpreter takes over something."""
    start = perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)  # noqa: S603  (our own command)
    return perf_counter() - start
