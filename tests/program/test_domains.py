"""Parties and places are looked into once for all rulebooks that have the very same."""

from __future__ import annotations

import gc
from dataclasses import replace

from ceasefire.program.domains import PARTIES, PLACES
from ceasefire.program.program import Program
from ceasefire.testing import rulebook_of

DOCUMENT = {
    "rulebook": "domains",
    "title": "Domains",
    "timezone": "UTC",
    "parties": {"p": "P", "q": "Q"},
    "places": {"valley": {"circle": {"lat": "36", "lon": "37", "km": "10"}}},
    "instruments": {"text": {"where": "valley", "prohibit": {"attacks": {"when": {"actor": "p"}}}}},
}


def test_rulebooks_that_have_the_very_same_parties_and_places_share_what_is_found_of_them() -> None:
    rulebook = rulebook_of(DOCUMENT)
    one, other = Program(rulebook), Program(replace(rulebook, instruments={}))
    assert one.places is other.places
    assert one.parties is other.parties


def test_parties_and_places_that_are_merely_equal_are_looked_into_anew() -> None:
    one, other = Program(rulebook_of(DOCUMENT)), Program(rulebook_of(DOCUMENT))
    assert one.places is not other.places
    assert one.parties is not other.parties


def test_what_nobody_uses_is_forgotten() -> None:
    rulebook = rulebook_of(DOCUMENT)
    program = Program(rulebook)
    assert id(rulebook.parties) in PARTIES._made
    assert id(rulebook.places) in PLACES._made
    del program
    gc.collect()
    assert id(rulebook.parties) not in PARTIES._made
    assert id(rulebook.places) not in PLACES._made
