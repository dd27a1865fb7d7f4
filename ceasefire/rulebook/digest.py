"""The digest of a rulebook: the same for the same content, however it is written.

It is taken over the resolved rulebook. Formatting, short forms, comments, the
order of keys and the split into files leave no trace there; the outlines of
places, the vocabulary and every word of a note do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.model import Span
from ceasefire.terms.taxonomy import Vocabulary

if TYPE_CHECKING:
    from ceasefire.rulebook.model import Rulebook

__all__ = ["digest"]

FORM: Final = "ceasefire rulebook 1"
"""Named in the digest, and raised when its canonical form changes."""

ORDERED: Final = frozenset({"difference", "hours"})
"""The parts of records whose order carries meaning."""

UNSAID: Final = frozenset({"digest", "since", "span"})
"""The parts of records that are no content, or follow from others."""


def digest(book: Rulebook) -> str:
    """Return the SHA-256 of a rulebook's content, in hex."""
    text = json.dumps([FORM, canonical(book)], sort_keys=True, ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def canonical(value: object) -> object:
    """Return a value as JSON data that is the same for the same content."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Vocabulary):
        # The order of its categories is that of an ordered field.
        return [value.id, value.open, [canonical(item) for item in value.categories.values()]]
    if is_dataclass(value):
        return record(value)
    if isinstance(value, Mapping):
        return {str(key): canonical(item) for key, item in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return sorted((canonical(item) for item in value), key=written)
    return outline(value)


def record(value: object) -> object:
    """Return a record as its name and its parts."""
    parts: dict[str, object] = {"": type(value).__name__}
    for field in fields(value):  # type: ignore[arg-type]  # only called for data classes
        content = getattr(value, field.name)
        if field.name in UNSAID or isinstance(content, Span):
            continue
        if field.name in ORDERED and content:
            parts[field.name] = [
                list(item) if isinstance(item, tuple) else item for item in content
            ]
        else:
            parts[field.name] = canonical(content)
    return parts


def written(item: object) -> str:
    """Return canonical data as text, to sort by."""
    return json.dumps(item, sort_keys=True, ensure_ascii=False)


def outline(value: object) -> str:
    """Return the corners of a geometry, wherever its rings begin."""
    from shapely import Geometry, normalize, to_wkb  # noqa: PLC0415  (heavy; loaded where it is used)

    if not isinstance(value, Geometry):
        message = f"a rulebook holds no {type(value).__name__}"
        raise TypeError(message)
    return str(to_wkb(normalize(value), hex=True))
