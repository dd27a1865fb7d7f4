"""``ceasefire watch``: time that passes while no report tells of it."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.cli.watching import clock as watching_clock
from ceasefire.cli.watching import stream as watching_stream
from ceasefire.cli.watching.clock import Wall
from ceasefire.cli.watching.cutting import Raw
from ceasefire.cli.watching.restating import catch_up
from ceasefire.cli.watching.run import Watching
from ceasefire.cli.watching.stop import Stop
from ceasefire.cli.watching.stream import StreamLines
from ceasefire.monitor.record.position import Position
from ceasefire.monitor.record.store import Rules, Store
from tests.cli.helpers import invoke
from tests.cli.watched import Folder, event, read, told

if TYPE_CHECKING:
    from pathlib import Path

    import ceasefire

PATTERNS = """\
  quiet: {title: Quiet, lull: {when: {kind: attack}, for: 12h}}
  kept: {calm: {of: truce}}
  state: {series: {of: truce}}
"""
HOUR = 3_600_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    text = folder.rules.read_text(encoding="utf-8")
    folder.rules.write_text(text + PATTERNS, encoding="utf-8")
    return folder


def times(folder: Folder) -> list[int]:
    """Return the times of the record."""
    with closing(sqlite3.connect(folder.store)) as connection:
        rows = connection.execute("SELECT body FROM entries WHERE kind = 'time' ORDER BY number")
        return [json.loads(body)["instant"] for (body,) in rows]


def alerts(folder: Folder) -> list[tuple[str, str, str | None]]:
    """Return what became of alerts: how, of which pattern, from when."""
    lines = (line for line in read(folder.out) if line["type"] == "alert")
    return [(line["change"], line["pattern"], line["start"]) for line in lines]


# --- up to when it is known ---


def test_at_the_end_it_is_known_how_far_time_has_come(folder: Folder) -> None:
    folder.add(event("A"), event("B", 2))
    folder.watch()
    assert {pattern for _, pattern, _ in alerts(folder)} == {"kept", "many"}
    assert folder.watch("--until", "2016-06-30").exit_code == 0
    found = [line for line in told(read(folder.out)) if line["type"] == "alert"]
    words = "alerts", str(folder.feed), "--rules", str(folder.rules), "--until", "2016-06-30"
    whole = [json.loads(line) for line in invoke(*words, "-o", "-").stdout.splitlines()]
    known = {alert["key"]: alert for alert in whole}
    assert {"quiet", "kept", "state"} <= {alert["pattern"] for alert in whole}
    standing = {
        line["key"]: {key: line[key] for key in line if key not in {"type", "change"}}
        for line in found
    }
    assert standing == known
    assert invoke("audit", str(folder.store)).exit_code == 0


def test_the_same_time_is_told_once(folder: Folder) -> None:
    folder.add(event("A"))
    for _ in range(2):
        folder.watch("--until", "2016-05-10T12:00Z")
    folder.watch("--until", "2016-05-09")
    assert times(folder) == [1_462_881_600_000_000]
    # What comes then is too late, for time never goes back.
    folder.add(event("B", 2))
    folder.watch()
    assert [line["clock"] for line in read(folder.out) if line["type"] == "late"] == [
        "2016-05-10T12:00:00Z"
    ]


def test_a_restart_knows_how_late_it_is(folder: Folder) -> None:
    folder.add(event("A"))
    folder.watch("--until", "2016-05-10")
    with closing(sqlite3.connect(folder.store)) as connection:
        connection.execute("DELETE FROM checkpoints")
        connection.commit()
    before = alerts(folder)
    folder.add(event("B", 2))
    assert folder.watch().exit_code == 0
    assert alerts(folder) == before
    assert read(folder.out)[-1]["reports"] == {"late": 1}
    folder.rules.write_text(
        folder.rules.read_text(encoding="utf-8").replace("for: 12h", "for: 24h"), encoding="utf-8"
    )
    assert folder.watch("--restate").exit_code == 0
    assert read(folder.out)[-1]["alerts"] == {"restated": 1}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--until", "soon"], "--until: "),
        (["--until", "2016-05-04/2016-05-05"], "is an interval"),
        (["--until", "2196-05-04"], "has not come to its end yet"),
        (["--until", "2016-05-04", "--follow"], "--until is of a feed that ends"),
        (["--clock", "6h"], "it needs --follow"),
        (["--clock", "6", "--follow"], "--clock: "),
    ],
)
def test_what_is_no_time_of_a_feed(folder: Folder, options: list[str], message: str) -> None:
    folder.add(event("A"))
    result = folder.watch(*options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not folder.store.exists()


# --- the clock on the wall ---


class Given:
    """A feed of which a test says what comes when."""

    name, source, once = "given", "given", True

    def __init__(self) -> None:
        self.news: list[tuple[str, str]] = []
        self.left = self.number = 0
        self.drained = False
        self.coming: list[list[dict[str, Any]] | None] = []

    def resume(self, place: Position) -> None:
        pass

    def more(self) -> list[Raw] | None:
        found = self.coming.pop(0) if self.coming else None
        self.drained = found == []
        return found if found is None else [self._raw(each) for each in found]

    def _raw(self, each: dict[str, Any]) -> Raw:
        self.number += 1
        return Raw(self.number, json.dumps(each).encode(), self.number)

    def took(self, line: Raw) -> None:
        pass

    def place(self) -> Position:
        return Position(self.number, self.number)

    def close(self) -> None:
        pass

    def wake(self) -> None:
        pass


def at(text: str) -> int:
    """Return an instant in microseconds since 1970."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000


