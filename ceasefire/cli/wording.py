"""Conditions, windows and citations of a rulebook in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.findings.words import listed
from ceasefire.rulebook.logic import (
    All,
    AnswerTest,
    Any,
    CategoryTest,
    FlagTest,
    Not,
    NumberTest,
    PartyTest,
    PlaceTest,
    TimeTest,
)
from ceasefire.terms.figures import figure
from ceasefire.terms.times import describe, local, zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Citation, Rulebook
    from ceasefire.terms.times import Window

__all__ = ["Wording"]

MANY: Final = 1000
"""Lists in words are not shortened."""

WEEKDAYS: Final = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    *("Saturday", "Sunday"),
)
MINUTE: Final = 60_000_000


class Wording:
    """Puts the records of one rulebook into words."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Take the rulebook whose names are used."""
        self.rulebook = rulebook
        self.zone = zone(rulebook.timezone)

    def condition(self, test: Condition) -> str:  # noqa: PLR0911  (one return for each type)
        """Return a condition as a clause; nothing where it always holds."""
        match test:
            case All(parts) | Any(parts):
                joiner = "; and " if isinstance(test, All) else "; or "
                clauses = [self.condition(part) for part in parts]
                nested = [
                    f"({clause})" if isinstance(part, All | Any) and len(parts) > 1 else clause
                    for part, clause in zip(parts, clauses, strict=True)
                ]
                return joiner.join(nested) or ("" if isinstance(test, All) else "never")
            case Not(part):
                inner = self.condition(part)
                simple = isinstance(part, CategoryTest | PartyTest | FlagTest)
                return inner.replace(" is ", " is not ", 1) if simple else f"not: {inner}"
            case CategoryTest(field, names):
                return f"{field} is {either(names)}"
            case PartyTest(field, names):
                return f"{field} is {self.parties(names)}"
            case PlaceTest(names):
                return f"in {self.places(names)}"
            case TimeTest(window):
                return self.window(window)
            case NumberTest():
                return f"{test.field} is {bounds(test)}"
            case FlagTest(field, value):
                return f"{field} is {'yes' if value else 'no'}"
            case AnswerTest(question, answers):
                return f"{question} is answered {either(answers)}"

    def parties(self, names: Iterable[str], joiner: str = "or") -> str:
        """Return parties by name."""
        found = sorted(self.rulebook.parties[name].name for name in names)
        return listed(found, joiner, MANY)

    def places(self, names: Iterable[str]) -> str:
        """Return places by name."""
        return either(self.rulebook.places[name].name for name in names)

    def bound(self, test: Condition) -> str:
        """Return whom an instrument binds."""
        match test:
            case PartyTest(_, names):
                return self.parties(names, "and")
            case Not(PartyTest(_, names)):
                return f"all except {self.parties(names, 'and')}"
            case _:
                return self.condition(test) or "everybody"

    def times(self, test: Condition) -> list[str]:
        """Return the windows of an instrument, each with the answers under which it holds."""
        if isinstance(test, Any):
            return [text for part in test.parts for text in self.times(part)]
        parts = test.parts if isinstance(test, All) else (test,)
        answers = [self.condition(part) for part in parts if isinstance(part, AnswerTest)]
        windows = [self.condition(part) for part in parts if not isinstance(part, AnswerTest)]
        when = " and ".join(windows) or "always"
        return [f"{when}, if {' and '.join(answers)}" if answers else when]

    def window(self, window: Window) -> str:
        """Return a window in the rulebook's local time."""
        words = []
        if window.start is not None and window.end is not None:
            words.append(describe(window.start, window.end, self.zone))
        elif window.start is not None:
            words.append(f"from {self.moment(window.start)}")
        elif window.end is not None:
            words.append(f"until {self.moment(window.end)}")
        if window.days is not None:
            names = [WEEKDAYS[day] for day in sorted(window.days)]
            words.append(f"on {listed(names, 'and', MANY)}")
        if window.hours is not None:
            hours = [f"{clock(begin)}-{clock(end)}" for begin, end in window.hours]
            words.append(f"at {listed(hours, 'and', MANY)}")
        if window.recurring and window.zone != self.rulebook.timezone:
            words.append(f"({window.zone})")
        return " ".join(words) or "always"

    def moment(self, instant: int) -> str:
        """Return an instant in the rulebook's local time."""
        return f"{local(instant, self.zone):%Y-%m-%d %H:%M}"

    def announced(self, instant: int | None) -> str:
        """Return when something was announced; midnight is only a date."""
        return "" if instant is None else self.moment(instant).removesuffix(" 00:00")

    def cited(self, cites: Iterable[Citation]) -> str:
        """Return citations by the ids of their sources, each with how its text is known."""
        texts = []
        for cite in cites:
            evidence = self.rulebook.sources[cite.source].evidence
            marked = f" [evidence: {evidence}]" if evidence in {"known", "unsure"} else ""
            texts.append(" ".join(filter(None, (cite.source, cite.where))) + marked)
        return "; ".join(texts)


def either(names: Iterable[str]) -> str:
    """Return names joined by "or"."""
    return listed(sorted(names), "or", MANY)


def bounds(test: NumberTest) -> str:
    """Return a range of numbers."""
    if test.low is not None and test.low == test.high:
        return figure(test.low)
    words = []
    if test.low is not None:
        words.append(f"{'more than' if test.low_open else 'at least'} {figure(test.low)}")
    if test.high is not None:
        words.append(f"{'less than' if test.high_open else 'at most'} {figure(test.high)}")
    return " and ".join(words) or "any number"


def clock(time: int) -> str:
    """Return a time of day in microseconds since midnight as hours and minutes."""
    return f"{time // MINUTE // 60:02}:{time // MINUTE % 60:02}"
