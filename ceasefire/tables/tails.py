"""What a finding and its notes add to the text of a row, made once for each that occur."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.tables.deciding import Decided, Decider

__all__ = ["Tails", "added_row"]

MOST = 1 << 16


def added_row(
    decider: Decider, finding: int, notes: int, before: str | None = None
) -> dict[str, Any]:
    """Return the output columns of a finding with its notes."""
    row = decider.findings[finding].row()
    told = list(decider.note_texts[notes])
    row["notes"] = told if before is None else [before, *told]
    return row


class Tails:
    """The texts that rows end in."""

    def __init__(self, decider: Decider, make: Callable[[Mapping[str, Any]], str]) -> None:
        """Take what makes a text of the output columns."""
        self.decider = decider
        self.make = make
        self._known: dict[tuple[int, int], str] = {}

    def of(
        self,
        decided: Decided,
        rows: NDArray[np.int64],
        before: Mapping[int, str],
    ) -> tuple[Sequence[str], Any]:
        """Return texts, and for each of some rows which of them is its."""
        pairs = decided.findings[rows].astype(np.int64) << 32 | decided.notes[rows]
        distinct, places = np.unique(pairs, return_inverse=True)
        texts = [self._text(pair >> 32, pair & 0xFFFFFFFF) for pair in distinct.tolist()]
        if before:
            where = {int(row): place for place, row in enumerate(rows)}
            for row, note in before.items():
                place = where.get(row)
                if place is None:
                    continue
                finding, notes = int(decided.findings[row]), int(decided.notes[row])
                places[place] = len(texts)
                texts.append(self.make(added_row(self.decider, finding, notes, note)))
        return texts, places

    def _text(self, finding: int, notes: int) -> str:
        text = self._known.get((finding, notes))
        if text is None:
            if len(self._known) >= MOST:
                self._known.clear()
            text = self.make(added_row(self.decider, finding, notes))
            self._known[finding, notes] = text
        return text
