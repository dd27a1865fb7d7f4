"""From a compiled rulebook to the plain expressions that peers are given.

Every test of the compiled rulebook is asked about the values that the feed has, so
that hierarchies, memberships and areas come out as lists of plain values. It holds for
certain events under the default reading: a question that this leaves open is given
its first answer, and the events are made so that it does not matter.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from peers.decision import Decision, Instrument, Rule
from peers.expressions import (
    FALSE,
    TRUE,
    In,
    Range,
    all_of,
    any_of,
    columns_of,
    not_of,
)

from ceasefire.events.event import Event
from ceasefire.program.binding import bind
from ceasefire.program.cells import NumberSlot, PlaceSlot, TimeSlot
from ceasefire.program.formulas import AllOf, AnyOf, Atom, Constant, NotOf
from ceasefire.terms.times import zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peers.expressions import Expression

    from ceasefire.book import Book
    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Clause, Text

__all__ = ["decision_of"]

PLACE: Final = "where.admin1"
FLAGS: Final = {"yes": True, "no": False}


def decision_of(
    book: Book, values: Mapping[str, Sequence[str]], period: tuple[int, int]
) -> Decision:
    """Return what the book decides, given the feed's values and its first and last instant.

    ``values`` has the values of each column of text; ``period`` is in microseconds.
    """
    return Translator(book, values, period).decision()


class Translator:
    """Translates the formulas of one book."""

    def __init__(
        self, book: Book, values: Mapping[str, Sequence[str]], period: tuple[int, int]
    ) -> None:
        """Find out where the places of the feed lie."""
        self.program = book.program
        self.values = values
        self.period = period
        self.types: dict[str, str] = {}
        self.answers = {
            key: book.setting.answers.get(key, next(iter(question.answers)))
            for key, question in book.rulebook.questions.items()
        }
        self.signs = {name: self.place(name, book) for name in values.get(PLACE, ())}

    def place(self, name: str, book: Book) -> int:
        """Return the tests that every location in a governorate passes.

        The rest of the event says something of every field, as the worlds of one that
        is left open are many.
        """
        plain: dict[str, Any] = {key: next(iter(each)) for key, each in self.values.items()}
        plain.pop(PLACE)
        plain |= {"id": "-", "when": "2016-06-01", "where": {"country": "SY", "admin1": name}}
        event = Event.read(plain, zone=zone(book.rulebook.timezone))
        case = bind(event, self.program, self.answers)
        variables = case.accounts[0].boxes[0].variables
        cells = [cell for item in variables if item.name == "where" for cell in item.cells]
        return reduce(int.__and__, (cell.signature for cell in cells)) if cells else 0

    def decision(self) -> Decision:
        """Return the whole."""
        instruments = tuple(map(self.instrument, self.program.texts))
        asked = {
            column
            for item in instruments
            for expression in (item.reached, *(rule.when for rule in item.rules))
            for column in columns_of(expression)
        }
        types = {column: self.types[column] for column in sorted(asked)}
        values = {name: tuple(self.values[name]) for name in types if types[name] == "text"}
        return Decision(types, values, instruments)

    def instrument(self, text: Text) -> Instrument:
        """Return one instrument."""
        parts = (text.time, text.place, text.actor, text.answers)
        clauses: list[Clause] = [*text.permits, *text.excludes, *text.prohibits]
        numbers = {id(clause): number for number, clause in enumerate(clauses)}
        return Instrument(
            all_of(map(self.expression, parts)),
            tuple(
                Rule(
                    clause.provision.effect,
                    self.expression(clause.matches),
                    tuple(numbers[id(permit)] for permit in clause.lifted_by),
                )
                for clause in clauses
            ),
        )

    def expression(self, formula: Formula) -> Expression:
        """Return the expression of a formula."""
        match formula:
            case Constant(truth):
                return TRUE if truth else FALSE
            case Atom(slot, bit):
                return self.test(self.program.slots[slot], bit)
            case NotOf(part):
                return not_of(self.expression(part))
            case AllOf(parts):
                return all_of(map(self.expression, parts))
            case AnyOf(parts):
                return any_of(map(self.expression, parts))

    def test(self, slot: Any, bit: int) -> Expression:  # noqa: ANN401, PLR0911  (one return for each type)
        """Return the expression of one test."""
        test = slot.tests[bit.bit_length() - 1]
        if slot.name.startswith("?"):
            return TRUE if self.answers[slot.name[1:]] in test else FALSE
        if isinstance(slot, TimeSlot):
            return self.times(test.pieces(*self.period))
        if isinstance(slot, NumberSlot):
            (low, _), (high, _) = test
            return self.number(slot.name, low, high)
        if isinstance(slot, PlaceSlot):
            return self.one_of(PLACE, [name for name, sign in self.signs.items() if sign & bit])
        if set(slot.values) == set(FLAGS):
            self.types[slot.name] = "flag"
            return In(slot.name, tuple(FLAGS[value] for value in sorted(test)))
        if slot.name not in self.values:
            # The feed has no such column. It does not matter if the reading's answers
            # leave no test of it; where one is left, its type is not known, and asking
            # for it fails.
            return In(slot.name, ())
        passing = [value for value in self.values[slot.name] if value in test]
        return self.one_of(slot.name, passing)

    def one_of(self, column: str, passing: list[str]) -> Expression:
        """Return that a column of text has one of the values."""
        if not passing or len(passing) == len(self.values[column]):
            return TRUE if passing else FALSE
        self.types[column] = "text"
        return In(column, tuple(passing))

    def times(self, pieces: Sequence[tuple[int, int]]) -> Expression:
        """Return that the time is in one of the stretches; those of the feed's end are open."""
        first, last = self.period
        bounds = [(lo if lo > first else None, hi if hi < last else None) for lo, hi in pieces]
        if (None, None) in bounds:
            return TRUE
        self.types["when"] = "time"
        return any_of(Range("when", lo, hi) for lo, hi in bounds)

    def number(self, column: str, low: float, high: float) -> Expression:
        """Return that a number of whole units lies between the bounds."""
        self.types[column] = "number"
        return Range(
            column, int(low) if low > 0 else None, None if high == float("inf") else int(high)
        )
