"""What came of claims about every event, in words and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.analysis.proving import Outcome
from ceasefire.cli.options import Form
from ceasefire.cli.terminal import Screen, amount, json_text
from ceasefire.findings.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.analysis.differing.told import Told
    from ceasefire.analysis.proving import Example, Proof, Result
    from ceasefire.book import Book

__all__ = ["show"]

MANY = 1000
"""Lists of readings are not shortened."""

SIDES = {"with": "with these instruments", "without": "without them"}
"""What findings of an example are by, in words."""


def show(book: Book, results: Sequence[Result], form: Form) -> None:
    """Print results."""
    screen = Screen()
    if form is Form.JSON:
        data = {
            "rulebook": book.id,
            "digest": book.digest,
            "as_of": book.known,
            "results": [result.to_dict() for result in results],
        }
        screen.data(json_text(data, indent=2))
        return
    for result in results:
        shown(screen, result)
    counts = [
        f"{sum(result.outcome is outcome for result in results)} {outcome}"
        for outcome in Outcome
        if any(result.outcome is outcome for result in results)
    ]
    screen.line(f"{amount(len(results), 'claims')}: {', '.join(counts)}")


def shown(screen: Screen, result: Result) -> None:
    """Print one result."""
    screen.line(f"{result.id}: {str(result.outcome).upper()}", "bold")
    screen.line(f"  {result.title or result.statement}")
    if result.title:
        screen.line(f"  {result.statement}")
    for proofs in alike(result.proofs):
        first = proofs[0]
        screen.line(f"  {first.outcome} {under([proof.reading for proof in proofs])}")
        screen.lines(f"    {note}" for note in first.notes)
        if first.example is not None:
            if first.outcome is Outcome.PROVED:
                screen.line("    some get a graver one:")
            event(screen, first.example)


def alike(proofs: Sequence[Proof]) -> list[list[Proof]]:
    """Return proofs, those together that tell the same."""
    found: list[list[Proof]] = []
    for proof in proofs:
        same = next((each for each in found if key(each[0]) == key(proof)), None)
        if same is None:
            found.append([proof])
        else:
            same.append(proof)
    return found


def key(proof: Proof) -> tuple[object, ...]:
    """Return what is told of a proof."""
    return proof.outcome, proof.notes, proof.example


def under(readings: Sequence[str]) -> str:
    """Return under what something is so."""
    if not any(readings):
        return "under any answers to the questions"
    word = "reading" if len(readings) == 1 else "readings"
    return f"under the {word} {listed(readings, 'and', MANY)}"


def event(screen: Screen, example: Example) -> None:
    """Print an event as a line of a feed, and what is found of it."""
    # It is to be copied, so that it is not wrapped.
    screen.data(f"    {json_text(example.event)}")
    if example.answers:
        pairs = [f"{question}: {answer}" for question, answer in example.answers.items()]
        screen.line(f"    with the answers {listed(pairs, 'and', MANY)}")
    if example.unsaid:
        fields = listed(example.unsaid, "and", MANY)
        screen.line(f"    what it takes of {fields} no report can state; it stays open here")
    screen.lines(f"    {line}" for line in findings(example))


def findings(example: Example) -> Iterator[str]:
    """Yield what is found of an event."""
    for side, told in example.findings.items():
        name = SIDES.get(side, side)
        yield f"{name}: {said(told)}" if name else said(told)


def said(told: Told) -> str:
    """Return a finding on a line."""
    possible = f" (possible: {listed(told.possible)})" if len(told.possible) > 1 else ""
    because = f": {told.because}" if told.because else ""
    return f"{told.verdict.upper()}{possible}{because}"
