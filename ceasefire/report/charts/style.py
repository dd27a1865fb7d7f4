"""What all charts share: a specification of Vega-Lite in the colours and fonts of reports."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from ceasefire.findings.escapes import on_one_line
from ceasefire.report.palette import GRIDS, GROUNDS, INKS, LOOKS, QUIETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ceasefire.report.wording import Words

__all__ = [
    "PALE",
    "TOLD",
    "WIDTH",
    "Spec",
    "Theme",
    "colour",
    "framed",
    "marked",
    "moment",
    "room",
    "titled",
    "whole",
]

Spec: TypeAlias = dict[str, Any]
"""A specification of Vega-Lite, with its data inside."""

Theme: TypeAlias = Literal["light", "dark"]
"""The ground that a chart is drawn on."""

WIDTH: Final = 860
"""How wide a chart is by default, in pixels."""

PALE: Final = 0.3
"""How opaque is what is possible and not settled."""

TOLD: Final = {key: {"field": "told", "type": "nominal"} for key in ("description", "tooltip")}
"""What a mark tells when it is pointed at."""

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"

LETTER: Final = 6.0
"""How wide a letter is, in pixels, with some to spare."""

LEAST: Final = 0.25
"""What part of its width a chart keeps for bars, however long the texts beside them are."""

FONT: Final = "system-ui, sans-serif"


def colour(verdict: str, theme: Theme) -> str:
    """Return the colour of a verdict in a theme."""
    look = LOOKS[verdict]
    return look.dark if theme == "dark" else look.light


def marked(verdict: str, words: Words) -> str:
    """Return the name of a verdict after a sign that tells it without its colour."""
    return f"{LOOKS[verdict].mark} {words(f'verdict.{verdict}')}"


def moment(when: date) -> int:
    """Return a local day or time as milliseconds since 1970, as its clocks read."""
    if not isinstance(when, datetime):
        when = datetime(when.year, when.month, when.day, tzinfo=UTC)
    return round(when.replace(tzinfo=UTC).timestamp() * 1000)


def room(ends: Iterable[tuple[float, str]], width: float) -> float:
    """Return how far an axis goes on, so that texts have room beside where bars end.

    ``width`` is how many pixels bars and texts have together.
    """
    return max(
        (end / max(1 - (len(text) + 3) * LETTER / width, LEAST) for end, text in ends), default=1.0
    )


def whole(end: float, most: int) -> list[int]:
    """Return the whole numbers that an axis from nought to an end is marked with.

    Beside nought there are at most so many, evenly apart. Vega marks halves as well, and
    they would be told as whole numbers.
    """
    steps = (digit * 10**zeros for zeros in count() for digit in (1, 2, 5))
    step = next(step for step in steps if end // step <= most)
    return [number * step for number in range(int(end // step) + 1)]


def titled(text: str, notes: Sequence[str] = (), ink: str = "") -> Spec:
    """Return the title of a chart or of a part, with notes in smaller print below."""
    title: Spec = {"text": on_one_line(text), "anchor": "start", "frame": "group"}
    if notes:
        title["subtitle"] = [on_one_line(note) for note in notes]
    if ink:
        title["color"] = ink
    return title


def framed(parts: Mapping[str, Any], theme: Theme) -> Spec:
    """Return a whole specification of some parts, with the look of a theme."""
    ink, quiet, grid = INKS[theme], QUIETS[theme], GRIDS[theme]
    return {
        "$schema": SCHEMA,
        "background": GROUNDS[theme][0],
        "padding": 8,
        **parts,
        "config": {
            # A chart has a label as a whole; a name for each line of a grid is noise.
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "title": {
                "color": ink,
                "fontSize": 13,
                "fontWeight": 600,
                "subtitleColor": quiet,
                "subtitleFontSize": 11,
                "subtitlePadding": 4,
            },
            "axis": {
                "labelColor": quiet,
                "labelFontSize": 11,
                "titleColor": quiet,
                "titleFontSize": 11,
                "titleFontWeight": 400,
                "gridColor": grid,
                "domainColor": grid,
                "tickColor": grid,
            },
            "legend": {"labelColor": ink, "labelFontSize": 11},
            "text": {"color": ink, "fontSize": 11},
        },
    }
