"""Lines on their way out: each arrives once, in order, wherever a run breaks off."""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasefire.monitor.record.arrival import last_seq
from ceasefire.monitor.record.outbox import AGAIN, KEPT, TOLD, UNREAD, Outbox
from tests.monitor.storing import Memory, bare

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

FILE = [1, 2]


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(bare()) as connection:
        yield connection


def seqs(output: Memory) -> list[int]:
    assert output.content.endswith(b"\n")
    return [json.loads(line)["seq"] for line in output.content.splitlines()]


def commit(outbox: Outbox) -> None:
    outbox.connection.execute("BEGIN")
    outbox.keep()
    outbox.connection.execute("COMMIT")


def settled(connection: sqlite3.Connection, output: Memory) -> tuple[Outbox, str]:
    outbox = Outbox(connection)
    return outbox, outbox.settle(output)


def told(outbox: Outbox, number: int = 1, *, text: str = "") -> None:
    for _ in range(number):
        outbox.put({"text": text})
    commit(outbox)
    outbox.deliver()


class Runs:
    """Runs over a fixed list of lines, each of which may break off at any point."""

    def __init__(self, connection: sqlite3.Connection, output: Memory, total: int) -> None:
        self.connection = connection
        self.output = output
        self.total = total
        self.notes: list[str] = []

    def run(self, steps: list[tuple[int, str, int]]) -> None:
        """Take batches: so many lines, where it breaks off, and after how many bytes."""
        outbox, note = settled(self.connection, self.output)
        self.notes.append(note)
        for size, how, room in steps:
            for _ in range(min(size, self.total - outbox.seq)):
                outbox.put({"text": "ä" * (outbox.seq % 5)})
            if how == "before":
                return
            commit(outbox)
            if how == "after":
                return
            if how == "within":
                self.output.room = room
            try:
                outbox.deliver()
            except KeyboardInterrupt:
                return
            self.output.room = None
        outbox.finish()
        commit(outbox)


step = st.tuples(
    st.integers(0, 4),
    st.sampled_from(["", "", "before", "after", "within"]),
    st.integers(0, 400),
)


@given(runs=st.lists(st.lists(step, max_size=6), max_size=8), readable=st.booleans())
@settings(max_examples=2 * settings().max_examples)
def test_a_file_has_every_line_once(runs: list[list[Any]], readable: bool) -> None:  # noqa: FBT001
    output = Memory(identity=FILE, readable=readable)
    with closing(bare()) as connection:
        all_runs = Runs(connection, output, 20)
        for steps in runs:
            all_runs.run(steps)
        all_runs.run([(20, "", 0)])
    assert seqs(output) == list(range(1, 21))
    assert not any(all_runs.notes)


@given(
    runs=st.lists(st.tuples(st.lists(step, max_size=4), st.integers(0, 300)), max_size=6),
    replaced=st.booleans(),
)
@settings(max_examples=2 * settings().max_examples)
def test_a_file_that_is_shortened_is_never_glued_to(runs: list[Any], replaced: bool) -> None:  # noqa: FBT001
    output = Memory(identity=FILE)
    whole: set[int] = set()
    with closing(bare()) as connection:
        all_runs = Runs(connection, output, 20)
        for steps, lost in runs:
            all_runs.run(steps)
            output.content = output.content[: len(output.content) - min(lost, len(output.content))]
            if replaced:
                output.identity = [1, len(all_runs.notes) + 9]
        all_runs.run([(20, "", 0)])
    for line in output.content.split(b"\n"):
        assert line.count(b'"seq": ') == line.startswith(b'{"seq": ')
        whole |= {json.loads(line)["seq"]} if line.endswith(b"}") else set()
    for first, last in re.findall(r"lacks seq (\d+)(?: to (\d+))?", " ".join(all_runs.notes)):
        whole |= set(range(int(first), int(last or first) + 1))
    assert whole == set(range(1, 21))


def test_a_break_while_the_rest_is_written_is_no_harm(connection: sqlite3.Connection) -> None:
    output = Memory(identity=FILE)
    outbox, _ = settled(connection, output)
    outbox.put({"text": "first"})
    outbox.put({"text": "second"})
    commit(outbox)
    for room in (5, 11, 30):
        output.room = room
        try:
            settled(connection, output)
        except KeyboardInterrupt:
            continue
    settled(connection, output)
    assert seqs(output) == [1, 2]


def test_lines_are_forgotten_once_they_are_sure(connection: sqlite3.Connection) -> None:
    output = Memory(identity=FILE)
    outbox, _ = settled(connection, output)
    told(outbox, KEPT)
    assert len(outbox._rows()) == KEPT
    told(outbox)
    assert [row.seq for row in outbox._rows()] == [KEPT + 1]
    outbox.finish()
    commit(outbox)
    assert outbox._rows() == []
    _, note = settled(connection, output)
    assert note == ""
    assert seqs(output) == list(range(1, KEPT + 2))


def test_a_pipe_is_told_again_what_may_not_have_arrived(connection: sqlite3.Connection) -> None:
    output = Memory()
    outbox, _ = settled(connection, output)
    told(outbox, 2)
    told(outbox, 1)
    # That the third was written is known only from the next batch on.
    after = Memory()
    outbox, note = settled(connection, after)
    assert note == AGAIN
    assert seqs(after) == [3]
    outbox.finish()
    commit(outbox)
    outbox, note = settled(connection, Memory())
    assert note == ""


