"""The taxonomy as a rulebook extends it: more categories, more fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.terms.taxonomy import (
    OTHER,
    Category,
    FieldSpec,
    Vocabulary,
    base_taxonomy,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from ceasefire.rulebook.documents import Report, Step
    from ceasefire.rulebook.schema import CategoryDoc, FieldDoc, RulebookDoc
    from ceasefire.terms.taxonomy import FieldType, Taxonomy

__all__ = ["EVENT_KEYS", "MAX_DEPTH", "RESERVED", "ascent", "taxonomy"]

RESERVED: Final = frozenset({OTHER, "unknown", "any", "all", "not", "one_of", "all_except"})
"""Words that mean something else wherever an id may stand."""

EVENT_KEYS: Final = frozenset(
    {
        "id", "title", "alternatives", "parts", "sources", "said_by", "basis", "known",
        "dispute", "supersedes", "note", "notes", "if", "because", "cite", "severity", "is",
        "verdict", "possible", "possible_any_reading", "settled", "instrument", "provision",
        "ground", "depends_on",
    }
)  # fmt: skip
"""Keys of events, findings and conditions, which no field may be called."""

MAX_DEPTH: Final = 50
"""How many levels a hierarchy of names may have."""


def taxonomy(doc: RulebookDoc, report: Report) -> Taxonomy:
    """Return the base taxonomy with what the rulebook adds."""
    base = base_taxonomy()
    categories = {
        key: extension(report, (key,), entries, base.vocabularies[key].categories)
        for key, entries in (("kinds", doc.kinds), ("struck", doc.struck), ("weapon", doc.weapon))
    }
    fields: dict[str, FieldSpec] = {}
    vocabularies: dict[str, Vocabulary] = {}
    for key, item in doc.fields.items():
        if reserved(report, key, base):
            continue
        fields[key] = declared(report, key, item)
        if fields[key].vocabulary:
            entries = extension(report, ("fields", key, "values"), item.values, {})
            vocabularies[key] = Vocabulary(key, entries)
    return base.extended(categories, fields, vocabularies)


def reserved(report: Report, key: str, base: Taxonomy) -> bool:
    """Return whether a field may not be called so, and report it."""
    if key in base.fields:
        message = f"`{key}` is a field already"
    elif key in RESERVED | EVENT_KEYS or key in base.vocabularies:
        message = f"`{key}` already means something else"
    else:
        return False
    report.add(("fields", key), "reserved-name", message, key=True, text=key, hint="choose another")
    report.broken.add(key)
    return True


def declared(report: Report, key: str, doc: FieldDoc) -> FieldSpec:
    """Return the specification of a field that the rulebook declares."""
    listed = doc.type in {"category", "ordered"}
    path = ("fields", key)
    if listed and not doc.values and report.whole((*path, "values")):
        message = f"`{key}` needs a list of values"
        report.add(path, "missing-key", message, key=True, hint="add `values: [...]`")
    if doc.values and not listed:
        message = f"only a category or an ordered field has values, not a {doc.type}"
        report.add((*path, "values"), "unknown-key", message, key=True, text="values")
    kind: FieldType = doc.type  # type: ignore[assignment]  # the schema lets nothing else through
    return FieldSpec(key, doc.name or key, kind, key if listed else "")


def extension(
    report: Report,
    path: Step,
    docs: Mapping[str, CategoryDoc],
    present: Mapping[str, Category],
) -> dict[str, Category]:
    """Return new categories of a vocabulary, those without fault."""
    found: dict[str, Category] = {}
    names: Collection[str] = (*present, *docs)
    for key, doc in docs.items():
        here = (*path, key)
        if key in present or key in RESERVED:
            message = (
                f"`{key}` is in the vocabulary already"
                if key in present
                else (f"`{key}` already means something else")
            )
            report.add(here, "reserved-name", message, key=True, text=key, hint="choose another")
            continue
        parent = doc.part_of
        if parent and parent not in names:
            if parent not in report.broken:
                message = f"`{parent[:80]}` is no category to be part of"
                report.add((*here, "part_of"), "unknown-kind", message, text=parent, near=names)
            parent = ""
        found[key] = Category(key, doc.name or key, parent, doc.code, note=doc.note)
    return rooted(report, path, found)


def rooted(report: Report, path: Step, found: Mapping[str, Category]) -> dict[str, Category]:
    """Return the categories, those that lie below themselves or too deep made roots."""
    sound = dict(found)
    for key, item in found.items():
        end = ascent(key, lambda name: found[name].parent if name in found else "")
        if not end:
            continue
        circular = end == "circular-part-of"
        message = f"`{key}` is part of itself" if circular else f"`{key}` lies too deep"
        report.add((*path, key, "part_of"), end, message, text=item.parent)
        sound[key] = Category(key, item.name)
    return sound


def ascent(start: str, above: Callable[[str], str]) -> str:
    """Return the problem met on the way up from a name, or nothing.

    ``circular-part-of`` where the way leads back to the name, ``too-deep`` where
    it is longer than any sound hierarchy. A circle further up is not this name's.
    """
    here, seen = above(start), {start}
    while here and here not in seen and len(seen) <= MAX_DEPTH:
        seen.add(here)
        here = above(here)
    if here == start:
        return "circular-part-of"
    return "too-deep" if len(seen) > MAX_DEPTH else ""
