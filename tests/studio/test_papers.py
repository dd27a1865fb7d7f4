"""Files come back as they were but for what was typed, and only to where they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceasefire.errors import RulebookError, UsageError
from ceasefire.rulebook.yaml import MAX_BYTES
from ceasefire.studio.papers import ChangedError, opened
from tests.studio.desk import VALLEY, valley

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a: b\n", b"a: c\nd: e\n"),
        (b"a: b\r\nx: y\r\n", b"a: c\r\nd: e\r\n"),
        (b"\xef\xbb\xbfa: b\n", b"\xef\xbb\xbfa: c\nd: e\n"),
        (b"a: b\r\nx: y\n", b"a: c\nd: e\n"),
        (b"", b"a: c\nd: e\n"),
    ],
)
def test_line_ends_and_marks_are_kept(tmp_path: Path, before: bytes, after: bytes) -> None:
    place = tmp_path / "rules.yaml"
    place.write_bytes(before)
    papers = opened(str(place))
    assert "\r" not in papers.papers[0].text
    assert not papers.papers[0].text.startswith("\ufeff")
    papers.save(0, "a: c\nd: e\n")
    assert place.read_bytes() == after
    papers.save(0, "a: c\nd: e\n")
    assert place.read_bytes() == after


def test_a_text_that_was_not_touched_is_the_same(tmp_path: Path) -> None:
    place = tmp_path / "rules.yaml"
    for content in (b"a: b\r\n", b"\xef\xbb\xbfa: b", VALLEY.encode()):
        place.write_bytes(content)
        papers = opened(str(place))
        papers.save(0, papers.papers[0].text)
        assert place.read_bytes() == content


def test_the_files_of_a_folder_are_opened(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", "a.cases.yaml", "c.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [paper.label for paper in opened(str(tmp_path)).papers] == ["a.yaml", "b.yaml"]


def test_a_link_stays_one_and_a_mode_too(tmp_path: Path) -> None:
    place = valley(tmp_path)
    place.chmod(0o600)
    link = tmp_path / "link.yaml"
    link.symlink_to(place)
    opened(str(link)).save(0, "x")
    assert link.is_symlink()
    assert place.read_text(encoding="utf-8") == "x"
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_gone_is_a_change(tmp_path: Path) -> None:
    place = valley(tmp_path)
    papers = opened(str(place))
    place.unlink()
    with pytest.raises(ChangedError):
        papers.save(0, "x")
    papers.save(0, "x", over=True)
    assert place.read_text(encoding="utf-8") == "x"


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    papers = opened(str(valley(folder)))
    (folder / "valley.yaml").unlink()
    folder.rmdir()
    with pytest.raises(UsageError, match="there is no folder"):
        papers.save(0, "x")


def test_what_is_too_large_is_not_written(tmp_path: Path) -> None:
    papers = opened(str(valley(tmp_path)))
    with pytest.raises(UsageError, match="larger than 2 MiB"):
        papers.save(0, "é" * (MAX_BYTES // 2 + 1))
    assert [each.name for each in tmp_path.iterdir()] == ["valley.yaml"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * (MAX_BYTES + 1)])
def test_what_could_not_be_given_back_is_refused(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "rules.yaml"
    place.write_bytes(content)
    with pytest.raises(RulebookError):
        opened(str(place))


@pytest.mark.parametrize("rules", [None, "syria-2016"])
def test_what_is_not_ones_own_cannot_be_saved(rules: str | None) -> None:
    papers = opened(rules)
    with pytest.raises(UsageError, match="download it"):
        papers.save(0, "x")


def test_a_checkout_may_be_edited() -> None:
    assert all(paper.path for paper in opened(str(ROOT / "rules" / "syria-2016")).papers)


def test_rules_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="no such file"):
        opened(str(tmp_path / "none.yaml"))
    with pytest.raises(UsageError, match="empty name"):
        opened("")
