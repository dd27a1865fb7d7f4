"""Renames that need care: aliases, escapes, laws in words, accepted findings, own vocabulary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from ceasefire.rulebook.load import load_text, settle

pytest.importorskip("pygls", reason="the language server needs pygls")

from ceasefire.lsp.desk import Desk, Opened
from ceasefire.lsp.renaming import RenameError, renamed, replaced
from tests.lsp.valley import PARTIES, RULES

if TYPE_CHECKING:
    from ceasefire.lsp.desk import Shelf
    from ceasefire.lsp.index import Index

URI = "untitled:rules"


def read(text: str) -> tuple[Shelf, Index]:
    desk = Desk({URI: Opened(URI, 1, text)})
    shelf = desk.shelf(URI)
    return shelf, desk.index(shelf)


def after(text: str, what: str, new: str, shift: int = 0) -> str:
    """Return a text in which the thing that stands somewhere has another id."""
    shelf, index = read(text)
    found = renamed(shelf, index, 0, text.index(what) + shift, new)
    return replaced(index, 0, found, new)


WHOLE = RULES + PARTIES


def test_everything_that_a_rulebook_defines_can_be_renamed_there_and_back() -> None:
    shelf, index = read(WHOLE)
    kinds = Counter(thing.kind for thing in index.defined)
    assert len(kinds) == 9
    for thing, (first, *_) in index.defined.items():
        found = renamed(shelf, index, 0, first.start, "zz-new")
        text = replaced(index, 0, found, "zz-new")
        assert load_text(text).id == "valley"
        assert after(text, "zz-new", thing.id) == WHOLE


def test_a_law_in_words_and_an_accepted_finding_name_the_new_id() -> None:
    text = after(WHOLE, "target: raiders", "looters", 9)
    assert "only target is looters during truce" in text
    text = after(WHOLE, "  truce:", "calm", 2)
    assert "is raiders during calm not during longer" in text
    text = after(WHOLE, "attacks:", "strikes")
    assert "at: instruments.longer.prohibit.strikes," in text
    text = after(WHOLE, "  longer:", "second", 2)
    assert "at: instruments.second.prohibit.attacks," in text


def test_names_in_quotation_marks_in_a_law_are_names() -> None:
    text = WHOLE.replace("raiders during", "'raiders' or \"north\" during")
    assert "is 'raiders' or \"nord\" during" in after(text, "  north: {name", "nord", 2)


def test_an_alias_is_renamed_where_it_is_anchored() -> None:
    text = WHOLE.replace("binds: [north, south]", "binds: &both [north, south]")
    text = text.replace("without: [raids]", "without: [raids]\n    binds: *both")
    assert after(text, "  north: {name", "nord", 2).count("nord") == 2


def test_a_word_that_stands_for_two_things_is_not_renamed() -> None:
    # The alias takes a list of parties for one of places, and there are both of that id.
    text = WHOLE.replace("binds: [north, south]", "binds: &both [north]")
    text = text.replace("without: [raids]", "without: [raids]\n    where: *both")
    text = text.replace("places:", "places:\n  north: {country: SY}")
    text = text.replace("name: Northern Army", "name: north")
    with pytest.raises(RenameError, match="stands for both a"):
        after(text, "  north: {name", "nord", 2)


def test_a_word_that_is_written_with_escapes_is_not_renamed() -> None:
    text = WHOLE.replace("target: raiders", 'target: "raid\\x65rs"')
    with pytest.raises(RenameError, match="not written plainly"):
        after(text, "  raiders: {name", "looters", 2)


def test_a_new_id_that_something_names_already_is_refused() -> None:
    text = WHOLE.replace("binds: [north, south]", "binds: [north, south, looters]")
    with pytest.raises(RenameError, match="named as if it were"):
        after(text, "  raiders: {name", "looters", 2)


def test_what_is_not_defined_is_not_renamed() -> None:
    with pytest.raises(RenameError, match="not defined"):
        after(WHOLE.replace("target: raiders", "target: raider"), "target: raider", "x", 9)


def test_a_rulebook_with_problems_can_be_renamed_in_if_there_come_no_more() -> None:
    text = WHOLE.replace("severity: serious", "severity: serios")
    found = after(text, "  raiders: {name", "looters", 2)
    assert len(settle([("x", None, found.encode())], [])[1]) == 1


def test_provisions_of_one_line_of_extensions_are_one_thing_and_others_are_not() -> None:
    more = """\
  other:
    in_force: {from: 2017-01-01, for: 1d}
    prohibit: {attacks: {when: {kind: attack}}}
    permit: {defence: {lifts: attacks, when: {response: immediate-threat}}}
laws:
"""
    text = WHOLE.replace("laws:\n", more)
    found = after(text, "attacks:", "strikes")
    assert "prohibit: {attacks: {when" in found
    assert "{defence: {lifts: attacks" in found
    assert "{lifts: [strikes]" in found
    assert "{lifts: strikes, when" in found
    assert after(text, "attacks:", "raids-of-others")
    with pytest.raises(RenameError, match="the id of another provision"):
        after(text, "attacks:", "passage")


def test_words_that_a_rulebook_adds_are_renamed() -> None:
    text = WHOLE.replace(
        "laws:",
        """\
kinds: {blockade: {name: a blockade, part_of: attack}}
fields:
  phase: {type: ordered, values: [early, late]}
presume: {phase: early}
impossible:
  - {phase: {at_least: late}, kind: blockade}
laws:""",
    )
    assert "at_least: last}" in after(text, "late]", "last")
    assert after(text, "  phase: {type", "stage", 2).count("stage") == 3
    assert after(text, "blockade", "closure").count("closure") == 2
    assert after(text, "early", "dawn").count("dawn") == 2
