"""Holds what monitors answered against the final reports, taken all at once.

The final reports are found by the rules alone: the last one of each event that says
something new and was not known earlier. Their findings are those of ``Book.classify``,
and the alerts those of the whole table.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceasefire.monitor.roles import Roles
from ceasefire.monitor.sighting import Sighter
from ceasefire.monitor.stretches import stretches
from ceasefire.monitor.tabular.evaluation import Sightings, Whole
from ceasefire.monitor.telling import Teller
from soaking.feeding import fingerprint
from soaking.reports import arrivals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ceasefire.book import Book
    from ceasefire.monitor.roles import Role
    from ceasefire.monitor.sighting import Sighting
    from ceasefire.monitor.sites import Site
    from soaking.reports import Order

__all__ = ["Answers", "Truth", "judged"]

SHOWN: Final = 3
"""So many differences of a kind are shown."""


class Truth:
    """What the final reports say."""

    def __init__(self, book: Book, order: Order) -> None:
        """Work it out for the lines of an order."""
        self.book = book
        self.statuses: Counter[str] = Counter()
        self.broken = 0
        self.horizon: int | None = None
        self.findings: dict[str, str] = {}
        roles = Roles(book.program.rulebook)
        sighter = Sighter(roles, book.setting)
        final, late = self._final(order, sighter)
        seen: dict[str, Sighting] = {}
        for name, text in final.items():
            report = json.loads(text)
            self.findings[name] = fingerprint(book.classify(report))
            if name not in late:
                seen[name] = sighter.see(book.read(report))
        assert self.horizon is not None  # noqa: S101  (there are reports)
        spans = {
            pattern.instrument: stretches(roles.program, pattern.instrument, book.setting.answers)
            for pattern in roles.patterns.values()
            if pattern.instrument in roles.program.rulebook.instruments
        }
        tests = [test.role for test in roles.tests]
        whole = Whole(columns(seen, tests), self.horizon, spans, Teller(book.program.rulebook))
        found = whole.alerts(roles.patterns.values())
        self.alerts = {alert.key: json.dumps(asdict(alert)) for alert in found}
        self.kinds = Counter(f"{alert.shape}, {alert.certainty}" for alert in found)

    def _final(self, order: Order, sighter: Sighter) -> tuple[dict[str, str], set[str]]:
        final: dict[str, str] = {}
        late: set[str] = set()
        told: dict[str, set[str]] = {}
        for line, what in arrivals(order):
            if what == "broken":
                self.broken += 1
                continue
            report = json.loads(line)
            name, text = report["id"], line.decode()
            said = told.setdefault(name, set())
            if text in said:
                self.statuses["duplicate" if text == final[name] else "repeated"] += 1
                continue
            said.add(text)
            if name in final and earlier(report, json.loads(final[name])):
                self.statuses["older"] += 1
                continue
            if what == "late":
                late.add(name)
            elif what != "far":
                start = sighter.see(self.book.read(report)).start
                self.horizon = max(filter(None, (start, self.horizon)), default=None)
            standing = "corrected" if name in final else "new"
            self.statuses["late" if what == "late" else standing] += 1
            final[name] = text
        return final, late


def earlier(report: dict[str, Any], standing: dict[str, Any]) -> bool:
    """Return whether a report was known before another, as both say (to the minute, in UTC)."""
    return "known" in report and "known" in standing and report["known"] < standing["known"]


def columns(seen: dict[str, Sighting], tests: list[Role]) -> Sightings:
    """Return what was seen of events, by column."""
    marks: dict[Role, tuple[list[int], list[int]]] = {}
    places: dict[Site, int] = {}
    pairs = []
    for number, item in enumerate(seen.values()):
        for role, mark in item.marks:
            rows, known = marks.setdefault(tests[role], ([], []))
            rows.append(number)
            known.append(mark)
        pairs += [(number, places.setdefault(site, len(places))) for site in item.sites]
    return Sightings(
        list(seen),
        # What is no incident has no time, and no marks either.
        np.array([item.start or 0 for item in seen.values()], np.int64),
        np.array([item.end or 0 for item in seen.values()], np.int64),
        {
            role: (np.array(rows, np.int64), np.array(known, np.int8))
            for role, (rows, known) in marks.items()
        },
        list(places),
        (
            np.array([event for event, _ in pairs], np.int64),
            np.array([site for _, site in pairs], np.int64),
        ),
    )


class Answers:
    """What a monitor answered, put together as whoever reads it does."""

    def __init__(self, path: Path) -> None:
        """Read the answers that were written down."""
        self.statuses: Counter[str] = Counter()
        self.findings: dict[str, str] = {}
        self.alerts: dict[str, str] = {}
        self.changes: Counter[str] = Counter()
        self.odd: list[str] = []
        with path.open(encoding="utf-8") as file:
            for line in file:
                name, status, print_, changes = json.loads(line)
                self.statuses[status] += 1
                if status not in {"duplicate", "repeated", "older"}:
                    self.findings[name] = print_
                for what, text in changes:
                    self._change(what, text)

    def _change(self, what: str, text: str) -> None:
        self.changes[what] += 1
        key = json.loads(text)["key"]
        standing = self.alerts.get(key)
        sensible = {
            "raised": standing is None,
            "restated": standing not in {None, text},
            "retracted": standing == text,
        }
        if not sensible[what]:
            self.odd.append(f"{key} is {what}, which it cannot be")
        if what == "retracted":
            self.alerts.pop(key, None)
        else:
            self.alerts[key] = text


def judged(truth: Truth, answers: Answers, told: dict[str, Any]) -> Iterator[str]:
    """Yield each way in which a monitor was wrong."""
    yield from answers.odd[:SHOWN]
    if told["refused"] != truth.broken:
        yield f"{told['refused']} lines were refused, not {truth.broken}"
    if told["now"] != truth.horizon:
        yield f"the clock stands at {told['now']}, not at {truth.horizon}"
    if answers.statuses != truth.statuses:
        yield f"reports are {dict(answers.statuses)}, not {dict(truth.statuses)}"
    yield from differences("finding", answers.findings, truth.findings)
    yield from differences("alert", answers.alerts, truth.alerts)


def differences(what: str, found: dict[str, str], right: dict[str, str]) -> Iterator[str]:
    """Yield the first of what differs, and how much does."""
    wrong = sorted(key for key in {*found, *right} if found.get(key) != right.get(key))
    if wrong:
        yield f"of {len(right):,} there are {len(wrong):,} with another {what}"
    for key in wrong[:SHOWN]:
        yield f"  {key}: {found.get(key)}, not {right.get(key)}"
