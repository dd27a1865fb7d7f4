"""Runs measurements, each in a new process, and keeps the best of several rounds.

This process stays small and imports nothing of what is measured: on Linux the peak
memory of a child is at least that of its parent when the child begins.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Race", "Result", "alike", "run"]

HERE: Final = Path(__file__).resolve().parents[1]
PATIENCE: Final = 900
LONG: Final = 5.0
"""What takes longer is measured once: the noise of the machine hardly matters."""


class Race(NamedTuple):
    """Some engines on one feed under one rulebook.

    ``rules`` is ``syria-2016`` or a number of provisions. ``fast`` engines are measured
    in several rounds, turn about, ``slow`` ones in one.
    """

    rules: str
    rows: int
    uncertain: float
    fast: tuple[str, ...]
    slow: tuple[str, ...] = ()


class Result(NamedTuple):
    """What was measured of one engine in one race, or why it was not."""

    race: Race
    peer: str
    skipped: str = ""
    provisions: int = 0
    events: int = 0
    seconds: float = 0.0
    first: float = 0.0
    ready: float = 0.0
    memory: float = 0.0
    checked: int | None = None
    wrong: int = 0
    digest: str | None = None

    @property
    def speed(self) -> float:
        """Events a second, or nothing."""
        return self.events / self.seconds if self.seconds else 0.0


def ask(order: dict[str, Any]) -> dict[str, Any]:
    """Have a child do something; a crash, or none in time, is a result too."""
    command = [sys.executable, str(HERE / "engines.py"), "--child", json.dumps(order)]
    try:
        done = subprocess.run(  # noqa: S603  (our own command)
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return {"skipped": f"not done after {PATIENCE} s"}
    if done.returncode < 0:
        return {"skipped": f"crashed with signal {-done.returncode}"}
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no message"]
        return {"skipped": f"failed: {lines[-1][:160]}"}
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def run(race: Race, folder: Path, rounds: int, seconds: float) -> list[Result]:
    """Return the results of one race, in the order of its engines."""
    made = ask(
        {
            "act": "make",
            "folder": str(folder),
            "rules": race.rules,
            "rows": race.rows,
            "uncertain": race.uncertain,
        }
    )
    if "skipped" in made:
        return [Result(race, "everything", skipped=made["skipped"])]
    found: dict[str, Result] = {}
    order = {"act": "measure", "made": made, "seconds": seconds, "runs": 5}
    for number in range(rounds):
        for name in (*race.fast, *(race.slow if number == 0 else ())):
            known = found.get(name)
            if known and (known.skipped or known.seconds > LONG):
                continue
            answer = ask(order | {"peer": name})
            print(".", end="", file=sys.stderr, flush=True)
            result = result_of(race, name, made, answer)
            found[name] = better(known, result)
    print(file=sys.stderr)
    return list(found.values())


def alike(result: Result, results: Iterable[Result]) -> bool | None:
    """Return whether all who decided the whole feed of a race agree; nothing if one alone did."""
    found = [each.digest for each in results if each.race == result.race and each.digest]
    return None if result.digest is None or len(found) == 1 else len(set(found)) == 1


def result_of(race: Race, name: str, made: dict[str, Any], answer: dict[str, Any]) -> Result:
    """Return one answer of a child."""
    if "skipped" in answer:
        return Result(race, name, skipped=answer["skipped"])
    return Result(
        race,
        name,
        provisions=made["provisions"],
        events=answer["events"],
        seconds=min(answer["times"]),
        first=answer["times"][0],
        ready=answer["ready"],
        memory=answer["memory"],
        checked=answer["checked"],
        wrong=answer.get("wrong", 0),
        digest=answer.get("digest"),
    )


def better(old: Result | None, new: Result) -> Result:
    """Return the quicker of two results, with the worse of all else."""
    if old is None or new.skipped:
        return new
    quick = min(old, new, key=lambda each: each.seconds)
    return quick._replace(
        first=min(old.first, new.first),
        memory=max(old.memory, new.memory),
        wrong=max(old.wrong, new.wrong),
    )
