"""Rulesets of durable_rules, along the one path through it that is sound.

Much of what it offers crashes, hangs or answers wrongly. Sound are flat messages of short
names and small numbers, rules that are conjunctions of equalities and orders, and joins
that end in one that always holds. So its C module is used directly, under a lock, and
neither a name nor a text from a rule file or a feed ever reaches it: rules and fields are
numbered, and every value is a whole number.
"""

from __future__ import annotations

import json
import os
import sys
import weakref
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.closing import Closeable
from ceasefire.errors import CeasefireError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "LIMIT",
    "MOST_FIELDS",
    "MOST_RULES",
    "ONE",
    "DurableError",
    "DurableMissingError",
    "Fired",
    "Joined",
    "Pattern",
    "Rule",
    "Ruleset",
    "missing",
]

LIMIT: Final = 1 << 53
"""Numbers below this are compared exactly."""

MOST_RULES: Final = 60
"""How many rules a ruleset has: a stack in it holds 64 that match a message in part."""

MOST_FIELDS: Final = 200
"""How many fields a message has; it fails from 255 on, of which it adds some itself."""

OBSERVED: Final = 2
TRIES: Final = 8
ONE: Final = "one"
"""A field that is 1 in every message, for what holds of all of them."""

PRIMED: Final = "primed"
LOCK: Final = RLock()
"""Its rulesets share tables, so one thread at a time may be in it.

It may be taken again, since a ruleset may be given up, and so closed, at any moment.
"""

Fired = tuple[str, dict[str, dict[str, int]]]
"""The name of a rule, and the message of each of its patterns."""


class DurableMissingError(CeasefireError):
    """durable_rules is not installed, or cannot be loaded; the message says so in one line."""


class DurableError(CeasefireError):
    """durable_rules refused what it should take. The ruleset is closed."""


class Joined(NamedTuple):
    """A test of a field against that of the pattern before: ``<=``, ``>=`` or ``==``."""

    field: str
    sign: str
    other: str


class Pattern(NamedTuple):
    """A message with some fields of given values, and for a second pattern its joins."""

    name: str
    equal: Mapping[str, int]
    joins: tuple[Joined, ...] = ()


class Rule(NamedTuple):
    """One pattern, or two; of rules that match, the first in order fires first."""

    name: str
    patterns: tuple[Pattern, ...]


class Ruleset(Closeable):
    """Some rules, to which messages are posted. Close it, or use it in a ``with``.

    Of all rules that match an event that is posted, the first fires, and the event is
    gone; so the last rule must match every event. Facts stay, and fire every rule.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Take the rules, in the order in which they come first.

        Raises :class:`DurableMissingError` where durable_rules cannot be loaded.
        """
        if len(rules) > MOST_RULES:
            raise DurableError(f"{len(rules)} rules in one ruleset; it holds {MOST_RULES}")
        self._module = loaded()
        # It cannot give up a ruleset of which no rule has fired.
        primer = Rule(PRIMED, (Pattern("m", {PRIMED: 1}),))
        text = json.dumps(
            {rule.name: written(rule, place) for place, rule in enumerate((*rules, primer))}
        )
        with LOCK:
            self._handle: int = self._module.create_ruleset("rules", text)
            self._close = weakref.finalize(self, given_up, self._module, self._handle)
            self._send(self._module.assert_event, {PRIMED: 1, ONE: 0})

    def post(self, event: Mapping[str, int]) -> str:
        """Return the name of the rule that fires for an event."""
        with LOCK:
            fired = self._send(self._module.assert_event, {**event, ONE: 1})
        if len(fired) != 1:
            self.close()
            raise DurableError(f"{len(fired)} rules fired for one event")
        return fired[0][0]

    def tell(self, fact: Mapping[str, int]) -> list[Fired]:
        """Keep a fact; return the rules that it, with those told before, makes fire."""
        with LOCK:
            # Facts are known by a hash, so one that was never told may pass for another.
            for attempt in range(TRIES):
                fired = self._told({**fact, "id": fact["id"] * TRIES + attempt, ONE: 1})
                if fired is not None:
                    return fired
        self.close()
        raise DurableError("a fact passes for others that were told before")

    def close(self) -> None:
        """Give up the ruleset, with all that was told to it; once is enough."""
        with LOCK:
            self._close()

    def _told(self, fact: dict[str, int]) -> list[Fired] | None:
        return self._sent(self._module.assert_fact, fact)

    def _send(self, assertion: Any, message: Mapping[str, int]) -> list[Fired]:  # noqa: ANN401  (of the C module, which has no types)
        fired = self._sent(assertion, message)
        if fired is None:
            self.close()
            raise DurableError("an event passes for one that was posted before")
        return fired

    def _sent(self, assertion: Any, message: Mapping[str, int]) -> list[Fired] | None:  # noqa: ANN401  (likewise)
        """Return what a message makes fire, or nothing where it passes for another."""
        if not self._close.alive:
            raise DurableError("the ruleset is closed")
        checked(message)
        try:
            code, state = assertion(self._handle, json.dumps(message))
            if code == OBSERVED:
                return None
            return self._drained(state)
        except Exception as error:
            # What is left half done would keep all that follows from firing.
            self.close()
            raise DurableError(f"durable_rules failed: {error}") from error

    def _drained(self, state: int) -> list[Fired]:
        """Return all that fires, each once it is done with."""
        found: list[Fired] = []
        first = self._module.start_action_for_state(self._handle, state)
        text = first[1] if first else None
        while text is not None:
            found += json.loads(text).items()
            text = self._module.complete_and_start_action(self._handle, state)
        return found


