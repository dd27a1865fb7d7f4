"""durable_rules: one rule for each rule, on flags that say which tests an event passes.

Its sound core is a conjunction of equalities and orders, of which one rule fires for an
event that is posted, the one that comes first. So each test becomes a flag, which is
set before posting, and an event is posted again, from behind the rule that fired, until
nothing but the last rule is left; what fired is then told from the numbers. The module
underneath is used directly, since the package around it acts in threads of its own.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, Final

from peers.decision import Tally
from peers.expressions import In, conjunctions
from peers.task import chunks, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peers.expressions import Literal, Test
    from peers.task import Run, Task

NAME = "durable_rules"
NEEDS = {"durable_rules_engine": "durable_rules", "pyarrow": "pyarrow"}
WHOLE = False
DOUBTS = False
MOST: Final = 40
"""How many rules a ruleset has: about 60 may match an event at once, even in part, and an
event has at most 255 keys."""


def prepare(task: Task) -> Run:
    """Return what posts each event."""
    if hasattr(sys, "setdlopenflags"):
        # Since Python 3.13 the module has a symbol that is nowhere, and never called.
        sys.setdlopenflags(os.RTLD_LAZY)
    import durable_rules_engine as engine  # noqa: PLC0415  (only in its own process)

    decision = task.decision
    terms = [
        (number, term)
        for number, rule in enumerate(decision.rules)
        for term in conjunctions(rule.when)
    ]
    rulesets = [
        Ruleset(engine, f"rules{place}", part) for place, part in enumerate(chunks(terms, MOST))
    ]
    tally = Tally(decision)

    def verdict(record: dict[str, Any]) -> str:
        return tally.verdict([number for each in rulesets for number in each.fired(record)])

    return task.each(verdict)


class Ruleset:
    """Some of the rules, by their numbers."""

    def __init__(
        self,
        engine: Any,  # noqa: ANN401  (untyped)
        name: str,
        terms: list[tuple[int, tuple[Literal, ...]]],
    ) -> None:
        """Take rules that are conjunctions, and give each test a flag."""
        flags: dict[Literal, str] = {}
        rules: dict[str, Any] = {}
        for place, (_, term) in enumerate(terms, 1):
            tests = [{flags.setdefault(each, f"f{len(flags)}"): 1} for each in term]
            pattern = {"m": {"$and": [*tests, {"$lt": {"after": place}}]}}
            rules[str(place)] = {"all": [pattern], "pri": place}
        self._last = len(rules) + 1
        pattern = {"m": {"$lt": {"after": self._last + 1}}}
        rules[str(self._last)] = {"all": [pattern], "pri": self._last}
        self._numbers = [0, *(number for number, _ in terms)]
        self._raised = Raised(flags)
        self._engine = engine
        self._ruleset = engine.create_ruleset(name, json.dumps(rules))

    def fired(self, record: dict[str, Any]) -> Iterator[int]:
        """Yield the numbers of the rules that an event matches."""
        event = self._raised.event(record)
        place = 0
        while True:
            place = self._first(event | {"after": place})
            if place == self._last:
                return
            yield self._numbers[place]

    def _first(self, event: dict[str, int]) -> int:
        """Post an event; return the place of the one rule that fires."""
        code, state = self._engine.assert_event(self._ruleset, json.dumps(event))
        if code != 0:
            raise RuntimeError(code)
        message = self._engine.start_action_for_state(self._ruleset, state)[1]
        name = next(iter(json.loads(message)))
        if self._engine.complete_and_start_action(self._ruleset, state):
            raise RuntimeError(name)
        return int(name)


class Raised:
    """The flags of events: which tests each value of each column passes."""

    def __init__(self, flags: dict[Literal, str]) -> None:
        """Sort the tests by column."""
        self._columns: dict[str, list[tuple[bool, Test, str]]] = {}
        for (holds, test), flag in flags.items():
            self._columns.setdefault(key_of(test.column), []).append((holds, test, flag))
        self._met: dict[tuple[str, Any], dict[str, int]] = {}

    def event(self, record: dict[str, Any]) -> dict[str, int]:
        """Return an event of flags."""
        found: dict[str, int] = {}
        for name, tests in self._columns.items():
            value = record[name]
            if (name, value) in self._met:
                found |= self._met[name, value]
                continue
            flags = {flag: 1 for holds, test, flag in tests if passes(test, value) == holds}
            if name != "when":  # nearly every time is met but once
                self._met[name, value] = flags
            found |= flags
        return found


def passes(test: Test, value: Any) -> bool:  # noqa: ANN401  (of any column)
    """Return whether a value passes a test."""
    if isinstance(test, In):
        return value in test.values
    return (test.low is None or value >= test.low) and (test.high is None or value < test.high)
