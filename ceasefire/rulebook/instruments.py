"""Instruments of a rule file: headers, inheritance, and provisions made whole.

An extension takes over the provisions of what it extends and, where it does not
restate them, whom it binds, where and when it is in force and under which
answers. What narrows a provision is folded into its one condition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.conditions import condition
from ceasefire.rulebook.logic import ALWAYS, Not, PartyTest, PlaceTest, conjunction
from ceasefire.rulebook.model import Instrument, Provision
from ceasefire.rulebook.vocabulary import MAX_DEPTH
from ceasefire.rulebook.windows import answers, hull, windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Effect
    from ceasefire.rulebook.schema import BindsDoc, InstrumentDoc, Narrowing, ProvisionDoc

__all__ = ["GROUNDS", "instruments"]

EFFECTS: Final[tuple[Effect, ...]] = ("exclude", "prohibit", "permit")

GROUNDS: Final = frozenset(
    {"time", "place", "actor", "question", "permitted", "compliant", "unregulated"}
)
"""The grounds of findings that rest on no provision; one of their names would stand for both."""

MAX_PROVISIONS: Final = 20_000
"""How many provisions all instruments have together, inherited ones counted each time."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The four tests of a header; ``None`` where the text does not restate one."""

    time: Condition | None
    place: Condition | None
    actor: Condition | None
    answers: Condition | None


def instruments(ctx: Context) -> dict[str, Instrument]:
    """Return the instruments, what they extend worked in."""
    docs = ctx.doc.instruments
    done: dict[str, Instrument] = {}
    total = 0
    for key in docs:
        for name in reversed(lineage(ctx, key, done)):
            done[name] = instrument(ctx, name, done.get(docs[name].extends))
            total += len(done[name].provisions)
            if total > MAX_PROVISIONS:
                message = f"the instruments have more than {MAX_PROVISIONS} provisions together"
                ctx.report.add(("instruments", name), "too-large", message, key=True)
                return done
    return {key: done[key] for key in docs}


def lineage(ctx: Context, key: str, done: dict[str, Instrument]) -> list[str]:
    """Return an instrument and those it extends, up to one that is done already."""
    docs = ctx.doc.instruments
    chain: list[str] = []
    while key not in done:
        path: Step = ("instruments", key, "extends")
        chain.append(key)
        above = docs[key].extends
        if not above or not ctx.known(above, docs, path, "instrument"):
            break
        if above in chain:
            circle = " extends ".join(f"`{name}`" for name in [*chain[chain.index(above) :], above])
            ctx.report.add(path, "circular-extends", f"{circle}", text=above)
            break
        if len(chain) > MAX_DEPTH:
            message = f"more than {MAX_DEPTH} instruments extend each other in a row"
            ctx.report.add(path, "too-deep", message, text=above)
            break
        key = above
    return chain


def instrument(ctx: Context, key: str, base: Instrument | None) -> Instrument:
    """Return one instrument."""
    doc = ctx.doc.instruments[key]
    path: Step = ("instruments", key)
    stated = reach(ctx, doc, path)
    time = inherited(stated.time, base.time if base else None)
    provisions = united(ctx, key, doc, base, time)
    check_lifts(ctx, doc, provisions, path)
    return Instrument(
        id=key,
        title=doc.title or key,
        time=time,
        place=inherited(stated.place, base.place if base else None),
        actor=inherited(stated.actor, base.actor if base else None),
        answers=inherited(stated.answers, base.answers if base else None),
        provisions=provisions,
        announced=ctx.instant(doc.announced, (*path, "announced")),
        announced_by=doc.announced_by,
        extends=doc.extends,
        cite=ctx.cite(doc.cite, (*path, "cite")),
        note=doc.note,
        pax=doc.pax,
        span=ctx.report.document.span(path, key=True),
    )


def inherited(own: Condition | None, base: Condition | None) -> Condition:
    """Return what is stated, else what is inherited, else the condition that always holds."""
    return own if own is not None else base if base is not None else ALWAYS


def reach(ctx: Context, doc: Narrowing, path: Step) -> Reach:
    """Return the four tests that an instrument or a provision states."""
    return Reach(
        time=None if doc.in_force is None else windows(ctx, doc.in_force, (*path, "in_force")),
        place=area(ctx, doc.where, (*path, "where")),
        actor=bound(ctx, doc.binds, (*path, "binds")),
        answers=None if doc.if_ is None else answers(ctx, doc.if_, (*path, "if")),
    )


def area(ctx: Context, names: Sequence[str] | None, path: Step) -> Condition | None:
    """Return the test that a place is inside one of those named."""
    if names is None:
        return None
    if not names:
        ctx.report.add(path, "empty-list", "no place is named, so that it holds nowhere")
    return PlaceTest(ctx.places(names, path))


