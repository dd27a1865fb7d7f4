"""``ceasefire prove``: whether laws hold of every event, and how two rulebooks are related."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ceasefire.cli.options import AsOf, Form, ReportFormat, opened
from ceasefire.errors import UsageError
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.analysis.proving import Result
    from ceasefire.analysis.proving.comparing import Relation
    from ceasefire.analysis.space.space import Solver
    from ceasefire.book import Book
    from ceasefire.rulebook.law_model import Law

__all__ = ["prove"]

NOT_PROVED = 1

STEPS = 50_000
"""As for one question to the worlds of a rulebook; help must not wait for those."""


class SolverName(StrEnum):
    """What searches for an event that refutes something."""

    BOXES = "boxes"
    SAT = "sat"
    AUTO = "auto"


class How(NamedTuple):
    """How it is to be proved."""

    any_answers: bool
    solver: "Solver"


def prove(  # noqa: PLR0913  (each an option of its own)
    rules: Annotated[
        str,
        typer.Argument(
            metavar="RULES", help="A bundled rulebook's name, a rule file or a folder of them."
        ),
    ],
    given: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[LAW]...",
            help="Laws to prove in place of the rulebook's, as in 'never violating in aleppo'.",
        ),
    ] = None,
    *,
    law: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="A law of the rulebook; may be given several times."),
    ] = None,
    reading: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Only under this reading; else under those that a law names, or every one.",
        ),
    ] = None,
    any_answers: Annotated[
        bool, typer.Option("--any-answers", help="Under any answers to questions.")
    ] = False,
    as_of: AsOf = None,
    disjoint: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="INSTRUMENT INSTRUMENT", help="That no event falls under both."),
    ] = None,
    equivalent: Annotated[
        str | None,
        typer.Option(metavar="OTHER", help="That every event gets the same verdicts under OTHER."),
    ] = None,
    stricter: Annotated[
        str | None,
        typer.Option(metavar="OTHER", help="That no event gets a graver verdict under OTHER."),
    ] = None,
    other_reading: Annotated[
        str | None, typer.Option(metavar="NAME", help="The reading of OTHER.")
    ] = None,
    other_as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The date by which OTHER is known.")
    ] = None,
    solver: Annotated[
        SolverName,
        typer.Option(help="What searches: boxes, sat, or sat where boxes take too many steps."),
    ] = SolverName.AUTO,
    form: ReportFormat = Form.TEXT,
    steps: Annotated[
        int, typer.Option(metavar="N", min=1, help="How many steps one answer may take.")
    ] = STEPS,
) -> None:
    """Prove the laws of a rulebook of every event there could be, or show one that refutes them.

    A law is proved under every reading unless it names some, or --reading does. Ends with 1
    if one is refuted or could not be worked out.
    """
    from ceasefire.analysis.proving import Outcome  # noqa: PLC0415  (help must not wait for these)
    from ceasefire.book import Book  # noqa: PLC0415  (likewise)
    from ceasefire.cli.proofs import show  # noqa: PLC0415  (likewise)
    from ceasefire.rulebook.given import load_with  # noqa: PLC0415  (likewise)

    if any_answers and (reading or other_reading):
        raise UsageError("--any-answers asks under no reading: leave out which")
    others = {"equivalent": equivalent, "stricter": stricter}
    if (other_reading or other_as_of) and not any(others.values()):
        raise UsageError("--other-reading and --other-as-of need --equivalent or --stricter")
    texts = [*(given or ()), *([f"{{disjoint: [{', '.join(disjoint)}]}}"] if disjoint else [])]
    rulebook = load_with(rules, texts)
    book = Book(rulebook, rulebook.default_reading).as_of(as_of)
    if reading is not None:
        book = book.with_reading(reading)
    wanted = chosen(book, law or (), texts, lone=not any(others.values()))
    readings = [] if reading is None else [reading]
    how = How(any_answers, solver.value)
    results = list(proofs(book, wanted, readings, how, steps=steps))
    for relation, other in others.items():
        if other is not None:
            there = opened(other, other_reading, other_as_of)
            pair = (reading or "", other_reading or "")
            results.append(related(book, there, relation, pair, how))
    show(book, results, form)
    if any(result.outcome is not Outcome.PROVED for result in results):
        raise typer.Exit(NOT_PROVED)


def chosen(
    book: "Book", named: "Sequence[str]", given: "Sequence[str]", *, lone: bool
) -> "list[Law]":
    """Return the laws that are asked for: those named and given, or else all of the rulebook.

    Where laws are not all that is asked for, there are none by default.
    """
    from ceasefire.rulebook.given import GIVEN  # noqa: PLC0415  (help must not wait for it)

    laws = book.rulebook.laws
    for name in named:
        if name not in laws:
            hint = did_you_mean(name, laws)
            message = f"`{book.id}` has no law `{name}`"
            raise UsageError(f"{message}; {hint}" if hint else message)
    found = [laws[name] for name in dict.fromkeys(named)]
    found += (item for key, item in laws.items() if given and key.startswith(GIVEN))
    if not found and lone:
        found = list(laws.values())
        if not found:
            hint = "give one, as in 'never violating when the only actor is NAME'"
            raise UsageError(f"`{book.id}` states no laws: {hint}")
    return found


def proofs(
    book: "Book", laws: "Sequence[Law]", readings: "Sequence[str]", how: How, *, steps: int
) -> "Iterator[Result]":
    """Yield what comes of laws."""
    from ceasefire.analysis.proving import prove as work_out  # noqa: PLC0415  (help must not wait for it)

    if laws:
        yield from work_out(book, laws, readings=readings, steps=steps, **how._asdict())


def related(
    here: "Book", there: "Book", relation: str, pair: tuple[str, str], how: How
) -> "Result":
    """Return what comes of a claim about two books, under the readings of a pair if any is named.

    Where only that of ``here`` is named, that of ``there`` is the same if there is one.
    """
    from ceasefire.analysis.proving.comparing import compare  # noqa: PLC0415  (help must not wait for it)

    pairs = []
    if any(pair):
        mine = pair[0] or here.reading
        theirs = pair[1] or (pair[0] if pair[0] in there.readings else there.reading)
        pairs = [(mine, theirs)]
    claim: Relation = "stricter" if relation == "stricter" else "equivalent"
    return compare(here, there, claim, pairs=pairs, **how._asdict())
