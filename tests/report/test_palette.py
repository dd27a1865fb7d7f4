"""The colours of verdicts: to be read as text, and told apart by readers of any eyesight."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from ceasefire.findings.counts import NOTHING
from ceasefire.findings.finding import Verdict
from ceasefire.report.palette import GROUNDS, INKS, LOOKS, ORDER, QUIETS, colours, look

if TYPE_CHECKING:
    from numpy.typing import NDArray

READABLE: Final = 4.5
"""The contrast that WCAG 2 asks of text."""

APART: Final = 0.09
"""A distance in OKLab at which fields of colour are plainly two (0.02 is just to be seen)."""

# Linear RGB as seen without one kind of cone, after Machado, Oliveira and Fernandes (2009).
SIGHTS: Final = {
    "all cones": np.eye(3),
    "without red": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "without green": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "without blue": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}

TO_CONES: Final = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
TO_LAB: Final = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]


def linear(colour: str) -> NDArray[np.float64]:
    values = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(
        float(linear(each) @ np.array([0.2126, 0.7152, 0.0722])) for each in (one, other)
    )
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, sight: str) -> NDArray[np.float64]:
    light = np.clip(np.array(SIGHTS[sight]) @ linear(colour), 0, 1)
    return np.array(TO_LAB) @ np.cbrt(np.array(TO_CONES) @ light)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_can_be_read_as_text(theme: str) -> None:
    inks = [*colours(dark=theme == "dark").values(), INKS[theme], QUIETS[theme]]
    for ink, ground in product(inks, GROUNDS[theme]):
        assert contrast(ink, ground) >= READABLE, (ink, ground)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("dark", [False, True])
def test_colours_are_told_apart(sight: str, *, dark: bool) -> None:
    for one, other in combinations(colours(dark=dark).values(), 2):
        assert np.linalg.norm(seen(one, sight) - seen(other, sight)) >= APART, (one, other)


def test_every_verdict_looks_otherwise_without_its_colour() -> None:
    assert set(ORDER) == {*Verdict, NOTHING}
    for field in ("slug", "shape", "mark", "plain", "hatch"):
        assert len({getattr(each, field) for each in LOOKS.values()}) == len(ORDER)
    assert all(each.plain.isascii() for each in LOOKS.values())
    assert look("covered") is look(Verdict.COVERED)
