"""Tests of one's own rulebooks: cases beside the rules, and what Hypothesis draws.

>>> import ceasefire
>>> from ceasefire.testing import run_cases
>>> outcome = run_cases(ceasefire.load("valley.yaml"), ["valley.cases.yaml"])

``run_cases`` tries events of which a file says what a rulebook should find;
``coverage_of`` tells what of the rules they show, ``mutation_of`` which changes to the
rules they notice, and ``pasted`` writes a case down. These need nothing beside the library. The
rest is for properties:

>>> from hypothesis import given
>>> from ceasefire.testing import documents, events, rulebook_of

``documents()`` draws rule files as plain data, ``rulebooks()`` the same files read
by the loader, ``events(rulebook)`` what a feed might report under one, with every
kind of doubt, and ``certain_events(rulebook)`` events without any doubt.
``with_patterns(document)`` adds patterns to a rule file. All of them stay small enough
to try every world. Hypothesis is loaded when one of these
is first used; ``pip install 'ceasefire[testing]'`` brings it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ceasefire.errors import MissingExtraError

if TYPE_CHECKING:
    from ceasefire.testing.cases.pasting import pasted
    from ceasefire.testing.cases.running import Outcome, Result, run_cases
    from ceasefire.testing.coverage.measuring import coverage_of
    from ceasefire.testing.mutation.surveying import mutation_of
    from ceasefire.testing.patterns import with_patterns
    from ceasefire.testing.reports import certain_events, events, narrowed
    from ceasefire.testing.rulefiles import Size, documents, rulebook_of, rulebooks, text_of

__all__ = [
    "Outcome",
    "Result",
    "Size",
    "certain_events",
    "coverage_of",
    "documents",
    "events",
    "mutation_of",
    "narrowed",
    "pasted",
    "rulebook_of",
    "rulebooks",
    "run_cases",
    "text_of",
    "with_patterns",
]

_HOMES = {
    "Outcome": "cases.running",
    "Result": "cases.running",
    "Size": "rulefiles",
    "certain_events": "reports",
    "coverage_of": "coverage.measuring",
    "documents": "rulefiles",
    "events": "reports",
    "mutation_of": "mutation.surveying",
    "narrowed": "reports",
    "pasted": "cases.pasting",
    "rulebook_of": "rulefiles",
    "rulebooks": "rulefiles",
    "run_cases": "cases.running",
    "text_of": "rulefiles",
    "with_patterns": "patterns",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    try:
        module = import_module(f"{__name__}.{_HOMES[name]}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "hypothesis":
            raise
        raise MissingExtraError("hypothesis", "testing") from error
    value: object = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
