"""The vocabulary of incidents, read from ``taxonomy.yaml`` and extended by rulebooks.

Two kinds of thing live here: *vocabularies* (forests of categories, such as the
kinds of incident) and *fields* (what a test in a rule file may ask about).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "OTHER",
    "Category",
    "FieldSpec",
    "FieldType",
    "Taxonomy",
    "Vocabulary",
    "base_taxonomy",
]

FieldType = Literal[
    "category",
    "categories",
    "ordered",
    "party",
    "parties",
    "place",
    "time",
    "flag",
    "count",
    "number",
]
"""What a field holds: one of a tree (``category``), a set of these (``categories``), a step of
a ladder (``ordered``), a party, a set of parties, a place, a time, yes or no (``flag``), a
whole number from 0 (``count``), or any number."""

OTHER: Final = "other"
"""The category of whatever an open vocabulary does not list."""

OPEN_VOCABULARIES: Final = frozenset({"struck", "weapon"})


@dataclass(frozen=True, slots=True)
class Category:
    """One entry of a vocabulary. A ``group`` is a heading, no value of its own."""

    id: str
    name: str
    parent: str = ""
    code: str = ""
    group: bool = False
    incident: bool = True
    compliance: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A forest of categories; ``open`` ones have a value for "none of these"."""

    id: str
    categories: Mapping[str, Category]
    open: bool = False

    def lineage(self, name: str) -> Iterator[Category]:
        """Yield the category and those above it, nearest first."""
        while name:
            category = self.categories[name]
            yield category
            name = category.parent

    def values(self) -> tuple[str, ...]:
        """Return every value an event can have, in the order of the file."""
        named = tuple(key for key, item in self.categories.items() if not item.group)
        return (*named, OTHER) if self.open else named

    def below(self, name: str) -> frozenset[str]:
        """Return the values that are ``name`` or lie below it."""
        return frozenset(
            key
            for key, item in self.categories.items()
            if not item.group and any(above.id == name for above in self.lineage(key))
        )

    def incident(self, name: str) -> bool:
        """Return whether the value is an incident at all."""
        return name == OTHER or all(item.incident for item in self.lineage(name))

    def compliance(self, name: str) -> bool:
        """Return whether the value is an act of compliance."""
        return name != OTHER and any(item.compliance for item in self.lineage(name))


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What a test may ask about: its name in words, type and vocabulary."""

    id: str
    name: str
    type: FieldType
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All vocabularies by id (``kinds``, ``struck``, …) and all fields by id."""

    vocabularies: Mapping[str, Vocabulary]
    fields: Mapping[str, FieldSpec] = field(default_factory=dict)

    @property
    def kinds(self) -> Vocabulary:
        """The kinds of incident."""
        return self.vocabularies["kinds"]

    def of(self, field_id: str) -> Vocabulary:
        """Return the vocabulary of a category field."""
        return self.vocabularies[self.fields[field_id].vocabulary]

    def rank(self, severity: str) -> int:
        """Return the place of a severity on its ladder, least first; none is 0."""
        ladder = list(self.vocabularies["severity"].categories)
        return ladder.index(severity) if severity in ladder else 0

    def extended(
        self,
        categories: Mapping[str, Mapping[str, Category]],
        fields: Mapping[str, FieldSpec],
        vocabularies: Mapping[str, Vocabulary],
    ) -> Taxonomy:
        """Return the taxonomy with more categories, fields and vocabularies."""
        merged = dict(self.vocabularies) | dict(vocabularies)
        for key, more in categories.items():
            # Rulebooks share what they add nothing to, and what is found of it.
            if more:
                old = merged[key]
                merged[key] = Vocabulary(key, {**old.categories, **more}, open=old.open)
        return Taxonomy(merged, {**self.fields, **fields})


@cache
def base_taxonomy() -> Taxonomy:
    """Return the taxonomy that every rulebook starts from."""
    text = Path(__file__).with_name("taxonomy.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  (makes nothing but text)
    data = cast("dict[str, dict[str, dict[str, str]]]", loaded)
    fields = {
        key: FieldSpec(
            key, item["name"], cast("FieldType", item["type"]), item.get("vocabulary", "")
        )
        for key, item in data.pop("fields").items()
    }
    vocabularies = {
        key: Vocabulary(
            key,
            {name: category(name, item) for name, item in entries.items()},
            open=key in OPEN_VOCABULARIES,
        )
        for key, entries in data.items()
    }
    return Taxonomy(vocabularies, fields)


def category(name: str, item: Mapping[str, str]) -> Category:
    """Return a category from its entry, whose values are text."""
    return Category(
        id=name,
        name=item.get("name", name),
        parent=item.get("part_of", ""),
        code=item.get("code", ""),
        group=item.get("group") == "yes",
        incident=item.get("incident") != "no",
        compliance=item.get("compliance") == "yes",
        note=item.get("note", ""),
    )
