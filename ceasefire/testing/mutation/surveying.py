"""Mutants tried: which of them some case notices, and what would catch the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from ceasefire.testing.cases.books import Books
from ceasefire.testing.cases.running import result_of
from ceasefire.testing.mutation.accepting import accepting
from ceasefire.testing.mutation.catching import Caught, Search
from ceasefire.testing.mutation.mutants import AliasGone, Changed, mutants_of
from ceasefire.testing.mutation.naming import catch_name
from ceasefire.testing.mutation.relevance import Relevance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ceasefire.book import Book
    from ceasefire.testing.cases.model import Acceptance, Case
    from ceasefire.testing.cases.running import Outcome
    from ceasefire.testing.mutation.mutants import Mutant

__all__ = [
    "Mutation",
    "Survivor",
    "mutated",
    "mutation_of",
    "noticing",
]


class Survivor(NamedTuple):
    """A mutant that no case notices, and what was found out about it."""

    mutant: Mutant
    caught: Caught


@dataclass(frozen=True, slots=True)
class Mutation:
    """What became of the mutants of a rulebook.

    ``caught`` has each with the case that notices it; ``survived`` those that none does, and
    that are not accepted; ``accepted`` those with the reason; ``equivalent`` those that no
    case notices for no world has another verdict under them.
    """

    caught: tuple[tuple[Mutant, Case], ...]
    survived: tuple[Survivor, ...]
    accepted: tuple[tuple[Mutant, Acceptance], ...]
    equivalent: tuple[Mutant, ...]

    @property
    def counted(self) -> int:
        """How many mutants could be caught and are not accepted."""
        return len(self.caught) + len(self.survived)

    @property
    def percent(self) -> float:
        """The share of these that some case notices, from 0 to 100."""
        return 100.0 * len(self.caught) / self.counted if self.counted else 100.0


def mutation_of(outcome: Outcome, progress: Callable[[int, int], object] | None = None) -> Mutation:
    """Return what the cases of an outcome notice of changes to their rulebook.

    Only cases that pass are tried: one that fails notices nothing. ``progress`` is told how
    many changes have been tried, and how many there are.
    """
    book = outcome.book
    mutants = mutants_of(book.rulebook)
    books = Books(book)
    cases = [result.case for result in outcome.passed]
    relevance = Relevance(books, cases, mutants)
    search: Search | None = None
    caught, survived, accepted, equivalent = [], [], [], []
    for number, mutant in enumerate(mutants):
        if progress is not None:
            progress(number, len(mutants))
        others = Books(mutated(book, mutant))
        case = noticing(relevance.of(mutant), others)
        if case is not None:
            caught.append((mutant, case))
            continue
        acceptance = accepting(mutant, outcome.accepted)
        if acceptance is not None:
            accepted.append((mutant, acceptance))
            continue
        search = search or Search(relevance.joint(), books)
        found = catch(search, mutant, others)
        if found.equivalent:
            equivalent.append(mutant)
        else:
            survived.append(Survivor(mutant, found))
    return Mutation(tuple(caught), tuple(survived), tuple(accepted), tuple(equivalent))


def mutated(book: Book, mutant: Mutant) -> Book:
    """Return the book of a mutant."""
    return replace(book, rulebook=mutant.of(book.rulebook))


def noticing(cases: Iterable[Case], others: Books) -> Case | None:
    """Return the first case that does not pass under a mutant."""
    return next((case for case in cases if not result_of(others.of(case), case).passed), None)


def catch(search: Search, mutant: Mutant, others: Books) -> Caught:
    """Return an event that would catch a mutant, or why there is none."""
    if isinstance(mutant, Changed):
        return search.catch(mutant, others)
    assert isinstance(mutant, AliasGone)  # noqa: S101  (there are no others)
    return catch_name(search, mutant, others)
