"""Patterns of which some part no act can play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.analysis.checks.effects import together
from ceasefire.analysis.checks.lint import Lint, unsolved
from ceasefire.analysis.checks.worlds import Worlds
from ceasefire.analysis.space import Spent
from ceasefire.monitor.roles import Roles
from ceasefire.program.formulas import not_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.checks.enumeration import Patience
    from ceasefire.analysis.checks.ground import Ground
    from ceasefire.monitor.roles import RoleTest
    from ceasefire.rulebook.pattern_model import Pattern

__all__ = ["patterns"]

LOOKED_FOR = {
    "first": "the event that comes first",
    "then": "the event that follows",
    "breach": "a breach",
    "incident": "an event that ends it",
    "strained": "a breach that strains it",
    "breached": "a breach that counts as one",
}
"""The parts that events play, in words."""


def patterns(ground: Ground) -> Iterator[Lint]:
    """Yield the patterns that are never met, whatever comes."""
    if not ground.rulebook.patterns:
        return
    roles = Roles(ground.rulebook)
    worlds = Worlds(roles.program)
    for pattern in ground.rulebook.patterns.values():
        path = f"patterns.{pattern.id}"
        try:
            missing = unplayed(roles, worlds, pattern, ground.patience)
        except Spent:
            yield unsolved(path, pattern.span, f"whether `{pattern.id}` can be met")
            continue
        if missing:
            message = f"no act can be {LOOKED_FOR[missing]} of `{pattern.id}`"
            hint = "compare what it asks with what the instruments prohibit, and when"
            yield Lint("pattern-never-met", path, pattern.span, message, hint)


def unplayed(roles: Roles, worlds: Worlds, pattern: Pattern, patience: Patience) -> str:
    """Return a part that no act can play wherever it is needed, or nothing.

    A pattern is looked for by each party, or in each place, that it names: to be met by one
    of them is enough.
    """
    keys: dict[tuple[str, str], list[RoleTest]] = {}
    for test in roles.tests:
        if test.role.pattern == pattern.id:
            keys.setdefault(test.role.key, []).append(test)
    missing = ""
    for tests in keys.values():
        absent = [test for test in tests if not played(test, worlds, patience)]
        if not absent:
            return ""
        missing = missing or absent[0].role.part
    return missing


def played(test: RoleTest, worlds: Worlds, patience: Patience) -> bool:
    """Return whether some act plays a part."""
    return any(
        worlds.sought(together((law.reached, law.breached, not_of(law.excluded))), None, patience)
        for law in test.laws
    )
