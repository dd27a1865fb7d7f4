"""``ceasefire history``: what was known of an event when, and what was found then."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.cli.helpers import invoke
from tests.cli.watched import Folder, event

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder in which an attack became an accident, and the rules another reading."""
    folder = Folder(tmp_path)
    folder.add(event("A"), event("B", 2), event("A", kind="accident", killed=3), event("B", 2))
    folder.watch()
    folder.watch("--restate", "--reading", "open")
    return folder


def history(folder: Folder, name: str, *options: str) -> Result:
    return invoke("history", name, "--store", str(folder.store), *options)


def steps(folder: Folder, name: str, *options: str) -> list[dict[str, object]]:
    result = history(folder, name, *options, "--format", "json")
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_step_is_told_in_words(folder: Folder) -> None:
    result = history(folder, "A")
    assert result.exit_code == 0
    text = result.stdout
    assert text.startswith("Event A, 4 steps on record\n\nRules: valley, reading plain, digest ")
    assert "report new (line 1 of " in text
    assert '  said: {"id": "A", ' in text
    assert "  finding: VIOLATING (possible: violating)\n  why: " in text
    assert "alert raised: Two attacks in a day\n  certain; " in text
    assert "  events: A, B\n" in text
    assert "report corrected (line 3 of " in text
    assert '  kind: "shelling" before, now "accident"\n  killed: nothing before, now 3\n' in text
    assert "(possible: nothing to classify)" in text
    assert "alert retracted: Two attacks in a day" in text
    assert "It is no legal finding." in text.splitlines()[-1]


def test_each_step_is_told_as_data(folder: Folder) -> None:
    found = steps(folder, "A")
    assert [step["kind"] for step in found] == ["report", "alert", "report", "alert"]
    first, _, corrected, retracted = found
    assert first["finding"]["verdict"] == "violating"  # type: ignore[index]
    assert first["rules"]["reading"] == "plain"  # type: ignore[index]
    assert corrected["changes"] == {
        "kind": {"before": "shelling", "now": "accident"},
        "killed": {"before": None, "now": 3},
    }
    assert retracted["alert"]["events"] == ["A", "B"]  # type: ignore[index]
    assert str(first["recorded"]).endswith("Z")


def test_a_duplicate_changes_nothing(folder: Folder) -> None:
    last = steps(folder, "B")[-1]
    assert (last["status"], last["changes"], last["finding"]) == ("duplicate", {}, None)
    said = "  said: what the report that stands says; it changes nothing\n"
    assert said in history(folder, "B").stdout


def test_what_is_not_taken_is_told_apart_from_what_stands(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    first = event("A", known="2016-05-05")
    folder.add(first, event("A", known="2016-05-06", actor="south"), first)
    folder.add(event("A", known="2016-05-04", killed=2))
    folder.watch()
    text = history(folder, "A").stdout
    assert '  actor: "north" before, now "south"\n' in text
    assert text.count("before, now") == 2
    repeated = "  said: what an earlier report said that was corrected since; it changes nothing\n"
    assert f'{repeated}  actor: "north" here, "south" in the report that stands\n' in text
    assert "  said: what was known before the report that stands; it changes nothing\n" in text
    assert "  killed: 2 here, nothing in the report that stands\n" in text


def test_what_was_known_at_a_time(folder: Folder) -> None:
    first = steps(folder, "A")[0]["recorded"]
    assert len(steps(folder, "A", "--as-of", "2100-01-01")) == 4
    assert len(steps(folder, "A", "--as-of", str(first))) >= 1
    result = history(folder, "A", "--as-of", "2016-05-05")
    assert result.exit_code == 2
    assert "nothing was on record of event `A` by 2016-05-05, which is " in result.stderr
    assert f"; the first of it was recorded at {first}" in result.stderr


@pytest.mark.parametrize(
    ("time", "instant"),
    [
        ("2016-11-29T00:55", "2016-11-28T22:55:00Z"),
        ("2016-11-29T00:55Z", "2016-11-29T00:55:00Z"),
        ("2016-11-29T00:55:01.5Z", "2016-11-29T00:55:01.500000Z"),
        ("2016-11-29", "up to 2016-11-29T22:00:00Z"),
        ("2016", "up to 2016-12-31T22:00:00Z"),
    ],
)
def test_a_time_at_which_there_was_nothing_is_told_in_utc(
    folder: Folder, time: str, instant: str
) -> None:
    result = history(folder, "A", "--as-of", time)
    assert result.exit_code == 2
    assert f"by {time}, which is {instant}; the first" in result.stderr


@pytest.mark.parametrize("time", ["soon", "2016-05-01/2016-05-02", "1/2"])
def test_a_time_that_is_none(folder: Folder, time: str) -> None:
    result = history(folder, "A", "--as-of", time)
    assert result.exit_code == 2
    assert "--as-of: " in result.stderr
    assert "with a slash" not in result.stderr


def test_an_event_that_is_not_there(folder: Folder) -> None:
    folder.add(event("Aleppo-17", 3))
    folder.watch("--reading", "open")
    result = history(folder, "Alepo-17")
    assert result.exit_code == 2
    assert "nothing is on record of an event `Alepo-17`; did you mean `Aleppo-17`?" in result.stderr


def test_a_damaged_record_is_said_to_be_one(folder: Folder) -> None:
    with closing(sqlite3.connect(folder.store)) as connection:
        connection.execute("UPDATE entries SET body = '[]' WHERE kind = 'report'")
        connection.commit()
    result = history(folder, "A")
    assert result.exit_code == 2
    assert "was damaged; see ceasefire audit" in result.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = 'junk' WHERE kind = 'report'",
        "UPDATE entries SET body = '{}' WHERE kind = 'alert'",
        "UPDATE entries SET body = '{}' WHERE kind = 'rules'",
        "UPDATE entries SET body = replace(body, '\"because\"', '\"why\"')",
        "UPDATE entries SET recorded = 'soon'",
        "UPDATE meta SET value = 'junk'",
    ],
)
def test_whatever_is_damaged_is_no_traceback(folder: Folder, statement: str) -> None:
    with closing(sqlite3.connect(folder.store)) as connection:
        connection.execute(statement)
        connection.commit()
    result = history(folder, "A", "--as-of", "2100-01-01")
    assert result.exit_code == 2
    assert not result.stdout
    assert "was damaged; see ceasefire audit" in result.stderr


def test_a_store_that_is_none(tmp_path: Path) -> None:
    result = invoke("history", "A", "--store", str(tmp_path / "absent"))
    assert result.exit_code == 2
    assert "there is no such file" in result.stderr
