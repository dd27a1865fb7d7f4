"""Windows with one edge moved, as far as that makes a difference.

An event at the very instant of an edge notices that the edge lies later, by however little;
one in the minute before it that the edge lies earlier by a minute. What moves an edge to the
next or the previous one in the rulebook moves a whole stretch from one side to the other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.rulebook import logic
from ceasefire.terms.times import MICROSECOND, MINUTE
from ceasefire.testing.sites import leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ceasefire.terms.times import Window
    from ceasefire.testing.sites import Site

__all__ = ["Moved", "edges_of", "moved"]

ENDS: Final = ("start", "end")
SAYS: Final = {
    "later": "a microsecond later",
    "earlier": "a minute earlier",
    "to-next-edge": "at the next edge of the rulebook",
    "to-previous-edge": "at the edge before it in the rulebook",
}


class Moved(NamedTuple):
    """A change to a window: its name, what it says, and the window.

    ``longer`` says that it holds all that it did before, or less, if that is known.
    """

    name: str
    says: str
    window: Window
    longer: bool | None


def edges_of(sites: Iterable[Site]) -> list[int]:
    """Return every edge of a window, in order."""
    found: set[int] = set()
    for site in sites:
        for _, test in leaves(site.condition):
            if isinstance(test, logic.TimeTest):
                found.update(test.window.edges)
    return sorted(found)


def moved(window: Window, edges: Sequence[int]) -> Iterator[Moved]:
    """Yield a window with each of its edges moved, and without its days or hours."""
    for end, edge in zip(ENDS, window.bounds(), strict=True):
        for name, instant in shifts(edge, edges).items():
            start, last = (instant, window.end) if end == "start" else (window.start, instant)
            changed = replace(window, start=start, end=last)
            if lasts(changed):
                says = f"the {end} of the window lies {SAYS[name]}"
                longer = (end == "start") == (instant < (edge or 0))
                yield Moved(f"{end}-{name}", says, changed, longer)
    if window.days is not None:
        no_days = replace(window, days=None)
        yield Moved("days-dropped", "the window has no days", no_days, longer=True)
    if window.hours is not None:
        # On its weekdays alone hours may end on the next day.
        whole = replace(window, hours=None)
        sure = True if window.days is None else None
        yield Moved("hours-dropped", "the window has no hours", whole, sure)


def shifts(edge: int | None, edges: Sequence[int]) -> dict[str, int]:
    """Return where an edge may lie instead, if there is one."""
    if edge is None:
        return {}
    found = {"later": edge + MICROSECOND, "earlier": edge - MINUTE}
    after, before = bisect_right(edges, edge), bisect_left(edges, edge) - 1
    if after < len(edges):
        found["to-next-edge"] = edges[after]
    if before >= 0:
        found["to-previous-edge"] = edges[before]
    return found


def lasts(window: Window) -> bool:
    """Return whether a window holds any instant."""
    return window.start is None or window.end is None or window.start < window.end
