"""``ceasefire lsp`` as a program: how it ends, what it needs, and how quick it is."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lsp.client import Editor, Process
from tests.lsp.valley import PARTIES, RULES, written

if TYPE_CHECKING:
    from collections.abc import Sequence

pytest.importorskip("pygls", reason="the language server needs pygls")

from ceasefire.lsp.desk import Desk, Files, Opened
from ceasefire.lsp.diagnosing import diagnose
from ceasefire.lsp.examining import examined, findings, packed, unpacked
from ceasefire.lsp.watching import PAUSE

SYRIA = Path(__file__).parents[2] / "rules" / "syria-2016"


def ran(*command: str) -> tuple[int, str]:
    done = subprocess.run(  # noqa: S603  (ourselves)
        [sys.executable, *command], input="", capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


def test_without_the_library_it_says_how_to_install_it() -> None:
    code = "import sys; sys.modules['pygls'] = None; sys.argv = ['ceasefire', 'lsp']"
    assert ran("-c", f"{code}; from ceasefire.cli import main; main()") == (
        2,
        "ceasefire: pygls is not installed: pip install 'ceasefire[lsp]'\n",
    )


def test_an_editor_that_goes_away_without_a_word_ends_it() -> None:
    assert ran("-m", "ceasefire", "lsp") == (1, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_when_it_is_asked_to(tmp_path: Path, number: signal.Signals) -> None:
    editor = Editor(tmp_path).__enter__()
    assert isinstance(editor.server, Process)
    editor.server.process.send_signal(number)
    assert editor.server.wait() == 130
    editor.released()


def desk_of(folder: Path, names: Sequence[str]) -> Desk:
    """Return a desk with some files of a folder open."""
    desk = Desk()
    for name in names:
        uri = (folder / name).as_uri()
        desk.open[uri] = Opened(uri, 1, (folder / name).read_text(encoding="utf-8"))
    return desk


def test_problems_of_the_largest_rulebook_are_told_within_a_third_of_a_second() -> None:
    desk = desk_of(SYRIA, ["parties.yaml"])
    (uri,) = desk.open
    taken = []
    for turn in range(4):
        changed = f"{desk.open[uri].text}\n  added-{turn}: {{part_of: nobody}}\n"
        desk.open[uri] = Opened(uri, turn, changed)
        before = time.process_time()
        _, problems = diagnose(desk.shelf(uri))
        taken.append(time.process_time() - before)
        assert {item.code for item in problems} == {"unknown-party"}
    assert min(taken) + PAUSE < 0.3


def test_a_folder_with_a_file_that_cannot_be_read_blames_no_one_else(tmp_path: Path) -> None:
    folder = written(tmp_path / "valley")
    (folder / "parties.yaml").unlink()
    (folder / "more.yaml").write_text("sources: {}\n", encoding="utf-8")
    desk = desk_of(folder, ["rules.yaml"])
    (uri,) = desk.open
    shelf = desk.shelf(uri)
    codes = {item.code for item in diagnose(shelf)[1]}
    assert "unknown-party" in codes
    (folder / "parties.yaml").write_bytes(b"\xff")
    assert {item.code for item in diagnose(desk.shelf(uri))[1]} == {"not-utf8"}


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = written(tmp_path / "وادي 🕊 #1 & more")
    desk = desk_of(folder, ["rules.yaml"])
    (uri,) = desk.open
    shelf = desk.shelf(uri)
    assert diagnose(shelf)[1] == []
    assert set(shelf.uris.values()) == {uri, (folder / "parties.yaml").as_uri()}


def test_a_document_that_is_on_no_disk_is_a_rulebook_of_its_own() -> None:
    desk = Desk({"untitled:1": Opened("untitled:1", 1, RULES + PARTIES)})
    assert diagnose(desk.shelf("untitled:1"))[1] == []


def test_many_files_in_a_folder_are_no_rulebook(tmp_path: Path) -> None:
    shutil.copytree(written(tmp_path / "valley"), tmp_path / "many")
    for number in range(100):
        (tmp_path / "many" / f"a{number}.yaml").write_text("a: 1", encoding="utf-8")
    desk = desk_of(tmp_path / "many", ["parties.yaml"])
    (uri,) = desk.open
    assert len(desk.shelf(uri).files) == 1


def test_findings_that_the_rule_file_accepts_are_left_out() -> None:
    files: Files = [("rules.yaml", None, (RULES + PARTIES).encode())]
    assert unpacked(packed(files)) == files
    found = findings(files)
    assert ("warning", "stale-acceptance") in {(level, item["code"]) for level, item in found}
    (gap,) = (item for _, item in found if item["code"] == "extension-gap")
    accepted = RULES.replace("code: stale-acceptance", "code: extension-gap").replace(
        "at: instruments.longer.prohibit.attacks", "at: instruments.longer"
    )
    codes = {item["code"] for _, item in findings([("x", None, (accepted + PARTIES).encode())])}
    assert (gap["line"] > 0, "extension-gap" in codes) == (True, False)


def test_a_rulebook_with_problems_is_not_examined_and_a_failure_is_told() -> None:
    assert findings([("x", None, b"rulebook: x")]) == []
    assert asyncio.run(examined([("x", None, b"rulebook: x")])) == []
