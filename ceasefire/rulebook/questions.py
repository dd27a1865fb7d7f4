"""Questions, readings and presumptions of a rule file: what is open, and what is assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.rulebook.conditions import condition, words
from ceasefire.rulebook.contradictions import contradict
from ceasefire.rulebook.logic import Not
from ceasefire.rulebook.model import Answer, Impossible, Presumption, Question, Reading
from ceasefire.rulebook.schema import PresumptionDoc
from ceasefire.rulebook.validation import checked
from ceasefire.rulebook.values import presumed
from ceasefire.rulebook.vocabulary import RESERVED
from ceasefire.rulebook.windows import answer_known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step
    from ceasefire.rulebook.model import ValueSpec
    from ceasefire.rulebook.schema import ReadingDoc
    from ceasefire.terms.taxonomy import FieldSpec

__all__ = ["IMPLICIT", "check_use", "impossible", "presumptions", "questions", "readings"]

IMPLICIT: Final = "default"
"""The reading of a rulebook that states none: every question open."""

CHOICES: Final = 2


def questions(ctx: Context) -> dict[str, Question]:
    """Return the questions."""
    found = {}
    for key, doc in ctx.doc.questions.items():
        path: Step = ("questions", key)
        if key in ctx.taxonomy.fields or key in RESERVED:
            message = f"`{key}` already means something else"
            hint = "choose another"
            ctx.report.add(path, "reserved-name", message, key=True, text=key, hint=hint)
        if len(doc.answers) < CHOICES and ctx.report.whole((*path, "answers")):
            message = f"`{key}` is not open: it needs two answers at least"
            ctx.report.add(path, "too-few-answers", message, key=True, text=key)
        answers = {
            name: Answer(
                name,
                item.held_by,
                ctx.cite(item.cite, (*path, "answers", name, "cite")),
                item.note,
                ctx.report.document.span((*path, "answers", name), key=True),
            )
            for name, item in doc.answers.items()
        }
        cite = ctx.cite(doc.cite, (*path, "cite"))
        span = ctx.report.document.span(path, key=True)
        found[key] = Question(key, doc.ask, answers, cite, doc.note, span)
    return found


def check_use(ctx: Context) -> None:
    """Report questions that nothing asks, and answers that make no difference.

    Answers that no ``if`` names behave alike. One such answer is the natural
    "otherwise" of a question; from two on, they are one answer under two names.
    """
    for key, doc in ctx.doc.questions.items():
        path: Step = ("questions", key)
        if key in ctx.report.lost or path in ctx.report.guessed:
            continue  # what asks it may be what could not be read
        named = ctx.asked.get(key)
        if named is None:
            message = f"no `if` asks `{key}`"
            hint = "let a provision, window or instrument depend on it, or remove it"
            ctx.report.add(path, "unused-question", message, key=True, hint=hint, text=key)
            continue
        unsure = {name for name in doc.answers if (*path, "answers", name) in ctx.report.guessed}
        unnamed = [answer for answer in doc.answers if answer not in named | unsure]
        if len(unnamed) < CHOICES:
            continue
        listed = ", ".join(f"`{answer}`" for answer in unnamed)
        message = f"no `if` tells {listed} apart"
        for answer in unnamed:
            hint = "name all but one of a question's answers in some `if`"
            here = (*path, "answers", answer)
            ctx.report.add(here, "unused-answer", message, key=True, text=answer, hint=hint)


def readings(ctx: Context) -> tuple[dict[str, Reading], str]:
    """Return the readings and the default one; without any, one that answers nothing."""
    docs, default = ctx.doc.readings, ctx.doc.default_reading
    found = {key: reading(ctx, key, doc) for key, doc in docs.items()}
    if not docs and default in {"", IMPLICIT}:
        return {IMPLICIT: Reading(IMPLICIT)}, IMPLICIT
    if docs and not default:
        message = "the rulebook has readings, and does not say which is the default"
        hint = f"add `default_reading: {next(iter(docs))}`"
        ctx.report.add(("readings",), "default-reading-missing", message, key=True, hint=hint)
    elif default:
        ctx.known(default, docs, ("default_reading",), "reading")
    return found, default


def reading(ctx: Context, key: str, doc: ReadingDoc) -> Reading:
    """Return one reading, each of its answers checked."""
    sound: dict[str, str] = {}
    for question, answer in doc.answers.items():
        path: Step = ("readings", key, "answers", question)
        known = ctx.doc.questions
        if not ctx.known(question, known, path, "question", key=True):
            continue
        if answer_known(ctx, answer, known[question].answers, question, path):
            sound[question] = answer
    return Reading(key, doc.title, sound, tuple(doc.credit), doc.note)


def presumptions(ctx: Context) -> dict[str, Presumption]:
    """Return what is taken to be so where a feed is silent, by field."""
    found = {}
    for key, doc in ctx.doc.presume.items():
        path: Step = ("presume", key)
        fields = ctx.taxonomy.fields
        if not ctx.known(key, fields, path, "field", key=True):
            continue
        value = presumed(ctx, fields[key], doc, path)
        if value is not None:
            check_left(ctx, fields[key], value, path)
            cite = ctx.cite(doc.cite, (*path, "cite"))
            span = ctx.report.document.span(path, key=True)
            found[key] = Presumption(key, value, doc.because, cite, span)
    return found


def check_left(ctx: Context, spec: FieldSpec, value: ValueSpec, path: Step) -> None:
    """Report a presumption that rules out every value it names."""
    if not value.one_of or not value.none_of or not ctx.report.whole(path):
        return
    named, out = (words(ctx, spec, each, path) for each in (value.one_of, value.none_of))
    if contradict(ctx, spec, (named, Not(out))):
        message = f"nothing is left of what is presumed of `{spec.id}`"
        hint = "take out of `not` what is presumed"
        ctx.report.add(path, "bad-presumption", message, hint=hint, text=spec.id, key=True)


def impossible(ctx: Context) -> tuple[Impossible, ...]:
    """Return the conditions that nothing satisfies."""
    found = []
    for index, raw in enumerate(ctx.doc.impossible):
        path: Step = ("impossible", index)
        because, cite, rest = reasons(ctx, raw, path)
        if says_nothing(rest):
            message = "it says of nothing that it is impossible"
            ctx.report.add(path, "missing-key", message, hint="add a field and its value")
        span = ctx.report.document.span(path)
        found.append(
            Impossible(condition(ctx, rest, path), because, ctx.cite(cite, (*path, "cite")), span)
        )
    return tuple(found)


def says_nothing(raw: object) -> bool:
    """Return whether a condition, as written, holds of everything."""
    if isinstance(raw, list):
        return any(map(says_nothing, raw))
    return isinstance(raw, dict) and all(
        says_nothing(item)
        if key == "any"
        else key == "all" and all(map(says_nothing, item if isinstance(item, list) else [item]))
        for key, item in raw.items()
    )


def reasons(ctx: Context, raw: object, path: Step) -> tuple[str, list[str], object]:
    """Return the reason and the citations of an impossibility, and what is left."""
    if not isinstance(raw, dict):
        return "", [], raw
    stated: Mapping[str, object] = {key: raw[key] for key in ("because", "cite") if key in raw}
    doc = checked(ctx.report, PresumptionDoc, stated, path) or PresumptionDoc()
    return doc.because, doc.cite, {key: raw[key] for key in raw if key not in stated}
