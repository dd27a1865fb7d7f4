"""The book: a rulebook in use, under a reading, as known at a date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

import ceasefire
from ceasefire.book import Book, load
from ceasefire.errors import EventError, RulebookError, UsageError
from ceasefire.events.event import Event
from ceasefire.version import __version__
from tests.meaning.helpers import EVENT, TRUCE, book

if TYPE_CHECKING:
    from pathlib import Path

READINGS = f"""{TRUCE}
questions:
  scope: {{ask: Does it bind Blues?, answers: {{"yes": {{}}, "no": {{}}}}}}
impossible:
  - {{if: {{scope: "no"}}, actor: civilians}}
readings:
  wide: {{answers: {{scope: "yes"}}}}
  narrow: {{answers: {{scope: "no"}}}}
default_reading: narrow
"""


@pytest.fixture
def rule_file(tmp_path: Path) -> Path:
    """Return a rule file on disk."""
    file = tmp_path / "truce.yaml"
    file.write_text("rulebook: example\ntimezone: UTC\n" + READINGS, encoding="utf-8")
    return file


def test_dates_of_the_library_are_dates_too() -> None:
    book = load("syria-2016")
    assert book.as_of(date(2016, 5, 4)) == book.as_of("2016-05-04")
    assert book.as_of(datetime(2016, 5, 4, 12, 30)) == book.as_of("2016-05-04 12:30:00")  # noqa: DTZ001  (a local time)
    assert book.as_of(datetime(2016, 5, 4, 12, 30, tzinfo=UTC)).known == "2016-05-04 12:30:00+00:00"
    for odd in (3, ("2016",), "never"):
        with pytest.raises(UsageError, match="as_of"):
            book.as_of(odd)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="no reading"):
        book.with_reading(3)  # type: ignore[arg-type]


def test_a_book_is_loaded_from_a_file_a_folder_or_by_name(rule_file: Path) -> None:
    by_file, by_text, by_folder = load(rule_file), load(str(rule_file)), load(rule_file.parent)
    assert by_file.id == by_text.id == by_folder.id == "example"
    assert by_file.digest == by_text.digest == by_folder.digest
    assert len(by_file.digest) == 64
    assert load("syria-2016").id == "syria-2016"
    assert ceasefire.load is load


def test_what_is_no_rulebook_raises_every_problem(tmp_path: Path) -> None:
    with pytest.raises(RulebookError):
        load(tmp_path / "missing.yaml")
    bad = tmp_path / "bad.yaml"
    bad.write_text("rulebook: x\ntimezone: Nowhere\nparties: {a: {nam: A}}\n", encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load(bad)
    assert len(caught.value.problems) == 2


def test_the_default_reading_comes_first() -> None:
    used = book(READINGS)
    assert (used.reading, used.readings) == ("narrow", ("narrow", "wide"))
    assert used.with_reading("wide").reading == "wide"
    assert used.with_reading("wide").readings == ("narrow", "wide")
    assert book(TRUCE).readings == ("default",)


def test_readings_share_the_compiled_rulebook_and_keep_their_answers() -> None:
    used = book(READINGS)
    untouched = Book(used.rulebook, "narrow")
    assert untouched.with_reading("wide").program is untouched.program
    assert used.engine.program is used.program
    wide = used.with_reading("wide")
    assert wide.program is used.program
    assert wide.engine is used.engine
    civilians = EVENT | {"actor": "civilians"}
    assert wide.classify(civilians).possible == {"excluded"}
    assert used.classify(civilians).possible == frozenset()
    assert wide.setting.answers == {"scope": "yes"}


def test_an_unknown_reading_is_a_usage_error_with_a_hint() -> None:
    with pytest.raises(UsageError) as caught:
        book(READINGS).with_reading("wode")
    assert str(caught.value) == (
        "`example` has no reading `wode`; it has narrow, wide; did you mean `wide`?"
    )
    with pytest.raises(UsageError) as caught:
        book(READINGS).with_reading("moscow")
    assert str(caught.value) == "`example` has no reading `moscow`; it has narrow, wide"


def test_a_bad_date_is_a_usage_error() -> None:
    for text in ("soon", "2016-13-01", "", "2016-02-01/2016-03-01", "2016-02-01/P1D"):
        with pytest.raises(UsageError, match=r"^as_of: .+ \(.+\)$"):
            book(TRUCE).as_of(text)


def test_as_of_keeps_the_reading_and_compiles_anew() -> None:
    used = book(READINGS).with_reading("wide")
    early = used.as_of("2016-01-01")
    assert (early.reading, early.known) == ("wide", "2016-01-01")
    assert early.program is not used.program
    assert early.as_of("2016-02-01").known == "2016-02-01"
    assert early.with_reading("narrow").known == "2016-01-01"
    assert used.known == ""


def test_a_book_keeps_its_date_under_another_reading() -> None:
    dated = TRUCE.replace("title: Truce", "announced: 2016-02-01")
    used = book(dated + "readings: {a: {}, b: {}}\ndefault_reading: a\n")
    assert used.as_of("2016-01-31").with_reading("b").classify(EVENT).possible == {"excluded"}
    assert used.with_reading("b").as_of("2016-02-01").classify(EVENT).possible == {"violating"}


def test_findings_carry_their_provenance() -> None:
    used = book(READINGS).as_of("2016-12-31")
    source = used.classify(EVENT).provenance
    assert source is not None
    assert (source.rulebook, source.digest, source.reading) == ("example", used.digest, "narrow")
    assert (source.as_of, source.version) == ("2016-12-31", __version__)


def test_events_are_mappings_or_events() -> None:
    used = book(TRUCE)
    assert used.classify(EVENT) == used.classify(Event.read(EVENT))
    with pytest.raises(EventError):
        used.classify({"id": "e"})
    with pytest.raises(EventError):
        used.classify({})


def test_a_stream_keeps_its_order_and_is_read_lazily() -> None:
    used = book(TRUCE)
    events = (EVENT | {"id": str(number)} for number in range(3))
    findings = used.classify_all(events, any_reading=True)
    first = next(findings)
    assert (first.event, first.possible_any_reading) == ("0", frozenset({"violating"}))
    assert [finding.event for finding in findings] == ["1", "2"]
    assert next(used.classify_all([EVENT])).possible_any_reading is None
    with pytest.raises(EventError):
        list(used.classify_all([EVENT, {"id": "bad"}]))


def test_a_book_is_immutable_and_says_what_it_is() -> None:
    used = book(TRUCE)
    with pytest.raises(AttributeError):
        used.reading = "other"  # type: ignore[misc]  # that it is refused is the test
    assert "_instant" not in repr(used)


def test_work_is_shared_until_there_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceasefire.engines.reference.engine.CACHE", 2)
    used = Book(book(TRUCE).rulebook, "default")
    engine = used.engine
    kinds = ("shelling", "clash", "overflight")
    disputed = EVENT | {"alternatives": [{"actor": "unknown"}]}
    found = [used.classify(disputed | {"kind": kind}).possible for kind in kinds * 2]
    assert found[:3] == found[3:]
    for actor in ("reds", "blues", "civilians"):
        used.classify(disputed | {"actor": actor})
    assert 1 <= len(engine._cores) <= 2


def test_findings_are_shared_until_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceasefire.engines.reference.sharing.MOST_SHARED", 2)
    monkeypatch.setattr("ceasefire.engines.reference.sharing.MOST_SETTINGS", 1)
    monkeypatch.setattr("ceasefire.program.alike.MOST_SAID", 2)
    used = Book(book(TRUCE).rulebook, "default")
    events = [
        EVENT | {"kind": kind, "actor": actor}
        for kind in ("shelling", "clash", "overflight")
        for actor in ("reds", "blues")
    ]
    found = [used.classify(event).to_dict() for event in events * 2]
    assert found[:6] == found[6:]
    again = used.with_reading(used.reading)
    assert [again.classify(event).to_dict() for event in events] == found[:6]
    (known,) = used.engine._sharing._known.values()
    assert 1 <= len(known.found) <= 2
    assert len(used.engine._sharing._sorter._said) <= 2


def test_every_fault_of_an_event_is_told_at_once() -> None:
    book = ceasefire.load("syria-2016")
    event = {"id": "e", "kind": "shellin", "when": "2016-13-01", "alternatives": "no"}
    with pytest.raises(ceasefire.EventError) as caught:
        book.classify(event | {"killed": "many"})
    codes = [problem.code for problem in caught.value.problems]
    assert sorted(codes) == ["bad-number", "bad-time", "unknown-kind", "wrong-type"]
    with pytest.raises(ceasefire.EventError, match="`alternatives` is no list"):
        book.classify({"id": "e", "kind": "shelling", "when": "2016-05-01", "alternatives": "no"})
    with pytest.raises(ceasefire.EventError, match="`yesterday` is not a time"):
        book.classify({"id": "e", "kind": "shelling", "when": "2016-05-01", "known": "yesterday"})
    assert book.faults(None) == ()
