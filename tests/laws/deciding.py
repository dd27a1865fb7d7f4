"""What decides and what is in doubt, for the oracle: read off the worlds, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import inf
from typing import TYPE_CHECKING, Any, TypeVar

from tests.laws.judging import COVERED, GRAVITY, VIOLATING, judge, lifting, provisions, reached

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.model import Instrument, Provision
    from tests.laws.oracle import Outcome, World
    from tests.laws.truth import Act, Ground

__all__ = ["decided", "depends_on"]

Decision = tuple[str, str, tuple[str, ...]]
Acts = Sequence["Act"]
Item = TypeVar("Item")
Where = TypeVar("Where")
SEVERITIES = ("", "minor", "serious", "grave")


def decided(outcome: Outcome) -> Decision:
    """Return the instrument, the provision and the grounds of the gravest stated verdict."""
    ground, worlds = outcome.ground, outcome.stated
    verdict = max((world.verdict for world in worlds), key=GRAVITY.index)
    gravest = [world.acts for world in worlds if world.verdict == verdict]
    texts = sorted(
        ground.book.instruments.values(),
        key=lambda item: (inf if item.announced is None else item.announced, item.id),
    )
    if verdict == VIOLATING:
        return breach(ground, texts, gravest)
    if verdict == COVERED:
        return cover(ground, texts, gravest)
    return exclusion(ground, texts, [act for acts in gravest for act in acts])


def leading(
    options: Sequence[Item], worlds: Sequence[Where], holds: Callable[[Item, Where], bool]
) -> list[Item]:
    """Return the first option that holds in all worlds, or the first that together do."""
    for option in options:
        if all(holds(option, world) for world in worlds):
            return [option]
    found: list[Item] = []
    left = list(worlds)
    for option in options:
        rest = [world for world in left if not holds(option, world)]
        if len(rest) < len(left):
            found.append(option)
        left = rest
    return found


def breach(ground: Ground, texts: Sequence[Instrument], worlds: Sequence[Acts]) -> Decision:
    """Return the texts that are breached, and their gravest provisions that are."""

    def broken(item: Instrument, acts: Acts) -> bool:
        return any(judge(ground, item, act) == VIOLATING for act in acts)

    deciding: list[tuple[str, str]] = []
    left = list(worlds)
    for item in leading(texts, worlds, broken):

        def against(each: Provision, acts: Acts, item: Instrument = item) -> bool:
            return any(
                judge(ground, item, act) == VIOLATING
                and ground.holds(each.condition, act)
                and not lifting(ground, item, each, act)
                for act in acts
            )

        clauses = sorted(provisions(item, "prohibit"), key=lambda each: (-rank(each), each.id))
        own = [acts for acts in left if broken(item, acts)]
        deciding += [(item.id, each.id) for each in leading(clauses, own, against)]
        left = [acts for acts in left if not broken(item, acts)]
    names = either(name for _, name in deciding)
    return either(name for name, _ in deciding), names, (names,)


def rank(provision: Provision) -> int:
    """Return how grave a provision is: no severity counts as the least."""
    return max(SEVERITIES.index(provision.severity) - 1, 0)


def cover(ground: Ground, texts: Sequence[Instrument], worlds: Sequence[Acts]) -> Decision:
    """Return the texts that reach an act and find no breach, and why none."""

    def covers(item: Instrument, acts: Acts) -> bool:
        return any(judge(ground, item, act) == COVERED for act in acts)

    found: set[str] = set()
    permits: list[str] = []
    chosen = leading(texts, worlds, covers)
    left = list(worlds)
    for item in chosen:
        own = [[act for act in acts if judge(ground, item, act) == COVERED] for acts in left]
        lifts = [[lifts_of(ground, item, act) for act in acts] for acts in own]
        found |= {
            why_covered(ground, act, lifted)
            for acts, lifted_by in zip(own, lifts, strict=True)
            for act, lifted in zip(acts, lifted_by, strict=True)
        }
        names = [set().union(*each) for each in lifts if any(each)]
        permits += leading(sorted(set().union(*names)), names, lambda name, some: name in some)
        left = [acts for acts, own_acts in zip(left, own, strict=True) if not own_acts]
    grounds = [each for each in ("permitted", "compliant", "unregulated") if each in found]
    return either(item.id for item in chosen), either(permits), (either(grounds),)


def lifts_of(ground: Ground, item: Instrument, act: Act) -> set[str]:
    """Return the permits that lift a prohibition that matches."""
    return {
        permit.id
        for each in provisions(item, "prohibit")
        if ground.holds(each.condition, act)
        for permit in lifting(ground, item, each, act)
    }


def why_covered(ground: Ground, act: Act, lifts: set[str]) -> str:
    """Return why an act that a text reaches is no breach of it."""
    compliant = ground.book.taxonomy.kinds.compliance(act.values["kind"])
    return "permitted" if lifts else "compliant" if compliant else "unregulated"


def exclusion(ground: Ground, texts: Sequence[Instrument], acts: Sequence[Act]) -> Decision:
    """Return the text that comes nearest: it reaches an act, or has the fewest grounds."""
    candidates: list[tuple[tuple[bool, int, int], Decision]] = []
    for item in texts:
        names = sorted(provisions(item, "exclude"), key=lambda each: each.id)
        grounds: list[set[str]] = []
        for act in acts:
            away = set(reached(ground, item, act))
            out = {each.id for each in names if ground.holds(each.condition, act)}
            grounds.append(away or out)
        reaches = any(not reached(ground, item, act) for act in acts)
        order = ["time", "place", "actor", "question", *(each.id for each in names)]
        some = [name for name in order if any(name in each for each in grounds)]
        sure = [name for name in some if all(name in each for each in grounds)]
        left_out = [each.id for each in names if each.id in (sure or some)]
        provision = left_out[:1] if sure else left_out
        distance = (not reaches, max(len(sure), 1), len(some))
        decision = (item.id, either(provision), tuple(sure) or (either(some),))
        candidates.append((distance, decision))
    nothing = ((False, 0, 0), ("", "", ("no-instrument",)))
    return min(candidates, key=lambda each: each[0], default=nothing)[1]


def either(names: Iterable[str]) -> str:
    """Return names of which one or the other holds, each once."""
    return "|".join(dict.fromkeys(names))


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
