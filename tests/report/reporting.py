"""Reports for tests: of the seeds, of texts that mean harm, and of many events."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ceasefire
from ceasefire.report.content import Content, content_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ARABIC", "HARM", "event", "hostile", "many", "valley"]

HARM = (
    "</script><script>document.title='harm'</script><img src=x onerror=\"document.title='harm'\">"
)
ARABIC = "قرية الوادي"

RULES = """
rulebook: valley
title: "{title}"
timezone: Asia/Damascus
parties: {{north: {{name: "North {harm}"}}, south: The South, raiders: {{}}}}
places: {{upper: {{name: "{arabic}", country: SY, admin1: Upper}}, lower: {{admin1: Lower}}}}
questions: {{held: {{ask: "Did it hold {harm}?", answers: {{"yes": {{}}, "no": {{}}}}}}}}
readings: {{first: {{answers: {{held: "yes"}}}}, second: {{answers: {{held: "no"}}}}}}
default_reading: first
instruments:
  truce:
    title: "Truce {harm}"
    in_force: {{from: 2016-05-04 00:00, for: 72h}}
    binds: [north, south]
    if: {{held: "yes"}}
    prohibit: {{attacks: {{when: {{kind: attack}}}}}}
"""


def valley(folder: Path, harm: str = "") -> ceasefire.Book:
    """Return a book whose texts hold another."""
    text = harm.replace('"', "'")
    path = folder / "valley.yaml"
    path.write_text(
        RULES.format(title=f"Valley {text}", harm=text, arabic=ARABIC), encoding="utf-8"
    )
    return ceasefire.load(path)


def event(name: str, **fields: object) -> dict[str, Any]:
    """Return an event as a feed has it."""
    return {"id": name, "kind": "shelling", "when": "2016-05-04", "actor": "north", **fields}


def hostile(folder: Path) -> Content:
    """Return a report of which every text that others write means harm."""
    where = {"name": f"Well {HARM}", "admin1": "Upper", "lat": 36.5, "lon": 37.25}
    account = {"actor": "raiders", "said_by": f"Someone {HARM}", "basis": "alleged"}
    sources = [f"Paper {HARM}", {"title": HARM, "url": "javascript:alert(1)"}]
    events = [
        event(
            f"a/{HARM} ü?&#", where=where, sources=sources, killed=[1, 3], alternatives=[account]
        ),
        event("plain", where={"admin1": "Upper"}, actor="raiders", wounded=[1, None]),
        event("web", sources=["https://example.org/a?b=1&c=2", HARM], actor=HARM),
        event("never", when="unknown", kind="announcement"),
    ]
    return content_of(valley(folder, HARM).findings(events))


def many(book: ceasefire.Book, count: int) -> Content:
    """Return a report of many events that are much alike, under ids of their own."""
    kinds = ("shelling", "airstrike", "clash", "aid-delivery")
    actors: tuple[object, ...] = ("north", "raiders", {"one_of": ["south", "raiders"]})
    few = [
        event(
            f"{number}",
            kind=kinds[number % len(kinds)],
            actor=actors[number % len(actors)],
            when=f"2016-05-{1 + number % 28:02d}",
            where={"lat": 33 + number % 17 / 8, "lon": 36 + number % 23 / 8},
            sources=[f"Paper {number}"],
        )
        for number in range(min(count, 336))
    ]
    found = content_of(book.findings(few))
    every = [replace(found.entries[number % len(few)], id=f"E{number}") for number in range(count)]
    cases = [found.findings.cases[number % len(few)] for number in range(count)]
    made = content_of(replace(found.findings, cases=tuple(cases)))
    # To decide each of them anew would take long, and show nothing of the page.
    made.__dict__.update(entries=tuple(every), sides=found.sides, inquiry=found.inquiry)
    return made
