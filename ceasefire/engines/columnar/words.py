"""The verdicts of certain worlds, for whole columns at once.

The rows of one instrument fit into a word of 64 bits or a few. Each field (or group of
fields) has, for each of its codes, the rows that it leaves alive; the conjunction of
these words is what an act leaves of the instrument, and the verdict on each word that
occurs is worked out once. What is left of a few dozen provisions are few words, however
many events there are.

Where questions are open, or an instrument hangs on one, the verdict may not be certain;
such rows are told apart, for others to decide.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.hashing import Known
from ceasefire.engines.columnar.pairing import LOCK
from ceasefire.engines.columnar.parts import REACHED, UNSURE, Part, opposite, rows_in
from ceasefire.engines.reference.meaning import EXCLUDED, NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.code import Code
    from ceasefire.engines.columnar.tables import Tables

    Codes = NDArray[np.int32]
    Bits = NDArray[np.uint64]

__all__ = ["OPEN", "Words", "grouped", "outgrown"]

OPEN: Final = 64
"""Not certain: others have to decide."""

GROUP: Final = 4096
"""So many combinations of codes a group of fields may have."""

CHUNK: Final = 1 << 15
"""So many rows are worked on at a time: their words stay in the processor's cache."""


class Group(NamedTuple):
    """Fields whose codes are looked up together."""

    fields: tuple[str, ...]
    sizes: tuple[int, ...]
    tables: list[Bits]


class Words:
    """The instruments of a program under the answers of one reading."""

    def __init__(self, tables: Tables, answers: Mapping[str, str]) -> None:
        """Lay out the rows of each instrument."""
        self.tables = tables
        self.code: Code = tables.code
        killed = tables.engine.questions.answered(answers)
        self.alive = tables.acts.full & ~killed
        self.open = 0
        for _, masks in tables.engine.questions.open(answers):
            for mask in masks:
                self.open |= mask
        rows = self.alive | 1
        self.act = Part(None, self.code.always & rows | 1, self.open)
        self.parts = [Part(law, law.rows & rows | 1, self.open) for law in self.code.laws]
        fields = [tables.program.index[name] for name in tables.walked]
        for part in self.parts:
            part.cut(self.code.sheet, self.alive, fields)
        self.columns = [(part, word) for part in (self.act, *self.parts) for word in part.words]
        self.known = [Known(self._breached(part)) for part in self.parts]
        self.groups: list[Group] = []
        self._left: dict[tuple[str, int], int] = {}

    def _breached(self, part: Part) -> Callable[[Bits], NDArray[np.int32]]:
        return lambda words: part.breached([words])

    # --- tables ---

    def prepared(self) -> list[Group]:
        """Return the fields in groups, with all codes that were met by now.

        Another thread may be adding codes: groups have at least those that the caller has
        met, and never fewer than before.
        """
        with LOCK:
            sizes = {
                name: max(len(self.tables.fields[name].codes), 1) for name in self.tables.walked
            }
            if not self.groups or outgrown(self.groups, sizes):
                self.groups = [self._group(names, sizes) for names in grouped(sizes)]
            return self.groups

    def _group(self, names: Sequence[str], sizes: Mapping[str, int]) -> Group:
        columns = []
        for part, rows in self.columns:
            table: Bits | None = None
            for name in names:
                own = self._column(name, part, rows, sizes[name])
                table = own if table is None else (table[:, None] & own[None, :]).ravel()
            assert table is not None  # noqa: S101  (a group has fields)
            columns.append(table)
        return Group(tuple(names), tuple(sizes[name] for name in names), columns)

    def _column(self, name: str, part: Part, rows: Sequence[int], size: int) -> Bits:
        """Return the word that each code of a field leaves of some rows."""
        found = np.zeros(size, np.uint64)
        cuts = part.cuts.get(self.tables.program.index[name], ())
        for code in range(size if len(self.tables.fields[name].codes) else 0):
            left = self.left(name, code) & self.alive
            if all(left & gate for gate in cuts):
                found[code] = rows_in(rows, left) | REACHED
            else:
                found[code] = left & 1
        return found

    def left(self, name: str, code: int) -> int:
        """Return the rows that some cell of a code leaves."""
        known = self._left.get((name, code))
        if known is None:
            known = 0
            for mask in self.tables.masks(name, code):
                known |= mask
            self._left[name, code] = known
        return known

    # --- verdicts ---

    def verdicts(self, codes: Mapping[str, Codes], rows: int) -> NDArray[np.uint8]:
        """Return the verdict of each of some certain worlds, or :data:`OPEN`.

        0 is a world that is impossible.
        """
        groups = self.prepared()
        found = np.empty(rows, np.uint8)
        for start in range(0, rows, CHUNK):
            here = slice(start, min(start + CHUNK, rows))
            found[here] = self._chunk(groups, {name: each[here] for name, each in codes.items()})
        return found

    def _chunk(self, groups: Sequence[Group], codes: Mapping[str, Codes]) -> NDArray[np.uint8]:
        places = []
        for group in groups:
            place = codes[group.fields[0]].astype(np.int64)
            for name, size in zip(group.fields[1:], group.sizes[1:], strict=True):
                place *= size
                place += codes[name]
            places.append(place)
        words = []
        for column in range(len(self.columns)):
            word = groups[0].tables[column].take(places[0])
            for group, place in zip(groups[1:], places[1:], strict=True):
                word &= group.tables[column].take(place)
            words.append(word)
        total, found = self._acts(words[: len(self.act.words)])
        at = len(self.act.words)
        for part, known in zip(self.parts, self.known, strict=True):
            own = words[at : at + len(part.words)]
            at += len(part.words)
            verdicts(part, known, own, total)
        # What is open of an instrument does not matter where another one is breached.
        total[total == UNSURE] = OPEN
        return total if found is None else np.where(found == EXCLUDED, total, found)

    def _acts(self, words: Sequence[Bits]) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
        """Return the mildest verdict for each act, and what other than that it may come to.

        An act that is no incident, or impossible, or may be, does not come to a verdict.
        """
        total = np.full(len(words[0]), EXCLUDED, np.uint8)
        code = self.code
        incident, perhaps = self.act.truth(code.incident, words)
        barred, maybe = (
            self.act.truth(code.impossible, words) if code.impossible else (False, False)
        )
        alive = np.uint64(1)
        gone = (words[0] & alive) == 0
        if np.all(incident) and not np.any(maybe) and not gone.any():
            return total, None
        found = total.copy()
        found[np.broadcast_to(maybe, found.shape)] = OPEN
        found[np.broadcast_to(barred, found.shape)] = 0
        found[np.broadcast_to(opposite(incident), found.shape)] = OPEN
        found[np.broadcast_to(opposite(perhaps), found.shape)] = NOTHING
        found[gone] = 0
        return total, found


