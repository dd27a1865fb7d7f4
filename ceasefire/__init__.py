"""Decide which events a ceasefire agreement covers, excludes or finds violating.

>>> import ceasefire
>>> book = ceasefire.load("syria-2016")
>>> finding = book.classify({"id": "1", "kind": "airstrike", "when": "2016-05-03"})

Heavy libraries load where they are used, so that the import is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ceasefire.version import __version__

if TYPE_CHECKING:
    from ceasefire.book import Book, load
    from ceasefire.errors import (
        CasesError,
        CeasefireError,
        EventError,
        FeedError,
        MissingExtraError,
        Problem,
        RulebookError,
        UsageError,
    )
    from ceasefire.events.event import Alternative, Event
    from ceasefire.findings.finding import Finding, Verdict
    from ceasefire.report.findings import Findings

__all__ = [
    "Alternative",
    "Book",
    "CasesError",
    "CeasefireError",
    "Event",
    "EventError",
    "FeedError",
    "Finding",
    "Findings",
    "MissingExtraError",
    "Problem",
    "RulebookError",
    "UsageError",
    "Verdict",
    "__version__",
    "load",
]

_HOMES = {
    "Alternative": "ceasefire.events.event",
    "Book": "ceasefire.book",
    "CasesError": "ceasefire.errors",
    "CeasefireError": "ceasefire.errors",
    "Event": "ceasefire.events.event",
    "EventError": "ceasefire.errors",
    "FeedError": "ceasefire.errors",
    "Finding": "ceasefire.findings.finding",
    "Findings": "ceasefire.report.findings",
    "MissingExtraError": "ceasefire.errors",
    "Problem": "ceasefire.errors",
    "RulebookError": "ceasefire.errors",
    "UsageError": "ceasefire.errors",
    "Verdict": "ceasefire.findings.finding",
    "load": "ceasefire.book",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
