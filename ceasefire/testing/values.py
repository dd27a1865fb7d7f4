"""Values of single fields as feeds report them, with and without doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from ceasefire.terms.clocks import DAY, HOUR
from ceasefire.testing.times import DAYS, write

if TYPE_CHECKING:
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


# --- without doubt ----------------------------------------------------------------


def certain(  # noqa: PLR0911  (one return for each type)
    words: Lexicon, field: str
) -> SearchStrategy[Raw]:
    """Draw a value of a field that leaves no doubt."""
    match words.types[field]:
        case "time":
            return moments(words)
        case "place":
            return st.sampled_from(words.spots)
        case "party":
            return st.sampled_from(lone_parties(words))
        case "parties":
            some = st.lists(st.sampled_from(words.lone), min_size=1, max_size=2, unique=True)
            return st.one_of(some, st.just([])) if field == "present" else some
        case "flag":
            return st.booleans()
        case "count":
            return st.sampled_from(COUNTS)
        case "number":
            return st.sampled_from(AMOUNTS)
        case "categories":
            return st.lists(
                st.sampled_from(words.leaves[field]), min_size=1, max_size=2, unique=True
            )
        case _:
            return st.sampled_from(words.leaves[field])


def lone_parties(words: Lexicon) -> list[Raw]:
    """Return reports that mean one party: one without members, or an unnamed other."""
    others = [{"one_of": [umbrella], "not": list(below)} for umbrella, below in words.below.items()]
    nobody = {"not": list(words.tops)}
    return [*words.lone, *(raw for raw in (*others, nobody) if len(raw["not"]) <= LONGEST)]


def moments(words: Lexicon) -> SearchStrategy[str]:
    """Draw an instant, often one at which something begins or ends."""
    days = [f"{day} 12:00" for day in DAYS]
    edges = [write(edge + off, words.zone) for edge in words.edges for off in (-1, 0, 1)]
    return st.one_of(st.sampled_from(days), st.sampled_from(edges or days))


# --- with doubt -------------------------------------------------------------------


def doubtful(  # noqa: PLR0911  (one return for each type)
    words: Lexicon, field: str
) -> SearchStrategy[Raw]:
    """Draw a value of a field that leaves room for doubt."""
    unknown = st.just("unknown")
    kind = words.types[field]
    if kind == "time":
        return stretches(words)
    if kind == "place":
        return st.one_of(unknown, rivals(st.sampled_from((*words.areas, *STRANGE))))
    if kind in {"count", "number"}:
        return st.one_of(unknown, rivals(ranges(kind)))
    if kind == "flag":
        return st.one_of(unknown, st.sampled_from(("yes", "no")), st.just({"not": True}))
    if kind == "party":
        one = names(words)
        joint = st.lists(one, min_size=2, max_size=2)
        plain = st.one_of(unknown, rivals(one))
        return (
            st.one_of(plain, rivals(st.one_of(one, joint)))
            if field in {"actor", "target"}
            else plain
        )
    if kind == "parties":
        one = names(words)
        joint = st.lists(one, min_size=1, max_size=2)
        return st.one_of(unknown, rivals(st.one_of(one, joint), outs=one))
    one = st.sampled_from(words.words[field])
    if field == "kind":
        one = st.one_of(one, one, one, one, one, st.sampled_from(NO_INCIDENT))
    if kind == "categories":
        one = st.one_of(one, one, st.just("the unlisted thing"))
        joint = st.lists(one, min_size=1, max_size=2)
        return st.one_of(
            unknown, rivals(st.one_of(one, joint), outs=st.sampled_from(words.words[field]))
        )
    return st.one_of(unknown, rivals(one))


def names(words: Lexicon) -> SearchStrategy[str]:
    """Draw a name of a party, as known in some year, or of nobody."""
    return st.sampled_from((*words.names, *words.members, "civilians", NOBODY))


def rivals(
    one: SearchStrategy[Raw], outs: SearchStrategy[Raw] | None = None
) -> SearchStrategy[Raw]:
    """Draw a value, one of some, or anything but some."""
    some = st.lists(one, min_size=2, max_size=2)
    ruled_out = st.lists(outs if outs is not None else one.filter(single), min_size=1, max_size=2)
    return st.one_of(
        one,
        st.fixed_dictionaries({"one_of": some}),
        st.fixed_dictionaries({"not": ruled_out}),
        st.fixed_dictionaries({"one_of": some, "not": ruled_out}),
    )


def single(raw: Raw) -> bool:
    """Return whether a value is no list that holds together."""
    return not isinstance(raw, list) or all(isinstance(item, (int, float)) for item in raw)


def ranges(kind: str) -> SearchStrategy[Raw]:
    """Draw a number or a range of numbers, perhaps with an open end."""
    number = st.sampled_from(COUNTS if kind == "count" else AMOUNTS)
    return st.one_of(
        number,
        st.tuples(number, number).map(sorted),
        number.map(lambda low: [low, None]),
        number.map(lambda high: [None, high]),
    )


def stretches(words: Lexicon) -> SearchStrategy[Raw]:
    """Draw a day, some days, or a stretch about the instants that matter."""
    day = st.sampled_from(DAYS)
    around = [
        f"{write(edge - before, words.zone)}/{write(edge + after, words.zone)}"
        for edge in words.edges
        for before, after in ((HOUR, HOUR), (HOUR, 0), (0, HOUR), (0, 1), (1, 0), (2 * DAY, HOUR))
    ]
    one = st.one_of(day, st.sampled_from(around or list(DAYS)))
    pair = st.lists(one, min_size=2, max_size=2)
    return st.one_of(
        one,
        one,
        st.fixed_dictionaries({"one_of": pair}),
        st.fixed_dictionaries({"one_of": pair, "not": st.lists(day, min_size=1, max_size=1)}),
    )
