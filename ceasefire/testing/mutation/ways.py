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

GRAVER: Final = frozenset({("exclude", ""), ("permit", ""), ("permit", "prohibit")})
"""What without it, or as another effect, can make nothing milder."""

MILDER: Final = frozenset({("prohibit", ""), ("prohibit", "permit")})
"""What without it, or as another effect, can make nothing graver."""


def ways_of(mutant: Changed, old: Verdicts, altered: Program) -> Iterator[Way]:
    """Yield formulas that hold together where a mutant's verdict is another.

    ``old`` are the verdicts of the rulebook, ``altered`` is the mutant's program.
    """
    new = Verdicts(altered)
    having = frozenset(mutant.site.instruments)
    change = (mutant.site.effect, mutant.effect) if mutant.condition is None else None
    for one, other, rest in parted(mutant, old, new, having):
        if change not in MILDER:
            yield other, not_of(one), not_of(rest)
        if change not in GRAVER:
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
