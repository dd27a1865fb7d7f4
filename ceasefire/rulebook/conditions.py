"""Conditions of a rule file, read into tests on fields.

Keys of a mapping hold together, items of a list are alternatives, and ``any``,
``all``, ``not`` and ``if`` nest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from ceasefire.rulebook.contradictions import check_together
from ceasefire.rulebook.logic import (
    ALWAYS,
    CategoryTest,
    FlagTest,
    Not,
    NumberTest,
    PartyTest,
    PlaceTest,
    conjunction,
    disjunction,
)
from ceasefire.rulebook.mending import texts
from ceasefire.rulebook.schema import WindowDoc
from ceasefire.rulebook.validation import checked, found
from ceasefire.rulebook.values import COMPARISONS, flag, number, word_known
from ceasefire.rulebook.windows import answers, windows
from ceasefire.terms.likeness import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.logic import Condition
    from ceasefire.terms.taxonomy import FieldSpec

__all__ = ["NESTING", "condition", "words"]

NESTING: Final = ("any", "all", "not", "if")
"""The keys of a condition that are no fields."""

OF_TIME: Final = frozenset({"from", "until", "for", "days", "hours", "timezone"})
"""The keys of a window, which a condition has under ``when``."""

NUMERIC: Final = ("count", "number")


def condition(ctx: Context, raw: object, path: Step) -> Condition:
    """Return a condition; what is wrong with it is reported and left out."""
    if isinstance(raw, list):
        return several(ctx, raw, path)
    if not isinstance(raw, dict):
        hint = "write a field and its value, as in `kind: shelling`"
        message = f"a condition is a mapping, not {found(raw)}"
        ctx.report.add(path, "wrong-type", message, hint=hint)
        return ALWAYS
    return conjunction(entry(ctx, key, value, (*path, key)) for key, value in raw.items())


def several(ctx: Context, raw: object, path: Step, *, every: bool = False) -> Condition:
    """Return a list of conditions, of which one holds, or ``every`` one."""
    items = raw if isinstance(raw, list) else [raw]
    if not items:
        ctx.report.add(path, "empty-list", "the list of conditions is empty")
    parts = [condition(ctx, item, (*path, index)) for index, item in enumerate(items)]
    return conjunction(parts) if every else disjunction(parts)


def entry(ctx: Context, key: str, raw: object, path: Step) -> Condition:
    """Return what one key of a condition says."""
    if key in {"any", "all"}:
        return several(ctx, raw, path, every=key == "all")
    if key == "not":
        return Not(condition(ctx, raw, path))
    if key == "if":
        return asked(ctx, raw, path)
    spec = ctx.taxonomy.fields.get(key)
    if spec is not None:
        return ALWAYS if ("fields", key) in ctx.report.guessed else test(ctx, spec, raw, path)
    if key in ctx.report.broken:
        ctx.report.lost.update(texts(raw))
        return ALWAYS
    message = f"`{key[:80]}` is no field that a condition can ask about"
    near = (*ctx.taxonomy.fields, *(NESTING if isinstance(raw, dict | list) else ()))
    hint = ""
    if key in OF_TIME:
        near, hint = (), f"what the time has to be stands under `when`: `when: {{{key}: …}}`"
    ctx.report.add(path, "unknown-field", message, text=key, key=True, near=near, hint=hint)
    return meant(ctx, nearest(key, near), raw, lambda name: entry(ctx, name, raw, path))


def meant(ctx: Context, name: str, raw: object, read: Callable[[str], Condition]) -> Condition:
    """Read what stands under a misspelt key, if the ``name`` that was meant can be told."""
    if name:
        return read(name)
    ctx.report.lost.update(texts(raw))
    return ALWAYS


def asked(ctx: Context, raw: object, path: Step) -> Condition:
    """Return the answers that an ``if`` inside a condition asks for."""
    doc = checked(ctx.report, WindowDoc, {"if": raw}, path[:-1])
    return ALWAYS if doc is None else answers(ctx, doc.if_, path)


def test(ctx: Context, spec: FieldSpec, raw: object, path: Step) -> Condition:
    """Return the test on a field that a value, a list or a comparison makes."""
    if spec.type == "time":
        return moment(ctx, raw, path)
    if isinstance(raw, str):
        return words(ctx, spec, [raw], path)
    if isinstance(raw, dict) and raw:
        before = len(ctx.report.problems)
        parts = [compared(ctx, spec, key, value, (*path, key)) for key, value in raw.items()]
        if len(ctx.report.problems) == before:
            check_together(ctx, spec, raw, parts, path)
        return conjunction(parts)
    items = raw if isinstance(raw, list) else []
    if not items:
        ctx.report.add(path, "empty-list", f"no value of `{spec.id}` is given")
    named = [item for item in items if isinstance(item, str)]
    tests = [words(ctx, spec, named, path)] if named else []
    tests += [
        test(ctx, spec, item, (*path, index))
        for index, item in enumerate(items)
        if not isinstance(item, str)
    ]
    return disjunction(tests)


def moment(ctx: Context, raw: object, path: Step) -> Condition:
    """Return a test of time: a window, a list of windows, or ``not`` one."""
    if isinstance(raw, dict) and set(raw) == {"not"}:
        return Not(moment(ctx, raw["not"], (*path, "not")))
    items = raw if isinstance(raw, list) else [raw]
    here = [(*path, index) if isinstance(raw, list) else path for index in range(len(items))]
    docs = [checked(ctx.report, WindowDoc, *pair) for pair in zip(items, here, strict=True)]
    sound = [doc for doc in docs if doc is not None]
    return windows(ctx, sound, path) if sound or not items else ALWAYS


def compared(ctx: Context, spec: FieldSpec, key: str, raw: object, path: Step) -> Condition:
    """Return what one key of a field's mapping says."""
    if key == "not":
        return Not(test(ctx, spec, raw, path))
    if key == "one_of":
        return test(ctx, spec, raw, path)
    comparable = spec.type in NUMERIC or spec.type == "ordered"
    allowed = ("not", "one_of", *(COMPARISONS if comparable else ()))
    if key not in allowed:
        hint = f"allowed here: {', '.join(allowed)}"
        message = f"`{key[:80]}` is no key that belongs here"
        ctx.report.add(path, "unknown-key", message, text=key, key=True, near=allowed, hint=hint)
        near = nearest(key, allowed)
        return meant(ctx, near, raw, lambda name: compared(ctx, spec, name, raw, path))
    if not isinstance(raw, str):
        message = f"`{key}` must be a text, not {found(raw)}"
        ctx.report.add(path, "wrong-type", message)
        return ALWAYS
    return (
        ladder(ctx, spec, key, raw, path)
        if spec.type == "ordered"
        else bound(ctx, spec, key, raw, path)
    )


