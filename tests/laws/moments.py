"""The instants of a reported time: at least one in each stretch that can be told apart.

Part of the oracle: written from the meaning, sharing no code with any engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceasefire.terms.times import DAY, span, zone
from tests.laws.truth import boundaries, inside, naming_edges

if TYPE_CHECKING:
    from tests.laws.said import Said
    from tests.laws.truth import Ground

__all__ = ["instants"]


def instants(ground: Ground, claim: Said) -> list[int]:
    """Return instants of a claim: at least one in each stretch that can be told apart."""
    tz = zone(ground.book.timezone)
    edges = [*naming_edges(ground)]
    for window in ground.windows:
        edges += [edge for edge in (window.start, window.end) if edge is not None]
    whole = (min(edges, default=0) - 8 * DAY, max(edges, default=0) + 8 * DAY)
    spans = [whole] if claim.options is None else [span(item[0], tz) for item in claim.options]
    removed = [span(item, tz) for item in claim.out]
    found: dict[Any, int] = {}
    for lo, hi in spans:
        cuts = {*edges, *(cut for window in ground.windows for cut in boundaries(window, lo, hi))}
        cuts |= {edge for pair in removed for edge in pair}
        near = {lo, hi - 1} | {cut + off for cut in cuts for off in (-1, 0)}
        for moment in sorted(near):
            if lo <= moment < hi and not any(low <= moment < high for low, high in removed):
                found.setdefault(stretch_of(ground, moment), moment)
    return list(found.values())


def stretch_of(ground: Ground, moment: int) -> tuple[Any, ...]:
    """Return what can be told about an instant."""
    return (
        tuple(inside(window, moment) for window in ground.windows),
        tuple(moment >= edge for edge in naming_edges(ground)),
    )
