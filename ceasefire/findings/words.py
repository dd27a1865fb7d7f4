"""Values of doubts in words: parties by umbrella, times in local time, ranges."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any, Final

from ceasefire.program.cells import NumberSlot, PlaceSlot, TimeSlot
from ceasefire.program.claims import UNKNOWN
from ceasefire.program.parties import UNLISTED
from ceasefire.program.sets import NOBODY, SEVERAL, SetSlot
from ceasefire.terms.figures import extent, figure
from ceasefire.terms.taxonomy import OTHER
from ceasefire.terms.times import describe, joined_up, zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.program.binding import Variable
    from ceasefire.program.cells import Position
    from ceasefire.program.program import Program
    from ceasefire.program.sets import Element

__all__ = ["MANY", "answers", "field_label", "listed", "value_labels"]

CACHE: Final = 16384

MANY: Final = 100
"""Lists that must be whole are not shortened before this."""

Labelled = tuple[tuple[str, ...], tuple[str, ...]]


def listed(items: Sequence[str], joiner: str = "or", most: int = 6) -> str:
    """Return items as an English list, shortened after ``most``."""
    shown = list(items[:most])
    if len(items) > most:
        shown.append(f"{len(items) - most} more")
    if len(shown) < 2:  # noqa: PLR2004  (nothing to join)
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {joiner} {shown[-1]}"


def field_label(program: Program, name: str) -> str:
    """Return a field or question in words."""
    if name.startswith("?"):
        return program.rulebook.questions[name[1:]].ask
    return program.taxonomy.fields[name].name


def value_labels(
    program: Program, variable: Variable, values: Sequence[Any], epoch: int
) -> Labelled:
    """Return values of a variable in words and as ids."""
    key = (variable.name, variable.cells, tuple(values), epoch)
    if key not in program.phrases:
        if len(program.phrases) >= CACHE:
            program.phrases.clear()
        program.phrases[key] = labels_of(program, variable, values, epoch)
    return program.phrases[key]


def labels_of(  # noqa: PLR0911  (one return for each type of slot)
    program: Program, variable: Variable, values: Sequence[Any], epoch: int
) -> Labelled:
    """Return values of a variable in words and as ids, worked out anew."""
    slot = program.slots[variable.slot]
    if variable.name.startswith("?"):
        return answers(program, variable.name[1:], values)
    if isinstance(slot, TimeSlot):
        shown = tuple(stretch(program, lo, hi) for lo, hi in joined_up(values))
        return shown, shown
    if isinstance(slot, PlaceSlot):
        return places(
            program, slot, values, [sign for cell in variable.cells for sign in cell.values]
        )
    if isinstance(slot, NumberSlot):
        shown = tuple(number_range(low, high, whole=slot.whole) for low, high in values)
        return shown, shown
    if isinstance(slot, SetSlot):
        found = dict(set_words(program, slot, value, epoch) for value in values)
        return tuple(found), tuple(found.values())
    kind = program.taxonomy.fields[variable.name].type
    if kind == "party":
        everything = {value for cell in variable.cells for value in cell.values}
        return parties(program, set(values), everything, epoch)
    return tuple(names(program, variable.name, values, epoch)), tuple(values)


def stretch(program: Program, lo: int, hi: int) -> str:
    """Return a stretch of time in words; what reaches as far as is looked has no end."""
    tz = zone(program.rulebook.timezone)
    first, last = program.horizon
    if lo <= first and hi >= last:
        return "any time"
    if lo <= first:
        return f"before {describe(hi, hi, tz)}"
    return f"{describe(lo, lo, tz)} or later" if hi >= last else describe(lo, hi, tz)


def set_words(
    program: Program, slot: SetSlot, value: Sequence[Element], epoch: int
) -> tuple[str, str]:
    """Return a set in words and as ids; what is not known of it is told by what it may be."""
    if value == (SEVERAL,):
        return "two or more together", "several"
    pairs = [open_words(program, slot, item, epoch) for item in value]
    return " and ".join(words for words, _ in pairs) or "none", "+".join(key for _, key in pairs)


def open_words(program: Program, slot: SetSlot, item: Element, epoch: int) -> tuple[str, str]:
    """Return an element in words and as ids: one of a few, or none of the others."""
    if isinstance(item, str):
        (word,) = names(program, slot.name, [item], epoch)
        return word, item
    labels, ids = widest(program, slot, {*item} - {NOBODY}, epoch)
    others, apart = widest(program, slot, set(slot.values).difference(item), epoch)
    if not others:
        kind = program.taxonomy.fields[slot.name].type
        return "someone" if kind == "parties" else "something", UNKNOWN
    if len(others) < len(labels):
        none = f"neither {listed(others, 'nor', MANY)}" if len(others) > 1 else f"not {others[0]}"
        return none, f"not {'|'.join(apart)}"
    nobody = ("none",) if NOBODY in item else ()
    return listed((*labels, *nobody)), "|".join((*ids, *nobody))


def widest(program: Program, slot: SetSlot, values: set[str], epoch: int) -> Labelled:
    """Return elements of a set in words and as ids, those that lie under others left out."""
    if program.taxonomy.fields[slot.name].type == "parties":
        return parties(program, values, set(slot.values), epoch)
    vocabulary = program.taxonomy.of(slot.name)
    tops = [
        value
        for value in slot.values
        if value in values and (value == OTHER or vocabulary.categories[value].parent not in values)
    ]
    return tuple(names(program, slot.name, tops, epoch)), tuple(tops)


def answers(program: Program, question: str, values: Sequence[str]) -> Labelled:
    """Return answers with those who hold them."""
    entries = [program.rulebook.questions[question].answers[value] for value in values]
    shown = tuple(f"{item.id} ({item.held_by})" if item.held_by else item.id for item in entries)
    return shown, tuple(values)


def names(program: Program, field: str, values: Sequence[str], epoch: int) -> list[str]:
    """Return categories, flags or parties by name."""
    kind = program.taxonomy.fields[field].type
    if kind in {"party", "parties"}:
        return [program.parties.label(value, epoch) for value in values]
    if kind == "flag":
        return list(values)
    categories = program.taxonomy.of(field).categories
    return [categories[value].name if value in categories else value for value in values]


def parties(program: Program, chosen: set[str], everything: set[str], epoch: int) -> Labelled:
    """Return parties by the widest umbrellas of which all that are open are chosen."""
    domain = program.parties
    ids: list[str] = []
    labels: list[str] = []
    done: set[str] = set()
    for key in domain.from_the_top(epoch):
        if key not in chosen or key in done:
            continue
        below = domain.below(frozenset({key}), epoch) & everything
        if not below <= chosen:
            below = frozenset({key})
        done |= below
        ids.append(key)
        alone = below == {key} and domain.umbrella(key, epoch)
        labels.append(domain.label(key, epoch) if alone else domain.parties[key].name)
    if UNLISTED in chosen:
        ids.append(UNLISTED)
        labels.append(domain.label(UNLISTED, epoch))
    return tuple(labels), tuple(ids)


def places(
    program: Program, slot: PlaceSlot, values: Sequence[int], everything: Sequence[int]
) -> Labelled:
    """Return locations by the places, of those that some test names, that hold them.

    ``everything`` has all the locations there may be. Where they lie in one place, what
    is elsewhere is so within it.
    """
    asked = sorted({place for test in slot.tests for place in test})
    around = innermost(program, [key for key in asked if inside(program, key, everything)])
    elsewhere = f"elsewhere in {named(program, around)}" if around else "elsewhere"
    labels: dict[str, str] = {}
    for signs in values:
        smallest = innermost(program, [key for key in asked if program.places.member(key, signs)])
        if smallest == around:
            smallest = []
        label = named(program, smallest)
        if len(smallest) > 1:
            label = f"where {label} overlap"
        labels["+".join(smallest) or "elsewhere"] = label or elsewhere
    # What is elsewhere is so in respect of the others.
    order = sorted(labels, key=lambda key: key == "elsewhere")
    return tuple(labels[key] for key in order), tuple(order)


def named(program: Program, keys: Sequence[str]) -> str:
    """Return places by name."""
    return " and ".join(program.rulebook.places[key].name for key in keys)


def inside(program: Program, key: str, locations: Sequence[int]) -> bool:
    """Return whether locations all lie in a place."""
    return all(program.places.member(key, signs) for signs in locations)


def innermost(program: Program, keys: Sequence[str]) -> list[str]:
    """Return the places that have none of the others wholly inside."""
    return [key for key in keys if not any(within(program, other, key) for other in keys)]


def within(program: Program, inner: str, outer: str) -> bool:
    """Return whether a place lies wholly inside another."""
    if inner == outer:
        return False
    domain = program.places
    signs = domain.everywhere()
    inside = [s for s in signs if domain.member(inner, s)]
    return all(domain.member(outer, s) for s in inside) and any(
        domain.member(outer, s) for s in signs if s not in inside
    )


def number_range(low: Position, high: Position, *, whole: bool) -> str:
    """Return a range of numbers in words."""
    first, last = low[0], high[0]
    if whole:
        last -= 1
    return extent(None if first == -inf else figure(first), None if last == inf else figure(last))
