"""When an instrument is in force at all, in words and as a reading has it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ceasefire.cli.wording import Wording, either
from ceasefire.rulebook.logic import (
    ALWAYS,
    All,
    AnswerTest,
    Any,
    Not,
    TimeTest,
    conjunction,
    disjunction,
)
from ceasefire.terms.times import Window, joined_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Instrument, Rulebook

__all__ = ["given", "whenever"]

NEVER: Final = Any(())

FAR: Final = 2**63
"""An instant beyond any other, in place of a bound that there is not."""


class Asking(Wording):
    """Puts conditions into words for those who do not know questions by their names."""

    def condition(self, test: Condition) -> str:
        """Return a condition as a clause, with questions as they are asked."""
        if isinstance(test, AnswerTest):
            return f"{self.asked(test.question)} {either(test.answers)}"
        return super().condition(test)

    def asked(self, question: str) -> str:
        """Return that a question is answered, before what it is answered by."""
        return f"“{self.rulebook.questions[question].ask}” is answered"


def whenever(item: Instrument, answers: Mapping[str, str], rulebook: Rulebook) -> str:
    """Return when an instrument is in force, whatever days a report is of.

    What the answers of a reading rule out is left out, and questions without one are named.
    """
    wording = Asking(rulebook)
    time, header = given(item.time, answers), given(item.answers, answers)
    parts = joined(time.parts) if isinstance(time, Any) else (time,)
    told = "; ".join(clauses(sorted(parts, key=begins), wording))
    if header == ALWAYS:
        return told
    return f"{told}; all of it only if {wording.condition(header)}"


def given(condition: Condition, answers: Mapping[str, str]) -> Condition:
    """Return what is left of a condition once some questions are answered."""
    match condition:
        case AnswerTest(question, accepted) if question in answers:
            return ALWAYS if answers[question] in accepted else NEVER
        case Not(part):
            left = given(part, answers)
            if left in {ALWAYS, NEVER}:
                return NEVER if left == ALWAYS else ALWAYS
            return Not(left)
        case All(parts):
            some = [given(part, answers) for part in parts]
            return NEVER if NEVER in some else conjunction(some)
        case Any(parts):
            return disjunction(given(part, answers) for part in parts)
        case _:
            return condition


def joined(parts: Sequence[Condition]) -> Iterator[Condition]:
    """Yield the parts of which one must hold; stretches that follow upon each other are one."""
    plain: list[tuple[int, int]] = []
    others: list[Condition] = []
    for part in parts:
        if isinstance(part, TimeTest) and not part.window.recurring:
            start, end = part.window.bounds()
            plain.append((-FAR if start is None else start, FAR if end is None else end))
        else:
            others.append(part)
    for low, high in joined_up(plain):
        yield TimeTest(Window(None if low == -FAR else low, None if high == FAR else high))
    yield from others


def begins(condition: Condition) -> int:
    """Return the earliest instant at which a time of a condition begins."""
    match condition:
        case TimeTest(window):
            return -FAR if window.start is None else window.start
        case All(parts) | Any(parts):
            return min(map(begins, parts), default=FAR)
        case _:
            return FAR


def clauses(parts: Iterable[Condition], wording: Asking) -> Iterator[str]:
    """Yield times in words; those that hang on one question stand together, and ask it once."""
    groups: defaultdict[str, list[Condition]] = defaultdict(list)
    for part in parts:
        groups[hangs_on(part) or repr(part)].append(part)
    for question, group in groups.items():
        if len(group) == 1:
            yield from wording.times(group[0])
            continue
        times: defaultdict[str, list[str]] = defaultdict(list)
        for part in group:
            answer, when = answered(part, wording)
            times[answer].append(when)
        told = (f"{' and '.join(each)} ({answer})" for answer, each in times.items())
        yield f"as {wording.asked(question)}, {' or '.join(told)}"


def hangs_on(part: Condition) -> str:
    """Return the one question that some time hangs on; nothing where it is not as simple."""
    tests = part.parts if isinstance(part, All) else ()
    asked = [test.question for test in tests if isinstance(test, AnswerTest)]
    times = sum(isinstance(test, TimeTest) for test in tests)
    return asked[0] if len(asked) == 1 and times == len(tests) - 1 > 0 else ""


def answered(part: Condition, wording: Asking) -> tuple[str, str]:
    """Return the answer on which a time hangs, and the time."""
    tests = part.parts if isinstance(part, All) else ()
    answers = (either(test.answers) for test in tests if isinstance(test, AnswerTest))
    times = (wording.condition(test) for test in tests if isinstance(test, TimeTest))
    return " and ".join(answers), " within ".join(times)
