"""A rulebook with one change: to a condition, a provision or a party."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ceasefire.rulebook import logic
from ceasefire.testing.sites import PARTS, states

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Instrument, Rulebook
    from ceasefire.testing.sites import Site, Steps

__all__ = ["put", "with_condition", "with_provision", "without_alias"]


def put(condition: Condition, path: Steps, new: Condition) -> Condition:
    """Return a condition with another part at a path."""
    if not path:
        return new
    step, *rest = path
    match condition:
        case logic.Not(part):
            return logic.Not(put(part, tuple(rest), new))
        case logic.All(parts) | logic.Any(parts):
            changed = put(parts[step], tuple(rest), new)
            return type(condition)((*parts[:step], changed, *parts[step + 1 :]))
    raise AssertionError(path)


def with_condition(rulebook: Rulebook, site: Site, condition: Condition) -> Rulebook:
    """Return a rulebook with another condition at a site, also where it is inherited."""
    if not site.header:
        return with_provision(rulebook, site, {"condition": condition})
    part = PARTS[site.part]
    return with_instruments(
        rulebook,
        site,
        lambda item: replace(item, **{part: condition}),  # type: ignore[arg-type]
    )


def with_provision(rulebook: Rulebook, site: Site, changes: Mapping[str, Any] | None) -> Rulebook:
    """Return a rulebook with a provision changed, or with none without it, as inherited too."""

    def changed(item: Instrument) -> Instrument:
        kept = (each for each in item.provisions if changes is not None or not states(each, site))
        return replace(
            item,
            provisions=tuple(
                replace(each, **changes) if changes and states(each, site) else each
                for each in kept
            ),
        )

    return with_instruments(rulebook, site, changed)


def with_instruments(
    rulebook: Rulebook, site: Site, change: Callable[[Instrument], Instrument]
) -> Rulebook:
    """Return a rulebook with every instrument changed that has what stands at a site."""
    changed = {key: change(rulebook.instruments[key]) for key in site.instruments}
    return replace(rulebook, instruments={**rulebook.instruments, **changed})


def without_alias(rulebook: Rulebook, party: str, number: int) -> Rulebook:
    """Return a rulebook in which a party lacks one of its further names."""
    found = rulebook.parties[party]
    aliases = (*found.aliases[:number], *found.aliases[number + 1 :])
    changed = replace(found, aliases=aliases)
    return replace(rulebook, parties={**rulebook.parties, party: changed})
