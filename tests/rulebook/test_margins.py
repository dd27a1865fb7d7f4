"""Lines that begin in the wrong column, and colons without their space, are said to be that."""

from __future__ import annotations

import pytest

from ceasefire.rulebook.yaml import parse

SPACE = "write a space after the colon of a key"
COLON = "write a colon and a space after a key; indent a text that goes on further"
QUOTES = "put text that holds `: `, `#`, `[`, `{`, `*` or `&` in quotes"


def problem(text: str) -> tuple[int, int, str]:
    _, problems = parse(text.encode(), "f")
    assert [each.code for each in problems] == ["yaml-syntax"]
    return problems[0].line, problems[0].column, problems[0].hint


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: m\nb:c\nd:\n  e: {f: g}\n", 2, 2),
        ("a:m\nb: c\n", 1, 2),
        ("a:\n  b:\n    name:c\n    also: [d]\n", 3, 9),
        ("a:\n  b:\n    also: [d]\n    name:c\n", 4, 9),
        ("a:\n  - name:b\n    also: [d]\n", 2, 9),
    ],
)
def test_a_colon_without_its_space_is_told_where_it_is(text: str, line: int, column: int) -> None:
    assert problem(text) == (line, column, SPACE)


@pytest.mark.parametrize("text", ["a: m\nb\n  c: d\n", "a: m\nb c\nd: {}\n"])
def test_a_line_without_a_colon_is_told_where_it_is(text: str) -> None:
    assert problem(text) == (2, 1, COLON)


@pytest.mark.parametrize(
    ("text", "place", "like"),
    [
        ("a:\n  b: {c: d}\n   e: {f: g}\n", (3, 4), (3, 2)),
        ("a: b\n  c: d\n", (2, 3), (1, 1)),
        ("a:\n  b: c\n    d: e\n  f: g\n", (3, 5), (3, 2)),
        ("a:\n  b: c\n d: e\n", (3, 2), (3, 2)),
        ("a:\n    b: c\n  d: e\n", (3, 3), (5, 2)),
        ("a:\n  b:\n    c: d\n\n   # why\n   e: f\n", (6, 4), (5, 3)),
        ("a:\n  - b: c\n   - b: d\n", (3, 4), (3, 2)),
        ("a:\n  - b: c\n   d: e\n", (3, 4), (5, 2)),
        ("a:\n  - b: c\n     d: e\n", (3, 6), (5, 2)),
        (" a: b\nc: d\n", (2, 1), (2, 1)),
    ],
)
def test_a_line_in_no_column_is_told_which_is_nearest(
    text: str, place: tuple[int, int], like: tuple[int, int]
) -> None:
    line, column, hint = problem(text)
    assert (line, column) == place
    assert hint == f"begin it in column {like[0]}, as line {like[1]} does"


@pytest.mark.parametrize(
    "text", ["a: b: c\n", "a: b\nc: d: e\n", "a: see\n  https://example.org\n  of b: c\n"]
)
def test_a_text_with_a_colon_belongs_in_quotes(text: str) -> None:
    assert problem(text)[2] == QUOTES
