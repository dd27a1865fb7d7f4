"""``ceasefire watch --restate``: a record gone through under other rules."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.monitor.record.store import Store
from tests.cli.watched import Folder, drawn, event, read, told

if TYPE_CHECKING:
    from pathlib import Path


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
