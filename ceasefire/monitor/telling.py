"""Alerts put together: what they say, in words that take no side."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ceasefire.monitor.alerts import EPOCH, Alert, alert_key
from ceasefire.rulebook.pattern_model import Calm, Lull, Sequence, Series, Threshold
from ceasefire.terms.times import zone

if TYPE_CHECKING:
    from collections.abc import Sequence as Listed

    from ceasefire.monitor.alerts import Certainty, Shape
    from ceasefire.rulebook.model import Citation, Rulebook
    from ceasefire.rulebook.pattern_model import Pattern

__all__ = ["MOST_NAMED", "Teller", "length"]

MOST_NAMED: Final = 20
"""An alert names so many events at most: the latest."""

UNITS: Final = (
    (86_400_000_000, "day"),
    (3_600_000_000, "hour"),
    (60_000_000, "minute"),
    (1_000_000, "second"),
    (1, "microsecond"),
)


def length(span: int) -> str:
    """Return a span of time in words, such as ``48 hours``."""
    for size, name in UNITS:
        # A day and a half is told in hours, as truces are; only whole weeks are told in days.
        if span % size == 0 and (name != "day" or span >= 7 * size):
            count = span // size
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    raise AssertionError(span)


class Teller:
    """Puts together the alerts of the patterns of a rulebook.

    Its sentences give local times of the rulebook's zone, to the second and with the offset.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        """Take the rulebook whose patterns show something."""
        self.rulebook = rulebook
        self._zone = zone(rulebook.timezone)

    def sequence(  # noqa: PLR0913  (what such an alert says)
        self,
        pattern: Pattern,
        key: tuple[str, str],
        first: str,
        then: str,
        span: tuple[int, int],
        *,
        certain: bool,
        low: int,
        high: int,
    ) -> Alert:
        """Return that ``then`` follows ``first``; ``key`` has who was answered, and who answers."""
        shape = pattern.shape
        assert isinstance(shape, Sequence)  # noqa: S101  (who asks knows)
        other, party = key
        told = self._followed(key, first, then, certain=certain)
        place = "" if shape.within_km is None else " at the same place"
        count = f"{high - 1} or more others" if high == MOST_NAMED else f"{high - 1} more"
        more = f" (and {count} that it may follow)" if high > 1 else ""
        because = f"{told} within {length(shape.within)}{place}{more}"
        return self._alert(
            pattern,
            "sequence",
            alert_key(pattern.id, then, other, party),
            "certain" if certain else "possible",
            because,
            span,
            events=(first, then),
            low=low,
            high=high,
            party=party,
            counterparty=other,
        )

    def _followed(self, key: tuple[str, str], first: str, then: str, *, certain: bool) -> str:
        """Return that an event follows another; who acts is no surer than that."""
        other, party = key
        if not party:
            return f"{then} {'follows' if certain else 'may follow'} {first}"
        one, two = self.party(other), self.party(party)
        told = f"{then} by {two} against {one} follows {first} by {one} against {two}"
        return told if certain else f"it may be that {told}"

    def threshold(  # noqa: PLR0913  (what such an alert says)
        self,
        pattern: Pattern,
        key: tuple[str, str],
        event: str,
        span: tuple[int, int],
        *,
        certain: bool,
        low: int,
        high: int,
        events: Listed[str],
    ) -> Alert:
        """Return that so many breaches were met; ``events`` has the deciding one last."""
        shape = pattern.shape
        assert isinstance(shape, Threshold)  # noqa: S101  (who asks knows)
        party, place = key
        certainty: Certainty = "certain" if certain else "possible"
        count = str(low) if low == high else f"{low} to {high}"
        what = f"breaches of severity {shape.severity} or above" if shape.severity else "breaches"
        who = f" by {self.party(party)}" if party else ""
        where = f" in {self.place(place)}" if place else ""
        because = (
            f"{count} {what}{who}{where} within {length(shape.within)}, "
            f"on this reading; the pattern asks for {shape.at_least}"
        )
        return self._alert(
            pattern,
            "threshold",
            alert_key(pattern.id, party, place, certainty, event),
            certainty,
            because,
            span,
            events=tuple(events),
            low=low,
            high=high,
            party=party,
            place=place,
            instrument=shape.instrument,
        )

    def lull(  # noqa: PLR0913  (what such an alert says)
        self,
        pattern: Pattern,
        place: str,
        first: str,
        ended_by: str,
        span: tuple[int, int | None],
        *,
        certain: bool,
        high: int,
    ) -> Alert:
        """Return that nothing was reported for so long, after ``first``, until ``ended_by``."""
        shape = pattern.shape
        assert isinstance(shape, Lull)  # noqa: S101  (who asks knows)
        certainty: Certainty = "certain" if certain else "possible"
        start, end = span
        where = f" in {self.place(place)}" if place else ""
        if certain:
            what = f"no event of this kind is reported{where}"
        elif high:
            what = f"only events that may be none of this kind are reported{where} ({high})"
        else:
            what = f"there may be no event of this kind{where}"
        least = f"at least {length(shape.length)}"
        begun = f"{self.local(start)} ({first})"
        ended = "" if end is None else f"{self.local(end)} ({ended_by})"
        if certain:
            because = f"{what} from {begun}{ended and f' until {ended}'}: {least}"
        else:
            # The bounds are the widest there may be, and not those of the lull.
            between = f"between {begun} and {ended}" if ended else f"after {begun}"
            because = f"{what} for {least} {between}"
        return self._alert(
            pattern,
            "lull",
            alert_key(pattern.id, place, certainty, first),
            certainty,
            because,
            span,
            events=(first, ended_by) if ended_by else (first,),
            high=high,
            state="lasting" if end is None else "ended",
            place=place,
        )

    def held(
        self, pattern: Pattern, span: tuple[int | None, int], *, certain: bool, high: int
    ) -> Alert:
        """Return that a calm held to its end, or may have in spite of ``high`` reports."""
        verb = "held" if certain else "may have held"
        return self._calm(pattern, "held", verb, span, events=(), certain=certain, counts=(0, high))

    def broken(  # noqa: PLR0913  (what such an alert says)
        self,
        pattern: Pattern,
        span: tuple[int | None, int | None],
        event: str,
        *,
        certain: bool,
        low: int,
        high: int,
    ) -> Alert:
        """Return that a calm was broken, first by ``event``."""
        verb = f"was first broken by {event}" if certain else f"may have been broken by {event}"
        return self._calm(
            pattern, "broken", verb, span, events=(event,), certain=certain, counts=(low, high)
        )

    def _calm(  # noqa: PLR0913  (what such an alert says)
        self,
        pattern: Pattern,
        state: str,
        verb: str,
        span: tuple[int | None, int | None],
        *,
        events: tuple[str, ...],
        certain: bool,
        counts: tuple[int, int] = (0, 0),
    ) -> Alert:
        shape = pattern.shape
        assert isinstance(shape, Calm)  # noqa: S101  (who asks knows)
        start, end = span
        low, high = counts
        since = "" if start is None else f" from {self.local(start)}"
        until = "" if end is None else f" to {self.local(end)}"
        title = self.instrument(shape.instrument)
        return self._alert(
            pattern,
            "calm",
            alert_key(pattern.id, "" if start is None else str(start), state),
            "certain" if certain else "possible",
            f"on this reading, {title}{since}{until} {verb}",
            span,
            events=events,
            low=low,
            high=high,
            state=state,
            instrument=shape.instrument,
        )

    def series(  # noqa: PLR0913  (what such an alert says)
        self,
        pattern: Pattern,
        state: str,
        at: int,
        why: str,
        events: tuple[str, ...],
        *,
        certain: bool,
        cite: tuple[Citation, ...] = (),
    ) -> Alert:
        """Return that an instrument came to a state, and why."""
        shape = pattern.shape
        assert isinstance(shape, Series)  # noqa: S101  (who asks knows)
        certainty: Certainty = "certain" if certain else "possible"
        title = self.instrument(shape.instrument)
        verb = "is" if certain else "may be"
        words = state.replace("-", " ")
        return self._alert(
            pattern,
            "series",
            alert_key(pattern.id, certainty, str(at), state),
            certainty,
            f"{title} {verb} {words} from {self.local(at)}, on this reading: {why}",
            (at, None),
            events=events,
            state=state,
            instrument=shape.instrument,
            cite=cite,
        )

    def _alert(  # noqa: PLR0913, PLR0917  (the parts of an alert)
        self,
        pattern: Pattern,
        shape: Shape,
        key: str,
        certainty: Certainty,
        because: str,
        span: tuple[int | None, int | None],
        *,
        events: tuple[str, ...],
        low: int = 0,
        high: int = 0,
        state: str = "",
        party: str = "",
        counterparty: str = "",
        place: str = "",
        instrument: str = "",
        cite: tuple[Citation, ...] = (),
    ) -> Alert:
        return Alert(
            key,
            pattern.id,
            shape,
            certainty,
            *span,
            events=events,
            low=low,
            high=high,
            state=state,
            party=party,
            counterparty=counterparty,
            place=place,
            instrument=instrument,
            title=pattern.title,
            because=because,
            cite=cite or pattern.cite,
        )

    # --- names ---

    def local(self, instant: int) -> str:
        """Return an instant in words, to the nearest second."""
        seconds = (instant + 500_000) // 1_000_000
        try:
            moment = (EPOCH + timedelta(seconds=seconds)).astimezone(self._zone)
        except OverflowError:
            return f"{instant} microseconds from 1970"
        text = moment.isoformat(sep=" ")
        return text.replace(":00+", "+").replace(":00-", "-") if not moment.second else text

    def party(self, key: str) -> str:
        """Return the name of a party."""
        return self.rulebook.parties[key].name

    def place(self, key: str) -> str:
        """Return the name of a place."""
        return self.rulebook.places[key].name

    def instrument(self, key: str) -> str:
        """Return the title of an instrument, in quotation marks."""
        return f"“{self.rulebook.instruments[key].title or key}”"
