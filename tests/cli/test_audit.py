"""``ceasefire audit``: whether a record is as it was written."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.cli.helpers import invoke
from tests.monitor.storing import stored

if TYPE_CHECKING:
    from pathlib import Path

BODY = '{"event":"\\u001b[2J"}'


def test_a_sound_record(tmp_path: Path) -> None:
    path = stored(tmp_path)
    result = invoke("audit", str(path))
    assert result.exit_code == 0
    told, head = result.stdout.splitlines()
    assert told == f"{path}: 6 entries, as it was written"
    noted = head.removeprefix("head: ")
    assert invoke("audit", str(path), "--head", noted).exit_code == 0
    assert invoke("audit", str(path), "--head", noted[:12].upper()).exit_code == 0


def test_a_changed_record(tmp_path: Path) -> None:
    path = stored(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE entries SET body = ? WHERE number = 3", [BODY])
        connection.commit()
    result = invoke("audit", str(path))
    assert result.exit_code == 1
    assert "entry 3 (report of event `\\x1b[2J`, recorded" in result.stdout
    assert ") is not as it was written, or stands in another place\n" in result.stdout
    assert "not as it was written" in result.stdout.splitlines()[-2]
    data = json.loads(invoke("audit", str(path), "--format", "json").stdout)
    assert data["sound"] is False
    assert len(data["faults"]) == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("head", "junk"),
        ("head", "{}"),
        ("head", '["1", ""]'),
        ("rules", "junk"),
        ("rules", "3"),
        ("outbox", '{"seq": "1"}'),
        ("outbox", "[]"),
        ("position x", "{}"),
        ("position x", '{"identity": [], "line": "1"}'),
        ("position x", '{"identity": [], "head": 1}'),
    ],
)
def test_a_note_that_cannot_be_read(tmp_path: Path, key: str, value: str) -> None:
    path = stored(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])
        connection.commit()
    result = invoke("audit", str(path))
    assert result.exit_code == 1
    assert f"the note `{key}` beside the record cannot be read" in result.stdout


def test_many_faults_are_counted(tmp_path: Path) -> None:
    path = stored(tmp_path, 110)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE entries SET kind = 'problem'")
        connection.commit()
    result = invoke("audit", str(path))
    assert result.exit_code == 1
    assert "... and 14 faults more" in result.stdout


def test_a_head_that_is_not_in_the_record(tmp_path: Path) -> None:
    result = invoke("audit", str(stored(tmp_path)), "--head", "0" * 64)
    assert result.exit_code == 1
    assert "no entry has the hash" in result.stdout


@pytest.mark.parametrize("head", ["abc", "xyz" * 10, "%" * 64])
def test_a_head_that_is_none(tmp_path: Path, head: str) -> None:
    result = invoke("audit", str(stored(tmp_path)), "--head", head)
    assert result.exit_code == 2
    assert "is no hash" in result.stderr


def test_a_store_that_is_none(tmp_path: Path) -> None:
    assert invoke("audit", str(tmp_path / "absent")).exit_code == 2
