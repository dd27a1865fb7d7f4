"""What the templates of the page ask for: parts of the content, ready to be shown."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from ceasefire.findings.counts import COUNTED, NOTHING, Spread
from ceasefire.findings.finding import Verdict
from ceasefire.report.document.counted import instruments
from ceasefire.report.document.numbers import cautions, incomparable, repeats
from ceasefire.report.page import atlas as maps
from ceasefire.report.page.drawing import Drawing
from ceasefire.report.page.encoding import Columns
from ceasefire.report.page.outlook import Alike, disputed, excluded, further, undetermined
from ceasefire.report.palette import LOOKS, ORDER, look

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.report.content import Content
    from ceasefire.report.document.blocks import Block
    from ceasefire.report.entries import Entry
    from ceasefire.report.figures import Line, Toll
    from ceasefire.report.palette import Look
    from ceasefire.report.periods import Period
    from ceasefire.report.stances import Disputed
    from ceasefire.report.tallies import Comparison

__all__ = ["View"]

LISTED: Final = 1000
"""So many events of a list of like ones are named in it; all are in the table."""

GROUPS: Final = 200
"""So many lists of like events there are at most, and so many rows of a table."""

FIRST: Final = 12
"""So many rows of a long table are seen before it is opened."""


SECTIONS: Final = (
    "headline", "timeline", "breakdown", "casualties", "map", "readings", "undetermined",
    "excluded", "events", "method",
)  # fmt: skip

OF_EVENTS: Final = frozenset({"breakdown", "casualties", "readings"})
"""The parts that say nothing where there is no event."""


class View:
    """Parts of a report for its page."""

    counted = COUNTED
    order = ORDER
    listed = LISTED
    groups = GROUPS
    first = FIRST
    nothing = NOTHING
    shapes = maps.SHAPES
    unsettled = Verdict.UNDETERMINED

    def __init__(self, content: Content) -> None:
        """Take the content."""
        self.content = content
        self.words = content.words
        self.drawing = Drawing(content)

    def look(self, verdict: str) -> Look:
        """Return how a verdict looks."""
        return look(verdict)

    def verdict(self, verdict: str) -> str:
        """Return a verdict in words."""
        return self.words(f"verdict.{verdict}")

    @property
    def sections(self) -> Iterator[str]:
        """The parts of the page, in order."""
        for part in SECTIONS:
            if self._has(part):
                yield part

    def _has(self, part: str) -> bool:
        if part == "map":
            return self.atlas is not None
        if part == "timeline":
            return self.content.span is not None
        return part not in OF_EVENTS or bool(self.content.entries)

    # --- numbers ---

    def number(self, spread: Spread) -> str:
        """Return a count with its bounds, where they differ."""
        key = "exact" if spread.low == spread.stated == spread.high else "range"
        return self.words(f"number.{key}", **spread._asdict())

    def people(self, toll: Toll) -> str:
        """Return a sum of people, from the lowest to the highest."""
        if not toll.told:
            return self.words("number.none" if toll.events else "chart.no_event")
        if toll.open:
            return self.words("number.people_open", low=toll.low, high=toll.high)
        key = "people_exact" if toll.low == toll.high else "people"
        return self.words(f"number.{key}", low=toll.low, high=toll.high)

    def tellers(self, toll: Toll) -> str:
        """Return how many events a sum is of, how many tell no number and how many no end."""
        words = self.words
        found = [words("casualties.told", count=toll.told)]
        if toll.untold:
            found.append(words("casualties.untold", count=toll.untold))
        if toll.open:
            found.append(words("casualties.open", count=toll.open))
        return "; ".join(found)

    def days(self, period: Period) -> str:
        """Return the days of a period."""
        key = "period.one_day" if period.first == period.last else "period.days"
        return self.words(key, first=period.first, last=period.last)

    def cautions(self, found: Comparison) -> Iterator[str]:
        """Return what is counted in the two periods of a comparison, and what it does not show."""
        return cautions(self.content, found)

    @property
    def repeats(self) -> Iterator[str]:
        """How many events have an id that others have, and what that means."""
        return repeats(self.content)

    @property
    def incomparable(self) -> str:
        """Why there is no comparison."""
        return incomparable(self.content)

    def line(self, line: Line, verdict: str) -> str:
        """Return the count of a verdict in a period."""
        return self.number(
            Spread(line.stated.get(verdict, 0), line.low.get(verdict, 0), line.high.get(verdict, 0))
        )

    @property
    def unbounded(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """The counts without bounds, in both periods of the comparison."""
        found = self.content.comparison
        if found is not None:
            one, other = found.earlier, found.tally
            yield Verdict.UNDETERMINED, (one.undetermined, other.undetermined)
            yield NOTHING, (one.nothing, other.nothing)

    @property
    def instruments(self) -> Iterator[Block]:
        """The instruments in force, as documents tell of them."""
        return instruments(self.content, None)

    # --- lists ---

    @cached_property
    def undetermined(self) -> tuple[Alike, ...]:
        """Events of which more than one verdict is possible, by what would settle them."""
        return undetermined(self.content)

    @cached_property
    def excluded(self) -> tuple[Alike, ...]:
        """Events that the agreement does not reach, by why."""
        return excluded(self.content)

    @cached_property
    def disputed(self) -> tuple[tuple[Alike, Disputed], ...]:
        """Events on which readings differ."""
        return disputed(self.content)

    @cached_property
    def periods(self) -> tuple[Line, ...]:
        """The periods in which there was, or may have been, an event."""
        return tuple(
            line for line in self.content.timeline if line.events or any(line.high.values())
        )

    def entries(self, alike: Alike) -> Iterator[tuple[Entry, str]]:
        """Yield the first events of a list, with their addresses in the page."""
        for number in alike.numbers[:LISTED]:
            entry = self.content.entries[number]
            # The script of the page writes and reads them the same way.
            again = "" if self._firsts[entry.id] == number else f"?number={number + 1}"
            yield entry, f"#event-{quote(entry.id, safe='')}{again}"

    @cached_property
    def _firsts(self) -> dict[str, int]:
        """The first event of each id, which a feed may have given twice."""
        entries = self.content.entries
        return {entries[n].id: n for n in reversed(range(len(entries)))}

    # --- events ---

    @cached_property
    def columns(self) -> Columns:
        """The events as columns."""
        span = self.content.span
        first = min((each.first for each in self.content.entries if each.first), default=None)
        found = Columns(min(first, span.first) if first and span else first)
        for entry, blocks in zip(self.content.entries, further(self.content), strict=True):
            found.add(entry, blocks)
        return found

    @cached_property
    def atlas(self) -> maps.Atlas | None:
        """The map, if any event has a position."""
        places = self.content.book.rulebook.places.values()
        units = {place.id for place in places if place.admin1 and not place.admin2}
        inner = {place.id for place in places if not place.admin1 and not place.country}
        return maps.atlas(self.content.outlines, list(self.columns.points), units, inner)

    @property
    def marks(self) -> Iterator[maps.Mark]:
        """What stands on the map."""
        if self.atlas is not None:
            yield from maps.marks(self.content.entries, self.atlas, self.columns.points)

    @property
    def unplaced(self) -> int:
        """How many events are not on the map."""
        return len(self.content.entries) - sum(mark.events for mark in self.marks)

    def heads(self) -> dict[str, str]:
        """Return the columns of the table of events, by what they are sorted by."""
        words = self.words
        return {
            "id": words("page.script.id"),
            "day": words("page.script.when"),
            "kind": words("page.script.what"),
            "actor": words("page.script.who"),
            "target": words("page.script.whom"),
            "place": words("page.script.where"),
            "verdict": words("page.script.verdict"),
        }

    def choices(self) -> Mapping[str, list[str]]:
        """Return what events can be chosen by, each with its values in order."""
        found = self.columns
        parties = {*found.names["actor"], *found.names["target"]}
        every = {
            "party": parties,
            "place": set(found.places),
            "kind": set(found.names["kind"]),
            "verification": set(found.names["verification"]),
        }
        return {name: sorted(values, key=str.casefold) for name, values in every.items()}

    def data(self) -> dict[str, Any]:
        """Return what the page carries for its script."""
        content, words = self.content, self.words
        feed = content.whole.feed
        return {
            **self.columns.data(),
            "base": None if not self.columns.base else self.day(self.columns.base),
            "spots": self.atlas.spots if self.atlas else (),
            "points": self.atlas.numbers if self.atlas else (),
            "verdicts": [
                {
                    "key": each.slug,
                    "label": words(f"verdict.{name}"),
                    "mark": each.mark,
                    "shape": maps.SHAPES[each.slug],
                }
                for name, each in LOOKS.items()
            ],
            "no_incident": words("settle.no_incident"),
            "provenance": content.method.source,
            "disclaimer": words("caution.finding"),
            "notes": "Notes:",
            "feed": words("page.feed_line", feed=content.feed, digest=feed.digest[:12]),
            "words": words.below("page.script"),
        }

    @staticmethod
    def day(ordinal: int) -> str:
        """Return a day by its number."""
        return date.fromordinal(ordinal).isoformat()
