"""Findings as Arrow columns: what each number stands for once, and indices by a take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from ceasefire.engines.columnar.pairing import LOCK
from ceasefire.errors import UsageError
from ceasefire.events import arrays
from ceasefire.findings.finding import ordered
from ceasefire.findings.output import ADDED
from ceasefire.tables.laying import Laid
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.findings.finding import Finding
    from ceasefire.tables.deciding import Decided, Decider

    Codes = NDArray[np.int32]

__all__ = ["DEFAULT", "Assembly", "Values", "chosen", "type_of"]

LIST: Final = pa.list_(pa.string())
READ: Final[Mapping[str, Callable[[Finding], Any]]] = {
    "verdict": lambda finding: str(finding.verdict),
    "possible": lambda finding: ordered(finding.possible),
    "possible_any_reading": lambda finding: (
        None if finding.possible_any_reading is None else ordered(finding.possible_any_reading)
    ),
    "settled": lambda finding: finding.settled,
    "instrument": lambda finding: finding.instrument,
    "provision": lambda finding: finding.provision,
    "ground": lambda finding: list(finding.ground),
    "depends_on": lambda finding: list(finding.depends_on),
    "because": lambda finding: finding.because,
}
LISTS: Final = frozenset({"possible", "possible_any_reading", "ground", "depends_on", "notes"})
DEFAULT: Final = tuple(name for name in ADDED if name != "possible_any_reading")
"""The columns that are added if none are named."""


def chosen(columns: Sequence[str] | None, *, any_reading: bool = False) -> tuple[str, ...]:
    """Return the columns to add, in the order asked for.

    Raises :class:`~ceasefire.errors.UsageError` for a column that no finding has.
    """
    if columns is None:
        return ADDED if any_reading else DEFAULT
    if isinstance(columns, str):
        columns = (columns,)
    for name in columns:
        if name not in ADDED:
            listed, hint = ", ".join(ADDED), did_you_mean(str(name), ADDED)
            message = f"a finding has no column `{name}`; there are {listed}"
            raise UsageError(f"{message}; {hint}" if hint else message)
    if not columns:
        raise UsageError(f"no column is asked for; there are {', '.join(ADDED)}")
    return tuple(dict.fromkeys(columns))


def type_of(name: str, *, dictionary: bool = False) -> Any:  # noqa: ANN401  (of Arrow, or a value of any type)
    """Return the Arrow type of a column that is added."""
    if name == "settled":
        return pa.bool_()
    if name in LISTS:
        return LIST
    return pa.dictionary(pa.int32(), pa.string()) if dictionary else pa.string()


def made(items: Sequence[Any], kind: Any) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return values of a column as Arrow has them."""
    if kind == LIST:
        return arrays.lists(items)
    return arrays.flags(items) if pa.types.is_boolean(kind) else arrays.texts(items)


class Values:
    """What findings have in one column: each value once, and its number for each finding."""

    def __init__(self, name: str) -> None:
        """Begin with no finding."""
        self.read = READ.get(name, list)
        self.type = type_of(name)
        self.numbers: Codes = np.empty(0, np.int32)
        self.items: list[Any] = []
        self._seen: dict[Any, int] = {}
        self._laid: Laid | None = None

    def learn(self, findings: Sequence[Any]) -> None:
        """Take note of findings that are new."""
        if len(findings) == len(self.numbers):
            return
        with LOCK:
            fresh = []
            for number in range(len(self.numbers), len(findings)):
                value = self.read(findings[number])
                key = tuple(value) if isinstance(value, list) else value
                place = self._seen.setdefault(key, len(self.items))
                if place == len(self.items):
                    self.items.append(value)
                fresh.append(place)
            self.numbers = np.concatenate([self.numbers, np.array(fresh, np.int32)])

    @property
    def array(self) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
        """The values as an Arrow array."""
        return self.laid.array

    @property
    def laid(self) -> Laid:
        """The same, to be laid out for rows."""
        if self._laid is None or len(self._laid.array) < len(self.items):
            self._laid = Laid(made(self.items, self.type))
        return self._laid

    def column(self, rows: Codes, absent: NDArray[np.bool_] | None, *, dictionary: bool) -> Any:  # noqa: ANN401  (of Arrow, which ships no types)
        """Return the column of rows with these findings; some may have none."""
        codes = rows
        if len(self.numbers):
            codes = self.numbers.take(rows if absent is None else np.maximum(rows, 0))
        if not dictionary or not pa.types.is_string(self.type):
            return self.laid.take(codes, absent)
        # Only what occurs among these rows goes into their dictionary.
        used = np.zeros(len(self.items), bool)
        used[codes] = True
        places = np.cumsum(used, dtype=np.int32) - 1
        indices = arrays.numbers(places[codes], absent)
        return pa.DictionaryArray.from_arrays(indices, self.array.filter(arrays.numbers(used)))


