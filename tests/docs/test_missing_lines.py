"""How console output is compared with what a page shows of it."""

from __future__ import annotations

import pytest

from tests.docs.snippets import blocks, commands, merged, missing, spliced

OUTPUT = "one\n\n  two   words\nthree\nfour\n"


@pytest.mark.parametrize(
    "shown",
    [
        [],
        ["one", "", "two words"],
        ["two words", "three"],
        ["one", "…", "three"],
        ["…", "four"],
        ["one", "…"],
        ["one", "", "t… words"],
    ],
)
def test_what_is_there_is_found(shown: list[str]) -> None:
    assert missing(shown, OUTPUT) == ""


@pytest.mark.parametrize(
    ("shown", "absent"),
    [
        (["one", "two words"], "two words"),
        (["three", "…", "one"], "one"),
        (["five"], "five"),
        (["four", "five"], "five"),
        (["one", "", "t…w"], "t…w"),
    ],
)
def test_what_is_not_there_is_missed(shown: list[str], absent: str) -> None:
    assert missing(shown, OUTPUT) == absent


def test_commands_carry_what_they_print() -> None:
    found = list(commands("$ a b\nx\n\n$ c\n"))
    assert found == [("a b", ["x", ""]), ("c", [])]


def test_blocks_know_language_title_and_line() -> None:
    found = blocks('text\n\n```yaml title="a.yaml"\nx: 1\n```\n\n```sh\nls\n```\n')
    assert [(item.language, item.title, item.text, item.line) for item in found] == [
        ("yaml", "a.yaml", "x: 1\n", 3),
        ("sh", "", "ls\n", 7),
    ]


def test_blocks_know_parts_remarks_and_margins() -> None:
    text = '??? x\n\n    <!-- ends with 1 -->\n    ```yaml title="in a.yaml" hl_lines="1 2-3"\n'
    (block,) = blocks(text + "    x:\n      y: 1\n    ```\n")
    assert (block.title, block.part, block.remark, block.line) == ("a.yaml", "in", "ends with 1", 4)
    assert block.text == "x:\n  y: 1\n"


TEXT = "a: 1\nb:\n  x: 1\n\n  # why\n  y: 2\nc: 3\n"


def test_a_section_takes_the_place_of_the_one_of_its_name() -> None:
    whole = "a: 1\n\nb:\n  x: 2\nc: 3\n\nd:\n  z: 1\n"
    assert spliced(TEXT, "d:\n  z: 1\nb:\n  x: 2\n") == whole


def test_lines_are_added_below_those_above_them() -> None:
    whole = "a: 1\n\nb:\n  x: 1\n  # why\n  y: 2\n    u: 3\n  z: 4\nc: 3\n\nd:\n  - e\n"
    assert merged(TEXT, "b:\n  y: 2\n    u: 3\n\n  z: 4\nd:\n  - e\n") == whole


def test_a_line_takes_the_place_of_that_with_its_key_unless_it_is_an_item() -> None:
    text = "a:\n  - b: 1\n    c: 2\nd: 3\n"
    whole = "a:\n  - b: 1\n    c: 2\n  - b: 2\n    c: 4\nd: 5\n"
    assert merged(text, "a:\n  - b: 2\n    c: 4\nd: 5\n") == whole
