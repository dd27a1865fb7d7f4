"""``ceasefire watch``: outputs that cannot be, or are not as they were left."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ceasefire.cli.watching.output import FileOutput
from tests.cli.watched import Folder, event


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_what_is_refused_leaves_nothing(folder: Folder) -> None:
    absent = str(folder.path / "absent.jsonl")
    before = sorted(folder.path.iterdir())
    assert folder.watch(feed=absent).exit_code == 2
    assert folder.watch("--lateness", "soon").exit_code == 2
    assert sorted(folder.path.iterdir()) == before
    folder.add(event("A"))
    before = sorted(folder.path.iterdir())
    for store in (folder.feed, folder.rules, folder.out):
        result = folder.watch("--store", str(store), store=False)
        assert result.exit_code == 2
        assert "no store of" in result.stderr or "cannot be the" in result.stderr
    assert sorted(folder.path.iterdir()) == before


def test_a_full_disk_is_told_by_the_name_of_the_file() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no disk that is always full")
    with full.open("ab") as file, pytest.raises(OSError, match="the output"):
        FileOutput(file.fileno(), "the output").write(b"x")


def test_an_output_that_is_none(folder: Folder) -> None:
    folder.add(event("A"))
    absent = folder.path / "absent" / "x"
    for name in map(str, (folder.path, absent, "/dev/null", folder.feed, folder.store)):
        result = folder.watch("-o", name, out=False)
        assert result.exit_code == 2
        assert "ceasefire: `" in result.stderr


def test_an_output_that_was_shortened_is_told_of_and_not_glued_to(folder: Folder) -> None:
    folder.add(event("A"))
    folder.watch()
    os.truncate(folder.out, folder.out.stat().st_size - 30)
    result = folder.watch()
    assert "the output lacks seq 3; ceasefire history has" in result.stderr
    lines = folder.out.read_bytes().splitlines()
    found = [json.loads(line)["seq"] for line in lines if line.endswith(b"}")]
    assert (found, len(lines)) == ([1, 2, 4, 5], 5)
    folder.out.unlink()
    assert "the output begins at seq 6: it lacks seq 1 to 5;" in folder.watch().stderr


def test_without_a_store_nothing_is_glued_either(folder: Folder) -> None:
    folder.add(event("A"))
    folder.out.write_text('{"seq": 1, "brok', encoding="utf-8")
    folder.watch(store=False)
    assert folder.out.read_text(encoding="utf-8").splitlines()[1].startswith('{"seq": 1, "type"')
