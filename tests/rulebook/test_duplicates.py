"""Keys that are given twice: what stands under each is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ceasefire.rulebook import duplicates
from ceasefire.rulebook.load import check
from tests.rulebook.helpers import HEAD, places

if TYPE_CHECKING:
    from pathlib import Path


def test_both_values_are_checked() -> None:
    found = places("""
    parties:
      a: {nmae: A, part_of: x}
      a: {nmae: A, part_of: y}
    note: one
    note: [two]
    """)
    assert found == [
        (2, 7, "unknown-key"),
        (2, 25, "unknown-party"),
        (3, 3, "duplicate-key"),
        (3, 7, "unknown-key"),
        (3, 25, "unknown-party"),
        (5, 1, "duplicate-key"),
        (5, 7, "wrong-type"),
    ]


def test_both_tests_of_a_field_are_checked() -> None:
    found = places("""
    impossible:
      - {kind: klash, kind: klash, kind: clash, killed: 3, killed: {at_least: x}}
    """)
    assert found == [
        (2, 12, "unknown-kind"),
        (2, 19, "duplicate-key"),
        (2, 25, "unknown-kind"),
        (2, 32, "duplicate-key"),
        (2, 56, "duplicate-key"),
        (2, 75, "bad-number"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "parties: {a: {}}\ninstruments: {i: {binds: b}}\nparties: {b: {part_of: a}}\n",
        (
            "questions: {q: {ask: Q?, answers: {a: {}, b: {}}}}\n"
            "instruments: {i: {}}\ninstruments: {j: {if: {q: a}}}\n"
        ),
        (
            "instruments:\n  i: {prohibit: {p: {}}}\n  i: {prohibit: {q: {}}}\n"
            "  j: {extends: i, permit: {r: {lifts: q}}}\n"
        ),
        (
            "questions:\n  q: {ask: Q?, answers: {a: {}, b: {}}, answers: {a: {}, c: {}}}\n"
            "impossible: [{if: {q: [a, c]}}]\n"
        ),
    ],
)
def test_what_only_one_of_both_defines_is_not_missed(text: str) -> None:
    assert [code for _, _, code in places(text)] == ["duplicate-key"]


def test_what_two_files_give_is_checked_in_both(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD + "parties: {a: {part_of: b}, b: {}}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(
        "title: T\nparties:\n  a: {part_of: b, nmae: A}\n  c: {part_of: a}\n", encoding="utf-8"
    )
    (tmp_path / "c.yaml").write_text("title: [T]\nparties: {d: {part_of: z}}\n", encoding="utf-8")
    found = check(tmp_path)[1]
    assert [(item.file[-6:], item.line, item.column, item.code) for item in found] == [
        ("b.yaml", 3, 3, "duplicate-key"),
        ("b.yaml", 3, 19, "unknown-key"),
        ("c.yaml", 1, 1, "duplicate-key"),
        ("c.yaml", 1, 8, "wrong-type"),
        ("c.yaml", 2, 24, "unknown-party"),
    ]


def test_only_so_many_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "note: one\nnote: [two]\nnote: [three]\n"
    assert [code for _, _, code in places(text)].count("wrong-type") == 2
    monkeypatch.setattr(duplicates, "MOST", 1)
    assert [code for _, _, code in places(text)].count("wrong-type") == 1
    monkeypatch.setattr(duplicates, "MOST_NODES", 3)
    assert [code for _, _, code in places(text)].count("wrong-type") == 0
