"""The UCDP Georeferenced Event Dataset, in the columns of its releases since 2016.

What the columns mean is taken from general knowledge of the GED codebook
(evidence: known) and was held against two releases; ``docs/ged.md`` tells the
choices made here and their reasons. What GED does not say stays open: it names
a dyad and not who attacked, and it does not say by what means.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ceasefire.events.rows import Meaning, RowError, shown
from ceasefire.events.ucdp_actors import LUMPED_NOTES, Names, any_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ceasefire.events.rows import Reader
    from ceasefire.rulebook.model import Rulebook

__all__ = ["COLUMNS", "matches", "reader"]

COLUMNS: Final = frozenset(
    {
        "id", "type_of_violence", "side_a", "side_a_new_id", "side_b", "side_b_new_id",
        "where_prec", "adm_1", "adm_2", "latitude", "longitude", "country",
        "date_start", "date_end", "deaths_civilians", "low", "best", "high",
    }
)  # fmt: skip
"""The columns that are read; all other columns are carried along."""

ONE_SIDED: Final = 3
KINDS: Final[Mapping[int, Any]] = {
    1: "attack",
    2: "attack",
    ONE_SIDED: {"one_of": ["attack", "killing-of-civilians"]},
}
"""What happened, by type of violence: state-based, non-state, one-sided."""

UNDIRECTED: Final = "UCDP names the two sides, not which of them attacked"

RADIUS_KM: Final = {1: 1, 2: 25}
"""How far an event may lie from its point, by precision; beyond these it stands for an area."""

DISTRICT, LARGER_AREA = 3, 5

COUNTRIES: Final = {
    "Iraq": "IQ",
    "Israel": "IL",
    "Jordan": "JO",
    "Lebanon": "LB",
    "Syria": "SY",
    "Turkey": "TR",
}
"""Two-letter codes of Syria and its neighbours; of other countries the name is kept."""

BEGINNING: Final = "1989-01-01"
"""The first day that GED covers (evidence: known)."""

SILENT: Final = {"held_by": "unknown", "present": "unknown"}
"""What a row never tells, so that no rulebook may presume from its silence."""

EPOCH_START: Final = re.compile(r"-?\d+(?:\.0*)?")
MIDNIGHT: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?")
MOST_SOURCES, LONGEST_SOURCE = 20, 300


def matches(columns: Collection[str]) -> bool:
    """Return whether a table with these columns is GED."""
    return set(columns) >= COLUMNS


def reader(columns: tuple[str, ...], rulebook: Rulebook | None = None) -> Reader:  # noqa: ARG001
    """Return what reads a row of GED as a native event.

    With a rulebook, an actor whose UCDP code it lacks is named by its label.
    What is read raises :class:`RowError` with every flaw of the row.
    """
    names = Names(rulebook)

    def read(raw: Mapping[str, Any]) -> Meaning:
        return RowReader(raw, names).meaning()

    return read


class RowReader:
    """Reads one row; collects what is wrong with it."""

    def __init__(self, raw: Mapping[str, Any], names: Names) -> None:
        """Take the row."""
        self.raw = raw
        self.names = names
        self.flaws: list[tuple[str, str, str, str]] = []
        self.notes: list[str] = []

    def meaning(self) -> Meaning:
        """Return the event, or raise :class:`RowError`."""
        first, last = self._day("date_start"), self._day("date_end")
        data = {
            "id": self._id(),
            **self._violence(first, last),
            "when": self._when(first, last),
            "where": self._where(),
            **self._deaths(),
            **SILENT,
            "verification": "reported",
            "sources": self._sources(),
        }
        if self._text("event_clarity") in {"2", "2.0"}:
            self.notes.append("UCDP marks the event as a summary of several (event_clarity 2)")
        if self.flaws:
            raise RowError(*self.flaws)
        kept = {key: value for key, value in data.items() if value not in (None, [], {})}
        return Meaning(kept, tuple(self.notes))

    # --- values ---

    def _text(self, key: str) -> str:
        value = self.raw.get(key)
        return "" if value is None else str(value).strip()

    def _flaw(self, code: str, message: str, hint: str = "", text: str = "") -> None:
        self.flaws.append((code, message, hint, text))

    def _whole(self, key: str) -> int | None:
        """Return a whole number, which some releases write with a decimal point."""
        text = self._text(key)
        try:
            value = float(text)
            if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004  (exact in a float)
                return int(value)
        except ValueError:
            pass
        message = f"`{key}` is no whole number" if text else f"the row has no `{key}`"
        self._flaw("bad-number" if text else "missing-value", message, "", shown(text))
        return None

    def _count(self, key: str) -> int:
        value = self._whole(key)
        if value is not None and value < 0:
            self._flaw("bad-number", f"`{key}` is below 0", "", str(value))
        return value or 0

    def _code(self, key: str) -> str:
        text = self._text(key)
        return text.removesuffix(".0")

    def _id(self) -> str:
        found = self._code("id")
        if not found:
            self._flaw("missing-value", "the row has no `id`")
        return found

    # --- fields ---

    def _violence(self, start: str, end: str) -> dict[str, Any]:
        kind = self._whole("type_of_violence")
        if kind is None:
            return {}
        if kind not in KINDS:
            self._flaw("bad-type", f"`type_of_violence` is {kind}, not 1, 2 or 3")
            return {}
        first, second = (
            self.names.side(self._text(side), self._code(f"{side}_new_id"), start, end)
            for side in ("side_a", "side_b")
        )
        if kind == ONE_SIDED:
            return {"kind": KINDS[kind], "actor": any_of(first), "target": "civilians"}
        codes = {self._code(f"{side}_new_id") for side in ("side_a", "side_b")}
        self.notes += [LUMPED_NOTES[code] for code in sorted(codes & LUMPED_NOTES.keys())]
        here, there = any_of(first), any_of(second)
        other = {"actor": there, "target": here, "stated": True, "note": UNDIRECTED}
        return {"kind": KINDS[kind], "actor": here, "target": there, "alternatives": [other]}

    def _when(self, start: str, end: str) -> str:
        if start == end:
            return start
        if start > end and end:
            self._flaw("bad-time", f"the event ends ({end}) before it starts ({start})")
        return f"{start}/{end}"

    def _day(self, key: str) -> str:
        value = self.raw.get(key)
        if isinstance(value, date):
            return value.isoformat()[:10]
        text = self._text(key)
        found = day(text)
        if found and found < BEGINNING:
            message = f"`{key}` is before {BEGINNING[:4]}, when UCDP GED begins"
            hint = "numbers are read as seconds since 1970; write a date such as 2016-05-03"
            self._flaw("bad-time", message, hint, shown(text))
        elif not found:
            message = f"`{key}` is no date" if text else f"the row has no `{key}`"
            hint = "a date such as 2016-05-03, or seconds since 1970" if text else ""
            self._flaw("bad-time" if text else "missing-value", message, hint, shown(text))
        return found

    def _where(self) -> dict[str, Any]:
        precision = self._whole("where_prec")
        country = self._text("country")
        if precision is None:
            return {}
        if not 1 <= precision <= 7:  # noqa: PLR2004  (GED's scale)
            self._flaw("bad-number", f"`where_prec` is {precision}, not 1 to 7")
        if precision > LARGER_AREA + 1:
            return {}  # at sea or in the air: the country column is only the nearest
        found: dict[str, Any] = {"country": COUNTRIES.get(country, country)}
        if precision <= LARGER_AREA:
            found["admin1"] = self._text("adm_1")
        if precision <= DISTRICT:
            found["admin2"] = self._text("adm_2")
        if precision in RADIUS_KM:
            found |= self._point(RADIUS_KM[precision])
        return {key: value for key, value in found.items() if value != ""}

    def _point(self, within_km: int) -> dict[str, float]:
        numbers = []
        for key, limit in (("latitude", 90), ("longitude", 180)):
            text = self._text(key)
            try:
                value = float(text)
            except ValueError:
                value = limit + 1.0
            if not -limit <= value <= limit:
                self._flaw("bad-coordinates", f"`{key}` is no coordinate", "", shown(text))
            numbers.append(value)
        return {"lat": numbers[0], "lon": numbers[1], "within_km": within_km}

    def _deaths(self) -> dict[str, Any]:
        low, best, high = (self._count(key) for key in ("low", "best", "high"))
        if not low <= best <= high:
            estimates = f"low {low}, best {best}, high {high}"
            self.notes.append(f"UCDP's estimates are out of order ({estimates})")
        civilians = self._count("deaths_civilians")
        unknown = self._count("deaths_unknown") if "deaths_unknown" in self.raw else 0
        found: dict[str, Any] = {
            "killed": [min(low, best, high), max(low, best, high)],
            "civilians_killed": [civilians, civilians + unknown],
        }
        if civilians and civilians >= best and self._text("type_of_violence") != str(ONE_SIDED):
            self.notes.append(
                "all of the dead that UCDP counts are civilians; it does not say "
                "whether they were the target"
            )
        return found | ({"civilian_harm": True} if civilians else {})

    def _sources(self) -> list[str]:
        text = self._text("source_article")
        pieces = (piece.strip().strip('"') for piece in text.split('";"'))
        return [piece[:LONGEST_SOURCE] for piece in pieces if piece][:MOST_SOURCES]


@lru_cache(maxsize=8192)
def day(text: str) -> str:
    """Return the date of a text, or nothing: a date, midnight on it, or seconds since 1970."""
    try:
        if match := MIDNIGHT.fullmatch(text):
            return date.fromisoformat(match[1]).isoformat()
        if EPOCH_START.fullmatch(text):
            return datetime.fromtimestamp(float(text), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""
    return ""
