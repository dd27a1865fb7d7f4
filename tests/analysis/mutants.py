"""Rule files that differ from another in one place."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from hypothesis import strategies as st

from ceasefire.errors import RulebookError
from ceasefire.testing import Size, documents, rulebook_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.model import Rulebook

__all__ = ["pairs"]

TRIES = 12
SMALL = Size(parties=3, places=2, questions=1, instruments=2, provisions=2, fields=2)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Rulebook, Rulebook]:
    """Draw a rulebook and one whose file differs in one place, in whatever order."""
    document = draw(documents(SMALL))
    old = rulebook_of(document)
    for _ in range(TRIES):
        mutant = changed(draw, document)
        try:
            new = rulebook_of(mutant)
        except RulebookError:
            continue
        if new.digest != old.digest:
            return (old, new) if draw(st.booleans()) else (new, old)
    assume(condition=False)
    raise AssertionError


def changed(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """Return a document with one entry taken out, exchanged for another, or put elsewhere."""
    mutant = deepcopy(document)
    spots = list(entries(mutant))
    holder, key = draw(st.sampled_from(spots))
    match draw(st.sampled_from(("drop", "exchange", "exchange", "copy"))):
        case "drop":
            del holder[key]
        case "exchange":
            same = [h[k] for h, k in spots if type(h[k]) is type(holder[key])]
            holder[key] = deepcopy(draw(st.sampled_from(same)))
        case _:
            other, name = draw(st.sampled_from(spots))
            value = deepcopy(other[name])
            if isinstance(holder, list):
                holder.append(value)
            else:
                holder[name if isinstance(name, str) else "also"] = value
    return mutant


def entries(value: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401  (data of any shape)
    """Yield every holder and key of a document, inner ones included."""
    if isinstance(value, dict):
        keys: Any = [key for key in value if key not in {"rulebook", "readings"}]
    elif isinstance(value, list):
        keys = range(len(value))
    else:
        return
    for key in keys:
        yield value, key
        yield from entries(value[key])
