"""What differs between two rulebooks and is no matter of single events under one reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.analysis.differing.model import Edit
    from ceasefire.book import Book
    from ceasefire.rulebook.model import Reading

__all__ = ["apart", "taken"]


def apart(old: Book, new: Book, edits: Iterable[Edit]) -> Iterator[str]:
    """Yield, in words, which questions, readings and patterns are not the same."""
    for edit in edits:
        if edit.part == "pattern" and edit.what != "reworded":
            yield f"the pattern `{edit.id}` is {edit.what}: alerts of it may differ"
    yield from questions(old, new)
    yield from readings(old, new)


def questions(old: Book, new: Book) -> Iterator[str]:
    """Yield the questions that only one asks, or that have other answers."""
    before, after = old.rulebook.questions, new.rulebook.questions
    for key in {**before, **after}:
        if key not in after:
            yield f"only the old rulebook asks `{key}`"
        elif key not in before:
            yield f"only the new rulebook asks `{key}`"
        elif set(before[key].answers) != set(after[key].answers):
            yield f"the answers to choose from are not the same for `{key}`"


def readings(old: Book, new: Book) -> Iterator[str]:
    """Yield the readings that only one has, or that answer and credit otherwise."""
    before, after = old.rulebook.readings, new.rulebook.readings
    for key in {**before, **after}:
        if key not in after:
            yield f"only the old rulebook has a reading `{key}`"
        elif key not in before:
            yield f"only the new rulebook has a reading `{key}`"
        elif taken(before[key]) != taken(after[key]):
            compared = (key, key) == (old.reading, new.reading)
            told = "" if compared else f"; `--reading {key}` compares under it"
            yield f"the reading `{key}` is not the same{told}"
    defaults = old.rulebook.default_reading, new.rulebook.default_reading
    if defaults[0] != defaults[1]:
        yield f"the default reading was `{defaults[0]}` and is `{defaults[1]}`"


def taken(reading: Reading) -> tuple[dict[str, str], frozenset[str]]:
    """Return what a reading decides."""
    return dict(reading.answers), frozenset(map(normalise, reading.credit))
