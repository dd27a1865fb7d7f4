"""Mutants in words: which no case notices, and a case that would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceasefire.cli.testing.telling import place
from ceasefire.testing.cases.pasting import pasted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.cli.testing.junit import Verdict
    from ceasefire.testing.mutation.mutants import Mutant
    from ceasefire.testing.mutation.surveying import Mutation, Survivor

__all__ = ["mutation_data", "mutation_lines", "mutation_summary", "mutation_verdicts"]


def mutation_lines(mutation: Mutation) -> Iterator[str]:
    """Yield every mutant that survives, with a case that would catch it."""
    for survivor in mutation.survived:
        yield f"UNNOTICED {survivor.mutant.name}"
        yield from about(survivor)
        yield ""
    if mutation.equivalent:
        yield "Changes under which no event has another verdict:"
        yield from (f"  {mutant.name}" for mutant in mutation.equivalent)
        yield ""


def about(survivor: Survivor) -> Iterator[str]:
    """Yield what is otherwise, where, and what would notice it."""
    mutant, caught = survivor
    yield f"  in {place(mutant.span)}"
    yield f"  every case would pass if: {mutant.says}"
    if caught.case is not None:
        yield "  a case that would not:"
        yield from (f"    {line}" for line in pasted(caught.case))
    elif caught.spent:
        yield "  no event was found that would tell, and the search was ended"
    else:
        yield "  no report can say just what would tell"


def mutation_summary(mutation: Mutation) -> str:
    """Return the share in numbers."""
    parts = [
        f"changes: {len(mutation.caught)} of {mutation.counted} noticed ({mutation.percent:.1f} %)"
    ]
    if mutation.accepted:
        parts.append(f"{len(mutation.accepted)} accepted")
    if mutation.equivalent:
        parts.append(f"{len(mutation.equivalent)} that change no verdict")
    return "; ".join(parts)


def mutation_data(mutation: Mutation) -> dict[str, Any]:
    """Return what became of mutants as plain data."""
    return {
        "noticed": [plain(mutant) | {"by": case.label} for mutant, case in mutation.caught],
        "unnoticed": [unnoticed(each) for each in mutation.survived],
        "accepted": [plain(mutant) | {"reason": item.reason} for mutant, item in mutation.accepted],
        "equivalent": [plain(mutant) for mutant in mutation.equivalent],
        "percent": round(mutation.percent, 2),
    }


def plain(mutant: Mutant) -> dict[str, Any]:
    """Return a mutant as plain data."""
    span = mutant.span
    place_ = {"file": span.file, "line": span.line, "column": span.column}
    return {"name": mutant.name, "says": mutant.says, **place_}


def unnoticed(survivor: Survivor) -> dict[str, Any]:
    """Return a mutant that survives as plain data, with the event that would tell."""
    case = survivor.caught.case
    return {
        **plain(survivor.mutant),
        "event": None if case is None else case.event,
        "answers": {} if case is None else dict(case.answers),
        "verdict": None if case is None else case.expect.verdict,
        "searched": not survivor.caught.spent,
    }


def mutation_verdicts(mutation: Mutation) -> Iterator[Verdict]:
    """Yield every mutant that counts, as a thing that passed or did not."""
    for mutant, _ in mutation.caught:
        yield mutant.name, "", ""
    for survivor in mutation.survived:
        yield survivor.mutant.name, "no case notices the change", "\n".join(about(survivor))
