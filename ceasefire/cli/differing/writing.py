"""Differences written: to the screen, as a page, as data, and the events of a feed as a table."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ceasefire.cli.analysing.writing import plain
from ceasefire.cli.differing.telling import CAUTION, sections
from ceasefire.cli.terminal import Screen, amount, json_text, safe
from ceasefire.findings.output import SINKS
from ceasefire.findings.replacement import Replacement
from ceasefire.findings.sinks import Layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from ceasefire.analysis.differing import Difference
    from ceasefire.analysis.differing.feeds import FeedDifference, Moved

__all__ = ["PAGES", "TABLES", "markdown", "show", "to_json", "write_events", "write_page"]

PAGES: Final = {".txt": "text", ".json": "json", ".md": "markdown", ".markdown": "markdown"}
"""The extensions of files that tell the whole, and their formats."""

TABLES: Final = {
    extension: name
    for name, (_, extensions, _) in SINKS.items()
    if name != "geojson"
    for extension in extensions
}
"""The extensions of files that list the events of a feed, and their formats."""

TOLD: Final = ("verdict", "possible", "instrument", "provision", "because")


def title(found: Difference) -> str:
    """Return one line that says what was found."""
    sides = " -> ".join(f"{side.rulebook} ({side.reading})" for side in (found.old, found.new))
    if found.changes:
        examples = amount(len(found.changes), "examples")
        return f"{sides}: events are told of otherwise, shown by {examples}"
    if found.unsettled:
        return f"{sides}: not all was worked out"
    if found.apart:
        return f"{sides}: every event gets the same verdict; what else differs is below"
    return f"{sides}: no change in meaning"


def show(screen: Screen, found: Difference, feed: FeedDifference | None, *, wording: bool) -> None:
    """Print what is to be told; nothing where there is nothing."""
    parts = list(sections(found, feed, wording=wording))
    if not parts:
        return
    screen.line(title(found), "bold")
    for part in parts:
        screen.line()
        screen.line(part.title, "bold")
        screen.lines("  " * indent + text for indent, text in part.lines)
    if found.changes or feed is not None:
        screen.line()
        screen.line(CAUTION)


def to_text(found: Difference, feed: FeedDifference | None, *, wording: bool) -> str:
    """Return the whole as text."""
    lines = [title(found)]
    for part in sections(found, feed, wording=wording, whole=True):
        lines += ["", part.title]
        lines += ["  " * indent + safe(text) for indent, text in part.lines]
    return "\n".join([*lines, "", CAUTION]) + "\n"


def markdown(found: Difference, feed: FeedDifference | None, *, wording: bool) -> str:
    """Return the whole in Markdown."""
    lines = [f"# {plain(title(found))}"]
    for part in sections(found, feed, wording=wording, whole=True):
        lines += ["", f"## {plain(part.title)}", ""]
        lines += [f"{'  ' * (indent - 1)}- {plain(text)}" for indent, text in part.lines]
    return "\n".join([*lines, "", CAUTION]) + "\n"


def to_json(found: Difference, feed: FeedDifference | None) -> str:
    """Return the whole as data."""
    return json_text({**found.to_dict(), "feed": feed and feed.to_dict()}, indent=2) + "\n"


def written(form: str, found: Difference, feed: FeedDifference | None, *, wording: bool) -> str:
    """Return the whole in a format."""
    if form == "json":
        return to_json(found, feed)
    make = markdown if form == "markdown" else to_text
    return make(found, feed, wording=wording)


def write_page(place: str, text: str) -> None:
    """Write a text to a file that appears once it is complete."""

    def fill(stream: IO[bytes]) -> None:
        stream.write(text.encode())

    replaced(place, fill)


def write_events(place: str, feed: FeedDifference) -> None:
    """Write the events that are told of otherwise as a table."""

    def fill(stream: IO[bytes]) -> None:
        form = TABLES[Path(place).suffix.casefold()]
        layout = Layout(columns(lists=form == "parquet"), (), verbatim=())
        sink = SINKS[form][0](stream, layout)
        try:
            for each in feed.moved:
                sink.write(row(each), {}, None)
            sink.finish()
        except BaseException:
            sink.abandon()
            raise

    replaced(place, fill)


def columns(*, lists: bool) -> dict[str, Any]:
    """Return the columns of the table, with their types."""
    several: Any = "text"
    if lists:
        import pyarrow as pa  # noqa: PLC0415  (only for Parquet)

        several = pa.list_(pa.string())
    found: dict[str, Any] = {"id": "text", "line": "whole"}
    for side in ("old", "new"):
        found |= {f"{side}_{name}": several if name == "possible" else "text" for name in TOLD}
    return found


def row(moved: Moved) -> dict[str, Any]:
    """Return the row of an event."""
    found: dict[str, Any] = {"id": moved.id, "line": moved.line}
    for side, told in (("old", moved.old), ("new", moved.new)):
        for name in TOLD:
            value = getattr(told, name)
            found[f"{side}_{name}"] = list(value) if isinstance(value, tuple) else value
    return found


def replaced(place: str, fill: Callable[[IO[bytes]], None]) -> None:
    """Write a file that appears once it is complete."""
    file = Replacement(Path(place))
    try:
        with closing(file.open()) as stream:
            fill(stream)
            stream.flush()
            file.commit()
    finally:
        file.discard()
