"""When a condition of time and of answers to questions holds: surely, and perhaps."""

from __future__ import annotations

from functools import reduce
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.logic import All, AnswerTest, Any, Not, TimeTest
from ceasefire.terms.times import joined_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ceasefire.program.cells import Interval
    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Question

__all__ = ["held", "held_by_answers"]

Spans = list["Interval"]
Pair = tuple[Spans, Spans]

MOST_TRIED: Final = 1024
"""So many combinations of answers are tried one by one."""


def held(condition: Condition, lo: int, hi: int, answers: Mapping[str, str]) -> Pair:
    """Return the stretches of ``[lo, hi)`` in which a condition holds, and in which it may.

    It may where it hangs on a question without an answer, or on what is not time at all.
    """
    everything = [(lo, hi)]
    match condition:
        case TimeTest(window):
            spans = window.pieces(lo, hi)
            return spans, spans
        case AnswerTest(question, accepted) if question in answers:
            spans = everything if answers[question] in accepted else []
            return spans, spans
        case Not(part):
            sure, perhaps = held(part, lo, hi, answers)
            return outside(perhaps, lo, hi), outside(sure, lo, hi)
        case All(parts):
            pairs = [held(part, lo, hi, answers) for part in parts]
            return both(pair[0] for pair in pairs) if pairs else everything, (
                both(pair[1] for pair in pairs) if pairs else everything
            )
        case Any(parts):
            pairs = [held(part, lo, hi, answers) for part in parts]
            return (
                joined_up(span for sure, _ in pairs for span in sure),
                joined_up(span for _, perhaps in pairs for span in perhaps),
            )
        case _:
            return [], everything


def held_by_answers(
    condition: Condition,
    lo: int,
    hi: int,
    answers: Mapping[str, str],
    questions: Mapping[str, Question],
) -> Pair:
    """Return the same as :func:`held`, exactly as far as open questions go.

    What holds whatever the answer, for one reason under this and for another under that, does
    so surely. Where the answers are too many to be tried together it is what ``held`` says.
    """
    names = sorted(set(asked(condition)) - answers.keys())
    choices = [tuple(questions[name].answers) for name in names]
    if not names or prod(map(len, choices)) > MOST_TRIED:
        return held(condition, lo, hi, answers)
    pairs = [
        held(condition, lo, hi, {**answers, **dict(zip(names, some, strict=True))})
        for some in product(*choices)
    ]
    perhaps = joined_up(span for _, spans in pairs for span in spans)
    return both(sure for sure, _ in pairs), perhaps


def asked(condition: Condition) -> Iterator[str]:
    """Yield the questions on whose answers a condition hangs."""
    match condition:
        case AnswerTest(question, _):
            yield question
        case All(parts) | Any(parts):
            for part in parts:
                yield from asked(part)
        case Not(part):
            yield from asked(part)


def both(lists: Iterable[Spans]) -> Spans:
    """Return what lies in every one of some lists of stretches, each sorted and disjoint."""
    return reduce(overlap, lists)


def overlap(one: Spans, other: Spans) -> Spans:
    """Return what lies in two lists of stretches."""
    found: Spans = []
    first = second = 0
    while first < len(one) and second < len(other):
        lo = max(one[first][0], other[second][0])
        hi = min(one[first][1], other[second][1])
        if lo < hi:
            found.append((lo, hi))
        if one[first][1] < other[second][1]:
            first += 1
        else:
            second += 1
    return found


def outside(spans: Spans, lo: int, hi: int) -> Spans:
    """Return what of ``[lo, hi)`` lies in no stretch."""
    found: Spans = []
    at = lo
    for start, end in spans:
        if start > at:
            found.append((at, start))
        at = max(at, end)
    if at < hi:
        found.append((at, hi))
    return found
