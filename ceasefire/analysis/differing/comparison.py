"""Two books side by side: the worlds of both, and what each tells of an event."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ceasefire.analysis.differing.claims import name_edges
from ceasefire.analysis.differing.joint import Half, Joint
from ceasefire.analysis.differing.model import Change
from ceasefire.analysis.differing.saying import JointSayer
from ceasefire.analysis.differing.sharing import Sharing
from ceasefire.analysis.differing.spots import spots_of
from ceasefire.analysis.differing.told import Told, told_by
from ceasefire.analysis.differing.undoing import Undoing
from ceasefire.analysis.space import Found, Space, Spent
from ceasefire.analysis.space.search import Budget
from ceasefire.program.formulas import NEVER
from ceasefire.program.parties import Epochs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ceasefire.analysis.space.space import Solver
    from ceasefire.book import Book
    from ceasefire.engines.reference.states import State
    from ceasefire.program.formulas import Formula

__all__ = ["STEPS", "Comparison"]

STEPS: Final = 5_000  # pragma: no mutate
"""How many boxes one question may take; the same on every machine."""

WHOLE: Final = 100_000  # pragma: no mutate
"""How many boxes all questions may take together."""

NEEDED: Final = frozenset({"id", "kind", "when"})
"""The keys that every event has."""


class Comparison:
    """An old and a new book, compared under the reading of each, or under any answers.

    ``unsettled`` has, in words, what was not worked out.
    """

    def __init__(
        self, old: Book, new: Book, *, any_answers: bool = False, solver: Solver = "boxes"
    ) -> None:
        """Take two books; with ``any_answers`` their readings answer nothing."""
        self.solver = solver
        self.books = {"old": old, "new": new}
        self.any_answers = any_answers
        self.unsettled: dict[str, None] = {}
        self.left = WHOLE
        apart = frozenset() if any_answers else self._answered_apart()
        self.sharing = Sharing(old.program, new.program, apart)

    def _answered_apart(self) -> frozenset[str]:
        """Return the questions that the readings do not answer alike."""
        old, new = (book.setting.answers for book in self.books.values())
        return frozenset(key for key in {*old, *new} if old.get(key) != new.get(key))

    @property
    def hindrance(self) -> str:
        """Why the two cannot be compared, in words; empty where they can."""
        old, new = self.books.values()
        if old.known != new.known:
            return "the two are read as of different dates"
        if self.sharing.clashing:
            fields = ", ".join(self.sharing.clashing)
            return f"both have a field `{fields}`, each of another type"
        return ""

    @property
    def identical(self) -> bool:
        """Whether the two are one rulebook under one reading."""
        old, new = self.books.values()
        return (old.digest, old.reading) == (new.digest, new.reading)

    @cached_property
    def joint(self) -> Joint:
        """The program of both."""
        sharing = self.sharing
        programs = {"old": sharing.old, "new": sharing.new}
        return Joint(sharing, None if sharing.same_places else spots_of(programs))

    @cached_property
    def halves(self) -> tuple[Half, Half]:
        """Both sides over the cells of both."""
        sharing = self.sharing
        return Half(self.joint, sharing.old, "old"), Half(self.joint, sharing.new, "new")

    @cached_property
    def space(self) -> Space:
        """The worlds of both."""
        _ = self.halves
        if self.sharing.timed:
            for stretch in name_edges(self.sharing):
                self.joint.test("when", Epochs((stretch,)))
        space = JointSpace(self.joint)
        space.solver = self.solver
        return space

    @cached_property
    def state(self) -> State:
        """The worlds in which questions have the answers of the readings."""
        answers: dict[str, str] = {}
        if not self.any_answers:
            for half, book in zip(self.halves, self.books.values(), strict=True):
                answers |= half.answers(book.setting.answers)
        return self.space.answered(answers)

    # --- worlds ---

    def find(
        self, wanted: Formula, what: str, state: State | None = None, steps: int = STEPS
    ) -> Found | None:
        """Return worlds of which all satisfy a formula, or nothing.

        Where the search was too long, ``what`` it was about counts as not worked out.
        """
        if wanted is NEVER:
            return None
        allowed = min(steps, self.left)
        budget = Budget(allowed)
        try:
            return self.space.find(wanted, within=state or self.state, steps=budget)
        except Spent:
            self.unsettled[f"{what}: the search was too long"] = None
            return None
        finally:
            self.left -= allowed - budget.left

    def nowhere(self, wanted: Formula, state: State | None = None) -> bool:
        """Return whether a formula is proved to hold in no world, or in none of a state."""
        if wanted is NEVER:
            return True
        try:
            return self.space.find(wanted, within=state or self.state, steps=STEPS) is None
        except Spent:
            return False

    # --- events ---

    def shown(
        self,
        found: Found,
        cause: str,
        subject: str,
        side: str = "",
        as_event: Callable[[dict[str, Any]], dict[str, Any]] = dict,
    ) -> Change | None:
        """Return the change that worlds show as an event, as plain as can be.

        An event that leaves open what need not be said may be told of alike on both sides,
        as other doubts outweigh the difference: then one is tried that says all.
        """
        for each in (found, single(found)):
            answers = each.answers if self.any_answers else {}
            change = self.change(as_event(each.event()), cause, subject, side, answers)
            if change is not None:
                # What worlds need not say is left out already, unless a field was put in.
                return change if as_event is dict else self.plainer(change)
        return None

    def change(
        self,
        event: dict[str, Any],
        cause: str,
        subject: str,
        side: str = "",
        answers: Mapping[str, str] | None = None,
    ) -> Change | None:
        """Return the change that an event shows, if the books tell different things of it."""
        taken = answers or {}
        told = self.told(event, taken)
        if not told[0].differs(told[1]):
            return None
        return Change(event, *told, cause, subject, side, taken)

    def explained(self, change: Change) -> bool:
        """Return whether a difference goes away once its cause alone is undone."""
        half = self.halves[1]
        answers = half.own_answers(change.answers) if self.any_answers else None
        return self._undoing.explains(change, answers)

    @cached_property
    def _undoing(self) -> Undoing:
        return Undoing(*self.books.values())

    def plainer(self, change: Change) -> Change:
        """Return a change whose event states nothing that can be left out."""
        event, told = dict(change.event), (change.old, change.new)
        for field in [key for key in event if key not in NEEDED]:
            shorter = {key: value for key, value in event.items() if key != field}
            others = self.told(shorter, change.answers)
            if not any(one.differs(other) for one, other in zip(told, others, strict=True)):
                event, told = shorter, others
        return replace(change, event=event, old=told[0], new=told[1])

    def told(self, event: Mapping[str, Any], answers: Mapping[str, str]) -> tuple[Told, Told]:
        """Return what the old and the new book tell of an event."""
        old, new = (
            told_by(book, event, half.own_answers(answers) if self.any_answers else None)
            for book, half in zip(self.books.values(), self.halves, strict=True)
        )
        return old, new


class JointSpace(Space):
    """The worlds of two rulebooks, said in words that both take alike."""

    @cached_property
    def sayer(self) -> JointSayer:
        """What puts cells into the words of a report."""
        assert isinstance(self.program, Joint)  # noqa: S101  (how it is made)
        return JointSayer(self.program)


def single(found: Found) -> Found:
    """Return one of the worlds found, with all that can be said of it."""
    world = found.box.world()
    return Found(found.space, world, world, found.whole)
