"""Values of single fields as feeds report them, with and without doubt."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from ceasefire.terms.clocks import DAY, HOUR
from ceasefire.testing.choosing import OFTEN, SOMETIMES, amount, one, some
from ceasefire.testing.times import DAYS, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import SearchStrategy

    from ceasefire.testing.lexicon import Lexicon

__all__ = ["certain", "doubtful", "names"]

Raw = Any  # what a feed may hold

COUNTS: Final = (0, 1, 2, 3, 4, 10, 11)
AMOUNTS: Final = (-1.5, 0, 0.5, 1, 3, 3.25, 10, 12)
NOBODY: Final = "The Unheard-of Brigade"

LONGEST: Final = 64
"""An event may not hold longer lists."""

STRANGE: Final[tuple[Raw, ...]] = (
    {"name": "Somewhere"},
    {"admin1": "Farside"},
    {"admin1": "الشمال", "country": "SY"},
    {"admin1": "Південь"},
    {"admin1": "الجنوب", "admin2": "Old Town"},
    {"admin1": "North", "admin2": "7", "lat": 36.05, "lon": 37.05},
)
"""Places under names that a rulebook may not have, some of them in other letters."""

NO_INCIDENT: Final = ("accident", "aggregate")
NOONS: Final = tuple(f"{day} 12:00" for day in DAYS)


# --- without doubt ----------------------------------------------------------------


def certain(  # noqa: PLR0911  (one return for each type)
    draw: st.DrawFn, words: Lexicon, field: str
) -> Raw:
    """Return a value of a field that leaves no doubt."""
    match words.types[field]:
        case "time":
            return one(draw, moments(words) if draw(OFTEN) else NOONS)
        case "place":
            return one(draw, words.spots)
        case "party":
            return one(draw, lone_parties(words))
        case "parties":
            nobody = field == "present" and draw(OFTEN)
            return [] if nobody else some(draw, words.lone)
        case "flag":
            return draw(OFTEN)
        case "count":
            return one(draw, COUNTS)
        case "number":
            return one(draw, AMOUNTS)
        case "categories":
            return some(draw, words.leaves[field])
        case _:
            return one(draw, words.leaves[field])


@lru_cache(maxsize=16)
def lone_parties(words: Lexicon) -> list[Raw]:
    """Return reports that mean one party: one without members, or an unnamed other."""
    others = [{"one_of": [umbrella], "not": list(below)} for umbrella, below in words.below.items()]
    nobody = {"not": list(words.tops)}
    return [*words.lone, *(raw for raw in (*others, nobody) if len(raw["not"]) <= LONGEST)]


@lru_cache(maxsize=16)
def moments(words: Lexicon) -> Sequence[str]:
    """Return the instants at and beside which something begins or ends."""
    edges = [write(edge + off, words.zone) for edge in words.edges for off in (-1, 0, 1)]
    return edges or NOONS


# --- with doubt -------------------------------------------------------------------


def doubtful(  # noqa: PLR0911  (one return for each type)
    draw: st.DrawFn, words: Lexicon, field: str
) -> Raw:
    """Return a value of a field that leaves room for doubt."""
    kind = words.types[field]
    if kind == "time":
        return stretch(draw, words)
    if draw(OFTEN):
        return "unknown"
    if kind == "flag":
        return one(draw, ("yes", "no", {"not": True}))
    if kind == "place":
        return rivals(draw, lambda: one(draw, (*words.areas, *STRANGE)))
    if kind in {"count", "number"}:
        return numbers(draw, COUNTS if kind == "count" else AMOUNTS)
    if kind in {"party", "parties"}:
        return parties(draw, words, field)
    return categories(draw, words, field)


def parties(draw: st.DrawFn, words: Lexicon, field: str) -> Raw:
    """Return parties, some of which may act or be jointly."""
    known = named(words)
    least = 1 if words.types[field] == "parties" else 2
    joint = least == 1 or (field in {"actor", "target"} and draw(OFTEN))

    def alone() -> Raw:
        return one(draw, known)

    def several() -> Raw:
        return [alone() for _ in range(amount(draw, least, 2))] if draw(OFTEN) else alone()

    return rivals(draw, several if joint else alone, alone)


def categories(draw: st.DrawFn, words: Lexicon, field: str) -> Raw:
    """Return categories, several of which may hold at once where the field has several."""
    known = words.words[field]

    def alone() -> Raw:
        if field == "kind" and one(draw, (False, False, False, False, False, True)):
            return one(draw, NO_INCIDENT)
        return one(draw, known)

    def several() -> Raw:
        return [listed() for _ in range(amount(draw, 1, 2))] if draw(OFTEN) else listed()

    def listed() -> Raw:
        return "the unlisted thing" if draw(SOMETIMES) else alone()

    if words.types[field] == "categories":
        return rivals(draw, several, alone)
    return rivals(draw, alone)


@lru_cache(maxsize=16)
def named(words: Lexicon) -> tuple[str, ...]:
    """Return the names of parties, as known in some year, and that of nobody."""
    return (*words.names, *words.members, "civilians", NOBODY)


def names(words: Lexicon) -> SearchStrategy[str]:
    """Draw a name of a party, as known in some year, or of nobody."""
    return st.sampled_from(named(words))


def rivals(draw: st.DrawFn, value: Callable[[], Raw], out: Callable[[], Raw] | None = None) -> Raw:
    """Return a value, one of two, or anything but some, which ``out`` draws."""
    shape = one(draw, ("value", "one_of", "not", "one_of not"))
    if shape == "value":
        return value()
    found = {}
    for key in shape.split():
        if key == "one_of":
            found[key] = [value(), value()]
        else:
            found[key] = [(out or value)() for _ in range(amount(draw, 1, 2))]
    return found


def numbers(draw: st.DrawFn, known: Sequence[float]) -> Raw:
    """Return numbers or ranges of them, which may have an open end but where ruled out."""

    def within() -> Raw:
        return sorted((one(draw, known), one(draw, known)))

    def value() -> Raw:
        match one(draw, ("number", "range", "from", "to")):
            case "number":
                return one(draw, known)
            case "range":
                return within()
            case "from":
                return [one(draw, known), None]
            case _:
                return [None, one(draw, known)]

    return rivals(draw, value, lambda: within() if draw(OFTEN) else one(draw, known))


def stretch(draw: st.DrawFn, words: Lexicon) -> Raw:
    """Return a day, some days, or a stretch about the instants that matter."""
    around = stretches(words)

    def value() -> Raw:
        return one(draw, around if draw(OFTEN) else DAYS)

    shape = one(draw, ("value", "value", "one_of", "one_of not"))
    if shape == "value":
        return value()
    found = {"one_of": [value(), value()]}
    return found if shape == "one_of" else {**found, "not": [one(draw, DAYS)]}


@lru_cache(maxsize=16)
def stretches(words: Lexicon) -> Sequence[str]:
    """Return stretches about the instants that matter."""
    around = [
        f"{write(edge - before, words.zone)}/{write(edge + after, words.zone)}"
        for edge in words.edges
        for before, after in ((HOUR, HOUR), (HOUR, 0), (0, HOUR), (0, 1), (1, 0), (2 * DAY, HOUR))
    ]
    return around or DAYS
