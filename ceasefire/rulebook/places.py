"""Places of a rule file: administrative units, outlines, unions and differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.model import Place
from ceasefire.rulebook.outlines import circle, polygon, radius, stated
from ceasefire.rulebook.vocabulary import MAX_DEPTH, RESERVED, ascent
from ceasefire.terms.countries import COUNTRIES, OTHERWISE
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely import Geometry

    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.schema import PlaceDoc

__all__ = ["places"]

UNIT: Final = ("country", "admin1", "admin2", "pcode")
AREA: Final = ("polygon", "circle", "union", "difference")

MINUEND_AND_MORE: Final = 2

MANY: Final = 1000
"""How many parts of a union are looked at."""


def places(ctx: Context) -> dict[str, Place]:
    """Return the places, with their outlines."""
    found = {key: place(ctx, key, doc) for key, doc in ctx.doc.places.items()}
    check_circles(ctx, found)
    check_left(ctx, found)
    check_within(ctx, found)
    check_names(ctx, found)
    return found


def place(ctx: Context, key: str, doc: PlaceDoc) -> Place:
    """Return one place."""
    path: Step = ("places", key)
    if key in RESERVED:
        message = f"`{key}` already means something else"
        ctx.report.add(path, "reserved-name", message, key=True, text=key, hint="choose another")
    check_area(ctx, doc, path)
    known = doc.country.isascii() and doc.country.upper() in COUNTRIES
    if doc.country and not known:
        message = f"`{doc.country[:80]}` is no country code"
        meant = OTHERWISE.get(doc.country.upper(), "")
        hint = f"write `{meant}`" if meant else "write the two letters of ISO 3166, such as `SY`"
        ctx.report.add((*path, "country"), "bad-country", message, text=doc.country, hint=hint)
    within = ctx.places([doc.within], (*path, "within")) if doc.within else frozenset()
    return Place(
        id=key,
        name=doc.name or key,
        aliases=tuple(doc.also),
        country=doc.country.upper(),
        admin1=doc.admin1,
        admin2=doc.admin2,
        pcode=doc.pcode.upper(),
        geometry=outline(ctx, doc, path),
        tolerance_km=tolerance(ctx, doc, (*path, "tolerance_km")),
        union=others(ctx, doc.union, (*path, "union"), 1),
        difference=others(ctx, doc.difference, (*path, "difference"), MINUEND_AND_MORE),
        within=next(iter(within), ""),
        note=doc.note,
        cite=ctx.cite(doc.cite, (*path, "cite")),
        span=ctx.report.document.span(path, key=True),
    )


def check_area(ctx: Context, doc: PlaceDoc, path: Step) -> None:
    """Report a place with no area, or with two."""
    unit = [key for key in UNIT if getattr(doc, key)]
    area = [key for key in AREA if getattr(doc, key) is not None]
    sound = all(ctx.report.whole((*path, key)) for key in (*UNIT, *AREA))
    if not unit and not area and sound:
        hint = f"give one of {', '.join((*UNIT, *AREA))}"
        ctx.report.add(path, "missing-area", "the place has no area", key=True, hint=hint)
    mixed = unit[:1] if {"union", "difference"} & set(area) else []
    first, *more = [*mixed, *area] or [""]
    for other in more:
        message = f"`{first}` and `{other}` both say where it is"
        hint = "make two places, and join them with `union` or `difference`"
        ctx.report.add((*path, other), "two-areas", message, key=True, hint=hint)


def outline(ctx: Context, doc: PlaceDoc, path: Step) -> Geometry | None:
    """Return the outline of a place, if it has one that can be used."""
    drawn = None if doc.polygon is None else polygon(ctx, doc.polygon, (*path, "polygon"))
    return drawn if doc.circle is None else circle(ctx, doc.circle, (*path, "circle"))


def tolerance(ctx: Context, doc: PlaceDoc, path: Step) -> float:
    """Return how many kilometres the outline of a place may be off."""
    if not doc.tolerance_km:
        return 0.0
    if doc.polygon is None and doc.circle is None:
        message = "a tolerance is one of an outline, and the place has none"
        hint = "give a `polygon` or a `circle`, or leave it out"
        ctx.report.add(path, "missing-area", message, key=True, hint=hint)
    return stated(ctx, doc.tolerance_km, path, radius) or 0.0


def others(ctx: Context, names: Sequence[str] | None, path: Step, least: int) -> tuple[str, ...]:
    """Return the places that make up another, in the order given."""
    if names is None:
        return ()
    if len(names) < least:
        message = f"`{path[-1]}` needs {least} places at least"
        ctx.report.add(path, "empty-list", message)
    known = ctx.places(names, path)
    return tuple(name for name in names if name in known)


def check_circles(ctx: Context, found: dict[str, Place]) -> None:
    """Report places that are made of themselves, or nest too deep."""
    reached: dict[str, int] = {}
    for key in found:
        climb(ctx, found, key, reached)
    for key, item in found.items():
        if reached.get(key, 0) > MAX_DEPTH:
            message = f"`{key}` nests more than {MAX_DEPTH} places deep"
            ctx.report.add(("places", key), "too-deep", message, key=True, text=item.id)


def climb(ctx: Context, found: Mapping[str, Place], start: str, reached: dict[str, int]) -> None:
    """Work out how deep a place nests, parts first; a part still open is a circle."""
    stack, opened = [start], set()
    while stack:
        key = stack[-1]
        if key in reached:
            stack.pop()
            opened.discard(key)
            continue
        parts = (*found[key].union, *found[key].difference)
        if key in opened:
            reached[key] = 1 + max((reached.get(part, 0) for part in parts), default=0)
            continue
        opened.add(key)
        for part in parts:
            if part in opened and part not in reached:
                message = f"`{key}` is made of `{part}`, which is made of `{key}`"
                if part == key:
                    message = f"`{key}` is made of itself"
                ctx.report.add(("places", key), "circular-place", message, text=part)
            elif part not in reached:
                stack.append(part)


def check_left(ctx: Context, found: Mapping[str, Place]) -> None:
    """Report differences that take a place away from itself.

    It may hide in a union; what outlines and units leave of each other is not asked.
    """
    for key, item in found.items():
        first, *taken = item.difference or ("",)
        for name in taken:
            parts = made_of(found, name)
            if first in parts and key not in parts and not item.union:
                message = f"nothing is left of `{first}` without `{name}`"
                path: Step = ("places", key, "difference")
                ctx.report.add(path, "empty-area", message, text=name)


def made_of(found: Mapping[str, Place], start: str) -> set[str]:
    """Return a place and those that it is a union of, all the way down."""
    seen: set[str] = set()
    waiting = [start]
    while waiting and len(seen) < MANY:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting.extend(found[key].union)
    return seen


def check_within(ctx: Context, found: Mapping[str, Place]) -> None:
    """Report places that are declared to lie within themselves.

    A part of a union may well be declared to lie within it, so this is a
    question of its own.
    """
    for key, item in found.items():
        if ascent(key, lambda name: found[name].within):
            message = f"`{key}` is declared to lie within itself"
            ctx.report.add(("places", key, "within"), "circular-place", message, text=item.within)


def check_names(ctx: Context, found: Mapping[str, Place]) -> None:
    """Report names that two places bear."""
    bearers: dict[str, str] = {}
    for key, item in found.items():
        for name in (key, item.name, *item.aliases):
            first = bearers.setdefault(normalise(name), key)
            if first != key:
                message = f"`{name[:80]}` is also a name of `{first}`"
                hint = "leave the name to one of them"
                ctx.report.add(("places", key), "alias-clash", message, text=name, hint=hint)