def bound(ctx: Context, spec: FieldSpec, key: str, text: str, path: Step) -> Condition:
    """Return a test that a number is at least, or at most, another."""
    value = number(ctx, spec, text, path)
    if value is None:
        return ALWAYS
    if key in {"at_least", "more_than"}:
        return NumberTest(spec.id, low=value, low_open=key == "more_than")
    return NumberTest(spec.id, high=value, high_open=key == "less_than")


def ladder(ctx: Context, spec: FieldSpec, key: str, text: str, path: Step) -> Condition:
    """Return a test that an ordered category is at least, or at most, another."""
    if not word_known(ctx, spec, text, path):
        return ALWAYS
    order = ctx.taxonomy.of(spec.id).values()
    rank = order.index(text)
    kept = {
        "at_least": order[rank:],
        "more_than": order[rank + 1 :],
        "at_most": order[: rank + 1],
        "less_than": order[:rank],
    }[key]
    return CategoryTest(spec.id, frozenset(kept))


def words(ctx: Context, spec: FieldSpec, named: Sequence[str], path: Step) -> Condition:
    """Return the test that a field has one of some values."""
    if spec.type in {"party", "parties"}:
        return kept(PartyTest(spec.id, ctx.parties(named, path)))
    if spec.type == "place":
        return kept(PlaceTest(ctx.places(named, path)))
    if spec.type in NUMERIC:
        values = [number(ctx, spec, text, path) for text in named]
        exact = [NumberTest(spec.id, value, value) for value in values if value is not None]
        return disjunction(exact) if exact else ALWAYS
    if spec.type == "flag":
        flags = cast("set[bool]", {flag(ctx, spec, text, path) for text in named} - {None})
        return disjunction(FlagTest(spec.id, value) for value in sorted(flags)) if flags else ALWAYS
    known = frozenset(text for text in named if word_known(ctx, spec, text, path))
    return kept(CategoryTest(spec.id, known))


def kept(names: CategoryTest | PartyTest | PlaceTest) -> Condition:
    """Return a test, unless all of its names were reported."""
    return names if names.names else ALWAYS
