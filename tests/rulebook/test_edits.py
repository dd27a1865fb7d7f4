"""Small edits of rule files: they do what is asked for, and nothing beside it."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ceasefire.errors import RulebookError, UsageError
from ceasefire.rulebook.edits import Edit, Editable, apply
from ceasefire.rulebook.layout import formatted
from ceasefire.rulebook.layout.tree import written
from ceasefire.rulebook.yaml import parse
from ceasefire.testing.rulefiles import documents, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.yaml import Data

VALLEY = dedent("""\
    # About the file.

    rulebook: valley
    timezone: Asia/Damascus

    # Who fights.
    parties:
      north: {name: "Northern Army", also: [NA, Northerners]}  # beside north
      # about south
      south:
        name: Southern Army  # beside name
        also:
          - SA
          # about the greys
          - The Greys

      # --- others ---

      # about raiders
      raiders: {name: The Raiders}
      # at the end

    places: {valley: {country: SY}}
""")


def removed(text: str, *paths: Step) -> str:
    return apply(text, Editable(text).removal(*paths))


# --- removing -----------------------------------------------------------------------------


def test_an_entry_goes_with_its_comments() -> None:
    assert removed(VALLEY, ("parties", "south")) == VALLEY.replace(
        """\
  # about south
  south:
    name: Southern Army  # beside name
    also:
      - SA
      # about the greys
      - The Greys
