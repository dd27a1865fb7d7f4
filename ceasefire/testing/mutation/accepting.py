"""Changes that no case need notice: accepted by name, with a reason."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ceasefire.errors import CasesError, Problem
from ceasefire.terms.likeness import did_you_mean
from ceasefire.testing.mutation.mutants import mutants_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.book import Book
    from ceasefire.testing.cases.model import Acceptance
    from ceasefire.testing.mutation.mutants import Mutant

__all__ = ["accepting", "check_accepted"]


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
