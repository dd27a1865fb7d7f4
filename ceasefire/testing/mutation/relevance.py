"""Which cases could notice a mutant at all: the others need not be tried."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ceasefire.engines.reference.states import start
from ceasefire.errors import EventError
from ceasefire.program.binding import bind
from ceasefire.terms.names import normalise
from ceasefire.testing.mutation.joint import Joint
from ceasefire.testing.mutation.mutants import AliasGone, Changed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.book import Book
    from ceasefire.program.bundles import Masks
    from ceasefire.program.formulas import Formula
    from ceasefire.rulebook.model import Rulebook
    from ceasefire.testing.cases.books import Books
    from ceasefire.testing.cases.model import Case
    from ceasefire.testing.mutation.mutants import Mutant

__all__ = ["Relevance"]

UNDETERMINED: Final = "undetermined"

Views = list["list[Masks]"]


class Relevance:
    """Tells which cases may notice a mutant.

    A case cannot where in no world of any account of its event the mutant changes anything,
    nor where a name is gone that the event does not mention.
    """

    def __init__(self, books: Books, cases: Sequence[Case], mutants: Sequence[Mutant]) -> None:
        """Take the cases that pass."""
        self.books = books
        self.cases = cases
        self.mutants = [item for item in mutants if isinstance(item, Changed)]
        self._joints: dict[str, Joint] = {}
        self._views: dict[int, Views | None] = {}
        self._names: dict[int, str] = {}

    def joint(self, case: Case | None = None) -> Joint:
        """Return the rulebook as a case knows it, compiled with all mutants."""
        known = "" if case is None else case.as_of
        if known not in self._joints:
            rulebook = self._rulebook(case)
            self._joints[known] = Joint(rulebook, self.mutants)
        return self._joints[known]

    def _rulebook(self, case: Case | None) -> Rulebook:
        return (self.books.plain if case is None else self.books.of(case)).program.rulebook

    def of(self, mutant: Mutant) -> Iterator[Case]:
        """Yield the cases that may notice a mutant, those first that are likeliest to."""
        if isinstance(mutant, AliasGone):
            party = self.books.plain.rulebook.parties[mutant.party]
            gone = normalise(party.aliases[mutant.number].name)
            for case in self.cases:
                # What is said of a name that is not known is told in notes.
                if case.expect.note is not None or gone in self._named(case):
                    yield case
        elif isinstance(mutant, Changed):
            touched = {known: each.touched(mutant) for known, each in self._every()}
            found = []
            for case in self.cases:
                truths = self._truths(case, touched[case.as_of])
                if truths - {False}:
                    doubt = case.expect.verdict == UNDETERMINED
                    found.append((truths != {True}, doubt, case))
            yield from (case for *_, case in sorted(found, key=itemgetter(0, 1)))

    def _truths(self, case: Case, formula: Formula) -> set[bool | None]:
        """Return what a formula comes to in the worlds of each act, open where that is not known.

        Where all of them are in what a mutant touches, the case is likely to notice it.
        """
        views = self._seen(case)
        return {None, True, False} if views is None else {formula.value(view) for view in views}

    def _every(self) -> Iterator[tuple[str, Joint]]:
        for case in {case.as_of: case for case in self.cases}.values():
            yield case.as_of, self.joint(case)

    def _named(self, case: Case) -> str:
        """Return every text of an event, comparable."""
        if id(case) not in self._names:
            events = case.events if case.event is None else (case.event,)
            texts = [normalise(text) for event in events for text in texts_of(event)]
            self._names[id(case)] = "\n".join(texts)
        return self._names[id(case)]

    def _seen(self, case: Case) -> Views | None:
        """Return the worlds of each act of an event; nothing where more than these count."""
        if id(case) not in self._views:
            self._views[id(case)] = self._views_of(case, self.books.of(case))
        return self._views[id(case)]

    def _views_of(self, case: Case, book: Book) -> Views | None:
        if case.event is None or case.expect.possible_any_reading is not None:
            return None
        joint, setting = self.joint(case), book.setting
        try:
            event = book.read(case.event)
            bound = bind(event, joint, setting.answers, credit=setting.credit, as_of=setting.as_of)
        except EventError:
            return None
        boxes = [box for account in bound.accounts for box in account.boxes]
        states = [(box, start(box)) for box in boxes]
        return [state.view(act) for box, state in states if all(state.cells) for act in box.acts]


def texts_of(value: object) -> Iterator[str]:
    """Yield every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from texts_of(each)
