"""The outcome of cases in words: what failed, what was expected and found, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.cli.terminal import amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.model import Span
    from ceasefire.testing.cases.running import Outcome, Result

__all__ = ["failure", "outcome_lines", "outcome_summary", "place"]


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """Yield every case that failed, each with the reason."""
    for result in outcome.failed:
        yield f"FAILED {result.case.label}"
        yield f"  in {place(result.case.span)}"
        yield from failure(result)
        yield ""


def outcome_summary(outcome: Outcome) -> str:
    """Return how many cases passed and failed."""
    passed, failed = len(outcome.passed), len(outcome.failed)
    return f"{amount(passed + failed, 'cases')}: {passed} passed, {failed} failed"


def failure(result: Result) -> Iterator[str]:
    """Yield what was expected and found of a case, and why."""
    if result.error:
        yield f"  the event cannot be decided: {result.error}"
    for item in result.missed:
        yield f"  {item.what}: expected {item.expected}, found {item.found}"
    yield from circumstances(result)
    if result.finding is not None:
        yield f"  because: {result.finding.because}"
        yield from (f"    {line}".rstrip() for line in result.finding.explain().split("\n"))


def circumstances(result: Result) -> Iterator[str]:
    """Yield under which reading, answers and date a case was tried."""
    case = result.case
    answers = ", ".join(
        f"{key}: {'open' if value is None else value}" for key, value in case.answers.items()
    )
    parts = [f"reading {case.reading}"]
    parts += [f"but {answers}"] if answers else []
    parts += [f"as of {case.as_of}"] if case.as_of else []
    yield f"  under: {', '.join(parts)}"


def place(span: Span) -> str:
    """Return a place in a file as editors know it."""
    return f"{span.file}:{span.line}:{span.column}" if span.line else span.file
