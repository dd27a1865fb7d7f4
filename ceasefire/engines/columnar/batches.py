"""Batches of a table: every row to its finding.

A row is dealt with in one of four ways. Most are *decided* column by column. A row
that has several acts, names that change their meaning within its time, or something that
cannot be read by itself, is taken *apart*: read like a single event, once for all rows
that say the same. Where that shows it to be at fault it is *rejected*. And a row that is
no event at all is left *aside*.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.core import Account
from ceasefire.engines.columnar.days import Days
from ceasefire.engines.columnar.growing import Lazy
from ceasefire.engines.columnar.noting import Noting
from ceasefire.engines.columnar.outcomes import Findings, Outcome
from ceasefire.engines.columnar.outright import Outright
from ceasefire.engines.columnar.pairing import Pairing, Registry
from ceasefire.engines.columnar.pieces import (
    ABSENT,
    APART,
    DECIDED,
    SINGLE,
    PieceCodes,
    Spoken,
)
from ceasefire.engines.columnar.plans import Plan, plan_of
from ceasefire.engines.columnar.singly import Rejected, Singly
from ceasefire.engines.columnar.standing import Standing
from ceasefire.engines.columnar.telling import Telling
from ceasefire.engines.reference.meaning import union
from ceasefire.events.keys import EVENT_KEYS, stray_keys
from ceasefire.program.binding import Account as BoundAccount
from ceasefire.program.binding import Case
from ceasefire.terms.times import TimeProblem, span, zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.book import Book
    from ceasefire.engines.columnar.tables import Tables
    from ceasefire.events.rows import Piece, Record

    Codes = NDArray[np.int32]

__all__ = ["NOTHING_KNOWN", "Batch", "Reading", "Rejected"]

LONGEST_ID: Final = 200
VALUES: Final[tuple[object, ...]] = ("text", [{}])
"""What keys of the feed's own may hold, to see whether they look like others."""

NOTHING_KNOWN: Final = frozenset({"sources", "notes"})
"""Keys of an event, besides fields, that decide nothing."""


class Batch(NamedTuple):
    """The findings of some rows.

    ``findings`` has the number of each row's finding, or -1 where there is none; ``notes``
    the number of its notes. ``aside`` has the rows that are no event, with the reason.
    ``said`` has the numbers of what rows say of a field, ``plans`` those of the plans of
    their alternatives; of rows that are not ``told`` by these they do not tell all.
    """

    findings: Codes
    notes: Codes
    rejected: list[Rejected]
    aside: list[tuple[int, str]]
    said: Mapping[str, Codes] | None = None
    plans: Codes | None = None
    told: NDArray[np.bool_] | None = None


class Keyed(NamedTuple):
    """The accounts of an event: its plan, and the chain of each account."""

    plan: int
    chains: tuple[int, ...]


