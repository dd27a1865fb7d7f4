"""What a rulebook decides about certain events, in the form that the peers are given.

A decision has the instruments, each with the expression that says whom it reaches, and
its rules. Peers that know expressions take :meth:`Decision.violating` and
:meth:`Decision.covered`; those that fire rules take :attr:`Decision.rules`, and
:class:`Tally` says what the rules that fired come to.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from peers.expressions import Expression, all_of, any_of, from_plain, not_of, to_plain

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = ["COVERED", "EXCLUDED", "VIOLATING", "Decision", "Instrument", "Rule", "Tally"]

EXCLUDED: Final = "excluded"
COVERED: Final = "covered"
VIOLATING: Final = "violating"


class Rule(NamedTuple):
    """One provision, or the reach of an instrument; ``lifted_by`` are positions of permits."""

    effect: str
    when: Expression
    lifted_by: tuple[int, ...] = ()


class Instrument(NamedTuple):
    """One instrument: whom it reaches, and its provisions."""

    reached: Expression
    rules: tuple[Rule, ...]

    @property
    def inside(self) -> Expression:
        """It reaches the event, and no exclusion takes it out."""
        out = any_of(rule.when for rule in self.rules if rule.effect == "exclude")
        return all_of((self.reached, not_of(out)))

    @property
    def breached(self) -> Expression:
        """A prohibition holds that no permit lifts."""
        return any_of(
            all_of(
                (rule.when, not_of(any_of(self.rules[number].when for number in rule.lifted_by)))
            )
            for rule in self.rules
            if rule.effect == "prohibit"
        )


@dataclass(frozen=True)
class Decision:
    """The instruments, and of each column that rules ask about its type and its values.

    A column is ``text``, ``flag``, ``number`` or ``time``; only texts have ``values``,
    which are all that the feed has.
    """

    types: dict[str, str]
    values: dict[str, tuple[str, ...]]
    instruments: tuple[Instrument, ...]

    @property
    def covered(self) -> Expression:
        """Some instrument covers the event, or is breached."""
        return any_of(item.inside for item in self.instruments)

    @property
    def violating(self) -> Expression:
        """Some instrument is breached."""
        return any_of(all_of((item.inside, item.breached)) for item in self.instruments)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, numbered through, the reach of each instrument before its own."""
        return tuple(
            rule for item in self.instruments for rule in (Rule("reach", item.reached), *item.rules)
        )

    def write(self, path: Path) -> None:
        """Write the decision as JSON."""
        plain = {
            "types": self.types,
            "values": self.values,
            "instruments": [
                [
                    to_plain(item.reached),
                    [[rule.effect, to_plain(rule.when), rule.lifted_by] for rule in item.rules],
                ]
                for item in self.instruments
            ],
        }
        path.write_text(json.dumps(plain), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Decision:
        """Return the decision that was written there."""
        plain: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        instruments = tuple(
            Instrument(
                from_plain(reached),
                tuple(
                    Rule(effect, from_plain(when), tuple(lifted)) for effect, when, lifted in rules
                ),
            )
            for reached, rules in plain["instruments"]
        )
        values = {column: tuple(each) for column, each in plain["values"].items()}
        return cls(plain["types"], values, instruments)


class Tally:
    """What the rules that fired for an event come to.

    This is the part that no engine of conjunctive rules does by itself: the gravest
    over the instruments, exclusions before prohibitions, permits that lift some.
    """

    def __init__(self, decision: Decision) -> None:
        """Take the decision; rules are numbered as :attr:`Decision.rules` has them."""
        self._instruments: list[tuple[int, frozenset[int], dict[int, frozenset[int]]]] = []
        start = 0
        for item in decision.instruments:
            numbered = list(enumerate(item.rules, start + 1))
            excludes = frozenset(n for n, rule in numbered if rule.effect == "exclude")
            prohibits = {
                n: frozenset(start + 1 + permit for permit in rule.lifted_by)
                for n, rule in numbered
                if rule.effect == "prohibit"
            }
            self._instruments.append((start, excludes, prohibits))
            start += 1 + len(item.rules)

    def verdict(self, fired: Collection[int]) -> str:
        """Return the verdict of the rules that fired, by their numbers."""
        found = EXCLUDED
        hits = set(fired)
        for reach, excludes, prohibits in self._instruments:
            if reach not in hits or not hits.isdisjoint(excludes):
                continue
            if any(hits.isdisjoint(prohibits[n]) for n in hits if n in prohibits):
                return VIOLATING
            found = COVERED
        return found
