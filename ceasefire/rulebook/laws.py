"""Laws of a rule file: names resolved, and what they are about made one condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.conditions import condition
from ceasefire.rulebook.law_model import CLAIMS, Law
from ceasefire.rulebook.logic import Not, conjunction, disjunction
from ceasefire.rulebook.windows import answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.law_model import Claim
    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Instrument
    from ceasefire.rulebook.schema_laws import LawDoc

__all__ = ["MAX_LAWS", "laws"]

MAX_LAWS: Final = 1_000

PAIR: Final = 2

OF_VERDICTS: Final = frozenset({"never", "always"})


def laws(ctx: Context, instruments: Mapping[str, Instrument]) -> dict[str, Law]:
    """Return the laws; ``instruments`` are those of the rulebook, made whole."""
    docs = ctx.doc.laws
    if len(docs) > MAX_LAWS:
        message = f"the rulebook has more than {MAX_LAWS} laws"
        ctx.report.add(("laws",), "too-large", message, key=True)
        return {}
    found = (law(ctx, key, doc, instruments) for key, doc in docs.items())
    return {item.id: item for item in found if item is not None}


def law(ctx: Context, key: str, doc: LawDoc, instruments: Mapping[str, Instrument]) -> Law | None:
    """Return one law; there is none where it does not say, in one way, what is so."""
    path: Step = ("laws", key)
    parts = conjunction(about(ctx, doc, instruments, path))
    for name in doc.reading or ():
        ctx.known(name, ctx.doc.readings, (*path, "reading"), "reading")
    cite = ctx.cite(doc.cite, (*path, "cite"))
    claim = only(ctx, doc, path)
    if claim is None:
        return None
    named: list[str] = getattr(doc, claim)
    check_named(ctx, claim, named, (*path, claim))
    return Law(
        id=key,
        claim=claim,
        of=tuple(dict.fromkeys(named)),
        condition=parts,
        statement=in_words(ctx, key) or statement(doc, claim, named),
        readings=tuple(dict.fromkeys(doc.reading or ())),
        title=doc.title,
        because=doc.because,
        cite=cite,
        span=ctx.report.document.span(path, key=True),
    )


def only(ctx: Context, doc: LawDoc, path: Step) -> Claim | None:
    """Return the one thing that a law claims; whatever else it claims is reported."""
    given = [name for name in CLAIMS if getattr(doc, name) is not None]
    if not given and ctx.report.whole(path):
        hint = f"write one of {', '.join(CLAIMS)}"
        ctx.report.add(path, "bad-law", "the law does not say what is so", key=True, hint=hint)
    for name in given[1:]:
        message = f"`{given[0]}` and `{name}` both say what is so"
        ctx.report.add((*path, name), "bad-law", message, key=True, hint="make two laws of them")
    return given[0] if given else None


def check_named(ctx: Context, claim: Claim, named: Sequence[str], path: Step) -> None:
    """Report what a law cannot be about."""
    if not named and ctx.report.whole(path):
        ctx.report.add(path, "empty-list", f"`{claim}` names nothing")
    if claim in OF_VERDICTS:
        return
    for name in named:
        ctx.known(name, ctx.doc.instruments, path, "instrument")
    if claim == "disjoint" and len(set(named)) == 1 and ctx.report.whole(path):
        ctx.report.add(path, "bad-law", "it takes two instruments to be disjoint")


def about(
    ctx: Context, doc: LawDoc, instruments: Mapping[str, Instrument], path: Step
) -> Iterator[Condition]:
    """Yield what has to be so of the events that a law is about."""
    if doc.when not in ({}, ""):
        yield condition(ctx, doc.when, (*path, "when"))
    if doc.if_ is not None:
        yield answers(ctx, doc.if_, (*path, "if"))
    for key in ("during", "not_during"):
        named = getattr(doc, key)
        if named is None:
            continue
        if not named and ctx.report.whole((*path, key)):
            ctx.report.add((*path, key), "empty-list", "no instrument is named")
        known = [
            instruments[name].time
            for name in named
            if ctx.known(name, ctx.doc.instruments, (*path, key), "instrument")
            and name in instruments
        ]
        if known:
            yield disjunction(known) if key == "during" else Not(disjunction(known))


def in_words(ctx: Context, key: str) -> str:
    """Return a law as it is written, if it is written in words."""
    entries = ctx.report.document.data.get("laws")
    raw = entries.get(key) if isinstance(entries, dict) else None
    return " ".join(raw.split()) if isinstance(raw, str) else ""


def statement(doc: LawDoc, claim: Claim, named: Sequence[str]) -> str:
    """Return a law in words; conditions are written as in a rule file."""
    said = {
        "never": f"never {' or '.join(named)}",
        "always": f"always {' or '.join(named)}",
        "changes_nothing": f"{' and '.join(named)} {'change' if named[1:] else 'changes'} nothing",
        "disjoint": f"{' and '.join(named)} are disjoint",
    }[claim]
    parts = [said]
    if doc.when not in ({}, ""):
        parts.append(f"when {written(doc.when)}")
    if doc.during:
        parts.append(f"during {' or '.join(doc.during)}")
    if doc.not_during:
        parts.append(f"not during {' or '.join(doc.not_during)}")
    if doc.if_:
        parts += (f"if {asked} is {' or '.join(each)}" for asked, each in doc.if_.items())
    return " ".join(parts)


def written(raw: object) -> str:
    """Return a condition, or a part of one, on one line and in the brackets that it takes."""
    if isinstance(raw, dict):
        return "{" + ", ".join(f"{key}: {written(item)}" for key, item in raw.items()) + "}"
    if isinstance(raw, list):
        return written(raw[0]) if len(raw) == 1 else "[" + ", ".join(map(written, raw)) + "]"
    return str(raw)
