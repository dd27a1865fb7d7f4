"""What to look for: each way in which the verdict on one world may differ.

What both sides say in the same words cancels out, so that rulebooks of thousands of
provisions cost no more than what differs in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.analysis.differing.forms import parts_of
from ceasefire.analysis.differing.joint import IMPOSSIBLE, VERDICTS
from ceasefire.program.formulas import ALWAYS, NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.differing.forms import Forms
    from ceasefire.analysis.differing.joint import Half
    from ceasefire.program.formulas import Formula

__all__ = ["Query", "queries"]

MILDER = ("excluded", "covered")


class Query(NamedTuple):
    """Worlds with one verdict in the old rulebook and another in the new one.

    ``subject`` is what shows it, of the rulebook that ``side`` names. ``beyond`` has what
    the other rulebook asks that this one does not: some of it fails in these worlds.
    ``first`` holds in all of them, and is soon seen to hold nowhere. ``text`` is the
    instrument.
    """

    old: str
    new: str
    cause: str
    subject: str
    side: str
    formula: Formula
    beyond: tuple[Formula, ...] = ()
    first: Formula = ALWAYS
    text: str = ""


def queries(old: Half, new: Half) -> Iterator[Query]:
    """Yield queries of which one has an answer wherever the verdicts on a world differ.

    Where the new verdict is violating and the old one is not, some breach of the new side is
    none of the old; and so on: each query is for one such reason.
    """
    for each in (breaches, reaches, bars):
        for mine, other in ((new, old), (old, new)):
            yield from each(mine, other)


def query(  # noqa: PLR0913, PLR0917  (what a query is made of)
    mine: Half,
    verdict: str,
    theirs: str,
    cause: str,
    subject: str,
    wanted: Formula,
    beyond: tuple[Formula, ...] = (),
    first: Formula = ALWAYS,
    text: str = "",
) -> Query:
    """Return the query for a verdict of one side where the other has another."""
    verdicts = (theirs, verdict) if mine.side == "new" else (verdict, theirs)
    return Query(*verdicts, cause, subject, mine.side, wanted, beyond, first, text)


def unmet(forms: Forms, formula: Formula, other: Formula | None) -> tuple[Formula, ...] | None:
    """Return what another formula asks beyond one, some of which must fail where that does.

    Of two clauses that are nearly the same this is what changed. Nothing is returned where
    there is no such part: then the other holds wherever the one does.
    """
    if other is None:
        return ()
    mine = {id(part) for part in parts_of(forms, formula)}
    return tuple(part for part in parts_of(forms, other) if id(part) not in mine) or None


def failing(forms: Forms, parts: tuple[Formula, ...]) -> Formula:
    """Return that some of the parts fail, if there are any."""
    return forms.any(map(forms.negated, parts)) if parts else ALWAYS


def breaches(mine: Half, other: Half) -> Iterator[Query]:
    """Yield the queries for what only one side finds violating, by provision."""
    forms = mine.joint.forms
    shared = set(map(id, other.breaches.values()))
    for (text, provision), formula in mine.breaches.items():
        if id(formula) in shared or formula is NEVER:
            continue
        beyond = unmet(forms, formula, other.breaches.get((text, provision)))
        if beyond is None:
            continue
        # What else the other side says is long, and matters where it does not find it violating.
        breach = forms.all((failing(forms, beyond), formula, mine.possible))
        first = forms.all((breach, other.peaceful, other.possible))
        subject = mine.name(text, provision)
        for verdict in MILDER:
            wanted = forms.all((breach, other.verdicts[verdict]))
            yield query(
                mine, "violating", verdict, "provision", subject, wanted, beyond, first, text
            )


def reaches(mine: Half, other: Half) -> Iterator[Query]:
    """Yield the queries for what one side covers and the other excludes, by instrument."""
    forms = mine.joint.forms
    shared = set(map(id, other.inside.values()))
    for text, formula in mine.inside.items():
        if id(formula) in shared or formula is NEVER:
            continue
        beyond = unmet(forms, formula, other.inside.get(text))
        if beyond is None:
            continue
        verdicts = (other.verdicts["excluded"], mine.peaceful, mine.possible)
        wanted = forms.all((failing(forms, beyond), formula, *verdicts))
        yield query(mine, "covered", "excluded", "instrument", text, wanted, beyond, text=text)


def bars(mine: Half, other: Half) -> Iterator[Query]:
    """Yield the queries for what only one side declares impossible."""
    forms = mine.joint.forms
    shared = set(map(id, other.impossible))
    for number, formula in enumerate(mine.impossible):
        if id(formula) in shared or formula is NEVER:
            continue
        for verdict in VERDICTS:
            wanted = forms.all((formula, other.verdicts[verdict]))
            yield query(mine, IMPOSSIBLE, verdict, "impossible", str(number), wanted)
