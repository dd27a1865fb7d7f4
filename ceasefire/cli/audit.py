"""``ceasefire audit``: whether the record of a store is as it was written."""

from typing import Annotated

import typer

from ceasefire.cli.options import Form, ReportFormat

__all__ = ["audit"]

BAD_ANSWER = 1


def audit(
    store: Annotated[str, typer.Argument(metavar="STORE", help="The store of a monitor.")],
    *,
    head: Annotated[
        str,
        typer.Option(
            metavar="HASH",
            help="A head that was noted elsewhere: it must be in the record.",
        ),
    ] = "",
    form: ReportFormat = Form.TEXT,
) -> None:
    """Check that no entry of the record was changed, removed, added or moved.

    Ends with 1 if any was. A record whose end was cut off, or that was written anew as a
    whole, can only be told by --head, with a hash that the monitor printed.
    """
    from contextlib import closing  # noqa: PLC0415  (help must not wait for these)
    from pathlib import Path  # noqa: PLC0415  (loaded when wanted)

    from ceasefire.cli.terminal import Screen, amount, json_text  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.errors import UsageError  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.monitor.record.audit import HASH  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.monitor.record.audit import audit as examine  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.monitor.record.files import read  # noqa: PLC0415  (loaded when wanted)

    noted = head.strip().casefold()
    if noted and not HASH.fullmatch(noted):
        raise UsageError(f"--head: `{head}` is no hash (8 to 64 of the characters 0-9 and a-f)")
    with closing(read(Path(store))) as connection:
        found = examine(connection, noted)
    screen = Screen()
    if form is Form.JSON:
        screen.data(json_text(found.to_dict(), indent=2))
    else:
        screen.lines(f"{store}: {fault}" for fault in found.faults)
        if found.more:
            screen.line(f"... and {amount(found.more, 'faults')} more")
        screen.lines(f"note: {note}" for note in found.notes)
        state = "as it was written" if found.sound else "not as it was written"
        screen.line(f"{store}: {amount(found.entries, 'entries')}, {state}")
        screen.line(f"head: {found.head}")
    if not found.sound:
        raise typer.Exit(BAD_ANSWER)
