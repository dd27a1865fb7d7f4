"""Feeds that are watched, in this process and in one of its own that can be killed."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.cli.helpers import RULES as PLAIN
from tests.cli.helpers import invoke

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from typer.testing import Result

__all__ = ["Folder", "drawn", "event", "read", "told"]

RULES = f"""{PLAIN}
patterns:
  many: {{title: Two attacks in a day, threshold: {{at_least: 2, within: 24h}}}}
"""
ROOT = Path(__file__).parents[2]
RUN = (
    "import ceasefire.monitor.record.store as s; s.LITTLE = 20_000; "
    "import ceasefire.cli.watching.clock as c; c.EVERY = 0.3; "
    "from ceasefire.cli import main; main()"
)
"""The command, with a state that is stored often, and a clock that is looked at often."""


def event(name: str, hour: int = 0, **others: Any) -> dict[str, Any]:  # noqa: ANN401  (whatever it reports)
    """Return an attack in the valley that violates the truce."""
    when = f"2016-05-04T{hour % 24:02}:00"
    where = {"lat": 35, "lon": 37}
    facts = {"actor": "north", "target": "civilians", "response": "none"}
    return {"id": name, "kind": "shelling", "when": when, "where": where, **facts, **others}


def read(path: Path) -> list[dict[str, Any]]:
    """Return the lines of an output."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def told(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what lines tell of the feed, whatever runs there were."""
    kept = (line for line in lines if line["type"] not in {"start", "summary"})
    return [{key: line[key] for key in line if key != "seq"} for line in kept]


def drawn(draw: random.Random, total: int) -> list[dict[str, Any] | str]:
    """Return lines out of order, with corrections, duplicates and some that are none."""
    lines: list[dict[str, Any] | str] = []
    for number in range(total):
        moment = datetime(2016, 5, 4, tzinfo=UTC)
        moment += timedelta(minutes=6 * number + draw.randrange(1440))
        new = event(f"E{number}", when=f"{moment:%Y-%m-%dT%H:%M}Z")
        old = draw.choice(lines[-200:] or [new])
        corrected = new if isinstance(old, str) else {**old, "when": new["when"]}
        kinds = ["{bad", old, corrected, new]
        lines += draw.choices(kinds, [1, 10, 10, 79])
    return lines


class Folder:
    """A folder with rules, a feed, a store and an output."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.feed = path / "feed.jsonl"
        self.store = path / "store.db"
        self.out = path / "out.jsonl"
        self.rules = path / "valley.yaml"
        self.rules.write_text(RULES, encoding="utf-8")

    def add(self, *lines: dict[str, Any] | str, end: str = "\n") -> None:
        """Add lines to the feed."""
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        with self.feed.open("a", encoding="utf-8") as file:
            file.write("\n".join(texts) + end)

    def words(self, feed: str | None = None, *, store: bool = True, out: bool = True) -> list[str]:
        """Return the arguments of a command that watches the feed."""
        words = ["watch", feed or str(self.feed), "--rules", str(self.rules)]
        words += ["--engine", "reference"]
        words += ["--store", str(self.store)] if store else []
        return [*words, "-o", str(self.out)] if out else words

    def watch(self, *options: str, stdin: str = "", **others: Any) -> Result:  # noqa: ANN401  (those of words)
        """Watch the feed to its end."""
        return invoke(*self.words(**others), *options, stdin=stdin)

    def start(
        self,
        *options: str,
        stdin: Any = subprocess.PIPE,  # noqa: ANN401  (a file or a pipe)
        stdout: Any = subprocess.PIPE,  # noqa: ANN401  (likewise)
        **others: Any,  # noqa: ANN401  (those of words)
    ) -> subprocess.Popen[bytes]:
        """Watch the feed in a process of its own."""
        return subprocess.Popen(  # noqa: S603  (our own command)
            [sys.executable, "-c", RUN, *self.words(**others), *options],
            cwd=ROOT,
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
        )
