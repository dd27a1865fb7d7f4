"""What entries of a record hold, read back: each of the shape it was written in, or an error."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from ceasefire.monitor.record.items import Passed, Rules, Told

if TYPE_CHECKING:
    from ceasefire.monitor.record.chain import Entry

__all__ = ["alert_in", "fed_in", "mapping_in", "rules_in"]


def mapping_in(body: str) -> dict[str, Any]:
    """Return what a body says; raise ``ValueError`` or ``TypeError`` for what is no mapping."""
    data = json.loads(body)
    if not isinstance(data, dict):
        raise TypeError("a body is a mapping")
    return data


def rules_in(body: str) -> Rules:
    """Return the rules of an entry; raise as :func:`mapping_in` for what are none."""
    data = mapping_in(body)
    if set(data) != {item.name for item in fields(Rules)}:
        raise TypeError("these are not the names that rules have")
    return Rules(**{name: text(value) for name, value in data.items()})


def fed_in(entry: Entry) -> Told | Passed | None:
    """Return what a monitor was fed with by an entry, or nothing.

    Raises ``ValueError``, ``TypeError`` or ``KeyError`` for what cannot be read.
    """
    if entry.kind == "report":
        data = mapping_in(entry.body)
        return Told(text(data["text"]), text(data["status"]), text(data["event"]))
    if entry.kind == "time":
        instant = mapping_in(entry.body)["instant"]
        if type(instant) is not int:
            raise TypeError("an instant is a number")
        return Passed(instant)
    return None


def alert_in(body: str) -> dict[str, Any]:
    """Return the alert of an entry; raise as :func:`fed_in` for what is none."""
    alert: dict[str, Any] = mapping_in(body)["alert"]
    text(alert["key"])
    if not isinstance(alert["events"], list):
        raise TypeError("an alert has a list of events")
    for event in alert["events"]:
        text(event)
    return alert


def text(value: object) -> str:
    """Return a text; raise ``TypeError`` for anything else."""
    if not isinstance(value, str):
        raise TypeError("this is no text")
    return value
