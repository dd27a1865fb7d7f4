"""What a finding depends on: variables and accounts that decide, in words."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.engines.reference.doubts import Deciding as Doubted
from ceasefire.engines.reference.meaning import (
    ALL,
    COVERED,
    EXCLUDED,
    NOTHING,
    VIOLATING,
    union,
)
from ceasefire.engines.reference.merging import merged
from ceasefire.engines.reference.telling import label, telling
from ceasefire.findings.because import ONE_READING, STATED
from ceasefire.findings.finding import Doubt, DoubtValue, Verdict
from ceasefire.findings.words import field_label, value_labels
from ceasefire.program.sets import Lump

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ceasefire.engines.reference.engine import Core
    from ceasefire.program.binding import Box, Case, Variable
    from ceasefire.program.program import Program

__all__ = ["SETS", "Uncertainty", "valued"]

NAMES: Final = {EXCLUDED: Verdict.EXCLUDED, COVERED: Verdict.COVERED, VIOLATING: Verdict.VIOLATING}
SETS: Final = [
    frozenset(verdict for bit, verdict in NAMES.items() if mask & bit) for mask in range(ALL + 1)
]
"""The verdicts of a mask; that there was no incident is none."""


def valued(mask: int, labels: Iterable[str], ids: Iterable[str] | None = None) -> DoubtValue:
    """Return values with what they leave possible; ids are the labels if not given."""
    words = tuple(labels)
    keys = words if ids is None else tuple(ids)
    return DoubtValue(words, keys, SETS[mask], no_incident=bool(mask & NOTHING))


class Asked:
    """What is known of one doubt over all boxes: for each value, what it leaves possible."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.sure = False
        self.epoch = -1
        self._variables: list[Variable] = []
        self._masks: dict[Any, int] = {}
        self._exact = True

    def add(self, variable: Variable, doubt: Doubted, epoch: int) -> None:
        """Add what some of the boxes say; the doubt decides if it does in one of them."""
        self.sure |= doubt.sure
        self.epoch = epoch if self.epoch < 0 else min(self.epoch, epoch)
        self._variables.append(variable)
        # Lumps alone tell nothing of one value or another.
        self._exact &= bool(doubt.masks) and not all(isinstance(c, Lump) for c in variable.cells)
        for cell in variable.cells if doubt.masks else ():
            for value in cell.values:
                self._masks[value] = self._masks.get(value, 0) | doubt.masks[cell.signature]

    def by_mask(self) -> dict[int, list[Any]]:
        """Return the values by what they leave possible; none where that is not known."""
        found: dict[int, list[Any]] = {}
        for value, mask in self._masks.items() if self._exact else ():
            found.setdefault(mask, []).append(value)
        return found

    def variable(self) -> Variable:
        """Return a variable of all the cells there are."""
        first = self._variables[0]
        if len(self._variables) == 1:
            return first
        return first._replace(cells=tuple(cell for item in self._variables for cell in item.cells))


class Group(NamedTuple):
    """Boxes seen as one: their variables, their verdicts, and when they begin."""

    variables: tuple[Variable, ...]
    mask: int
    epoch: int


