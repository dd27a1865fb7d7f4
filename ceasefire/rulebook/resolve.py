"""From a document to a rulebook: every name resolved, every time in UTC."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ceasefire.rulebook.accepting import acceptances
from ceasefire.rulebook.context import Context
from ceasefire.rulebook.digest import digest
from ceasefire.rulebook.instruments import instruments
from ceasefire.rulebook.laws import laws
from ceasefire.rulebook.model import Rulebook
from ceasefire.rulebook.parties import parties
from ceasefire.rulebook.patterns import patterns
from ceasefire.rulebook.places import places
from ceasefire.rulebook.questions import check_use, impossible, presumptions, questions, readings
from ceasefire.rulebook.sources import sources
from ceasefire.rulebook.validation import validated
from ceasefire.rulebook.vocabulary import taxonomy
from ceasefire.terms.times import TimeProblem, zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ceasefire.rulebook.documents import Report
    from ceasefire.rulebook.schema import RulebookDoc

__all__ = ["resolve"]


def resolve(report: Report) -> Rulebook | None:
    """Return the rulebook of a document, or ``None`` where its shape is beyond use.

    The report gains every problem. A rulebook that comes with problems is
    partial, and nothing to decide by.
    """
    doc = validated(report)
    if doc is None:
        return None
    ctx = Context(doc, report, local_zone(doc, report), taxonomy(doc, report))
    default_readings, default = readings(ctx)
    book = Rulebook(
        id=doc.rulebook,
        title=doc.title or doc.rulebook,
        timezone=ctx.zone.key,
        taxonomy=ctx.taxonomy,
        sources=sources(ctx),
        parties=parties(ctx),
        places=places(ctx),
        questions=questions(ctx),
        readings=default_readings,
        default_reading=default,
        presumptions=presumptions(ctx),
        impossible=impossible(ctx),
        instruments=instruments(ctx),
        digest="",
        note=doc.note,
        patterns=patterns(ctx),
        accepted=acceptances(ctx),
    )
    check_use(ctx)
    # What a law asks is no use of a question, for it decides nothing.
    book = replace(book, laws=laws(ctx, book.instruments))
    return book if report.problems else replace(book, digest=digest(book))


def local_zone(doc: RulebookDoc, report: Report) -> ZoneInfo:
    """Return the rulebook's zone, or UTC where it names none."""
    try:
        return zone(doc.timezone)
    except TimeProblem as problem:
        report.add(
            ("timezone",), problem.code, problem.message, hint=problem.hint, text=doc.timezone
        )
        return zone("UTC")
