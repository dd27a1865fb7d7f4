"""The small changes that are tried of a rulebook, each with a name that stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.rulebook import logic
from ceasefire.testing.mutation.changing import (
    put,
    with_condition,
    with_provision,
    without_alias,
)
from ceasefire.testing.mutation.edges import edges_of, moved
from ceasefire.testing.sites import at, leaves, sites_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Rulebook, Span
    from ceasefire.testing.sites import Site, Steps

__all__ = ["AliasGone", "Changed", "Mutant", "mutants_of"]

EFFECTS: Final = {"exclude": "exclusion", "prohibit": "prohibition", "permit": "permit"}

HEADERS: Final = {
    "time": "time in force",
    "place": "place",
    "actor": "parties bound",
    "question": "answers asked for",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change to a rulebook: its name, what is otherwise, and where that is written."""

    name: str
    says: str
    span: Span

    def of(self, rulebook: Rulebook) -> Rulebook:
        """Return the rulebook with the change."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Changed(Mutant):
    """What stands at a site has another condition or effect, or is gone.

    ``condition`` and ``effect`` are those that it has then; with neither it is gone.
    ``weaker`` says that the condition holds wherever the one before did, or the other way
    round, if that is known.
    """

    site: Site
    condition: Condition | None = None
    effect: str = ""
    weaker: bool | None = None

    def of(self, rulebook: Rulebook) -> Rulebook:
        """Return the rulebook with the change, also where the site is inherited."""
        if self.condition is not None:
            return with_condition(rulebook, self.site, self.condition)
        if self.effect:
            changes = {"effect": self.effect, "lifts": None, "severity": ""}
            return with_provision(rulebook, self.site, changes)
        return with_provision(rulebook, self.site, None)


@dataclass(frozen=True, slots=True)
class AliasGone(Mutant):
    """A party lacks one of its further names, that of a number."""

    party: str
    number: int

    def of(self, rulebook: Rulebook) -> Rulebook:
        """Return the rulebook with the change."""
        return without_alias(rulebook, self.party, self.number)


def mutants_of(rulebook: Rulebook) -> tuple[Mutant, ...]:
    """Return every change that is tried of a rulebook, in the order of the rules."""
    sites = sites_of(rulebook)
    edges = edges_of(sites)
    return (
        *(item for site in sites for item in changes(rulebook, site, edges)),
        *aliases(rulebook),
    )


def changes(rulebook: Rulebook, site: Site, edges: Sequence[int]) -> Iterator[Changed]:
    """Yield the changes to what stands at one site."""
    if not site.header:
        yield from whole(site)
    for path, test in leaves(site.condition):
        for other in other_tests(rulebook, test, edges):
            condition = put(site.condition, path, other.test)
            if condition != site.condition:
                where = ".".join(map(str, path))
                name = "/".join((site.name, *([where] if where else []), other.name))
                says = f"in {told(site)}, {other.says}"
                weaker = other.weaker
                if weaker is not None and denied(site.condition, path):
                    weaker = not weaker
                yield Changed(name, says, site.span, site, condition, weaker=weaker)


def whole(site: Site) -> Iterator[Changed]:
    """Yield that a provision is gone, or forbids what it permitted and the other way round."""
    yield Changed(f"{site.name}/dropped", f"{told(site)} is gone", site.span, site)
    swapped = {"prohibit": "permit", "permit": "prohibit"}.get(site.effect)
    if swapped:
        says = f"{told(site)} is a {EFFECTS[swapped]}"
        yield Changed(f"{site.name}/swapped", says, site.span, site, effect=swapped)


def told(site: Site) -> str:
    """Return what stands at a site in words."""
    if site.header:
        return f"the {HEADERS[site.part]} of `{site.instrument}`"
    return f"the {EFFECTS[site.effect]} `{site.part}` of `{site.instrument}`"


class Other(NamedTuple):
    """What may stand in place of a test: a name, what it says, and whether it is weaker."""

    name: str
    says: str
    test: Condition
    weaker: bool | None


def denied(condition: Condition, path: Steps) -> bool:
    """Return whether what is at a path stands under an odd number of denials."""
    above = (at(condition, path[:length]) for length in range(len(path)))
    return sum(isinstance(part, logic.Not) for part in above) % 2 == 1


def other_tests(rulebook: Rulebook, test: Condition, edges: Sequence[int]) -> Iterator[Other]:
    """Yield what may stand in place of a test."""
    match test:
        case logic.TimeTest(window):
            for each in moved(window, edges):
                yield Other(each.name, each.says, logic.TimeTest(each.window), each.longer)
        case logic.PlaceTest(names):
            yield wider(rulebook, names)
        case logic.AnswerTest(question, _):
            yield Other("if-dropped", f"`{question}` is not asked", logic.ALWAYS, weaker=True)
        case logic.PartyTest(field, names) if len(names) > 1:
            for name in sorted(names):
                rest = logic.PartyTest(field, names - {name})
                says = f"`{name}` is missing among those of `{field}`"
                yield Other(f"without-{name}", says, rest, weaker=False)


def wider(rulebook: Rulebook, names: frozenset[str]) -> Other:
    """Return places in place of others: what they lie in, or everywhere."""
    around = {rulebook.places[name].within for name in names}
    if "" in around:
        return Other("wider", "the place is everywhere", logic.ALWAYS, weaker=True)
    listed = ", ".join(f"`{name}`" for name in sorted(around))
    # That one place lies in another is only as sure as their outlines.
    return Other("wider", f"the place is {listed}", logic.PlaceTest(frozenset(around)), None)


def aliases(rulebook: Rulebook) -> Iterator[AliasGone]:
    """Yield that a party lacks a name; names that it has several times are numbered."""
    for key, party in rulebook.parties.items():
        met: dict[str, int] = {}
        for number, alias in enumerate(party.aliases):
            met[alias.name] = met.get(alias.name, 0) + 1
            name = f"{key}/alias/{alias.name}"
            again = met[alias.name]
            name += f"/{again}" if again > 1 else ""
            says = f"`{key}` is not called `{alias.name}`"
            yield AliasGone(f"party/{name}", says, alias.span, key, number)
