"""Tests of one field that hold together and leave no value that passes them all.

What is decided here needs that field alone. Whether a provision can never match
because of several fields, or of its instrument, is a question about its meaning.
"""

from __future__ import annotations

from itertools import chain
from math import ceil, floor, inf
from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.logic import (
    All,
    Any,
    CategoryTest,
    FlagTest,
    Not,
    NumberTest,
    PartyTest,
    PlaceTest,
    conjunction,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.logic import Condition
    from ceasefire.terms.taxonomy import FieldSpec

__all__ = ["check_together", "contradict"]

NUMBERS: Final = {"count": "no whole number from 0 on", "number": "no number"}

DECIDABLE: Final = frozenset({"count", "number", "ordered", "flag"})
"""The types of fields of which even a single key may leave nothing."""

SHOWN: Final = 80

Cut = tuple[float, int]
"""A cut of the number line: just below a number (0) or just above it (1)."""

Stretch = tuple[Cut, Cut]

TOP: Final[Cut] = (inf, 0)


def check_together(
    ctx: Context, spec: FieldSpec, raw: Mapping[str, object], parts: Sequence[Condition], path: Step
) -> None:
    """Report the first key of a field's mapping that leaves nothing of those before it.

    ``parts`` are the tests of its keys, in their order.
    """
    least = 1 if spec.type in DECIDABLE else 2
    for number, key in enumerate(raw, 1):
        if number < least or not contradict(ctx, spec, parts[:number]):
            continue
        what = NUMBERS.get(spec.type, f"no value of `{spec.id}`")
        said = in_words({name: raw[name] for name in list(raw)[:number]})
        hint = "what stands together holds together; alternatives are a list"
        text = raw[key]
        ctx.report.add(
            (*path, key),
            "empty-range",
            f"{what} is {said}",
            hint=hint if number > 1 else "",
            text=text if isinstance(text, str) else "",
        )
        return


def in_words(raw: object) -> str:
    """Return what is asked of a field as words, cut where it is long."""
    if isinstance(raw, dict):
        said = (f"{key.replace('_', ' ')} {in_words(item)}" for key, item in raw.items())
        return " and ".join(said)[:SHOWN]
    if isinstance(raw, list):
        return " or ".join(map(in_words, raw))[:SHOWN]
    return f"`{str(raw)[:SHOWN]}`"


def contradict(ctx: Context, spec: FieldSpec, parts: Iterable[Condition]) -> bool:
    """Return whether no value of a field passes all of some tests.

    Of parties, places and sets only what is asked for and ruled out at once is seen.
    """
    test = conjunction(parts)
    if spec.type == "count":
        return not stretches(test, (0, 0), whole=True)
    if spec.type == "number":
        return not stretches(test, (-inf, 0), whole=False)
    if spec.type == "flag":
        return not passing(ctx, spec, test, frozenset({True, False}))
    if spec.type in {"category", "ordered"}:
        values = frozenset(ctx.taxonomy.of(spec.id).values())
        return bool(values) and not passing(ctx, spec, test, values)
    return ruled_out(ctx, spec, test)


# --- numbers ------------------------------------------------------------------------


def stretches(test: Condition, bottom: Cut, *, whole: bool) -> list[Stretch]:
    """Return the stretches of the number line, from ``bottom`` on, that pass a test."""
    if isinstance(test, NumberTest):
        found = whole_stretch(test) if whole else stretch(test)
        return merged([(max(found[0], bottom), found[1])])
    if isinstance(test, Not):
        return rest(stretches(test.part, bottom, whole=whole), bottom)
    parts = test.parts if isinstance(test, All | Any) else ()
    each = [stretches(part, bottom, whole=whole) for part in parts]
    if isinstance(test, Any):
        return merged(chain.from_iterable(each))
    # What passes all is what none leaves out.
    return rest(merged(chain.from_iterable(rest(item, bottom) for item in each)), bottom)


def stretch(test: NumberTest) -> Stretch:
    """Return the stretch between the bounds of a test."""
    low = -inf if test.low is None else test.low
    high = inf if test.high is None else test.high
    return (low, int(test.low_open)), (high, int(not test.high_open))


def whole_stretch(test: NumberTest) -> Stretch:
    """Return the stretch from the first whole number inside to the first one after."""
    low = -inf if test.low is None else floor(test.low) + 1 if test.low_open else ceil(test.low)
    high = inf if test.high is None else ceil(test.high) if test.high_open else floor(test.high) + 1
    return (low, 0), (high, 0)


def merged(found: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches in order, joined where they meet and without empty ones."""
    joined: list[Stretch] = []
    for low, high in sorted(found):
        if low >= high:
            continue
        if joined and low <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], high)
        else:
            joined.append((low, high))
    return joined


def rest(found: Sequence[Stretch], bottom: Cut) -> list[Stretch]:
    """Return what lies between stretches, which are in order and apart."""
    lows = (bottom, *(high for _, high in found))
    highs = (*(low for low, _ in found), TOP)
    return merged(zip(lows, highs, strict=True))


# --- words --------------------------------------------------------------------------


def passing(
    ctx: Context, spec: FieldSpec, test: Condition, values: frozenset[str | bool]
) -> frozenset[str | bool]:
    """Return those values of a field that pass a test."""
    if isinstance(test, CategoryTest):
        return below(ctx, spec, test.names)
    if isinstance(test, FlagTest):
        return frozenset({test.value})
    if isinstance(test, Not):
        return values - passing(ctx, spec, test.part, values)
    parts = test.parts if isinstance(test, All | Any) else ()
    each = [passing(ctx, spec, part, values) for part in parts]
    return frozenset().union(*each) if isinstance(test, Any) else values.intersection(*each)


def below(ctx: Context, spec: FieldSpec, names: frozenset[str]) -> frozenset[str]:
    """Return the values of a field that are, or lie below, some categories."""
    vocabulary = ctx.taxonomy.of(spec.id)
    return frozenset(
        key
        for key, item in vocabulary.categories.items()
        if not item.group and any(category.id in names for category in vocabulary.lineage(key))
    )


def ruled_out(ctx: Context, spec: FieldSpec, test: Condition) -> bool:
    """Return whether all that a test asks for is ruled out beside it."""
    parts = test.parts if isinstance(test, All) else (test,)
    asked = [named(part) for part in parts]
    out = frozenset().union(*(named(part.part) for part in parts if isinstance(part, Not)))
    if spec.type == "categories":
        out = below(ctx, spec, out)
        return any(names and below(ctx, spec, names) <= out for names in asked)
    return any(names and all(out & above(ctx, spec, name) for name in names) for names in asked)


def named(test: Condition) -> frozenset[str]:
    """Return the names that a single test asks for."""
    return test.names if isinstance(test, CategoryTest | PartyTest | PlaceTest) else frozenset()


def above(ctx: Context, spec: FieldSpec, name: str) -> frozenset[str]:
    """Return a name and, where it is a party's, those that it is part of at all times."""
    found: list[str] = []
    while name and name not in found:
        found.append(name)
        doc = ctx.doc.parties.get(name) if spec.type != "place" else None
        always = [item for item in doc.part_of if not item.from_ and not item.until] if doc else []
        name = always[0].party if always else ""
    return frozenset(found)