def test_time_is_recorded_where_it_changes_an_alert_or_a_report_follows(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, lines, now = opened(folder), Given(), [0]
    with Store(folder.store) as store, book.monitor(engine="reference") as monitor:
        wall = Wall(6 * HOUR, clock=lambda: now[0])
        watching = Watching(monitor, lines, store, Stop(lambda: None), wall=wall)
        by = book.provenance
        with store.batch():
            store.begin(Rules(by.rulebook, by.digest, by.reading, "", by.version, "72h", "UTC"))

        def come(when: str, *found: dict[str, Any]) -> list[str]:
            now[0] = at(when)
            before = times(folder)
            lines.coming = [list(found)]
            watching.run()
            return [
                f"{datetime.fromtimestamp(item / 1e6, UTC):%dT%H:%M}"
                for item in times(folder)[len(before) :]
            ]

        monkeypatch.setattr(watching_clock, "EVERY", 0.0)
        reports = [event(f"E{number}", number) for number in range(3)]
        assert come("2016-05-04T02:00", *reports) == []
        # Nothing is due, until a report follows.
        assert come("2016-05-04T04:00") == []
        assert come("2016-05-04T04:01") == []
        assert come("2016-05-04T04:02") == []
        assert come("2016-05-04T05:00", event("L", 5)) == ["03T22:02"]
        assert come("2016-05-04T06:00", event("M", 6)) == []
        # A lull lasts from then on, once, and the truce ends; nothing else is due.
        assert come("2016-05-04T20:59") == []
        assert come("2016-05-05T01:00") == ["04T19:00"]
        assert come("2016-05-05T02:00") == []
        monkeypatch.setattr(watching_clock, "EVERY", 60.0)
        wall._next = time.monotonic() + 60
        assert come("2016-05-09T02:00") == []
        assert come("2016-05-05T02:30", event("N", 21)) == ["04T20:00"]
        end = json.dumps(monitor.snapshot())
        with book.monitor(engine="reference") as other:
            catch_up(other, store)
            assert json.dumps(other.snapshot()) == end


def opened(folder: Folder) -> ceasefire.Book:
    import ceasefire  # noqa: PLC0415  (annotations alone need it above)

    return ceasefire.load(folder.rules)


@pytest.mark.slow
def test_time_goes_on_while_a_file_is_followed(folder: Folder) -> None:
    """Killed twice, and neither lost nor told again."""
    today = datetime.now(UTC) - timedelta(hours=7)
    text = folder.rules.read_text(encoding="utf-8")
    folder.rules.write_text(text.replace("for: 12h", "for: 30m"), encoding="utf-8")
    folder.add(event("old", when="2016-05-04T02:00"))
    folder.add(*(event(f"A{n}", when=f"{today:%Y-%m-%dT%H:%M}Z") for n in range(3)))
    for _ in range(2):
        with folder.start("--follow", "--clock", "6h") as process:
            until = time.monotonic() + 30
            while not (folder.store.exists() and timed(folder)) and time.monotonic() < until:
                time.sleep(0.05)
            time.sleep(0.5)
            process.kill()
    folder.watch()
    assert len(times(folder)) == 1
    lines = read(folder.out)
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    findings = [line for line in told(lines) if line["type"] == "finding"]
    # All that the file had was read before time went on.
    assert [line["status"] for line in findings] == ["new"] * 4
    assert invoke("audit", str(folder.store)).exit_code == 0


def timed(folder: Folder) -> list[int]:
    try:
        return times(folder)
    except sqlite3.OperationalError:
        return []


def test_a_pipe_that_is_silent_has_given_all_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching_stream, "SILENT", 0.05)
    reading, writing = os.pipe()
    lines = StreamLines("pipe", os.fdopen(reading, "rb", buffering=0, closefd=False))
    found = []
    for content in (b"{}\n", b"", b"{}\n"):
        os.write(writing, content)
        found.append((len(lines.more() or ()), lines.drained))
    assert found == [(1, False), (0, True), (1, False)]
    os.close(writing)
    assert lines.more() is None
    os.close(reading)
