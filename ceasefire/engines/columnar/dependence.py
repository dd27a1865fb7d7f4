"""Which doubts of a report decide: its fields and questions, rival facts, rival accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.engines.columnar.apart import Apart
from ceasefire.engines.reference.meaning import union

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceasefire.engines.columnar.boxes import Box, Doubt, Settled
    from ceasefire.engines.reference.search import Budget
    from ceasefire.program.program import Program

__all__ = ["Account", "Told", "choices", "deciding", "deciding_over", "in_doubt"]


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
    def shape(self) -> Any:  # noqa: ANN401  (only to be compared)
        """What of an account the finding depends on."""
        several = len(self.boxes) > 1
        boxes = tuple(box.shape(several=several) for box in self.boxes)
        return self.stated, self.incident, boxes, self.told_by, self.overrides


class Told(NamedTuple):
    """A box of the stated facts that some world is left of."""

    account: int
    box: Settled
    mask: int


def deciding(box: Settled, budget: Budget) -> set[str]:
    """Return the doubts of one box that decide."""
    found: set[str] = set()
    for number, doubt in enumerate(box.told):
        if doubt.name in found:
            continue
        masks = set(box.by_mask(number, budget).values()) - {0}
        if len(masks) > 1 or box.flips(number, budget):
            found.add(doubt.name)
    return found


def deciding_over(boxes: Sequence[Told], budget: Budget) -> set[str]:
    """Return the doubts that decide over the boxes of one account, which are rivals.

    Where boxes have the same variables, these are compared one by one; else those that
    are called the same.
    """
    found = {
        doubt.name
        for told in boxes
        for number, doubt in enumerate(told.box.told)
        if told.box.flips(number, budget)
    }
    groups = alike(boxes)
    for key in dict.fromkeys(called(told, n, groups) for told in boxes for n in every(told)):
        if key[0] in found:
            continue
        numbers = {
            id(told): [n for n in every(told) if called(told, n, groups) == key] for told in boxes
        }
        if not any(
            len({value for told in group for value in values_of(told, numbers[id(told)])}) > 1
            for group in groups
        ):
            continue
        left: dict[Any, int] = {}
        for told in boxes:
            for value, mask in left_by(told, numbers[id(told)], budget):
                left[value] = left.get(value, 0) | mask
        if len(set(left.values()) - {0}) > 1 or any(
            apart(group, number, budget) for group in groups for number in numbers[id(group[0])]
        ):
            found.add(key[0])
    return found


def every(told: Told) -> range:
    """Return the numbers of the variables of a box, open questions last."""
    return range(len(told.box.box.doubts) + len(told.box.asked))


def variable(told: Told, number: int) -> Doubt:
    """Return a variable of a box, open or not."""
    doubts = told.box.box.doubts
    return doubts[number] if number < len(doubts) else told.box.asked[number - len(doubts)]


def called(told: Told, number: int, groups: Sequence[Any]) -> tuple[str, str, int]:
    """Return what tells a variable from others, in whichever box."""
    doubt = variable(told, number)
    return doubt.name, doubt.owner, number if len(groups) == 1 else 0


def left_by(told: Told, numbers: Sequence[int], budget: Budget) -> Iterable[tuple[Any, int]]:
    """Yield each value of some variables of a box, with the verdicts that it leaves."""
    for number in numbers:
        doubt = variable(told, number)
        for mask, values in zip(doubt.masks, doubt.values, strict=True):
            verdicts = told.box.with_cell(number, mask, budget)
            yield from ((value, verdicts) for value in values)
    if not numbers:
        yield None, told.mask


def values_of(told: Told, numbers: Sequence[int]) -> Iterable[Any]:
    """Yield the values of some variables of a box."""
    for number in numbers:
        for values in variable(told, number).values:
            yield from values


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


def apart(group: Sequence[Told], number: int, budget: Budget) -> bool:
    """Return whether worlds of two boxes differ in one variable alone, and in verdict."""
    return number < len(group[0].box.box.doubts) and any(
        Apart(one.box, other.box, number).differ(budget)
        for place, one in enumerate(group)
        for other in group[place + 1 :]
    )


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
