"""``ceasefire diff``: what it prints and writes, and how it ends."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from tests.cli.helpers import RULES, invoke

if TYPE_CHECKING:
    from pathlib import Path


def files(folder: Path, old: str = RULES, new: str = RULES) -> tuple[str, str]:
    """Write two rule files."""
    for name, text in (("old.yaml", old), ("new.yaml", new)):
        (folder / name).write_text(text, encoding="utf-8")
    return str(folder / "old.yaml"), str(folder / "new.yaml")


def named(text: str = RULES) -> str:
    """Return rules in which the raiders have another name."""
    return text.replace(
        "raiders: {name: The Raiders}", "raiders: {name: The Raiders, also: [Band]}"
    )


def feed(folder: Path) -> str:
    """Write a feed of which one event names the raiders by that name, and one is unreadable."""
    rows = [
        {"id": "a", "kind": "shelling", "when": "2016-05-04", "actor": "Band"},
        {"id": "b", "kind": "shelling", "when": "2016-05-04", "actor": "raiders"},
        {"id": "c", "kind": "no such", "when": "2016-05-04"},
    ]
    path = folder / "feed.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_nothing_is_said_where_only_words_changed(tmp_path: Path) -> None:
    old, new = files(tmp_path, new=RULES.replace("title: Truce in", "title: A truce in"))
    result = invoke("diff", old, new)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    worded = invoke("diff", old, new, "--wording")
    assert worded.exit_code == 0
    assert "reworded: rulebook title" in worded.stdout


def test_a_difference_is_shown_by_an_event(tmp_path: Path) -> None:
    old, new = files(tmp_path, new=named())
    result = invoke("diff", old, new)
    assert result.exit_code == 1
    assert '"actor": "Band"' in result.stdout
    assert "shown by the name `Band`" in result.stdout
    assert "changed: party raiders (names)" in result.stdout
    assert "It is no legal finding." in result.stdout


def test_as_data_and_as_a_page(tmp_path: Path) -> None:
    old, new = files(tmp_path, new=named())
    data = json.loads(invoke("diff", old, new, "--format", "json").stdout)
    assert data["equal"] is False
    assert data["changes"][0]["cause"] == "name"
    assert data["feed"] is None
    page = invoke("diff", old, new, "--format", "markdown").stdout
    assert page.startswith("# valley")
    place = tmp_path / "page.md"
    assert invoke("diff", old, new, "-o", str(place)).stdout == ""
    assert place.read_text(encoding="utf-8") == page


def test_a_feed_under_both(tmp_path: Path) -> None:
    old, new = files(tmp_path, new=named())
    result = invoke("diff", old, new, "--feed", feed(tmp_path))
    assert result.exit_code == 1
    assert "3 rows, 1 told of otherwise" in result.stdout
    assert "a (row 1): " in result.stdout
    assert "unknown-kind" in result.stderr
    assert result.stderr.count("unknown-kind") == 1


def test_a_feed_that_only_one_can_read(tmp_path: Path) -> None:
    more = RULES.replace("parties:", "kinds: {raid-by-night: {part_of: attack}}\nparties:", 1)
    old, new = files(tmp_path, new=more)
    row = {"id": "a", "kind": "raid-by-night", "when": "2016-05-04"}
    path = tmp_path / "feed.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    result = invoke("diff", old, new, "--feed", str(path))
    assert result.exit_code == 1
    assert "a (row 1): refused -> " in result.stdout
    path.write_text(json.dumps({**row, "kind": "no such"}), encoding="utf-8")
    assert invoke("diff", old, new, "--feed", str(path)).exit_code == 2


@pytest.mark.parametrize("extension", ["csv", "jsonl", "parquet"])
def test_the_events_that_differ_are_written(tmp_path: Path, extension: str) -> None:
    old, new = files(tmp_path, new=named())
    place = tmp_path / f"moved.{extension}"
    invoke("diff", old, new, "--feed", feed(tmp_path), "-o", str(place))
    if extension == "parquet":
        (row,) = pq.read_table(place).to_pylist()
    elif extension == "csv":
        (row,) = csv.DictReader(place.read_text(encoding="utf-8").splitlines())
    else:
        row = json.loads(place.read_text(encoding="utf-8"))
    assert row["id"] == "a"
    assert row["old_verdict"] != row["new_verdict"]
    assert int(row["line"]) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "x.cvs"], "the extension says no format; use one of .txt"),
        (["-o", "x.csv"], "lists events of a feed: name one by --feed"),
        (["--feed", "-"], "the feed is read twice"),
        (["--reading", "plan"], "did you mean `plain`?"),
        (["--any-answers", "--reading", "plain"], "there is no reading"),
    ],
)
def test_bad_usage_is_one_line(tmp_path: Path, options: list[str], message: str) -> None:
    result = invoke("diff", *files(tmp_path, new=named()), *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("content", ["null", "5", "[5, null]"])
def test_a_feed_of_which_nothing_can_be_read_is_no_comparison(tmp_path: Path, content: str) -> None:
    path = tmp_path / "feed.json"
    path.write_text(content, encoding="utf-8")
    result = invoke("diff", *files(tmp_path), "--feed", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no-event" in result.stderr


def test_rows_that_are_no_events_are_refused_by_both_and_hide_no_other(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    event = {"id": "a", "kind": "shelling", "when": "2016-05-04", "actor": "Band"}
    rows = ["5", json.dumps(event), "null", json.dumps({**event, "id": "b", "actor": "raiders"})]
    path.write_text("\n".join([*rows, "7"]), encoding="utf-8")
    result = invoke("diff", *files(tmp_path, new=named()), "--feed", str(path))
    assert result.exit_code == 1
    assert "5 rows, 1 told of otherwise" in result.stdout
    assert "refused: 3 -> 3" in result.stdout
    assert "a (row 2): " in result.stdout


@pytest.mark.parametrize("name", ["folder.csv", "nowhere/moved.csv", "folder.md"])
def test_where_no_file_can_be_that_alone_is_said(tmp_path: Path, name: str) -> None:
    for folder in ("folder.csv", "folder.md"):
        (tmp_path / folder).mkdir()
    place = str(tmp_path / name)
    result = invoke("diff", *files(tmp_path, new=named()), "--feed", feed(tmp_path), "-o", place)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_a_rulebook_that_is_not_there(tmp_path: Path) -> None:
    old, _ = files(tmp_path)
    result = invoke("diff", old, str(tmp_path / "nowhere.yaml"))
    assert result.exit_code == 2
    assert "missing-file" in result.stderr


@pytest.mark.slow
def test_a_rulebook_is_the_same_as_itself_under_each_reading() -> None:
    for options in ([], ["--reading", "moscow"], ["--any-answers"], ["--as-of", "2016-05-05"]):
        result = invoke("diff", "syria-2016", "syria-2016", *options)
        assert (result.exit_code, result.stdout) == (0, "")


def test_each_event_is_told_once_and_a_place_as_in_a_feed(tmp_path: Path) -> None:
    old, new = files(tmp_path, new=named(RULES.replace("km: 20", "km: 30")))
    told = invoke("diff", old, new).stdout
    events = [
        json.dumps(json.loads(line), sort_keys=True)
        for line in told.splitlines()
        if line.startswith("  {")
    ]
    assert len(events) == len(set(events))
    assert f"events are told of otherwise, shown by {len(events)} examples" in told
    assert "{'" not in told
