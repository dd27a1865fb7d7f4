"""What a monitor is asked to be, and to go on from: refused where that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ceasefire.errors import UsageError
from ceasefire.monitor.clock import RECENT
from ceasefire.monitor.telling import length
from ceasefire.terms.times import TimeProblem, duration

__all__ = ["fitting", "lateness_of", "witnesses_of"]


def lateness_of(text: object) -> int:
    """Return a lateness in microseconds; raise ``UsageError`` for what is none."""
    if not isinstance(text, str):
        raise UsageError(f"lateness: `{text}` is not a length of time (write one such as `72h`)")
    try:
        return duration(text)
    except TimeProblem as problem:
        raise UsageError(f"lateness: {problem.message} ({problem.hint})") from problem


def witnesses_of(number: object) -> int:
    """Return a number of witnesses; raise ``UsageError`` for what is none."""
    if isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= RECENT:
        return number
    raise UsageError(f"witnesses: `{number}` is no whole number from 1 to {RECENT}")


def fitting(snapshot: object, identity: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a snapshot of a monitor that is the like of this one.

    Raises :class:`~ceasefire.errors.UsageError` for one of another, and for what is none.
    """
    if not isinstance(snapshot, Mapping):
        kind = type(snapshot).__name__
        raise UsageError(f"snapshot: it is a mapping, as `Monitor.snapshot` gives it, not {kind}")
    if "form" not in snapshot:
        raise UsageError("snapshot: it has no `form`, which each of `Monitor.snapshot` has")
    for name, own in identity.items():
        other = snapshot.get(name)
        if other != own:
            named = f"{shown(name, other)}, not {shown(name, own)}"
            raise UsageError(f"the snapshot is of another {name}: {named}")
    return snapshot


def shown(name: str, value: object) -> str:
    """Return in words what a monitor is known by."""
    if name == "lateness" and isinstance(value, int):
        return length(value)
    return "none" if value is None or value == "" else f"{value}"
