"""Mutants tried: which of them some case notices, and what would catch the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from ceasefire.errors import CasesError, Problem
from ceasefire.terms.likeness import did_you_mean
from ceasefire.testing.cases.books import Books
from ceasefire.testing.cases.running import result_of
from ceasefire.testing.mutation.catching import Caught, Search
from ceasefire.testing.mutation.mutants import AliasGone, Changed, mutants_of
from ceasefire.testing.mutation.naming import catch_name
from ceasefire.testing.mutation.relevance import Relevance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.book import Book
    from ceasefire.testing.cases.model import Acceptance, Case
    from ceasefire.testing.cases.running import Outcome
    from ceasefire.testing.mutation.mutants import Mutant

__all__ = ["Mutation", "Survivor", "check_accepted", "mutation_of"]


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


def mutation_of(outcome: Outcome) -> Mutation:
    """Return what the cases of an outcome notice of changes to their rulebook.

    Only cases that pass are tried: one that fails notices nothing.
    """
    book = outcome.book
    mutants = mutants_of(book.rulebook)
    books = Books(book)
    cases = [result.case for result in outcome.passed]
    relevance = Relevance(books, cases, mutants)
    search: Search | None = None
    caught, survived, accepted, equivalent = [], [], [], []
    for mutant in mutants:
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


# --- what is accepted ---------------------------------------------------------------


def accepting(mutant: Mutant, accepted: Iterable[Acceptance]) -> Acceptance | None:
    """Return what accepts a mutant, if anything."""
    return next((item for item in accepted if fits(item, mutant)), None)


def fits(item: Acceptance, mutant: Mutant) -> bool:
    """Return whether an acceptance is of a mutant: by its name, or a pattern of names."""
    return item.name == mutant.name or fnmatchcase(mutant.name, item.name)


def check_accepted(book: Book, accepted: Iterable[Acceptance]) -> None:
    """Raise :class:`~ceasefire.errors.CasesError` for acceptances that fit no mutant."""
    items = list(accepted)
    if not items:
        return
    mutants = mutants_of(book.rulebook)
    problems = [
        unfitting(item, mutants) for item in items if not any(fits(item, m) for m in mutants)
    ]
    if problems:
        raise CasesError(problems)


def unfitting(item: Acceptance, mutants: Iterable[Mutant]) -> Problem:
    """Return that an acceptance fits no mutant."""
    span = item.span
    hint = did_you_mean(item.name, [mutant.name for mutant in mutants])
    message = f"no change that is tried is called `{item.name[:80]}`"
    place = (span.file, span.line, span.column)
    return Problem(*place, "unknown-mutant", message, hint, item.name[:80])
