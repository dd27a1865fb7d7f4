"""``ceasefire watch --table``: what is shown of alerts where there is little room."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from rich.console import Console

from ceasefire.cli.watching.rows import Counts
from ceasefire.cli.watching.table import LiveTable

CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def alert(number: int, certainty: str = "possible", words: int = 12) -> dict[str, Any]:
    named = {"title": f"A{number:02} {'long ' * words}", "pattern": "many", "state": ""}
    of = {"party": "north", "counterparty": "", "place": "", "instrument": ""}
    counted = {"low": 0, "high": 1, "events": [f"E{number}"], "start": "2016-05-04T00:00:00Z"}
    return {"key": f"k{number}", "certainty": certainty, **named, **of, **counted}


def frames(height: int, alerts: list[dict[str, Any]], *, width: int = 120) -> list[str]:
    """Return what a terminal of that size shows after the last batch, and in the end."""
    view, out = LiveTable(), io.StringIO()
    console = Console(file=out, force_terminal=True, width=width, height=height)
    view.screen.__dict__["console"] = console
    with view:
        for item in alerts:
            view.alert("raised", item)
        out.seek(out.truncate(0))
        view.show(Counts())
        shown = out.getvalue()
        out.seek(out.truncate(0))
    return [CONTROL.sub("", text).strip("\r") for text in (shown, out.getvalue())]


def named(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\bA(\d\d)\b", text)]


@pytest.mark.parametrize("height", [12, 16, 24, 25, 50])
def test_as_many_are_shown_as_fit_and_the_rest_is_counted(height: int) -> None:
    alerts = [alert(n, "certain" if n in {0, 7} else "possible", n) for n in range(30)]
    shown, ended = frames(height, alerts)
    assert len(shown.splitlines()) <= height
    numbers = named(shown)
    assert numbers == [7, 0, *range(29, -1, -1)][: len(numbers)] or len(numbers) < 2
    hidden = 30 - len(numbers)
    assert f"no room here for {hidden} alerts" in shown
    assert "..." not in shown
    # No more would have fitted.
    assert len(shown.splitlines()) > height - 8
    assert sorted(named(ended)) == list(range(30))
    assert "no room" not in ended


def test_hidden_ones_that_are_certain_are_told() -> None:
    shown, ended = frames(14, [alert(n, "certain") for n in range(9)])
    hidden = 9 - len(named(shown))
    assert f"no room here for {hidden} alerts ({hidden} certain)" in shown
    assert len(named(ended)) == 9


@pytest.mark.parametrize(("height", "width"), [(10, 80), (7, 60), (5, 40), (2, 100)])
def test_on_a_small_terminal_alerts_or_their_number_go_first(height: int, width: int) -> None:
    shown, ended = frames(height, [alert(n, words=1) for n in range(9)], width=width)
    assert len(shown.splitlines()) <= height
    assert f"no room here for {9 - len(named(shown))} alerts" in shown
    assert bool(named(shown)) == (height > 5)
    assert len(named(ended)) == 9
    assert "no legal finding" in " ".join(ended.split())


def test_where_all_fit_none_is_hidden() -> None:
    shown, _ = frames(50, [alert(n) for n in range(3)])
    assert named(shown) == [2, 1, 0]
    assert "no room" not in shown
