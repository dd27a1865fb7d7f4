"""What to look for: each way in which the verdict on one world may differ.

What both sides say in the same words cancels out, so that rulebooks of thousands of
provisions cost no more than what differs in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.analysis.differing.joint import IMPOSSIBLE, VERDICTS
from ceasefire.program.formulas import NEVER, all_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.differing.joint import Half
    from ceasefire.program.formulas import Formula

__all__ = ["Query", "queries"]

MILDER = ("excluded", "covered")


class Query(NamedTuple):
    """Worlds with one verdict in the old rulebook and another in the new one.

    ``subject`` is what shows it, of the rulebook that ``side`` names.
    """

    old: str
    new: str
    cause: str
    subject: str
    side: str
    formula: Formula


def queries(old: Half, new: Half) -> Iterator[Query]:
    """Yield queries of which one has an answer wherever the verdicts on a world differ.

    Where the new verdict is violating and the old one is not, some breach of the new side is
    none of the old; and so on: each query is for one such reason.
    """
    for mine, other in ((new, old), (old, new)):
        yield from breaches(mine, other)
    for mine, other in ((new, old), (old, new)):
        yield from reaches(mine, other)
    for mine, other in ((new, old), (old, new)):
        yield from bars(mine, other)


def query(  # noqa: PLR0913, PLR0917  (what a query is made of)
    mine: Half, verdict: str, theirs: str, cause: str, subject: str, formula: Formula
) -> Query:
    """Return the query for a verdict of one side where the other has another."""
    verdicts = (theirs, verdict) if mine.side == "new" else (verdict, theirs)
    return Query(*verdicts, cause, subject, mine.side, formula)


def breaches(mine: Half, other: Half) -> Iterator[Query]:
    """Yield the queries for what only one side finds violating, by provision."""
    shared = set(other.breaches.values())
    possible = mine.possible
    for (text, provision), formula in mine.breaches.items():
        if formula in shared or formula == NEVER:
            continue
        for verdict in MILDER:
            wanted = all_of((formula, other.verdicts[verdict], possible))
            subject = mine.name(text, provision)
            yield query(mine, "violating", verdict, "provision", subject, wanted)


def reaches(mine: Half, other: Half) -> Iterator[Query]:
    """Yield the queries for what one side covers and the other excludes, by instrument."""
    shared = set(other.inside.values())
    for text, formula in mine.inside.items():
        if formula in shared or formula == NEVER:
            continue
        wanted = all_of((formula, other.verdicts["excluded"], mine.verdicts["covered"]))
        yield query(mine, "covered", "excluded", "instrument", text, wanted)


def bars(mine: Half, other: Half) -> Iterator[Query]:
    """Yield the queries for what only one side declares impossible."""
    for number, formula in enumerate(mine.impossible):
        if formula in other.impossible or formula == NEVER:
            continue
        for verdict in VERDICTS:
            wanted = all_of((formula, other.verdicts[verdict]))
            yield query(mine, IMPOSSIBLE, verdict, "impossible", str(number), wanted)
