"""Rows of a table by the cells that their accounts fall in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ceasefire.engines.columnar.pieces import ABSENT
from ceasefire.program.sides import ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.batches import Batch, Reading
    from ceasefire.engines.columnar.fields import Code, Field

    Codes = NDArray[np.int32]
    Places = NDArray[np.int64]

__all__ = ["Accounts", "Each", "Kinds", "accounts_of", "by_accounts", "stated"]


class Each(NamedTuple):
    """Accounts one by one, those of a row together: whose they are, and which.

    ``begins`` has the place of the first of each row.
    """

    owners: Places
    tellings: Places
    begins: Places


class Kinds(NamedTuple):
    """Rows that are not alike, one of each kind: every account, and the cells of each by field."""

    names: tuple[str, ...]
    each: Each
    cells: NDArray[np.int64]

    def accounts(self, kind: int) -> slice:
        """Return the places of the accounts of a kind."""
        begins = self.each.begins
        last = begins[kind + 1] if kind + 1 < len(begins) else len(self.each.owners)
        return slice(int(begins[kind]), int(last))

    def some(self, kinds: Places) -> Kinds:
        """Return some of the kinds."""
        each = self.each
        sizes = np.diff(np.append(each.begins, len(each.owners)))[kinds]
        owners = np.repeat(np.arange(len(kinds)), sizes)
        begins = (np.cumsum(sizes) - sizes).astype(np.int64)
        places = each.begins[kinds][owners] + np.arange(len(owners)) - begins[owners]
        return Kinds(self.names, Each(owners, each.tellings[places], begins), self.cells[places])


class Accounts(NamedTuple):
    """The accounts of rows that columns tell all of.

    ``rows`` are their numbers, ``kinds`` tells those apart whose accounts are not in the same
    cells, and ``firsts`` has the first row of each kind. ``each`` has every account, ``cells``
    those of each by field, which have ``names``, and ``told`` says of which there may be an
    incident. Of rows that are ``elsewhere`` some account has another place.
    """

    rows: Places
    kinds: Places
    firsts: Places
    names: tuple[str, ...]
    each: Each
    cells: NDArray[np.int64]
    told: NDArray[np.bool_]
    elsewhere: NDArray[np.bool_]
    overridden: Mapping[str, Codes]

    @property
    def distinct(self) -> Kinds:
        """One row of each kind."""
        return Kinds(self.names, self.each, self.cells).some(self.firsts)


def accounts_of(reading: Reading, batch: Batch, wanted: NDArray[np.bool_]) -> Accounts:
    """Return the accounts of those rows that are wanted and that columns tell all of."""
    said, plans, told = batch.said, batch.plans, batch.told
    assert said is not None  # noqa: S101  (who asks knows)
    assert plans is not None  # noqa: S101  (likewise)
    assert told is not None  # noqa: S101  (likewise)
    apart = np.array([plan.apart or not plan.tellings for plan in reading.plans], bool)
    rows = np.flatnonzero(wanted & told & (plans >= 0))
    rows = rows[~(apart[plans[rows]] | joint(reading, said, rows))]
    while True:
        found = _accounts(reading, {name: codes[rows] for name, codes in said.items()}, plans[rows])
        accounts, alone = found
        if alone.all():
            return accounts._replace(rows=rows)
        rows = rows[alone]


def _accounts(
    reading: Reading, said: Mapping[str, Codes], plans: Codes
) -> tuple[Accounts, NDArray[np.bool_]]:
    """Return the accounts of rows, and of which rows they tell all."""
    each = one_by_one(reading, plans)
    overridden = {name: stated(reading, name, codes, each) for name, codes in said.items()}
    codes, whole = reading.telling.codes(overridden)
    alone = np.ones(len(plans), bool)
    alone[each.owners[~whole]] = False
    fields = reading.tables.fields
    cells = np.stack(
        [numbered(fields[name], column) for name, column in codes.items()], axis=1
    ).astype(np.int64)
    kinds, firsts = by_accounts(each, cells, len(plans))
    others = np.array(
        [
            any(name == "where" for t in plan.tellings for name, _ in t.claims)
            for plan in reading.plans
        ],
        bool,
    )
    accounts = Accounts(
        np.arange(len(plans)),
        kinds,
        firsts,
        tuple(codes),
        each,
        cells,
        incidents(reading, codes["kind"]),
        others[plans],
        overridden,
    )
    return accounts, alone


def joint(reading: Reading, said: Mapping[str, Codes], rows: Places) -> NDArray[np.bool_]:
    """Return which rows tell of several acts at once."""
    found = np.zeros(len(rows), bool)
    for name in ROLES:
        claims, which = np.unique(said[name][rows], return_inverse=True)
        field = reading.tables.fields[name]
        found |= np.array([field.joint(claim) for claim in claims.tolist()], bool)[which]
    return found


def one_by_one(reading: Reading, plans: Codes) -> Each:
    """Return every account of some rows."""
    counts = np.array([len(plan.tellings) for plan in reading.plans], np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    sizes = counts[plans]
    owners = np.repeat(np.arange(len(plans)), sizes)
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)[: len(plans)]
    tellings = starts[plans[owners]] + np.arange(len(owners)) - begins[owners]
    return Each(owners, tellings, begins)


def stated(reading: Reading, name: str, codes: Codes, each: Each) -> Codes:
    """Return what each account states of a field: what the report does, or something else."""
    base: Codes = codes[each.owners]
    claims = np.array(
        [
            dict(telling.claims).get(name, ABSENT)
            for plan in reading.plans
            for telling in plan.tellings
        ],
        np.int32,
    )
    if (claims != ABSENT).any():
        other = claims[each.tellings]
        base = np.where(other == ABSENT, base, other)
    return base


def numbered(field: Field, codes: Codes) -> Codes:
    """Return the cells of a field as numbers that do not hang on how they were told."""
    items = field.codes.items
    seen: dict[object, int] = {}
    distinct, which = np.unique(codes, return_inverse=True)
    # The first code of the same cells stands for all of them, whatever comes later.
    for number, code in enumerate(items):
        seen.setdefault(cells_of(code), number)
    found = np.array([seen[cells_of(items[code])] for code in distinct.tolist()], np.int32)
    return found[which]


def cells_of(code: Code) -> object:
    """Return what matters of a code: its cells, and whom it can only be."""
    return code.signatures, code.alone


def incidents(reading: Reading, kinds: Codes) -> NDArray[np.bool_]:
    """Return which accounts may be of an incident."""
    program = reading.tables.program
    view = [(0, 0)] * len(program.slots)
    distinct, which = np.unique(kinds, return_inverse=True)
    found = []
    for code in distinct.tolist():
        signatures = reading.tables.fields["kind"].codes.items[code].signatures
        told = False
        for signature in signatures:
            view[program.kind] = signature, signature
            told |= program.incident.value(view) is True
        found.append(told)
    return np.array(found, bool)[which]


def by_accounts(each: Each, cells: NDArray[np.int64], rows: int) -> tuple[Places, Places]:
    """Return of which kind each row is, and the first row of each kind.

    Rows are of one kind whose accounts are in the same cells, in order.
    """
    lines = alike(cells)
    sizes = np.diff(np.append(each.begins, len(each.owners)))
    columns = [sizes]
    for place in range(int(sizes.max(initial=0))):
        column = np.full(rows, -1, np.int64)
        some = np.flatnonzero(sizes > place)
        column[some] = lines[each.begins[some] + place]
        columns.append(column)
    kinds = alike(np.stack(columns, axis=1))
    _, firsts = np.unique(kinds, return_index=True)
    return kinds, firsts.astype(np.int64)


def alike(table: NDArray[np.int64]) -> Places:
    """Return numbers from 0 that are equal for lines of a table that are."""
    found = np.zeros(len(table), np.int64)
    for column in table.T:
        _, codes = np.unique(column, return_inverse=True)
        size = int(codes.max(initial=0)) + 1
        _, found = np.unique(found * size + codes, return_inverse=True)
    return found
