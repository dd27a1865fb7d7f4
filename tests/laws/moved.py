"""Rule files and events with every time moved by the same number of weeks."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

__all__ = ["moved", "moved_rules"]

TIME = re.compile(r"(\d{4}-\d{2}-\d{2})")


def moved(data: Any, weeks: int) -> Any:  # noqa: ANN401  (data of any shape)
    """Return data in which every date is so many weeks later.

    Weeks, so that weekdays stay; the clocks must not change, so in UTC.
    """
    if isinstance(data, dict):
        return {key: moved(value, weeks) for key, value in data.items()}
    if isinstance(data, list):
        return [moved(item, weeks) for item in data]
    if isinstance(data, str):
        return TIME.sub(lambda found: later(found[1], weeks), data)
    return data


def later(day: str, weeks: int) -> str:
    """Return a date so many weeks later."""
    return (datetime.fromisoformat(day) + timedelta(weeks=weeks)).date().isoformat()


def moved_rules(document: dict[str, Any], weeks: int) -> dict[str, Any]:
    """Return a rule file in which every date is so many weeks later."""
    found: dict[str, Any] = moved(document, weeks)
    return found
