"""An event that would catch a mutant: found among all worlds, and tried before it is told.

Where no world has another verdict, the mutant means the same, and nothing could catch it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.analysis.space import Space, Spent
from ceasefire.engines.reference.search import Budget
from ceasefire.program.formulas import all_of
from ceasefire.testing.cases.model import Case, Expectation
from ceasefire.testing.cases.running import result_of
from ceasefire.testing.mutation.ways import ways_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ceasefire.analysis.space import Found
    from ceasefire.engines.reference.states import State
    from ceasefire.program.bundles import Signature
    from ceasefire.testing.cases.books import Books
    from ceasefire.testing.mutation.joint import Joint
    from ceasefire.testing.mutation.mutants import Changed, Mutant
    from ceasefire.testing.mutation.ways import Way

__all__ = ["VERDICTS", "Caught", "Search", "proposal", "told_apart", "with_verdict"]

VERDICTS: Final = ("violating", "covered", "excluded")

FEW: Final = 1_000
"""So many boxes are looked at before times are looked at one by one."""

MANY: Final = 20_000
"""So many are looked at then."""


class Caught(NamedTuple):
    """What came of looking for an event: the case it makes, or why there is none.

    ``equivalent`` says that no world has another verdict; ``spent`` that the search ended
    before it was known.
    """

    case: Case | None = None
    equivalent: bool = False
    spent: bool = False


class Looked(NamedTuple):
    """What came of looking under some answers.

    ``met`` says that there are worlds with another verdict, although no report may say just
    these.
    """

    case: Case | None = None
    met: bool = False
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

    def catch(self, mutant: Changed, others: Books) -> Caught:
        """Return an event that a mutant decides otherwise, under the default reading if any.

        ``others`` are the books of the mutant.
        """
        hunt = Hunt(self, mutant, others)
        # Whatever the answers: where there is nothing, there is nothing under a reading.
        anywhere = hunt.look({}, thorough=True)
        if not (anywhere.met or anywhere.spent):
            return Caught(equivalent=True)
        case = hunt.look(self.answers, thorough=False).case or anywhere.case
        return Caught(with_verdict(case, self.books)) if case else Caught(spent=anywhere.spent)


class Hunt:
    """Looks for an event that catches one mutant."""

    def __init__(self, search: Search, mutant: Changed, others: Books) -> None:
        """Take the mutant and its books."""
        self.search = search
        self.mutant = mutant
        self.others = others
        joint = search.joint
        self.touched = joint.touched(mutant)
        altered = joint.altered(others.plain.rulebook)
        self.ways = tuple(ways_of(mutant, search.space.verdicts, altered))

    def look(self, answers: Mapping[str, str], *, thorough: bool) -> Looked:
        """Return what there is under some answers, the rest left open.

        Where it takes long to see that there is nothing, that is put off until all else was
        looked at, and given up unless it is to be ``thorough``.
        """
        whole = self.search.space.answered(answers)
        time = self.search.joint.time
        times = self._times(whole)
        together = whole.narrowed(time, times)
        hard = []
        met = False
        for way in self.ways:
            try:
                found = self._find(way, together, FEW)
            except Spent:
                hard.append(way)
                continue
            met |= found is not None
            case = self._telling(found)
            if case is not None:
                return Looked(case, met=True)
        return self._one_by_one(hard, whole, times, met=met) if thorough else Looked(met=met)

    def _one_by_one(
        self, ways: Sequence[Way], whole: State, times: Sequence[Signature], *, met: bool
    ) -> Looked:
        """Look at each time by itself, when of all instruments few are in force."""
        time = self.search.joint.time
        budget = Budget(MANY)
        spent = False
        for cell in times:
            for way in ways:
                try:
                    found = self._find(way, whole.narrowed(time, (cell,)), budget)
                except Spent:
                    spent = True
                    break
                met |= found is not None
                case = self._telling(found)
                if case is not None:
                    return Looked(case, met=True)
        return Looked(met=met, spent=spent)

    def _find(self, way: Way, within: State, steps: int | Budget) -> Found | None:
        return self.search.space.find(all_of((self.touched, *way)), within=within, steps=steps)

    def _telling(self, found: Found | None) -> Case | None:
        """Return the case of worlds, if both are seen to differ about it."""
        if found is None:
            return None
        case = proposal(self.mutant, found, self.search.books, self.search.answers)
        return case if told_apart(case, self.search.books, self.others) else None

    def _times(self, whole: State) -> tuple[Signature, ...]:
        """Return the cells of time at which the mutant may change anything."""
        time = self.search.joint.time
        return tuple(
            cell
            for cell in whole.cells[time]
            if self.touched.value(whole.narrowed(time, (cell,)).masks) is not False
        )


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
