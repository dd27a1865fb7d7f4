"""The report of ``ceasefire test``: cases, coverage and mutation, in each form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ceasefire.cli.alerts import written
from ceasefire.cli.terminal import Screen, json_text, safe
from ceasefire.cli.testing.coverage import coverage_lines, coverage_summary
from ceasefire.cli.testing.forms import Report
from ceasefire.cli.testing.junit import junit
from ceasefire.cli.testing.mutation import (
    mutation_data,
    mutation_lines,
    mutation_summary,
    mutation_verdicts,
)
from ceasefire.cli.testing.telling import outcome_lines, outcome_summary
from ceasefire.cli.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.testing.cases.running import Outcome
    from ceasefire.testing.coverage.measuring import Coverage
    from ceasefire.testing.mutation.surveying import Mutation

__all__ = ["Told", "show"]


class Told(NamedTuple):
    """What was found out: coverage and mutation where they were asked for."""

    outcome: Outcome
    coverage: Coverage | None = None
    mutation: Mutation | None = None

    @property
    def bad(self) -> bool:
        """Whether a case fails, or a change that is not accepted goes unnoticed."""
        unnoticed = self.mutation is not None and bool(self.mutation.survived)
        return unnoticed or bool(self.outcome.failed)

    def lines(self) -> Iterator[str]:
        """Yield everything in words."""
        yield from outcome_lines(self.outcome)
        if self.coverage is not None:
            yield from coverage_lines(self.coverage, Wording(self.outcome.book.rulebook))
        if self.mutation is not None:
            yield from mutation_lines(self.mutation)
        yield from self.summary()

    def summary(self) -> Iterator[str]:
        """Yield the numbers."""
        yield outcome_summary(self.outcome)
        if self.coverage is not None:
            yield from coverage_summary(self.coverage)
        if self.mutation is not None:
            yield mutation_summary(self.mutation)

    def json(self) -> str:
        """Return everything as a JSON document."""
        data = self.outcome.to_dict()
        if self.coverage is not None:
            words = Wording(self.outcome.book.rulebook)
            data["coverage"] = self.coverage.to_dict(words.condition)
        if self.mutation is not None:
            data["mutation"] = mutation_data(self.mutation)
        return json_text(data, indent=2)

    def xml(self) -> str:
        """Return cases, and changes where they were tried, as JUnit XML."""
        changes = [] if self.mutation is None else list(mutation_verdicts(self.mutation))
        found = junit(self.outcome, [("changes", changes)] if self.mutation else [])
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{found}'


def show(told: Told, form: Report, output: str | None) -> None:
    """Print the report, or write it to a file and print the numbers."""
    screen = Screen()
    if output not in {None, "-"}:
        path = Path(str(output))
        if form is Report.TEXT:
            written(path, map(safe, told.lines()))
        else:
            written(path, iter([told.json() if form is Report.JSON else told.xml()]))
        screen.lines(told.summary())
    elif form is Report.TEXT:
        screen.lines(told.lines())
    else:
        screen.data(told.json() if form is Report.JSON else told.xml())
