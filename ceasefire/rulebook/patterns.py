"""Patterns of a rule file: what only several events together show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from ceasefire.rulebook.conditions import condition
from ceasefire.rulebook.limits import breaches, kilometres, length, listed, nested
from ceasefire.rulebook.pattern_model import (
    Calm,
    Lull,
    Move,
    Pattern,
    Sequence,
    Series,
    Threshold,
)
from ceasefire.rulebook.schema_patterns import SHAPES, STATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.pattern_model import Shape
    from ceasefire.rulebook.schema_patterns import (
        CalmDoc,
        LimitDoc,
        LullDoc,
        MoveDoc,
        PatternDoc,
        SequenceDoc,
        SeriesDoc,
        ThresholdDoc,
    )

__all__ = ["MAX_TESTS", "patterns"]

MAX_TESTS: Final = 2_000
"""How many tests of an event all patterns make together."""

MAX_EACH: Final = 400
"""How many combinations of party and place one pattern counts."""

MAX_BETWEEN: Final = 8
"""Between how many parties a sequence runs."""

MAX_MOVES: Final = 1_000

PAIR: Final = 2


def patterns(ctx: Context) -> dict[str, Pattern]:
    """Return the patterns."""
    found: dict[str, Pattern] = {}
    total = 0
    for key, doc in ctx.doc.patterns.items():
        path: Step = ("patterns", key)
        shape = only(ctx, doc, path)
        if shape is None:
            continue
        total += tests(shape)
        if total > MAX_TESTS:
            message = f"the patterns make more than {MAX_TESTS} tests of an event together"
            hint = "a test is made for each party, pair of parties and place"
            ctx.report.add(path, "too-large", message, key=True, hint=hint)
            break
        found[key] = Pattern(
            id=key,
            title=doc.title or key,
            shape=shape,
            cite=ctx.cite(doc.cite, (*path, "cite")),
            note=doc.note,
            announced=ctx.instant(doc.announced, (*path, "announced")),
            span=ctx.report.document.span(path, key=True),
        )
    return found


def only(ctx: Context, doc: PatternDoc, path: Step) -> Shape | None:
    """Return the one shape of a pattern; all that are written are checked."""
    given = [name for name in SHAPES if getattr(doc, name) is not None]
    if not given and ctx.report.whole(path):
        hint = f"write one of {', '.join(SHAPES)}"
        message = "the pattern does not say what it looks for"
        ctx.report.add(path, "missing-shape", message, key=True, hint=hint)
    for name in given[1:]:
        message = f"`{given[0]}` and `{name}` both say what the pattern looks for"
        hint = "make two patterns of them"
        ctx.report.add((*path, name), "two-shapes", message, key=True, hint=hint, text=name)
    shapes = [READERS[name](ctx, getattr(doc, name), (*path, name)) for name in given]
    return shapes[0] if shapes else None


def tests(shape: Shape) -> int:
    """Return how many tests of an event a shape makes."""
    match shape:
        case Sequence(between=names):
            return PAIR * max(1, len(names) * (len(names) - 1))
        case Threshold(by=by, places=places):
            return max(1, len(by)) * max(1, len(places))
        case Lull(places=places):
            return max(1, len(places))
        case Series():
            return len(("strained", "breached", "breach"))
        case _:
            return 1


def sequence(ctx: Context, doc: SequenceDoc, path: Step) -> Sequence:
    """Return an event and what follows it."""
    return Sequence(
        first=condition(ctx, doc.first, (*path, "first")),
        then=condition(ctx, doc.then, (*path, "then")),
        within=length(ctx, doc.within, (*path, "within")),
        within_km=kilometres(ctx, doc.within_km, (*path, "within_km")),
        between=between(ctx, doc, (*path, "between")),
    )


def between(ctx: Context, doc: SequenceDoc, path: Step) -> tuple[str, ...]:
    """Return the parties between which a sequence runs: two or more, each apart from the rest."""
    if doc.between is None:
        return ()
    names = tuple(sorted(ctx.parties(doc.between, path)))
    if len(set(doc.between)) < PAIR and ctx.report.whole(path):
        message = "it takes two parties at least to act against each other"
        ctx.report.add(path, "lone-party", message, hint="leave `between` out for any")
    if len(names) > MAX_BETWEEN:
        message = f"`between` names more than {MAX_BETWEEN} parties"
        ctx.report.add(path, "too-large", message)
        return names[:MAX_BETWEEN]
    for one, other in nested(ctx, names):
        message = f"`{one}` is, at some time, part of `{other}`"
        hint = "name parties of which none is part of another"
        ctx.report.add(path, "nested-parties", message, hint=hint, text=one)
    return names


def threshold(ctx: Context, doc: ThresholdDoc, path: Step) -> Threshold:
    """Return a number of breaches, counted for each of its parties in each of its places."""
    by = listed(ctx, doc.by, (*path, "by"), ctx.parties, "party")
    places = listed(ctx, doc.in_, (*path, "in"), ctx.places, "place")
    check_each(ctx, len(by), len(places), path)
    when = None if doc.when is None else condition(ctx, doc.when, (*path, "when"))
    known = not doc.of or ctx.known(doc.of, ctx.doc.instruments, (*path, "of"), "instrument")
    return Threshold(
        at_least=breaches(ctx, doc.at_least, (*path, "at_least")),
        within=length(ctx, doc.within, (*path, "within")),
        severity=doc.severity,
        instrument=doc.of if known else "",
        when=when,
        by=by,
        places=places,
    )


def check_each(ctx: Context, by: int, places: int, path: Step) -> None:
    """Report more combinations of parties and places than can be counted."""
    if max(1, by) * max(1, places) > MAX_EACH:
        message = f"more than {MAX_EACH} combinations of party and place"
        hint = "name fewer, or make several patterns"
        ctx.report.add(path, "too-large", message, key=True, hint=hint)


def lull(ctx: Context, doc: LullDoc, path: Step) -> Lull:
    """Return a time without events."""
    places = listed(ctx, doc.in_, (*path, "in"), ctx.places, "place")
    check_each(ctx, 1, len(places), path)
    when = condition(ctx, doc.when, (*path, "when"))
    return Lull(when, length(ctx, doc.for_, (*path, "for")), places)


def calm(ctx: Context, doc: CalmDoc, path: Step) -> Calm:
    """Return the calm of an instrument."""
    ctx.known(doc.of, ctx.doc.instruments, (*path, "of"), "instrument")
    return Calm(doc.of)


def series(ctx: Context, doc: SeriesDoc, path: Step) -> Series:
    """Return how the state of an instrument changes."""
    ctx.known(doc.of, ctx.doc.instruments, (*path, "of"), "instrument")
    rest = doc.recovers_after
    if rest is not None and not doc.strained and not doc.breached and ctx.report.whole(path):
        message = "nothing is there to recover from"
        hint = "add `strained` or `breached`, or leave it out"
        ctx.report.add((*path, "recovers_after"), "missing-key", message, key=True, hint=hint)
    return Series(
        instrument=doc.of,
        strained=limit(ctx, doc.of, doc.strained, (*path, "strained")),
        breached=limit(ctx, doc.of, doc.breached, (*path, "breached")),
        recovers_after=None if rest is None else length(ctx, rest, (*path, "recovers_after")),
        moves=moves(ctx, doc, (*path, "moves")),
    )


def limit(ctx: Context, instrument: str, doc: LimitDoc | None, path: Step) -> Threshold | None:
    """Return how many breaches of an instrument change its state."""
    if doc is None:
        return None
    return Threshold(
        at_least=breaches(ctx, doc.at_least, (*path, "at_least")),
        within=length(ctx, doc.within, (*path, "within")),
        severity=doc.severity,
        instrument=instrument,
    )


def moves(ctx: Context, doc: SeriesDoc, path: Step) -> tuple[Move, ...]:
    """Return the states that texts set, each after the one before."""
    if len(doc.moves) > MAX_MOVES:
        ctx.report.add(path, "too-large", f"more than {MAX_MOVES} moves of one instrument")
    found: list[Move] = []
    for index, item in enumerate(doc.moves[:MAX_MOVES]):
        here = (*path, index)
        on = ctx.instant(item.on, (*here, "on"))
        check_state(ctx, item, (*here, "to"))
        if on is None:
            continue
        if found and on <= found[-1].on:
            when = "at the same time as" if on == found[-1].on else "before"
            message = f"it comes {when} the move that is written before it"
            hint = "write moves in order of time, one for each instant"
            ctx.report.add((*here, "on"), "unordered-moves", message, hint=hint, text=item.on)
        cite = ctx.cite(item.cite, (*here, "cite"))
        found.append(Move(item.to, on, cite, item.note, ctx.report.document.span(here)))
    return tuple(found)


def check_state(ctx: Context, doc: MoveDoc, path: Step) -> None:
    """Report a state that there is not."""
    if doc.to not in STATES:
        message = f"`{doc.to[:80]}` is no state of an instrument"
        hint = f"write one of {', '.join(STATES)}"
        ctx.report.add(path, "bad-choice", message, hint=hint, text=doc.to, near=STATES)


READERS: Final = cast(
    "dict[str, Callable[[Context, object, Step], Shape]]",
    {
        "sequence": sequence,
        "threshold": threshold,
        "lull": lull,
        "calm": calm,
        "series": series,
    },
)
"""What reads each shape."""
