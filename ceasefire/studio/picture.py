"""What a page has to know of a rulebook: its readings, dates, and the choices of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.cli.wording import Wording
from ceasefire.findings.escapes import escaped
from ceasefire.rulebook.logic import All, Not, TimeTest
from ceasefire.rulebook.logic import Any as Either
from ceasefire.terms.times import describe, zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Rulebook
    from ceasefire.terms.taxonomy import FieldSpec
    from ceasefire.terms.windows import Window

__all__ = ["picture", "suggestion", "windows"]

Data = dict[str, Any]
Choice = tuple[str, str]

SPEAKERS: Final = ("party", "parties")


def picture(book: Rulebook) -> Data:
    """Return the names and choices of a rulebook."""
    dates = {item.announced for item in book.instruments.values()}
    wording = Wording(book)
    return {
        "id": escaped(book.id),
        "title": escaped(book.title or book.id),
        "timezone": book.timezone,
        "default": book.default_reading,
        "digest": book.digest,
        "announced": [wording.announced(at) for at in sorted(at for at in dates if at is not None)],
        "fields": [field(book, spec) for spec in book.taxonomy.fields.values()],
    }


def field(book: Rulebook, spec: FieldSpec) -> Data:
    """Return a field of an event with what it may be chosen to be."""
    return {
        "id": spec.id,
        "name": escaped(spec.name),
        "type": spec.type,
        "choices": [[key, escaped(name)] for key, name in choices(book, spec)],
    }


def choices(book: Rulebook, spec: FieldSpec) -> Iterator[Choice]:
    """Yield what a field may be chosen to be: ids, and what they are called."""
    if spec.type in SPEAKERS:
        yield from ((key, party.name) for key, party in book.parties.items())
    elif spec.type == "place":
        yield from ((place.name, place.name) for place in book.places.values())
    elif spec.type == "flag":
        yield from (("yes", "yes"), ("no", "no"))
    elif spec.vocabulary:
        for key, item in book.taxonomy.of(spec.id).categories.items():
            yield key, f"{item.name} (any)" if item.group else item.name


def suggestion(book: Rulebook) -> Data:
    """Return an event to begin with, at the beginning of what the rulebook is about."""
    starts = [
        window.start
        for item in book.instruments.values()
        for window in windows(item.time)
        if window.start is not None
    ]
    tz = zone(book.timezone)
    when = describe(min(starts), min(starts), tz)[:10] if starts else "unknown"
    return {"id": "E1", "kind": "shelling", "when": when}


def windows(condition: Condition) -> Iterator[Window]:
    """Yield the windows that a condition names."""
    match condition:
        case TimeTest(window):
            yield window
        case All(parts) | Either(parts):
            for part in parts:
                yield from windows(part)
        case Not(part):
            yield from windows(part)
        case _:
            pass
