"""YAML as text: what arrives, where it stands, and what is refused."""

from __future__ import annotations

import pytest

from ceasefire.rulebook import yaml
from ceasefire.rulebook.yaml import MAX_BYTES, MAX_DEPTH, Data, parse


def plain(text: str) -> Data:
    root, problems = parse(text.encode(), "f")
    assert problems == []
    assert root is not None
    return root.plain()


def wrong(text: str) -> list[tuple[str, int, int]]:
    return [(item.code, item.line, item.column) for item in parse(text.encode(), "f")[1]]


def test_every_scalar_is_text() -> None:
    words = ["NO", "19:00", "010", "1e3", "2016-05-05", "null", "~", "true", ".nan", "0x1F"]
    assert plain("a: [" + ", ".join(words) + "]") == {"a": words}
    assert plain("a:\nb: ''\nno: yes\n1: 2\n") == {"a": "", "b": "", "no": "yes", "1": "2"}


def test_an_empty_file_is_an_empty_mapping() -> None:
    for text in ("", "# nothing\n", "---\n", "\ufeff"):
        assert plain(text) in ({}, "")


def test_block_texts_comments_and_marks() -> None:
    assert plain("\ufeffa: |\n  x\n  y\nb: >-\n  x\n  y\n# c\n") == {"a": "x\ny\n", "b": "x y"}


def test_aliases_stand_for_what_they_name() -> None:
    assert plain("a: &x [1, 2]\nb: *x\nc: {d: *x}\ne: &y t\nf: *y\n") == {
        "a": ["1", "2"],
        "b": ["1", "2"],
        "c": {"d": ["1", "2"]},
        "e": "t",
        "f": "t",
    }
    assert plain("a: &x 1\nb: &x 2\nc: *x\n") == {"a": "1", "b": "2", "c": "2"}
    assert plain("a: &x 1\nb: {*x : 2}\n") == {"a": "1", "b": {"1": "2"}}


def test_places_count_characters_from_one() -> None:
    root, _ = parse("é: {ب: [x, ü y]}\n".encode(), "f")
    assert root is not None
    assert isinstance(root.value, dict)
    inner = root.value["é"]
    assert (inner.line, inner.column) == (1, 4)
    assert inner.keys["ب"] == (1, 5)
    assert isinstance(inner.value, dict)
    items = inner.value["ب"].value
    assert [(item.line, item.column) for item in items if not isinstance(item, str)] == [
        (1, 9),
        (1, 12),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)]),
        ("a: {b: 1, b: 2, b: 3}\n", [("duplicate-key", 1, 11), ("duplicate-key", 1, 17)]),
        ("a: 1\n'a': 2\n", [("duplicate-key", 2, 1)]),
        ("[a]: 1\nb: 2\n", [("key-not-text", 1, 1)]),
        ("? {a: b}\n: {c: d}\ne: f\n", [("key-not-text", 1, 3)]),
        ("? [[x], {y: z}]\n: [1]\n", [("key-not-text", 1, 3)]),
        ("'': 1\nb: [1]\n", [("key-not-text", 1, 1)]),
        ("a: &x [1]\n? *x\n: 1\nb: 2\n", [("key-not-text", 2, 3)]),
        ("a: !!python/object/apply:os.system [x]\n", [("explicit-tag", 1, 4)]),
        ("a: ! x\nb: !mine {c: d}\n", [("explicit-tag", 1, 4), ("explicit-tag", 2, 4)]),
        ("!!str a: 1\n", [("explicit-tag", 1, 1)]),
        ("a: &x [*x]\n", [("circular-alias", 1, 8)]),
        ("a: &x {b: [{c: *x}]}\n", [("circular-alias", 1, 16)]),
        ("a: *x\n", [("yaml-syntax", 1, 4)]),
        ("a: [\n", [("yaml-syntax", 1, 4)]),
        ("a: b: c\n", [("yaml-syntax", 1, 5)]),
        ("a:\n\tb: c\n", [("yaml-syntax", 2, 1)]),
        ("a: \x07\n", [("yaml-syntax", 1, 4)]),
        ("a: 1\nb: \x00\n", [("yaml-syntax", 2, 4)]),
        ("%YAML 9.9\n---\na: 1\n", [("yaml-syntax", 1, 1)]),
        ("a: 1\n---\nb: 2\n", [("several-documents", 2, 1)]),
        ("[" * 60, [("too-deep", 1, MAX_DEPTH + 1)]),
        ("[" * 500_000, [("too-deep", 1, MAX_DEPTH + 1)]),
        ("{a: " * 60, [("too-deep", 1, 4 * MAX_DEPTH + 1)]),
        ("a: &x [[[[[[[[[[1]]]]]]]]]]\nb: " + "[" * 45 + "*x\n", [("too-deep", 2, 49)]),
        ("a: 1\nb: " + "x" * 10_001, [("too-long", 2, 4)]),
    ],
)
def test_what_is_wrong_and_where(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert wrong(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a:\n\tb: c\n", 2, 1),
        ("a:\n  b: c\n  \td: e\n", 3, 3),
        ("a: >\n\tb\n", 2, 1),
    ],
)
def test_a_tab_that_indents(text: str, line: int, column: int) -> None:
    (found,) = parse(text.encode(), "f")[1]
    assert (found.line, found.column) == (line, column)
    assert found.message == "a tab cannot indent a line"
    assert "spaces" in found.hint


