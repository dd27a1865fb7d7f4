"""Laws as formulas: the acts by which one would be refuted."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ceasefire.program.formulas import Formula, all_of, any_of, not_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ceasefire.analysis.space import Verdicts
    from ceasefire.rulebook.law_model import Law

__all__ = ["refuting"]


def refuting(law: Law, condition: Formula, verdicts: Verdicts) -> Formula:
    """Return that an act is what a law is about, and is not as the law says."""
    return all_of((condition, any_of(ways(law, verdicts))))


def ways(law: Law, verdicts: Verdicts) -> Iterator[Formula]:
    """Yield the ways in which an act may not be as a law says."""
    match law.claim:
        case "never":
            yield from map(verdicts.of, law.of)
        case "always":
            yield not_of(any_of(map(verdicts.of, law.of)))
        case "changes_nothing":
            yield from changes(frozenset(law.of), verdicts)
        case "disjoint":
            known = [verdicts.inside[name] for name in law.of if name in verdicts.inside]
            yield from map(all_of, combinations(known, 2))


def changes(names: Collection[str], verdicts: Verdicts) -> Iterator[Formula]:
    """Yield the ways in which an act may get a graver verdict by some instruments.

    It gets no milder one, as the gravest over the instruments counts.
    """
    breaches = verdicts.breaches.items()
    own = any_of(each for (text, _), each in breaches if text in names)
    others = any_of(each for (text, _), each in breaches if text not in names)
    yield all_of((own, not_of(others)))
    inside = verdicts.inside.items()
    own = any_of(each for text, each in inside if text in names)
    others = any_of(each for text, each in inside if text not in names)
    yield all_of((own, not_of(others)))
