"""Coverage in words: what no case shows, and what no event could."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.cli.terminal import amount
from ceasefire.cli.testing.telling import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.cli.wording import Wording
    from ceasefire.testing.coverage.goals import Goal
    from ceasefire.testing.coverage.measuring import Coverage

__all__ = ["coverage_lines", "coverage_summary"]

EFFECTS: Final = {
    "exclude": "exclusion",
    "prohibit": "prohibition",
    "permit": "permit",
    "": "header",
}


def coverage_lines(coverage: Coverage, words: Wording) -> Iterator[str]:
    """Yield what is missing by condition, then what cannot be shown."""
    if coverage.missing:
        yield "No case shows:"
        yield from goals(coverage.missing, words, coverage.unsure)
        yield ""
    if coverage.unreachable:
        yield "No event can show, as the rules are:"
        yield from goals(coverage.unreachable, words, frozenset())
        yield ""
    undecided = [
        goal.site
        for goal in coverage.shown
        if goal.path is None and goal.site not in coverage.decided
    ]
    if undecided:
        yield "Matched, while no finding rests on it:"
        yield from (f"  {site.name} ({place(site.span)})" for site in undecided)
        yield ""


def goals(found: Iterable[Goal], words: Wording, unsure: frozenset[Goal]) -> Iterator[str]:
    """Yield goals, those of one condition together."""
    last = ""
    for goal in found:
        if goal.site.name != last:
            last = goal.site.name
            yield f"  {EFFECTS[goal.site.effect]} {last} ({place(goal.site.span)})"
        doubt = " (whether an event could was too much to find out)" if goal in unsure else ""
        if goal.path is None:
            yield f"    that it matches{doubt}"
        else:
            truth = "true" if goal.truth else "false"
            yield f"    that it matters that this is {truth}: {words.condition(goal.test)}{doubt}"


def coverage_summary(coverage: Coverage) -> Iterator[str]:
    """Yield the shares in numbers."""
    done, whole = coverage.tests
    matched, can_match = coverage.provisions
    beyond = len(coverage.unreachable)
    note = f"; {amount(beyond, 'things')} that no event can show" if beyond else ""
    yield f"conditions: {done} of {whole} outcomes of tests shown ({coverage.percent:.1f} %){note}"
    decided = len(coverage.decided)
    yield f"provisions: {matched} of {can_match} matched, findings rest on {decided}"
