"""Every act of a small rulebook, one by one, and what a check should find, by brute force.

Cells are taken from the space; what a rule says of an act is worked out by the oracle of
the laws, which shares no code with any engine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import inf, prod
from typing import TYPE_CHECKING, Any, Final

from hypothesis import assume

from ceasefire.analysis.space import Space
from ceasefire.program.cells import NumberSlot, TimeSlot
from ceasefire.program.sets import NOBODY, SetSlot
from tests.laws.judging import EXCLUDED, GRAVITY, judge, lifting, provisions, reached
from tests.laws.truth import Act, Ground

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ceasefire.book import Book
    from ceasefire.program.cells import Slot
    from ceasefire.rulebook.model import Instrument, Provision

__all__ = ["Oracle"]

MOST: Final = 1_200
FLAGS: Final = {"yes": True, "no": False}


def shown(slot: Slot, value: Any) -> Any:  # noqa: ANN401  (values of any field)
    """Return a value of a cell as the oracle of the laws has it."""
    match slot:
        case TimeSlot():
            return value[0]
        case NumberSlot():
            (low, above), (high, beyond) = value
            if slot.whole or (low > -inf and not above):
                return low
            return high if beyond and high < inf else low + 0.001 if low > -inf else high - 0.001
        case SetSlot():
            elements = (each if isinstance(each, str) else each[0] for each in value)
            return frozenset(each for each in elements if each != NOBODY)
        case _:
            return value


@dataclass(frozen=True)
class Seen:
    """An act, the key of its cells, and what each instrument finds of it."""

    key: tuple[int, ...]
    act: Act
    possible: bool
    found: Mapping[str, str]

    @property
    def verdict(self) -> str:
        """The gravest verdict."""
        return gravest(self.found.values())


def gravest(verdicts: Iterable[str]) -> str:
    """Return the gravest of some verdicts."""
    return max(verdicts, key=GRAVITY.index, default=EXCLUDED)


class Oracle:
    """A rulebook and all its acts; rulebooks that have too many are passed over."""

    def __init__(self, book: Book) -> None:
        """Work out every act."""
        self.book = book
        self.rulebook = book.rulebook
        self.items = self.rulebook.instruments
        self.ground = Ground(self.rulebook)
        self.space = Space(book.program)
        self.slots = book.program.slots
        assume(prod(map(len, self.space.cells)) <= MOST)
        assume(all(isinstance(c.signature, int) for each in self.space.cells for c in each))
        self.every = [
            self._seen(places) for places in product(*map(range, map(len, self.space.cells)))
        ]
        self.worlds = [each for each in self.every if each.possible]

    def _seen(self, places: tuple[int, ...]) -> Seen:
        values: dict[str, Any] = {}
        answers: dict[str, str] = {}
        for slot, cells, place in zip(self.slots, self.space.cells, places, strict=True):
            value = shown(slot, cells[place].values[0])
            if slot.name.startswith("?"):
                answers[slot.name[1:]] = value
            else:
                flag = self.rulebook.taxonomy.fields[slot.name].type == "flag"
                values[slot.name] = FLAGS[value] if flag else value
        act = Act(values, answers)
        possible = not any(
            self.ground.holds(item.condition, act) for item in self.rulebook.impossible
        )
        found = {key: judge(self.ground, item, act) for key, item in self.items.items()}
        return Seen(places, act, possible, found)

    @cached_property
    def read(self) -> list[Seen]:
        """The possible acts under the answers of the reading."""
        answers = self.rulebook.readings[self.book.reading].answers
        return [
            seen
            for seen in self.worlds
            if all(self._answered(seen, key, answer) for key, answer in answers.items())
        ]

    def _answered(self, seen: Seen, question: str, answer: str) -> bool:
        """Return whether an act stands for those under an answer: others may be of its cell."""
        column = self.book.program.index[f"?{question}"]
        return answer in self.space.cells[column][seen.key[column]].values

    # --- provisions -------------------------------------------------------------------

    def provisions(self) -> dict[str, str]:
        """Return what is to be found of provisions, by path."""
        stated = {
            f"instruments.{item.origin}.{item.effect}.{item.id}": item
            for instrument in self.items.values()
            for item in instrument.provisions
        }
        found = {path: self._of_provision(item) for path, item in stated.items()}
        return {path: code for path, code in found.items() if code}

    def _of_provision(self, item: Provision) -> str:
        homes = [each for each in self.items.values() if item in each.provisions]
        if not any(self._matches(home, item, seen) for home in homes for seen in self.worlds):
            return "never-matches"
        if item.effect == "permit" and not any(
            self._lifts(home, item, seen) for home in homes for seen in self.worlds
        ):
            return "lifts-nothing"
        less = {
            home.id: replace(
                home, provisions=tuple(each for each in home.provisions if each != item)
            )
            for home in homes
        }
        changed = [seen for seen in self.worlds if self._otherwise(seen, less) != seen.verdict]
        return self._weighed(changed, "changes-nothing")

    def _matches(self, home: Instrument, item: Provision, seen: Seen) -> bool:
        return not reached(self.ground, home, seen.act) and self.ground.holds(
            item.condition, seen.act
        )

    def _lifts(self, home: Instrument, permit: Provision, seen: Seen) -> bool:
        return seen.found[home.id] != EXCLUDED and any(
            self.ground.holds(each.condition, seen.act)
            and permit in lifting(self.ground, home, each, seen.act)
            for each in provisions(home, "prohibit")
        )

    def _otherwise(self, seen: Seen, less: Mapping[str, Instrument]) -> str:
        found = {key: judge(self.ground, item, seen.act) for key, item in less.items()}
        return gravest({**seen.found, **found}.values())

    def _weighed(self, changed: list[Seen], nothing: str) -> str:
        if not changed:
            return nothing
        answers = self.rulebook.readings[self.book.reading].answers
        if answers and not {seen.key for seen in changed} & {seen.key for seen in self.read}:
            return "changes-nothing-as-read"
        return ""

    # --- instruments ------------------------------------------------------------------

    def instruments(self) -> dict[str, str]:
        """Return what is to be found of instruments, by path."""
        found = {f"instruments.{key}": self._of_instrument(key) for key in self.items}
        return {path: code for path, code in found.items() if code}

    def _of_instrument(self, key: str) -> str:
        item = self.items[key]
        here = self._reached(key)
        if not here:
            forces = (
                self.ground.holds(item.time, seen.act) and self.ground.holds(item.answers, seen.act)
                for seen in self.every
            )
            return "reaches-nothing" if any(forces) else "never-in-force"
        changed = [
            seen
            for seen in self.worlds
            if gravest(v for name, v in seen.found.items() if name != key) != seen.verdict
        ]
        code = self._weighed(changed, "never-decides")
        if code:
            return code
        around = (here <= self._reached(other) for other in self.items if other != key)
        return "inside-another" if any(around) else ""

    def _reached(self, key: str) -> set[tuple[int, ...]]:
        item = self.items[key]
        return {seen.key for seen in self.worlds if not reached(self.ground, item, seen.act)}

    # --- questions --------------------------------------------------------------------

    def questions(self) -> dict[str, str]:
        """Return what is to be found of questions and answers, by path."""
        found: dict[str, str] = {}
        for key, question in self.rulebook.questions.items():
            column = self.book.program.index[f"?{key}"]
            told: dict[tuple[tuple[tuple[int, ...], str], ...], list[str]] = {}
            for answer in question.answers:
                outcome = tuple(
                    (
                        (*seen.key[:column], *seen.key[column + 1 :]),
                        seen.verdict if seen.possible else "",
                    )
                    for seen in self.every
                    if self._answered(seen, key, answer)
                )
                told.setdefault(tuple(sorted(outcome)), []).append(answer)
            if len(told) == 1:
                found[f"questions.{key}"] = "question-changes-nothing"
                continue
            for alike in told.values():
                for answer in alike[1:]:
                    found[f"questions.{key}.answers.{answer}"] = "answers-alike"
        return found

    # --- the rest ---------------------------------------------------------------------

    def impossible(self) -> dict[str, str]:
        """Return the impossible conditions that no act meets, by path."""
        return {
            f"impossible.{number}": "impossible-never-met"
            for number, item in enumerate(self.rulebook.impossible)
            if not any(self.ground.holds(item.condition, seen.act) for seen in self.every)
        }

    def presumption(self, field: str, kept: set[int]) -> tuple[bool, bool]:
        """Return whether a presumption hides a doubt somewhere, and whether it changes anything.

        ``kept`` are the signatures that it leaves of the field.
        """
        column = self.book.program.index[field]
        groups: dict[tuple[int, ...], tuple[set[str], set[str]]] = {}
        for seen in self.worlds:
            key = (*seen.key[:column], *seen.key[column + 1 :])
            inside, outside = groups.setdefault(key, (set(), set()))
            signature = self.space.cells[column][seen.key[column]].signature
            (inside if signature in kept else outside).add(seen.verdict)
        hides = any(len(a) == 1 and b - a for a, b in groups.values())
        return hides, any(b - a for a, b in groups.values())