def test_a_tab_elsewhere_is_not_blamed() -> None:
    (found,) = parse(b"a: {\n\tb: @}\n", "f")[1]
    assert "tab" not in found.message
    assert "quotes" in found.hint


UNCLOSED = [
    ("a: [\n", 1, 4, "[", "before the end of the file"),
    ("a: [1, 2\nb: 3\n", 1, 4, "[", "before line 2"),
    ("a: [1, 2\r\nb: 3\r\n", 1, 4, "[", "before line 2"),
    ("a: &x [1\nb: 3\n", 1, 7, "[", "before line 2"),
    ("a:\n  b: {c: d, e: [x, y}\n", 2, 16, "[", "before column 21"),
    ("a:\n  b: {c: d,\n  e: {f: g},\n  h: {i: j}\n", 2, 6, "{", "before line 3"),
    ("a:\n  b: {c: {d: e}, f: [g]\n  # h\n  i: {}\n", 2, 6, "{", "before line 4"),
    ("a:\n  b: [c,\n  d: [e]\n  f:\n    g: h\n", 2, 6, "[", "before line 3"),
    ("- [a, b\n- c\nd: e\n", 1, 3, "[", "before line 2"),
    ("a: [1, # one]\n  2\nb: 3\n", 1, 4, "[", "before line 3"),
    ("a: ['x]', it's, \"}\\\"]\",\nb: 1\n", 1, 4, "[", "before line 2"),
    ("é: {ب: [x\nb: y\n", 1, 8, "[", "before line 2"),
    ("a: [b: 1\nc: 2\n", 1, 4, "[", "before line 2"),
    ("a: {b: [1, 2],\n  c: [d, 'e f' g}\n", 2, 6, "[", "before column 16"),
]


@pytest.mark.parametrize(("text", "line", "column", "bracket", "limit"), UNCLOSED)
def test_an_unclosed_bracket_is_shown_where_it_is_opened(
    text: str, line: int, column: int, bracket: str, limit: str
) -> None:
    (found,) = parse(text.encode(), "f")[1]
    assert (found.code, found.line, found.column) == ("yaml-syntax", line, column)
    assert found.message == f"the `{bracket}` that is opened here is not closed"
    assert found.text == bracket
    assert found.hint.endswith(limit)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: {b: c: d}\n", 1, 9),
        ("a: {b: 1,\n  c: [2,\n  3], d: e: f}\ng: 1\n", 3, 11),
        ("a: {\nb: 1,\nc: d: e\n}\n", 3, 5),
        ("a: [1,\nb: 2]\nc: d: e\n", 3, 5),
    ],
)
def test_a_bracket_that_is_closed_is_not_blamed(text: str, line: int, column: int) -> None:
    (found,) = parse(text.encode(), "f")[1]
    assert (found.line, found.column) == (line, column)
    assert "closed" not in found.message


def test_a_bracket_that_closes_nothing() -> None:
    (found,) = parse(b"a: [1, 2]]\nb: 3\n", "f")[1]
    assert (found.line, found.column, found.text) == (1, 10, "]")
    assert found.message == "the `]` closes nothing"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('a: 1\nb: "c\nd: e\n', 2, 4, "the quotation mark that is opened here is not closed"),
        ("a: {b: 'c}\nd: e\n", 1, 8, "the quotation mark that is opened here is not closed"),
        (
            "a: 'b\nc: 'd'\n",
            1,
            4,
            "the quotation mark that is opened here is closed only in line 2",
        ),
        ('a: "b" of c\n', 1, 8, "more text follows the closing quotation mark"),
    ],
)
def test_quotation_marks(text: str, line: int, column: int, message: str) -> None:
    (found,) = parse(text.encode(), "f")[1]
    assert (found.code, found.line, found.column) == ("yaml-syntax", line, column)
    assert found.message == message


def test_the_rest_of_a_file_with_a_bad_key_is_still_read() -> None:
    root, problems = parse(b"a: 1\n[x]: {y: 2}\na: 2\nb: 3\n", "f")
    assert [item.code for item in problems] == ["key-not-text", "duplicate-key"]
    assert root is not None
    assert root.plain() == {"a": "1", "b": "3"}


def test_bytes_that_are_no_text() -> None:
    (found,) = parse("a: 1\nb: é".encode("latin-1"), "f")[1]
    assert (found.code, found.line, found.column) == ("not-utf8", 2, 4)
    assert parse("a: 1".encode("utf-16"), "f")[1][0].code == "not-utf8"


def test_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parse(b" " * (MAX_BYTES + 1), "f")[1][0].code == "too-large"
    assert wrong("a: [" + "x," * 250_000 + "x]\n")[0][0] == "too-large"
    monkeypatch.setattr(yaml, "MAX_NODES", 10)
    assert wrong("a: [" + "x," * 6 + "x]\n") == []
    assert wrong("a: [" + "x," * 8 + "x]\n") == [("too-large", 1, 19)]


def test_aliases_are_counted_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "MAX_NODES", 20)
    assert wrong("a: &a [x, x, x]\nb: [*a]\n") == []
    assert wrong("a: &a [x, x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n") == [("too-many-aliases", 3, 5)]
