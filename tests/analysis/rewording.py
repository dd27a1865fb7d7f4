"""Rule files that mean the same in other words: parts split, cut in two, reordered, turned over."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

__all__ = ["reworded"]

Data = dict[str, Any]

NESTING = ("any", "all", "not", "if")
"""The keys of a condition that are no fields, and are left as they are."""


def reworded(document: Data, dice: Random) -> Data:
    """Return a rule file as plain data with every instrument in other words."""
    found = deepcopy(document)
    found["instruments"] = shuffled(
        {key: instrument(item, dice) for key, item in found["instruments"].items()}, dice
    )
    return found


def instrument(item: Data, dice: Random) -> Data:
    """Return an instrument whose prohibitions are split, with all that lifts both parts."""
    parts: dict[str, list[str]] = {}
    result = {**item, "in_force": window(item["in_force"])} if "in_force" in item else {**item}
    for effect in ("exclude", "prohibit", "permit"):
        fresh: Data = {}
        for name, clause in item.get(effect, {}).items():
            for each in split(clause, dice):
                key = f"{name}-{len(parts.get(name, []))}"
                parts.setdefault(name, []).append(key)
                fresh[key] = provision(each, dice)
        if fresh:
            result[effect] = shuffled(fresh, dice)
    for permit in result.get("permit", {}).values():
        if "lifts" in permit:
            lifted = [permit["lifts"]] if isinstance(permit["lifts"], str) else permit["lifts"]
            permit["lifts"] = [each for name in lifted for each in parts.get(name, [name])]
    return result


def split(clause: Data, dice: Random) -> list[Data]:
    """Return clauses of which one matches wherever a clause does."""
    when = clause.get("when", {})
    if not isinstance(when, dict):
        return [clause]
    lists = [
        key
        for key, test in when.items()
        if isinstance(test, list) and len(test) > 1 and key not in NESTING
    ]
    if lists and dice.random() < 0.7:
        key = dice.choice(lists)
        at = dice.randrange(1, len(when[key]))
        halves = (when[key][:at], when[key][at:])
        return [{**clause, "when": {**when, key: half}} for half in halves]
    # By something that has nothing to do with it.
    return [
        {**clause, "when": {"all": [when, test]}}
        for test in ({"killed": {"at_least": 2}}, {"not": {"killed": {"at_least": 2}}})
    ]


def provision(clause: Data, dice: Random) -> Data:
    """Return a clause in other words."""
    result = {**clause, "when": condition(clause.get("when", {}), dice)}
    if "in_force" in clause:
        result["in_force"] = window(clause["in_force"])
    return result


def condition(when: Any, dice: Random) -> Any:  # noqa: ANN401  (as below)
    """Return a condition in other words."""
    if not isinstance(when, dict):
        return when
    if set(when) == {"all"} and all(isinstance(each, dict) for each in when["all"]):
        return {"all": [condition(each, dice) for each in when["all"]]}
    if set(when) == {"not"} and isinstance(when["not"], dict):
        return {"not": condition(when["not"], dice)}
    tests = [test(key, value, dice) for key, value in when.items()]
    dice.shuffle(tests)
    if not tests:
        return {}
    if dice.random() < 0.5:
        return {"not": {"any": [{"not": each} for each in tests]}}
    return {"all": tests}


def test(key: str, value: Any, dice: Random) -> Data:  # noqa: ANN401  (whatever a rule file holds)
    """Return a test in other words."""
    if key in NESTING:
        return {"not": {"not": {key: value}}}
    if isinstance(value, list) and len(value) > 1:
        order = list(value)
        dice.shuffle(order)
        return {"any": [{key: each} for each in order]}
    if isinstance(value, dict) and set(value) == {"not"}:
        return {"not": {key: value["not"]}}
    if (
        isinstance(value, dict)
        and set(value) == {"at_least"}
        and str(value["at_least"]).strip("0").isdigit()
    ):
        return {"not": {key: {"less_than": value["at_least"]}}}
    return {"not": {"not": {key: value}}}


def window(value: Any) -> Any:  # noqa: ANN401  (as above)
    """Return a window between two days cut in two; others as they are."""
    if not isinstance(value, dict) or set(value) != {"from", "until"}:
        return value
    if any(len(str(value[key])) != len("2016-05-04") for key in ("from", "until")):
        return value
    first, last = (date.fromisoformat(str(value[key])) for key in ("from", "until"))
    if (last - first).days < 2:
        return value
    middle = str(first + timedelta(days=(last - first).days // 2))
    return [{"from": value["from"], "until": middle}, {"from": middle, "until": value["until"]}]


def shuffled(entries: Data, dice: Random) -> Data:
    """Return entries in another order."""
    keys = list(entries)
    dice.shuffle(keys)
    return {key: entries[key] for key in keys}
