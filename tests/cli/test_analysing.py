"""Readings compared, counts moved and facts found, from the command line."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.helpers import AT_A_TERMINAL, feed, invoke, rules

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = ("compare", "sensitivity", "settle")

EVENTS = (
    {
        "id": "A",
        "kind": "abduction",
        "when": "2016-05-04",
        "actor": "north",
        "target": "south",
        "killed": 3,
    },
    {
        "id": "B",
        "kind": "shelling",
        "when": "2016-05-04",
        "actor": {"one_of": ["north", "raiders"]},
    },
    {
        "id": "C|`*",
        "kind": "shelling",
        "when": "2016-05-04",
        "actor": "north",
        "target": "civilians",
        "alternatives": [
            {"actor": "raiders", "said_by": "=A1 \x1b[31m", "basis": "alleged"},
            {"target": "raiders", "said_by": "The Monitor", "dispute": "target"},
        ],
    },
)


@pytest.fixture
def valley(tmp_path: Path) -> tuple[str, str]:
    return feed(tmp_path, *EVENTS, '{"id": "D", "kind": "nonsense"}'), rules(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_feed_is_an_argument_or_an_option(command: str, valley: tuple[str, str]) -> None:
    path, book = valley
    plain = invoke(command, path, "--rules", book)
    assert plain.exit_code == 0
    assert invoke(command, "--feed", path, "--rules", book).stdout == plain.stdout
    for arguments in ((), (path, "--feed", path)):
        wrong = invoke(command, *arguments, "--rules", book)
        assert wrong.exit_code == 2
        assert "write it once, as FEED or as --feed FEED" in wrong.stderr
        assert wrong.stderr.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("layout", ["text", "json", "csv", "markdown"])
def test_each_page_carries_where_it_comes_from(
    command: str, layout: str, valley: tuple[str, str]
) -> None:
    path, book = valley
    done = invoke(command, path, "--rules", book, "--format", layout, "--as-of", "2016-06-01")
    assert done.exit_code == 0
    text = done.stdout.replace("\\", "")
    digest = invoke("check", book, "--format", "json").stdout
    assert json.loads(digest)["rulebook"]["digest"] in text
    for piece in ("valley", "plain", "2016-06-01", "It is no legal finding", "not mean lawful"):
        assert piece in text
    assert (
        "1 could not be read or decided" in text or '"rejected": 1' in text or "rejected,1" in text
    )
    assert "1 of 4 rows could not be read" in done.stderr
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_a_row_of_csv_is_one_line(command: str, tmp_path: Path) -> None:
    odd = EVENTS[0] | {"id": "a\n::error::", "actor": "nob\n::error::ody"}
    done = invoke(command, feed(tmp_path, odd), "--rules", rules(tmp_path), "--format", "csv")
    assert done.exit_code == 0
    rows = list(csv.reader(done.stdout.splitlines()))
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_is_of_the_format_that_its_extension_says(
    command: str, valley: tuple[str, str], tmp_path: Path
) -> None:
    path, book = valley
    for name, layout in (("a.json", "json"), ("a.csv", "csv"), ("a.md", "markdown")):
        out = tmp_path / name
        done = invoke(command, path, "--rules", book, "-o", str(out))
        assert f"written to {out}" in done.stdout
        printed = invoke(command, path, "--rules", book, "--format", layout).stdout
        assert out.read_text(encoding="utf-8") == printed
    text = tmp_path / "a.txt"
    invoke(command, path, "--rules", book, "-o", str(text))
    assert "It is no legal finding." in text.read_text(encoding="utf-8")
    other = invoke(command, path, "--rules", book, "-o", str(tmp_path / "a.jsn"))
    assert other.exit_code == 2
    assert "did you mean" in other.stderr
    assert not (tmp_path / "a.jsn").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_csv_is_a_table_that_no_spreadsheet_takes_for_formulas(
    command: str, valley: tuple[str, str]
) -> None:
    path, book = valley
    text = invoke(command, path, "--rules", book, "--format", "csv").stdout
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["table"] for row in rows} > {"about"}
    assert all(None not in row for row in rows)
    assert not [value for row in rows for value in row.values() if value.startswith("=")]


def test_markdown_shows_texts_as_they_are(valley: tuple[str, str]) -> None:
    path, book = valley
    text = invoke("compare", path, "--rules", book, "--format", "markdown").stdout
    assert "C\\|\\`\\*" in text
    assert all(
        line.startswith(("|", "#", "-")) or line[:1].isalpha() or not line
        for line in text.splitlines()
    )


def test_compare_tells_what_a_dispute_turns_on(valley: tuple[str, str]) -> None:
    path, book = valley
    data = json.loads(invoke("compare", path, "--rules", book, "--format", "json").stdout)
    disputes = {item["event"]: item for item in data["disputes"]}
    assert disputes["A"]["verdicts"] == {"plain": "violating", "open": "undetermined"}
    assert disputes["A"]["turns"][0]["sets"] == [
        [{"kind": "question", "name": "raids", "before": "yes", "after": ""}]
    ]
    assert disputes["C|`*"]["turns"][0]["sets"] == [
        [{"kind": "credit", "name": "The Monitor", "before": "credited", "after": ""}]
    ]


def test_readings_are_named_once_each_and_must_be_there(valley: tuple[str, str]) -> None:
    path, book = valley
    for named, told in (
        ("open, open", "the reading `open` is named more than once"),
        ("open", "two readings are needed to compare, and only `open` is named; there are "),
        (",", "two readings are needed to compare, and none is named; there are plain, open"),
    ):
        one = invoke("compare", path, "--rules", book, "--readings", named)
        assert (one.exit_code, one.stdout) == (2, "")
        assert told in one.stderr
    wrong = invoke("compare", path, "--rules", book, "--readings", "plane")
    assert wrong.exit_code == 2
    assert "did you mean" in wrong.stderr


def test_sensitivity_draws_the_verdict_that_is_asked_for(valley: tuple[str, str]) -> None:
    path, book = valley
    text = invoke("sensitivity", path, "--rules", book, "--verdict", "excluded").stdout
    assert "How many events are excluded" in text
    assert "account of The Monitor: credited *" in text
    wrong = invoke("sensitivity", path, "--rules", book, "--verdict", "violeting")
    assert (wrong.exit_code, wrong.stderr.count("\n")) == (2, 1)
    assert "did you mean" in wrong.stderr


def test_settle_names_the_open_question_and_the_actor(valley: tuple[str, str]) -> None:
    path, book = valley
    done = invoke("settle", path, "--rules", book, "--reading", "open", "--format", "json")
    data = json.loads(done.stdout)
    cases = {case["event"]: case for case in data["cases"]}
    (fact,) = (fact for fact in cases["A"]["facts"] if fact["kind"] == "question")
    assert {value["values"][0]: value["possible"] for value in fact["values"]} == {
        "yes": ["violating"],
        "no": ["covered"],
    }
    (actor,) = (fact for fact in cases["B"]["facts"] if fact["name"] == "actor")
    assert not actor["settles"]
    assert {line["name"] for line in data["lines"]} >= {"raids", "actor"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_fits_a_terminal(command: str, valley: tuple[str, str]) -> None:
    path, book = valley
    done = invoke(command, path, "--rules", book, env=AT_A_TERMINAL)
    assert done.exit_code == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_a_feed_without_events_is_bad_input(command: str, tmp_path: Path) -> None:
    path = feed(tmp_path, '{"id": "D", "kind": "nonsense"}')
    done = invoke(command, path, "--rules", rules(tmp_path))
    assert done.exit_code == 2
    assert "no event that can be decided" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_no_page_takes_the_place_of_its_feed(command: str, tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    text = '[{"id": "A", "kind": "shelling", "when": "2016-05-04"}]'
    path.write_text(text, encoding="utf-8")
    done = invoke(command, str(path), "--rules", rules(tmp_path), "-o", str(path))
    assert done.exit_code == 2
    assert "is the feed itself" in done.stderr
    assert path.read_text(encoding="utf-8") == text
    away = invoke(
        command, str(path), "--rules", rules(tmp_path), "-o", str(tmp_path / "no" / "a.md")
    )
    assert "there is no folder" in away.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_feed_may_come_by_standard_input(command: str, tmp_path: Path) -> None:
    line = '{"id": "A", "kind": "shelling", "when": "2016-05-04"}\n'
    done = invoke(command, "-", "--rules", rules(tmp_path), "--feed-format", "jsonl", stdin=line)
    assert done.exit_code == 0
    assert "Events counted: 1;" in done.stdout


def test_what_differs_nowhere_is_said_to(tmp_path: Path) -> None:
    path = feed(tmp_path, {"id": "A", "kind": "announcement", "when": "2016-05-04"})
    book = rules(tmp_path)
    same = invoke("compare", path, "--rules", book).stdout
    assert "No event is disputed between these readings." in same
    assert "No event is unsettled." in invoke("settle", path, "--rules", book).stdout
    assert "changes the finding of any event" in invoke("sensitivity", path, "--rules", book).stdout
