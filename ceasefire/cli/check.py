"""``ceasefire check``: lists everything that is wrong, or odd, about a rulebook."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ceasefire.cli.failures import BAD_INPUT, alternatives
from ceasefire.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.analysis.checks import Lint
    from ceasefire.errors import Problem
    from ceasefire.rulebook.model import Rulebook

__all__ = ["check"]

FOUND: Final = 1


class Shape(StrEnum):
    """How the findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class Weight(StrEnum):
    """From which level on a finding counts."""

    WARNING = "warning"
    NOTE = "note"


class Unused(StrEnum):
    """What may be left out of a rule file on request."""

    PARTY = "unused-party"
    PLACE = "unused-place"
    SOURCE = "unused-source"
    ALIAS = "idle-alias"


def check(  # noqa: PLR0913  (the options of a command)
    rules: Annotated[
        str,
        typer.Argument(
            metavar="RULES", help="A bundled rulebook's name, a rule file or a folder of them."
        ),
    ],
    *,
    form: Annotated[
        Shape,
        typer.Option("--format", help="Words, the whole as data, or what other tools take in."),
    ] = Shape.TEXT,
    level: Annotated[
        Weight, typer.Option("--level", help="The level from which on a finding counts.")
    ] = Weight.WARNING,
    everything: Annotated[
        bool, typer.Option("--all", help="Also show notes, and what the rule file accepts.")
    ] = False,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Mend misspelt names and leave out stale acceptances."),
    ] = False,
    remove: Annotated[
        list[Unused] | None,
        typer.Option("--remove", help="With --fix: also leave out what has this finding."),
    ] = None,
) -> None:
    """List every problem of a rulebook, and what is odd about one that has none.

    Each with its place, the line itself, a hint, and an event that shows it where there is
    one. Ends with 2 if there is a problem, and with 1 if there is a finding of the level.
    """
    from ceasefire.rulebook.load import check as loaded  # noqa: PLC0415  (help must not wait for it)

    if remove and not fix:
        raise UsageError("--remove goes with --fix")
    if fix:
        mend(rules, [str(each) for each in remove or ()])
    book, problems = loaded(rules)
    lints = found(book) if book is not None else []
    match form:
        case Shape.TEXT:
            show(rules, book, problems, lints, level, everything=everything)
        case Shape.GITHUB:
            annotate(problems, lints, level, everything=everything)
        case _:
            write(form, book, problems, lints)
    if problems:
        raise typer.Exit(BAD_INPUT)
    if any(lint.counts(level.value) for lint in lints):
        raise typer.Exit(FOUND)


def found(book: "Rulebook") -> "list[Lint]":
    """Return what is odd about a rulebook."""
    from ceasefire.analysis.checks import examine  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.book import Book  # noqa: PLC0415  (likewise)

    return examine(Book(book, book.default_reading))


# --- what is printed ----------------------------------------------------------------


def show(  # noqa: PLR0913  (what there is to show)
    rules: str,
    book: "Rulebook | None",
    problems: "Sequence[Problem]",
    lints: "Sequence[Lint]",
    level: Weight,
    *,
    everything: bool,
) -> None:
    """Print all of it in words."""
    from ceasefire.cli.checking.telling import tell  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.cli.excerpts import Excerpts  # noqa: PLC0415  (likewise)
    from ceasefire.cli.terminal import Screen, amount  # noqa: PLC0415  (likewise)

    screen = Screen()
    excerpts = Excerpts(screen)
    if book is not None:
        counts = counted(book)
        name, digest = counts.pop("id"), str(counts.pop("digest"))[:12]
        amounts = ", ".join(amount(int(number), what) for what, number in counts.items())
        screen.line(f"{rules}: no problems ({name}: {amounts}; digest {digest})")
        if not book.instruments:
            screen.line("0 instruments: nothing can be covered or violated", "bold")
        tell(screen, excerpts, lints, level.value, everything=everything)
        return
    for problem in problems:
        excerpts.show(problem)
    screen.lines(filter(None, [amount(len(problems), "problems"), alternatives(problems)]))


def annotate(
    problems: "Sequence[Problem]", lints: "Sequence[Lint]", level: Weight, *, everything: bool
) -> None:
    """Print workflow commands."""
    from ceasefire.cli.checking.github import commands  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.cli.terminal import Screen  # noqa: PLC0415  (likewise)

    shown = [lint for lint in lints if everything or lint.counts(level.value)]
    Screen().lines(commands(problems, shown))


def write(
    form: Shape,
    book: "Rulebook | None",
    problems: "Sequence[Problem]",
    lints: "Sequence[Lint]",
) -> None:
    """Print the whole as data: whatever its level, and whether it is accepted or not."""
    from ceasefire.cli.checking.sarif import sarif  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.cli.terminal import Screen, json_text  # noqa: PLC0415  (likewise)

    data: dict[str, Any] = {
        "problems": [problem.to_dict() for problem in problems],
        "rulebook": None if book is None else counted(book),
        "findings": [lint.to_dict() for lint in lints],
    }
    if form is Shape.SARIF:
        data = sarif(problems, lints)
    Screen().data(json_text(data, indent=2))


def counted(book: "Rulebook") -> dict[str, str | int]:
    """Return how much of everything a rulebook states; inherited provisions count once."""
    instruments = book.instruments.values()
    # The party that every rulebook has stands nowhere unless it is stated.
    stated = [item for item in book.parties.values() if item.span.line]
    return {
        "id": book.id,
        "digest": book.digest,
        "parties": len(stated),
        "places": len(book.places),
        "questions": len(book.questions),
        "readings": len(book.readings),
        "instruments": len(book.instruments),
        "provisions": sum(
            provision.origin == item.id for item in instruments for provision in item.provisions
        ),
    }


# --- what is mended -----------------------------------------------------------------


def mend(rules: str, codes: list[str]) -> None:
    """Mend what is mechanical, write the files and say what was done."""
    from ceasefire.cli.checking.fixing import Files, respelt, without  # noqa: PLC0415  (when wanted)
    from ceasefire.cli.fmt import store  # noqa: PLC0415  (likewise)
    from ceasefire.cli.terminal import Screen  # noqa: PLC0415  (likewise)
    from ceasefire.rulebook.layout.books import Relaid  # noqa: PLC0415  (likewise)
    from ceasefire.rulebook.load import bundled  # noqa: PLC0415  (likewise)

    if rules in bundled():
        place = bundled()[rules]
        raise UsageError(f"`{rules}` is a bundled rulebook: to mend it, give its path, {place}")
    before = Files.of(rules)
    files = respelt(before, before.check()[1])
    book, _ = files.check()
    if book is not None:
        files = without(files, book, found(book), codes)
    pairs = zip(before.files, files.files, strict=True)
    changed = [Relaid(old[0], old[2], new[2]) for old, new in pairs if old[2] != new[2]]
    store(changed, None)
    screen = Screen(error=True)
    screen.lines(files.done or ("nothing to mend",))
