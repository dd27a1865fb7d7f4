"""Days that may stand for each other, as nothing changes between them."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceasefire.engines.columnar.growing import Growing
from ceasefire.engines.columnar.spells import Spells
from ceasefire.terms.times import TimeProblem, span, zone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.pieces import Values
    from ceasefire.program.program import Program

    Codes = NDArray[np.int32]

__all__ = ["Days", "Exchange"]

NO_DAY: Final = 0


class Days:
    """The days of a program's time, and which one of those that are alike stands for all."""

    def __init__(self, program: Program, as_of: int | None) -> None:
        """Take the date as of which is asked: what begins later is told apart."""
        self.as_of = as_of
        self.spells = Spells(program)
        self.zone = zone(program.rulebook.timezone)
        self._first: dict[tuple[int, bool], str] = {}
        self._alike: dict[str, str] = {}

    def alike(self, day: str) -> str:
        """Return the day that stands for a day, in ISO form: it lies in the same spell of time."""
        found = self._alike.get(day)
        if found is None:
            found = self._alike[day] = self._stands(day)
        return found

    def _stands(self, day: str) -> str:
        try:
            lo, hi = span(day, self.zone)
        except TimeProblem:
            return day
        spell = self.spells.whole(lo, hi)
        if spell is None:
            return day
        return self._first.setdefault((spell, self.as_of is not None and lo > self.as_of), day)


class Exchange:
    """Exchanges the first and last days of events, where these are in order."""

    def __init__(self, days: Days, of: Callable[[Any], str], columns: Sequence[Values]) -> None:
        """Take what tells the day of a cell, or nothing, and the values of the two columns."""

        def ordinal(value: object) -> int:
            day = of(value)
            return date.fromisoformat(day).toordinal() if day else NO_DAY

        def other(values: Values, value: object) -> int:
            day = of(value)
            return values.number(days.alike(day) if day else value)

        self.ordinals = [Growing(each.raw, ordinal) for each in columns]
        self.others = [Growing(each.raw, partial(other, each)) for each in columns]

    def __call__(self, columns: Sequence[Codes]) -> list[Codes]:
        """Return the numbers of the days that stand for others, of the first and the last."""
        first, last = (
            each.column()[codes] for each, codes in zip(self.ordinals, columns, strict=True)
        )
        fine = (first != NO_DAY) & (last != NO_DAY) & (first <= last)
        return [
            np.where(fine, each.column()[codes], codes).astype(np.int32)
            for each, codes in zip(self.others, columns, strict=True)
        ]
