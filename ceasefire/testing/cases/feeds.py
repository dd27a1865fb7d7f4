"""Events that cases name: those of a file of cases, and those of feeds."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ceasefire.errors import InputError, UsageError
from ceasefire.events.feeds import CONTAINERS, read_feed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.rulebook.documents import Report
    from ceasefire.rulebook.model import Rulebook

__all__ = ["bundled_feeds", "feed_events"]


@cache
def bundled_feeds() -> dict[str, Path]:
    """Return the feeds that come with the library, by name.

    In a wheel they lie inside the package, in a checkout beside it.
    """
    package = Path(__file__).resolve().parents[2]
    for folder in (package / "_seeds", package.parent / "seeds"):
        if folder.is_dir():
            return {item.stem: item for item in sorted(folder.glob("*.jsonl"))}
    return {}


def feed_events(
    names: Iterable[str], rulebook: Rulebook, report: Report, folder: Path | None
) -> dict[str, dict[str, Any]]:
    """Return the events of feeds by their ids, and report feeds that cannot be read.

    A feed is a bundled one or a file, whose path leads on from the ``folder`` of the cases.
    Of events that share an id the last one stands.
    """
    found: dict[str, dict[str, Any]] = {}
    for number, name in enumerate(names):
        path = place_of(name, folder)
        if path is None:
            message = f"`{name[:80]}` is no feed that can be read"
            hint = "give the path of a file from here on, or the name of a bundled feed"
            near = list(bundled_feeds())
            report.add(("feed", number), "missing-feed", message, text=name, hint=hint, near=near)
            continue
        try:
            for record in read_feed(path, rulebook=rulebook):
                if record.event is not None:
                    found[record.event.id] = record.event.to_dict()
        except (InputError, UsageError, OSError) as error:
            first = str(error).partition("\n")[0][:200]
            report.add(("feed", number), "missing-feed", f"the feed cannot be read: {first}")
    return found


def place_of(name: str, folder: Path | None) -> Path | None:
    """Return the file of a feed, if there is one that may be read."""
    if name in bundled_feeds():
        return bundled_feeds()[name]
    relative = PurePosixPath(name)
    known = {extension for item in CONTAINERS.values() for extension in item.extensions}
    if folder is None or relative.is_absolute() or relative.suffix.casefold() not in known:
        return None
    try:
        path = folder / relative
        return path if path.is_file() else None
    except (OSError, ValueError):
        return None
