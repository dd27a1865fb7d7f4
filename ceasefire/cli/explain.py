"""``ceasefire explain``: says in words why events of a feed are decided as they are."""

from typing import TYPE_CHECKING, Annotated

import typer

from ceasefire.cli.failures import BAD_INPUT, list_problems
from ceasefire.cli.options import (
    AnyReading,
    AsOf,
    FeedPath,
    Form,
    Reading,
    ReportFormat,
    Rules,
    opened,
)
from ceasefire.errors import EventError, Problem, UsageError, no_event
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ceasefire.book import Book
    from ceasefire.events.event import Event
    from ceasefire.events.feeds import Feed, Record
    from ceasefire.findings.finding import Finding

__all__ = ["explain"]

FEW = 20
"""How many events are explained without being named."""


def explain(  # noqa: PLR0913  (each an option of its own)
    feed: FeedPath,
    *,
    rules: Rules,
    event: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="An event to explain; may be given several times."),
    ] = None,
    form: ReportFormat = Form.TEXT,
    feed_format: Annotated[
        str | None,
        typer.Option(metavar="FORMAT", help="What the feed is, as --format of classify."),
    ] = None,
    reading: Reading = None,
    as_of: AsOf = None,
    any_reading: AnyReading = False,
) -> None:
    """Say why events are decided as they are, in words or as data.

    Without --event all of them are explained, if they are few. As data, each
    finding is a JSON object on a line.
    """
    from ceasefire.errors import placed  # noqa: PLC0415  (help must not wait for these)
    from ceasefire.events.feeds import read_feed  # noqa: PLC0415  (loaded when wanted)

    book = opened(rules, reading, as_of)
    source = read_feed(feed, feed_format, rulebook=book.rulebook)
    found: list[tuple[Event, Finding]] = []
    problems: list[Problem] = []
    for record in named(source, event) if event else few(source):
        problems += record.problems
        if record.event is not None:
            try:
                finding = book.classify(record.event, any_reading=any_reading)
                found.append((record.event, finding))
            except EventError as error:
                problems += placed(error.problems, source.name, record.line)
        else:
            problems += placed(book.faults(record.rest), source.name, record.line)
    show(book, found, form)
    list_problems(problems)
    if problems and (event or not found):
        raise typer.Exit(BAD_INPUT)


def named(feed: "Feed", wanted: "Collection[str]") -> list["Record"]:
    """Return the rows of some events; raise ``UsageError`` where one is not there."""
    found = []
    ids: dict[str, None] = {}
    for record in feed:
        key = record.event.id if record.event is not None else str(record.raw.get("id", ""))
        ids[key] = None
        if key in wanted:
            found.append(record)
    missing = [key for key in wanted if key not in ids]
    if missing:
        hints = (f"`{key}`: {did_you_mean(key, ids)}" for key in missing)
        listed = "; ".join(hint.removesuffix(": ") for hint in hints)
        raise UsageError(f"{feed.name} has no event {listed}")
    return found


def few(feed: "Feed") -> list["Record"]:
    """Return all rows; raise where they are too many to explain, or none."""
    found = []
    for record in feed:
        found.append(record)
        if len(found) > FEW:
            first = next((item.event.id for item in found if item.event), "ID")
            message = f"{feed.name} holds more than {FEW} events"
            raise UsageError(f"{message}: name those to explain, as in --event {first}")
    if not found:
        raise no_event(feed.name, 0)
    return found


def show(book: "Book", found: "Sequence[tuple[Event, Finding]]", form: Form) -> None:
    """Print findings in words, apart from each other and after what was reported, or as JSON."""
    from ceasefire.cli.terminal import Screen, json_text  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.findings.explain import lines  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.report.telling import Teller  # noqa: PLC0415  (loaded when wanted)

    screen = Screen()
    teller = Teller(book)
    for number, (event, finding) in enumerate(found):
        if form is Form.JSON:
            screen.data(json_text(finding.to_dict()))
            continue
        if number:
            screen.line()
            screen.line()
        head, *rest = lines(finding)
        screen.line(head, "bold")
        screen.line(teller.sentence(event, finding.taken))
        screen.lines(rest)
