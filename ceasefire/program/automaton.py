"""An automaton over what is said of each field: its states are what is left to ask.

Most of what tells events apart makes no difference once something else is known: where no
instrument is in force, nothing does. Fields are read one by one, in one order; what they
settle is worked into formulas, and where the same is left of all of these, everything that
the formulas tell is the same. States are made when they are first come to, since of all that
there may be few events come to many.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.program.cells import FiniteSlot
from ceasefire.program.pool import FALSE, TRUE, Pool

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ceasefire.program.bundles import Masks
    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Program

__all__ = ["Automaton", "Hinges", "State"]

FIRST: Final = ("when", "where", "actor", "target", "kind")
"""The fields that settle most, which are read first."""

MOST_LEFT: Final = 4_000_000
"""So many formulas may be left in all states together before these are made anew."""

WEIGHT: Final = 16
"""A formula that was met takes as much memory as so many that are left in some state."""


class Hinges(NamedTuple):
    """Formulas on which something hinges: whatever is answered, and as it is answered.

    Of two that are ``guarded`` together, likewise as it is answered, the second one matters
    only where the first may hold. All of it matters there: what holds wherever the first one
    does is not the same as what holds anyway.
    """

    open: Sequence[Formula]
    answered: Sequence[Formula]
    guarded: Sequence[tuple[Formula, Formula]] = ()

    def laid_out(self) -> tuple[list[Formula], list[int]]:
        """Return all but the open ones, and of each which one before it is its guard, or -1."""
        found = [*self.answered]
        guards = [-1] * len(found)
        places: dict[int, int] = {}
        for guard, _ in self.guarded:
            if id(guard) not in places:
                places[id(guard)] = len(found)
                found.append(guard)
                guards.append(-1)
        found += [formula for _, formula in self.guarded]
        guards += [places[id(guard)] for guard, _ in self.guarded]
        return found, guards


class State:
    """What is left to ask: of equal ``number`` it is the same.

    ``asks`` are the fields that it asks about, by their place in the order and their slot,
    with the tests; ``left`` what is left of the formulas, by their numbers.
    """

    __slots__ = ("asks", "following", "held", "left", "number")

    def __init__(
        self,
        number: int,
        asks: tuple[tuple[int, int, int], ...],
        left: tuple[tuple[int, ...], tuple[int, ...]],
        held: frozenset[int],
    ) -> None:
        """Take what is left; ``held`` are the formulas that hold."""
        self.number = number
        self.asks = asks
        self.left = left
        self.held = held
        self.following: dict[tuple[int, int, int], State] = {}


class Automaton:
    """Tells worlds apart by what they leave of formulas."""

    def __init__(
        self,
        program: Program,
        hinges: Hinges,
        answers: Mapping[str, str],
        *,
        questions: bool = False,
    ) -> None:
        """Take the formulas, and the answers that a reading gives.

        Whether ``questions`` are read as fields are, or stay open whatever is said of them.
        """
        self._open = hinges.open
        self._answered, guards = hinges.laid_out()
        before = len(hinges.open)
        # By the number of a formula, none of its own stands before its guard's.
        self._guards = [-1] * before + [-1 if each < 0 else before + each for each in guards]
        self._answers = [
            (slot, signature_of(program, slot, answers[name[1:]]))
            for name, slot in program.index.items()
            if name.startswith("?") and name[1:] in answers
        ]
        fields = dict(program.field_slots)
        first = [fields.pop(name) for name in FIRST if name in fields]
        last = [slot for name, slot in program.index.items() if name.startswith("?") and questions]
        self._places = {slot: place for place, slot in enumerate([*first, *fields.values(), *last])}
        self._numbers = count()
        self._begin()

    def _begin(self) -> None:
        self._pool = Pool()
        self._states: dict[object, State] = {}
        self._size = 0
        answered = [self._pool.number(formula) for formula in self._answered]
        for slot, signature in self._answers:
            answered = [*self._pool.given(answered, slot, (signature, signature))]
        numbers = [*map(self._pool.number, self._open), *answered]
        self._root = self._state(range(len(numbers)), numbers, frozenset())

    def walk(self, view: Sequence[Masks]) -> State:
        """Return what is left to ask of worlds, of which ``view`` has the masks slot by slot."""
        if self._size + WEIGHT * len(self._pool) > MOST_LEFT:
            self._begin()
        state = self._root
        before = -1
        while True:
            for place, slot, bits in state.asks:
                if place > before:
                    every, some = view[slot]
                    every &= bits
                    some &= bits
                    if every or some != bits:
                        break
            else:
                return state
            before = place
            state = self._following(state, place, slot, (every, some))

    def step(self, state: State, place: int, slot: int, masks: Masks) -> State:
        """Return what is left of a state that was come to, once the masks of a slot are known.

        ``place`` is that of the slot in the order.
        """
        for number, _, bits in state.asks:
            if number == place:
                every, some = masks
                return self._following(state, place, slot, (every & bits, some & bits))
        return state

    def _following(self, state: State, place: int, slot: int, masks: Masks) -> State:
        key = place, *masks
        found = state.following.get(key)
        if found is None:
            hinges, left = state.left
            given = self._pool.given(left, slot, masks)
            found = state.following[key] = self._state(hinges, given, state.held)
        return found

    def _state(self, hinges: Iterable[int], left: Iterable[int], held: frozenset[int]) -> State:
        """Return the state in which this is left of some formulas, and others hold."""
        pool, guards = self._pool, self._guards
        true: list[int] = []
        gone: set[int] = set()
        open_: list[int] = []
        parts: list[int] = []
        asked = 0
        for hinge, number in zip(hinges, left, strict=True):
            if number == FALSE:
                gone.add(hinge)
            elif guards[hinge] in gone:
                continue
            elif number == TRUE:
                true.append(hinge)
            else:
                open_.append(hinge)
                parts.append(number)
                asked |= pool.asked[number]
        if true:
            held = held.union(true)
        if gone:
            held = frozenset([hinge for hinge in held if guards[hinge] not in gone])
        key = tuple(open_), tuple(parts), held
        found = self._states.get(key)
        if found is None:
            places = self._places
            asks = sorted(
                (places[slot], slot, bits) for slot, bits in pool.tests(asked) if slot in places
            )
            found = self._states[key] = State(next(self._numbers), tuple(asks), key[:2], held)
            self._size += len(open_) + len(held)
        return found


def signature_of(program: Program, slot: int, answer: str) -> int:
    """Return the tests that an answer passes."""
    question = program.slots[slot]
    assert isinstance(question, FiniteSlot)  # noqa: S101  (how programs are made)
    return question.signature(answer)
