"""What there is to show of a condition, as formulas over the worlds of an event.

A test is shown to be true, or false, by a world in which it is, and in which it *matters*:
to flip its truth alone, all other tests as they are, changes the truth of the condition
(masking MC/DC). The condition of a header is that all of its four tests hold. A provision is
asked only where the instrument that has it reaches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.engines.reference.meaning import reached
from ceasefire.program.formulas import all_of, not_of
from ceasefire.rulebook import logic
from ceasefire.testing.sites import PARTS, Site, at, leaves, sites_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Program, Text
    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Rulebook
    from ceasefire.testing.sites import Steps

__all__ = ["Goal", "Goals", "goals_of"]


class Goal(NamedTuple):
    """A test of a site to be shown, or (``path`` is nothing) that a provision matches."""

    site: Site
    path: Steps | None
    truth: bool

    @property
    def key(self) -> tuple[str, str, Steps | None, bool]:
        """What makes it the same goal in every program."""
        return self.site.instrument, self.site.part, self.path, self.truth

    @property
    def test(self) -> Condition:
        """The test, or the whole condition."""
        return self.site.condition if self.path is None else at(self.site.condition, self.path)


def goals_of(rulebook: Rulebook) -> tuple[Goal, ...]:
    """Return everything there is to show of a rulebook."""
    found = []
    for site in sites_of(rulebook):
        if not site.header:
            found.append(Goal(site, None, truth=True))
        for path, _ in leaves(site.condition):
            found += [Goal(site, path, truth=truth) for truth in (True, False)]
    return tuple(found)


class Way(NamedTuple):
    """How a goal is shown: by which instrument, that it is asked there, and what must be so."""

    instrument: str
    asked: Formula
    wanted: Formula


class Goals:
    """The goals of a rulebook as formulas of one program of it."""

    def __init__(self, program: Program) -> None:
        """Take the program, which may be of the rulebook as it was known at some date."""
        self.program = program
        self.texts: Mapping[str, Text] = {text.id: text for text in program.texts}
        self.reached: dict[str, Formula] = {key: reached(text) for key, text in self.texts.items()}
        self._ways: dict[object, tuple[Way, ...]] = {}
        self.held: dict[tuple[str, str], set[str]] = {}
        for text in program.texts:
            for item in text.source.provisions:
                self.held.setdefault((item.origin, item.id), set()).add(text.id)

    def ways(self, goal: Goal) -> tuple[Way, ...]:
        """Return the ways to show a goal; the same objects each time."""
        if goal.key not in self._ways:
            self._ways[goal.key] = tuple(self._found(goal))
        return self._ways[goal.key]

    def _found(self, goal: Goal) -> Iterator[Way]:
        site = goal.site
        for name in site.instruments:
            text = self.texts.get(name)
            if text is None:
                continue
            if site.header:
                others = (part for ground, part in PARTS.items() if ground != site.part)
                asked = all_of(self._header(text, part) for part in others)
            elif name in self.held.get((site.instrument, site.part), ()):
                asked = self.reached[name]
            else:
                continue
            yield Way(name, asked, self._shown(goal))

    def _header(self, text: Text, part: str) -> Formula:
        found: Formula = getattr(text, part)
        return found

    def _shown(self, goal: Goal) -> Formula:
        test = self.program.formula(goal.test)
        shown = test if goal.truth else not_of(test)
        if goal.path is None:
            return shown
        return all_of((shown, *self._mattering(goal.site.condition, goal.path)))

    def _mattering(self, condition: Condition, path: Steps) -> Iterator[Formula]:
        """Yield what must be so for the truth at a path to be that of the condition, or not."""
        for step in path:
            match condition:
                case logic.All(parts):
                    yield from (self.program.formula(p) for p in others(parts, step))
                    condition = parts[step]
                case logic.Any(parts):
                    yield from (not_of(self.program.formula(p)) for p in others(parts, step))
                    condition = parts[step]
                case logic.Not(part):
                    condition = part


def others(parts: tuple[Condition, ...], step: int) -> Iterator[Condition]:
    """Yield all parts but one."""
    return (part for number, part in enumerate(parts) if number != step)
