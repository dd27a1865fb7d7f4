"""Counts as small bars of characters: what is settled, possible, and stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.cli.fitting import clipped
from ceasefire.cli.terminal import amount, safe
from ceasefire.findings.counts import COUNTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.cli.terminal import Screen
    from ceasefire.findings.counts import Count, Spread

__all__ = ["BLOCKS", "PLAIN", "Signs", "bar", "show_bars"]

WIDTH: Final = 77
"""How wide names and bars are together."""

NAME: Final = 24
"""How wide a name may be."""

BETWEEN: Final = 2
LONGEST: Final = 24


class Signs(NamedTuple):
    """What bars are made of: a cell that is settled, one that is possible, and the mark."""

    settled: str
    possible: str
    stated: str


BLOCKS: Final = Signs("\N{FULL BLOCK}", "\N{LIGHT SHADE}", "\N{BOX DRAWINGS HEAVY VERTICAL}")
PLAIN: Final = Signs("#", "-", "|")
"""The same for what shows ASCII alone."""


def show_bars(screen: Screen, rows: Sequence[tuple[str, Count]]) -> None:
    """Print a bar for each count of some rows, all to one scale; nothing where all is nothing."""
    verdicts = [each for each in COUNTED if any(count.most[each] for _, count in rows)]
    most = max((count.most[each] for _, count in rows for each in verdicts), default=0)
    if not most:
        return
    signs = BLOCKS if can_show(screen, BLOCKS) else PLAIN
    width = min((WIDTH - NAME) // len(verdicts) - BETWEEN, LONGEST)
    drawn = [
        [
            clipped(safe(name), NAME),
            *(bar(count.spread(each), most, width, signs).ljust(width) for each in verdicts),
        ]
        for name, count in rows
    ]
    screen.line()
    screen.columns(("named as actor", *verdicts), drawn)
    settled, possible, stated = signs
    screen.line(
        f"{settled} settled, {possible} possible, {stated} as the facts are stated where that is "
        f"more than settled; {settled * width} would be {amount(most, 'events')}."
    )


def bar(spread: Spread, most: int, width: int, signs: Signs) -> str:
    """Return a count as a bar, which is ``width`` cells long for ``most`` events.

    Whatever is more than nothing has a cell. The mark stands in the last cell of the count as
    stated, if that goes beyond what is settled.
    """
    low, stated, high = (
        cells(number, most, width) for number in (spread.low, spread.stated, spread.high)
    )
    drawn = signs.settled * low + signs.possible * (high - low)
    if spread.stated == spread.low or stated <= low:
        return drawn
    return drawn[: stated - 1] + signs.stated + drawn[stated:]


def cells(number: int, most: int, width: int) -> int:
    """Return how many cells a number of events takes."""
    return max(1, round(number * width / most)) if number else 0


def can_show(screen: Screen, signs: Signs) -> bool:
    """Return whether the stream takes such characters."""
    try:
        "".join(signs).encode(getattr(screen.file, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
