"""``ceasefire fmt``: what it writes, shows and refuses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ceasefire.rulebook.layout import books
from ceasefire.rulebook.load import load
from tests.cli.helpers import RULES, invoke, rules

if TYPE_CHECKING:
    import os
    from typing import Any

CANONICAL = """\
rulebook: valley
timezone: Asia/Damascus
parties: {north: Northern Army, south: Southern Army}  # who
instruments:
  truce:
    prohibit: {attacks: {when: {kind: attack}}}
"""

MESSY = """\
timezone:   Asia/Damascus
rulebook: 'valley'
parties: {north: Northern Army, south: Southern Army} # who
instruments:
    truce:
        prohibit: {attacks: {when: {kind: attack}}}
"""


def test_a_file_is_written_in_its_place(tmp_path: Path) -> None:
    path = rules(tmp_path, MESSY)
    digest = load(Path(path)).digest
    result = invoke("fmt", path)
    assert result.exit_code == 0
    assert result.stdout == f"{path}: now in the canonical layout\n1 of 1 file changed\n"
    assert Path(path).read_text() == CANONICAL
    assert load(Path(path)).digest == digest
    assert invoke("fmt", path).stdout == "0 of 1 file changed\n"
    assert [item.name for item in tmp_path.iterdir()] == [Path(path).name]


def test_check_writes_nothing_and_ends_with_1(tmp_path: Path) -> None:
    path = rules(tmp_path, MESSY)
    result = invoke("fmt", path, "--check")
    assert result.exit_code == 1
    assert result.stdout == f"{path}: not in the canonical layout\n1 of 1 file would change\n"
    assert Path(path).read_text() == MESSY
    invoke("fmt", path)
    assert invoke("fmt", path, "--check").exit_code == 0


def test_a_diff_is_shown(tmp_path: Path) -> None:
    path = rules(tmp_path, MESSY)
    result = invoke("fmt", path, "--diff")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:5] == [
        f"--- {path}",
        f"+++ {path}",
        "@@ -1,6 +1,6 @@",
        "-timezone:   Asia/Damascus",
        "-rulebook: 'valley'",
    ]
    assert Path(path).read_text() == MESSY
    result = invoke("fmt", path, "--diff", "--check")
    assert result.exit_code == 1
    assert "1 of 1 file would change" in result.stderr


def test_a_diff_shows_ends_of_lines_and_files(tmp_path: Path) -> None:
    path = rules(tmp_path, CANONICAL.rstrip("\n"))
    assert invoke("fmt", path, "--diff").stdout.splitlines()[-3:] == [
        "-    prohibit: {attacks: {when: {kind: attack}}}",
        "\\ No newline at end of file",
        "+    prohibit: {attacks: {when: {kind: attack}}}",
    ]
    path = rules(tmp_path, CANONICAL.replace("Army}", "\u202eymrA}"))
    assert invoke("fmt", path, "--diff").stdout == ""
    path = rules(tmp_path, MESSY.replace("Army}", "\u202eymrA}"))
    assert "Southern \\u202eymrA}" in invoke("fmt", path, "--diff").stdout


def test_standard_input_goes_to_standard_output() -> None:
    result = invoke("fmt", "-", stdin=MESSY)
    assert result.exit_code == 0
    assert result.stdout == CANONICAL
    assert invoke("fmt", "-", "--check", stdin=MESSY).exit_code == 1


def test_an_output_leaves_the_file_alone(tmp_path: Path) -> None:
    path = rules(tmp_path, MESSY)
    result = invoke("fmt", path, "-o", str(tmp_path / "out.yaml"))
    assert result.stdout == f"the canonical layout is in {tmp_path / 'out.yaml'}\n"
    assert (tmp_path / "out.yaml").read_text() == CANONICAL
    assert Path(path).read_text() == MESSY
    assert invoke("fmt", path, "-o", "-").stdout == CANONICAL


def test_a_file_with_problems_is_left_alone(tmp_path: Path) -> None:
    text = MESSY.replace("attack}", "attakc}")
    path = rules(tmp_path, text)
    result = invoke("fmt", path)
    assert result.exit_code == 2
    assert "unknown-kind" in result.stderr
    assert result.stderr.endswith("nothing was written\n")
    assert Path(path).read_text() == text


def folder(tmp_path: Path) -> Path:
    (tmp_path / "head.yaml").write_text("rulebook: valley\ntimezone: UTC\n")
    (tmp_path / "parties.yaml").write_text("parties: {north:  Northern Army}\n")
    (tmp_path / "texts.yaml").write_text("instruments: {i: {binds:  north}}\n")
    return tmp_path


def test_a_folder_is_one_rulebook(tmp_path: Path) -> None:
    result = invoke("fmt", str(folder(tmp_path)))
    assert result.stdout.splitlines()[-1] == "2 of 3 files changed"
    assert (tmp_path / "texts.yaml").read_text() == "instruments: {i: {binds: north}}\n"


@pytest.mark.parametrize("name", ["texts.yaml", "head.yaml"])
def test_a_file_of_a_folder_is_read_with_the_others(tmp_path: Path, name: str) -> None:
    result = invoke("fmt", str(folder(tmp_path) / name))
    assert result.exit_code == 0
    assert (tmp_path / "parties.yaml").read_text() == "parties: {north:  Northern Army}\n"


def test_the_problems_of_a_part_are_those_of_the_whole(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "head.yaml").write_text("rulebook: valley\ntimezone: Nowhere\n")
    result = invoke("fmt", str(tmp_path / "texts.yaml"))
    assert result.exit_code == 2
    assert "bad-zone" in result.stderr
    assert "missing-key" not in result.stderr


def test_bundled_rulebooks_are_in_the_canonical_layout_and_left_alone() -> None:
    assert invoke("fmt", "syria-2016", "--check").exit_code == 0
    result = invoke("fmt", "syria-2016")
    assert result.exit_code == 2
    assert "is a bundled rulebook: to write there, give its path" in result.stderr


@pytest.mark.parametrize("more", [["--check"], ["--diff"]])
def test_an_output_and_nothing_to_write_are_refused(tmp_path: Path, more: list[str]) -> None:
    result = invoke("fmt", rules(tmp_path), "-o", "x.yaml", *more)
    assert result.exit_code == 2
    assert "nothing is written" in result.stderr


def test_an_output_takes_one_file(tmp_path: Path) -> None:
    result = invoke("fmt", str(folder(tmp_path)), "-o", "x.yaml")
    assert result.exit_code == 2
    assert "one file" in result.stderr


def test_bytes_around_the_text_are_handled(tmp_path: Path) -> None:
    path = tmp_path / "valley.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + MESSY.replace("\n", "\r\n").encode())
    assert invoke("fmt", str(path)).exit_code == 0
    assert path.read_bytes() == CANONICAL.replace("\n", "\r\n").encode()


def test_links_and_modes_are_kept(tmp_path: Path) -> None:
    path = Path(rules(tmp_path, MESSY))
    path.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    assert invoke("fmt", str(link)).exit_code == 0
    assert link.is_symlink()
    assert path.read_text() == CANONICAL
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_changes_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(rules(tmp_path, MESSY))
    whole = books.relaid

    def slow(source: str | os.PathLike[str]) -> Any:  # noqa: ANN401  (handed on)
        found = whole(source)
        path.write_text(RULES)
        return found

    monkeypatch.setattr(books, "relaid", slow)
    result = invoke("fmt", str(path))
    assert result.exit_code == 2
    assert "changed meanwhile" in result.stderr
    assert path.read_text() == RULES
    assert len(list(tmp_path.iterdir())) == 1
