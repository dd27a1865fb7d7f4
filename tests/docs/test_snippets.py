"""What the README and the pages show is what happens."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

import ceasefire
from ceasefire.errors import RulebookError
from ceasefire.rulebook.load import CASES
from ceasefire.terms.taxonomy import base_taxonomy
from tests.docs.snippets import Block, blocks, commands, merged, missing, spliced

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
COURSE = sorted((DOCS / "tutorial").glob("*.md"))
ENDS = re.compile(r"ends with (\d)")
WRONG = "wrong on purpose"
MAKE = re.compile(r"\bmake ([a-z]+)\b")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


class Page:
    """A page whose blocks are tried one after the other, in an empty folder."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self.capsys = capsys
        self.names: dict[str, Any] = {"__name__": "__main__"}

    def try_all(self) -> None:
        printed: str | None = None
        for block in blocks(self.path.read_text(encoding="utf-8")):
            place = f"{self.path.name}:{block.line}"
            if block.language == "text" and printed is not None:
                assert block.text == printed, f"{place}\n{printed}"
            printed = self.tried(block, place)

    def tried(self, block: Block, place: str) -> str | None:
        """Try a block; return what it printed, if it is a script."""
        if block.title:
            save(block)
        if block.language == "console":
            ends = ENDS.fullmatch(block.remark)
            for command, expected in commands(block.text):
                absent = missing(expected, self.run(command, place, int(ends[1]) if ends else 0))
                assert not absent, f"{place}: `{command}` does not print `{absent}` there"
        if block.language == "python" and not block.title:
            out = io.StringIO()
            with redirect_stdout(out):
                exec(compile(block.text, place, "exec"), self.names)  # noqa: S102  (our own pages)
            return out.getvalue()
        return None

    def run(self, command: str, place: str, due: int = 0) -> str:
        """Run a command line of ours that ends with the code due; return what it printed.

        One that ends with ``|| true`` may have a bad answer, but no bad input. What only a
        shell understands, such as a pipe, is run by one.
        """
        from ceasefire.cli import main  # noqa: PLC0415  (only pages with commands need it)

        plain = command.removesuffix(" || true")
        if needs_shell(plain):
            return in_shell(command, place)
        words = shlex.split(plain)
        assert words[0] == "ceasefire", f"{place}: `{command}` cannot be tried"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", words)
            code: int | str | None = 0
            try:
                main()
            except SystemExit as leaving:
                code = leaving.code
        captured = self.capsys.readouterr()
        if plain != command and code == 1:
            code = 0
        assert (code or 0) == due, f"{place}: `{command}` ends with {code}: {captured.err}"
        return captured.out + captured.err


def save(block: Block) -> None:
    """Write a file, or a part of one; load it if it is a rule file."""
    path, text = Path(block.title), block.text
    if block.part:
        fit = spliced if block.part == "in" else merged
        text = fit(path.read_text(encoding="utf-8"), text)
    path.write_text(text, encoding="utf-8")
    # A mapping is tried by what the page does with it, and so are cases.
    if block.language != "yaml" or text.startswith("feed:") or block.title.endswith(CASES):
        return
    with pytest.raises(RulebookError) if block.remark == WRONG else nullcontext():
        ceasefire.load(path)


def needs_shell(command: str) -> bool:
    """Return whether a command line has what only a shell understands, outside of quotes."""
    words = shlex.shlex(command, posix=False, punctuation_chars=True)
    words.whitespace_split = True
    words.commenters = ""
    return any(set(word) <= set("|&;<>()") for word in words)


def in_shell(command: str, place: str) -> str:
    """Run a command line in a shell that finds our program and Python; return what it printed."""
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = shutil.which("bash") or pytest.skip("there is no bash")
    done = subprocess.run(  # noqa: S603  (our own pages)
        [shell, "-o", "pipefail", "-c", command],
        env={**os.environ, "PATH": tools},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert not done.returncode, f"{place}: `{command}` ends with {done.returncode}: {done.stderr}"
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the seed feeds, as a reader would beside the project."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
@pytest.mark.usefixtures("folder")
def test_what_a_page_shows_happens(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Page(path, capsys).try_all()


@pytest.mark.usefixtures("folder")
def test_the_tutorial_holds_from_page_to_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert COURSE
    for path in COURSE:
        Page(path, capsys).try_all()


@pytest.mark.parametrize(
    "path", [*PAGES, *COURSE, ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name
)
def test_links_lead_somewhere(path: Path) -> None:
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_what_make_is_said_to_do_it_knows(name: str) -> None:
    known = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    text = (ROOT / name).read_text(encoding="utf-8")
    assert set(MAKE.findall(text)) - {"sure"} <= set(known)


def test_every_page_is_in_the_navigation() -> None:
    settings = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    listed = re.findall(r'= "([\w/-]+\.md)"', settings)
    assert sorted(listed) == sorted(
        path.relative_to(DOCS).as_posix() for path in [*PAGES[1:], *COURSE]
    )
    assert [name for name in listed if "/" in name] == [f"tutorial/{each.name}" for each in COURSE]


def test_the_readme_holds_a_rule_file_and_a_script_of_ten_lines() -> None:
    found = blocks((ROOT / "README.md").read_text(encoding="utf-8"))
    sizes = {
        block.language: len(block.text.splitlines())
        for block in found
        if block.title or block.language == "python"
    }
    assert set(sizes) == {"yaml", "python", "json", "csv"}
    assert max(sizes.values()) <= 10


def test_the_page_of_the_language_names_every_kind_of_incident() -> None:
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    part = page.split("### The words for incidents")[1].split("\n## ")[0]
    named = set(re.findall(r"`([a-z-]+)`", part)) - {"kind", "struck", "weapon"}
    known = base_taxonomy().vocabularies
    assert named == {
        key for name in ("kinds", "struck", "weapon") for key in known[name].categories
    }
