"""Instruments never in force, reaching nothing, or never deciding beside the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.analysis.checks.domination import without
from ceasefire.analysis.checks.effects import together
from ceasefire.analysis.checks.implying import implied, parts_of
from ceasefire.analysis.checks.lint import Lint, unsolved
from ceasefire.analysis.space import Spent
from ceasefire.program.formulas import any_of, not_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.checks.ground import Ground, Outcome, Own
    from ceasefire.analysis.space import Found
    from ceasefire.engines.reference.states import State
    from ceasefire.program.formulas import Formula

__all__ = ["instruments"]

NAMED = 3
"""So many instruments are named in one message."""


def instruments(ground: Ground) -> Iterator[Lint]:
    """Yield what is odd about instruments as a whole, at most one finding for each."""
    for own in ground.owns:
        try:
            found = idle(ground, own) or undecisive(ground, own)
        except Spent:
            found = unsolved(at(own), own.text.source.span, f"what `{own.id}` adds")
        if found is not None:
            yield found


def idle(ground: Ground, own: Own) -> Lint | None:
    """Return that an instrument is never in force, or reaches nothing, if so."""
    if ground.everywhere.real & ground.everywhere.sample.truth(own.reached):
        return None
    if ground.find(own.reached) is not None:
        return None
    hint = "compare its header's tests with each other, and with what is impossible"
    if not ground.conceivable(together((own.text.time, own.text.answers))):
        hint = "look at its `in_force`, and at the answers under which it holds"
        return lint("never-in-force", own, f"`{own.id}` is in force at no time", hint)
    declared = ground.conceivable(own.reached)
    why = "all that it would reach is declared impossible" if declared else apart(ground, own)
    return lint("reaches-nothing", own, f"`{own.id}` reaches nothing: {why}", hint)


def apart(ground: Ground, own: Own) -> str:
    """Return which tests of a header nothing passes."""
    text = own.text
    tests = {"in its area": text.place, "bound by it": text.actor, "so answered": text.answers}
    while_ = [
        name for name, test in tests.items() if not ground.conceivable(together((text.time, test)))
    ]
    return (
        f"while it is in force, nothing is {' or '.join(while_)}"
        if while_
        else ("nothing passes all tests of its header")
    )


def undecisive(ground: Ground, own: Own) -> Lint | None:
    """Return that an instrument changes no verdict, or lies inside another, if so."""
    around = containing(ground, own)
    inside = within_words(around)
    span = own.text.source.span
    try:
        if not decides(ground, own, ground.everywhere, ground.space.state):
            found = reached_by(ground, own)
            message = f"`{own.id}` changes no verdict, whatever the questions' answers"
            hint = "the others find the same or worse of all that it reaches"
            return lint("never-decides", own, message + inside, hint).shown_by(found)
        if ground.answers and not decides(ground, own, ground.as_read, ground.read):
            message = f"`{own.id}` changes no verdict under the reading `{ground.book.reading}`"
            hint = "other answers make it matter, as the example shows"
            found = ground.first(deciding(ground, own))
            return lint("changes-nothing-as-read", own, message + inside, hint).shown_by(found)
    except Spent:
        return unsolved(at(own), span, f"whether `{own.id}` ever changes a verdict")
    if not around:
        return None
    message = f"`{own.id}` reaches nothing that others do not reach{inside}"
    hint = "both apply there, and the graver verdict counts"
    return lint("inside-another", own, message, hint).shown_by(reached_by(ground, own))


def decides(ground: Ground, own: Own, outcome: Outcome, state: State) -> bool:
    """Return whether an act would come to another verdict without an instrument."""
    if own.id in ground.dominated:
        return False
    sample, others = outcome.sample, others_of(ground, own)
    breached = sample.truth(own.violated) & ~sample.any_of(other.violated for other in others)
    if outcome.real & breached:
        return True
    inside = sample.truth(own.inside) & ~sample.any_of(other.inside for other in others)
    if outcome.real & inside:
        return True
    return ground.first(deciding(ground, own), state) is not None


def others_of(ground: Ground, own: Own) -> tuple[Own, ...]:
    """Return the instruments that decide without one, less those that change nothing."""
    return without([other for other in ground.owns if other is not own], ground.dominated)


def deciding(ground: Ground, own: Own) -> Iterator[Formula]:
    """Yield that an act would come to another verdict without an instrument."""
    others = others_of(ground, own)
    yield together((own.inside, not_of(any_of(other.inside for other in others))))
    calm = not_of(any_of(other.violated for other in others))
    for breach in own.breaches.values():
        yield together((own.inside, breach, calm))


def reached_by(ground: Ground, own: Own) -> Found | None:
    """Return an act that an instrument does not exclude, or else one that it reaches."""
    return ground.find(own.inside) or ground.find(own.reached)


def containing(ground: Ground, own: Own) -> list[Own]:
    """Return the other instruments that reach all that an instrument reaches."""
    sample, real = ground.everywhere.sample, ground.everywhere.real
    here = real & sample.truth(own.reached)
    found = []
    for other in ground.owns:
        if other is own or here & ~sample.truth(other.reached):
            continue
        if implied(ground, frozenset(parts_of(own.reached)), other.reached):
            found.append(other)
    return found


def within_words(around: list[Own]) -> str:
    """Return that what an instrument reaches lies inside of the reach of others."""
    if not around:
        return ""
    names = [f"`{other.id}`" for other in around]
    rest = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"; all that it reaches lies within the reach of {', '.join(names[:NAMED])}{rest}"


def at(own: Own) -> str:
    """Return the path of an instrument."""
    return f"instruments.{own.id}"


def lint(code: str, own: Own, message: str, hint: str) -> Lint:
    """Return a finding about an instrument."""
    return Lint(code, at(own), own.text.source.span, message, hint)
