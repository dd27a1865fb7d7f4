"""Laws given beside a rulebook, such as on the command line, read as if they stood in it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ceasefire.errors import RulebookError, UsageError
from ceasefire.rulebook.load import contents, settle

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from ceasefire.rulebook.model import Rulebook

__all__ = ["GIVEN", "load_with"]

GIVEN: Final = "law-given-"
"""How the ids of such laws begin; a number follows."""


def load_with(source: str | os.PathLike[str], laws: Sequence[str]) -> Rulebook:
    """Return the rulebook of a name, file or folder, with further laws after its own.

    Each is in words, or a mapping in the braces of YAML. Raises
    :class:`~ceasefire.errors.RulebookError` with every problem, those of a law given with its
    number in place of a file, and :class:`~ceasefire.errors.UsageError` for an empty name.
    """
    files, problems = contents(source)
    for number, text in enumerate(laws, 1):
        if not text.strip():
            raise UsageError("the law given is empty: write it as in `never violating in NAME`")
        written = text if text.lstrip().startswith("{") else json.dumps(text, ensure_ascii=False)
        content = f"laws:\n  {GIVEN}{number}: {written}\n"
        files.append((name_of(number), None, content.encode("utf-8", "surrogatepass")))
    book, found = settle(files, problems)
    if book is None or found:
        names = {name_of(number) for number in range(1, len(laws) + 1)}
        raise RulebookError(
            replace(problem, line=0, column=0) if problem.file in names else problem
            for problem in found
        )
    return book


def name_of(number: int) -> str:
    """Return what stands in messages for the file of a law."""
    return f"law {number}"
