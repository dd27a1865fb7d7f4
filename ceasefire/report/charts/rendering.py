"""Charts made into pictures, without a network: SVG for pages, PNG for documents."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Final

from ceasefire.errors import MissingExtraError

if TYPE_CHECKING:
    from re import Match
    from types import ModuleType

    from ceasefire.report.charts.style import Spec

__all__ = ["png", "svg"]

NAMED: Final = re.compile(
    r'<(\w+) aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="[^"]*"([^<>]*)/>'
)
"""A mark with a label of its own, as Vega writes it."""

TAG: Final = re.compile(r"<[^<>]*>")

NOISE: Final = re.compile(
    r' (?:aria-hidden="true"|pointer-events="none"|role="graphics-(?:object|symbol)"'
    r'|aria-(?:label|roledescription)="[^"]*"|class="[^"]*"|stroke-miterlimit="10"|opacity="1")'
)
"""What says nothing to a reader of a picture that stands still."""

EMPTY: Final = re.compile(r"<path(?: [a-z-]+=\"[^\"]*\")*? d=\"(?:M0,0h0v0h0Z)?\"[^<>]*/>|<g></g>")

GEOMETRY: Final = re.compile(r' (?:d|transform|x|y|x2|y2|width|height)="[^"]*\.\d{3}[^"]*"')
DECIMALS: Final = re.compile(r"-?\d+\.\d{3,}")


def svg(spec: Spec, label: str) -> str:
    """Return a chart as SVG that stands in a page: no ground, no script, no style.

    Colours are attributes, those of the theme of the chart; ``label`` says what it shows to
    those who cannot see it. Parts that have values tell them when pointed at. Raises
    :class:`~ceasefire.errors.MissingExtraError` where vl-convert is missing.
    """
    drawn: str = library().vegalite_to_svg(
        json.dumps(spec | {"background": None}), allowed_base_urls=[]
    )
    _, _, rest = drawn.partition(">")
    size = re.search(r'width="[\d.]+" height="[\d.]+" viewBox="[\d. ]+"', drawn)
    assert size is not None  # noqa: S101  (Vega writes one)
    head = '<svg xmlns="http://www.w3.org/2000/svg" role="img"'
    return f'{head} aria-label="{escape(label)}" {size[0]}>{tidied(rest)}'


def png(spec: Spec, *, scale: float = 2.0) -> bytes:
    """Return a chart as PNG, with its ground; ``scale`` is how many pixels are one of it.

    Raises :class:`~ceasefire.errors.MissingExtraError` where vl-convert is missing.
    """
    made: bytes = library().vegalite_to_png(json.dumps(spec), scale=scale, allowed_base_urls=[])
    return made


def library() -> ModuleType:
    """Return what draws."""
    try:
        import vl_convert  # noqa: PLC0415  (loaded when wanted)
    except ModuleNotFoundError as error:
        raise MissingExtraError("vl-convert-python", "report") from error
    return vl_convert


def tidied(drawn: str) -> str:
    """Return what Vega drew in as few words as it takes."""
    drawn = NAMED.sub(r"<\1\3><title>\2</title></\1>", drawn)
    drawn, before = TAG.sub(lambda found: tag(found[0]), drawn), ""
    while drawn != before:
        before, drawn = drawn, EMPTY.sub("", drawn)
    return drawn


def tag(text: str) -> str:
    """Return the beginning or end of an element without what is not needed."""
    return GEOMETRY.sub(lambda found: DECIMALS.sub(shorter, found[0]), NOISE.sub("", text))


def shorter(found: Match[str]) -> str:
    """Return a number of pixels with two decimals."""
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