def bound(ctx: Context, doc: BindsDoc | None, path: Step) -> Condition | None:
    """Return the test that the actor is bound."""
    if doc is None:
        return None
    if doc.parties is not None and doc.all_except is not None:
        message = "`parties` and `all_except` both say who is bound"
        ctx.report.add((*path, "all_except"), "unknown-key", message, key=True)
    if not doc.parties and not doc.all_except and ctx.report.whole(path):
        hint = "leave `binds` out where everybody is bound"
        ctx.report.add(path, "empty-list", "no party is named", hint=hint)
    named = PartyTest("actor", ctx.parties(doc.parties or (), path))
    if doc.all_except is None:
        return named
    return Not(PartyTest("actor", ctx.parties(doc.all_except, (*path, "all_except"))))


def united(
    ctx: Context, key: str, doc: InstrumentDoc, base: Instrument | None, time: Condition
) -> tuple[Provision, ...]:
    """Return inherited provisions, less those left out or replaced, and the own ones."""
    path: Step = ("instruments", key)
    present = {item.id: item for item in base.provisions} if base else {}
    for name in doc.without:
        if name in present:
            continue
        missing = doc.extends and not base  # what it extends is missing or circular
        if not missing and name not in ctx.report.broken:
            message = f"`{name[:80]}` is no provision that is inherited"
            here = (*path, "without")
            ctx.report.add(here, "unknown-provision", message, text=name, near=list(present))
    left_out = set(doc.without)
    kept = {name: item for name, item in present.items() if name not in left_out}
    own: dict[str, Provision] = {}
    for effect in EFFECTS:
        for name, item in getattr(doc, effect).items():
            here = (*path, effect, name)
            if name in GROUNDS:
                message = f"`{name}` is what findings call a ground that rests on no provision"
                hint = "choose another name"
                ctx.report.add(here, "name-of-ground", message, key=True, text=name, hint=hint)
            if name in own:
                message = f"`{name}` is also given under `{own[name].effect}`"
                ctx.report.add(here, "duplicate-key", message, key=True, text=name)
            own[name] = provision(ctx, item, effect, here, time)
    return tuple({**kept, **own}.values())


def provision(
    ctx: Context, doc: ProvisionDoc, effect: Effect, path: Step, time: Condition
) -> Provision:
    """Return one provision, with all that narrows it in its condition."""
    for key, owner in (("lifts", "permit"), ("severity", "prohibit")):
        if getattr(doc, key) and effect != owner:
            message = f"`{key}` belongs under `{owner}`, not under `{effect}`"
            ctx.report.add((*path, key), "unknown-key", message, key=True, text=key)
    own = reach(ctx, doc, path)
    if own.time is not None and apart(own.time, time):
        message = "the provision is in force only while its instrument is not"
        hint = "compare its `in_force` with the instrument's"
        ctx.report.add((*path, "in_force"), "unreachable-window", message, hint=hint)
    narrowing = [part for part in (own.time, own.place, own.actor, own.answers) if part is not None]
    return Provision(
        id=str(path[-1]),
        effect=effect,
        condition=conjunction([*narrowing, condition(ctx, doc.when, (*path, "when"))]),
        lifts=None if doc.lifts is None else frozenset(doc.lifts),
        title=doc.title,
        severity=doc.severity,
        cite=ctx.cite(doc.cite, (*path, "cite")),
        note=doc.note,
        announced=ctx.instant(doc.announced, (*path, "announced")),
        origin=str(path[1]),
        span=ctx.report.document.span(path, key=True),
    )


def apart(own: Condition, other: Condition) -> bool:
    """Return whether two tests of time, from first start to last end, never meet."""
    (start, end), (first, last) = hull(own), hull(other)
    before = end is not None and first is not None and end <= first
    return before or (start is not None and last is not None and last <= start)


def check_lifts(
    ctx: Context, doc: InstrumentDoc, provisions: Sequence[Provision], path: Step
) -> None:
    """Report permits that lift a prohibition there is not."""
    forbidden = {item.id for item in provisions if item.effect == "prohibit"}
    orphan = doc.extends not in ctx.doc.instruments and doc.extends != ""
    for name, item in doc.permit.items():
        here = (*path, "permit", name, "lifts")
        if item.lifts == []:
            hint = "leave `lifts` out where it lifts all"
            ctx.report.add(here, "empty-list", "the permit lifts nothing", hint=hint)
        for lifted in item.lifts or ():
            if lifted in forbidden or orphan or lifted in ctx.report.broken:
                continue
            message = f"`{lifted[:80]}` is no prohibition of this instrument"
            ctx.report.add(here, "unknown-provision", message, text=lifted, near=forbidden)
