"""What is going on in a feed, as a table that stays in its place on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from ceasefire.cli.terminal import Screen, amount, safe
from ceasefire.cli.watching.rows import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.cli.watching.rows import Counts

__all__ = ["LiveTable"]

HEAD: Final = ("alert", "certainty", "of", "since", "events")


class LiveTable:
    """The alerts that stand, and counts; on no terminal they are printed once, at the end.

    Certain ones come first, and those that changed last. While it goes on, a terminal shows
    as many as there is room for; in the end, all. To be used in a ``with`` statement.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.screen = Screen()
        self.alerts: dict[str, Mapping[str, Any]] = {}
        self.latest = ""
        self.counts: Counts | None = None
        self._live: Live | None = None

    def __enter__(self) -> Self:
        """Keep a place on the terminal, if there is one."""
        if self.screen.terminal:
            self._live = Live(console=self.screen.console, auto_refresh=False)
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave what is shown, or show it now."""
        alerts = self._ordered()
        if self._live is not None:
            self._live.update(self._drawn(alerts, len(alerts), self._counted()))
            self._live.stop()
            return
        self.screen.columns(HEAD, [row(item) for item in alerts])
        self.screen.lines(self._counted())

    def finding(self, event: str, status: str, data: Mapping[str, Any]) -> None:
        """Take a finding."""
        possible = " or ".join(data["possible"]) or "nothing to classify"
        self.latest = f"{event} ({status}): {data['verdict']}; possible: {possible}"

    def alert(self, what: str, data: Mapping[str, Any]) -> None:
        """Take what became of an alert."""
        self.alerts.pop(data["key"], None)
        if what != "retracted":
            self.alerts[data["key"]] = data

    def show(self, counts: Counts) -> None:
        """Show what was taken."""
        self.counts = counts
        if self._live is not None:
            self._live.update(self._fitted(self._ordered()), refresh=True)

    def _ordered(self) -> list[Mapping[str, Any]]:
        """Return the alerts that stand: certain ones first, and those that changed last."""
        latest = reversed(self.alerts.values())
        return sorted(latest, key=lambda alert: alert["certainty"] != "certain")

    def _fitted(self, alerts: list[Mapping[str, Any]]) -> Group:
        """Return as many alerts as there is room for.

        On a small terminal they go before all that is said above them, and where not even one
        has room, their number does.
        """
        above = self._counted()
        for said in (above, above[-1:], []):
            fits = self._fits(alerts, said)
            if fits or (not alerts and self._room(self._drawn(alerts, 0, said))):
                return self._drawn(alerts, fits, said)
        return Group(*map(Text, hidden(alerts)), *(Text(safe(line)) for line in above[-1:]))

    def _fits(self, alerts: list[Mapping[str, Any]], above: list[str]) -> int:
        """Return how many alerts have room below some lines: how tall each is, it says itself."""
        fits, over = 0, min(len(alerts), self.screen.console.height) + 1
        while over - fits > 1:
            tried = (fits + over) // 2
            if self._room(self._drawn(alerts, tried, above)):
                fits = tried
            else:
                over = tried
        return fits

    def _room(self, drawn: Group) -> bool:
        console = self.screen.console
        return len(console.render_lines(drawn, pad=False)) <= console.height

    def _drawn(self, alerts: list[Mapping[str, Any]], number: int, above: list[str]) -> Group:
        table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True)
        for title in HEAD:
            table.add_column(title, overflow="fold")
        for item in alerts[:number]:
            table.add_row(*(Text(safe(text)) for text in row(item)))
        lines = (Text(safe(line)) for line in above)
        return Group(*lines, table, *map(Text, hidden(alerts[number:])))

    def _counted(self) -> list[str]:
        counted = "" if self.counts is None else self.counts.sentence()
        last = f"last: {self.latest}" if self.latest else ""
        return [line for line in (WORDS, last, counted) if line]


def hidden(alerts: list[Mapping[str, Any]]) -> list[str]:
    """Return in words how many alerts there is no room for, and how many of them are certain."""
    if not alerts:
        return []
    certain = sum(alert["certainty"] == "certain" for alert in alerts)
    which = f" ({certain} certain)" if certain else ""
    return [f"no room here for {amount(len(alerts), 'alerts')}{which}"]


def row(alert: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is shown of an alert."""
    state = f": {alert['state']}" if alert["state"] else ""
    parties = [alert["party"], alert["counterparty"], alert["place"], alert["instrument"]]
    low, high = alert["low"], alert["high"]
    number = f"{low}" if low == high else f"{low} to {high}"
    named = ", ".join(alert["events"][-3:])
    if not high:
        number, named = named, ""
    return (
        f"{alert['title'] or alert['pattern']}{state}",
        alert["certainty"],
        " / ".join(filter(None, parties)) or "all",
        alert["start"] or "",
        f"{number} ({named})" if named else number,
    )
