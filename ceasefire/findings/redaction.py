"""What an output leaves out on request: exact coordinates, and who reported what."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import UsageError
from ceasefire.events.binary import as_text
from ceasefire.terms.geo import KM_PER_DEGREE

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from ceasefire.events.feeds import Feed

__all__ = ["Redaction", "checked_decimals"]

MOST_DECIMALS: Final = 9
"""So many decimals of a degree are a tenth of a millimetre."""

COORDINATES: Final = frozenset({"lat", "lon", "latitude", "longitude"})
NESTED: Final = frozenset({"alternatives", "parts", "where"})
NUMBER: Final = re.compile(r"-?\d+\.\d+")
IN_TEXT: Final = re.compile(
    r"(?<![\d.])(?<!\d:)(?P<whole>\d{1,3})"
    r"(?:(?P<mark>[.,\u066b])(?P<decimals>\d+)(?!\d|\.\d)"
    r"|\s*°\s*\d+(?:[.,\u066b]\d+)?\s*['\u2032\u2019](?:\s*\d+(?:[.,\u066b]\d+)?\s*(?:[\"\u2033\u201d]|['\u2032\u2019]{2}))?)"
)
"""A number with decimals, or degrees with minutes, as texts have positions."""

NO_PLACE: Final = frozenset({"id", "known", "source", "sources", "when"})
GROUP: Final = 3
"""So many digits behind a comma may be thousands as well as decimals."""


def checked_decimals(coarsen: object) -> int | None:
    """Return how many decimals positions keep, if they are not to keep all.

    Raises :class:`~ceasefire.errors.UsageError` for what there is not.
    """
    if coarsen is None or (isinstance(coarsen, int) and 0 <= coarsen <= MOST_DECIMALS):
        return coarsen
    raise UsageError(f"coarsen: {coarsen} is no number of decimals from 0 to {MOST_DECIMALS}")


class Redaction:
    """Rounds coordinates and drops sources, wherever they stand in a row.

    ``coarsen`` is the number of decimals that coordinates keep (one decimal of
    a degree is about 11 km, two about 1 km); ``no_sources`` drops the keys
    ``source``, ``sources`` and ``source_...``. Whatever they are called, the columns
    ``told`` are read as sources, and those of ``places`` may hold coordinates.
    """

    def __init__(
        self,
        *,
        coarsen: int | None = None,
        no_sources: bool = False,
        told: Iterable[str] = (),
        places: Iterable[str] = (),
    ) -> None:
        """Take what to leave out."""
        self.coarsen = coarsen
        self.no_sources = no_sources
        self.told = frozenset(map(str.casefold, told))
        self.places = frozenset(map(str.casefold, places))

    @classmethod
    def of(cls, feed: Feed, *, coarsen: int | None = None, no_sources: bool = False) -> Redaction:
        """Return what to leave out of the columns of a feed, by what they are read as."""
        pieces = feed.pieces or ()
        return cls(
            coarsen=coarsen,
            no_sources=no_sources,
            told=[name for each in pieces if each.keys == {"sources"} for name in each.columns],
            places=[name for each in pieces if "where" in each.keys for name in each.columns],
        )

    @property
    def active(self) -> bool:
        """Whether anything is left out at all."""
        return self.no_sources or self.coarsen is not None

    def keeps(self, column: str) -> bool:
        """Return whether a column is kept."""
        name = column.casefold()
        named = name in {"source", "sources"} or name.startswith("source_") or name in self.told
        return not (self.no_sources and named)

    def touches(self, column: str) -> bool:
        """Return whether a column may hold something to be shown otherwise than it is."""
        name = column.casefold()
        placed = name.rpartition(".")[2] == "within_km" or name.endswith("wkt")
        placed |= name in self.places or positional(name)
        return name in NESTED or (self.coarsen is not None and placed)

    def row(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of a row that may be shown."""
        if not self.active:
            return dict(raw)
        return {key: self.value(key, value) for key, value in raw.items() if self.keeps(key)}

    def value(self, key: str, value: Any) -> Any:  # noqa: ANN401  (values of any type)
        """Return a value as it may be shown."""
        if isinstance(value, dict):
            return self.row({str(name): item for name, item in value.items()})
        if isinstance(value, list):
            return [self.value(key, item) for item in value]
        if isinstance(value, bytes):
            return self._in_bytes(key, value)
        name = key.casefold()
        if isinstance(value, str) and name in NESTED and value[:1] in {"{", "["}:
            return self._nested(key, value)
        return value if self.coarsen is None or value is None else self._coarse(name, value)

    def _in_bytes(self, key: str, value: bytes) -> bytes | None:
        """Return a text in bytes as it may be shown; of what cannot be read nothing may."""
        text = as_text(value)
        if text is None:
            return None if self.touches(key) else value
        shown: str | None = self.value(key, text)
        return None if shown is None else shown.encode()

    def _coarse(self, name: str, value: Any) -> Any:  # noqa: ANN401  (a value of any type)
        if name.rpartition(".")[2] in COORDINATES:
            return self.rounded(value)
        if name.rpartition(".")[2] == "within_km":
            return self.widened(value)
        if name in self.places or positional(name):
            return self._placed(value)
        if isinstance(value, str) and name.endswith("wkt"):
            return NUMBER.sub(lambda found: str(self.rounded(found[0])), value)
        return value

    def _placed(self, value: Any) -> Any:  # noqa: ANN401  (a value of any type)
        """Return a value that may be a coordinate, among names and codes that are none."""
        number = finite(value)
        if number is None or number.is_integer() or isinstance(value, bool):
            return value
        return self.rounded(value)

    def rounded(self, value: Any) -> Any:  # noqa: ANN401  (a value of any type)
        """Return a coordinate, rounded; what is none is left out."""
        number = finite(value)
        if self.coarsen is None or number is None:
            return value if self.coarsen is None else None
        near = round(value if isinstance(value, Decimal) else number, self.coarsen)
        return str(near) if isinstance(value, str) else near

    def widened(self, value: Any) -> Any:  # noqa: ANN401  (a value of any type)
        """Return a distance, no less than by how much the point beside it was moved."""
        number = finite(value)
        if self.coarsen is None or number is None:
            return value if self.coarsen is None else None
        # Half a step north and half a step east, where a degree is longest.
        least = round(KM_PER_DEGREE * 10.0**-self.coarsen * math.sqrt(0.5), 3)
        return value if number >= least else str(least) if isinstance(value, str) else least

    def exact(self, values: Any, key: str = "") -> Iterator[str]:  # noqa: ANN401  (of any type)
        """Yield what reads as a position finer than is shown, in the facts of an event.

        Ids, times and sources are not looked at, since other numbers stand in them.
        """
        if self.coarsen is None or key.casefold() in NO_PLACE:
            return
        if isinstance(values, dict):
            for name, item in values.items():
                yield from self.exact(item, str(name))
        elif isinstance(values, (list, tuple)):
            for item in values:
                yield from self.exact(item, key)
        elif isinstance(values, (str, float)):
            # Few decimals of a coordinate may be any number in another text.
            least = GROUP if finite(values) is not None and positional(key) else 0
            for each in IN_TEXT.finditer(str(values)):
                if self._less(each) != each[0] and len(each["decimals"] or each[0]) >= least:
                    yield each[0]

    def blurred(self, text: str, exact: Container[str]) -> str:
        """Return a text in which the positions that were found in events are less exact."""
        return IN_TEXT.sub(lambda each: self._less(each) if each[0] in exact else each[0], text)

    def _less(self, found: re.Match[str]) -> str:
        """Return a position in a text as exactly as is allowed."""
        whole, mark, decimals = found["whole"], found["mark"], found["decimals"]
        if self.coarsen is None:
            return found[0]
        if mark is None:
            return f"{whole}°…"
        if len(decimals) <= self.coarsen:
            return found[0]
        if mark != "." and len(decimals) == GROUP:
            return f"{whole}{mark}…"
        return f"{float(f'{whole}.{decimals}'):.{self.coarsen}f}".replace(".", mark)

    def _nested(self, key: str, text: str) -> str | None:
        try:
            return json.dumps(self.value(key, json.loads(text)), ensure_ascii=False)
        except (ValueError, RecursionError):
            return None


def positional(name: str) -> bool:
    """Return whether a column is called like a coordinate, after whatever else."""
    return re.split(r"[._ ]", name)[-1] in {*COORDINATES, "long", "lng"}


def finite(value: Any) -> float | None:  # noqa: ANN401  (a value of any type)
    """Return a number, or nothing for what is none."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
