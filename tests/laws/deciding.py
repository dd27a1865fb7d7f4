"""What decides and what is in doubt, for the oracle: read off the worlds, one by one."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from tests.laws.judging import COVERED, GRAVITY, VIOLATING, judge, lifting, provisions, reached

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.rulebook.model import Instrument, Provision
    from tests.laws.oracle import Outcome, World
    from tests.laws.truth import Act, Ground

__all__ = ["decided", "depends_on"]

Decision = tuple[str, str, tuple[str, ...]]
SEVERITIES = ("", "minor", "serious", "grave")


def decided(outcome: Outcome) -> Decision:
    """Return the instrument, the provision and the grounds of the gravest stated verdict."""
    ground, worlds = outcome.ground, outcome.stated
    verdict = max((world.verdict for world in worlds), key=GRAVITY.index)
    acts = [act for world in worlds if world.verdict == verdict for act in world.acts]
    texts = sorted(
        ground.book.instruments.values(),
        key=lambda item: (inf if item.announced is None else item.announced, item.id),
    )
    if verdict == VIOLATING:
        return breach(ground, texts, acts)
    if verdict == COVERED:
        return cover(ground, texts, acts)
    return exclusion(ground, texts, acts)


def breach(ground: Ground, texts: Sequence[Instrument], acts: Sequence[Act]) -> Decision:
    """Return the first text that is breached, and its gravest provision that is."""
    for item in texts:
        own = [act for act in acts if judge(ground, item, act) == VIOLATING]
        names = [
            each
            for each in provisions(item, "prohibit")
            if any(
                ground.holds(each.condition, act) and not lifting(ground, item, each, act)
                for act in own
            )
        ]
        if names:
            first = min(names, key=lambda each: (-rank(each), each.id))
            return item.id, first.id, (first.id,)
    raise AssertionError(texts)


def rank(provision: Provision) -> int:
    """Return how grave a provision is: no severity counts as the least."""
    return max(SEVERITIES.index(provision.severity) - 1, 0)


def cover(ground: Ground, texts: Sequence[Instrument], acts: Sequence[Act]) -> Decision:
    """Return the first text that reaches an act and finds no breach, and why none."""
    for item in texts:
        own = [act for act in acts if judge(ground, item, act) == COVERED]
        found: set[str] = set()
        permits: list[str] = []
        for act in own:
            lifts = [
                permit.id
                for each in provisions(item, "prohibit")
                if ground.holds(each.condition, act)
                for permit in lifting(ground, item, each, act)
            ]
            permits += lifts
            kinds = ground.book.taxonomy.kinds
            compliant = kinds.compliance(act.values["kind"])
            found.add("permitted" if lifts else "compliant" if compliant else "unregulated")
        if own:
            grounds = tuple(
                each for each in ("permitted", "compliant", "unregulated") if each in found
            )
            return item.id, min(permits, default=""), grounds
    raise AssertionError(texts)


def exclusion(ground: Ground, texts: Sequence[Instrument], acts: Sequence[Act]) -> Decision:
    """Return the text that comes nearest: it reaches an act, or has the fewest grounds."""
    candidates: list[tuple[bool, int, Decision]] = []
    for item in texts:
        found: set[str] = set()
        names = sorted(provisions(item, "exclude"), key=lambda each: each.id)
        grounds = [reached(ground, item, act) for act in acts]
        for act, away in zip(acts, grounds, strict=True):
            found |= set(away)
            if not away:
                found |= {each.id for each in names if ground.holds(each.condition, act)}
        order = ["time", "place", "actor", "question", *(each.id for each in names)]
        kept = tuple(name for name in order if name in found)
        provision = next((each.id for each in names if each.id in found), "")
        candidates.append((all(grounds), len(kept), (item.id, provision, kept)))
    nothing = (False, 0, ("", "", ("no-instrument",)))
    return min(candidates, key=lambda each: each[:2], default=nothing)[2]


# --- what is in doubt ----------------------------------------------------------------------


def depends_on(outcome: Outcome) -> set[str]:
    """Return the fields and questions that decide."""
    found: set[str] = set()
    for telling, worlds in zip(outcome.tellings, outcome.worlds, strict=True):
        if telling.stated:
            found |= set(deciding(worlds))
    return found | rival_fields(outcome)


def deciding(worlds: Sequence[World]) -> Iterator[str]:
    """Yield each doubt whose settling changes what is possible, or that alone flips a world."""
    names = {name_of(key) for world in worlds for key in world.settled}
    for name in names:
        for key in {key for world in worlds for key in world.settled if name_of(key) == name}:
            settled: dict[Any, set[str]] = {}
            others: dict[Any, set[str]] = {}
            for world in worlds:
                settled.setdefault(world.settled.get(key), set()).add(world.verdict)
                rest = frozenset((k, v) for k, v in world.settled.items() if k != key)
                others.setdefault(rest, set()).add(world.verdict)
            differ = len({frozenset(each) for each in settled.values()}) > 1
            if differ or any(len(each) > 1 for each in others.values()):
                yield name
                break


def name_of(key: tuple[Any, ...]) -> str:
    """Return the field or question of a doubt."""
    return str(key[1]) if key[0] in {"?", "choice"} else str(key[0])


def rival_fields(outcome: Outcome) -> set[str]:
    """Return the fields in which accounts differ that leave something else possible."""
    masks = [frozenset(world.verdict for world in each) for each in outcome.worlds]
    stated = frozenset(world.verdict for world in outcome.stated)
    pairs = list(zip(outcome.tellings, masks, strict=True))
    alone = {telling.made_of[0]: mask for telling, mask in pairs if len(telling.made_of) == 1}
    telling_new = [
        (telling, mask)
        for telling, mask in pairs
        if len(telling.made_of) < 2 or all(alone.get(item) != mask for item in telling.made_of)
    ]
    agreed = len({mask for telling, mask in telling_new if telling.stated}) == 1
    tested = {*outcome.ground.tests, "kind", "when"}
    return {
        key
        for telling, mask in telling_new
        if mask and not (agreed and mask == stated)
        for key in telling.overrides & tested
    }
