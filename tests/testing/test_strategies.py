"""The public strategies: what they draw is sound, and needs Hypothesis."""

from __future__ import annotations

import sys
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import ceasefire.testing as kit
from ceasefire.book import Book
from ceasefire.errors import MissingExtraError
from ceasefire.events.event import Event
from ceasefire.rulebook.logic import PlaceTest
from ceasefire.testing.lexicon import lexicon_of, single_tests
from tests.laws.drawn import cases

if TYPE_CHECKING:
    from ceasefire.rulebook.model import Rulebook
    from tests.laws.drawn import Case


@given(kit.documents())
def test_a_document_survives_being_written_and_read(document: dict[str, Any]) -> None:
    assert yaml.safe_load(kit.text_of(document)) == document
    assert kit.rulebook_of(document).digest == kit.rulebook_of(document).digest


@given(kit.rulebooks(kit.Size(parties=2, places=0, questions=0, instruments=1, provisions=1)))
def test_a_size_bounds_what_is_drawn(rulebook: Rulebook) -> None:
    assert set(rulebook.parties) == {"civilians", "amber", "birch"}
    assert not rulebook.places
    assert not rulebook.questions
    (text,) = rulebook.instruments.values()
    assert len(text.provisions) == 1


@given(cases(), st.data())
def test_every_event_is_read_and_so_is_what_narrows_it(case: Case, data: st.DataObject) -> None:
    for raw in (case.event, data.draw(kit.narrowed(case.book.rulebook, case.event))):
        assert Event.read(raw).to_dict()["id"] == "generated"
        assert case.book.classify(raw).event == "generated"


@given(kit.rulebooks(), st.data())
def test_a_certain_event_leaves_no_doubt(rulebook: Rulebook, data: st.DataObject) -> None:
    event = data.draw(kit.certain_events(rulebook))
    finding = Book(rulebook, "whole").classify(event)
    assert not finding.doubts
    assert len(finding.possible) <= 1


@given(kit.documents(), st.data())
def test_patterns_are_added_to_a_document(document: dict[str, Any], data: st.DataObject) -> None:
    bare = deepcopy(document)
    found = data.draw(kit.with_patterns(document, most=2))
    assert document == bare
    assert {key: item for key, item in found.items() if key != "patterns"} == bare
    assert 1 <= len(kit.rulebook_of(found).patterns) <= 2


@given(kit.documents().flatmap(kit.with_patterns), st.data())
def test_events_speak_of_what_patterns_ask(document: dict[str, Any], data: st.DataObject) -> None:
    rulebook = kit.rulebook_of(document)
    words = lexicon_of(rulebook)
    for pattern in rulebook.patterns.values():
        asked = [test for item in pattern.conditions for test in single_tests(item)]
        named = {getattr(test, "field", "kind") for test in asked}
        assert named <= set(words.fields)
        assert {move.on for move in pattern.moves} <= set(words.edges)
        if any(isinstance(test, PlaceTest) for test in asked):
            assert "where" in words.fields
    event = data.draw(kit.certain_events(rulebook))
    assert not Book(rulebook, "whole").classify(event).doubts


def test_what_is_drawn_has_every_part() -> None:
    # What properties draw is not measured, and so a few are drawn here.
    @settings(max_examples=10)
    @given(kit.documents().flatmap(kit.with_patterns), st.data())
    def drawn(document: dict[str, Any], data: st.DataObject) -> None:
        rulebook = kit.rulebook_of(document)
        assert rulebook.patterns
        event = data.draw(kit.events(rulebook))
        for raw in (event, data.draw(kit.narrowed(rulebook, event))):
            assert Book(rulebook, "whole").classify(raw).event == "generated"

    drawn()


def test_without_hypothesis_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.startswith("ceasefire.testing.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(vars(kit), "events", raising=False)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingExtraError, match=r"ceasefire\[testing\]"):
        _ = kit.events


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = kit.nothing_here
    assert set(dir(kit)) == set(kit.__all__)
