"""Where cases lie: beside the rules, unless others are named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ceasefire.errors import Problem
from ceasefire.rulebook.load import CASES, bundled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

__all__ = ["MAX_FILES", "cases_beside", "cases_named"]

MAX_FILES: Final = 200
"""How many files of cases one rulebook may have."""

FOLDER: Final = "cases"


def cases_beside(rules: str | PathLike[str]) -> tuple[list[Path], list[Problem]]:
    """Return the files of cases of a rulebook: of a folder those in it, of a file its own."""
    names = bundled()
    path = names[rules] if isinstance(rules, str) and rules in names else Path(rules)
    if path.is_dir():
        found = within(path) + within(path / FOLDER)
        hint = f"write `NAME{CASES}` in the folder of the rules, or in a folder `{FOLDER}` there"
    else:
        own = path.with_name(path.stem + CASES)
        found = [own] if own.is_file() else []
        hint = f"write `{own.name}` beside it, or name another file"
    return bounded(found, path, hint)


def cases_named(paths: Sequence[str | PathLike[str]]) -> tuple[list[Path], list[Problem]]:
    """Return files of cases that are named, of folders those in them."""
    found: list[Path] = []
    problems: list[Problem] = []
    for each in map(Path, paths):
        some = within(each) if each.is_dir() else [each]
        hint = f"files of cases are called `NAME{CASES}`"
        more, wrong = bounded(some, each, hint)
        found += more
        problems += wrong
    return list(dict.fromkeys(found)), problems


def within(folder: Path) -> list[Path]:
    """Return the files of cases in a folder."""
    return sorted(item for item in folder.glob(f"*{CASES}") if item.is_file())


def bounded(found: list[Path], path: Path, hint: str) -> tuple[list[Path], list[Problem]]:
    """Return files, or the problem that there are none or too many."""
    if not found:
        return [], [Problem(str(path), 0, 0, "missing-cases", "there are no cases", hint)]
    if len(found) > MAX_FILES:
        message = f"there are more than {MAX_FILES} files of cases"
        return [], [Problem(str(path), 0, 0, "too-large", message)]
    return found, []
