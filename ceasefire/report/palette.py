"""How verdicts look wherever they are drawn: their order, colours, shapes and hatching."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.findings.counts import NOTHING
from ceasefire.findings.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GRIDS", "GROUNDS", "INKS", "LOOKS", "ORDER", "QUIETS", "Look", "colours", "look"]


class Look(NamedTuple):
    """How a verdict looks.

    ``slug`` is its name in classes and variables of a style sheet. ``light`` and ``dark``
    are its colours as ``#rrggbb`` on a light and a dark ground. ``shape`` is a symbol of
    Vega, ``mark`` a character that looks alike, and ``plain`` its stand-in in ASCII.
    ``hatch`` is the direction of its lines where areas are hatched: ``solid``, ``rising``,
    ``falling``, ``level`` or ``upright``.
    """

    slug: str
    light: str
    dark: str
    shape: str
    mark: str
    plain: str
    hatch: str


# The colours were chosen by search: on their grounds all can be read as text (4.5:1), and
# any two stay apart for readers who lack one kind of cone. None is red or green, which
# would speak of guilt and innocence; what is undetermined has that of the text itself.
LOOKS: Final[Mapping[str, Look]] = {
    Verdict.VIOLATING: Look(
        "violating",
        "#a34e00",
        "#eaad30",
        "triangle-up",
        "\N{BLACK UP-POINTING TRIANGLE}",
        "^",
        "rising",
    ),
    Verdict.COVERED: Look(
        "covered", "#176ec0", "#7ec9de", "circle", "\N{BLACK CIRCLE}", "o", "solid"
    ),
    Verdict.EXCLUDED: Look(
        "excluded", "#532f78", "#c777fc", "square", "\N{BLACK SQUARE}", "#", "falling"
    ),
    Verdict.UNDETERMINED: Look(
        "undetermined", "#1c2329", "#eeeeee", "diamond", "\N{LOZENGE}", "?", "level"
    ),
    NOTHING: Look(
        "nothing", "#5f666e", "#8b939b", "cross", "\N{MULTIPLICATION SIGN}", "x", "upright"
    ),
}
"""How each verdict looks, the gravest first, and last what is nothing to classify."""

ORDER: Final[tuple[str, ...]] = tuple(str(verdict) for verdict in LOOKS)
"""The verdicts in the order in which they are listed."""

GROUNDS: Final = {"light": ("#ffffff", "#f0f2f4"), "dark": ("#14181c", "#232a30")}
"""The lightest and darkest grounds of each theme on which the colours can be read."""

INKS: Final = {"light": "#1c2329", "dark": "#e4e8eb"}
"""The colour of text in each theme."""

QUIETS: Final = {"light": "#56616b", "dark": "#a3aeb7"}
"""The colour of text that stands back, such as that of axes."""

GRIDS: Final = {"light": "#d5dbe0", "dark": "#343d45"}
"""The colour of lines behind what is drawn; it need not be readable."""


def look(verdict: str) -> Look:
    """Return how a verdict looks, also what is nothing to classify."""
    return LOOKS[verdict]


def colours(*, dark: bool = False) -> dict[str, str]:
    """Return the colour of each verdict, in their order."""
    return {
        name: each.dark if dark else each.light
        for name, each in zip(ORDER, LOOKS.values(), strict=True)
    }