class Reading:
    """Feeds of the same columns under one reading of a program."""

    def __init__(
        self,
        book: Book,
        tables: Tables,
        pieces: Iterable[Piece] = (),
        columns: Iterable[str] = (),
        *,
        few: int = 0,
    ) -> None:
        """Take the book, what is known of its program, the feeds' pieces and columns.

        So ``few`` different combinations of cells are decided one by one in any case.
        """
        self.book = book
        self.tables = tables
        self.columns = frozenset(columns)
        self.setting = book.setting
        self.program = tables.program
        self.zone = zone(book.rulebook.timezone)
        self.pieces = [PieceCodes(piece, tables.fields, self._days) for piece in pieces]
        self._standing = Standing(tables, self.zone, self.setting.as_of)
        self.plans: list[Plan] = []
        self._plan_numbers: dict[str, int] = {}
        self.plan_of(None)
        self.found = Findings(self.program, self.setting)
        self.findings = self.found.items
        self.outcomes: dict[Keyed, Outcome] = {}
        self.keys: Registry[Keyed] = Registry()
        self.first = Pairing(lambda plan, chain: self.keys.number(Keyed(plan, (chain,))))
        self.next = Pairing(
            lambda key, chain: self.keys.number(
                self.keys[key]._replace(chains=(*self.keys[key].chains, chain))
            )
        )
        self.notes: Registry[tuple[str, ...]] = Registry()
        self.notes.number(())
        self._findings = Lazy(self.keys, self._finding)
        self._verdicts = Lazy(self.keys, self._verdict)
        self.outright = Outright(self, few)
        self.telling = Telling(self)
        self.noting = Noting(self)
        self.singly = Singly(self)

    def _days(self) -> Days:
        return Days(self.program, self.setting.as_of)

    # --- rows ---

    def batch(
        self,
        table: Mapping[str, Any],
        rows: int,
        record: Callable[[int], Record],
        *,
        notes: bool = True,
        plain: bool = False,
    ) -> Batch:
        """Return the findings of some rows, given by column.

        ``record`` returns one of them as the feed reads it; ``notes`` says whether notes
        are wanted, and ``plain`` that nothing is but verdicts and what is possible.
        """
        cases = [piece.codes(self.own(piece, table), rows) for piece in self.pieces]
        ways = np.zeros(rows, np.int8)
        for piece, codes in zip(self.pieces, cases, strict=True):
            np.maximum(ways, self.way(piece)[codes], out=ways)
        said = {name: self._said(name, cases, rows) for name in self.tables.fields}
        for name in ("kind", "when"):
            ways[(said[name] == ABSENT) & (ways < SINGLE)] = SINGLE
        plans = self._plans(cases, rows)
        self.tables.locate()
        findings: Codes = np.full(rows, -1, np.int32)
        noted = np.zeros(rows, np.int32)
        chosen = np.flatnonzero(ways == DECIDED)
        told = {name: codes[chosen] for name, codes in said.items()}
        outright = self.outright.findings(told, plans[chosen])
        done = outright.findings >= 0
        findings[chosen] = outright.findings
        if notes and done.any():
            noted[chosen[done]] = self.noting.numbers(
                outright.own,
                [codes[chosen[done]] for codes in cases],
                {name: codes[done] for name, codes in told.items()},
                plans[chosen[done]],
                outright.names,
            )
        numbers = self._verdicts if plain else self._findings
        self._keyed(chosen[~done], cases, said, plans, ways, findings, noted, numbers, notes=notes)
        others = np.flatnonzero(ways != DECIDED)
        rejected, aside = self.singly.decide(
            others, ways, cases, said, plans, record, findings, noted
        )
        return Batch(findings, noted, rejected, aside, said, plans, ways <= APART)

    def _keyed(  # noqa: PLR0913, PLR0917  (all that is known of rows, and what is found out)
        self,
        chosen: NDArray[np.int64],
        cases: Sequence[Codes],
        said: Mapping[str, Codes],
        plans: Codes,
        ways: NDArray[np.int8],
        findings: Codes,
        noted: Codes,
        number: Lazy,
        *,
        notes: bool,
    ) -> None:
        """Decide rows by the chains of cells of their accounts, each of which has a number."""
        if not len(chosen):
            return
        told = {name: codes[chosen] for name, codes in said.items()}
        accounts = self.telling.accounts(told, plans[chosen], notes=notes)
        ways[chosen[accounts.apart]] = APART
        kept = ~accounts.apart
        chosen, keys = chosen[kept], accounts.keys[kept]
        findings[chosen] = number(keys)
        if notes and len(chosen):
            names = [numbers[kept] for numbers in accounts.notes]
            noted[chosen] = self.noting.numbers(
                partial(self.noting.keyed, keys),
                [codes[chosen] for codes in cases],
                {name: codes[kept] for name, codes in told.items()},
                plans[chosen],
                [*names, accounts.later[kept]],
            )

    # --- what columns say ---

    def own(self, piece: PieceCodes, table: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the columns of a piece, with times that stand for others."""
        columns = {name: table[name] for name in piece.piece.columns}
        if not piece.piece.timed:
            return columns
        return self._standing.whens(columns) if piece.own else self._standing.knowns(columns)

    def way(self, piece: PieceCodes) -> Codes:
        """Return how the cases of a piece have to be dealt with."""
        found: Codes = piece.column("way", self._way_of, np.int8)
        return found

    def _way_of(self, spoken: Spoken) -> int:
        """Return how a row has to be dealt with, as far as one piece tells."""
        ways = [self._way_by(*item) for item in spoken.others.items()]
        return max(spoken.way, *ways) if ways else spoken.way

    def _way_by(self, key: str, value: Any) -> int:  # noqa: ANN401  (of Arrow, or a value of any type)
        """Return how a row has to be dealt with that states a key besides fields."""
        alone = False
        if key == "id":
            alone = not 0 < len(str(value)) <= LONGEST_ID or isinstance(value, (bool, dict, list))
        elif key == "known":
            alone = self.setting.as_of is not None or not self._dated(value)
        elif key == "alternatives":
            plan = self.plan_of(value)
            if plan >= 0 and self.plans[plan].apart:
                return APART
            alone = plan < 0
        elif key not in NOTHING_KNOWN:
            alone = key == "parts" or self.strays(key)
        return SINGLE if alone else DECIDED

    def _dated(self, known: object) -> bool:
        try:
            span(str(known), self.zone)
        except TimeProblem:
            return False
        return True

    def strays(self, key: str) -> bool:
        """Return whether a key that no field claims seems to be meant for one."""
        fields = self.program.taxonomy.fields
        given = {key, *self.columns}
        return any(
            next(stray_keys({key: value}, given, fields, EVENT_KEYS, "an event"), None)
            for value in VALUES
        )

    def _said(self, name: str, cases: Sequence[Codes], rows: int) -> Codes:
        """Return the number of each row's claim of a field."""
        for piece, codes in zip(self.pieces, cases, strict=True):
            if name in piece.own:
                found: Codes = piece.claims(name)[codes]
                if name not in {"kind", "when"}:
                    found[found == ABSENT] = self.tables.fields[name].silent
                return found
        silent = ABSENT if name in {"kind", "when"} else self.tables.fields[name].silent
        return np.full(rows, silent, np.int32)

    # --- accounts ---

    def plan_of(self, alternatives: Any) -> int:  # noqa: ANN401  (of Arrow, or a value of any type)
        """Return the number of the plan of raw alternatives; -1 where they have none."""
        key = repr(alternatives)
        number = self._plan_numbers.get(key)
        if number is None:
            plan = plan_of(alternatives, self.program, self.tables.fields, self.setting)
            number = -1 if plan is None else len(self.plans)
            if plan is not None:
                self.plans.append(plan)
            self._plan_numbers[key] = number
        return number

    def _plans(self, cases: Sequence[Codes], rows: int) -> Codes:
        for piece, codes in zip(self.pieces, cases, strict=True):
            if "alternatives" in piece.others:
                column = piece.column(
                    "plan", lambda item: self.plan_of(item.others.get("alternatives"))
                )
                found: Codes = column[codes]
                return found
        return np.zeros(rows, np.int32)

    # --- findings ---

    def _finding(self, key: int) -> int:
        """Return the number of the finding of a key, which is worked out."""
        keyed = self.keys[key]
        case, accounts = self.case(keyed)
        core = self.tables.engine.core(accounts, self.setting.answers)
        number = self.found.number(case, core)
        self.outcomes[keyed] = Outcome(self.findings[number], core)
        return number

    def _verdict(self, key: int) -> int:
        """Return the number of the finding of a key, of which verdicts alone are told."""
        _, accounts = self.case(self.keys[key])
        stated, totals = self.tables.engine.seen(accounts, self.setting.answers)
        return self.found.seen(stated, union(totals))

    def case(self, keyed: Keyed, kind: object = None) -> tuple[Case, tuple[Account, ...]]:
        """Return the accounts of a key, and what stands for them as an event has them."""
        plan = self.plans[keyed.plan]
        accounts = []
        bound = []
        for telling, chain in zip(plan.tellings, keyed.chains, strict=True):
            box = self.tables.box(chain)
            told = self.tables.incident(box)
            accounts.append(
                Account(
                    telling.stated,
                    told,
                    (box,) if told else (),
                    telling.told_by,
                    telling.facts.overrides,
                )
            )
            facts = telling.facts
            if "kind" not in dict(telling.claims) and kind is not None:
                facts = facts._replace(values={**facts.values, "kind": kind})
            bound.append(BoundAccount(facts, (), told))
        return Case(tuple(bound), ()), tuple(accounts)
