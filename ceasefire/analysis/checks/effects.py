"""What would become of acts if a provision were not there.

A provision is one part of a rule file, however many instruments inherit it: without it,
none of them has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.program.formulas import AllOf, all_of, any_of, not_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.analysis.checks.ground import Ground, Outcome, Own
    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Clause
    from ceasefire.rulebook.model import Provision

__all__ = [
    "Part",
    "Shown",
    "changing",
    "lifting",
    "matching",
    "parts_of",
    "shown",
    "telling",
    "together",
]


class Part(NamedTuple):
    """A provision, and the instruments that have it, each with its clause."""

    provision: Provision
    homes: tuple[tuple[Own, Clause], ...]

    @property
    def key(self) -> tuple[str, str]:
        """The instrument that states it, and its id."""
        return self.provision.origin, self.provision.id

    @property
    def at(self) -> str:
        """The path of the provision in the rule file."""
        item = self.provision
        return f"instruments.{item.origin}.{item.effect}.{item.id}"


Shown = dict[tuple[str, str], int]
"""For provisions by key, the worlds in which one would come to another verdict without it."""


def parts_of(ground: Ground) -> list[Part]:
    """Return the provisions of a rulebook, each once, in the order of the rule file."""
    homes: dict[tuple[str, str], list[tuple[Own, Clause]]] = {}
    for own in ground.owns:
        text = own.text
        for clause in (*text.excludes, *text.prohibits, *text.permits):
            item = clause.provision
            homes.setdefault((item.origin, item.id), []).append((own, clause))
    found = [Part(own[0][1].provision, tuple(own)) for own in homes.values()]
    return sorted(found, key=lambda part: (part.provision.span.file, part.provision.span.line))


# --- as formulas --------------------------------------------------------------------
#
# Each is a list of alternatives, as it is quicker to look for one after the other: what
# they ask at once is soon seen to be contradictory.


def matching(part: Part) -> list[Formula]:
    """Return that an instrument reaches an act and a provision of it matches."""
    return [together((own.reached, clause.matches)) for own, clause in part.homes]


def lifting(part: Part) -> list[Formula]:
    """Return that a permit matches an act that a prohibition it lifts matches as well."""
    return [
        together((own.inside, permit.matches, item.matches))
        for own, permit in part.homes
        for item in own.text.prohibits
        if permit in item.lifted_by
    ]


def telling(part: Part) -> list[Formula]:
    """Return that an instrument, by itself, would find otherwise without a provision of it."""
    return [found for own, clause in part.homes for found in alone(own, clause)]


def changing(part: Part, ground: Ground) -> Iterator[Formula]:
    """Yield that an act would come to another verdict without a provision."""
    calm = not_of(otherwise_violating(part, ground))
    for own, clause in part.homes:
        for found in alone(own, clause):
            if part.provision.effect == "exclude":
                yield together((found, own.breached, calm))
                yield together((found, not_of(ground.reached)))
            else:
                yield together((found, calm))


def alone(own: Own, clause: Clause) -> Iterator[Formula]:
    """Yield that an instrument would find otherwise without one of its provisions."""
    if clause.provision.effect == "exclude":
        others = any_of(item.matches for item in own.text.excludes if item is not clause)
        yield together((own.reached, clause.matches, not_of(others)))
    elif clause.provision.effect == "prohibit":
        yield together((own.inside, own.breaches[clause.provision.id]))
    for item in own.text.prohibits:
        if clause in item.lifted_by:
            others = any_of(other.matches for other in item.lifted_by if other is not clause)
            yield together((own.inside, clause.matches, item.matches, not_of(others)))


def otherwise_violating(part: Part, ground: Ground) -> Formula:
    """Return that an act is violating, and not by what a provision forbids alone."""
    if part.provision.effect != "prohibit":
        return ground.violating
    here = {own.id for own, _ in part.homes}
    return any_of(
        own.violated
        if own.id not in here
        else all_of((own.inside, any_of(others_of(own, part.provision.id))))
        for own in ground.owns
    )


def others_of(own: Own, name: str) -> Iterator[Formula]:
    """Yield the breaches of an instrument's prohibitions but one."""
    return (breach for other, breach in own.breaches.items() if other != name)


def together(parts: Iterable[Formula]) -> Formula:
    """Return a conjunction without others inside of it, so that each test stands by itself."""
    flat: list[Formula] = []
    waiting = list(parts)[::-1]
    while waiting:
        part = waiting.pop()
        if isinstance(part, AllOf):
            waiting += reversed(part.parts)
        else:
            flat.append(part)
    # By identity: to compare what formulas are made of takes long.
    return all_of({id(part): part for part in flat}.values())


# --- in sampled worlds --------------------------------------------------------------


def shown(ground: Ground, outcome: Outcome) -> Shown:
    """Return, for provisions, the worlds that would come to another verdict without them."""
    found: Shown = {}
    broken: Shown = {}
    for own in ground.owns:
        exclusions(own, outcome, found)
        breaches(own, outcome, broken)
        permits(own, outcome, found)
    _, twice = counted(broken.values())
    for key, worlds in broken.items():
        found[key] = worlds & ~twice
    return {key: worlds & outcome.real for key, worlds in found.items() if worlds & outcome.real}


def counted(sets: Iterable[int]) -> tuple[int, int]:
    """Return the worlds that are in some of the sets, and those in two or more."""
    once = twice = 0
    for worlds in sets:
        twice |= once & worlds
        once |= worlds
    return once, twice


def exclusions(own: Own, outcome: Outcome, found: Shown) -> None:
    """Add the worlds that an exclusion alone keeps from a graver verdict."""
    sample = outcome.sample
    reached = sample.truth(own.reached)
    if not reached:
        return
    graver = (sample.truth(own.breached) & ~outcome.violating) | ~outcome.reached
    matched = {key(item): reached & sample.truth(item.matches) for item in own.text.excludes}
    _, twice = counted(matched.values())
    for name, worlds in matched.items():
        found[name] = found.get(name, 0) | (worlds & ~twice & graver)


def breaches(own: Own, outcome: Outcome, broken: Shown) -> None:
    """Add the worlds that are a breach of each prohibition."""
    sample = outcome.sample
    inside = sample.truth(own.inside)
    for item in own.text.prohibits:
        worlds = inside and inside & sample.truth(own.breaches[item.provision.id])
        broken[key(item)] = broken.get(key(item), 0) | worlds


def permits(own: Own, outcome: Outcome, found: Shown) -> None:
    """Add the worlds that a permit alone keeps from being a breach."""
    sample = outcome.sample
    inside = sample.truth(own.inside) & ~outcome.violating
    if not inside:
        return
    for item in own.text.prohibits:
        matched = inside & sample.truth(item.matches)
        lifts = {key(other): matched & sample.truth(other.matches) for other in item.lifted_by}
        _, twice = counted(lifts.values())
        for name, worlds in lifts.items():
            found[name] = found.get(name, 0) | (worlds & ~twice)


def key(clause: Clause) -> tuple[str, str]:
    """Return what a provision is told by: the instrument that states it, and its id."""
    return clause.provision.origin, clause.provision.id
