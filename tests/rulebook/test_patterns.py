"""Patterns: how they are read, what is wrong with them, and what was known of them when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ceasefire.rulebook.digest import digest
from ceasefire.rulebook.load import load
from ceasefire.rulebook.logic import ALWAYS, CategoryTest, PartyTest, PlaceTest
from ceasefire.rulebook.model import Citation
from ceasefire.rulebook.pattern_model import Calm, Lull, Sequence, Series, Threshold
from ceasefire.terms.times import DAY, HOUR
from tests.rulebook.helpers import book, problems, when
from tests.rulebook.patterns import WORLD, pattern

if TYPE_CHECKING:
    from pathlib import Path

ATTACK = CategoryTest("kind", frozenset({"attack"}))
BOMBING = CategoryTest("kind", frozenset({"bombing"}))


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        (
            "{sequence: {first: {kind: bombing}, then: [{kind: bombing}], within: 1h}}",
            Sequence(BOMBING, BOMBING, HOUR),
        ),
        (
            (
                "{sequence: {first: {kind: attack}, then: {kind: attack}, within: 400d,"
                " within_km: 0.5, between: [rebels, gov, rebels]}}"
            ),
            Sequence(ATTACK, ATTACK, 400 * DAY, 0.5, ("gov", "rebels")),
        ),
        ("{threshold: {at_least: 1, within: 90m}}", Threshold(1, 90 * HOUR // 60)),
        (
            (
                "{threshold: {at_least: 100000, within: 2d, severity: grave, of: truce,"
                " when: {kind: attack}, by: [rebels, gov], in: homs}}"
            ),
            Threshold(100_000, 2 * DAY, "grave", "truce", ATTACK, ("gov", "rebels"), ("homs",)),
        ),
        ("{lull: {when: {kind: attack}, for: 1w}}", Lull(ATTACK, 7 * DAY)),
        (
            "{lull: {when: {kind: attack}, in: [homs, aleppo], for: 24h}}",
            Lull(ATTACK, DAY, ("aleppo", "homs")),
        ),
        ("{calm: truce}", Calm("truce")),
        ("{calm: {of: later}}", Calm("later")),
        ("{series: {of: truce}}", Series("truce")),
        (
            (
                "{series: {of: truce, strained: {at_least: 3, within: 24h, severity: minor},"
                " breached: {at_least: 9, within: 24h}, recovers_after: 72h}}"
            ),
            Series(
                "truce",
                Threshold(3, DAY, "minor", "truce"),
                Threshold(9, DAY, "", "truce"),
                3 * DAY,
            ),
        ),
    ],
)
def test_a_shape_is_read(text: str, shape: object) -> None:
    assert book(pattern(text)).patterns["p"].shape == shape


@pytest.mark.parametrize(
    ("text", "tests"),
    [
        ("{calm: truce}", ()),
        ("{threshold: {at_least: 1, within: 1h}}", ()),
        (
            "{threshold: {at_least: 1, within: 1h, when: {kind: attack}, by: gov, in: homs}}",
            (ATTACK, PartyTest("actor", frozenset({"gov"})), PlaceTest(frozenset({"homs"}))),
        ),
        (
            "{lull: {when: {kind: attack}, in: homs, for: 1h}}",
            (ATTACK, PlaceTest(frozenset({"homs"}))),
        ),
        (
            "{sequence: {first: {kind: bombing}, then: {kind: attack}, within: 1h}}",
            (BOMBING, ATTACK),
        ),
        (
            "{sequence: {first: {}, then: {}, within: 1h, between: [gov, front]}}",
            (
                ALWAYS,
                ALWAYS,
                PartyTest("actor", frozenset({"gov", "front"})),
                PartyTest("target", frozenset({"gov", "front"})),
            ),
        ),
    ],
)
def test_a_pattern_tells_what_it_asks(text: str, tests: object) -> None:
    assert book(pattern(text)).patterns["p"].conditions == tests


def test_words_and_references_are_kept() -> None:
    found = book(
        pattern("{title: T, note: N, cite: [s 3, t], announced: 2016-05-04, calm: truce}")
    ).patterns["p"]
    assert (found.id, found.title, found.note) == ("p", "T", "N")
    assert found.cite == (Citation("s", "3"), Citation("t"))
    assert found.announced == when("2016-05-04")
    assert (found.span.line, found.span.column) == (12, 3)
    assert book(pattern("{calm: truce}")).patterns["p"].title == "p"


def test_without_patterns_there_are_none() -> None:
    assert book(WORLD).patterns == {}
    assert book(WORLD + "patterns:\n").patterns == {}


def test_a_pattern_may_bear_the_name_of_an_instrument() -> None:
    assert book(WORLD + "patterns: {truce: {calm: truce}}\n").patterns["truce"].shape == Calm(
        "truce"
    )


def test_a_pattern_asks_a_question() -> None:
    asking = WORLD.replace("impossible: [{kind: release, if: {q: a}}]\n", "")
    lull = "patterns: {p: {lull: {when: {if: {q: a}}, for: 1h}}}\n"
    assert [item.code for item in problems(asking)] == ["unused-question"]
    assert problems(asking + lull) == []


def test_several_files_share_patterns_out(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "rulebook: x\ntimezone: UTC\n" + pattern("{calm: truce}"), encoding="utf-8"
    )
    (tmp_path / "b.yaml").write_text("patterns: {q: {calm: later}}\n", encoding="utf-8")
    assert set(load(tmp_path).patterns) == {"p", "q"}


# --- the digest -------------------------------------------------------------------


def test_a_rulebook_without_patterns_has_the_digest_it_ever_had() -> None:
    assert (
        book("instruments: {truce: {prohibit: {p: {when: {kind: attack}}}}}\n").digest
        == "f61c006815fe936f910b5bdc25225af1257cfa6383cc40272a40a01476de6004"
    )


def test_patterns_count_in_the_digest() -> None:
    bare, calm = book(WORLD), book(pattern("{calm: truce}"))
    assert bare.digest != calm.digest
    assert digest(replace(calm, patterns={})) == bare.digest
    assert calm.digest == book(pattern("{calm: {of: truce}}")).digest
    assert calm.digest != book(pattern("{calm: later}")).digest


def test_the_order_of_names_means_nothing() -> None:
    threshold = "{threshold: {at_least: 1, within: 1h, by: [%s], in: [%s]}}"
    one = book(pattern(threshold % ("gov, rebels", "homs, aleppo")))
    other = book(pattern(threshold % ("rebels, gov", "aleppo, homs")))
    assert one.digest == other.digest
    assert one.patterns["p"].shape == other.patterns["p"].shape


# --- what was known when ----------------------------------------------------------


def known(text: str, date: str) -> object:
    """Return the pattern as known at a date, if it was."""
    return book(pattern(text)).known_at(when(date)).patterns.get("p")


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("{announced: 2016-05-01, calm: truce}", "2016-05-01"),
        ("{calm: later}", "2016-05-04"),
        ("{threshold: {at_least: 1, within: 1h, of: later}}", "2016-05-04"),
        ("{series: {of: later}}", "2016-05-04"),
    ],
)
def test_a_pattern_is_known_once_it_and_its_instrument_are(text: str, since: str) -> None:
    assert known(text, f"{since} 00:00") is not None
    before = when(f"{since} 00:00") - 1
    assert book(pattern(text)).known_at(before).patterns == {}


def test_any_other_pattern_is_ever_known() -> None:
    assert known("{threshold: {at_least: 1, within: 1h}}", "1990-01-01") is not None
    assert known("{calm: truce}", "1990-01-01") is not None


def test_what_nobody_could_read_yet_is_not_cited() -> None:
    rules = book(pattern("{cite: [s 3, t, u], calm: truce}"))
    cited = {
        date: [item.source for item in rules.known_at(when(date)).patterns["p"].cite]
        for date in ("2016-02-28", "2016-03-01", "2016-06-01")
    }
    assert cited == {
        "2016-02-28": ["u"],
        "2016-03-01": ["s", "u"],
        "2016-06-01": ["s", "t", "u"],
    }


def test_a_move_is_known_with_its_first_text_or_when_it_happens() -> None:
    rules = book(
        pattern(
            "{series: {of: truce, moves: [{to: suspended, on: 2016-03-05, cite: [t, s]},"
            " {to: in-force, on: 2016-03-10, cite: t}, {to: lapsed, on: 2016-07-01}]}}"
        )
    )
    for date, expected in (
        ("2016-02-28", []),
        ("2016-03-01", ["suspended"]),
        ("2016-06-01", ["suspended", "in-force"]),
        ("2016-07-01", ["suspended", "in-force", "lapsed"]),
    ):
        shape = rules.known_at(when(date)).patterns["p"].shape
        assert isinstance(shape, Series)
        assert [move.to for move in shape.moves] == expected
    shape = rules.known_at(when("2016-03-01")).patterns["p"].shape
    assert isinstance(shape, Series)
    assert shape.moves[0].cite == (Citation("s"),)


# --- the bundled rulebook ---------------------------------------------------------


def test_the_bundled_patterns_are_of_every_shape_and_say_whose_choice_they_are() -> None:
    rules = load("syria-2016")
    shapes = {type(item.shape) for item in rules.patterns.values()}
    assert shapes == {Sequence, Threshold, Lull, Calm, Series}
    for item in rules.patterns.values():
        assert item.cite, item.id
        assert item.title != item.id
        chosen = "analyst's choice" in item.note
        assert chosen is (not isinstance(item.shape, Calm)), item.id
