"""In which worlds a mutant has another verdict, as formulas over the cells of both.

What other instruments say is the same in both. So verdicts differ just where of those that
have what is changed, taken together, one finds a breach (or reaches) and the other does not,
and none of the others does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from ceasefire.analysis.space import Verdicts
from ceasefire.program.formulas import any_of, not_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Program
    from ceasefire.testing.mutation.mutants import Changed

__all__ = ["Way", "ways_of"]

Way: TypeAlias = "tuple[Formula, ...]"
"""Formulas that hold together."""

GRAVER: Final = {
    ("exclude", ""): True,
    ("permit", ""): True,
    ("permit", "prohibit"): True,
    ("prohibit", ""): False,
    ("prohibit", "permit"): False,
}
"""Whether what is gone, or has another effect, can make things graver alone, or milder."""

WEAKER: Final = {"": True, "prohibit": True, "exclude": False, "permit": False}
"""Whether what matches more (of a header, reaches more) can make things graver, or milder."""


def graver(mutant: Changed) -> bool | None:
    """Return whether a mutant can make verdicts graver alone, or milder alone, if it is known.

    A new exclusion makes nothing graver, a new permit neither, a new prohibition or a longer
    reach nothing milder.
    """
    if mutant.condition is None:
        return GRAVER[mutant.site.effect, mutant.effect]
    if mutant.weaker is None:
        return None
    return WEAKER[mutant.site.effect] is mutant.weaker


def ways_of(mutant: Changed, old: Verdicts, altered: Program) -> Iterator[Way]:
    """Yield formulas that hold together where a mutant's verdict is another.

    ``old`` are the verdicts of the rulebook, ``altered`` is the mutant's program.
    """
    new = Verdicts(altered)
    having = frozenset(mutant.site.instruments)
    way = graver(mutant)
    for one, other, rest in parted(mutant, old, new, having):
        if way is not False:
            yield other, not_of(one), not_of(rest)
        if way is not True:
            yield one, not_of(other), not_of(rest)


def parted(
    mutant: Changed, old: Verdicts, new: Verdicts, having: frozenset[str]
) -> Iterator[tuple[Formula, Formula, Formula]]:
    """Yield that there is a breach, and where it may differ that an instrument reaches.

    Each is told of those that have what is changed, before and after, and of the others.
    """
    yield (
        any_of(each for key, each in old.breaches.items() if key[0] in having),
        any_of(each for key, each in new.breaches.items() if key[0] in having),
        any_of(each for key, each in old.breaches.items() if key[0] not in having),
    )
    if mutant.site.header or mutant.site.effect == "exclude":
        yield (
            any_of(each for key, each in old.inside.items() if key in having),
            any_of(each for key, each in new.inside.items() if key in having),
            any_of(each for key, each in old.inside.items() if key not in having),
        )
