"""Gaps and overlaps between an instrument and its extension, in time and in place."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.analysis.checks.effects import together
from ceasefire.analysis.checks.lint import Lint, unsolved
from ceasefire.analysis.space import Spent
from ceasefire.program.cells import FiniteSlot
from ceasefire.program.formulas import not_of
from ceasefire.terms.times import MINUTE, describe, joined_up, zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.analysis.checks.ground import Ground, Own
    from ceasefire.program.cells import Interval
    from ceasefire.program.formulas import Formula

__all__ = ["extensions"]

MOST: Final = 512
"""So many ways to answer the questions that two texts' times hang on are looked at."""


class Pair(NamedTuple):
    """An instrument, its extension, and when both are in force, by the answers to questions."""

    base: Own
    own: Own
    ways: list[Times]


class Times(NamedTuple):
    """When an instrument and its extension are in force, if some questions are so answered."""

    answers: Mapping[str, str]
    base: list[Interval]
    own: list[Interval]

    def gap(self, horizon: Interval) -> Interval | None:
        """Return the time between the end of the one and the start of the other, if any."""
        if not (self.base and self.own):
            return None
        end, start = self.base[-1][1], self.own[0][0]
        return (end, start) if end < start and end != horizon[1] else None

    @property
    def both(self) -> list[Interval]:
        """The stretches in which both are in force."""
        found = []
        one, other = 0, 0
        while one < len(self.base) and other < len(self.own):
            mine, theirs = self.base[one], self.own[other]
            lo, hi = max(mine[0], theirs[0]), min(mine[1], theirs[1])
            if lo < hi:
                found.append((lo, hi))
            one, other = (one + 1, other) if mine[1] <= theirs[1] else (one, other + 1)
        return found


def extensions(ground: Ground) -> Iterator[Lint]:
    """Yield gaps and overlaps between extensions and what they extend."""
    by_id = {own.id: own for own in ground.owns}
    for own in ground.owns:
        base = by_id.get(own.text.source.extends)
        if base is None:
            continue
        try:
            yield from between(ground, base, own)
        except Spent:
            what = f"how `{own.id}` follows on `{base.id}`"
            yield unsolved(f"instruments.{own.id}", own.text.source.span, what)


def between(ground: Ground, base: Own, own: Own) -> Iterator[Lint]:
    """Yield what lies between an instrument and its extension."""
    ways = [
        Times(answers, stretches(ground, base, answers), stretches(ground, own, answers))
        for answers in answered(ground, base, own)
    ]
    pair = Pair(base, own, ways)
    gaps = [(way, gap) for way in ways if (gap := way.gap(ground.program.horizon))]
    if gaps:
        yield gap_between(ground, pair, *gaps[0])
    shared = (overlap(ground, pair, way) for way in ways if way.both)
    yield from islice(filter(None, shared), 1)
    following = next((way for way in ways if follows(way)), None)
    if following is not None:
        yield from leaving_out(ground, base, own)


def follows(way: Times) -> bool:
    """Return whether an extension starts when or after what it extends has ended."""
    return bool(way.base and way.own) and way.base[-1][1] <= way.own[0][0]


# --- when they are in force ---------------------------------------------------------


def answered(ground: Ground, base: Own, own: Own) -> list[dict[str, str]]:
    """Return the answers to questions that two texts' times hang on, the reading's first."""
    slots = ground.slots(base.text.time) | ground.slots(own.text.time)
    asked = [
        slot
        for number in sorted(slots)
        if isinstance(slot := ground.program.slots[number], FiniteSlot) and slot.name[0] == "?"
    ]
    choices = [
        sorted(slot.values, key=lambda v, q=slot.name[1:]: v != ground.answers.get(q, v))  # type: ignore[misc]
        for slot in asked
    ]
    names = [slot.name[1:] for slot in asked]
    if prod(map(len, choices)) > MOST:
        raise Spent
    return [dict(zip(names, each, strict=True)) for each in product(*choices)]


def stretches(ground: Ground, own: Own, answers: Mapping[str, str]) -> list[Interval]:
    """Return when an instrument is in force, within the horizon of the program."""
    state = ground.space.answered(answers)
    time = own.text.time.given(state.masks)
    masks = list(state.masks)
    found: list[Interval] = []
    for cell in ground.space.cells[ground.program.time]:
        assert isinstance(cell.signature, int)  # noqa: S101  (an instant is no set)
        masks[ground.program.time] = (cell.signature, cell.signature)
        if time.value(masks):
            found += cell.values
    return joined_up(sorted(found))


# --- what is found ------------------------------------------------------------------


