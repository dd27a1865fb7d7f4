"""Facts of an event established, written down, and classified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceasefire.analysis.casework import docket
from ceasefire.analysis.casework.docket import stance_of
from ceasefire.analysis.settling.branches import Branch, Open, open_facts, places, possible
from ceasefire.analysis.space.saying import Sayer
from ceasefire.engines.reference.meaning import NOTHING
from ceasefire.engines.reference.uncertainty import SETS
from ceasefire.program.binding import bind
from tests.analysis.stances import under

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.analysis.casework import Entry, Sort
    from ceasefire.analysis.casework.docket import Source
    from ceasefire.book import Book
    from ceasefire.program.binding import Account, Case

__all__ = ["Trial", "each", "trials"]


class Trial:
    """An event with its facts, to be settled and classified."""

    def __init__(self, book: Book, entry: Entry) -> None:
        self.book, self.entry = book, entry
        self.stance = stance_of(book)
        as_of, credit = book.setting.as_of, self.stance.credit
        self.case: Case = bind(entry.event, book.program, {}, credit=credit, as_of=as_of)
        self.sort: Sort = entry.sort(credit)
        self.facts = list(open_facts(book.program, self.case, self.sort, self.stance.answers))

    def mask(self, branches: Sequence[Branch]) -> int:
        return possible(self.sort, self.stance.answers, branches)

    def check(self, some: Sequence[tuple[Open, Branch]]) -> bool:
        """Hold what values leave against what is classified; false if that cannot be written."""
        event = self.written(some)
        if event is None:
            return False
        answers = dict(branch.answer for _, branch in some if branch.answer)
        book = under(self.book, {**self.stance.answers, **answers}, ())
        finding = book.classify(event)
        mask = self.mask([branch for _, branch in some])
        assert finding.possible == SETS[mask], event
        assert finding.no_incident == bool(mask & NOTHING), event
        return True

    def written(self, some: Sequence[tuple[Open, Branch]]) -> dict[str, Any] | None:
        """Return the event with some facts established, its accounts as rivals of each other."""
        kept = []
        for number in range(len(self.case.accounts)):
            inside = [
                all(branch.kept is None or place in branch.kept for _, branch in some)
                for place in places(self.case, number)
            ]
            if any(inside) and not all(inside):
                return None
            if all(inside):
                kept.append(number)
        parts = [dict(part) for part in self.entry.event.parts]
        told = [self._values(number, some, parts) for number in kept]
        accounts = [values for values in told if values is not None]
        if not accounts or len(accounts) < len(told):
            return None
        base = min(accounts, key=len)
        if not all(base.keys() <= values.keys() for values in accounts):
            return None
        others = [values for values in accounts if values is not base]
        event: dict[str, Any] = {"id": "X", **base, "alternatives": others, "parts": parts}
        return {key: value for key, value in event.items() if value != []}

    def _values(
        self, number: int, some: Sequence[tuple[Open, Branch]], parts: list[dict[str, Any]]
    ) -> dict[str, Any] | None:
        account: Account = self.case.accounts[number]
        values = dict(account.facts.values)
        for fact, branch in some:
            cells = [item for item in branch.cells if item[0] == number]
            if not cells:
                continue
            if len(account.boxes) > 1 or (fact.owner and not fact.owner.startswith("part ")):
                return None
            _, box, variable, signatures = cells[0]
            item = account.boxes[box].variables[variable]
            when = next(v for v in account.boxes[box].variables if v.name == "when")
            left = {fact.name: [cell for cell in item.cells if cell.signature in signatures]}
            said, _ = Sayer(self.book.program).said({"when": when.cells, **left})
            if fact.name not in said or len(signatures) > 1:
                return None
            target = values
            if fact.owner:
                part = fact.owner.removeprefix("part ")
                if not part.isdigit():
                    return None
                target = parts[int(part) - 1]
            target[fact.name] = said[fact.name]
        return values


def each(branch: Branch) -> Iterator[Branch]:
    """Yield a value of a fact, cell by cell of the class that decides alike."""
    every = sorted({some for *_, signatures in branch.cells for some in signatures}, key=repr)
    for some in every:
        cells = tuple((a, b, v, (some,)) for a, b, v, left in branch.cells if some in left)
        if len(cells) == len(branch.cells):
            yield branch._replace(cells=cells)
    if not every:
        yield branch


def trials(book: Book, source: Source) -> Iterator[Trial]:
    found = docket(book, source)
    for entry in found.entries:
        if entry.outcome(stance_of(book)).open:
            yield Trial(book, entry)
