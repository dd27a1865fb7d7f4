"""The oracle: every world of an event, one by one, and what a rulebook says of each.

Written from the meaning alone; it shares no code with any engine beyond the
geometry of places and the reading of written times.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from hypothesis import assume

from tests.laws.accounts import Telling, tellings
from tests.laws.judging import EXCLUDED, GRAVITY, NOTHING, judge
from tests.laws.moments import instants
from tests.laws.said import UNLISTED, Said, incident, resolved, said, signature, values
from tests.laws.truth import Act, Ground, lineage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ceasefire.rulebook.model import Reading, Rulebook

__all__ = ["Outcome", "World", "worlds_of"]

MOST: Final = 2500
"""Events with more worlds than this are passed over."""

ROLES: Final = ("actor", "target")
Key = tuple[str, int]
"""A field and the part that states it; 0 is the event itself."""


@dataclass(frozen=True)
class World:
    """One world: what is settled in it, its acts, and its verdict, or that it has none."""

    settled: Mapping[Any, Any]
    acts: tuple[Act, ...]
    verdict: str


@dataclass
class Outcome:
    """All that the oracle finds: the worlds of each account, stated or not."""

    ground: Ground
    tellings: list[Telling]
    worlds: list[list[World]] = field(default_factory=list)

    @property
    def possible(self) -> set[str]:
        """The verdicts over all accounts."""
        return {world.verdict for each in self.worlds for world in each} - {NOTHING}

    @property
    def stated(self) -> list[World]:
        """The worlds of the stated facts."""
        return [
            world
            for telling, each in zip(self.tellings, self.worlds, strict=True)
            if telling.stated
            for world in each
        ]

    @property
    def verdict(self) -> str:
        """The verdict of the stated facts, if all their worlds have it."""
        found = {world.verdict for world in self.stated}
        return found.pop() if len(found) == 1 and NOTHING not in found else "undetermined"


def worlds_of(
    book: Rulebook,
    event: Mapping[str, Any],
    reading: Reading,
    *,
    as_of: int | None = None,
    open_questions: bool = False,
) -> Outcome:
    """Return every world of an event under a reading; examples with too many are passed over."""
    ground = Ground(book)
    answers = {
        key: [reading.answers[key]]
        if key in reading.answers and not open_questions
        else list(question.answers)
        for key, question in book.questions.items()
    }
    outcome = Outcome(ground, tellings(book, event, reading.credit, as_of))
    left = MOST
    for telling in outcome.tellings:
        account = AccountWorlds(ground, answers, telling.values, event.get("parts", []))
        outcome.worlds.append(account.worlds(left))
        left -= len(outcome.worlds[-1])
    return outcome


class AccountWorlds:
    """The worlds of one account."""

    def __init__(
        self,
        ground: Ground,
        answers: Mapping[str, list[str]],
        facts: Mapping[str, Any],
        parts: Sequence[Mapping[str, Any]],
    ) -> None:
        """Complete the facts by presumptions."""
        self.ground = ground
        self.answers = answers
        fields = ground.book.taxonomy.fields
        base = {key: raw for key, raw in facts.items() if raw is not None and key in fields}
        for key, presumption in ground.book.presumptions.items():
            if key not in base:
                value = presumption.value
                base[key] = {
                    **({"one_of": list(value.one_of)} if value.one_of else {}),
                    **({"not": list(value.none_of)} if value.none_of else {}),
                }
        self.scopes: list[dict[str, Said]] = [
            {key: self._said(key, raw) for key, raw in scope.items() if key in fields}
            for scope in (base, *parts)
        ]
        numbers = range(1, len(self.scopes)) if parts else [0]
        self.decided = [
            number
            for number in numbers
            if any(incident(ground, each) for each in self._kinds(number))
        ]
        self.fields = sorted({*ground.tests, "kind"} - {"when", *ROLES})

    def _said(self, key: str, raw: Any) -> Said:  # noqa: ANN401  (what a feed may hold)
        kind = self.ground.book.taxonomy.fields[key].type
        return said(raw, pairs=kind in {"count", "number"})

    def _owner(self, key: str, number: int) -> int:
        return number if key in self.scopes[number] else 0

    def _claim(self, key: str, owner: int) -> Said:
        return self.scopes[owner].get(key, Said(None, []))

    def _kinds(self, number: int) -> list[str]:
        return values(self.ground, "kind", self._claim("kind", self._owner("kind", number)), 0)

    # --- enumeration ---

    def worlds(self, most: int) -> list[World]:
        """Return every world, if there are not too many."""
        found: list[World] = []
        if not self.decided:
            return [World({}, (), NOTHING)]
        clocks = sorted({self._owner("when", number) for number in self.decided})
        moments = [instants(self.ground, self._claim("when", owner)) for owner in clocks]
        for roles in self._role_choices():
            for times in product(*moments):
                when = dict(zip(clocks, times, strict=True))
                for world in self._settled(self._once(roles, when), when, most - len(found)):
                    found.append(world)
                    assume(len(found) <= most)
        return found

    def _role_choices(self) -> Iterator[dict[Key, Said]]:
        """Yield for each role, where it is stated, one option that holds together."""
        keys = sorted(
            {(role, self._owner(role, number)) for role in ROLES for number in self.decided}
        )
        options = []
        for role, owner in keys:
            claim = self._claim(role, owner)
            joint = any(len(option) != 1 for option in claim.options or [])
            each = [[option] for option in claim.options or []] if joint else [claim.options]
            options.append([Said(some, claim.out) for some in each])
        for choice in product(*options):
            yield dict(zip(keys, choice, strict=True))

    def _once(self, roles: dict[Key, Said], when: dict[int, int]) -> dict[Key, Said]:
        """Return the choice of roles with no party twice in a joint act, by whatever names."""
        found = {}
        for (role, owner), claim in roles.items():
            options = claim.options
            if options is not None and len(options) == 1:
                numbers = [each for each in self.decided if self._owner(role, each) == owner]
                moments = {when[self._owner("when", number)] for number in numbers}
                first, *others = [self._apart(options[0], moment) for moment in moments]
                # Names that are one party in one part and two in another are beyond what
                # the meaning says.
                assume(all(other == first for other in others))
                options = [first]
            found[role, owner] = Said(options, claim.out)
        return found

    def _apart(self, names: Sequence[str], instant: int) -> list[str]:
        """Return the names of different parties, of each the first."""
        named = {resolved(self.ground, name, instant) or name: name for name in reversed(names)}
        return list(reversed(named.values()))

    def _settled(self, roles: dict[Key, Said], when: dict[int, int], most: int) -> Iterator[World]:
        doubts: dict[Any, list[Any]] = {}
        for number in self.decided:
            instant = when[self._owner("when", number)]
            for key in self.fields:
                owner = self._owner(key, number)
                self._add(doubts, (key, owner), key, self._claim(key, owner), instant)
            for role in ROLES:
                owner = self._owner(role, number)
                for element in participants(roles[role, owner]):
                    claim = alone(roles[role, owner], element)
                    self._add(
                        doubts,
                        (role, owner, element),
                        role,
                        claim,
                        instant,
                        apart=self._joint(number),
                    )
        for question, items in self.answers.items():
            doubts["?", question] = items
        size = 1
        for items in doubts.values():
            size *= len(items)
        assume(size <= most * 4)
        keys = list(doubts)
        for choice in product(*doubts.values()):
            world = self._world(dict(zip(keys, choice, strict=True)), roles, when)
            if world is not None:
                yield world

    def _joint(self, number: int) -> bool:
        """Return whether an act has several actors or targets, or may have."""
        claims = [self._claim(role, self._owner(role, number)) for role in ROLES]
        return any(len(option) > 1 for claim in claims for option in claim.options or [])

    def _add(  # noqa: PLR0913  (what a doubt is made of)
        self,
        doubts: dict[Any, list[Any]],
        key: tuple[Any, ...],
        name: str,
        claim: Said,
        instant: int,
        *,
        apart: bool = False,
    ) -> None:
        """Add a doubt; parts that share it agree on it.

        Values that no test tells apart are one, unless ``apart``: whether two
        parties are the same is more than any test asks.
        """
        kept = values(self.ground, name, claim, instant)
        if not apart:
            table: dict[Any, Any] = {}
            for value in kept:
                table.setdefault(signature(self.ground, name, value), value)
            kept = list(table.values())
        if key in doubts:
            # Names that change their meaning between the parts of an event are beyond
            # what the meaning says.
            assume(doubts[key] == kept)
        doubts[key] = kept

    def _world(
        self, settled: dict[Any, Any], roles: dict[Key, Said], when: dict[int, int]
    ) -> World | None:
        answers = {question: settled["?", question] for question in self.answers}
        acts: list[Act] = []
        told = False
        for number in self.decided:
            clock = self._owner("when", number)
            shared = {key: settled[key, self._owner(key, number)] for key in self.fields}
            shared["when"] = when[clock]
            if not incident(self.ground, shared["kind"]):
                continue
            told = True
            own = [Act({**shared, **pair}, answers) for pair in self._pairs(settled, roles, number)]
            joint = len(own) > 1
            left = [act for act in own if not (joint and self._itself(act))]
            if all(self._impossible(act) for act in left):
                return None
            acts += left
        verdicts = [
            judge(self.ground, item, act)
            for act in acts
            for item in self.ground.book.instruments.values()
        ]
        verdict = max([EXCLUDED if told else NOTHING, *verdicts], key=GRAVITY.index)
        full = {**settled, **{("when", clock): moment for clock, moment in when.items()}}
        full |= {("choice", *key): repr(claim.options) for key, claim in roles.items()}
        return World(full, tuple(acts), verdict)

    def _impossible(self, act: Act) -> bool:
        return any(self.ground.holds(item.condition, act) for item in self.ground.book.impossible)

    def _pairs(
        self, settled: dict[Any, Any], roles: dict[Key, Said], number: int
    ) -> list[dict[str, str]]:
        """Return every actor with every target."""
        sides = []
        for role in ROLES:
            owner = self._owner(role, number)
            sides.append([settled[role, owner, item] for item in participants(roles[role, owner])])
        return [{"actor": actor, "target": target} for actor, target in product(*sides)]

    def _itself(self, act: Act) -> bool:
        """Return whether actor and target are one party, and not two under one umbrella."""
        actor, target = act.values["actor"], act.values["target"]
        if actor != target or actor == UNLISTED:
            return False
        parties = self.ground.book.parties
        return not any(
            actor in lineage(parties, other, act.instant) for other in parties if other != actor
        )


def participants(claim: Said) -> list[str | None]:
    """Return the members of a joint act by name, or nothing for whoever it was."""
    if claim.options is not None and len(claim.options) == 1:
        elements = list(dict.fromkeys(claim.options[0]))
        if len(elements) > 1:
            return list(elements)
    return [None]


def alone(claim: Said, element: str | None) -> Said:
    """Return what a claim says of one participant."""
    return claim if element is None else Said([[element]], claim.out)
