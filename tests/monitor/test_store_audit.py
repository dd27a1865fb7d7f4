"""What an audit finds: whatever was changed, removed, added or moved."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ceasefire.monitor.record.audit import MOST, Audit, audit, moment
from ceasefire.monitor.record.chain import BEGINNING, canonical, entries, linked
from ceasefire.monitor.record.files import read
from ceasefire.monitor.record.store import Seen, Store
from tests.monitor.storing import RULES, stored

if TYPE_CHECKING:
    from pathlib import Path


def audited(path: Path, noted: str = "") -> Audit:
    with closing(read(path)) as connection:
        return audit(connection, noted)


def tampered(path: Path, *statements: str) -> Audit:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return audited(path)


def test_a_record_as_it_was_written_is_sound(tmp_path: Path) -> None:
    found = audited(stored(tmp_path))
    assert found.sound
    assert (found.entries, found.faults, found.notes) == (6, [], [])
    assert found.to_dict()["head"] == found.head != BEGINNING


def test_an_empty_store_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store(path):
        pass
    assert audited(path).to_dict()["sound"]


def test_the_chain_can_be_followed_by_anybody(tmp_path: Path) -> None:
    with closing(read(stored(tmp_path))) as connection:
        rows = list(entries(connection))
    before = BEGINNING
    for entry in rows:
        before = linked(before, entry.number, entry.recorded, entry.kind, entry.body)
        assert before == entry.hash
    assert canonical({"b": "é", "a": [1, None]}) == '{"a":[1,null],"b":"\\u00e9"}'


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE entries SET body = replace(body, 'violating', 'covered') WHERE number = 4",
            "entry 4 (report of event `E2`, recorded 1970-01-01T00:00:02Z) is not as it was",
        ),
        ("UPDATE entries SET recorded = 7 WHERE number = 3", "entry 3 (report of event `E1`"),
        ("UPDATE entries SET kind = 'problem' WHERE number = 3", "entry 3 (problem of event"),
        ("UPDATE entries SET body = 'no JSON' WHERE number = 3", "entry 3 (report, recorded"),
        ("UPDATE entries SET body = x'00ff' WHERE number = 3", "entry 3 (report, recorded"),
        ("UPDATE entries SET body = '[1]' WHERE number = 3", "entry 3 (report, recorded"),
        ("UPDATE entries SET recorded = 'x' WHERE number = 3", "recorded at no time"),
        ("UPDATE entries SET hash = substr(hash, 2) WHERE number = 3", "entry 3 (report of"),
        ("DELETE FROM entries WHERE number = 4", "entry 4 is missing"),
        ("DELETE FROM entries WHERE number IN (3, 4)", "entries 3 to 4 are missing"),
        ("DELETE FROM entries WHERE number = 1", "entry 1 is missing"),
        ("DELETE FROM entries WHERE number > 4", "entries 5 to 6 are missing, which were the last"),
        ("DELETE FROM entries", "entries 1 to 6 are missing, which were the last"),
        (
            "INSERT INTO entries SELECT 7, recorded, kind, body, hash FROM entries LIMIT 1",
            "entry 7 (store, recorded",
        ),
        ("DELETE FROM meta WHERE key = 'head'", "after entry 0, which was the last"),
        ("DELETE FROM mentions WHERE event = 'E1' AND number = 3", "lacks entry 3 of event `E1`"),
        ("INSERT INTO mentions VALUES ('E1', 6)", "names 1 entries too many"),
    ],
)
def test_what_was_changed_is_named(tmp_path: Path, statement: str, fault: str) -> None:
    found = tampered(stored(tmp_path), statement)
    assert not found.sound
    assert any(fault in text for text in found.faults), found.faults


def test_entries_that_changed_places_are_named(tmp_path: Path) -> None:
    found = tampered(
        stored(tmp_path),
        "UPDATE entries SET number = 99 WHERE number = 3",
        "UPDATE entries SET number = 3 WHERE number = 4",
        "UPDATE entries SET number = 4 WHERE number = 99",
    )
    named = " ".join(found.faults)
    assert "entry 3 (report of event `E2`" in named
    assert "entry 4 (report of event `E1`" in named


def test_an_entry_put_in_between_is_named(tmp_path: Path) -> None:
    found = tampered(
        stored(tmp_path),
        "UPDATE entries SET number = number + 100 WHERE number > 3",
        "INSERT INTO entries SELECT 4, recorded, kind, body, hash FROM entries WHERE number = 3",
        "UPDATE entries SET number = number - 99 WHERE number > 100",
    )
    assert "entry 4 (report of event `E1`" in found.faults[0]


def test_only_a_noted_head_tells_of_a_record_written_anew(tmp_path: Path) -> None:
    path = stored(tmp_path, 5)
    noted = audited(path).head
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM entries WHERE number > 4")
        connection.execute("DELETE FROM mentions WHERE number > 4")
        (last,) = connection.execute("SELECT hash FROM entries WHERE number = 4").fetchone()
        connection.execute("UPDATE meta SET value = ? WHERE key = 'head'", [canonical([4, last])])
        connection.commit()
    assert audited(path).sound
    assert audited(path, last[:8]).sound
    found = audited(path, noted)
    assert found.faults == [f"no entry has the hash `{noted}`: the record is not the one it was of"]


def test_a_clock_that_was_set_back_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    times = iter([5_000_000, 3_000_000])
    with Store(path, clock=lambda: next(times)) as store:
        for number in (1, 2):
            with store.batch():
                store.begin(RULES)
                store.report(Seen("-", number, "{}"), f"E{number}", "new", None)
    found = audited(path)
    assert found.sound
    (note,) = found.notes
    assert note.startswith("entry 4 (report of event `E2`, recorded 1970-01-01T00:00:03Z): the")


def test_many_faults_are_counted(tmp_path: Path) -> None:
    found = tampered(stored(tmp_path, MOST + 20), "UPDATE entries SET body = '{}'")
    assert len(found.faults) == MOST
    assert found.more > 20


def test_a_damaged_file_is_a_fault(tmp_path: Path) -> None:
    path = stored(tmp_path, 400)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8192] = b"\xff" * 8192
    path.write_bytes(content)
    assert not audited(path).sound


def test_times_that_are_none() -> None:
    assert moment(None) == moment(10**30) == "at no time"
