"""What the columnar engine is held to: ratios of what was measured in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from peers import peer

from running.parent import alike
from running.plan import SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from running.ged import Ged
    from running.parent import Result

__all__ = ["promises"]

OURS: Final = "columnar"
LINEAR: Final = 1.25
MEMORY: Final = 1500
MEMORY_ROWS: Final = 10_000_000


class Promise(NamedTuple):
    """One thing that is promised, and what was found of it."""

    text: str
    found: str
    met: bool | None

    def line(self) -> str:
        """Return it as a row of the table."""
        verdict = "not measured" if self.met is None else "yes" if self.met else "**no**"
        return f"| {self.text} | {self.found} | {verdict} |"


def promises(results: Sequence[Result], ged: Ged) -> str:
    """Return the promises as a Markdown table."""
    lines = ["| held to | found | met |", "|---|---|---|"]
    lines += [each.line() for each in Promises(results, ged).all()]
    return "\n".join(lines)


class Promises:
    """Holds the results against what is promised."""

    def __init__(self, results: Sequence[Result], ged: Ged) -> None:
        """Keep the results that are sound."""
        self.ged = ged
        self.found = [
            each
            for each in results
            if each.speed and not each.wrong and alike(each, results) is not False
        ]
        self.main = max(
            (each.race.rows for each in self.found if each.race.rules == "20"), default=0
        )

    def one(self, name: str, rules: str, uncertain: float = 0.0, rows: int = 0) -> Result | None:
        """Return one result, on the feed that rulebooks are compared on if not another."""
        wanted = (rules, rows or self.main, uncertain)
        for each in self.found:
            if each.peer == name and each.race[:3] == wanted:
                return each
        return None

    def all(self) -> Iterator[Promise]:
        """Yield every promise."""
        yield from self.slower("certain events, 100 provisions: within 3 times", 0.0, 3)
        for name in ("duckdb_case", *(name for name in SINGLE if name != "reference")):
            yield self.quicker(name, 3 if name == "duckdb_case" else 100)
        yield from self.slower("20 % uncertain, exact: within 6 times", 0.2, 6)
        yield self.rulebooks()
        yield self.linear()
        yield self.memory()
        yield self.published()

    def slower(self, text: str, uncertain: float, most: float) -> Iterator[Promise]:
        """Yield how many times the time is taken of a scan, without ids and with them."""
        for name, told in (("scan", "the scan"), ("scan_read", "the scan with the ids")):
            ours, scan = (self.one(each, "100", uncertain) for each in (OURS, name))
            if ours is None or scan is None:
                yield Promise(f"{text} {told}", "-", None)
                continue
            ratio = ours.seconds / scan.seconds
            yield Promise(f"{text} {told}", f"{ratio:.2f} times", ratio <= most)

    def quicker(self, name: str, least: float) -> Promise:
        """Return how many times a peer's speed is reached."""
        text = f"100 provisions: at least {least} times {peer(name).NAME}"
        ours, theirs = (self.one(each, "100") for each in (OURS, name))
        if ours is None or theirs is None:
            return Promise(text, "-", None)
        ratio = ours.speed / theirs.speed
        return Promise(text, f"{ratio:,.1f} times", ratio >= least)

    def rulebooks(self) -> Promise:
        """Return how the time grows with the rulebook."""
        text = "from 20 to 200 provisions: less than 2 times"
        small, large = (self.one(OURS, size) for size in ("20", "200"))
        if small is None or large is None:
            return Promise(text, "-", None)
        ratio = large.seconds / small.seconds
        return Promise(text, f"{ratio:.2f} times", ratio < 2)  # noqa: PLR2004  (as it says)

    def linear(self) -> Promise:
        """Return how the time of an event grows with the feed."""
        ours = {
            each.race.rows: each
            for each in self.found
            if each.peer == OURS and each.race.rules == "100" and not each.race.uncertain
        }
        if len(ours) < 2:  # noqa: PLR2004  (nothing to compare)
            return Promise("the time grows linearly with the feed", "-", None)
        small, large = ours[min(ours)], ours[max(ours)]
        text = f"from {small.events:,} to {large.events:,} events: linear (within {LINEAR} times)"
        ratio = small.speed / large.speed
        return Promise(text, f"{ratio:.2f} times the time of an event", ratio <= LINEAR)

    def memory(self) -> Promise:
        """Return the peak memory from Parquet to Parquet."""
        text = f"{MEMORY_ROWS:,} events to Parquet: peak memory below {MEMORY:,} MB"
        found = [each for each in self.found if each.peer == "columnar_sink"]
        if not found:
            return Promise(text, "-", None)
        most = max(found, key=lambda each: each.race.rows)
        told = f"{most.memory:,.0f} MB for {most.race.rows:,} events"
        return Promise(text, told, most.memory < MEMORY if most.race.rows >= MEMORY_ROWS else None)

    def published(self) -> Promise:
        """Return what the command line takes over a published data set."""
        text = "UCDP GED, CSV to Parquet: below 1 s beyond interpreter start"
        if self.ged.skipped:
            return Promise(text, self.ged.skipped, None)
        told = f"{self.ged.beyond:.2f} s for {self.ged.rows:,} lines"
        return Promise(text, told, self.ged.beyond < 1)
