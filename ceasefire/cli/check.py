"""``ceasefire check``: lists everything that is wrong with a rulebook."""

from typing import TYPE_CHECKING, Annotated

import typer

from ceasefire.cli.failures import BAD_INPUT, alternatives
from ceasefire.cli.options import Form, ReportFormat

if TYPE_CHECKING:
    from ceasefire.rulebook.model import Rulebook

__all__ = ["check"]


def check(
    rules: Annotated[
        str,
        typer.Argument(
            metavar="RULES", help="A bundled rulebook's name, a rule file or a folder of them."
        ),
    ],
    *,
    form: ReportFormat = Form.TEXT,
) -> None:
    """List every problem of a rulebook: where, what, the line itself, and a hint.

    Ends with 2 if there is any.
    """
    from ceasefire.cli.excerpts import Excerpts  # noqa: PLC0415  (help must not wait for these)
    from ceasefire.cli.terminal import Screen, amount, json_text  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.rulebook.load import check as examine  # noqa: PLC0415  (loaded when wanted)

    screen = Screen()
    book, problems = examine(rules)
    if form is Form.JSON:
        listed = [problem.to_dict() for problem in problems]
        contents = None if book is None else counted(book)
        screen.data(json_text({"problems": listed, "rulebook": contents}, indent=2))
    elif book is not None:
        counts = counted(book)
        name, digest = counts.pop("id"), str(counts.pop("digest"))[:12]
        amounts = ", ".join(amount(int(number), what) for what, number in counts.items())
        screen.line(f"{rules}: no problems ({name}: {amounts}; digest {digest})")
        if not book.instruments:
            screen.line("0 instruments: nothing can be covered or violated", "bold")
    else:
        excerpts = Excerpts(screen)
        for problem in problems:
            excerpts.show(problem)
        screen.lines(filter(None, [amount(len(problems), "problems"), alternatives(problems)]))
    if problems:
        raise typer.Exit(BAD_INPUT)


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
