"""Says the categories of a value, such as its kind, by their names rather than by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from ceasefire.terms.taxonomy import Taxonomy

__all__ = ["by_name"]


def by_name(taxonomy: Taxonomy, field: str, raw: object) -> object:
    """Return a raw value of a field with the names of its categories; all else stays as it is.

    Names that hold an "or" or "and" themselves are quoted where others stand beside them.
    """
    if isinstance(raw, dict):
        return {key: within(by_name(taxonomy, field, item)) for key, item in raw.items()}
    if isinstance(raw, (list, tuple)):
        return [within(by_name(taxonomy, field, item)) for item in raw]
    vocabulary = taxonomy.fields[field].vocabulary
    if not vocabulary or not isinstance(raw, str):
        return raw
    categories = taxonomy.vocabularies[vocabulary].categories
    if raw in categories:
        return categories[raw].name
    # Feeds may write an id, a name or a code in any form that is read as the category.
    wanted = normalise(raw)
    for key, item in categories.items():
        if wanted and wanted in {normalise(key), normalise(item.name), item.code.casefold()}:
            return item.name
    return raw


def within(name: object) -> object:
    """Return a name as it is told among others."""
    joined = isinstance(name, str) and any(f" {word} " in name for word in ("or", "and"))
    return f"“{name}”" if joined and not str(name).startswith("“") else name
