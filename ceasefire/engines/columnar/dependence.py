"""Which doubts of a report decide: its fields and questions, rival facts, rival accounts."""

from __future__ import annotations

from itertools import combinations, starmap
from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.engines.columnar.apart import Apart
from ceasefire.engines.reference.meaning import union

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.engines.columnar.boxes import Box, Settled
    from ceasefire.engines.columnar.extents import Doubt
    from ceasefire.engines.reference.search import Budget
    from ceasefire.program.program import Program

    Cells = tuple[int, Doubt]
    """A variable of a box, and its number there."""

    Name = tuple[str, str, int]

__all__ = ["Account", "Told", "choices", "deciding_over", "in_doubt"]


class Account(NamedTuple):
    """One account in boxes, of which there are none where it tells of no incident.

    ``told_by`` numbers the alternatives that it is made of; ``overrides`` are the fields
    that it states otherwise than the report.
    """

    stated: bool
    incident: bool
    boxes: tuple[Box, ...]
    told_by: tuple[int, ...] = ()
    overrides: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[bool, bool, tuple[int, ...], tuple[str, ...]]:
        """What of an account the finding depends on, besides its boxes."""
        return self.stated, self.incident, self.told_by, self.overrides


class Told(NamedTuple):
    """A box of the stated facts, by the numbers of its account and its own; and its verdicts."""

    account: int
    number: int
    box: Settled
    mask: int


def deciding_over(boxes: Sequence[Told], budget: Budget) -> set[str]:
    """Return the doubts that decide over the boxes of one account, which are rivals.

    Where boxes have the same variables, these are compared one by one; else those that
    are called the same.
    """
    found: set[str] = set()
    for told in boxes:
        for number, doubt in enumerate(told.box.told):
            if doubt.name not in found and told.box.flips(number, budget):
                found.add(doubt.name)
    groups = alike(boxes)
    pairs = [
        list(starmap(Apart, combinations([told.box for told in group], 2))) for group in groups
    ]
    named = [[variables(told, alone=len(groups) == 1) for told in group] for group in groups]
    for key in dict.fromkeys(key for group in named for each in group for key in each):
        if key[0] in found:
            continue
        cells = [[each.get(key, []) for each in group] for group in named]
        if any(varies([item for each in group for item in each]) for group in cells) and (
            tells(
                [item for group in groups for item in group],
                [item for group in cells for item in group],
                budget,
            )
            or any(
                pair.differ(number, budget)
                for compared, (first, *_) in zip(pairs, cells, strict=True)
                for pair in compared
                for number, _ in first
                if number < pair.variables
            )
        ):
            found.add(key[0])
    return found


def variables(told: Told, *, alone: bool) -> dict[Name, list[Cells]]:
    """Return the variables of a box, open questions last, by what tells them from others.

    That is the number as well where all boxes have the same ones.
    """
    found: dict[Name, list[Cells]] = {}
    for number, doubt in enumerate((*told.box.box.doubts, *told.box.open)):
        name = doubt.name, doubt.owner, number if alone else 0
        found.setdefault(name, []).append((number, doubt))
    return found


def varies(cells: Sequence[Cells]) -> bool:
    """Return whether several variables have more than one value together."""
    values = [each for _, doubt in cells for each in doubt.values]
    return any(len(each) > 1 or each != values[0] for each in values)


def tells(boxes: Sequence[Told], cells: Sequence[Sequence[Cells]], budget: Budget) -> bool:
    """Return whether values of some variables, of each box, leave other verdicts than others."""
    by_cell = [
        [(doubt.values, told.box.by_cell(number, doubt, budget)) for number, doubt in each]
        for told, each in zip(boxes, cells, strict=True)
    ]
    masks = {mask for each in by_cell for _, masks in each for mask in masks}
    masks |= {told.mask for told, each in zip(boxes, cells, strict=True) if not each}
    if len(masks - {0}) < 2:  # noqa: PLR2004  (nothing differs)
        return False
    left: dict[Any, int] = {}
    for told, each in zip(boxes, by_cell, strict=True):
        for values, verdicts in each or [(((None,),), [told.mask])]:
            for cell, mask in zip(values, verdicts, strict=True):
                for value in cell:
                    left[value] = left.get(value, 0) | mask
    return len({*left.values()} - {0}) > 1


def alike(boxes: Sequence[Told]) -> list[list[Told]]:
    """Return the boxes in groups that differ in their stretch of time alone."""
    found: dict[Any, list[Told]] = {}
    for told in boxes:
        box = told.box.box
        roles = tuple(
            (item.name, item.said) for item in box.choices if not item.name.startswith("when")
        )
        variables = tuple((item.name, item.owner) for item in box.doubts)
        found.setdefault((roles, variables), []).append(told)
    return list(found.values())


def choices(told: Sequence[Told]) -> Iterable[str]:
    """Return the fields of rival boxes of which settling one changes what is possible."""
    grouped: dict[Any, tuple[bool, int]] = {}
    for number in dict.fromkeys(each.account for each in told):
        for place, group in enumerate(alike([each for each in told if each.account == number])):
            labelled = any(
                len(group) == 1 or not item.name.startswith("when")
                for each in group
                for item in each.box.box.choices
            )
            grouped[number, place] = labelled, union(each.mask for each in group)
    if len({mask for labelled, mask in grouped.values() if labelled}) < 2:  # noqa: PLR2004  (nothing differs)
        return
    for number in dict.fromkeys(each.account for each in told):
        left: dict[str, dict[str, int]] = {}
        for each in told:
            if each.account == number:
                for item in each.box.box.choices:
                    masks = left.setdefault(item.name, {})
                    masks[item.label] = masks.get(item.label, 0) | each.mask
        for name, masks in left.items():
            if len(set(masks.values())) > 1:
                yield name.partition("@")[0]


def in_doubt(
    program: Program, accounts: Sequence[Account], totals: Sequence[int], stated: int
) -> set[str]:
    """Return the fields in which accounts differ that leave something else possible."""
    alone = {
        account.told_by[0]: mask
        for account, mask in zip(accounts, totals, strict=True)
        if len(account.told_by) == 1
    }
    told = [
        (account, mask)
        for account, mask in zip(accounts, totals, strict=True)
        if len(account.told_by) < 2  # noqa: PLR2004  (no combination)
        or all(alone.get(item) != mask for item in account.told_by)
    ]
    agreed = len({mask for account, mask in told if account.stated}) == 1
    return {
        field
        for account, mask in told
        if mask and not (mask == stated and agreed)
        for field in account.overrides
        if field in program.index
    }
