"""Verdicts of events under other answers, worked out once for all that fall in the same cells.

An event is cast into cells with every question open. What its answers come to is then found
by the reference engine's own search, which is asked once for each combination of the answers
that matter to these cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from ceasefire.engines.reference.arena import MOST_STEPS, Arena
from ceasefire.engines.reference.engine import credited
from ceasefire.engines.reference.meaning import NOTHING, several, union
from ceasefire.engines.reference.search import Budget, outcomes
from ceasefire.engines.reference.uncertainty import SETS
from ceasefire.findings.counts import told
from ceasefire.findings.finding import Verdict
from ceasefire.program.binding import bind
from ceasefire.program.cells import FiniteSlot
from ceasefire.program.formulas import AllOf, AnyOf, Atom, NotOf, slots_of
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ceasefire.book import Book
    from ceasefire.engines.reference.diagram import Diagram
    from ceasefire.engines.reference.meaning import Law
    from ceasefire.engines.reference.search import State
    from ceasefire.events.event import Event
    from ceasefire.program.binding import Box, Case
    from ceasefire.program.bundles import Signature
    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Program

__all__ = ["Cells", "Outcome", "Room", "Sort", "Stance", "Weigher", "relevant"]

MOST_KEPT: Final = 1 << 17
"""So many boxes are remembered."""


Cells: TypeAlias = "tuple[tuple[int, tuple[Signature, ...]], ...]"
"""Variables of a box that are settled, by number, each with the signatures that are left."""


class Stance(NamedTuple):
    """What is taken to be so: answers to questions, and speakers whose accounts are taken."""

    answers: Mapping[str, str]
    credit: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """The verdicts of an event, as bit masks: of the stated facts, and of all accounts."""

    stated: int
    every: int

    @property
    def verdict(self) -> Verdict:
        """The verdict of the stated facts if all their worlds agree, else undetermined."""
        found = SETS[self.stated]
        agreed = len(found) == 1 and not self.no_incident_stated
        return next(iter(found)) if agreed else Verdict.UNDETERMINED

    @property
    def possible(self) -> frozenset[Verdict]:
        """The verdicts over all accounts."""
        return SETS[self.every]

    @property
    def settled(self) -> bool:
        """Whether one verdict is possible and no other."""
        return len(self.possible) == 1

    @property
    def no_incident(self) -> bool:
        """Whether by some account there may have been no incident."""
        return bool(self.every & NOTHING)

    @property
    def no_incident_stated(self) -> bool:
        """Whether as stated there may have been no incident."""
        return bool(self.stated & NOTHING)

    @property
    def open(self) -> bool:
        """Whether more than one thing is possible, that there was no incident among them."""
        return several(self.every)

    @property
    def told(self) -> str:
        """The verdict in a word or two, also where there is none to be had."""
        return told(self)


class Room:
    """The worlds of a box with every question open, to be asked under answers."""

    def __init__(self, program: Program, laws: Sequence[Law], diagram: Diagram, box: Box) -> None:
        """Find on which questions anything hangs."""
        self.program = program
        self._diagram = diagram
        self.arena = Arena.of(box, program, laws)
        self.asked = self._asked() if all(self.arena.state.cells) else ()
        self._numbers = {
            item.name[1:]: number
            for number, item in enumerate(box.variables)
            if item.name.startswith("?")
        }
        self._masks: dict[Any, int] = {}
        self._hinges: dict[tuple[str | None, ...], Mapping[int, int]] = {}

    def _asked(self) -> tuple[str, ...]:
        """Return the questions, of all, on which the verdicts of the box may hang."""
        arena = self.arena
        slots = self._diagram.asked(arena.box, arena.state)
        if slots is None:
            slots = set()
            formulas = [
                (act, formula)
                for act, law in arena.judge.pairs
                for formula in (law.reached, law.excluded, law.breached)
            ]
            formulas += [(act, item) for act in arena.box.acts for item in self.program.impossible]
            for act, formula in formulas:
                slots |= slots_of(formula.given(arena.state.view(act)))
        names = (self.program.slots[slot].name for slot in sorted(slots))
        return tuple(name[1:] for name in names if name.startswith("?"))

    def mask(self, answers: Mapping[str, str], cells: Cells = ()) -> int:
        """Return exactly the verdicts under answers; raise ``Spent`` if that is too much.

        ``cells`` are variables, by number, that are settled: each with the signatures left.
        """
        given = self._given(answers)
        found = self._masks.get((given, cells))
        if found is None:
            state = self._settled(given)
            for number, signatures in cells:
                state = state.narrowed(number, signatures)
            found = self._diagram.verdicts(self.arena.box, state)
            if found is None:
                judge = self.arena.judge.relevant(state)
                found = outcomes(judge, [state], self.arena.feasible, Budget(MOST_STEPS))
            self._masks[given, cells] = found
        return found

    def hinges(self, answers: Mapping[str, str]) -> Mapping[int, int]:
        """Return the tests on which the verdicts may hang under answers, as bits by variable."""
        given = self._given(answers)
        found = self._hinges.get(given)
        if found is None:
            found = self._hinges[given] = self._bits(self._settled(given))
        return found

    def _bits(self, state: State) -> Mapping[int, int]:
        """Return the tests that are left to ask of some worlds."""
        found: dict[int, int] = {}
        if not all(state.cells):
            return found
        judge = self.arena.judge.relevant(state)
        asked = [
            (act, formula)
            for act, law in judge.pairs
            for formula in (law.reached, law.excluded, law.breached)
        ]
        for act in self.arena.box.acts:
            asked += [(act, each) for each in (*self.program.impossible, act.decided)]
        for act, formula in asked:
            for atom in atoms_of(formula.given(state.view(act))):
                number = act.variables[atom.slot]
                found[number] = found.get(number, 0) | atom.bit
        return found

    def _given(self, answers: Mapping[str, str]) -> tuple[str | None, ...]:
        return tuple([answers.get(name) for name in self.asked])

    def _settled(self, given: Sequence[str | None]) -> State:
        """Return the worlds in which the questions asked have these answers."""
        state = self.arena.state
        for name, answer in zip(self.asked, given, strict=True):
            if answer is not None:
                slot = self.program.slots[self.program.index[f"?{name}"]]
                assert isinstance(slot, FiniteSlot)  # noqa: S101  (how programs are made)
                state = state.narrowed(self._numbers[name], (slot.signature(answer),))
        return state


class Sort:
    """All events whose accounts fall in the same cells."""

    def __init__(self, accounts: tuple[tuple[bool, bool, tuple[Room, ...]], ...]) -> None:
        """Take for each account whether it is stated, whether an incident, and its boxes."""
        self.accounts = accounts
        rooms = [room for _, _, some in accounts for room in some]
        self.asked = tuple(dict.fromkeys(name for room in rooms for name in room.asked))
        self._outcomes: dict[tuple[str | None, ...], Outcome] = {}

    def outcome(self, answers: Mapping[str, str]) -> Outcome:
        """Return the verdicts under answers; raise ``Spent`` if that is too much."""
        key = tuple([answers.get(name) for name in self.asked])
        found = self._outcomes.get(key)
        if found is None:
            found = self._outcomes[key] = self._outcome(answers)
        return found

    def _outcome(self, answers: Mapping[str, str]) -> Outcome:
        masks = [
            (stated, union(room.mask(answers) for room in rooms) if incident else NOTHING)
            for stated, incident, rooms in self.accounts
        ]
        return Outcome(union(m for stated, m in masks if stated), union(m for _, m in masks))


class Weigher:
    """Sorts the events of one book, as known at its date, by the cells they fall in."""

    def __init__(self, book: Book) -> None:
        """Take the book; its reading does not matter."""
        self.book = book
        self.program = book.program
        self.laws = book.engine.laws
        self._questions = len(self.program.rulebook.questions)
        self._rooms: dict[Any, Room] = {}
        self._sorts: dict[Any, Sort] = {}

    def sort(self, event: Event, credit: Iterable[str] = ()) -> Sort:
        """Return the sort of an event if some speakers are credited.

        Raises :class:`~ceasefire.errors.EventError` for an event that cannot be read.
        """
        as_of = self.book.setting.as_of
        return self.of_case(bind(event, self.program, {}, credit=credit, as_of=as_of))

    def of_case(self, case: Case) -> Sort:
        """Return the sort of an event that was cast with every question open."""
        accounts = tuple(
            (account.facts.stated, account.incident, tuple(map(self._room, account.boxes)))
            for account in case.accounts
        )
        # Rooms are told by their identity.
        found = self._sorts.get(accounts)
        if found is None:
            if len(self._sorts) >= MOST_KEPT:
                self._sorts.clear()
            found = self._sorts[accounts] = Sort(accounts)
        return found

    def _room(self, box: Box) -> Room:
        # Questions come first, and all of them are open.
        facts = box.variables[self._questions :]
        cells = tuple([(item.slot, tuple([c.signature for c in item.cells])) for item in facts])
        key = cells, tuple((a.part, a.variables, a.itself, a.incident) for a in box.acts)
        found = self._rooms.get(key)
        if found is None:
            if len(self._rooms) >= MOST_KEPT:
                self._rooms.clear()
            found = self._rooms[key] = Room(self.program, self.laws, self.book.engine.diagram, box)
        return found


def relevant(credit: Iterable[str], event: Event) -> frozenset[str]:
    """Return those whom a reading credits that give an account of an event."""
    speakers = {normalise(name) for item in event.alternatives for name in item.said_by}
    return credited(credit, speakers) if speakers else frozenset()


def atoms_of(formula: Formula) -> Iterator[Atom]:
    """Yield the tests of a formula."""
    match formula:
        case Atom():
            yield formula
        case NotOf(part):
            yield from atoms_of(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from atoms_of(part)
