"""A case as it would stand in a file of cases, ready to be pasted there."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.testing.cases.model import Case

__all__ = ["pasted"]

PLAIN: Final = re.compile(
    r"[a-z][a-z0-9_-]*"
    r"|\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:[+-]\d{2}:\d{2})?)?"
)
"""What needs no quotes: words, dates and times."""

WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that stand for something else where they are in no quotes."""

ORDER: Final = ("excluded", "covered", "violating")


def pasted(case: Case) -> Iterator[str]:
    """Yield the lines of a case of one event."""
    yield f"- name: {quoted(case.name)}"
    facts = {key: value for key, value in (case.event or {}).items() if key != "id"}
    yield f"  event: {written(facts)}"
    if case.answers:
        yield f"  answers: {written(dict(case.answers))}"
    yield f"  expect: {written(expected(case))}"


def expected(case: Case) -> dict[str, Any]:
    """Return what is expected of the verdict."""
    possible = case.expect.possible or frozenset()
    return {
        "verdict": case.expect.verdict,
        "possible": [name for name in ORDER if name in possible],
    }


def written(value: Any) -> str:  # noqa: ANN401  (plain data of any shape)
    """Return plain data on one line of YAML."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{quoted(key)}: {written(item)}' for key, item in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(written, value))}]"
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def quoted(text: str) -> str:
    """Return a text, in quotes where it needs them."""
    if PLAIN.fullmatch(text) and text not in WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)
