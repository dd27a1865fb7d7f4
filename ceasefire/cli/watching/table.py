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

LATEST: Final = 15
"""So many alerts are shown: those that changed last."""

HEAD: Final = ("alert", "certainty", "of", "since", "events")


class LiveTable:
    """The alerts that stand, and counts; on no terminal they are printed once, at the end.

    To be used in a ``with`` statement.
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
        if self._live is not None:
            self._live.stop()
            return
        self.screen.columns(HEAD, [row(item) for item in self.alerts.values()])
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
            # What does not fit on the terminal is cut off below.
            above = [Text(safe(line)) for line in self._counted()]
            self._live.update(Group(*above, self._table()), refresh=True)

    def _table(self) -> Table:
        table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True)
        for title in HEAD:
            table.add_column(title, overflow="fold")
        for item in list(reversed(self.alerts.values()))[:LATEST]:
            table.add_row(*(Text(safe(text)) for text in row(item)))
        return table

    def _counted(self) -> list[str]:
        hidden = len(self.alerts) - LATEST
        more = f"and {amount(hidden, 'alerts')} that changed before" if hidden > 0 else ""
        counted = "" if self.counts is None else self.counts.sentence()
        more = more if self._live is not None else ""
        last = f"last: {self.latest}" if self.latest else ""
        return [line for line in (WORDS, last, counted, more) if line]


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
