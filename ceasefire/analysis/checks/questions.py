"""Questions whose answers change nothing, and answers that come to the same."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ceasefire.analysis.checks.asking import tests_of
from ceasefire.analysis.checks.domination import may, surely
from ceasefire.analysis.checks.effects import together
from ceasefire.analysis.checks.lint import Lint, unsolved
from ceasefire.analysis.checks.settled import Settled
from ceasefire.analysis.space import Spent
from ceasefire.program.cells import FiniteSlot
from ceasefire.program.formulas import any_of, not_of
from ceasefire.rulebook.logic import AnswerTest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.checks.ground import Ground
    from ceasefire.analysis.checks.settled import Side
    from ceasefire.program.formulas import Formula
    from ceasefire.rulebook.model import Question

__all__ = ["questions"]


def questions(ground: Ground) -> Iterator[Lint]:
    """Yield questions that change nothing, and answers to the others that are alike."""
    by_patterns = {
        test.question
        for pattern in ground.rulebook.patterns.values()
        for condition in pattern.conditions
        for test in tests_of(condition)
        if isinstance(test, AnswerTest)
    }
    for question in ground.rulebook.questions.values():
        # What a pattern makes of an answer is beyond verdicts.
        if question.id not in by_patterns:
            yield from alike(ground, question)


def alike(ground: Ground, question: Question) -> Iterator[Lint]:
    """Yield what is odd about one question."""
    try:
        groups = grouped(ground, question)
    except Spent:
        what = f"whether each answer to `{question.id}` changes a verdict"
        yield unsolved(f"questions.{question.id}", question.span, what)
        return
    if len(groups) == 1:
        message = f"no answer to `{question.id}` changes any verdict"
        hint = "what asks it changes nothing either: let it matter, or remove it"
        yield Lint(
            "question-changes-nothing", f"questions.{question.id}", question.span, message, hint
        )
        return
    for first, *others in groups:
        for answer in others:
            message = f"`{answer}` and `{first}` give every act the same verdict"
            hint = "let some `if` tell them apart, or make them one answer"
            path = f"questions.{question.id}.answers.{answer}"
            yield Lint("answers-alike", path, question.answers[answer].span, message, hint)


def grouped(ground: Ground, question: Question) -> list[list[str]]:
    """Return the answers to a question, those that come to the same together."""
    number = ground.program.index[f"?{question.id}"]
    slot = ground.program.slots[number]
    assert isinstance(slot, FiniteSlot)  # noqa: S101  (how programs are made)
    settled = {name: Settled(ground, number, slot.signature(name)) for name in question.answers}
    apart = {
        (one, other)
        for one, other in combinations(question.answers, 2)
        if settled[one].seen != settled[other].seen
    }
    groups: list[list[str]] = []
    for answer in question.answers:
        for group in groups:
            pair = group[0], answer
            if pair not in apart and same(ground, settled[pair[0]], settled[answer]):
                group.append(answer)
                break
        else:
            groups.append([answer])
    return groups


def same(ground: Ground, one: Settled, other: Settled) -> bool:
    """Return whether two answers give every act the same verdict."""
    return ground.first((*differing(ground, one, other), *differing(ground, other, one))) is None


def differing(ground: Ground, one: Settled, other: Settled) -> Iterator[Formula]:
    """Yield that an act has a graver verdict under one answer than under another."""
    if one.barred != other.barred:
        yield together((one.barred, not_of(other.barred)))
    real = not_of(any_of((one.barred, other.barred)))
    pairs = list(zip(one.owns, other.owns, strict=True))
    constant = [theirs for mine, theirs in pairs if mine == theirs]
    for mine, theirs in pairs:
        # What a text says that the answer has no part in is found in any case.
        if mine == theirs or any(outdone(ground, mine, each) for each in constant):
            continue
        yield together((mine.violated, not_of(other.violating), real))
        yield together((mine.inside, not_of(other.reached), real))


def outdone(ground: Ground, mine: Side, other: Side) -> bool:
    """Return whether one text finds the same as another, or worse, wherever that speaks."""
    return may(ground, mine, other) and surely(ground, mine, other)
