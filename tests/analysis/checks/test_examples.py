"""Each code has an example that has the finding, and one that does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ceasefire.analysis.checks import examine, ground
from ceasefire.book import Book
from ceasefire.rulebook.lints import LINTS
from ceasefire.rulebook.load import load_text
from ceasefire.rulebook.model import Reading
from tests.analysis.checks.examples import EXAMPLES
from tests.rulebook.examples import whole

if TYPE_CHECKING:
    from ceasefire.analysis.checks import Lint
    from ceasefire.findings.finding import Finding

TRIED = [code for code in EXAMPLES if code != "not-worked-out"]


def book_of(text: str | bytes) -> Book:
    book = load_text(whole(text))
    return Book(book, book.default_reading)


def the(code: str) -> tuple[Book, Lint]:
    """Return the one finding of a code in its example."""
    book = book_of(EXAMPLES[code].bad)
    (lint,) = [each for each in examine(book) if each.code == code]
    return book, lint


def classified(book: Book, lint: Lint) -> Finding:
    """Return the finding of the event that shows something, under the answers of it."""
    assert lint.witness is not None
    answers = {**book.rulebook.readings[book.reading].answers, **lint.answers}
    readings = {**book.rulebook.readings, "shown": Reading("shown", answers=answers)}
    return Book(replace(book.rulebook, readings=readings), "shown").classify(lint.witness)


def less(book: Book, instrument: str, provision: str = "") -> Book:
    """Return a book without an instrument, or without one of its provisions."""
    items = dict(book.rulebook.instruments)
    if provision:
        kept = tuple(item for item in items[instrument].provisions if item.id != provision)
        items[instrument] = replace(items[instrument], provisions=kept)
    else:
        del items[instrument]
    return Book(replace(book.rulebook, instruments=items), book.reading)


def test_every_code_has_an_example() -> None:
    assert set(EXAMPLES) == set(LINTS)


@pytest.mark.parametrize("code", TRIED)
def test_the_bad_example_has_this_finding(code: str) -> None:
    _, lint = the(code)
    assert lint.span.line > 0
    assert lint.span.column > 0
    assert not lint.message.endswith(".")
    assert lint.hint
    assert lint.level == LINTS[code].level


@pytest.mark.parametrize("code", TRIED)
def test_the_mended_example_does_not(code: str) -> None:
    found = examine(book_of(EXAMPLES[code].mended))
    assert code not in {lint.code for lint in found}
    assert not [lint for lint in found if lint.level == "warning"]


@pytest.mark.parametrize("code", [code for code in TRIED if LINTS[code].level == "warning"])
def test_what_is_accepted_is_found_with_its_reason(code: str) -> None:
    book, lint = the(code)
    if code == "stale-acceptance":
        return
    entry = f"accept: [{{code: {code}, at: {lint.at}, reason: So it is.}}]\n"
    accepting = book_of(whole(EXAMPLES[code].bad) + entry.encode())
    assert accepting.digest == book.digest
    found = [each for each in examine(accepting) if each.code in {code, "stale-acceptance"}]
    assert [(each.code, each.accepted) for each in found] == [(code, "So it is.")]
    assert not found[0].counts("note")


# --- what the events show -------------------------------------------------------------


def test_a_permit_that_lifts_nothing_matches_what_nothing_prohibits() -> None:
    book, lint = the("lifts-nothing")
    assert classified(book, lint).verdict == "covered"
    assert classified(less(book, "truce", "aid"), lint).verdict == "covered"


def test_a_provision_that_changes_nothing_leaves_the_verdict_as_it_is() -> None:
    book, lint = the("changes-nothing")
    assert classified(book, lint).settled
    assert (
        classified(book, lint).verdict == classified(less(book, "truce", "shelling"), lint).verdict
    )


def test_under_other_answers_a_provision_changes_the_verdict() -> None:
    book, lint = the("changes-nothing-as-read")
    assert lint.answers == {"sieges": "are"}
    assert classified(book, lint).verdict == "violating"
    assert classified(less(book, "truce", "sieges"), lint).verdict == "covered"


@pytest.mark.parametrize("code", ["never-decides", "inside-another"])
def test_what_lies_inside_another_is_reached_by_both(code: str) -> None:
    book, lint = the(code)
    assert lint.at == "instruments.calm"
    assert "`truce`" in lint.message
    for other in ("truce", "calm"):
        assert classified(less(book, other), lint).verdict != "excluded"


def test_in_a_gap_neither_is_in_force() -> None:
    book, lint = the("extension-gap")
    assert "1 hour, from 2016-05-06 01:00 until 2016-05-06 02:00" in lint.message
    finding = classified(book, lint)
    assert finding.verdict == "excluded"
    assert finding.ground == ("time",)


def test_in_an_overlap_both_apply() -> None:
    book, lint = the("extension-overlap")
    assert "from 2016-05-06 00:00 until 2016-05-06 01:00, 1 hour in all" in lint.message
    for other in ("truce", "more"):
        assert classified(less(book, other), lint).verdict != "excluded"


def test_what_an_extension_leaves_out_it_does_not_reach() -> None:
    book, lint = the("extension-leaves-out")
    finding = classified(book, lint)
    assert finding.verdict == "excluded"
    assert finding.settled


def test_a_presumption_settles_what_would_be_open() -> None:
    book, lint = the("presumption-hides-doubt")
    assert classified(book, lint).settled
    without = Book(replace(book.rulebook, presumptions={}), book.reading)
    assert not classified(without, lint).settled


def test_a_stale_acceptance_names_the_nearest_that_is_found() -> None:
    text = EXAMPLES["changes-nothing"].bad
    at = "instruments.truce.prohibit.shellings"
    entry = f"accept: [{{code: changes-nothing, at: {at}, reason: So.}}]\n"
    found = examine(book_of(whole(text) + entry.encode()))
    (stale,) = [lint for lint in found if lint.code == "stale-acceptance"]
    assert stale.hint == "did you mean `instruments.truce.prohibit.shelling`?"


def test_a_stale_acceptance_names_no_place_that_is_accepted() -> None:
    text = EXAMPLES["changes-nothing"].bad
    place = "instruments.truce.prohibit.shelling"
    entry = f"accept: [{{code: changes-nothing, at: [{place}, {place}s], reason: So.}}]\n"
    found = examine(book_of(whole(text) + entry.encode()))
    (stale,) = [lint for lint in found if lint.code == "stale-acceptance"]
    assert stale.hint == "remove it, once it is clear why it is not found"


def test_an_empty_rulebook_is_nothing_to_remark_on() -> None:
    assert examine(book_of("")) == []


@pytest.mark.parametrize("code", TRIED)
def test_without_patience_nothing_is_claimed_that_takes_a_search(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "ALL_PARTS", 0)
    text = EXAMPLES[code].mended
    for lint in examine(book_of(text)):
        assert lint.code == "not-worked-out" or LINTS[lint.code].level == "note"
        if lint.code == "not-worked-out":
            assert lint.message.endswith(" takes too long to be worked out")
            assert lint.witness is None


def test_a_search_that_ends_early_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "ALL_PARTS", 0)
    found = {lint.at: lint.code for lint in examine(book_of(EXAMPLES["lifts-nothing"].bad))}
    assert found["instruments.truce.permit.aid"] == "not-worked-out"
