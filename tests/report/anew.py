"""Counting anew from what ``ceasefire classify`` writes, by other means than reports have."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from tests.cli.helpers import invoke

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "FEEDS",
    "NOTHING",
    "ROOT",
    "VERDICTS",
    "Figure",
    "Row",
    "Written",
    "by_day",
    "days",
    "figures",
    "is_settled",
    "kinds",
    "stands",
    "toll",
]

ROOT: Final = Path(__file__).parents[2]
DAMASCUS: Final = ZoneInfo("Asia/Damascus")
VERDICTS: Final = ("violating", "covered", "excluded")
NOTHING: Final = "nothing to classify"
FEEDS: Final = ("article", "incidents-2016", "week")

Figure = tuple[int, int, int]
"""As stated, the least, the most."""
Row = dict[str, Any]


class Written:
    """The rows that ``classify`` wrote of a feed, and what it printed of their counts."""

    def __init__(self, feed: Path, output: Path) -> None:
        argv = ["classify", str(feed), "--rules", "syria-2016", "-o", str(output)]
        result = invoke(*argv)
        assert result.exit_code == 0, result.output
        self.feed = feed
        self.printed = result.stdout
        self.path = output

    def rows(self) -> list[Row]:
        return [json.loads(line) for line in self.path.read_text("utf-8").splitlines()]

    def table(self) -> dict[str, list[str]]:
        """Return the printed counts by party: the figures of each row by its name."""
        lines = self.printed.splitlines()
        start = next(n for n, line in enumerate(lines) if line.startswith("named as actor"))
        found = {}
        for line in lines[start + 1 :]:
            name, *figures = re.split(r"\s{2,}", line.strip())
            if not figures:
                break
            found[name] = figures
            if name == "every event":
                break
        return found


def figures(rows: Iterable[Row]) -> dict[str, Figure]:
    """Count by the columns of a finding, as the guide for scripts says."""
    kept = list(rows)
    return {
        verdict: (
            sum(row["verdict"] == verdict and bool(row["possible"]) for row in kept),
            sum(is_settled(row, verdict) for row in kept),
            sum(verdict in row["possible"] for row in kept),
        )
        for verdict in VERDICTS
    }


def is_settled(row: Row, verdict: str) -> bool:
    return row["settled"] and row["verdict"] == verdict and not row["depends_on"]


def stated(row: Row) -> Row:
    """Return a report with what supersedes it put in its place."""
    found = dict(row)
    for other in row.get("alternatives") or ():
        if other.get("supersedes"):
            found |= other
    return found


def days(row: Row) -> tuple[date, date]:
    """Return the first and last local day of an event."""
    first, _, last = str(stated(row)["when"]).partition("/")
    end = local(last or first)
    if "T" in last and end.time() == datetime.min.time():
        end -= timedelta(microseconds=1)
    return local(first).date(), end.date()


def local(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(DAMASCUS) if moment.tzinfo else moment


def by_day(rows: list[tuple[date, date, Row]]) -> dict[date, dict[str, Figure]]:
    """Count what may have been on each day: as stated by the first day of an event."""
    found = {}
    day = min(first for first, _, _ in rows)
    while day <= max(last for _, last, _ in rows):
        on = [each for each in rows if each[0] <= day <= each[1]]
        found[day] = {
            verdict: (
                sum(first == day and stands(row, verdict) for first, _, row in on),
                sum(first == last and is_settled(row, verdict) for first, last, row in on),
                sum(verdict in row["possible"] for _, _, row in on),
            )
            for verdict in VERDICTS
        }
        day += timedelta(days=1)
    return found


def stands(row: Row, verdict: str) -> bool:
    return row["verdict"] == verdict and bool(row["possible"])


def kinds(row: Row) -> set[str]:
    """Return the ids of the kinds that an event is stated to be of, in any part."""
    parts: list[Row] = [stated(row) | part for part in row.get("parts") or [{}]]
    found: set[str] = set()
    for part in parts:
        kind = part["kind"]
        found |= {kind} if isinstance(kind, str) else set(kind["one_of"])
    return found


def toll(row: Row, field: str) -> tuple[int, int | None] | None:
    """Return the lowest and highest number of people, or nothing where none is told."""
    number = stated(row).get(field)
    parts = [toll(part, field) for part in row.get("parts") or ()]
    told = [part for part in parts if part is not None]
    if number is None and told:
        highs = [high for _, high in told if high is not None]
        complete = len(highs) == len(parts)
        return sum(low for low, _ in told), sum(highs) if complete else None
    if number is None:
        return None
    low, high = number if isinstance(number, list) else (number, number)
    return low or 0, high
