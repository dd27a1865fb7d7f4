"""What a rule file accepts of the findings of a check."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceasefire.rulebook.load import check, check_text, load, load_text
from ceasefire.rulebook.model import Acceptance, Span

HEAD = "rulebook: example\ntimezone: UTC\n"
ENTRY = "{code: never-matches, at: instruments.truce.permit.aid, reason: Kept as in the text.}"


def test_each_part_that_is_named_is_accepted() -> None:
    book = load_text(f"{HEAD}accept:\n  - {{code: unused-party, at: [a, b], reason: No.}}\n")
    assert book.accepted == (
        Acceptance("unused-party", "a", "No.", Span("<text>", 4, 31)),
        Acceptance("unused-party", "b", "No.", Span("<text>", 4, 34)),
    )


def test_one_acceptance_needs_no_list_and_leaves_the_digest_as_it_is() -> None:
    book = load_text(f"{HEAD}accept: {ENTRY}\n")
    assert [item.code for item in book.accepted] == ["never-matches"]
    assert book.digest == load_text(HEAD).digest


@pytest.mark.parametrize(
    ("entry", "code", "hint"),
    [
        ("{code: never-match, at: a, reason: x}", "bad-choice", "did you mean `never-matches`?"),
        ("{code: never-matches, at: a}", "missing-key", ""),
        ('{code: never-matches, at: a, reason: " "}', "missing-key", "say why it is as it should"),
        ("{code: never-matches, at: [], reason: x}", "empty-list", "name what it was found at"),
        ("{code: never-matches, reason: x}", "missing-key", ""),
    ],
)
def test_what_is_wrong_with_an_acceptance(entry: str, code: str, hint: str) -> None:
    book, problems = check_text(f"{HEAD}accept: [{entry}]\n")
    assert book is None
    assert [item.code for item in problems] == [code]
    assert problems[0].hint.startswith(hint)


def test_files_of_a_folder_share_acceptances(tmp_path: Path) -> None:
    for number in (1, 2):
        head = HEAD if number == 1 else ""
        text = f"{head}accept:\n  - {{code: unused-source, at: s{number}, reason: Later.}}\n"
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    book, problems = check(tmp_path)
    assert problems == []
    assert book is not None
    assert [(item.at, Path(item.span.file).name) for item in book.accepted] == [
        ("s1", "1.yaml"),
        ("s2", "2.yaml"),
    ]


def test_sources_names_and_answers_know_where_they_stand() -> None:
    book = load("syria-2016")
    found = {
        *(item.span.line > 0 for item in book.sources.values()),
        *(item.span.line > 0 for party in book.parties.values() for item in party.aliases),
        *(
            item.span.line > 0
            for asked in book.questions.values()
            for item in asked.answers.values()
        ),
    }
    assert found == {True}
