"""Where problems are reported: exact, also behind short forms and aliases."""

from __future__ import annotations

import pytest

from ceasefire.errors import Problem
from ceasefire.rulebook import validation
from ceasefire.rulebook.documents import MAX_PROBLEMS, RuleFile, locate, merge
from ceasefire.rulebook.load import check_text
from ceasefire.rulebook.yaml import Node, parse
from tests.rulebook.helpers import HEAD, places, problems


def tree(text: str) -> Node:
    root, _ = parse(text.encode(), "f")
    assert root is not None
    return root


ROOT = tree("""a:
  b: [x, {c: y}]
  d: {e: {f: z}}
""")


@pytest.mark.parametrize(
    ("path", "text", "key", "expected"),
    [
        ((), "", False, (1, 1)),
        (("a",), "", True, (1, 1)),
        (("a",), "", False, (2, 3)),
        (("a", "b"), "", True, (2, 3)),
        (("a", "b"), "", False, (2, 6)),
        (("a", "b", 0), "", False, (2, 7)),
        (("a", "b", 1, "c"), "", False, (2, 14)),
        (("a", "b", 1, "c"), "", True, (2, 11)),
        # A path that leads deeper than the file ends where the file ends.
        (("a", "b", 0, "name"), "", False, (2, 7)),
        (("a", "b", 7), "", False, (2, 6)),
        (("a", "q", "r"), "", False, (2, 3)),
        # A position in a list that was written as a single value is passed over.
        (("a", "d", 0, "e"), "", False, (3, 10)),
        # An offending text is looked for where the path ends, and around it.
        (("a", "b", 0), "x", False, (2, 7)),
        (("a", "b"), "y", False, (2, 14)),
        (("a", "b", 0), "y", False, (2, 14)),
        (("a", "d"), "f", False, (3, 11)),
        (("a", "b"), "z", False, (3, 14)),
        (("a", "b", 0, "name"), "nowhere", False, (2, 7)),
        (("a", "d", "e", "f"), "x", False, (3, 14)),
    ],
)
def test_a_path_leads_to(
    path: tuple[str | int, ...],
    text: str,
    key: bool,  # noqa: FBT001  (a parameter of the table)
    expected: tuple[int, int],
) -> None:
    assert locate(ROOT, path, text, key=key) == expected


def test_short_forms() -> None:
    found = places("""
    parties:
      a: {part_of: x}
      b: {part_of: [x, {party: y}]}
      c: {also: [c1, {name: c2, from: soon}]}
    instruments:
      i: {binds: x}
      j: {binds: [a, x]}
      k: {binds: {all_except: [a, x]}, where: [p, q]}
      l:
        cite: [s, t 4]
        in_force: {from: never}
        extends: m
    """)
    assert found == [
        (2, 16, "unknown-party"),
        (3, 17, "unknown-party"),
        (3, 28, "unknown-party"),
        (4, 35, "bad-time"),
        (6, 14, "unknown-party"),
        (7, 18, "unknown-party"),
        (8, 31, "unknown-party"),
        (8, 44, "unknown-place"),
        (8, 47, "unknown-place"),
        (10, 12, "unknown-source"),
        (10, 15, "unknown-source"),
        (11, 22, "bad-time"),
        (12, 14, "unknown-instrument"),
    ]


def test_places_hold_after_a_faulty_part_was_cut_out() -> None:
    found = places("""
    instruments:
      i:
        in_force:
          - [x]
          - {from: never}
        where: [{p: q}, r]
    """)
    assert found == [
        (4, 9, "wrong-type"),
        (5, 16, "bad-time"),
        (6, 13, "wrong-type"),
        (6, 21, "unknown-place"),
    ]


def test_an_aliased_part_is_wrong_once() -> None:
    found = places("""
    instruments:
      i: {prohibit: &all {p: {when: {kind: klash}}}}
      j: {prohibit: *all}
      k: {permit: &some {p: {wen: {}}}, exclude: *some}
    """)
    assert found == [(2, 40, "unknown-kind"), (4, 22, "duplicate-key"), (4, 26, "unknown-key")]


def test_wide_files_are_searched_only_so_far() -> None:
    wide = tree("a: [" + "x, " * 5000 + "y]\nb: z\n")
    assert locate(wide, ("a",), "y", key=False) == (1, 4)


def test_more_problems_than_are_listed() -> None:
    found = problems("parties:\n" + "".join(f"  p{at}: {{part_of: x}}\n" for at in range(1200)))
    assert len(found) == MAX_PROBLEMS + 1
    assert [item.code for item in found].count("too-many-problems") == 1


def test_no_hint_among_too_many_names() -> None:
    many = "".join(f"  p{at}: {{}}\n" for at in range(6000))
    (found,) = problems(f"parties:\n{many}  q: {{part_of: p60000}}\n")
    assert found.hint == ""


def test_texts_in_messages_are_short() -> None:
    (found,) = problems("instruments: {i: {extends: " + "x" * 9000 + "}}\n")
    assert len(found.message) < 200
    assert len(found.text) == 80


def test_a_document_that_cannot_be_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "ROUNDS", 1)
    book, found = check_text(HEAD + "parties: {a: [x]}\n")
    assert book is None
    assert [item.code for item in found] == ["wrong-type"]


def test_a_place_that_is_not_known() -> None:
    document, report = merge([RuleFile("f", tree("a: 1\n"))])
    report.add(("b", "c"), "unknown-key", "`b` is no key")
    assert report.problems == [Problem("f", 1, 1, "unknown-key", "`b` is no key")]
    assert document.folder(("b",)) is None
