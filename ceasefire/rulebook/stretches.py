"""When a condition of time and of answers to questions holds: surely, and perhaps."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from ceasefire.rulebook.logic import All, AnswerTest, Any, Not, TimeTest
from ceasefire.terms.times import joined_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ceasefire.program.cells import Interval
    from ceasefire.rulebook.logic import Condition

__all__ = ["held"]

Spans = list["Interval"]
Pair = tuple[Spans, Spans]


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
