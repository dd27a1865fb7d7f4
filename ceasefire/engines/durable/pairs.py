"""Pairs of facts of which one follows the other, found by joins of durable_rules."""

from __future__ import annotations

from collections import deque
from typing import Final

from ceasefire.closing import Closeable
from ceasefire.engines.durable.plain_pairs import Fact, PlainPairs
from ceasefire.engines.durable.rulesets import LIMIT, Joined, Pattern, Rule, Ruleset

__all__ = ["MOST_FACTS", "MOST_OF_KEY", "Pairs"]

MOST_OF_KEY: Final = 16
"""How many facts of one key are told to durable_rules.

It joins more without fault (thousands were tried), but looks at each of a key, and hands
over each pair by itself. A bisection takes a few microseconds however many they are; here
it is ten times as quick, and at a hundred twenty times.
"""

MOST_FACTS: Final = 2048
"""How many facts of all keys are told to it; each takes 8 kB."""

SLACK: Final = 256
STEP: Final = 2
"""How many facts move to the next ruleset with each that is added: more than come anew."""

RULES: Final = (
    Rule(
        "pair",
        (
            Pattern("a", {"first": 1}),
            Pattern(
                "b",
                {"then": 1},
                (
                    Joined("key", "==", "key"),
                    Joined("last", ">=", "start"),
                    Joined("start", "<=", "reach"),
                ),
            ),
        ),
    ),
)


class Told:
    """A ruleset with the facts that were told to it, by the numbers it knows them by."""

    def __init__(self, within: int) -> None:
        """Start with none."""
        self._within = within
        self._ruleset = Ruleset(RULES)
        self._keys: dict[str, int] = {}
        self.facts: list[Fact] = []

    def pairs(self, fact: Fact) -> list[tuple[Fact, Fact]]:
        """Return the pairs that a fact makes with those told before, dead or alive."""
        number = len(self.facts)
        self.facts.append(fact)
        fired = self._ruleset.tell(
            {
                "id": number,
                "number": number,
                "key": self._keys.setdefault(fact.key, len(self._keys)),
                "start": fact.start,
                "last": fact.last,
                "reach": fact.last + self._within,
                "first": int(fact.first),
                "then": int(fact.then),
            }
        )
        return [
            (self.facts[made["a"]["number"]], self.facts[made["b"]["number"]]) for _, made in fired
        ]

    def close(self) -> None:
        """Give up the ruleset."""
        self._ruleset.close()


class Pairs(Closeable, PlainPairs):
    """The same pairs as of :class:`PlainPairs`, found by joins. Close it, or use a ``with``.

    What is taken back or forgotten stays in the ruleset until a new one is made of those
    that are left; it moves over bit by bit, so that no fact waits for all others.
    Keys of many facts, or of times that durable_rules does not compare, are left to the
    search that does without.
    """

    def __init__(self, within: int) -> None:
        """Take the longest time between the two, in microseconds.

        Raises :class:`~ceasefire.engines.durable.rulesets.DurableMissingError` where
        durable_rules cannot be loaded.
        """
        super().__init__(within)
        self._told = Told(within)
        self._next: Told | None = None
        self._moving: deque[Fact] = deque()
        self._counts: dict[str, int] = {}
        self._aside: set[str] = set()
        self._live = 0

    def close(self) -> None:
        """Give up what durable_rules keeps."""
        self._told.close()
        if self._next is not None:
            self._next.close()

    def _pairs(self, fact: Fact) -> list[tuple[int, int]]:
        self._move()
        key = fact.key
        if key not in self._aside and not self._fits(fact):
            self._aside.add(key)
            self._live -= self._counts.get(key, 0)
        if key in self._aside:
            return super()._pairs(fact)
        found = self._told.pairs(fact)
        if self._next is not None:
            self._next.pairs(fact)
        return [
            (one.number, other.number)
            for one, other in found
            if one is not other and all(each is fact or self._alive(each) for each in (one, other))
        ]

    def _fits(self, fact: Fact) -> bool:
        """Return whether durable_rules is to find the pairs of a fact."""
        return (
            self._counts.get(fact.key, 0) < MOST_OF_KEY
            and self._live < MOST_FACTS
            and fact.start >= 0
            and fact.last + self.within < LIMIT
        )

    def _alive(self, fact: Fact) -> bool:
        return self._numbers.get(fact.number, {}).get(fact.key) is fact

    def _keep(self, fact: Fact) -> None:
        super()._keep(fact)
        self._counts[fact.key] = self._counts.get(fact.key, 0) + 1
        self._live += fact.key not in self._aside

    def _drop(self, fact: Fact) -> None:
        super()._drop(fact)
        self._counts[fact.key] -= 1
        self._live -= fact.key not in self._aside
        if not self._counts[fact.key]:
            del self._counts[fact.key]
            self._aside.discard(fact.key)

    def _move(self) -> None:
        """Take a step towards a ruleset without what is dead."""
        if self._next is None:
            if len(self._told.facts) <= 2 * self._live + SLACK:
                return
            self._next = Told(self.within)
            self._moving = deque(filter(self._asked, self._told.facts))
        for _ in range(min(STEP, len(self._moving))):
            fact = self._moving.popleft()
            if self._asked(fact):
                self._next.pairs(fact)
        if not self._moving:
            self._told.close()
            self._told, self._next = self._next, None

    def _asked(self, fact: Fact) -> bool:
        """Return whether a fact is there, and looked for by joins."""
        return self._alive(fact) and fact.key not in self._aside
