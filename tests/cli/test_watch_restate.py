"""``ceasefire watch --restate``: a record gone through under other rules."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.monitor.record.store import Store
from tests.cli.helpers import invoke
from tests.cli.watched import Folder, drawn, event, read, told

if TYPE_CHECKING:
    from pathlib import Path


LONG = "in_force:\n      - {from: 2016-05-04 00:00, for: 600h}"


def standing(folder: Folder) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Return the alerts that stand, and the state of the monitor."""
    with Store(folder.store) as store:
        return list(store.standing()), store.snapshot()


def changed(folder: Folder, old: str, new: str) -> None:
    text = folder.rules.read_text(encoding="utf-8")
    assert old in text
    folder.rules.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at_least: 2, within: 24h", "at_least: 4, within: 36h"),
        ("severity: serious, cite: text 1", "severity: grave"),
        ("binds: {all_except: raiders}", "binds: south"),
        ("patterns:\n", "patterns:\n  quiet: {lull: {when: {kind: attack}, for: 2h}}\n"),
    ],
)
def test_all_is_as_if_the_rules_had_always_been_these(tmp_path: Path, old: str, new: str) -> None:
    paths = tmp_path / "one", tmp_path / "other"
    for path in paths:
        path.mkdir()
    folder, fresh = map(Folder, paths)
    lines = drawn(random.Random(11), 240)  # noqa: S311  (no secret)
    folder.add(*lines[:120])
    folder.watch()
    changed(folder, old, new)
    changed(fresh, old, new)
    assert folder.watch("--restate").exit_code == 0
    folder.add(*lines[120:])
    folder.watch()
    fresh.add(*lines)
    fresh.watch()
    assert standing(folder) == standing(fresh)


def test_what_can_no_more_be_read_is_left_as_it_was(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    changed(folder, "timezone: Asia/Damascus", "timezone: UTC")
    # Clocks in Damascus went forward then.
    folder.add(event("A", when="2016-03-25T00:30"), event("B", when="2016-03-25T02:30"))
    folder.watch()
    changed(folder, "timezone: UTC", "timezone: Asia/Damascus")
    assert folder.watch("--restate").exit_code == 0
    events = [line.get("event") for line in told(read(folder.out))]
    assert events == ["A", "B"]


def test_events_of_one_age_are_restated_alike(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    far = (event(f"X{day}", when=f"2016-05-{day}T00:00") for day in (20, 21, 22))
    folder.add(event("A"), *far)
    # By now, nothing is held of A any more.
    folder.watch("--until", "2016-05-25")
    folder.add(event("B"), event("E"), event("N", when="2016-05-25T08:00"))
    folder.watch()
    changed(folder, "in_force:\n      - {from: 2016-05-04 00:00, for: 48h}", LONG)
    changed(folder, "severity: serious, cite: text 1", "severity: grave, cite: text 1")
    result = folder.watch("--restate")
    assert result.exit_code == 0
    lines = [line for line in read(folder.out) if line.get("status") == "restated"]
    assert [line["event"] for line in lines] == ["N"]
    # Of those that are left, all would be found otherwise.
    assert read(folder.out)[-1]["under_earlier_rules"] == 6
    assert "6 findings still stand under earlier rules" in result.stderr
    assert "under_earlier_rules" not in read(folder.out)[0]
    assert "still stand" in folder.watch("--restate").stderr
    assert "still stand" not in folder.watch().stderr


def test_no_finding_stands_under_earlier_rules_that_would_be_the_same(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.add(event("A"), event("B", kind="accident"))
    folder.watch("--until", "2016-05-25")
    changed(folder, "severity: serious, cite: text 1", "severity: grave, cite: text 1")
    assert "1 finding still stands under earlier rules" in folder.watch("--restate").stderr
    changed(folder, "severity: grave, cite: text 1", "severity: serious, cite: text 1")
    assert "0 findings still stand under earlier rules" in folder.watch("--restate").stderr


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = 'junk' WHERE number = 4",
        "UPDATE entries SET body = '[]' WHERE number = 4",
        "UPDATE entries SET body = '{}' WHERE kind = 'report'",
        "UPDATE entries SET body = '{}' WHERE kind = 'alert'",
        "UPDATE entries SET body = '{}' WHERE kind = 'rules'",
        """UPDATE entries SET body = '{"text":1,"status":"new","event":"A"}' WHERE number = 4""",
        """UPDATE entries SET body = '{"alert":{"key":"1","events":1}}' WHERE kind = 'alert'""",
        """UPDATE entries SET body = '{"instant":"1"}' WHERE kind = 'time'""",
        "UPDATE meta SET value = 'junk'",
        "UPDATE meta SET value = '{}'",
        "UPDATE meta SET value = '{\"seq\": \"1\"}' WHERE key = 'outbox'",
        "UPDATE meta SET value = 'junk' WHERE key = 'rules'",
        "UPDATE meta SET value = '99' WHERE key = 'rules'",
        "UPDATE meta SET value = '[]' WHERE key LIKE 'position%'",
    ],
)
def test_a_damaged_record_is_said_to_be_one(tmp_path: Path, statement: str) -> None:
    folder = Folder(tmp_path)
    folder.add(event("A"), event("B", 2))
    folder.watch("--until", "2016-05-25")
    before = folder.out.read_bytes()
    with closing(sqlite3.connect(folder.store)) as connection:
        connection.execute(statement)
        connection.execute("UPDATE checkpoints SET snapshot = '{}'")
        connection.commit()
    for options in ([], ["--restate"], ["--table"]):
        result = folder.watch(*options)
        assert result.exit_code in ({2} if options == ["--restate"] else {0, 2})
        assert "Traceback" not in result.stderr
    result = folder.watch("--restate")
    assert result.exit_code == 2
    assert "was damaged; see ceasefire audit" in result.stderr
    assert invoke("audit", str(folder.store)).exit_code == 1
    assert folder.out.read_bytes().startswith(before)


def test_a_record_that_leads_elsewhere_is_no_ground_to_go_on_from(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.add(event("A"), event("B", 2))
    folder.watch()
    with closing(sqlite3.connect(folder.store)) as connection:
        connection.execute("DELETE FROM checkpoints")
        connection.execute("""UPDATE entries SET body = replace(body, '"new"', '"older"')""")
        connection.commit()
    result = folder.watch()
    assert result.exit_code == 2
    assert "does not lead to where the monitor was" in result.stderr
    assert folder.watch("--restate").exit_code == 0
