"""Where the conditions of a rulebook stand: each once, at the instrument that states it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.rulebook import logic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Instrument, Provision, Rulebook, Span

__all__ = ["PARTS", "Site", "Steps", "at", "leaves", "sites_of", "states"]

PARTS: Final = {"time": "time", "place": "place", "actor": "actor", "question": "answers"}
"""The tests of a header by their grounds, whose names no provision may have."""

Steps = tuple[int, ...]
"""A path into a condition: at each step, which part."""


class Site(NamedTuple):
    """A condition: of a provision, or one of the four tests of a header.

    ``instrument`` states it, ``instruments`` are all that have it, by inheritance or of
    their own. ``part`` is the provision's id, or the ground of the header's test.
    """

    instrument: str
    part: str
    effect: str
    condition: Condition
    span: Span
    instruments: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name by which it is told, the same however the rules are written."""
        return f"{self.instrument}/{self.part}"

    @property
    def header(self) -> bool:
        """Whether it is a test of a header."""
        return not self.effect


def sites_of(rulebook: Rulebook) -> tuple[Site, ...]:
    """Return every condition that decides something, in the order of the rules."""
    found: dict[tuple[str, str], list[str]] = {}
    sites: dict[tuple[str, str], Site] = {}
    for item in rulebook.instruments.values():
        for part, name in PARTS.items():
            key = home(rulebook, item, name), part
            found.setdefault(key, []).append(item.id)
            origin = rulebook.instruments[key[0]]
            sites.setdefault(key, Site(*key, "", getattr(origin, name), origin.span, ()))
        for provision in item.provisions:
            key = provision.origin, provision.id
            found.setdefault(key, []).append(item.id)
            sites.setdefault(key, stated(provision))
    order = {name: number for number, name in enumerate(rulebook.instruments)}
    keys = sorted(found, key=lambda key: order.get(key[0], len(order)))
    return tuple(sites[key]._replace(instruments=tuple(found[key])) for key in keys)


def stated(item: Provision) -> Site:
    """Return the site of a provision."""
    return Site(item.origin, item.id, item.effect, item.condition, item.span, ())


def home(rulebook: Rulebook, item: Instrument, part: str) -> str:
    """Return the instrument that states what another has in its header."""
    while item.extends in rulebook.instruments:
        above = rulebook.instruments[item.extends]
        if getattr(above, part) != getattr(item, part):
            break
        item = above
    return item.id


def leaves(condition: Condition, path: Steps = ()) -> Iterator[tuple[Steps, Condition]]:
    """Yield every single test of a condition with its path."""
    match condition:
        case logic.All(parts) | logic.Any(parts):
            for number, part in enumerate(parts):
                yield from leaves(part, (*path, number))
        case logic.Not(part):
            yield from leaves(part, (*path, 0))
        case _:
            yield path, condition


def at(condition: Condition, path: Steps) -> Condition:
    """Return the part of a condition at a path."""
    for step in path:
        match condition:
            case logic.All(parts) | logic.Any(parts):
                condition = parts[step]
            case logic.Not(part):
                condition = part
            case _:
                raise AssertionError(path)
    return condition


def states(provision: Provision, site: Site) -> bool:
    """Return whether a provision is that of a site."""
    return (provision.origin, provision.id) == (site.instrument, site.part)