def verdicts(part: Part, known: Known, words: Sequence[Bits], total: NDArray[np.uint8]) -> None:
    """Let one instrument make the verdicts on some worlds graver."""
    law = part.law
    assert law is not None  # noqa: S101  (the act is no instrument)
    within: Any = (words[0] & REACHED) != 0
    inside: Any = within
    for gate in part.gates:
        sure, may = part.truth(gate, words)
        inside, within = inside & sure, within & may
    out, perhaps = part.truth(law.excluded, words)
    may = within & opposite(out)
    places = np.flatnonzero(np.broadcast_to(may, total.shape))
    if not len(places):
        return
    left = [word[places] & acted for word, acted in zip(words, part.acted, strict=True)]
    found = known(left[0]) if len(left) == 1 else part.breached(left)
    if not part.steady:
        sure = np.broadcast_to(inside & opposite(perhaps), total.shape)[places]
        found[~sure & (found != EXCLUDED)] = UNSURE
    total[places] = np.maximum(total[places], found.astype(np.uint8))


def outgrown(groups: Iterable[Any], sizes: Mapping[str, int]) -> bool:
    """Return whether some field has more codes by now than its group knows."""
    return any(
        sizes[name] > size
        for group in groups
        for name, size in zip(group.fields, group.sizes, strict=True)
    )


def grouped(sizes: Mapping[str, int]) -> list[list[str]]:
    """Return fields in groups of few combinations, those of most codes first."""
    groups: list[list[str]] = []
    for name in sorted(sizes, key=lambda name: -sizes[name]):
        for group in groups:
            if prod(sizes[each] for each in group) * sizes[name] <= GROUP:
                group.append(name)
                break
        else:
            groups.append([name])
    return groups