def test_another_file_goes_on_where_the_last_one_ended(connection: sqlite3.Connection) -> None:
    first, second = Memory(identity=[1, 1]), Memory(identity=[1, 2])
    second.content = b"of somebody else, without an end"
    outbox, _ = settled(connection, first)
    told(outbox, 2)
    outbox.finish()
    commit(outbox)
    outbox, note = settled(connection, second)
    assert note == f"the output begins at seq 3: it lacks seq 1 to 2; {TOLD}"
    told(outbox, 1)
    outbox, note = settled(connection, second)
    assert (note, second.content.splitlines()[1:]) == ("", [b'{"seq": 3, "text": ""}'])
    told(outbox, 1)
    assert len(second.content.splitlines()) == 3


def test_a_file_that_others_changed_repeats_rather_than_loses(
    connection: sqlite3.Connection,
) -> None:
    output = Memory(identity=FILE)
    outbox, _ = settled(connection, output)
    told(outbox, 1)
    told(outbox, 1)
    output.content = output.content[:-4] + b"oops"
    _, note = settled(connection, output)
    assert note == AGAIN
    lines = output.content.splitlines()
    assert lines[1].endswith(b"oops")
    assert lines[2] == b'{"seq": 2, "text": ""}'


def test_a_file_that_lost_its_end_gets_it_back(connection: sqlite3.Connection) -> None:
    output = Memory(identity=FILE)
    outbox, _ = settled(connection, output)
    told(outbox, 3)
    told(outbox, 3)
    output.content = output.content[: len(output.content) // 2 + 3]
    _, note = settled(connection, output)
    assert note == ""
    assert seqs(output) == [1, 2, 3, 4, 5, 6]


def test_without_an_output_no_line_is_counted(connection: sqlite3.Connection) -> None:
    outbox = Outbox(connection)
    told(outbox, 3)
    outbox.finish()
    assert outbox.seq == 0


def finished(connection: sqlite3.Connection, output: Memory, number: int) -> None:
    """Tell so many lines, and end so that none of them is kept."""
    outbox, _ = settled(connection, output)
    told(outbox, number)
    outbox.finish()
    commit(outbox)


def test_what_is_no_longer_kept_is_missing_and_nothing_is_glued(
    connection: sqlite3.Connection,
) -> None:
    output = Memory(identity=FILE)
    finished(connection, output, 5)
    output.content = output.content[:-30]
    outbox, note = settled(connection, output)
    assert note == f"the output lacks seq 4 to 5; {TOLD}"
    told(outbox, 1)
    *before, broken, after = output.content.splitlines()
    assert [json.loads(line)["seq"] for line in [*before, after]] == [1, 2, 3, 6]
    assert not broken.endswith(b"}")
    # It is said once.
    assert settled(connection, output)[1] == ""


def test_a_whole_line_that_lost_its_end_is_not_missing(connection: sqlite3.Connection) -> None:
    output = Memory(identity=FILE)
    finished(connection, output, 2)
    output.content = output.content[:-1]
    outbox, note = settled(connection, output)
    told(outbox, 1)
    assert (note, seqs(output)) == ("", [1, 2, 3])


def test_what_is_still_kept_is_written_where_the_file_ends(
    connection: sqlite3.Connection,
) -> None:
    output = Memory(identity=FILE)
    finished(connection, output, 3)
    outbox, _ = settled(connection, output)
    told(outbox, 2)
    told(outbox, 1)
    output.content = b"".join(output.content.splitlines(keepends=True)[:2])
    _, note = settled(connection, output)
    assert note == f"the output lacks seq 3; {TOLD}; {AGAIN}"
    assert seqs(output) == [1, 2, 4, 5, 6]


@pytest.mark.parametrize("identity", [FILE, [1, 3]])
def test_an_output_that_was_deleted_begins_anew(
    connection: sqlite3.Connection, identity: list[int]
) -> None:
    finished(connection, Memory(identity=FILE), 2)
    output = Memory(identity=identity)
    outbox, note = settled(connection, output)
    assert note == f"the output begins at seq 3: it lacks seq 1 to 2; {TOLD}"
    told(outbox, 1)
    assert seqs(output) == [3]


def test_a_copy_goes_on_after_its_last_line(connection: sqlite3.Connection) -> None:
    output, copy = Memory(identity=FILE), Memory(identity=[1, 3])
    outbox, _ = settled(connection, output)
    told(outbox, 4)
    commit(outbox)
    # As of an editor, which writes another file in place of the one it read.
    copy.content = b"".join(output.content.splitlines(keepends=True)[:2]) + b'{"seq": "x"}\n[]\n'
    _, note = settled(connection, copy)
    assert note == AGAIN
    assert [line[:9] for line in copy.content.splitlines()[4:]] == [b'{"seq": 3', b'{"seq": 4']


def test_a_file_that_cannot_be_read_is_not_glued_to_either(
    connection: sqlite3.Connection,
) -> None:
    output = Memory(identity=FILE, readable=False)
    finished(connection, output, 3)
    # Nothing happened to it.
    finished(connection, output, 1)
    assert seqs(output) == [1, 2, 3, 4]
    output.content = output.content[:-30]
    outbox, note = settled(connection, output)
    told(outbox, 1)
    assert note == f"{UNREAD} 5"
    assert json.loads(output.content.splitlines()[-1])["seq"] == 5


def test_the_last_line_is_found_behind_much_of_others() -> None:
    output = Memory(identity=FILE)
    output.content = b'{"seq": 7}\n' + b"x" * 200_000 + b'\n{"seq": 9, "cut'
    assert last_seq(output) == 7
    output.content = b"x" * 200_000
    assert last_seq(output) == 0
