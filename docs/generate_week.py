"""Write the timeline of docs/monitors.md: a week of reports as a monitor takes them.

    python docs/generate_week.py

Run it after a change of `rules/syria-2016`, `seeds/week.jsonl` or the monitor; a test fails
while the page differs from what a run gives.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import ceasefire
from ceasefire.findings.finding import ordered
from ceasefire.terms.times import zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.findings.finding import Finding
    from ceasefire.monitor.alerts import Alert, Change
    from ceasefire.monitor.monitor import Monitor, Update

__all__ = ["OVER", "PAGE", "main", "refreshed"]

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "monitors.md"
FEED: Final = ROOT / "seeds" / "week.jsonl"
BLOCK: Final = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- /generated -->)", re.DOTALL)
ZONE: Final = "Asia/Damascus"
OVER: Final = datetime(2016, 5, 8, tzinfo=zone(ZONE))
"""The end of the week: what only time shows is asked for then."""


class Replay:
    """A run of the monitor over the week, told as it goes."""

    def __init__(self, monitor: Monitor) -> None:
        """Take a monitor that has seen nothing."""
        self.monitor = monitor
        self.standing: dict[str, Alert] = {}
        self.clock: int | None = None

    def timeline(self) -> Iterator[str]:
        """Yield the lines of the timeline."""
        reports = [json.loads(line) for line in FEED.read_text(encoding="utf-8").splitlines()]
        numbered = enumerate(reports, 1)
        for heading, group in groupby(numbered, key=lambda item: stage(reports, item[0] - 1)):
            if not heading:
                yield from self.week_is_over()
            yield f"\n### {heading or 'After the week'}\n\n"
            for number, report in group:
                yield from self.told(number, report)

    def told(self, number: int, report: dict[str, Any]) -> Iterator[str]:
        """Yield what a report changes."""
        update = self.monitor.feed(report)
        known = report.get("known", "")
        hour = f", known at {known[11:]}" if len(known) > len("2016-05-03") else ""
        status = "" if update.status == "new" else f", {update.status}"
        what = f"{sentence(report['news'])} {outcome(update)}"
        yield f"- **{number} · {report['id']}**{status}{hour}. {what}\n"
        yield from self.changed(update.alerts)
        yield from self.moved()

    def week_is_over(self) -> Iterator[str]:
        """Yield what time alone shows at the end of the week."""
        yield f"\n### {written(OVER)}: the week is over\n\n"
        yield "- **No report.** The monitor is told how late it is.\n"
        instant = int(OVER.timestamp()) * 1_000_000
        yield from self.changed(self.monitor.advance(instant))
        yield from self.moved()

    def changed(self, changes: Iterable[Change]) -> Iterator[str]:
        """Yield what becomes of alerts."""
        for what, alert in changes:
            if what == "retracted":
                del self.standing[alert.key]
            else:
                self.standing[alert.key] = alert
            yield f"    - *{what}*, `{alert.pattern}`, {alert.certainty}: {alert.because}\n"

    def moved(self) -> Iterator[str]:
        """Yield how far the feed has come, where that is news."""
        now = self.monitor.now
        if now is not None and now != self.clock:
            self.clock = now
            moment = datetime.fromtimestamp(now // 1_000_000, UTC).astimezone(zone(ZONE))
            yield f"    - *the clock* comes to {written(moment)}\n"


def stage(reports: list[dict[str, Any]], place: int) -> str:
    """Return under which day a report stands; nothing where that is after the week.

    A report without a day stands under that of the last one before it, as long as there is
    one with a day after it.
    """
    if not any("known" in report for report in reports[place:]):
        return ""
    known = [report["known"] for report in reports[: place + 1] if "known" in report]
    day = date.fromisoformat(known[-1][:10])
    return f"{day:%A}, {day.day} {day:%B}"


def written(moment: datetime) -> str:
    """Return a moment in words, an end of a day as such."""
    if moment.hour == moment.minute == 0 and moment == OVER:
        day = moment - timedelta(days=1)
        return f"{day.day} {day:%B}, 24:00"
    return f"{moment.day} {moment:%B}, {moment:%H:%M}"


def sentence(text: str) -> str:
    """Return a text as a sentence."""
    return f"{text[0].upper()}{text[1:]}."


def outcome(update: Update) -> str:
    """Return the finding of a report, in words."""
    if update.finding is None:
        return "Nothing changes."
    return f"Finding: {verdict(update.finding)}."


def verdict(finding: Finding) -> str:
    """Return a verdict and what else is possible."""
    possible = ordered(finding.possible)
    if not possible:
        return "nothing to classify"
    if finding.verdict == "undetermined":
        return f"undetermined ({' or '.join(possible)})"
    others = [item for item in possible if item != finding.verdict]
    return f"**{finding.verdict}**" + (f" ({' or '.join(others)} possible)" if others else "")


def standing(alerts: Iterable[Alert]) -> str:
    """Return the table of the alerts that stand."""
    rows = sorted(alerts, key=lambda item: (item.pattern, item.start or 0, item.key))
    lines = [
        f"| `{item.pattern}` | {item.certainty} | {item.low} | {item.high} | {item.because} |\n"
        for item in rows
    ]
    return "".join(["| pattern | certainty | low | high | says |\n|---|---|--:|--:|---|\n", *lines])


def refreshed(text: str) -> str:
    """Return the page with what a run gives."""
    with ceasefire.load("syria-2016").monitor() as monitor:
        replay = Replay(monitor)
        found = {"week": "".join(replay.timeline())}
        found["standing"] = f"\n{standing(replay.standing.values())}"
    return BLOCK.sub(lambda match: f"{match[1]}{found[match[2]]}\n{match[3]}", text)


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