class Uncertainty:
    """The doubts of one case."""

    def __init__(
        self,
        program: Program,
        case: Case,
        core: Core,
        stated: Sequence[tuple[int, Box, int]],
    ) -> None:
        """Take the case, and the possible boxes of its stated facts.

        Each has the number of its account before it, and its verdicts behind.
        """
        self.program = program
        self.case = case
        self.core = core
        self.tellers = [teller for teller, _, _ in stated]
        self.stated = [box for _, box, _ in stated]
        self.masks = [mask for _, _, mask in stated]

    def doubts(self) -> tuple[Doubt, ...]:
        """Return the doubts of the stated facts, then whose account holds."""
        return (*self._doubts(), *self._choices(), *self._accounts_in_doubt())

    def _rank(self, name: str) -> tuple[bool, int, str]:
        fields = list(self.program.taxonomy.fields)
        question = name.startswith("?")
        return question, 0 if question else fields.index(name), name

    def depends_on(self, doubts: Sequence[Doubt]) -> tuple[str, ...]:
        """Return the fields, then the questions, that the doubts are about."""
        questions = {doubt.name for doubt in doubts if doubt.kind == "question"}
        names = {name for doubt in doubts for name in doubt.name.split(",") if name}
        return tuple(
            sorted(names, key=lambda name: self._rank(f"?{name}" if name in questions else name))
        )

    def _epoch(self, boxes: Iterable[Box]) -> int:
        times = [
            lo
            for box in boxes
            for item in box.variables
            if item.slot == self.program.time
            for cell in item.cells
            for lo, _ in cell.values
        ]
        return bisect_right(self.program.parties.edges, min(times, default=0))

    def _doubts(self) -> list[Doubt]:
        """One doubt for each field (or question) that decides, over all boxes.

        Where nothing hangs on it in some of the boxes, what these have of it is told too:
        else a doubt over one side of a clash would look as if only that side were asked about.
        """
        told = [
            (group, {each.variable: each for each in doubts}) for group, doubts in self._groups()
        ]
        asked = {
            (variable.name, variable.owner): Asked()
            for group, doubts in told
            for number, variable in enumerate(group.variables)
            if number in doubts
        }
        for group, doubts in told:
            for number, variable in enumerate(group.variables):
                known = asked.get((variable.name, variable.owner))
                if known is not None:
                    everywhere = {cell.signature: group.mask for cell in variable.cells}
                    doubt = doubts.get(number, Doubted(number, everywhere, sure=False))
                    known.add(variable, doubt, group.epoch)
        ranked = sorted(asked.items(), key=lambda item: self._rank(item[0][0]))
        return [self._doubt(name, owner, known) for (name, owner), known in ranked]

    def _groups(self) -> Iterator[tuple[Group, Sequence[Doubted]]]:
        """Yield the boxes that differ in time alone, seen as one, with what decides in them."""
        for numbers, doubts in self.core.doubts:
            boxes = [self.stated[number] for number in numbers]
            mask = union(self.masks[number] for number in numbers)
            yield Group(merged(boxes).variables, mask, self._epoch(boxes)), doubts

    def _doubt(self, name: str, owner: str, asked: Asked) -> Doubt:
        groups: dict[int, list[tuple[str, str]]] = {}
        for mask, members in asked.by_mask().items():
            labels, ids = value_labels(self.program, asked.variable(), members, asked.epoch)
            keys = ids if len(ids) == len(labels) else labels
            groups[mask] = list(zip(labels, keys, strict=True))
        values = tuple(
            valued(mask, [words for words, _ in entries], [key for _, key in entries])
            for mask, entries in sorted(groups.items(), reverse=True)
        )
        question = name.startswith("?")
        return Doubt(
            "question" if question else "field",
            name.removeprefix("?"),
            field_label(self.program, name),
            owner,
            values,
            asked.sure,
        )

    def _choices(self) -> list[Doubt]:
        """Rival boxes of the stated facts (one coalition or another) that differ in verdict."""
        rivals = []
        for group, _ in self.core.doubts:
            labels: dict[str, dict[str, None]] = {}
            mask = 0
            for number in group:
                mask |= self.masks[number]
                for item in self.stated[number].choices:
                    if len(group) == 1 or not item.name.startswith("when"):
                        labels.setdefault(item.name, {})[item.label] = None
            chosen = {name: ", then ".join(each) for name, each in labels.items()}
            rivals += [(chosen, mask)] if chosen else []
        if len({mask for _, mask in rivals}) < 2:  # noqa: PLR2004  (nothing differs)
            return []
        names = self._rival_names()
        if not names:
            return []
        groups: dict[int, list[str]] = {}
        for chosen, mask in rivals:
            shown = (f"{n} {chosen[n]}" for n in names if n in chosen and not n.startswith("when"))
            groups.setdefault(mask, []).append(", ".join(shown) or "another stretch of the time")
        values = tuple(
            valued(mask, dict.fromkeys(labels))
            for mask, labels in sorted(groups.items(), reverse=True)
        )
        plain = dict.fromkeys(name.partition("@")[0] for name in names)
        return [Doubt("rival", ",".join(plain), "which of the rival facts holds", "", values)]

    def _rival_names(self) -> list[str]:
        """Return the fields of rival boxes of which settling one changes what is possible."""
        found: dict[str, None] = {}
        numbers = range(len(self.stated))
        for account in dict.fromkeys(self.tellers):
            left: dict[str, dict[str, int]] = {}
            for number in (number for number in numbers if self.tellers[number] == account):
                for item in self.stated[number].choices:
                    masks = left.setdefault(item.name, {})
                    masks[item.label] = masks.get(item.label, 0) | self.masks[number]
            found |= {name: None for name, masks in left.items() if len(set(masks.values())) > 1}
        return list(found)

    def _accounts_in_doubt(self) -> list[Doubt]:
        """Accounts that leave something else possible than the stated facts."""
        groups: dict[int, list[str]] = {}
        fields: dict[str, None] = {}
        told = telling(self.case, self.core.accounts)
        asserted = [mask for account, mask in told if account.facts.stated]
        for account, mask in told:
            if not mask or (mask == self.core.stated and len(set(asserted)) == 1):
                continue
            # Where the stated accounts disagree, none of them is the report alone.
            alone = account.facts.told_by or len(set(asserted)) == 1
            words = label(self.program, account) if alone else ONE_READING
            groups.setdefault(mask, []).append(words)
            fields.update(
                dict.fromkeys(key for key in account.facts.overrides if key in self.program.index)
            )
        if not groups:
            return []
        if len(set(asserted)) == 1:
            groups.setdefault(self.core.stated, []).insert(0, STATED)
        values = tuple(
            valued(mask, labels) for mask, labels in sorted(groups.items(), reverse=True) if mask
        )
        return [Doubt("account", ",".join(fields), "whose account holds", "", values)]
