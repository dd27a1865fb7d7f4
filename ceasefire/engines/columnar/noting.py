"""What is to be noted of rows: by their reader, of what they say, of what that comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ceasefire.engines.columnar.growing import Growing
from ceasefire.engines.columnar.hashing import alike
from ceasefire.engines.columnar.outcomes import ANY, notes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.batches import Reading
    from ceasefire.engines.columnar.fields import Said
    from ceasefire.engines.columnar.plans import Plan

    Codes = NDArray[np.int32]

__all__ = ["Noting"]


class Noting:
    """Puts the notes of rows together, each combination once."""

    def __init__(self, reading: Reading) -> None:
        """Take the reading, of which all is known."""
        self.reading = reading
        self._owned: dict[tuple[int, int, int], int] = {}
        self._harms = Growing(reading.plans, lambda plan: plan.harm, np.bool_)
        self._plans: Growing[Plan] = self._noted(reading.plans)
        self._fields: dict[str, Growing[Said]] = {
            name: self._noted(field.said.items) for name, field in reading.tables.fields.items()
        }

    def _noted(self, items: Sequence[Any]) -> Growing[Any]:
        """Return the numbers of the notes of things."""
        return Growing(items, lambda item: self.reading.notes.number(item.notes))

    def numbers(
        self,
        own: Callable[[Codes, NDArray[np.bool_]], Codes],
        cases: Sequence[Codes],
        said: Mapping[str, Codes],
        plans: Codes,
        names: Sequence[Codes],
    ) -> Codes:
        """Return the number of the notes of each row; ``names`` has those of its accounts.

        ``own`` tells from its kind, and from whether civilians were harmed, what is to be
        noted of what it comes to.
        """
        rows = len(plans)
        read = []
        for piece, codes in zip(self.reading.pieces, cases, strict=True):
            numbers = piece.column("notes", lambda item: self.reading.notes.number(item.notes))
            if numbers.any():
                read.append(numbers[codes])
        harm = self._harms.column()[plans]
        bound = list(names)
        for name, field in self.reading.tables.fields.items():
            harms, numbers = field.harms.column(), self._fields[name].column()
            if harms.any():
                harm |= harms[said[name]]
            if numbers.any():
                heard = np.array([name not in plan.overruled for plan in self.reading.plans])
                bound.append(np.where(heard[plans], numbers[said[name]], 0))
        numbers = self._plans.column()
        if numbers.any():
            bound.append(numbers[plans])
        columns = [*read, *bound, own(said["kind"], harm)]
        matters = np.zeros(rows, bool)
        for numbers in columns:
            matters |= numbers > 0
        found = np.zeros(rows, np.int32)
        some = np.flatnonzero(matters)
        if len(some):
            told = [numbers[some] for numbers in columns]
            first, kinds = alike(told)
            lines = zip(*(numbers[first].tolist() for numbers in told), strict=True)
            texts = [self._joined(line, len(read)) for line in lines]
            found[some] = np.array(texts, np.int32)[kinds]
        return found

    def _joined(self, numbers: Sequence[int], read: int) -> int:
        """Return the number of several notes as one: the reader's, the event's, the finding's."""
        *said, own = (self.reading.notes[number] for number in numbers)
        first = [note for each in said[:read] for note in each]
        bound = sorted({note for each in said[read:] for note in each})
        return self.reading.notes.number(tuple(dict.fromkeys([*first, *bound, *own])))

    def keyed(self, keys: Codes, kinds: Codes, harm: NDArray[np.bool_]) -> Codes:
        """Return the numbers of the notes on what rows come to, told by their keys."""
        # How a kind is told matters only of what is no incident.
        words = np.where(self._wordy(keys), kinds, 0)
        told = [keys, words, harm.astype(np.int32)]
        first, kinds = alike(told)
        lines = zip(*(numbers[first].tolist() for numbers in told), strict=True)
        numbers = [self._own(*line) for line in lines]
        found: Codes = np.array(numbers, np.int32)[kinds]
        return found

    def _wordy(self, keys: Codes) -> NDArray[np.bool_]:
        """Return for which keys some account is of no incident."""
        distinct, inverse = np.unique(keys, return_inverse=True)
        chains = [self.reading.keys[key].chains for key in distinct.tolist()]
        flat = np.array([chain for each in chains for chain in each], np.int32)
        told = dict(zip(flat.tolist(), self.reading.tables.incidents(flat).tolist(), strict=True))
        wordy = [not all(told[chain] for chain in each) for each in chains]
        found: NDArray[np.bool_] = np.array(wordy, bool)[inverse.ravel()]
        return found

    def _own(self, key: int, kind: int, harm: int) -> int:
        found = self._owned.get((key, kind, harm))
        if found is None:
            keyed = self.reading.keys[key]
            raw = self.reading.tables.fields["kind"].raws.get(kind, "unknown")
            case, accounts = self.reading.case(keyed, raw)
            outcome = self.reading.outcomes[keyed]
            engine = self.reading.tables.engine
            notes = notes_of(engine, ANY, case, accounts, outcome, bool(harm))
            found = self._owned[key, kind, harm] = self.reading.notes.number(
                tuple(dict.fromkeys(notes))
            )
        return found
