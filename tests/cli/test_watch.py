"""``ceasefire watch``: what it writes, how it goes on, and what it bears with."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.cli.watching import lines as watching_lines
from ceasefire.cli.watching import run as watching_run
from ceasefire.cli.watching.file import FileLines
from ceasefire.cli.watching.stop import Stop
from tests.cli.helpers import AT_A_TERMINAL, invoke
from tests.cli.watched import Folder, drawn, event, read, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ceasefire.cli.watching.cutting import Raw


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def kinds(lines: list[dict[str, Any]]) -> list[str]:
    return [line["type"] for line in lines]


def waited(what: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it does not come to be so"
        time.sleep(0.02)


# --- what is written ---


def test_findings_and_alerts_are_lines(folder: Folder) -> None:
    folder.add(event("A"), event("B", 2))
    result = folder.watch()
    assert result.exit_code == 0, result.stderr
    lines = read(folder.out)
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert kinds(lines) == ["start", "finding", "finding", "alert", "summary"]
    start, first, _, alert, summary = lines
    assert "It is no legal finding." in start["words"]
    assert (start["rulebook"], start["reading"], start["engine"]) == (
        *("valley", "plain", "reference"),
    )
    assert (first["event"], first["status"], first["line"]) == ("A", "new", 1)
    assert (first["verdict"], first["severity"]) == ("violating", "serious")
    assert (alert["change"], alert["pattern"], alert["events"]) == ("raised", "many", ["A", "B"])
    assert summary["reports"] == {"new": 2}
    assert len(summary["head"]) == 64
    assert summary["head"] in result.stderr
    assert "after line 2" in result.stderr


def test_a_correction_restates_and_a_duplicate_is_silent(folder: Folder) -> None:
    folder.add(event("A"), event("B", 2), event("B", 2), event("B", 2, kind="accident"))
    folder.watch()
    lines = told(read(folder.out))
    assert [(line["type"], line.get("status"), line.get("change")) for line in lines] == [
        ("finding", "new", None),
        ("finding", "new", None),
        ("alert", None, "raised"),
        ("finding", "corrected", None),
        ("alert", None, "retracted"),
    ]
    assert read(folder.out)[-1]["reports"] == {"corrected": 1, "duplicate": 1, "new": 2}


def test_a_report_that_was_corrected_since_is_told_and_changes_nothing(folder: Folder) -> None:
    first, second = event("A"), event("A", kind="accident")
    folder.add(first, second, first)
    result = folder.watch()
    assert told(read(folder.out))[-1] == {
        "type": "repeated",
        "event": "A",
        "line": 3,
        "hint": "it says what an earlier report said that was corrected since; "
        "to take the correction back, give `known` a later time",
    }
    assert read(folder.out)[-1]["reports"] == {"corrected": 1, "new": 1, "repeated": 1}
    assert "1 repeated" in result.stderr
    assert "report repeated" in invoke("history", "A", "--store", str(folder.store)).stdout
    folder.add({**first, "known": "2016-05-06"})
    folder.watch()
    assert [line["status"] for line in told(read(folder.out)) if "status" in line] == [
        *("new", "corrected", "corrected"),
    ]


def test_a_late_report_is_listed(folder: Folder) -> None:
    later = [event(f"L{number}", when="2016-05-30") for number in range(3)]
    folder.add(*later, event("A"))
    folder.watch("--lateness", "48h")
    finding, late = told(read(folder.out))[-2:]
    assert (finding["type"], finding["status"]) == ("finding", "late")
    assert late == {
        "type": "late",
        "event": "A",
        "line": 4,
        "start": "2016-05-03T21:00:00Z",
        "clock": "2016-05-29T21:00:00Z",
    }


def test_bad_lines_are_told_and_the_rest_goes_on(folder: Folder) -> None:
    folder.add(event("A"), "{not json", "[1]", "", '{"id": "B"}', event("C", target=[[]]))
    with folder.feed.open("ab") as file:
        file.write(b"\xff\xfe\n" + b"x" * ((1 << 20) + 5) + b"\n")
    folder.add('{"id": "D", "id": "D"}', event("E", when="2016-99-99"), event("F", 3))
    result = folder.watch()
    assert result.exit_code == 0
    lines = told(read(folder.out))
    problems = [(line["line"], line["code"]) for line in lines if line["type"] == "problem"]
    assert [item for item in problems if item[0] != 5] == [
        (2, "bad-json"),
        (3, "wrong-type"),
        (6, "wrong-type"),
        (7, "not-utf8"),
        (8, "line-too-long"),
        (9, "duplicate-key"),
        (10, "bad-time"),
    ]
    assert (5, "missing-key") in problems
    findings = [line for line in lines if line["type"] == "finding"]
    assert [(line["event"], line["line"]) for line in findings] == [("A", 1), ("F", 11)]


def test_nothing_acts_on_a_terminal(folder: Folder) -> None:
    folder.add(event("A\x1b[2J", actor="\x1b]0;x\x07"), "{\x1b[2J")
    result = folder.watch()
    assert "\x1b" not in folder.out.read_text(encoding="utf-8") + result.stderr
    shown = folder.watch("--table", store=False, out=False).stdout
    assert "\x1b" not in shown


# --- where it comes from and goes to ---


def test_lines_go_from_standard_input_to_standard_output(folder: Folder) -> None:
    text = "\n".join(json.dumps(event(name)) for name in "AB")
    result = folder.watch(feed="-", stdin=text, store=False, out=False)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert kinds(lines) == ["start", "finding", "finding", "alert", "summary"]
    assert "nothing is recorded" in result.stderr
    assert "head" not in lines[-1]


def test_a_live_line_is_answered_at_once(folder: Folder) -> None:
    with folder.start(feed="-", out=False) as process:
        assert process.stdin
        assert process.stdout
        assert json.loads(process.stdout.readline())["type"] == "start"
        for name in "AB":
            process.stdin.write(json.dumps(event(name)).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["event"] == name
        process.stdin.close()
        rest = process.stdout.readlines()
    assert [json.loads(line)["type"] for line in rest] == ["alert", "summary"]
    assert process.returncode == 0


def test_a_file_that_was_sent_to_goes_on(folder: Folder) -> None:
    for name in "AB":
        folder.add(event(name))
        with folder.out.open("ab") as out, folder.feed.open("rb") as feed:
            folder.start(feed="-", out=False, stdin=feed, stdout=out).communicate()
    lines = read(folder.out)
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert [line.get("event", "") for line in told(lines)] == ["A", "B", ""]


@pytest.mark.parametrize("name", ["absent.jsonl", "", "."])
def test_a_feed_that_is_none(folder: Folder, name: str) -> None:
    result = invoke("watch", name, "--rules", str(folder.rules), "--engine", "reference")
    assert result.exit_code == 2


def test_a_table_of_what_stands(folder: Folder) -> None:
    folder.add(event("A"), event("B", 2))
    plain = folder.watch("--table", out=False).stdout
    assert "Two attacks in a day" in plain
    assert "2 (A, B)" in plain
    assert "no legal finding" in plain
    # What stands is there after a restart, too; and no line was counted.
    again = invoke(*folder.words(out=False), "--table", env=AT_A_TERMINAL).stdout
    assert "Two attacks in a day" in again
    assert read_seq(folder) == 0


def read_seq(folder: Folder) -> int:
    from ceasefire.monitor.record.store import Store  # noqa: PLC0415  (only here)

    with Store(folder.store) as store:
        return store.outbox.seq


# --- how it goes on ---


def test_a_restart_goes_on_where_it_was(folder: Folder) -> None:
    whole: list[dict[str, Any] | str] = [
        event("A"),
        event("B", 2),
        "{bad",
        event("B", 3),
        event("C", 4),
    ]
    other = folder.path / "other"
    other.mkdir()
    at_once = Folder(other)
    at_once.add(*whole)
    at_once.watch()
    for line in whole:
        folder.add(line)
        assert folder.watch().exit_code == 0
    assert told(read(folder.out)) == told(read(at_once.out))
    assert folder.watch().exit_code == 0
    assert told(read(folder.out)) == told(read(at_once.out))


def test_a_line_without_an_end_waits_for_it(folder: Folder) -> None:
    text = json.dumps(event("A"))
    folder.add(text[:20], end="")
    assert "waits for it (20 bytes)" in folder.watch().stderr
    folder.add(text[20:], end="")
    folder.watch()
    folder.add("", event("B", 30))
    folder.watch()
    lines = told(read(folder.out))
    assert [(line["event"], line["line"]) for line in lines if line["type"] == "finding"] == [
        ("A", 1),
        ("B", 2),
    ]


def test_without_a_store_nothing_waits(folder: Folder) -> None:
    folder.add(event("A"), '{"id": "B', end="")
    folder.watch(store=False)
    assert [line["type"] for line in told(read(folder.out))] == ["finding", "problem"]


def test_another_file_of_the_name_is_noticed(folder: Folder) -> None:
    folder.add(event("A"), event("B", 2))
    folder.watch()
    folder.feed.unlink()
    folder.add(event("C", 3), event("D", 4), event("E", 5))
    result = folder.watch()
    assert "is not the file that was read up to line 2" in result.stderr
    lines = told(read(folder.out))
    assert ("feed-replaced", 0) in [(line.get("code"), line.get("line")) for line in lines]
    assert [line["event"] for line in lines if line["type"] == "finding"] == list("ABCDE")


def test_a_file_that_was_renamed_is_read_to_its_end_first(folder: Folder) -> None:
    folder.add(event("A"))
    folder.watch()
    folder.add(event("B", 2))
    folder.feed.rename(folder.path / "feed.jsonl.1")
    folder.add(event("C", 3))
    folder.watch()
    lines = [line for line in told(read(folder.out)) if line["type"] == "finding"]
    assert [(line["event"], line["line"]) for line in lines] == [("A", 1), ("B", 2), ("C", 1)]
    moved = [line["code"] for line in told(read(folder.out)) if line["type"] == "feed"]
    assert moved == recorded(folder) == ["feed-rotated"]


def test_a_store_of_other_rules_is_gone_through_anew_on_request(folder: Folder) -> None:
    folder.add(event("A"), event("B", 2))
    folder.watch()
    text = folder.rules.read_text(encoding="utf-8")
    folder.rules.write_text(text.replace("binds: {all_except: raiders}", "binds: south"))
    refused = folder.watch()
    assert refused.exit_code == 2
    assert "kept under other rules: digest" in refused.stderr
    assert "--restate" in refused.stderr
    assert folder.watch("--restate").exit_code == 0
    lines = told(read(folder.out))
    assert [(line["type"], line.get("status"), line.get("change")) for line in lines[3:]] == [
        ("finding", "restated", None),
        ("finding", "restated", None),
        ("alert", None, "retracted"),
    ]
    # Nothing changed since; and what comes then is found by the new rules.
    folder.add(event("C", 3))
    folder.watch("--restate")
    assert [line.get("verdict") for line in told(read(folder.out))[6:]] == ["excluded"]


def test_a_store_is_of_one_rulebook(folder: Folder) -> None:
    folder.add(event("A"))
    folder.watch()
    folder.rules.write_text(
        folder.rules.read_text(encoding="utf-8").replace("rulebook: valley", "rulebook: hill")
    )
    result = folder.watch("--restate")
    assert result.exit_code == 2
    assert "of the rulebook `valley`, not `hill`" in result.stderr


def test_what_cannot_be_of_a_monitor(folder: Folder) -> None:
    folder.add(event("A"))
    result = folder.watch("--lateness", "soon")
    assert result.exit_code == 2
    assert "--lateness: " in result.stderr
    # The same time may be written otherwise, and is told as it was given.
    folder.watch("--lateness", "3 days")
    assert folder.watch("--lateness", "72h").exit_code == 0
    starts = [line["lateness"] for line in read(folder.out) if line["type"] == "start"]
    assert starts == ["3 days", "72h"]
    assert "lateness `3 days`, now `2d`" in folder.watch("--lateness", "2d").stderr


@pytest.mark.parametrize(
    "broken", ["{", "[]", "{}", '{"form": 1}', "null", None], ids=["cut", *"lonep"]
)
def test_a_state_that_cannot_be_used_is_made_anew(folder: Folder, broken: str | None) -> None:
    folder.add(event("A"))
    folder.watch()
    with closing(sqlite3.connect(folder.store)) as connection:
        (text,) = connection.execute("SELECT snapshot FROM checkpoints").fetchone()
        # Of the right form, and all the same none that can be gone on from.
        text = text.replace('"marks"', '"no"').replace('"versions":{', '"versions":{"B":7,')
        connection.execute("UPDATE checkpoints SET snapshot = ?", [broken or text])
        connection.commit()
    folder.add(event("B", 2))
    result = folder.watch()
    assert result.exit_code == 0, result.stderr
    assert [line["type"] for line in told(read(folder.out))] == ["finding", "finding", "alert"]
    assert "the stored state cannot be used" in result.stderr
    assert "cannot be used" not in folder.watch().stderr


# --- a file that grows ---


def test_so_far_is_said_only_where_something_came(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Few(FileLines):
        """Pauses a few times at the end."""

        pauses = 3

        def more(self) -> list[Raw] | None:
            self.pauses -= self.drained
            return super().more() if self.pauses else None

    monkeypatch.setattr(watching_run, "SILENCE", 0.0)
    monkeypatch.setattr(watching_lines, "FileLines", Few)
    folder.add(event("A"))
    result = folder.watch("--follow")
    assert result.stderr.count("so far") == 1
    assert "so far 1 line" in result.stderr


def test_a_file_is_followed(folder: Folder) -> None:
    folder.add(event("A"))
    process = folder.start("--follow")
    try:
        waited(lambda: seen(folder) == ["A"])
        folder.add(json.dumps(event("B", 2))[:9], end="")
        time.sleep(0.3)
        folder.add(json.dumps(event("B", 2))[9:])
        waited(lambda: seen(folder) == ["A", "B"])
        # Renamed, and written to a moment longer by whoever has it open.
        with folder.feed.open("a", encoding="utf-8") as old:
            folder.feed.rename(folder.path / "old")
            folder.add(event("D", 4))
            old.write(json.dumps(event("C", 3)) + "\n")
        waited(lambda: seen(folder) == ["A", "B", "C", "D"])
        # Written anew from its beginning, and longer than it was.
        folder.feed.write_text("", encoding="utf-8")
        folder.add(event("E", 5), event("F", 6))
        waited(lambda: seen(folder) == ["A", "B", "C", "D", "E", "F"])
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert b"ended by SIGTERM, after line 2 of" in errors
    codes = [line["code"] for line in told(read(folder.out)) if line["type"] == "problem"]
    assert codes == ["feed-rewritten"]
    moved = [line["code"] for line in told(read(folder.out)) if line["type"] == "feed"]
    assert moved == ["feed-rotated"]
    assert b"was renamed and read to its end" in errors
    assert recorded(folder) == ["feed-rotated", "feed-rewritten"]


@pytest.mark.parametrize("over", [False, True])
def test_a_file_that_is_replaced_while_it_is_followed_is_a_problem(
    folder: Folder,
    over: bool,  # noqa: FBT001  (a parameter of tests)
) -> None:
    folder.add(event("A"), event("B", 2))
    process = folder.start("--follow")
    try:
        waited(lambda: seen(folder) == ["A", "B"])
        if over:
            new = folder.path / "new"
            new.write_text(json.dumps(event("C", 3)) + "\n", encoding="utf-8")
            new.replace(folder.feed)
        else:
            folder.feed.unlink()
            folder.add(event("C", 3))
        waited(lambda: seen(folder) == ["A", "B", "C"])
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    problem = next(line for line in told(read(folder.out)) if line["type"] == "problem")
    assert (problem["line"], problem["code"]) == (0, "feed-replaced")
    assert "is not the file that was read up to line 2" in problem["message"]
    assert recorded(folder) == ["feed-replaced"]
    assert read(folder.out)[-1]["problems"] == 1


def recorded(folder: Folder) -> list[str]:
    """Return what the record has of what became of the feed."""
    query = "SELECT body FROM entries WHERE kind = 'input' ORDER BY number"
    with closing(sqlite3.connect(folder.store)) as connection:
        return [json.loads(body)["code"] for (body,) in connection.execute(query)]


def seen(folder: Folder) -> list[str]:
    """Return the events of the output so far."""
    if not folder.out.exists():
        return []
    text = folder.out.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]
    return [line["event"] for line in lines if line["type"] == "finding"]


def test_an_interruption_says_where_it_stands(folder: Folder) -> None:
    folder.add(event("A"))
    process = folder.start("--follow")
    waited(lambda: seen(folder) == ["A"])
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"ended by SIGINT, after line 1 of" in errors
    assert read(folder.out)[-1]["type"] == "summary"


def test_what_a_pipe_holds_is_taken_before_the_end(folder: Folder) -> None:
    with folder.start(feed="-", out=False) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        for number in range(20):
            process.stdin.write(json.dumps(event(f"E{number}", number)).encode() + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        lines = list(map(json.loads, process.stdout.readlines()))
        assert process.wait(timeout=30) == 0
    assert lines[-1]["reports"] == {"new": 20}


def test_signals_that_were_ignored_stay_so() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        woken: list[str] = []
        with Stop(lambda: woken.append("woken")) as stop:
            signal.raise_signal(signal.SIGHUP)
            assert stop.asked is None
            signal.raise_signal(signal.SIGTERM)
            assert [str(stop.asked), *woken] == ["SIGTERM", "woken"]
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


# --- sudden ends ---

KILLS = int(os.environ.get("CEASEFIRE_KILLS", "4"))
"""So many kills are tried; CEASEFIRE_KILLS=200 tries as many as is promised."""

LINES = 300
"""So many lines come between kills: more than are committed together."""

PAIRS = "  pairs: {sequence: {first: {kind: attack}, then: {kind: attack}, within: 5m}}\n"


@pytest.mark.slow
def test_kills_lose_and_repeat_nothing(folder: Folder) -> None:
    draw = random.Random(7)  # noqa: S311  (no secret)
    lines = drawn(draw, KILLS * LINES)
    other = folder.path / "other"
    other.mkdir()
    at_once = Folder(other)
    for each in (folder, at_once):
        each.rules.write_text(each.rules.read_text(encoding="utf-8") + PAIRS, encoding="utf-8")
    at_once.add(*lines)
    at_once.watch()

    for start in range(0, len(lines), LINES):
        folder.add(*lines[start : start + LINES])
        before = size_of(folder.out)
        with folder.start("--follow") as process:
            # Sometimes while it starts, sometimes before the first lines, or amid them.
            grown = before + draw.choice([0, 1, 5_000, 5_000, 100_000, 200_000, 300_000])
            until = time.monotonic() + 20
            while size_of(folder.out) < grown and time.monotonic() < until:
                time.sleep(0.001)
            time.sleep(draw.uniform(0, 0.2))
            process.kill()
    assert folder.watch().exit_code == 0
    found = read(folder.out)
    assert [line["seq"] for line in found] == list(range(1, len(found) + 1))
    assert told(found) == told(read(at_once.out))
    assert invoke("audit", str(folder.store)).exit_code == 0


def size_of(path: Path) -> int:
    """Return the size of a file, if it is there."""
    return path.stat().st_size if path.exists() else 0
