"""Values of doubts in words: parties by umbrella, times in local time, ranges."""

from __future__ import annotations

from collections import Counter
from math import inf
from typing import TYPE_CHECKING, Any, Final

from ceasefire.program.cells import NumberSlot, PlaceSlot, SetSlot, TimeSlot
from ceasefire.program.parties import UNLISTED
from ceasefire.terms.times import describe, zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.program.binding import Variable
    from ceasefire.program.cells import Position
    from ceasefire.program.program import Program

__all__ = ["answers", "field_label", "listed", "value_labels"]

CACHE: Final = 16384

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
        tz = zone(program.rulebook.timezone)
        shown = tuple(describe(lo, hi, tz) for lo, hi in sorted(values))
        return shown, shown
    if isinstance(slot, PlaceSlot):
        return places(program, slot, values)
    if isinstance(slot, NumberSlot):
        shown = tuple(number_range(low, high, whole=slot.whole) for low, high in values)
        return shown, shown
    if isinstance(slot, SetSlot):
        joined = [
            " and ".join(names(program, variable.name, value, epoch)) or "none" for value in values
        ]
        if variable.cells == slot.cells_of_any_set(slot.values):
            # Anything is possible: each cell shows one set of many.
            alike = Counter(map(slot.signature, slot.values))
            many = [any(alike[slot.signature(each)] > 1 for each in value) for value in values]
            joined = [
                f"{words} or the like" if more else words
                for words, more in zip(joined, many, strict=True)
            ]
        return tuple(dict.fromkeys(joined)), tuple("+".join(value) for value in values)
    kind = program.taxonomy.fields[variable.name].type
    if kind == "party":
        everything = {value for cell in variable.cells for value in cell.values}
        return parties(program, set(values), everything, epoch)
    return tuple(names(program, variable.name, values, epoch)), tuple(values)


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


def places(program: Program, slot: PlaceSlot, values: Sequence[int]) -> Labelled:
    """Return locations by the places, of those that some test names, that hold them."""
    asked = sorted({place for test in slot.tests for place in test})
    labels: dict[str, str] = {}
    for signs in values:
        inside = [key for key in asked if program.places.member(key, signs)]
        smallest = [
            key for key in inside if not any(within(program, other, key) for other in inside)
        ]
        label = " and ".join(program.rulebook.places[key].name for key in smallest)
        if len(smallest) > 1:
            label = f"where {label} overlap"
        labels["+".join(smallest) or "elsewhere"] = label or "elsewhere"
    return tuple(labels.values()), tuple(labels)


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
    if last == inf:
        return f"{first:g} or more" if first != -inf else "any number"
    if first == -inf:
        return f"up to {last:g}"
    return f"{first:g}" if first == last else f"{first:g} to {last:g}"
