"""The store of a monitor: opened by one, changed as a whole, refused where it does not fit."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ceasefire.errors import UsageError
from ceasefire.monitor.record.audit import audit
from ceasefire.monitor.record.chain import BEGINNING
from ceasefire.monitor.record.files import read
from ceasefire.monitor.record.position import Position
from ceasefire.monitor.record.store import Passed, Seen, Store, Told
from ceasefire.monitor.record.unkept import NoStore
from tests.monitor.storing import RULES, Memory, alert, finding, stored

if TYPE_CHECKING:
    from pathlib import Path

SEEN = Seen("-", 1, '{"id": "E1"}')


def broken(store: Store) -> None:
    """Store something, and fail before all of it is there."""
    store.report(SEEN, "E9", "new", finding())
    store.save("-", Position(9, 99))
    store.begin(replace(RULES, digest="1" * 64))
    store.outbox.put({"type": "lost"})
    raise KeyError


def test_only_the_owner_may_read_a_store(tmp_path: Path) -> None:
    mode = stored(tmp_path).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_one_monitor_at_a_time(tmp_path: Path) -> None:
    path = stored(tmp_path)
    with Store(path), pytest.raises(UsageError, match="in use by another monitor"):
        Store(path)
    with Store(path):
        pass


def test_whoever_reads_is_not_in_the_way(tmp_path: Path) -> None:
    path = stored(tmp_path)
    with Store(path) as store:
        reader = read(path)
        with store.batch():
            store.report(SEEN, "E9", "new", None)
        assert reader.execute("SELECT count(*) FROM mentions WHERE event = 'E9'").fetchone() == (0,)
        reader.close()


def test_a_store_in_a_folder_that_cannot_be_written_to_can_be_read(tmp_path: Path) -> None:
    path = stored(tmp_path)
    tmp_path.chmod(0o500)
    try:
        reader = read(path)
        assert reader.execute("SELECT count(*) FROM entries").fetchone() == (6,)
        reader.close()
    finally:
        tmp_path.chmod(0o700)


def test_what_is_no_store_is_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("not a database, and longer than the head of one\n" * 10)
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    for path in (text, other):
        content = path.read_bytes()
        for way in (Store, read):
            with pytest.raises(UsageError, match="store"):
                way(path)
        assert path.read_bytes() == content


def test_a_store_of_another_format_is_refused(tmp_path: Path) -> None:
    path = stored(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(UsageError, match="format 99"):
        Store(path)


def test_a_place_where_no_store_can_be(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        Store(tmp_path / "absent" / "store.db")
    with pytest.raises(UsageError, match="no such file"):
        read(tmp_path / "absent.db")
    with pytest.raises(UsageError, match="cannot be used"):
        Store(tmp_path)


def test_a_batch_is_all_or_nothing(tmp_path: Path) -> None:
    path = stored(tmp_path)
    with Store(path) as store:
        head = store.head
        with pytest.raises(KeyError), store.batch():
            broken(store)
    with Store(path) as store:
        assert store.head == head
        assert store.position("-") is None


def test_a_store_goes_on_after_a_batch_that_failed(tmp_path: Path) -> None:
    path, output = stored(tmp_path), Memory()
    with Store(path) as store:
        store.outbox.settle(output)
        with pytest.raises(KeyError), store.batch():
            broken(store)
        assert store.rules == RULES
        with store.batch():
            store.begin(RULES)
            store.passed(1)
            store.outbox.put({"type": "told"})
        store.outbox.deliver()
        assert list(store.since())[-1] == Passed(1)
        assert audit(store.connection).sound
    assert output.content == b'{"seq": 1, "type": "told"}\n'


def test_a_store_is_of_one_rulebook(tmp_path: Path) -> None:
    with Store(stored(tmp_path)) as store:
        assert store.rules == RULES
        with pytest.raises(UsageError, match="of the rulebook `valley`, not"), store.batch():
            store.begin(replace(RULES, rulebook="hill"))


def test_what_differs_between_rules_is_told() -> None:
    other = replace(RULES, digest="f" * 64, as_of="2016-05-01")
    assert RULES.differences(other) == [
        f"digest `{'0' * 12}`, now `{'f' * 12}`",
        "as of none, now `2016-05-01`",
    ]


def test_each_entry_names_the_rules_it_was_found_by(tmp_path: Path) -> None:
    path = stored(tmp_path)
    with Store(path) as store, store.batch():
        store.begin(RULES)
        store.begin(replace(RULES, digest="1" * 64))
        store.restate("E1", finding("covered"))
    connection = read(path)
    rows = connection.execute(
        "SELECT kind, json_extract(body, '$.rules') FROM entries ORDER BY number"
    ).fetchall()
    connection.close()
    assert rows[:3] == [("store", None), ("rules", None), ("report", 2)]
    assert rows[-2:] == [("rules", None), ("finding", 7)]


def test_alerts_stand_until_they_are_retracted(tmp_path: Path) -> None:
    path = stored(tmp_path)
    with Store(path) as store:
        assert list(store.standing()) == [alert("many", "E1", "E2")]
        with store.batch():
            store.alert("restated", alert("many", "E2", "E3"))
        assert list(store.standing()) == [alert("many", "E2", "E3")]
        mentions = store.connection.execute(
            "SELECT event FROM mentions WHERE number = ?", [store.head.number]
        ).fetchall()
        # Whoever asks of the event that is named no more is told so.
        assert mentions == [("E1",), ("E2",), ("E3",)]
        with store.batch():
            store.alert("retracted", alert("many", "E2", "E3"))
        assert list(store.standing()) == []


def test_places_in_feeds_are_kept_apart(tmp_path: Path) -> None:
    place = Position(3, 120, ended=False, identity=(1, 2), head="a", head_size=3, tail="b")
    with Store(tmp_path / "store.db") as store:
        with store.batch():
            store.save("feed", place)
        assert store.position("feed") == place
        assert store.position("other") is None


def test_a_state_is_stored_when_as_much_was_recorded(tmp_path: Path) -> None:
    with Store(tmp_path / "store.db") as store:
        with store.batch():
            store.begin(RULES)
            store.report(SEEN, "E1", "new", None)
            store.checkpoint(dict)
        assert store.snapshot() is None
        assert list(store.since()) == [Told(SEEN.text, "new", "E1")]
        with store.batch():
            store.checkpoint(lambda: {"clock": 1}, force=True)
            store.report(SEEN, "E1", "duplicate", None)
        assert store.snapshot() == {"clock": 1}
        assert list(store.since()) == [Told(SEEN.text, "duplicate", "E1")]
        with store.batch():
            store.report(SEEN._replace(text="x" * (1 << 22)), "E2", "new", None)
            store.checkpoint(lambda: {"clock": 2})
        assert store.snapshot() == {"clock": 2}
        assert list(store.since()) == []
        with store.batch():
            store.forget()
        assert len(list(store.since())) == 3


def test_what_was_fed_again_counts_towards_the_next_state(tmp_path: Path) -> None:
    with Store(tmp_path / "store.db") as store, store.batch():
        store.begin(RULES)
        store.report(SEEN._replace(text="x" * (1 << 22)), "E1", "new", None)
    with Store(tmp_path / "store.db") as store:
        assert len(list(store.since())) == 1
        with store.batch():
            store.checkpoint(lambda: {"clock": 1})
        assert store.snapshot() == {"clock": 1}


def test_a_new_store_has_no_head(tmp_path: Path) -> None:
    with Store(tmp_path / "store.db", durable=True) as store:
        assert store.head == (0, BEGINNING)
        assert store.connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_without_a_store_lines_are_numbered_all_the_same() -> None:
    output = Memory()
    with NoStore() as store, store.batch():
        store.outbox.put({"type": "lost"})
        assert store.outbox.settle(output) == ""
        store.outbox.put({"type": "start"})
        assert (store.position("-"), list(store.standing())) == (None, [])
        store.outbox.deliver()
        store.outbox.finish()
    assert output.content == b'{"seq": 1, "type": "start"}\n'
