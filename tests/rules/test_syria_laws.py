"""The laws of the rulebook for Syria are proved, and say something."""

from __future__ import annotations

from functools import cache

import pytest

import ceasefire
from ceasefire.analysis.proving import Outcome, Result, prove
from ceasefire.book import Book
from ceasefire.rulebook.given import load_with

BOOK = ceasefire.load("syria-2016")


@cache
def results() -> dict[str, Result]:
    """Return what becomes of each law."""
    return {result.id: result for result in prove(BOOK)}


def given(law: str, **how: bool) -> Result:
    rulebook = load_with("syria-2016", [law])
    asked = [item for key, item in rulebook.laws.items() if key.startswith("law-given")]
    (result,) = prove(Book(rulebook, rulebook.default_reading), asked, **how)  # type: ignore[arg-type]
    return result


@pytest.mark.parametrize("name", BOOK.rulebook.laws)
def test_each_law_is_proved_under_any_answers(name: str) -> None:
    (proof,) = results()[name].proofs
    assert (proof.reading, proof.outcome, proof.notes) == ("", Outcome.PROVED, ())


def test_laws_are_no_part_of_the_digest() -> None:
    assert load_with("syria-2016", ["never violating"]).digest == BOOK.digest


@pytest.mark.parametrize(
    "law",
    [
        "never violating when the only actor is opposition",
        "never violating when actor is isis or opposition",
        "aleppo-extension changes nothing",
        "cessation changes nothing outside aleppo",
        "always excluded until 2016-02-28 00:00",
    ],
)
def test_what_is_not_so_is_refuted_by_an_event(law: str) -> None:
    result = given(law, any_answers=True)
    assert result.outcome is Outcome.REFUTED
    assert result.proofs[0].example is not None


def test_the_extension_matters_where_the_february_text_did_not_cover_aleppo() -> None:
    # No reading of the rulebook takes it so: under each of them it repeats what held before.
    assert given("aleppo-extension changes nothing").outcome is Outcome.PROVED
    assert given("aleppo-extension changes nothing", any_answers=True).outcome is Outcome.REFUTED
