"""``ceasefire alerts``: what several events of a whole feed together show."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceasefire.cli.options import AsOf, FeedFormat, FeedPath, Reading, Rules, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.monitor.alerts import Alert
    from ceasefire.monitor.whole.alerts import WholeAlerts

__all__ = ["alerts"]

SHOWN = 5
"""So many rows that could not be read are told of."""


def alerts(  # noqa: PLR0913  (each an option of its own)
    feed: FeedPath,
    *,
    rules: Rules,
    form: FeedFormat = None,
    reading: Reading = None,
    as_of: AsOf = None,
    until: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="The day or time up to which it is known what happened, if that is later "
            "than the start of the last event; not what lies in the future.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write a JSON object a line to FILE, *.jsonl or *.ndjson, or with - to "
            "standard output.",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at a row that cannot be read.")
    ] = False,
) -> None:
    """Tell the alerts of the rulebook's patterns for a whole feed at once.

    They are those that stand once ``ceasefire watch`` has gone through all of it.
    """
    from ceasefire.cli.terminal import Screen, json_text  # noqa: PLC0415  (help must not wait)
    from ceasefire.errors import no_event  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.findings.explain import DISCLAIMER  # noqa: PLC0415  (loaded when wanted)

    if output is not None and str(output) != "-":
        free(output, feed)
    book = opened(rules, reading, as_of)
    found = book.alerts(feed, format=form, until=until, strict=strict)
    if found.rows == found.rejected:
        raise no_event(feed, found.rows, found.problems)
    screen = Screen()
    if output is None:
        screen.lines(told(found.alerts))
        screen.line(DISCLAIMER)
    elif str(output) == "-":
        for alert in found.alerts:
            screen.data(json_text(alert.to_dict()))
    else:
        written(output, (json_text(alert.to_dict()) for alert in found.alerts))
    notes = Screen(error=True)
    notes.lines(counted(found))


def free(path: Path, feed: str) -> None:
    """Raise an error now, before a feed is read, where lines cannot be written to a file."""
    from ceasefire.errors import UsageError  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.findings.output import SINKS  # noqa: PLC0415  (help must not wait)
    from ceasefire.findings.replacement import vacancy  # noqa: PLC0415  (likewise)

    _, extensions, _ = SINKS["jsonl"]
    if path.suffix.casefold() not in extensions:
        listed = " or ".join(extensions)
        raise UsageError(f"`{path}`: alerts are written as JSON, one a line; use {listed}")
    vacancy(path)
    source = Path(feed)
    if path.exists() and source.exists() and source.samefile(path):
        raise UsageError(f"`{path}` is the feed itself; choose another name for the output")


def written(path: Path, lines: "Iterator[str]") -> None:
    """Write lines to a file that appears once it is complete."""
    from contextlib import closing  # noqa: PLC0415  (help must not wait for these)

    from ceasefire.findings.replacement import Replacement  # noqa: PLC0415  (likewise)

    file = Replacement(path)
    try:
        with closing(file.open()) as stream:
            stream.writelines(f"{line}\n".encode() for line in lines)
            stream.flush()
            file.commit()
    finally:
        file.discard()


def told(alerts_: "list[Alert]") -> "Iterator[str]":
    """Yield alerts in words, pattern by pattern."""
    pattern = ""
    for alert in alerts_:
        if alert.pattern != pattern:
            pattern = alert.pattern
            yield f"{alert.title} ({pattern})"
        yield f"  {alert.certainty}: {alert.because}"
    if not alerts_:
        yield "No pattern shows anything in these events."
    yield ""


def counted(found: "WholeAlerts") -> "Iterator[str]":
    """Yield what became of the rows."""
    from ceasefire.cli.terminal import amount  # noqa: PLC0415  (help must not wait)

    yield (
        f"{amount(found.rows, 'rows')}: {amount(found.events, 'events')}, "
        f"{found.corrected} corrected, {amount(found.duplicates, 'duplicates')}, "
        f"{found.older} older, {found.rejected} rejected; {amount(len(found.alerts), 'alerts')}"
    )
    for problem in found.problems[:SHOWN]:
        yield str(problem)
    if len(found.problems) > SHOWN:
        yield f"… and more, in {amount(found.rejected, 'rows')}"
