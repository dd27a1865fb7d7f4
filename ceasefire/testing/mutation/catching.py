"""An event that would catch a mutant: found among all worlds, and tried before it is told.

Where no world has another verdict, the mutant means the same, and nothing could catch it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.analysis.space import STEPS, Space, Spent, Verdicts
from ceasefire.engines.reference.search import Budget
from ceasefire.program.formulas import all_of, any_of, not_of
from ceasefire.testing.cases.model import Case, Expectation
from ceasefire.testing.cases.running import result_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ceasefire.analysis.space import Found
    from ceasefire.engines.reference.states import State
    from ceasefire.program.bundles import Signature
    from ceasefire.program.formulas import Formula
    from ceasefire.testing.cases.books import Books
    from ceasefire.testing.mutation.joint import Joint
    from ceasefire.testing.mutation.mutants import Changed, Mutant

__all__ = ["VERDICTS", "Caught", "Search", "proposal", "told_apart", "with_verdict"]

VERDICTS: Final = ("violating", "covered", "excluded")

FEW: Final = 1_000
"""So many boxes are looked at before times are looked at one by one."""


class Caught(NamedTuple):
    """What came of looking for an event: the case it makes, or why there is none.

    ``equivalent`` says that no world has another verdict; ``spent`` that the search ended
    before it was known.
    """

    case: Case | None = None
    equivalent: bool = False
    spent: bool = False


class Search:
    """Looks for events that catch changes to conditions and provisions."""

    def __init__(self, joint: Joint, books: Books) -> None:
        """Take the rulebook compiled with its mutants."""
        self.joint = joint
        self.books = books
        self.space = Space(joint)
        self.default = books.plain.reading
        self.answers = books.plain.rulebook.readings[self.default].answers
        self.met = False

    def catch(self, mutant: Changed, others: Books) -> Caught:
        """Return an event that a mutant decides otherwise, under the default reading if any.

        ``others`` are the books of the mutant.
        """
        spent = False
        told: list[Case] = []
        # Whatever the answers: where there is nothing, there is nothing under a reading.
        for answers in ({}, self.answers):
            try:
                cases = self._cases(mutant, others, answers)
                found = next((case for case in cases if told_apart(case, self.books, others)), None)
            except Spent:
                spent = True
                continue
            if found is None and not answers and not self.met:
                return Caught(equivalent=True)
            told += [found] if found is not None else []
        return Caught(with_verdict(told[-1], self.books)) if told else Caught(spent=spent)

    def _cases(self, mutant: Changed, others: Books, answers: Mapping[str, str]) -> Iterator[Case]:
        """Yield cases of worlds in which a mutant's verdict is another."""
        self.met = False
        for found in self._worlds(mutant, others, answers):
            self.met = True
            yield proposal(mutant, found, self.books, self.answers)

    def _worlds(
        self, mutant: Changed, others: Books, answers: Mapping[str, str]
    ) -> Iterator[Found]:
        """Yield worlds of each way in which a mutant's verdict is another."""
        touched = self.joint.touched(mutant)
        whole = self.space.answered(answers)
        times = self._times(touched, whole)
        for wanted in self._ways(mutant, others):
            found = self._find(all_of((touched, *wanted)), times, whole)
            if found is not None:
                yield found

    def _ways(self, mutant: Changed, others: Books) -> Iterator[tuple[Formula, ...]]:
        """Yield in which worlds one of both finds a breach, or reaches, and the other does not.

        That only hangs on the instruments that have what is changed, where no other one finds
        a breach, or reaches.
        """
        having = mutant.site.instruments
        old = self.space.verdicts
        new = Verdicts(self.joint.altered(others.plain.rulebook))
        breaches = [
            any_of(each for key, each in some.breaches.items() if (key[0] in having) is own)
            for some, own in ((old, True), (new, True), (old, False))
        ]
        reaching = [
            any_of(each for key, each in some.inside.items() if (key in having) is own)
            for some, own in ((old, True), (new, True), (old, False))
        ]
        bearing = mutant.site.header or mutant.site.effect == "exclude"
        for one, other, rest in (breaches, *([reaching] if bearing else [])):
            yield one, not_of(other), not_of(rest)
            yield other, not_of(one), not_of(rest)

    def _times(self, touched: Formula, whole: State) -> tuple[Signature, ...]:
        """Return the cells of time at which a mutant may change anything."""
        time = self.joint.time
        return tuple(
            cell
            for cell in whole.cells[time]
            if touched.value(whole.narrowed(time, (cell,)).masks) is not False
        )

    def _find(self, wanted: Formula, times: Sequence[Signature], whole: State) -> Found | None:
        """Return worlds that satisfy a formula at some times.

        Where that takes long they are looked for at each time by itself: of all instruments
        few are in force then.
        """
        time = self.joint.time
        if not times:
            return None
        try:
            return self.space.find(wanted, within=whole.narrowed(time, tuple(times)), steps=FEW)
        except Spent:
            if len(times) == 1:
                raise
        budget = Budget(STEPS)
        for cell in times:
            found = self.space.find(wanted, within=whole.narrowed(time, (cell,)), steps=budget)
            if found is not None:
                return found
        return None


def proposal(mutant: Mutant, found: Found, books: Books, answers: Mapping[str, str]) -> Case:
    """Return a case of some worlds, which expects nothing yet.

    It states the answers that the worlds take and the default reading has not.
    """
    event = found.event(mutant.name[:200])
    other = {key: item for key, item in found.answers.items() if answers.get(key) != item}
    return case_of(mutant, event, books.plain.reading, other)


def case_of(
    mutant: Mutant, event: dict[str, object], reading: str, answers: Mapping[str, str | None]
) -> Case:
    """Return a case that expects nothing yet."""
    return Case(mutant.name, "", reading, answers, "", event, (), Expectation(), mutant.span)


def with_verdict(case: Case, books: Books) -> Case:
    """Return a case that expects what is found of it."""
    finding = result_of(books.of(case), case).finding
    assert finding is not None  # noqa: S101  (it was decided before)
    possible = frozenset(map(str, finding.possible))
    expected = Expectation(verdict=str(finding.verdict), possible=possible)
    return replace(case, expect=expected)


def told_apart(case: Case, books: Books, others: Books) -> bool:
    """Return whether a rulebook and a mutant find different verdicts of a case."""
    one, other = (result_of(each.of(case), case).finding for each in (books, others))
    if one is None or other is None:
        return False
    return (one.verdict, one.possible) != (other.verdict, other.possible)
