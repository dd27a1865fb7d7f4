"""Single values of fields: numbers, flags and words of a vocabulary, and presumed values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.model import ValueSpec
from ceasefire.rulebook.validation import found
from ceasefire.terms.likeness import nearest

if TYPE_CHECKING:
    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.schema import PresumptionDoc
    from ceasefire.terms.taxonomy import FieldSpec

__all__ = ["COMPARISONS", "decimal", "flag", "number", "presumed", "word_known"]

COMPARISONS: Final = ("at_least", "at_most", "more_than", "less_than")
"""The keys that compare numbers and ordered categories."""

FLAGS: Final = {"yes": True, "true": True, "no": False, "false": False}

MOST: Final = 15
"""So many digits are exact wherever numbers are kept."""

DECIMALS: Final = 12

DECIMAL: Final = re.compile(rf"[+-]?\d{{1,{MOST}}}(?:\.\d{{1,{DECIMALS}}})?", re.ASCII)
NUMERAL: Final = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


def decimal(text: str) -> float | None:
    """Return a plain decimal number, or ``None``."""
    return float(text) if DECIMAL.fullmatch(text.strip()) else None


def number(ctx: Context, spec: FieldSpec, text: str, path: Step) -> float | None:
    """Return the number that a text states for a field, or report that it states none."""
    value = decimal(text)
    if value is not None and (spec.type != "count" or (value >= 0 and value.is_integer())):
        return value
    what = "a whole number from 0 on" if spec.type == "count" else "a number"
    message, hint = f"`{text[:80]}` is not {what}", "write digits, and a point before decimals"
    if value is None and NUMERAL.fullmatch(text.strip()):
        whole, _, _ = text.strip().lstrip("+-").partition(".")
        fault = "is too large" if len(whole) > MOST else "has too many decimals"
        message = f"`{text[:80]}` {fault}"
        hint = f"a number has at most {MOST} digits, and {DECIMALS} after the point"
    ctx.report.add(path, "bad-number", message, hint=hint, text=text)
    return None


def flag(ctx: Context, spec: FieldSpec, text: str, path: Step) -> bool | None:
    """Return the flag that a text states, or report that it states none."""
    value = FLAGS.get(text.strip().lower())
    if value is None:
        message = f"`{text[:80]}` is neither yes nor no"
        hint = f"`{spec.id}` is `yes` or `no`"
        ctx.report.add(path, "bad-flag", message, hint=hint, text=text)
    return value


def word_known(ctx: Context, spec: FieldSpec, text: str, path: Step) -> bool:
    """Return whether a field's vocabulary has this category, and report it where not."""
    categories = ctx.taxonomy.of(spec.id).categories
    what = "kind of incident" if spec.vocabulary == "kinds" else f"value of `{spec.id}`"
    if text in categories:
        return True
    if text not in ctx.report.broken:
        called = {item.name.casefold(): key for key, item in categories.items()}
        given = called.get(text.casefold())
        hint = f"write `{given}`" if given else ""
        message = f"`{text[:80]}` is no {what}"
        near = () if given else list(categories)
        ctx.report.add(path, "unknown-kind", message, hint=hint, text=text, near=near)
    return False


def presumed(ctx: Context, spec: FieldSpec, doc: PresumptionDoc, path: Step) -> ValueSpec | None:
    """Return what a presumption takes a field to be, or report why it cannot."""
    if spec.type == "time":
        message = "a time cannot be presumed"
        ctx.report.add(path, "bad-presumption", message, text=spec.id, key=True)
        return None
    one_of, none_of = doc.one_of, doc.not_
    if doc.is_ is not None:
        inner = doc.is_ if isinstance(doc.is_, dict) else {"one_of": doc.is_}
        parts = {"one_of": one_of, "not": none_of}
        for key, raw in inner.items():
            name = known_key(ctx, key, (*path, "is", key))
            if name and parts[name] is not None:
                message = f"what is presumed of `{spec.id}` is said twice"
                ctx.report.add((*path, "is"), "bad-presumption", message, text=name, key=True)
            if name:
                values(ctx, spec, parts[name], path)
                parts[name] = raw
        one_of, none_of = parts["one_of"], parts["not"]
    value = ValueSpec(
        one_of=values(ctx, spec, one_of, path),
        none_of=values(ctx, spec, none_of, path),
    )
    nothing = one_of is None and none_of is None and doc.is_ is None
    if (nothing or doc.is_ == {}) and ctx.report.whole(path):
        message = f"nothing is presumed of `{spec.id}`"
        ctx.report.add(path, "bad-presumption", message, text=spec.id, key=True)
    return value


def known_key(ctx: Context, key: str, path: Step) -> str:
    """Return a key of a presumption, or report it and return the one that was meant, if any."""
    allowed = ("one_of", "not")
    if key in allowed:
        return key
    message = f"`{key[:80]}` is no key that belongs here"
    hint = "a value, a list of values, `one_of: [...]` or `not: [...]`"
    ctx.report.add(path, "unknown-key", message, hint=hint, text=key, key=True, near=allowed)
    return nearest(key, allowed)


def values(ctx: Context, spec: FieldSpec, raw: object, path: Step) -> tuple[str, ...]:
    """Return the values of a field that a text or a list names."""
    if raw is None:
        return ()
    items = raw if isinstance(raw, list) else [raw]
    if not items:
        ctx.report.add(path, "empty-list", f"no value of `{spec.id}` is given")
    texts = []
    for item in items:
        if isinstance(item, str):
            texts.append(item)
        else:
            message = f"a value of `{spec.id}` is a text, not {found(item)}"
            ctx.report.add(path, "wrong-type", message)
    stated = (value(ctx, spec, text, path) for text in texts)
    return tuple(text for text in stated if text is not None)


def value(ctx: Context, spec: FieldSpec, text: str, path: Step) -> str | None:
    """Return one value in the form in which an event would state it."""
    if spec.type in {"party", "parties"}:
        return text if ctx.parties([text], path) else None
    if spec.type == "place":
        return text if ctx.places([text], path) else None
    if spec.type in {"count", "number"}:
        return text.strip() if number(ctx, spec, text, path) is not None else None
    if spec.type == "flag":
        stated = flag(ctx, spec, text, path)
        return None if stated is None else ("yes" if stated else "no")
    return text if word_known(ctx, spec, text, path) else None