""",
        "",
    )


def test_the_comments_of_a_group_stay() -> None:
    assert removed(VALLEY, ("parties", "raiders")) == VALLEY.replace(
        "\n  # about raiders\n  raiders: {name: The Raiders}\n", ""
    )


def test_a_section_goes_with_the_empty_line_above() -> None:
    assert removed(VALLEY, ("places",)) == VALLEY.replace("\nplaces: {valley: {country: SY}}\n", "")


def test_the_head_of_a_file_stays() -> None:
    assert removed(VALLEY, ("rulebook",)) == VALLEY.replace("rulebook: valley\n", "")


def test_an_item_goes_with_its_comment() -> None:
    assert removed(VALLEY, ("parties", "south", "also", 1)) == VALLEY.replace(
        "      # about the greys\n      - The Greys\n", ""
    )


@pytest.mark.parametrize(
    ("text", "paths", "left"),
    [
        ("a: [x, y, z]\n", [("a", 0)], "a: [y, z]\n"),
        ("a: [x, y, z]\n", [("a", 1)], "a: [x, z]\n"),
        ("a: [x, y, z]\n", [("a", 2)], "a: [x, y]\n"),
        ("a: [x, y, z]\n", [("a", 0), ("a", 2)], "a: [y]\n"),
        ("a: [x, y, z]\n", [("a", 2), ("a", 1)], "a: [x]\n"),
        ("a: [x, y, z]  # c\n", [("a", 0), ("a", 1), ("a", 2)], "a: []  # c\n"),
        ("a: {x: 1, y: 2}\n", [("a", "x")], "a: {y: 2}\n"),
        ("a: {x: 1, y: 2}\n", [("a", "y")], "a: {x: 1}\n"),
        ("a: [x, # ex\n  y, # why\n  z]\n", [("a", 1)], "a: [x, # ex\n  z]\n"),
        ("a: [x, # ex\n  y # why\n  ]\n", [("a", 0)], "a: [y # why\n  ]\n"),
        ("a: [x, # ex\n  y # why\n  ]\n", [("a", 1)], "a: [x, # ex\n  \n  ]\n"),
        ("a:\n  x: 1\nb: 2\n", [("a", "x")], "a: {}\nb: 2\n"),
        ("a: # c\n  x: 1 # d\n  # e\nb: 2\n", [("a", "x")], "a: {} # c\nb: 2\n"),
        ("a: &a\n  - x\nb: 2\n", [("a", 0)], "a: &a []\nb: 2\n"),
        ("a:\n- x\n- y\n", [("a", 0)], "a:\n- y\n"),
        ("a:\n- x: 1\n  y: 2\n- z\n", [("a", 0, "x")], "a:\n- y: 2\n- z\n"),
        ("a:\n- x: 1\n  y: 2\n- z\n", [("a", 0, "y")], "a:\n- x: 1\n- z\n"),
        ("a:\n- x: 1\n- z\n", [("a", 0, "x")], "a:\n- {}\n- z\n"),
        ("a:\n- x: 1\n  # y\n  y: 2\n", [("a", 0, "x")], "a:\n- # y\n  y: 2\n"),
        ("a: 1\nb: 2", [("b",)], "a: 1\n"),
        ("a: 1\nb: 2\n", [("a",), ("b",)], "{}\n"),
        ("a: {b: [c, d]}\nb: 2\n", [("a", "b", 0), ("a",)], "b: 2\n"),
        ("a: [x, {y: 1, z: 2}]\n", [("a", 0), ("a", 1, "y")], "a: [{z: 2}]\n"),
        ("a: |\n  x\n\n  y\nb: 1\n", [("a",)], "b: 1\n"),
        ("a: 1\r\nb: 2\r\n\r\nc: 3\r\n", [("c",)], "a: 1\r\nb: 2\r\n"),
        ("\ufeffa: 1\nb: 2\n", [("a",)], "\ufeffb: 2\n"),
        ("x:\n  a: 1\n\n  b: 2\n", [("x", "a")], "x:\n  b: 2\n"),
    ],
)
def test_what_is_left(text: str, paths: list[Step], left: str) -> None:
    assert removed(text, *paths) == left


def test_what_something_repeats_stays() -> None:
    with pytest.raises(UsageError, match="`a` cannot be edited without a change"):
        removed("a: &x [1]\nb: *x\n", ("a",))


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (("c",), "`c` is not there"),
        (("a", 3), "`a.3` is not there"),
        (("b", 0), r"`b.0` is written elsewhere: `\*x` repeats it"),
        ((), "`` is the whole file"),
    ],
)
def test_what_cannot_be_removed(path: Step, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        removed("a: &x [1, 2]\nb: *x\n", path)


# --- writing anew -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path", "new", "found"),
    [
        ("a: x  # c\n", ("a",), "w", "a: w  # c\n"),
        ("a: x\n", ("a",), "yes", 'a: "yes"\n'),
        ("a: no\n", ("a",), "yes", "a: yes\n"),
        ("a: x\n", ("a",), "b: c", 'a: "b: c"\n'),
        ("a: 'x'\n", ("a",), "it's", "a: 'it''s'\n"),
        ('a: "x"\n', ("a",), 'say "y"', "a: 'say \"y\"'\n"),
        ("a: 2016-05-04 00:00\n", ("a",), "2016-05-05 00:01", "a: 2016-05-05 00:01\n"),
        ("a: [x, w]\n", ("a", 1), "z, z", 'a: [x, "z, z"]\n'),
        ("a: &n x\nb: 1\n", ("a",), "w", "a: &n w\nb: 1\n"),
        ("a:\nb:\n- # c\n", ("b", 0), "w", "a:\nb:\n- w # c\n"),
        ("a:\nb: 1\n", ("a",), "w", "a: w\nb: 1\n"),
        ("a: >-\n  x\n  w\nb: 1\n", ("a",), "z", "a: z\nb: 1\n"),
    ],
)
def test_a_text_is_written_anew(text: str, path: Step, new: str, found: str) -> None:
    assert apply(text, Editable(text).renaming(path, new)) == found


def test_a_key_is_renamed() -> None:
    edits = Editable(VALLEY).renaming(("parties", "south"), "east", key=True)
    assert apply(VALLEY, edits) == VALLEY.replace("  south:", "  east:")
    with pytest.raises(UsageError, match=r"`parties\.north` is there already"):
        Editable(VALLEY).renaming(("parties", "south"), "north", key=True)
    with pytest.raises(UsageError, match="has no key"):
        Editable("a: [b]\n").renaming(("a", 0), "c", key=True)


def test_a_text_that_is_repeated_is_not_written_anew() -> None:
    with pytest.raises(UsageError, match="without a change of something else"):
        Editable("a: &x b\nc: *x\n").renaming(("a",), "d")
    with pytest.raises(UsageError, match="is no text"):
        Editable("a: &x b\nc: *x\n").renaming(("c",), "d")


@pytest.mark.parametrize(
    ("text", "path", "value", "found"),
    [
        ("a: x\nb: 1\n", ("a",), ["x", "w"], "a: [x, w]\nb: 1\n"),
        ("a:\n  - x  # c\n  - w\nb: 1\n", ("a",), "x", "a: x\nb: 1\n"),
        ("a: # c\n  x: 1\nb: 1\n", ("a",), {"w": "z"}, "a: {w: z} # c\nb: 1\n"),
        ("a:\n- x: 1\n  w: 2\n- b\n", ("a", 0), "c", "a:\n- c\n- b\n"),
        ("a:\nb: 1\n", ("a",), "x", "a: x\nb: 1\n"),
    ],
)
def test_another_value_is_written(text: str, path: Step, value: Data, found: str) -> None:
    assert apply(text, Editable(text).replacement(path, value)) == found


# --- adding -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path", "key", "value", "found"),
    [
        ("a: [x]\n", ("a",), "", "w", "a: [x, w]\n"),
        ("a: []\n", ("a",), "", "w", "a: [w]\n"),
        ("a: {}  # c\n", ("a",), "k", "v", "a: {k: v}  # c\n"),
        ("a: {x: 1 }\n", ("a",), "k", ["v", "w"], "a: {x: 1, k: [v, w] }\n"),
        ("a:\n- x # c\n# d\nb: 1\n", ("a",), "", "w", "a:\n- x # c\n- w\n# d\nb: 1\n"),
        ("a:\n  x:\n    y: 1\n\nb: 1\n", ("a",), "k", {}, "a:\n  x:\n    y: 1\n  k: {}\n\nb: 1\n"),
        ("a: 1", (), "yes", "no", 'a: 1\n"yes": "no"'),
        ("a: |\n  x\n", (), "b", "c", "a: |\n  x\nb: c\n"),
        ("a: 1\r\n", (), "b", "c", "a: 1\r\nb: c\r\n"),
    ],
)
def test_an_entry_is_added(text: str, path: Step, key: str, value: Data, found: str) -> None:
    assert apply(text, Editable(text).addition(path, value, key=key)) == found


def test_a_key_that_is_there_is_not_added() -> None:
    with pytest.raises(UsageError, match="is there already"):
        Editable("a: 1\n").addition((), "x", key="a")
    with pytest.raises(UsageError, match="is no list"):
        Editable("a: 1\n").addition((), "x")


# --- places -------------------------------------------------------------------------------


def test_places_lead_to_paths_and_back() -> None:
    text = Editable(VALLEY)
    assert text.path_at(VALLEY.index("Southern A")) == (("parties", "south", "name"), False)
    assert text.path_at(VALLEY.index("raiders: {")) == (("parties", "raiders"), True)
    assert text.path_at(VALLEY.index("# Who")) == ((), False)
    start, end = text.extent(("parties", "north", "name"))
    assert VALLEY[start:end] == '"Northern Army"'
    start, end = text.extent(("parties", "south"), key=True)
    assert VALLEY[start:end] == "south"


def test_lines_and_columns_are_those_of_problems() -> None:
    text = "\ufeffa: 1\r\nb: [x,\r\n y]\nc: 'z\u2028z'\nd: e\n"
    root = parse(text.encode(), "")[0]
    assert root is not None
    assert isinstance(root.value, dict)
    for key, (line, column) in root.keys.items():
        assert text.startswith(key, Editable(text).offset(line, column))


def test_edits_do_not_overlap() -> None:
    with pytest.raises(ValueError, match="overlap at 1"):
        apply("abc", [Edit(0, 2, ""), Edit(1, 3, "")])


def test_what_cannot_be_read_is_not_edited() -> None:
    with pytest.raises(RulebookError):
        Editable("a: [\n")


# --- anything -----------------------------------------------------------------------------


def steps(data: Data, path: Step = ()) -> Iterator[Step]:
    if path:
        yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from steps(value, (*path, key))
    elif isinstance(data, list):
        for at, item in enumerate(data):
            yield from steps(item, (*path, at))


@given(documents(), st.sampled_from((str, formatted)), st.data())
def test_removing_keeps_all_else(
    document: dict[str, Any], writing: Callable[[str], str], data: st.DataObject
) -> None:
    text = writing(text_of(document))
    assume("&id" not in text)
    lines = text.splitlines()
    commented = "\n".join(f"{line}  # {at}" for at, line in enumerate(lines)) + "\n"
    root = parse(commented.encode(), "")[0]
    if root is not None and root.plain() == parse(text.encode(), "")[0].plain():  # type: ignore[union-attr]
        text = commented
    content = parse(text.encode(), "")[0]
    assert content is not None
    paths = data.draw(
        st.lists(st.sampled_from(sorted(steps(content.plain()), key=str)), min_size=1, max_size=4)
    )
    before = [remark.text for remark in written(text).remarks]
    found = removed(text, *paths)
    after = [remark.text for remark in written(found).remarks]
    kept = iter(before)
    assert all(remark in kept for remark in after)
