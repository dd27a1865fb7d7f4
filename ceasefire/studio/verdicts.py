"""A finding as the page shows it, under the chosen reading and beside the others."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import EventError
from ceasefire.findings.escapes import escaped
from ceasefire.findings.explain import headline, lines
from ceasefire.findings.finding import Verdict, ordered
from ceasefire.report.telling import Teller

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ceasefire.book import Book
    from ceasefire.events.event import Event
    from ceasefire.findings.finding import Finding
    from ceasefire.rulebook.model import Citation, Reading, Source

__all__ = ["compared", "told"]

Data = dict[str, Any]

BUDGET: Final = 4.0
"""Seconds after which an event is decided under no further reading."""

STEP: Final = 2
"""By how many spaces a line of an explanation lies deeper than what it belongs to."""


def told(book: Book, event: Event, finding: Finding) -> Data:
    """Return a finding in words and as data."""
    anything = finding.possible_any_reading
    return {
        "event": escaped(finding.event),
        "standing": escaped(standing(finding)),
        "reported": escaped(Teller(book).sentence(event, finding.taken)),
        "verdict": str(finding.verdict) if finding.possible else "",
        "possible": possible(finding),
        "any_reading": None if anything is None else ordered(anything),
        "settled": finding.settled,
        "because": escaped(finding.because),
        "sections": list(sections(list(lines(finding))[2:])),
        "sources": list(sources(book, finding)),
        "text": escaped(finding.explain()),
    }


def possible(finding: Finding) -> list[str]:
    """Return what is possible over all accounts, that there was no incident among it."""
    found = ordered(finding.possible)
    return [*found, "no incident"] if found and finding.no_incident else found


def standing(finding: Finding) -> str:
    """Return in a sentence how firm a verdict is."""
    if not finding.possible:
        return "There is nothing to classify."
    if finding.verdict is Verdict.UNDETERMINED:
        return "Not settled: the facts as stated leave it open."
    if not finding.settled:
        return "Not settled: it is that of the facts as stated, and other accounts allow for more."
    if finding.no_incident:
        return "Settled if there was an incident, which not every account says."
    told = headline(replace(finding, possible_any_reading=None))
    firm = told.partition(" (")[2].removesuffix(")")
    return f"{firm[:1].upper()}{firm[1:]}."


def sections(listed: Iterable[str]) -> Iterator[Data]:
    """Yield the lines of an explanation below their titles, each with its depth."""
    part: Data = {"title": "", "lines": []}
    for line in listed:
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if not text:
            if part["lines"]:
                yield part
            part = {"title": "", "lines": []}
        elif not indent and text.endswith(":") and not part["lines"]:
            part["title"] = text.removesuffix(":")
        else:
            deep = max(indent // STEP - 2, 0) if not text.startswith("- ") else 0
            part["lines"].append([deep, escaped(text.removeprefix("- ") if indent else text)])
    if part["lines"]:
        yield part


# --- sources ---


def sources(book: Book, finding: Finding) -> Iterator[Data]:
    """Yield the texts that the instruments and provisions of a finding cite, each once."""
    rulebook = book.program.rulebook
    found: dict[str, None] = {}
    for reason in finding.reasons:
        item = rulebook.instruments[reason.id]
        named = {provision.id for provision in reason.provisions}
        cites: list[Citation] = list(item.cite)
        cites += [c for each in item.provisions if each.id in named for c in each.cite]
        found |= dict.fromkeys(cite.source for cite in cites)
    for key in found:
        yield source(rulebook.sources[key])


def source(item: Source) -> Data:
    """Return a text that is cited; an address is given only where it leads to a web page."""
    about = (item.document, item.publisher, item.date)
    return {
        "title": escaped(item.title),
        "about": escaped(", ".join(filter(None, about))),
        "url": item.url if item.url.startswith(("https://", "http://")) else "",
        "evidence": item.evidence,
    }


# --- readings ---


def compared(book: Book, event: Event) -> list[Data]:
    """Return the readings, each with its verdict and what it answers otherwise."""
    readings = book.rulebook.readings
    here = readings[book.reading]
    end = monotonic() + BUDGET
    return [
        {
            "id": key,
            "title": escaped(readings[key].title),
            "differs": list(differences(book, here, readings[key])),
            **decided(book.with_reading(key), event, end),
        }
        for key in book.readings
    ]


def decided(book: Book, event: Event, end: float) -> Data:
    """Return the verdict under one reading, if there is time for it."""
    if monotonic() > end:
        return {"wrong": "not worked out, as it takes long: choose it to see"}
    try:
        finding = book.classify(event)
    except EventError as error:
        return {"wrong": escaped(error.problems[0].message)}
    return {
        "verdict": str(finding.verdict) if finding.possible else "",
        "possible": possible(finding),
        "settled": finding.settled,
    }


def differences(book: Book, here: Reading, there: Reading) -> Iterator[Data]:
    """Yield the questions that two readings answer otherwise, and whom only one credits."""
    for key, question in book.rulebook.questions.items():
        ours, theirs = answer(here.answers, key), answer(there.answers, key)
        if ours != theirs:
            yield {"ask": escaped(question.ask), "here": ours, "there": theirs}
    if set(here.credit) != set(there.credit):
        ours, theirs = (escaped(", ".join(item.credit)) or "nobody" for item in (here, there))
        yield {"ask": "Whose accounts are taken as stated?", "here": ours, "there": theirs}


def answer(answers: Mapping[str, str], question: str) -> str:
    """Return an answer, or that there is none."""
    return escaped(answers.get(question, "left open"))
