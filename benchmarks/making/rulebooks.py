"""Rulebooks of any size, in the language of rule files, the same each time.

A provision has three to six conditions, and each lets so much through that about as
many events match some provision in a small rulebook as in a large one: larger
rulebooks have narrower provisions, as in life.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import yaml

from making.world import ALLIANCES, COLUMNS, FIRST, GOVERNORATES, GROUPS, PARTIES, QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["rulebook"]

SEED: Final = 2268
DAYS: Final = 366
RUNGS: Final = ("rumour", "alleged", "reported", "corroborated", "verified", "determined")
WEIGHTS: Final = {
    "kind": 9.0,
    "target": 7.0,
    "actor": 6.0,
    "where": 4.0,
    "in_force": 4.0,
    "killed": 3.0,
    "response": 2.5,
    "struck": 2.5,
    "held_by": 2.0,
    "wounded": 1.5,
    "verification": 1.5,
    "proportionate": 1.5,
    "civilian_harm": 1.0,
}
"""The fields that conditions ask about, and how often."""

MATCHED: Final = {"exclude": 0.25, "prohibit": 0.6, "permit": 3.0}
"""How many provisions of each effect an event matches, on average and apart from reach."""

HALF: Final = 0.5
ASKED: Final = 0.15
LIFTS_ALL: Final = 0.1
PER_INSTRUMENT: Final = {20: 10, 100: 25, 200: 40}
MOST: Final = 200


def rulebook(provisions: int) -> str:
    """Return a rule file with so many provisions."""
    return yaml.safe_dump(Maker(provisions).rulebook(), sort_keys=False, width=100)


class Maker:
    """Makes one rulebook."""

    def __init__(self, provisions: int) -> None:
        """Take the number of provisions."""
        self.dice = np.random.default_rng([SEED, provisions])
        self.provisions = provisions
        self.asked: dict[str, None] = {}
        self.size = PER_INSTRUMENT.get(provisions, min(MOST, provisions))
        counts = {"exclude": 0.2, "prohibit": 0.6, "permit": 0.2}
        self.matching = {
            effect: min(0.3, MATCHED[effect] / (share * provisions))
            for effect, share in counts.items()
        }

    def rulebook(self) -> dict[str, Any]:
        """Return the whole."""
        instruments: dict[str, Any] = {
            f"text-{number}": self.instrument(min(self.size, self.provisions - start))
            for number, start in enumerate(range(0, self.provisions, self.size))
        }
        return {
            "rulebook": f"generated-{self.provisions}",
            "title": f"A generated rulebook of {self.provisions} provisions",
            "timezone": "Asia/Damascus",
            "parties": parties(),
            "places": {key: {"country": "SY", "admin1": name} for name, key in PLACES.items()},
            "questions": {
                key: {"ask": "?", "answers": {"yes": {}, "no": {}}} for key in self.asked
            },
            "readings": {"first": {"answers": dict.fromkeys(self.asked, "yes")}},
            "default_reading": "first",
            "presume": {"response": "none"},
            "instruments": instruments,
        }

    def instrument(self, size: int) -> dict[str, Any]:
        """Return one instrument."""
        start = int(self.dice.integers(0, 60))
        window = (start, start + int(self.dice.integers(220, 300)))
        out = self.dice.choice(PARTIES[:29], 4, replace=False)
        area = self.dice.choice(GOVERNORATES, 11, replace=False)
        provisions: dict[str, dict[str, Any]] = {"exclude": {}, "prohibit": {}, "permit": {}}
        for number in range(size):
            effect = ("prohibit", "exclude", "prohibit", "permit", "prohibit")[number % 5]
            provisions[effect][f"{effect}-{number}"] = self.provision(effect, window)
        names = list(provisions["prohibit"])
        for permit in provisions["permit"].values():
            if self.dice.random() > LIFTS_ALL:
                count = min(len(names), int(self.dice.integers(1, 5)))
                permit["lifts"] = sorted(map(str, self.dice.choice(names, count, replace=False)))
        return {
            "in_force": stretch(*window),
            "where": [PLACES[str(name)] for name in area],
            "binds": {"all_except": sorted(map(str, out))},
        } | provisions

    def provision(self, effect: str, window: tuple[int, int]) -> dict[str, Any]:
        """Return one provision, in force at some time that its instrument is."""
        weights = np.array(list(WEIGHTS.values()))
        count = int(self.dice.integers(3, 7))
        names = self.dice.choice(
            list(WEIGHTS), count, replace=False, p=weights / weights.sum()
        ).tolist()
        through = self.matching[effect] ** (1 / count)
        when = {name: self.test(name, through) for name in names if name != "in_force"}
        found: dict[str, Any] = {"when": when}
        if "in_force" in names:
            length = max(1, int(through * (window[1] - window[0])))
            start = window[0] + int(self.dice.integers(0, window[1] - window[0] - length + 1))
            found["in_force"] = stretch(start, start + length)
        if self.dice.random() < ASKED:
            answer = "yes" if self.dice.random() > ASKED else "no"
            question = str(self.dice.choice(QUESTIONS))
            self.asked[question] = None
            found["if"] = {question: answer}
        return found

    def test(self, name: str, through: float) -> Any:  # noqa: ANN401, PLR0911  (whatever a rule file holds)
        """Return a test of a field that lets about so large a share of events through."""
        match name:
            case "proportionate" | "civilian_harm":
                return "yes" if self.dice.random() < HALF else "no"
            case "killed" | "wounded":
                return {"at_least": max(1, round(-MEANS[name] * np.log(through)))}
            case "verification":
                held = np.cumsum([COLUMNS[name][rung] for rung in reversed(RUNGS)])
                return {"at_least": RUNGS[-1 - int(np.searchsorted(held[:-2], through))]}
            case "where":
                return [PLACES[each] for each in self.some("where.admin1", {}, through)]
            case "struck" | "response":
                return self.some(name, {}, through)
        groups = GROUPS if name == "kind" else ALLIANCES
        if through > HALF:
            return {"not": self.some(name, groups, 1 - through)}
        return self.some(name, groups, through)

    def some(self, column: str, groups: Mapping[str, Sequence[str]], through: float) -> list[str]:
        """Return values and groups of values that together are about so often reported."""
        often = COLUMNS[column]
        whole = {name: sum(often.get(each, 0) for each in group) for name, group in groups.items()}
        options = {name: share for name, share in (often | whole).items() if share}
        found: list[str] = []
        met: set[str] = set()
        mass = 0.0
        for name in self.dice.permutation(list(options)).tolist():
            members = set(groups.get(name, (name,)))
            if members & met or mass + options[name] > 1.3 * through:
                continue
            found.append(name)
            met |= members
            mass += options[name]
            if mass >= 0.8 * through:
                break
        return found or [min(often, key=often.__getitem__)]


MEANS: Final = {"killed": 4.0, "wounded": 9.0}
"""The mean of the numbers, which fall off exponentially."""

PLACES: Final = {name: name.lower().replace(" ", "-") for name in GOVERNORATES}


def parties() -> dict[str, Any]:
    """Return the parties: four alliances of five, one of which a party leaves in July."""
    found: dict[str, Any] = {name: {"name": name.title()} for name in (*ALLIANCES, *PARTIES)}
    for alliance, members in ALLIANCES.items():
        for member in members:
            found[member]["part_of"] = alliance
    found[PARTIES[19]]["part_of"] = {"party": "alliance-3", "until": "2016-07-01"}
    return found


def stretch(start: int, end: int) -> dict[str, str]:
    """Return a window between two days of the year, counted from 0."""
    first, last = (FIRST + np.timedelta64(day, "D") for day in (start, end))
    found = {"from": str(first.astype("datetime64[D]"))}
    return found | ({"until": str(last.astype("datetime64[D]"))} if end < DAYS else {})
