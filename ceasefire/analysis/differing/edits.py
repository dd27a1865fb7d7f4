"""Which parts of two rulebooks are not the same, by what they come to, with their places."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ceasefire.analysis.differing.model import Edit
from ceasefire.rulebook.digest import canonical
from ceasefire.rulebook.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.rulebook.model import Rulebook

__all__ = ["edits"]

WORDS: Final = frozenset(
    {
        *("title", "note", "cite", "because", "ask", "held_by", "announced_by", "pax", "document"),
        *("url", "publisher", "evidence", "date", "published"),
    }
)
"""The parts of records that tell something and decide nothing."""

PASSED: Final = frozenset({"id", "span", "origin", "since", "provisions", "extends"})
"""The parts that say where a record stands, or are compared by themselves."""

SAID: Final = {
    "time": "in_force",
    "place": "where",
    "actor": "binds",
    "answers": "if",
    "condition": "when",
    "aliases": "names",
    "memberships": "part_of",
    "geometry": "outline",
}
"""The words of rule files for the parts of records."""


def edits(old: Rulebook, new: Rulebook) -> Iterator[Edit]:
    """Yield the parts that only one has or that differ, and those that are worded otherwise.

    Provisions that an instrument inherits are told of where they are stated first.
    """
    kinds: tuple[tuple[str, Mapping[str, Any], Mapping[str, Any]], ...] = (
        ("instrument", old.instruments, new.instruments),
        ("provision", provisions(old), provisions(new)),
        ("party", old.parties, new.parties),
        ("place", old.places, new.places),
        ("question", old.questions, new.questions),
        ("reading", old.readings, new.readings),
        ("presumption", old.presumptions, new.presumptions),
        ("impossible", listed(old), listed(new)),
        ("pattern", old.patterns, new.patterns),
        ("source", old.sources, new.sources),
    )
    for part, before, after in kinds:
        for key in {**before, **after}:
            edit = compared(part, key, before.get(key), after.get(key))
            if edit is not None:
                yield edit
    yield from headers(old, new)


def provisions(book: Rulebook) -> dict[str, Any]:
    """Return the provisions by instrument and name, each where it is stated first."""
    found: dict[str, Any] = {}
    for item in book.instruments.values():
        for provision in item.provisions:
            if provision.origin in {"", item.id}:
                found[f"{item.id}.{provision.id}"] = provision
    return found


def listed(book: Rulebook) -> dict[str, Any]:
    """Return what is declared impossible, by what it says."""
    return {canonical(item.condition): item for item in book.impossible}


def compared(part: str, key: str, old: Any, new: Any) -> Edit | None:  # noqa: ANN401  (records of any kind)
    """Return how a part differs, if it does."""
    spans = {"old": getattr(old, "span", None), "new": getattr(new, "span", None)}
    name = "" if part == "impossible" else key
    if old is None or new is None:
        return Edit(part, name, "added" if old is None else "removed", (), **spans)
    aspects = tuple(
        SAID.get(field.name, field.name)
        for field in fields(old)
        if field.name not in PASSED
        and plain(getattr(old, field.name)) != plain(getattr(new, field.name))
    )
    deciding = tuple(aspect for aspect in aspects if aspect not in WORDS)
    if part == "source":
        deciding = ()
    if deciding:
        return Edit(part, name, "changed", deciding, **spans)
    if aspects or worded(old) != worded(new):
        return Edit(part, name, "reworded", aspects, **spans)
    return None


def headers(old: Rulebook, new: Rulebook) -> Iterator[Edit]:
    """Yield what differs in that which is said of the whole rulebook."""
    for key in ("timezone", "default_reading"):
        if getattr(old, key) != getattr(new, key):
            yield Edit("rulebook", key, "changed")
    for key in ("id", "title", "note"):
        if getattr(old, key) != getattr(new, key):
            yield Edit("rulebook", key, "reworded")
    if canonical(old.taxonomy) != canonical(new.taxonomy):
        yield Edit("rulebook", "vocabulary", "changed")


def worded(value: Any) -> str:  # noqa: ANN401  (records of any kind)
    """Return all that a record says, apart from where it stands and what it inherits."""
    keys = {"span": Span()} | ({"provisions": ()} if hasattr(value, "provisions") else {})
    return canonical(replace(value, **{k: v for k, v in keys.items() if hasattr(value, k)}))


def plain(value: Any) -> str:  # noqa: ANN401  (values of any kind)
    """Return a value as text, without words that decide nothing."""
    return canonical(stripped(value))


def stripped(value: Any) -> Any:  # noqa: ANN401  (values of any kind)
    """Return a value whose records have no words that decide nothing."""
    if is_dataclass(value) and not isinstance(value, type):
        inner = {
            field.name: stripped(getattr(value, field.name))
            for field in fields(value)
            if field.name not in WORDS and field.name != "span"
        }
        return [type(value).__name__, inner]
    if isinstance(value, dict):
        return {key: stripped(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [stripped(item) for item in value]
    return value