def gap_between(ground: Ground, pair: Pair, way: Times, gap: Interval) -> Lint:
    """Return that neither is in force for a time."""
    base, own, ways = pair
    answers = needed(ground, ways, way)
    told = f"{length(gap)}, {when(ground, gap)}{so_answered(answers)}"
    message = f"between `{base.id}` and its extension `{own.id}` neither is in force for {told}"
    hint = "let one start where the other ends, or accept it where the texts leave it open"
    found = Lint("extension-gap", f"instruments.{own.id}", own.text.source.span, message, hint)
    for tests in ((base, own), (own,), (base,)):
        wanted = together(test for each in tests for test in (each.text.place, each.text.actor))
        event = told_in(ground, wanted, gap, way.answers)
        if event is not None:
            return replace(found, witness=event, answers=answers)
    return found


def told_in(
    ground: Ground, wanted: Formula, gap: Interval, answers: Mapping[str, str]
) -> dict[str, object] | None:
    """Return an event of a stretch of time, in worlds that satisfy a formula."""
    number = ground.program.time
    here = {
        cell.signature: met
        for cell in ground.space.cells[number]
        if (
            met := [
                (max(lo, gap[0]), min(hi, gap[1]))
                for lo, hi in cell.values
                if lo < gap[1] and gap[0] < hi
            ]
        )
    }
    state = ground.space.answered(answers).narrowed(number, tuple(here))
    found = ground.find(wanted, within=state)
    if found is None or not found.exact:
        return None
    stretch = here[found.box.cells[number][0]][0]
    event = found.event()
    local = zone(ground.rulebook.timezone)
    event["when"] = "/".join(describe(at, at + 1, local) for at in stretch)
    return event


def overlap(ground: Ground, pair: Pair, way: Times) -> Lint | None:
    """Return that both are in force for a time and reach the same acts then, if so."""
    base, own, ways = pair
    state = ground.space.answered(way.answers)
    found = ground.find(together((base.reached, own.reached)), within=state)
    if found is None:
        return None
    low, high = ground.program.horizon
    first, last = way.both[0], way.both[-1]
    whole = (first[0], last[1])
    total = sum(hi - lo for lo, hi in way.both)
    size = "" if low in whole or high in whole else f", {length((0, total))} in all"
    answers = needed(ground, ways, way)
    told = f"{when(ground, whole)}{size}{so_answered(answers)}"
    message = f"`{own.id}` and `{base.id}`, which it extends, both apply {told}"
    hint = "the graver verdict counts; accept it where the texts are meant to stand together"
    lint = Lint("extension-overlap", f"instruments.{own.id}", own.text.source.span, message, hint)
    return replace(lint.shown_by(found), answers={**answers, **found.answers})


def leaving_out(ground: Ground, base: Own, own: Own) -> Iterator[Lint]:
    """Yield that an extension does not reach some place once what it extends has ended."""
    here = (own.text.time, own.text.answers, own.text.actor, base.text.place)
    wanted = together((*here, not_of(own.text.place), not_of(base.text.time)))
    found = ground.find(wanted)
    if found is None:
        return
    message = f"once `{base.id}` has ended, `{own.id}` reaches only a part of its area"
    hint = "accept it where the text extends it for that part alone"
    lint = Lint(
        "extension-leaves-out", f"instruments.{own.id}", own.text.source.span, message, hint
    )
    yield lint.shown_by(found)


def needed(ground: Ground, ways: list[Times], way: Times) -> dict[str, str]:
    """Return the answers that it takes for two texts to be in force just then.

    Those that the reading gives, and those to questions that change nothing of it, go unsaid.
    """
    return {
        key: answer
        for key, answer in way.answers.items()
        if ground.answers.get(key) != answer
        and any(
            (other.base, other.own) != (way.base, way.own)
            for other in ways
            if {**other.answers, key: answer} == way.answers
        )
    }


def so_answered(answers: Mapping[str, str]) -> str:
    """Return under which answers that is so, in words."""
    told = " and ".join(f"`{key}` is answered `{value}`" for key, value in answers.items())
    return f", if {told}" if told else ""


# --- words --------------------------------------------------------------------------


def when(ground: Ground, stretch: Interval) -> str:
    """Return a stretch of time in words, in the zone of the rulebook."""
    local = zone(ground.rulebook.timezone)
    low, high = ground.program.horizon
    start, end = (describe(at, at + 1, local) for at in stretch)
    if stretch == (low, high):
        return "at all times"
    if stretch[0] == low:
        return f"until {end}"
    return f"from {start} on" if stretch[1] == high else f"from {start} until {end}"


def length(stretch: Interval) -> str:
    """Return how long a stretch is, in days, hours and minutes."""
    minutes = (stretch[1] - stretch[0]) // MINUTE
    days, hours = divmod(minutes // 60, 24)
    parts = [
        f"{number} {word}" + "s" * (number != 1)
        for number, word in ((days, "day"), (hours, "hour"), (minutes % 60, "minute"))
        if number
    ]
    return " ".join(parts) or "less than a minute"
