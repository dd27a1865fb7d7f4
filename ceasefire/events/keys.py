"""Keys and columns that mean nothing where they stand, and what they were meant to be.

Feeds keep columns of their own, so an unknown key is no fault in itself. But one
that is clearly a misspelling of a key that carries meaning takes what it holds out
of the event unseen: rival accounts, or a fact that is then presumed to be otherwise.
So does a position that stands outside ``where``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.events.rows import shown
from ceasefire.terms.likeness import SHORTEST, misspelt, near, same, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.terms.taxonomy import FieldSpec

__all__ = [
    "ALTERNATIVE_KEYS",
    "EVENT_KEYS",
    "PLACE_KEYS",
    "Stray",
    "stray_columns",
    "stray_keys",
    "stray_place_keys",
]

NESTED: Final = frozenset({"alternatives", "parts"})
EVENT_KEYS: Final = (*sorted(NESTED), "known")
"""What an event says besides its fields; ``id``, ``sources`` and remarks decide nothing."""

ALTERNATIVE_KEYS: Final = ("said_by", "basis", "known", "dispute", "supersedes", "stated")
"""What an alternative says besides its fields."""

PLACE_KEYS: Final = ("name", "country", "admin1", "admin2", "pcode", "lat", "lon", "within_km")

CLAIM: Final = ("one_of", "not")
"""What leaves a value open, and so stands in its place."""

Ends = Mapping[str, tuple[str, ...]]

COORDINATES: Final[Ends] = {"lat": ("latitude",), "lon": ("lng", "long", "longitude")}
RADIUS: Final = ("within", "radius", "radius_km", "km")
PLACE: Final[Ends] = {**dict.fromkeys(PLACE_KEYS, ()), **COORDINATES, "within_km": RADIUS}
RANGE: Final[Ends] = {
    "low": ("min", "minimum", "lower", "lowest"),
    "high": ("max", "maximum", "upper", "highest"),
}
PERIOD: Final[Ends] = {"from": ("start", "begin"), "until": ("end", "to", "till")}
"""The pieces of a field, each with what it is called elsewhere."""

PIECES: Final[Mapping[str, Ends]] = {
    "place": PLACE,
    "time": PERIOD,
    "number": RANGE,
    "count": RANGE,
}
FORMS: Final = {"time": "{from: ..., until: ...}", "number": "[low, high]", "count": "[low, high]"}

STRUCTURE: Final = re.compile(r"\s*(?:\[\s*)?\{")


class Stray(NamedTuple):
    """An unknown key: what is wrong, what to do about it, and whether that must be done."""

    key: str
    message: str
    hint: str
    fatal: bool


def meant(key: str, message: str, intended: str) -> Stray:
    """Return that a key must be written otherwise, or be called something else."""
    hint = f"did you mean `{intended}`? one of your own needs another name"
    return Stray(key, f"`{shown(key)}` {message}", hint, fatal=True)


def alike(key: str, message: str, intended: str) -> Stray:
    """Return that a key is not read, although it is like one that is."""
    return Stray(key, f"`{shown(key)}` {message}", f"did you mean `{intended}`?", fatal=False)


# --- events, alternatives and parts ---


def stray_keys(
    unknown: Mapping[str, object],
    given: Collection[str],
    fields: Mapping[str, FieldSpec],
    own: tuple[str, ...],
    what: str,
) -> Iterator[Stray]:
    """Yield those unknown keys of an event, an alternative or a part that seem to be meant.

    ``given`` are all its keys, or the columns of its table, with the keys of ``where``
    after a dot; ``own`` are those besides fields that mean something there; ``what``
    says what it is: ``an event``.
    """
    known = set(given).difference(unknown)
    yield from positions(unknown, known, f"is no key of {what}")
    names = (*fields, *own)
    heads = {key.partition(".")[0] for key in known}
    for key, value in unknown.items():
        if coordinate(key):
            continue
        words = [name for name in misspelt(key, names) if fits(name, value)]
        words += same(key, flat_names(tuple(fields.values())))
        absent = [word for word in words if word.partition(".")[0] not in heads]
        if absent:
            yield meant(key, f"is no key of {what}", written(absent[0], fields))
        elif words:
            yield alike(key, "is no field", written(words[0], fields))
        else:
            found = near(key, tuple(name for name in names if name != "known"))
            if found and fits(found, value):
                yield alike(key, "is no field", found)


def positions(keys: Iterable[str], given: Collection[str], message: str) -> Iterator[Stray]:
    """Yield the unknown keys that seem to hold a position."""
    found = [key for key in keys if coordinate(key)]
    if all(squeezed(key) == "long" for key in found):
        return  # a long text, more likely
    anywhere = any(key.partition(".")[0] == "where" for key in given)
    for key in found:
        name = f"where.{coordinate(key)}"
        if not anywhere:
            hint = "write `where: {lat: ..., lon: ...}`, in a table `where.lat` and `where.lon`"
            yield Stray(key, f"`{shown(key)}` {message}", hint, fatal=True)
        elif name not in given:
            yield alike(key, "is not read", name)


def fits(name: str, value: object) -> bool:
    """Return whether a value may be that of a key: alternatives and parts hold mappings."""
    if name not in NESTED:
        return True
    if isinstance(value, str):
        return STRUCTURE.match(value) is not None
    items = value if isinstance(value, (list, tuple)) else (value,)
    return any(isinstance(item, Mapping) for item in items)


def written(name: str, fields: Mapping[str, FieldSpec]) -> str:
    """Return how a key is written in an event that is no row of a table."""
    field, _, piece = name.partition(".")
    if not piece:
        return name
    return f"{field}: {FORMS.get(fields[field].type) or f'{{{piece}: ...}}'}"


# --- places ---


def stray_place_keys(where: Mapping[str, object]) -> Iterator[Stray]:
    """Yield those unknown keys of a ``where`` that seem to be meant."""
    message = "is no key of a place"
    for key in where:
        if key in PLACE:
            continue
        if key in CLAIM:
            hint = f"`{{{key}: ...}}` stands alone, around whole places"
            yield Stray(key, f"`{key}` stands among keys of a place", hint, fatal=True)
            continue
        alias = coordinate(key) or ("within_km" if key in RADIUS else "")
        words = (alias,) if alias else misspelt(key, (*PLACE_KEYS, *CLAIM))
        absent = [word for word in words if word not in where]
        if absent:
            yield meant(key, message, absent[0])
        elif found := (words[0] if words else near(key, PLACE_KEYS)):
            yield alike(key, message, found)


@lru_cache(maxsize=8192)
def coordinate(key: str) -> str:
    """Return which coordinate a key seems to hold, or nothing."""
    word = squeezed(key)
    return next((name for name, others in COORDINATES.items() if word in {name, *others}), "")


# --- tables ---


def stray_columns(columns: Collection[str], fields: Mapping[str, FieldSpec]) -> Iterator[Stray]:
    """Yield those columns of a table that clearly are meant for others, which it lacks."""
    message = "is no column that is read"
    dotted = flat_names(tuple(fields.values()))
    read = {*fields, *EVENT_KEYS, *dotted, "id", "sources", "notes"}
    unknown = [column for column in columns if column not in read]
    known = set(columns).difference(unknown)
    yield from (stray for stray in positions(unknown, known, message) if stray.fatal)
    # Only what a cell holds tells whether `part` is meant for `parts`.
    names = (*fields, *(key for key in EVENT_KEYS if key not in NESTED))
    for column in unknown:
        if coordinate(column):
            continue
        words = (*misspelt(column, names), *same(column, dotted), *pieced(column, fields))
        absent = [word for word in words if word not in columns]
        if absent:
            yield meant(column, message, absent[0])


@lru_cache(maxsize=64)
def flat_names(fields: tuple[FieldSpec, ...]) -> tuple[str, ...]:
    """Return the columns that hold a piece of a field."""
    return tuple(f"{field.id}.{end}" for field in fields for end in PIECES.get(field.type, ()))


def pieced(column: str, fields: Mapping[str, FieldSpec]) -> Iterator[str]:
    """Yield the columns that one with a dot clearly was meant to be."""
    head, dot, end = column.partition(".")
    whole = tuple(key for key, spec in fields.items() if spec.type in PIECES)
    heads = (head,) if head in whole else misspelt(head, whole)
    for field in heads if dot else ():
        ends = PIECES[fields[field].type]
        word = squeezed(end)
        called = [name for name, others in ends.items() if word in {name, *others}]
        # Where there are but two ends, a slip is clear even in a short word.
        shortest = SHORTEST if len(ends) > 2 else SHORTEST - 1  # noqa: PLR2004  (a pair)
        for name in called or misspelt(end, tuple(ends), shortest):
            yield f"{field}.{name}"
