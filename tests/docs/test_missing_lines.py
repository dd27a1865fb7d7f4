"""How console output is compared with what a page shows of it."""

from __future__ import annotations

import pytest

from tests.docs.snippets import blocks, commands, missing

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
