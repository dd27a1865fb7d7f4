"""Words and places of texts that may be no YAML, told without reading them as YAML."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.lsp.scan import Spot, scan, spot
from ceasefire.lsp.text import Text
from ceasefire.lsp.words import read
from tests.lsp.valley import PARTIES, RULES

ROOT = Path(__file__).parents[2]
BUNDLED = sorted(ROOT.glob("rules/*/*.yaml"))


def at(text: str) -> Spot | None:
    """Return the spot where a text has a `|`."""
    place = text.index("|")
    return spot(text.replace("|", "", 1), place)


def facts(text: str, *, parsed: bool) -> set[tuple[object, ...]]:
    """Return what is known of words that stand in one line."""
    words = read("x", text.encode()).words if parsed else tuple(scan(text))
    return {
        (word.path, word.text, word.start, word.end, word.key) for word in words if word.literal
    }


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.name)
def test_a_sound_file_has_the_words_that_its_reader_finds(path: Path) -> None:
    # An alias of YAML stands for words that are written elsewhere.
    text = path.read_text(encoding="utf-8").replace("*governorates", "aleppo")
    missing = facts(text, parsed=True) - facts(text, parsed=False)
    assert missing == set()


@pytest.mark.parametrize("text", [RULES, PARTIES])
def test_the_words_of_a_small_file_are_the_same_in_both_ways(text: str) -> None:
    assert facts(text, parsed=True) == facts(text, parsed=False)


@pytest.mark.parametrize(
    ("text", "path", "wants", "prefix"),
    [
        ("|", (), "key", ""),
        ("par|", (), "key", "par"),
        ("a:|", ("a",), "value", ""),
        ("a: b|", ("a",), "value", "b"),
        ("a:\n  b|", ("a",), "either", "b"),
        ("a:\n  b: c\n  d|", ("a",), "key", "d"),
        ("a:\n  b: c\n|", (), "key", ""),
        ("a:\n  - b\n  - |", ("a", 1), "either", ""),
        ("a:\n- b: c\n  |", ("a", 0), "key", ""),
        ("a: [b, {c: d, e|", ("a", 1), "key", "e"),
        ("a: {b: [c\nd: {e: |", ("d", "e"), "value", ""),
        ('a: {b: "c|', ("a", "b"), "value", "c"),
        ("a: {b: c}\n|", (), "key", ""),
        ("a: 'it''s'\nb|", (), "key", "b"),
        ('"a b":\n  c: |', ("a b", "c"), "value", ""),
        ("a: &x\n  b: !y |", ("a", "b"), "value", ""),
        ("a: >\n  text\nb: |", ("b",), "value", ""),
        ('a:\n  b: "c\n    d"\n  e|', ("a",), "key", "e"),
        ("a: {b: 'c\n  d', e: |", ("a", "e"), "value", ""),
        ("# remark\r\na:\r\n  b|", ("a",), "either", "b"),
    ],
)
def test_a_spot_is_told_by_what_stands_before_it(
    text: str, path: tuple[str | int, ...], wants: str, prefix: str
) -> None:
    found = at(text)
    assert found is not None
    assert (found.path, found.wants, found.prefix) == (path, wants, prefix)


@pytest.mark.parametrize(
    "text",
    ["a: b # |", "# |", "a: >\n  x\n\n  |", "a: >\n  text |", "a: b\n  more |", "a: {b: c # |"],
)
def test_inside_remarks_and_long_texts_there_is_no_spot(text: str) -> None:
    assert at(text) is None


@given(st.text(alphabet="ab:-[]{},'\"#&*|> \n\r\té🕊\u2028", max_size=60))
def test_any_text_at_all_can_be_scanned(text: str) -> None:
    for word in scan(text):
        assert text[word.start : word.end] == word.text
    for place in range(len(text) + 1):
        found = spot(text, place)
        assert found is None or text[found.start : place] == found.prefix


@given(
    st.text(alphabet="a🕊é\u2028\x85\r\n", max_size=30),
    st.sampled_from(["utf-8", "utf-16", "utf-32"]),
)
def test_positions_lead_back_to_their_offsets(content: str, encoding: str) -> None:
    text = Text(content)
    for place in range(len(content) + 1):
        inside = content[place - 1 : place + 1] == "\r\n"
        if not inside:
            assert text.offset(*text.position(place, encoding), encoding) == place


@pytest.mark.parametrize("part", ["[", "- ", "a: ", "{a: ", "'", " ", "a ", "a:b", "\n", "? "])
def test_hostile_texts_take_time_in_proportion_to_their_length(part: str) -> None:
    text = part * (400_000 // len(part))
    before = time.process_time()
    assert len(list(scan(text))) < 400_000
    spot(text, len(text))
    assert time.process_time() - before < 10
