"""Whether a feed, a store and an output can be those of a run, before anything is opened."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from ceasefire.errors import FeedError, Problem, UsageError
from ceasefire.events.source import missing
from ceasefire.findings.replacement import vacancy

if TYPE_CHECKING:
    from ceasefire.monitor.record.outbox import Output

__all__ = ["fit", "keep_apart"]


def fit(feed: str, store: str | None, output: str | None) -> None:
    """Refuse names that cannot be of a run, so that it leaves nothing behind.

    Raises :class:`~ceasefire.errors.FeedError` for a feed where nothing is to be read, and
    :class:`~ceasefire.errors.UsageError` for an output that lines cannot be added to, or
    where two of them are one.
    """
    if feed != "-":
        path = Path(feed)
        if not feed or not path.exists() or path.is_dir():
            raise FeedError([Problem(feed, 0, 0, *missing(path))])
    fit_output(output)
    named = {"feed": feed, "store": store, "output": output}
    files = [(role, name) for role, name in named.items() if name is not None and name != "-"]
    for (_, name), (role, other) in combinations(files, 2):
        if same(Path(name), Path(other)):
            raise UsageError(f"`{name}` cannot be the {role}, too")


def fit_output(name: str | None) -> None:
    """Refuse a name that lines cannot be added to."""
    if name is None or name == "-":
        return
    if not name:
        raise UsageError("the output has no name")
    vacancy(Path(name))


def same(one: Path, other: Path) -> bool:
    """Return whether two paths are, or would be, one file."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.absolute() == other.absolute()


def keep_apart(output: Output, feed: str, store: Path | None) -> None:
    """Raise ``UsageError`` where an open output is the feed or the store."""
    for name in (feed, store):
        path = Path(name or "-")
        if path.exists() and [path.stat().st_dev, path.stat().st_ino] == output.identity:
            raise UsageError(f"`{name}` cannot be the output, too")
