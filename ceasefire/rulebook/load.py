"""Rulebooks by name, file or folder: read, checked, resolved."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ceasefire.errors import Problem, RulebookError, UsageError
from ceasefire.rulebook.documents import RuleFile, merge
from ceasefire.rulebook.duplicates import forgive, seconds, wrong_in
from ceasefire.rulebook.model import Rulebook
from ceasefire.rulebook.problems import CODES
from ceasefire.rulebook.resolve import resolve
from ceasefire.rulebook.yaml import MAX_BYTES, parse
from ceasefire.terms.likeness import did_you_mean
from ceasefire.terms.neighbours import file_meant

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CASES", "bundled", "check", "check_text", "contents", "load", "load_text", "settle"]

MAX_FILES: Final = 100
"""How many files a folder may hold."""

CASES: Final = ".cases.yaml"
"""How the names of files end that lie beside rules and hold cases to test them by."""

ABROAD: Final = frozenset(
    code
    for code in CODES
    if code in {"missing-key", "default-reading-missing", "bad-presumption"}
    or code.startswith(("unknown-", "unused-", "too-few-"))
) - {"unknown-key"}
"""The codes of problems that another file of the rulebook may dissolve."""

Checked = tuple[Rulebook | None, list[Problem]]


def load(source: str | os.PathLike[str]) -> Rulebook:
    """Return the rulebook of a bundled name, a file or a folder.

    A folder's ``*.yaml`` files make up one rulebook, but for those of cases. Raises
    :class:`~ceasefire.errors.RulebookError` with every problem there is, and
    :class:`~ceasefire.errors.UsageError` where the name is empty.
    """
    return sound(check(source))


def load_text(text: str | bytes, *, name: str = "<text>", folder: Path | None = None) -> Rulebook:
    """Return the rulebook of a text; ``folder`` is where its GeoJSON files are.

    ``name`` stands in messages for the file. Raises
    :class:`~ceasefire.errors.RulebookError` with every problem there is.
    """
    return sound(check_text(text, name=name, folder=folder))


def sound(found: Checked) -> Rulebook:
    """Return a rulebook that was found without problems, or raise them."""
    book, problems = found
    if book is None or problems:
        raise RulebookError(problems)
    return book


def check(source: str | os.PathLike[str]) -> Checked:
    """Return the rulebook of a name, file or folder, or ``None``, and every problem in order."""
    files, problems = contents(source)
    return settle(files, problems)


def check_text(text: str | bytes, *, name: str = "<text>", folder: Path | None = None) -> Checked:
    """Return the rulebook of a text, or ``None``, and every problem in order."""
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return settle([(name, folder, content)], [])


def settle(files: list[tuple[str, Path | None, bytes]], problems: list[Problem]) -> Checked:
    """Return the rulebook of some files' contents, or ``None``, and every problem in order."""
    with unhindered():
        return settled(files, problems)


@contextmanager
def unhindered() -> Iterator[None]:
    """Let Python's search for circular garbage rest.

    Nearly all that reading makes is kept to its end, is bounded, and leads in no circle:
    to search it again and again would take a fifth of the time.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def settled(files: list[tuple[str, Path | None, bytes]], problems: list[Problem]) -> Checked:
    """Return what :func:`settle` does."""
    read, broken = [], bool(problems)
    for name, folder, content in files:
        root, found = parse(content, name)
        problems.extend(found)
        if root is None:
            broken = True
        else:
            read.append(RuleFile(name, root, folder))
    if not read:
        return None, sorted(problems)
    document, report = merge(read)
    report.problems[:0] = problems
    again = seconds(read, report)
    forgive(report, again)
    book = resolve(report) if document.data or not report.problems else None
    report.problems += [item for item in wrong_in(read, again) if item not in report.problems]
    if broken:
        # What a file defines that cannot be read is unknown: nobody is blamed for naming it.
        kept = [item for item in report.problems[len(problems) :] if item.code not in ABROAD]
        return None, sorted([*problems, *kept])
    return None if report.problems else book, sorted(report.problems)


def contents(
    source: str | os.PathLike[str],
) -> tuple[list[tuple[str, Path | None, bytes]], list[Problem]]:
    """Return name, folder and content of each file of a rulebook."""
    names = bundled()
    text = os.fspath(source)
    if not text.strip():
        # An empty path would stand for the folder one happens to be in.
        message = "the rules have an empty name: give a bundled rulebook, a rule file or a folder"
        raise UsageError(message)
    path = names[text] if isinstance(source, str) and text in names else Path(text)
    try:
        if path.is_dir():
            places = sorted(item for item in path.glob("*.yaml") if of_rules(item))
        else:
            places = [path]
        if not places:
            hint = "a rulebook is one or several `*.yaml` files"
            return [], [missing(path, "the folder holds no rule file", hint)]
        if len(places) > MAX_FILES:
            message = f"the folder holds more than {MAX_FILES} rule files"
            return [], [Problem(str(path), 0, 0, "too-large", message)]
        return read_all(places, text, names)
    except (OSError, ValueError):
        return [], [missing(path, "it cannot be read", "")]


def of_rules(place: Path) -> bool:
    """Return whether a file is a rule file: one of YAML that holds no cases."""
    return place.suffix == ".yaml" and not place.name.endswith(CASES) and place.is_file()


def read_all(
    places: list[Path], text: str, names: dict[str, Path]
) -> tuple[list[tuple[str, Path | None, bytes]], list[Problem]]:
    """Return the contents of files, and a problem for each that cannot be read."""
    files: list[tuple[str, Path | None, bytes]] = []
    problems = []
    for place in places:
        try:
            with place.open("rb") as stream:
                files.append((str(place), place.parent, stream.read(MAX_BYTES + 1)))
        except FileNotFoundError:
            near = (
                did_you_mean(text, names)
                or file_meant(place)
                or f"bundled rulebooks: {', '.join(names) or 'none'}"
            )
            message = "there is no such file, folder or bundled rulebook"
            problems.append(missing(place, message, near))
        except (OSError, ValueError):
            problems.append(missing(place, "it cannot be read", ""))
    return files, problems


def missing(place: Path, message: str, hint: str) -> Problem:
    """Return the problem of a file that cannot be read."""
    return Problem(str(place), 0, 0, "missing-file", message, hint, str(place))


@cache
def bundled() -> dict[str, Path]:
    """Return the rulebooks that come with the library, by name.

    In a wheel they lie inside the package, in a checkout beside it.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_rules", package.parent / "rules"):
        if folder.is_dir():
            return {
                item.stem if item.is_file() else item.name: item
                for item in sorted(folder.iterdir())
                if of_rules(item) or (item.is_dir() and any(map(of_rules, item.glob("*.yaml"))))
            }
    return {}