class Assembly:
    """Makes the columns that are added to a feed's own."""

    def __init__(self, names: Sequence[str], *, dictionary: bool = False) -> None:
        """Take the names of the columns; ``dictionary`` says whether texts are to be such."""
        self.names = tuple(names)
        self.dictionary = dictionary

    def schema(self) -> list[Any]:
        """Return the fields of the columns."""
        return [pa.field(n, type_of(n, dictionary=self.dictionary)) for n in self.names]

    def columns(
        self,
        decided: Decided,
        decider: Decider,
        before: Mapping[int, str] | None = None,
        only: NDArray[np.int64] | None = None,
    ) -> list[Any]:
        """Return the columns of a block; ``only`` of some of its rows.

        ``before`` are notes that come before those of rows. A row without a finding has
        what is wrong with it as its notes, and nothing else.
        """
        findings, notes = decided.findings, decided.notes
        every = {name: decider.values(name) for name in self.names}
        if only is not None:
            findings, notes = findings[only], notes[only]
        absent = findings < 0
        missing = absent if absent.any() else None
        found = []
        for name, values in every.items():
            if name == "notes":
                values.learn(decider.note_texts)
                told = self._told(decided, values, before or {})
                found.append(self._notes(values, notes, told, only))
                continue
            values.learn(decider.findings)
            if missing is not None and missing.all():
                kind = type_of(name, dictionary=self.dictionary)
                found.append(pa.nulls(len(findings), kind))
            else:
                found.append(values.column(findings, missing, dictionary=self.dictionary))
        return found

    def _told(
        self, decided: Decided, values: Values, before: Mapping[int, str]
    ) -> dict[int, list[str]]:
        """Return, of rows that have notes of their own, all of them."""
        told: dict[int, list[str]] = {
            number: [f"{item.code}: {worded(item.message, item.hint)}" for item in problems]
            for number, problems in decided.rejected
        }
        told |= {number: [f"left aside: {reason}"] for number, reason in decided.aside}
        items, numbers = values.items, values.numbers
        for number, note in before.items():
            if number not in told:
                told[number] = [note, *items[numbers[decided.notes[number]]]]
        return told

    def _notes(
        self,
        values: Values,
        notes: Codes,
        told: Mapping[int, list[str]],
        only: NDArray[np.int64] | None,
    ) -> Any:  # noqa: ANN401  (of Arrow, or a value of any type)
        codes = values.numbers[notes]
        if not told:
            return values.laid.take(codes, None)
        extra = arrays.lists(told.values())
        codes = codes.copy()
        places = np.fromiter(told, np.int64, len(told))
        numbers = np.arange(len(values.array), len(values.array) + len(extra), dtype=np.int32)
        if only is None:
            codes[places] = numbers
        else:
            where = np.searchsorted(only, places)
            where[where == len(only)] = 0
            here = only[where] == places if len(only) else np.zeros(len(places), bool)
            codes[where[here]] = numbers[here]
        return pa.concat_arrays([values.array, extra]).take(arrays.numbers(codes))


def worded(message: str, hint: str) -> str:
    """Return what is wrong, with what to do about it."""
    return f"{message} ({hint})" if hint else message
