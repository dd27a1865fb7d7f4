"""``ceasefire history``: what was known of an event when, and what the finding was then."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ceasefire.cli.options import Form, ReportFormat

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from ceasefire.monitor.record.history import Step

__all__ = ["history"]

LEFT = {
    "duplicate": "what the report that stands says",
    "repeated": "what an earlier report said that was corrected since",
    "older": "what was known before the report that stands",
}
"""What there is to say of reports that do not take the place of the one that stands."""


def history(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The id of an event.")],
    *,
    store: Annotated[
        str, typer.Option(metavar="FILE", help="The store of a monitor, which may be running.")
    ],
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="Only what had been recorded by the end of TIME. Without a zone it is in the "
            "rulebook's; the times told are in UTC, which their Z says.",
        ),
    ] = None,
    form: ReportFormat = Form.TEXT,
) -> None:
    """Tell what was known of an event when: its reports, findings and alerts, as recorded.

    The times are those of recording. As data, each step is a JSON object on a line.
    """
    from contextlib import closing  # noqa: PLC0415  (help must not wait for these)
    from pathlib import Path  # noqa: PLC0415  (loaded when wanted)

    from ceasefire.cli.terminal import Screen, json_text  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.findings.explain import DISCLAIMER  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.monitor.record.damage import undamaged  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.monitor.record.files import explained, read  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.monitor.record.history import history as recorded  # noqa: PLC0415  (likewise)

    path = Path(store)
    with closing(read(path)) as connection, explained(path):
        until = None if as_of is None else end_of(connection, as_of)
        steps = recorded(connection, event, until)
        if not steps:
            nothing(connection, event, as_of, until)
    screen = Screen()
    # Nothing is told of a record of which some cannot be.
    with undamaged(f"the record of event `{event}`"):
        data = [json_text(step.to_dict()) for step in steps]
        lines = list(in_words(steps))
    if form is Form.JSON:
        for text in data:
            screen.data(text)
        return
    screen.line(f"Event {event}, {len(steps)} {'steps' if len(steps) > 1 else 'step'} on record")
    screen.lines(lines)
    screen.line()
    screen.line(DISCLAIMER)


def end_of(connection: "sqlite3.Connection", as_of: str) -> int:
    """Return the instant before which something must have been recorded.

    A time without a zone is one of the rulebook's.
    """
    from ceasefire.errors import UsageError  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.monitor.record.history import last_rules  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.terms.times import TimeProblem, zone  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.terms.times import end_of as ending  # noqa: PLC0415  (likewise)

    rules = last_rules(connection)
    try:
        return ending(as_of, zone(rules[1].timezone if rules else "UTC"))
    except TimeProblem as problem:
        raise UsageError(f"--as-of: {problem.message} ({problem.hint})") from problem


def nothing(
    connection: "sqlite3.Connection", event: str, as_of: str | None, until: int | None
) -> None:
    """Raise ``UsageError``: there is nothing on record of an event, or was not then."""
    from ceasefire.errors import UsageError  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.monitor.alerts import utc  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.monitor.record.history import alike  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.monitor.record.history import history as recorded  # noqa: PLC0415  (likewise)
    from ceasefire.terms.likeness import did_you_mean  # noqa: PLC0415  (loaded when wanted)

    others = alike(connection, event)
    if event in others:
        asked = "" if until is None else f", which is {ended(until)}"
        first = utc(recorded(connection, event)[0].entry.recorded)
        message = f"nothing was on record of event `{event}` by {as_of}{asked}"
        raise UsageError(f"{message}; the first of it was recorded at {first}")
    hint = did_you_mean(event, others)
    message = f"nothing is on record of an event `{event}`"
    raise UsageError(f"{message}; {hint}" if hint else message)


def ended(until: int) -> str:
    """Return in UTC the instant before another, or that up to which a day goes."""
    from ceasefire.monitor.alerts import utc  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.terms.times import SECOND  # noqa: PLC0415  (loaded when wanted)

    return utc(until - 1) if until % SECOND else f"up to {utc(until)}"


def in_words(steps: "list[Step]") -> "Iterator[str]":
    """Yield steps in words, each after an empty line."""
    rules: Mapping[str, Any] = {}
    for step in steps:
        yield ""
        yield from told(step, rules)
        rules = step.rules or rules


def told(step: "Step", before: "Mapping[str, Any]") -> "Iterator[str]":
    """Yield a step in words, with the rules where they are other ones than before."""
    from ceasefire.monitor.alerts import utc  # noqa: PLC0415  (loaded when wanted)

    rules, data = step.rules, step.data
    if rules and rules != before:
        yield f"Rules: {rules['rulebook']}, reading {rules['reading']}, digest {rules['digest']}"
    at = f"{utc(step.entry.recorded)}, entry {step.entry.number}"
    if step.entry.kind == "alert":
        alert = data["alert"]
        yield f"{at}: alert {data['what']}: {alert['title'] or alert['pattern']}"
        yield f"  {alert['certainty']}; {alert['because']}"
        yield f"  events: {', '.join(alert['events']) or 'none'}"
        return
    if step.entry.kind == "report":
        yield f"{at}: report {data['status']} (line {data['line']} of {data['source']})"
        yield from reported(step)
    else:
        yield f"{at}: the rules changed, and with them the finding"
    if data["finding"] is not None:
        yield from found(data["finding"])


def reported(step: "Step") -> "Iterator[str]":
    """Yield what a report says, or what it says otherwise than the one before."""
    said = LEFT.get(step.data["status"])
    if said is not None:
        yield f"  said: {said}; it changes nothing"
    elif not step.changes:
        yield f"  said: {step.data['text'].strip()}"
    for key, (old, new) in step.changes.items():
        if step.taken:
            yield f"  {key}: {shown(old)} before, now {shown(new)}"
        else:
            yield f"  {key}: {shown(new)} here, {shown(old)} in the report that stands"


def found(finding: "Mapping[str, Any]") -> "Iterator[str]":
    """Yield a finding in words."""
    possible = " or ".join(finding["possible"]) or "nothing to classify"
    yield f"  finding: {finding['verdict'].upper()} (possible: {possible})"
    yield f"  why: {finding['because']}"
    for note in finding["notes"]:
        yield f"  note: {note}"


def shown(value: object) -> str:
    """Return a value of a report in words."""
    from ceasefire.cli.terminal import json_text  # noqa: PLC0415  (loaded when wanted)

    return "nothing" if value is None else json_text(value)
