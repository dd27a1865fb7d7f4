"""Parties of a rule file: who is part of whom, when, and under which names."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.context import CIVILIANS
from ceasefire.rulebook.model import Alias, Membership, Party, Span
from ceasefire.rulebook.schema import PartyDoc
from ceasefire.rulebook.vocabulary import RESERVED, ascent
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step

__all__ = ["parties"]

Dates = tuple[int | None, int | None]

ENOUGH: Final = 20
"""How many bearers of one name are compared; with more, some clash is reported anyway."""

MAX_PARENTS: Final = 100
"""How many memberships a party may have, one after the other."""


def parties(ctx: Context) -> dict[str, Party]:
    """Return the parties; ``civilians`` is among them in every rulebook."""
    docs = {CIVILIANS: PartyDoc(name="civilians"), **ctx.doc.parties}
    found = {key: party(ctx, key, doc) for key, doc in docs.items()}
    for key in found:
        check_parents(ctx, key, found)
    check_names(ctx, found)
    return found


def party(ctx: Context, key: str, doc: PartyDoc) -> Party:
    """Return one party."""
    path: Step = ("parties", key)
    if doc.name and not normalise(doc.name):
        message = f"`{doc.name[:80]}` has no letter or digit to know a party by"
        ctx.report.add((*path, "name"), "bad-name", message, text=doc.name)
    if key in RESERVED:
        message = f"`{key}` already means something else"
        ctx.report.add(path, "reserved-name", message, key=True, text=key, hint="choose another")
    if key == CIVILIANS and doc.part_of:
        message = f"`{CIVILIANS}` are part of no party"
        ctx.report.add((*path, "part_of"), "reserved-name", message, key=True, hint="leave it out")
    return Party(
        id=key,
        name=doc.name or key,
        aliases=aliases(ctx, doc, path),
        memberships=memberships(ctx, doc, path),
        codes=codes(ctx, doc, path),
        note=doc.note,
        cite=ctx.cite(doc.cite, (*path, "cite")),
        span=ctx.report.document.span(path, key=True) if key in ctx.doc.parties else Span(),
    )


def aliases(ctx: Context, doc: PartyDoc, path: Step) -> tuple[Alias, ...]:
    """Return the further names of a party, each with its dates."""
    found = []
    for index, item in enumerate(doc.also):
        here = (*path, "also", index)
        if not normalise(item.name):
            message = f"`{item.name[:80]}` has no letter or digit to know a name by"
            ctx.report.add(here, "bad-name", message, text=item.name)
        place = ctx.report.document.span(here, text=item.name)
        found.append(Alias(item.name, *dates(ctx, item.from_, item.until, here), place))
    return tuple(found)


def memberships(ctx: Context, doc: PartyDoc, path: Step) -> tuple[Membership, ...]:
    """Return the parties above, each with its dates; no two at one time."""
    found: list[Membership] = []
    if len(doc.part_of) > MAX_PARENTS:
        message = f"more than {MAX_PARENTS} memberships of one party"
        ctx.report.add((*path, "part_of"), "too-large", message)
    for index, item in enumerate(doc.part_of[:MAX_PARENTS]):
        here = (*path, "part_of", index)
        start, end = dates(ctx, item.from_, item.until, here)
        if ctx.parties([item.party], (*here, "party")):
            found.append(Membership(item.party, start, end))
    for one, other in overlapping([(item.start, item.end) for item in found]):
        message = f"it is part of `{found[one].parent}` and `{found[other].parent}` at one time"
        hint = "give both dates that do not overlap"
        text = found[other].parent
        ctx.report.add((*path, "part_of"), "two-parents", message, hint=hint, text=text)
    return tuple(found)


def dates(ctx: Context, start: str | None, end: str | None, path: Step) -> Dates:
    """Return the instants of two dates, the second one not before the first."""
    lo, hi = ctx.instant(start, (*path, "from")), ctx.instant(end, (*path, "until"))
    if lo is not None and hi is not None and hi <= lo:
        hint = "`until` is the first instant outside, and comes after `from`"
        message = "it ends before it starts" if hi < lo else "it has no length"
        ctx.report.add(path, "empty-window", message, hint=hint)
    return lo, hi


def overlapping(spans: Sequence[Dates]) -> list[tuple[int, int]]:
    """Return the dated spans that overlap an earlier one, each with that, by their positions."""
    order = sorted(range(len(spans)), key=lambda item: opening(spans[item]))
    pairs = []
    for place, other in enumerate(order):
        one = next((item for item in order[:place] if meet(spans[item], spans[other])), None)
        if one is not None:
            pairs.append((one, other))
    return pairs


def opening(span: Dates) -> float:
    """Return a key by which spans sort by their start; an open start is the first."""
    return -inf if span[0] is None else span[0]


def codes(ctx: Context, doc: PartyDoc, path: Step) -> dict[str, tuple[Alias, ...]]:
    """Return the ids of a party in other code books, each with its dates."""
    found: dict[str, tuple[Alias, ...]] = {}
    for book, items in doc.codes.items():
        here = (*path, "codes", book)
        said = bool(items) and all(text.strip() for text in (book, *(item.code for item in items)))
        if not said:
            ctx.report.add(here, "bad-code", f"the code of `{book[:80]}` is empty", key=True)
        found[book] = tuple(
            Alias(item.code, *dates(ctx, item.from_, item.until, (*here, index)))
            for index, item in enumerate(items)
        )
    return found


def check_parents(ctx: Context, key: str, found: Mapping[str, Party]) -> None:
    """Report a party that is, at some time, part of itself.

    A circle exists from the moment the last of its memberships begins; so it is
    enough to look at the beginnings.
    """
    for index, item in enumerate(found[key].memberships):
        end = ascent(key, lambda name, at=item.start: parent(found[name], at))  # type: ignore[misc]
        if end:
            circular = end == "circular-part-of"
            message = f"`{key}` is part of itself" if circular else f"`{key}` lies too deep"
            path: Step = ("parties", key, "part_of", index)
            ctx.report.add(path, end, message, text=item.parent)


def parent(party: Party, at: int | None) -> str:
    """Return the party above at an instant; ``None`` is the beginning of time."""
    for item in party.memberships:
        begun = item.start is None or (at is not None and item.start <= at)
        if begun and (item.end is None or at is None or at < item.end):
            return item.parent
    return ""


def check_names(ctx: Context, found: Mapping[str, Party]) -> None:
    """Report names that two parties bear at one time."""
    bearers: dict[str, list[tuple[str, str, Dates]]] = {}
    for key, item in found.items():
        own = [Alias(key), Alias(item.name), *item.aliases]
        written = [(alias.name, alias) for alias in own]
        written += [(alias.name.partition(":")[2], alias) for alias in item.coded]
        for text, alias in written:
            name, span = alias.name, (alias.start, alias.end)
            others = bearers.setdefault(normalise(name), [])
            clash = next(
                (other for other in others if other[0] != key and meet(other[2], span)), None
            )
            if clash:
                message = f"`{name[:80]}` is also a name of `{clash[0]}` at that time"
                hint = "give each its dates, or leave the name to one of them"
                ctx.report.add(("parties", key), "alias-clash", message, text=text, hint=hint)
            if len(others) < ENOUGH:
                others.append((key, name, span))


def meet(one: Dates, other: Dates) -> bool:
    """Return whether two dated spans overlap."""
    before = one[1] is not None and other[0] is not None and one[1] <= other[0]
    after = other[1] is not None and one[0] is not None and other[1] <= one[0]
    return not before and not after
