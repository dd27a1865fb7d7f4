"""Changes to an event: deep in mappings, whole elsewhere, and null removes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["patched"]


def patched(base: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mapping with the changes of another.

    Where both have a mapping under a key, the one is changed by the other; ``None`` removes
    a key, and anything else takes the place of what was there. Neither is touched.
    """
    found = dict(base)
    for key, value in patch.items():
        present = found.get(key)
        if value is None:
            found.pop(key, None)
        elif isinstance(value, dict):
            found[key] = patched(present if isinstance(present, dict) else {}, value)
        else:
            found[key] = value
    return found
