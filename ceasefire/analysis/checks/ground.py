"""What the checks of a rulebook share: its worlds, what decides in them, and how long it takes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from ceasefire.analysis.checks.enumeration import Patience
from ceasefire.analysis.checks.sample import Sample, drawn
from ceasefire.analysis.checks.worlds import Worlds
from ceasefire.analysis.space import Spent
from ceasefire.engines.reference.meaning import breached, excluded_by, reached
from ceasefire.program.formulas import NEVER, Formula, all_of, any_of, not_of
from ceasefire.program.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ceasefire.analysis.space import Found
    from ceasefire.book import Book
    from ceasefire.engines.reference.states import State
    from ceasefire.program.program import Text

__all__ = ["Ground", "Outcome", "Own"]

WORLDS: Final = 4096
"""So many worlds are drawn of all, and as many under the answers of the reading."""

ALL_PARTS: Final = 20_000  # pragma: no mutate
"""So many parts of boxes are tried for all questions together; the same on every machine."""


class Own:
    """One instrument as formulas, its prohibitions apart from whom it reaches."""

    def __init__(self, text: Text) -> None:
        """Take the instrument."""
        self.text = text
        self.id = text.id
        self.reached = reached(text)
        self.inside = all_of((self.reached, not_of(excluded_by(text.excludes))))
        self.breaches = {item.provision.id: breached(item) for item in text.prohibits}
        self.breached = any_of(self.breaches.values())
        self.violated = all_of((self.inside, self.breached))


class Outcome:
    """What comes of some worlds: those violating, those not excluded, those impossible."""

    def __init__(self, ground: Ground, sample: Sample) -> None:
        """Take the worlds."""
        self.sample = sample
        self.real = real(ground.program, sample)
        self.violating = sample.any_of(own.violated for own in ground.core)
        self.reached = sample.any_of(own.inside for own in ground.core)

    @property
    def verdicts(self) -> tuple[int, int, int]:
        """The possible worlds that are excluded, covered, violating."""
        covered = self.reached & ~self.violating
        return (
            self.real & ~self.reached,
            self.real & covered,
            self.real & self.violating,
        )


def real(program: Program, sample: Sample) -> int:
    """Return the worlds that are possible."""
    return sample.truth(program.incident) & ~sample.any_of(program.impossible)


class Ground:
    """A rulebook compiled, and what is known of its worlds."""

    def __init__(self, book: Book) -> None:
        """Take the book, whose reading is the one that counts as the default."""
        self.book = book
        self.rulebook = book.rulebook
        self.program = Program(book.rulebook)
        self.owns = tuple(map(Own, self.program.texts))
        self.answers: Mapping[str, str] = book.rulebook.readings[book.reading].answers
        self.patience = Patience(ALL_PARTS)

    @cached_property
    def space(self) -> Worlds:
        """All worlds."""
        return Worlds(self.program)

    @cached_property
    def read(self) -> State:
        """All worlds under the answers of the reading."""
        return self.space.answered(self.answers)

    @cached_property
    def possible(self) -> Formula:
        """That the rulebook does not declare a world impossible."""
        return not_of(any_of(self.program.impossible))

    @cached_property
    def sample(self) -> Sample:
        """Worlds drawn from all."""
        return drawn([self.space.state], WORLDS)

    @cached_property
    def real(self) -> int:
        """The sampled worlds that are possible."""
        return real(self.program, self.sample)

    @cached_property
    def dominated(self) -> dict[str, list[str]]:
        """The instruments that others outdo in every world, each with these."""
        from ceasefire.analysis.checks.domination import dominated  # noqa: PLC0415  (it asks the ground)

        return dominated(self)

    @cached_property
    def core(self) -> tuple[Own, ...]:
        """The instruments without those that another outdoes: all verdicts are theirs."""
        from ceasefire.analysis.checks.domination import without  # noqa: PLC0415  (as above)

        return without(self.owns, self.dominated)

    @cached_property
    def violating(self) -> Formula:
        """That some instrument is violated."""
        return any_of(own.violated for own in self.core)

    @cached_property
    def reached(self) -> Formula:
        """That some instrument reaches an act and excludes it by no provision."""
        return any_of(own.inside for own in self.core)

    def slots(self, formula: Formula) -> frozenset[int]:
        """Return the slots that a formula asks about."""
        return self.sample.slots(formula)

    @cached_property
    def everywhere(self) -> Outcome:
        """What comes of worlds drawn from all."""
        return Outcome(self, self.sample)

    @cached_property
    def as_read(self) -> Outcome:
        """What comes of worlds drawn from those under the answers of the reading."""
        return Outcome(self, drawn([self.read], WORLDS))

    def find(self, *wanted: Formula, within: State | None = None) -> Found | None:
        """Return possible worlds that all satisfy one of some formulas, ``None`` if none do.

        Raises :class:`~ceasefire.analysis.space.Spent` where that takes too long.
        """
        return self.first(wanted, within)

    def first(self, alternatives: Iterable[Formula], within: State | None = None) -> Found | None:
        """Return what :meth:`find` does for the first alternative that some world satisfies.

        Alternatives that take too long are passed over, as another may be found soon.
        """
        spent = None
        for wanted in alternatives:
            try:
                found = (
                    None if wanted == NEVER else self.space.sought(wanted, within, self.patience)
                )
            except Spent as error:
                spent = error
                continue
            if found is not None:
                return found
        if spent is not None:
            raise spent
        return None

    def conceivable(self, wanted: Formula) -> bool:
        """Return whether some incident satisfies a formula, possible or not."""
        return self.space.conceivable(wanted, self.patience)
