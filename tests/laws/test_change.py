"""Laws 3, 5 and 9: what happens when something is known or written in addition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import event as mark
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.book import Book
from ceasefire.rulebook.logic import All, Any
from ceasefire.testing import narrowed
from tests.laws.drawn import Case, cases, certain_cases, meaning_of, verdicts
from tests.laws.engines import every_engine

if TYPE_CHECKING:
    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Instrument
    from tests.laws.engines import Engine

GRAVITY = ("excluded", "covered", "violating")


@every_engine
@given(case=cases(), data=st.data())
def test_law_3_settling_an_open_value_never_adds_a_verdict(
    engine: Engine, case: Case, data: st.DataObject
) -> None:
    event = data.draw(narrowed(case.book.rulebook, case.event), label="narrowed")
    changed = next((key for key, raw in event.items() if raw != case.event.get(key)), "")
    before, after = engine(case.book, [case.event, event])
    assert verdicts(after) <= verdicts(before)
    mark(changed or "nothing is open")


def one_way(before: set[str], after: set[str], *, graver: bool) -> bool:
    """Return whether verdicts went one way only: up where ``graver``, else down.

    Each world keeps its verdict or moves that way, so that every verdict before has
    one after to move to, and every verdict after one before to come from.
    """
    low, high = ([GRAVITY.index(verdict) for verdict in each] for each in (before, after))
    if not graver:
        low, high = high, low
    return all(any(one <= other for other in high) for one in low) and all(
        any(one <= other for one in low) for other in high
    )


def never(condition: Condition) -> Condition:
    """Return a condition that never holds and still asks the same of an event.

    What nothing asks cannot contradict itself, so a rulebook without the condition
    would not only lack what it adds.
    """
    return All((condition, Any(())))


def changed_book(case: Case, key: str, text: Instrument) -> Book:
    """Return the book with one instrument changed."""
    instruments = {**case.book.rulebook.instruments, key: text}
    return Book(replace(case.book.rulebook, instruments=instruments), case.book.reading)


@every_engine
@given(case=st.one_of(cases(), certain_cases()), data=st.data())
def test_law_5_a_new_provision_moves_verdicts_one_way(
    engine: Engine, case: Case, data: st.DataObject
) -> None:
    rulebook = case.book.rulebook
    choices = [
        (key, item.id) for key, text in rulebook.instruments.items() for item in text.provisions
    ]
    key, name = data.draw(st.sampled_from(choices), label="new")
    text: Instrument = rulebook.instruments[key]
    effect = next(item.effect for item in text.provisions if item.id == name)
    provisions = tuple(
        replace(item, condition=never(item.condition)) if item.id == name else item
        for item in text.provisions
    )
    before = changed_book(case, key, replace(text, provisions=provisions))
    (old,), (new,) = engine(before, [case.event]), engine(case.book, [case.event])
    assert one_way(verdicts(old), verdicts(new), graver=effect == "prohibit")
    if effect == "permit":
        assert "violating" in verdicts(old) or "violating" not in verdicts(new)
    mark(effect)


@every_engine
@given(case=st.one_of(cases(), certain_cases()), data=st.data())
def test_law_5_a_new_instrument_makes_nothing_milder(
    engine: Engine, case: Case, data: st.DataObject
) -> None:
    rulebook = case.book.rulebook
    key = data.draw(st.sampled_from(sorted(rulebook.instruments)), label="new")
    text = rulebook.instruments[key]
    before = changed_book(case, key, replace(text, time=never(text.time)))
    (less,), (more,) = engine(before, [case.event]), engine(case.book, [case.event])
    assert one_way(verdicts(less), verdicts(more), graver=True)


@every_engine
@given(case=cases())
def test_law_9_as_of_the_far_future_equals_no_as_of(engine: Engine, case: Case) -> None:
    event = {**case.event, "known": "2016-12-01"}
    (now,), (later,) = (
        engine(book, [event]) for book in (case.book, case.book.as_of("2199-01-01"))
    )
    assert meaning_of(now) == meaning_of(later)
    assert now.because == later.because
    assert now.notes == later.notes
