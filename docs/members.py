"""The public members of a class, as griffe reads them from its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import griffe

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["attributes", "declared", "methods"]

INTERNAL: Final = ("model_validator", "model_config")
"""What a model has for itself alone."""


def methods(item: griffe.Object) -> list[griffe.Function]:
    """Return the public methods of a class, properties left aside."""
    found = (each for each in members(item) if isinstance(each, griffe.Function))
    return [each for each in found if not set(words_of(each)) & set(INTERNAL)]


def attributes(item: griffe.Object) -> list[griffe.Attribute]:
    """Return what is read of the instances of a class, properties included.

    What an initialiser keeps counts where the docstring of the class speaks of it.
    """
    told = item.docstring.value if item.docstring else ""
    return [
        each
        for each in members(item)
        if isinstance(each, griffe.Attribute)
        and each.name not in INTERNAL
        and (declared(each) or each.docstring or f"``{each.name}``" in told)
    ]


def declared(item: griffe.Attribute) -> bool:
    """Return whether the body of a class declares an attribute, or a property is one."""
    own = item.parent
    made = own.members.get("__init__") if isinstance(own, griffe.Class) else None
    inside = (made.lineno or 0, made.endlineno or 0) if made and made.lineno else (0, 0)
    return "property" in item.labels or not inside[0] <= (item.lineno or 0) <= inside[1]


def members(item: griffe.Object) -> Iterator[griffe.Object]:
    """Yield the public members of a class; those of bases in its own module come first."""
    if not isinstance(item, griffe.Class):
        return
    for base in item.bases:
        above = item.module.members.get(str(base))
        if isinstance(above, griffe.Class):
            yield from members(above)
    for name, each in item.members.items():
        if not name.startswith("_") and isinstance(each, griffe.Object):
            yield each


def words_of(item: griffe.Function) -> list[str]:
    """Return the names of what decorates a function."""
    return [str(each.value).partition("(")[0] for each in item.decorators]
