"""When an instrument is in force under a reading: its own windows, merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.program.cells import FiniteSlot, TimeSlot
from ceasefire.program.formulas import all_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.program.program import Program

__all__ = ["Stretch", "stretches"]

Stretch = tuple[int | None, int | None]
"""A half-open stretch of instants in microseconds since 1970; ``None`` is without end."""


def stretches(program: Program, instrument: str, answers: Mapping[str, str]) -> list[Stretch]:
    """Return when an instrument of a program is in force, in order.

    A question that the reading leaves open counts as answered so that it is not in force
    where any answer has it so: what is told rests on no guess.
    """
    text = next(item for item in program.texts if item.id == instrument)
    inside = all_of((text.time, text.answers))
    times = program.slots[program.time]
    assert isinstance(times, TimeSlot)  # noqa: S101  (how programs are made)
    first, last = program.horizon
    view = [(0, -1)] * len(program.slots)
    for number, slot in enumerate(program.slots):
        if slot.name.startswith("?") and isinstance(slot, FiniteSlot):
            name = slot.name.removeprefix("?")
            values = (answers[name],) if name in answers else slot.values
            signatures = [slot.signature(value) for value in values]
            every, some = signatures[0], 0
            for each in signatures:
                every, some = every & each, some | each
            view[number] = every, some
    pieces: list[tuple[int, int]] = []
    for cell in times.cells([(first, last)]):
        view[program.time] = cell.signature, cell.signature
        if inside.value(view) is True:
            pieces += cell.values
    merged: list[list[int]] = []
    for lo, hi in sorted(pieces):
        if merged and merged[-1][1] == lo:
            merged[-1][1] = hi
        else:
            merged.append([lo, hi])
    return [(None if lo == first else lo, None if hi == last else hi) for lo, hi in merged]
