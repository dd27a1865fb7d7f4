"""Sources of a rule file: the texts that are cited, and their dates."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.model import Source
from ceasefire.terms.times import TimeProblem, span

if TYPE_CHECKING:
    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.schema_parts import SourceDoc

__all__ = ["sources"]

DATE: Final = re.compile(r"\d{4}(?:-\d{2}){0,2}", re.ASCII)
"""A year, a month or a date. Texts are older than the events of any feed."""

SEVERAL: Final = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+")
"""What stands between dates each of which counts."""

STRETCH: Final = re.compile(r"\s+to\s+|/(?=\d{4}\b)")
"""What stands between the first and the last date of a stretch."""

ENDS: Final = 2

HINT: Final = (
    "write `2016`, `2016-02` or `2016-02-22`, several with `and`, a stretch with `to`; "
    "leave it out where it is not known"
)


def sources(ctx: Context) -> dict[str, Source]:
    """Return the sources."""
    return {key: source(ctx, key, doc) for key, doc in ctx.doc.sources.items()}


def source(ctx: Context, key: str, doc: SourceDoc) -> Source:
    """Return one source."""
    right = [
        not text or check_date(ctx, text, ("sources", key, name))
        for name, text in (("date", doc.date), ("published", doc.published))
    ]
    first = DATE.match((doc.published or doc.date).strip()) if all(right) else None
    try:
        since = span(f"{first[0]}-01-01"[:10], ctx.zone)[0] if first else None
    except TimeProblem:
        since = None  # older, or later, than the events of any feed
    place = ctx.report.document.span(("sources", key), key=True)
    return Source(id=key, since=since, span=place, **vars(doc))


def check_date(ctx: Context, text: str, path: Step) -> bool:
    """Return whether the date of a source is one, or several, or a stretch; else report it."""
    stretches = [STRETCH.split(part) for part in SEVERAL.split(text.strip())]
    dates = [end for ends in stretches for end in ends]
    absent = [end for end in dates if DATE.fullmatch(end) and not exists(end)]
    if not all(map(DATE.fullmatch, dates)) or any(len(ends) > ENDS for ends in stretches):
        message, hint = f"`{text[:80]}` is not a date", HINT
    elif absent:
        message, hint = f"`{absent[0]}` is no date of the calendar", HINT
    elif any(backwards(*ends) for ends in stretches if len(ends) == ENDS):
        message, hint = f"`{text[:80]}` ends before it begins", "write the earlier date first"
    else:
        return True
    ctx.report.add(path, "bad-date", message, hint=hint, text=text)
    return False


def exists(text: str) -> bool:
    """Return whether the calendar has a year, a month or a date."""
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def backwards(first: str, last: str) -> bool:
    """Return whether a date lies after another, as far as both are stated."""
    known = min(len(first), len(last))
    return first[:known] > last[:known]
