"""Provisions that never match, lift nothing, or change no verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.analysis.checks.deciding import changes
from ceasefire.analysis.checks.effects import changing, lifting, matching, parts_of, together
from ceasefire.analysis.checks.lint import Lint, unsolved
from ceasefire.analysis.space import Spent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.checks.effects import Part
    from ceasefire.analysis.checks.ground import Ground
    from ceasefire.analysis.space import Found

__all__ = ["provisions"]


def provisions(ground: Ground) -> Iterator[Lint]:
    """Yield what is odd about provisions, at most one finding for each."""
    parts = parts_of(ground)
    # What matters under the reading matters: most are settled by that.
    read = changes(ground, parts, ground.read, ground.as_read)
    left = [part for part in parts if not read[part.key]]
    ever = (
        read if not ground.answers else changes(ground, left, ground.space.state, ground.everywhere)
    )
    for part in left:
        if not ever[part.key]:
            yield idle(ground, part, ever[part.key])
        elif read[part.key] is None:
            yield unknown(part, "changes a verdict under the default reading")
        else:
            yield otherwise(ground, part)


def idle(ground: Ground, part: Part, change: bool | None) -> Lint:  # noqa: FBT001  (what was found)
    """Return why a provision changes no verdict, or that this is not known."""
    try:
        found = ground.first(matching(part))
        if found is None:
            return unmatched(ground, part)
        if part.provision.effect == "permit" and ground.first(lifting(part)) is None:
            return liftless(part, found)
    except Spent:
        return unknown(part, "ever matches")
    if change is None:
        return unknown(part, "ever changes a verdict")
    message = f"{named(part)} matches, but changes no verdict, whatever the questions' answers"
    hint = "other provisions always decide alike: leave it out, or look at what it should add"
    return lint("changes-nothing", part, message, hint).shown_by(found)


def unmatched(ground: Ground, part: Part) -> Lint:
    """Return that a provision never matches, and why."""
    hint = "compare its tests with each other, and with those of its instrument's header"
    if not any(ground.conceivable(clause.matches) for _, clause in part.homes):
        why = "no incident passes all of its tests"
    elif any(map(ground.conceivable, matching(part))):
        why = "all that it would match is declared impossible"
        hint = "compare it with what is listed under `impossible`"
    else:
        why = f"what passes its tests lies outside of {headers(ground, part)}"
    return lint("never-matches", part, f"{named(part)} never matches: {why}", hint)


def headers(ground: Ground, part: Part) -> str:
    """Return which tests of which headers keep a provision from ever matching."""
    own, clause = part.homes[0]
    text = own.text
    tests = {
        "its time": text.time,
        "its area": text.place,
        "those whom it binds": text.actor,
        "the answers under which it holds": text.answers,
    }
    apart = [
        name
        for name, test in tests.items()
        if not ground.conceivable(together((test, clause.matches)))
    ]
    whose = f"`{own.id}`" if len(part.homes) == 1 else "every instrument that has it"
    return f"{whose}: {' and '.join(apart)}" if apart and len(part.homes) == 1 else whose


def liftless(part: Part, found: Found) -> Lint:
    """Return that a permit lifts nothing."""
    message = f"{named(part)} matches, but never what a prohibition that it lifts does as well"
    hint = "compare its `when` with those of the prohibitions"
    if part.provision.lifts is None:
        hint = "it lifts any prohibition of its instrument: none matches at the same time"
    return lint("lifts-nothing", part, message, hint).shown_by(found)


def otherwise(ground: Ground, part: Part) -> Lint:
    """Return that a provision matters under other answers than the reading's alone."""
    message = f"{named(part)} changes no verdict under the reading `{ground.book.reading}`"
    hint = "other answers make it matter, as the example shows"
    found = lint("changes-nothing-as-read", part, message, hint)
    try:
        return found.shown_by(ground.first(changing(part, ground)))
    except Spent:
        return found


def unknown(part: Part, what: str) -> Lint:
    """Return that something about a provision is not worked out."""
    return unsolved(part.at, part.provision.span, f"whether {named(part)} {what}")


def named(part: Part) -> str:
    """Return a provision by effect and id."""
    return f"the {EFFECTS[part.provision.effect]} `{part.provision.id}`"


EFFECTS = {"exclude": "exclusion", "prohibit": "prohibition", "permit": "permit"}


def lint(code: str, part: Part, message: str, hint: str) -> Lint:
    """Return a finding about a provision."""
    return Lint(code, part.at, part.provision.span, message, hint)