def checked(message: Mapping[str, int]) -> None:
    """Raise for a message that is not as it should be; none that the library makes is."""
    if len(message) > MOST_FIELDS:
        raise DurableError(f"{len(message)} fields in one message; it holds {MOST_FIELDS}")
    for value in message.values():
        if type(value) is not int or not 0 <= value < LIMIT:
            raise DurableError(f"no number that is compared exactly: {value!r}")


def written(rule: Rule, place: int) -> dict[str, object]:
    """Return a rule in the words of durable_rules."""
    patterns = []
    before = ""
    for pattern in rule.patterns:
        tests: list[dict[str, object]] = [{name: value} for name, value in pattern.equal.items()]
        tests += [joined(join, before) for join in pattern.joins]
        if before:
            # A group of joins that does not end in one that always holds reads past its end.
            tests.append({ONE: {before: ONE}})
        patterns.append({pattern.name: {"$and": tests}})
        before = pattern.name
    return {"all": patterns, "pri": place}


def joined(join: Joined, before: str) -> dict[str, object]:
    """Return a join in the words of durable_rules."""
    test: dict[str, object] = {join.field: {before: join.other}}
    match join.sign:
        case "==":
            return test
        case "<=":
            return {"$lte": test}
        case _:
            return {"$gte": test}


def given_up(module: Any, handle: int) -> None:  # noqa: ANN401  (the C module, which has no types)
    """Give up a ruleset: first what was told to it, which would be lost but not freed."""
    with LOCK:
        module.delete_state(handle, None)
        module.delete_ruleset(handle)


def loaded() -> Any:  # noqa: ANN401  (the C module, which has no types)
    """Return the C module, or raise :class:`DurableMissingError`."""
    name = "durable_rules_engine"
    if name in sys.modules and sys.modules[name] is not None:
        return sys.modules[name]
    with LOCK:
        flags = sys.getdlopenflags() if hasattr(sys, "getdlopenflags") else None
        try:
            if flags is not None:
                # Since Python 3.13 it has a symbol that is nowhere, and never called.
                sys.setdlopenflags(os.RTLD_LAZY)
            return __import__(name)
        except ImportError as error:
            why = str(error).partition("\n")[0]
            message = f"durable_rules cannot be loaded, the reference engine decides alone: {why}"
            raise DurableMissingError(message) from error
        finally:
            if flags is not None:
                sys.setdlopenflags(flags)


def missing() -> str:
    """Return in one line why durable_rules cannot be used, or nothing where it can."""
    try:
        loaded()
    except DurableMissingError as error:
        return str(error)
    return ""
