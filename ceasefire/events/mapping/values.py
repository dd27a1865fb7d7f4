"""What the cells of a column mean: tables of values, and values made of several."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Final

from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["CLAIM", "MOST", "UNKNOWN", "Table", "jointly", "pointless", "rivals"]

UNKNOWN: Final = "unknown"
CLAIM: Final = ("one_of", "not")
ANY: Final = "*"

MOST: Final = 64
"""So many rivals an event may name."""


class Table:
    """What cells mean, by their text; case, space around and ``.0`` make no difference."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        """Take what each cell means; one with a ``*`` at its end stands for all that begin so."""
        self.names = tuple(entries)
        whole = {key: value for key, value in entries.items() if not key.endswith(ANY)}
        self.whole = {key.strip().casefold(): value for key, value in whole.items()}
        begun = {key: value for key, value in entries.items() if key.endswith(ANY)}
        # The longest beginning says most of what a cell means.
        order = sorted(begun, key=len, reverse=True)
        self.begun = [(key.removesuffix(ANY).casefold(), begun[key]) for key in order]

    def __bool__(self) -> bool:
        """Return whether anything is listed."""
        return bool(self.whole or self.begun)

    def find(self, text: str) -> tuple[bool, Any]:
        """Return whether a cell is listed, and what it means."""
        wanted = text.strip().casefold()
        if wanted in self.whole:
            return True, self.whole[wanted]
        for start, value in self.begun:
            if wanted.startswith(start):
                return True, value
        bare = pointless(wanted)
        return self.find(bare) if bare != wanted else (False, None)

    def like(self, text: str) -> str:
        """Return the hint at what a cell was meant to be, or nothing."""
        return did_you_mean(text[:80], self.names)


def pointless(text: str) -> str:
    """Return a code without the point that it has got where it was taken for a number."""
    bare = text.removesuffix(".0")
    return bare if bare.isdecimal() else text


def jointly(values: Sequence[Any]) -> Any:  # noqa: ANN401  (a value of an event)
    """Return what holds if several values hold together, some of which may be rivals."""
    stated = [value for value in values if value not in (None, "")]
    if len(stated) <= 1:
        return stated[0] if stated else None
    if any(isinstance(value, dict) and set(value) != {"one_of"} for value in stated):
        return UNKNOWN  # what is ruled out of one says nothing of several
    options = [rivals(value) for value in stated]
    size = 1
    for each in options:
        size *= len(each)
    if size > MOST:
        return UNKNOWN
    together = [list(dict.fromkeys(flat(choice))) for choice in product(*options)]
    plain = [each[0] if len(each) == 1 else each for each in together]
    different = [each for number, each in enumerate(plain) if each not in plain[:number]]
    return different[0] if len(different) == 1 else {"one_of": different}


def rivals(value: Any) -> list[Any]:  # noqa: ANN401  (a value of any type)
    """Return the rivals that a value names."""
    return list(value["one_of"]) if isinstance(value, dict) and "one_of" in value else [value]


def flat(choice: Sequence[Any]) -> Iterator[Any]:
    """Yield the elements of values that hold together."""
    for each in choice:
        yield from each if isinstance(each, list) else [each]
