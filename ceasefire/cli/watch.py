"""``ceasefire watch``: decides the reports of a feed as they come, and tells of patterns."""

import sys
from contextlib import ExitStack, closing, nullcontext
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from ceasefire.cli.failures import INTERRUPTED, complain
from ceasefire.cli.options import FeedPath, Reading, Rules, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.book import Book
    from ceasefire.cli.watching.run import Watching
    from ceasefire.cli.watching.table import LiveTable
    from ceasefire.monitor.monitor import EngineName, Monitor
    from ceasefire.monitor.record.store import Rules as Ruled
    from ceasefire.monitor.record.store import Store
    from ceasefire.monitor.record.unkept import NoStore

__all__ = ["watch"]


class Engine(StrEnum):
    """What decides events."""

    AUTO = "auto"
    DURABLE = "durable"
    REFERENCE = "reference"


def watch(  # noqa: PLR0913  (each an option of its own)
    feed: FeedPath,
    *,
    rules: Rules,
    store: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Keep the record and the state in FILE, and go on from there after a restart.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Add the lines to FILE; - is standard output, the default.",
        ),
    ] = None,
    reading: Reading = None,
    lateness: Annotated[
        str, typer.Option(metavar="TIME", help="How long reports may come out of order.")
    ] = "72h",
    engine: Annotated[
        Engine, typer.Option(help="What decides events; the findings are the same.")
    ] = Engine.AUTO,
    follow: Annotated[
        bool, typer.Option("--follow", help="Wait for what is added to the file.")
    ] = False,
    until: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="At the end of the feed, the day or time up to which it is known what "
            "happened, if that is later than the start of the last event.",
        ),
    ] = None,
    clock: Annotated[
        str | None,
        typer.Option(
            metavar="DELAY",
            help="With --follow, time goes on while nothing comes: by the clock on the wall, "
            "less DELAY, which reports may take.",
        ),
    ] = None,
    table: Annotated[
        bool, typer.Option("--table", help="Show counts and alerts, and lines only with -o.")
    ] = False,
    restate: Annotated[
        bool,
        typer.Option(
            "--restate", help="Go on under rules that changed: go through the record anew."
        ),
    ] = False,
    durable: Annotated[
        bool, typer.Option("--durable", help="Lose nothing of the store if the power fails.")
    ] = False,
) -> None:
    """Decide the reports of a feed as they come, one JSON object a line, and raise alerts.

    Writes a JSON object a line. With a store nothing is lost or told twice, however the
    run ends; what each report said, and what was found then, ceasefire history tells.
    """
    from ceasefire.cli.watching.fitting import fit  # noqa: PLC0415  (help must not wait for these)
    from ceasefire.monitor.record.store import Store  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.monitor.record.unkept import NoStore  # noqa: PLC0415  (loaded when wanted)

    book = opened(rules, reading)
    if store is None:
        complain("no --store: nothing is recorded, and a restart begins anew")
    time = Time.of(book, until, clock, follow=follow)
    ruled = ruled_by(book, lateness)
    fit(feed, store, output)
    with Store(store, durable=durable) if store is not None else NoStore() as keeper:
        check(keeper, ruled, restate=restate)
        run = Run(book, engine, lateness, keeper, ruled, time, restate and keeper.rules is not None)
        ended = watched(run, feed, output, follow=follow, table=table)
    if ended == "SIGINT":
        raise typer.Exit(INTERRUPTED)


class Time(NamedTuple):
    """How far time is known to have come at the end of a feed, and at its pauses.

    ``until`` is an instant, ``delay`` a length of time, both in microseconds.
    """

    until: int | None
    delay: int | None

    @classmethod
    def of(cls, book: "Book", until: str | None, clock: str | None, *, follow: bool) -> "Time":
        """Return what options say; raise ``UsageError`` for what cannot be."""
        from ceasefire.cli.watching.clock import known_until, length  # noqa: PLC0415  (loaded when wanted)
        from ceasefire.errors import UsageError  # noqa: PLC0415  (likewise)

        if until is not None and follow:
            raise UsageError("--until is of a feed that ends, which one with --follow does not")
        if clock is not None and not follow:
            raise UsageError("--clock is of a feed that goes on: it needs --follow")
        known = None if until is None else known_until(book, until)
        return cls(known, None if clock is None else length(clock, "--clock"))


class Run(NamedTuple):
    """What a run is made of: ``anew`` says that the record is gone through anew first."""

    book: "Book"
    engine: Engine
    lateness: str
    keeper: "Store | NoStore"
    rules: "Ruled"
    time: Time
    anew: bool

    def monitor(self) -> "Monitor":
        """Return a monitor that goes on where the store is, or begins anew."""
        from ceasefire.cli.watching.restating import resumed  # noqa: PLC0415  (loaded when wanted)
        from ceasefire.monitor.record.store import Store  # noqa: PLC0415  (loaded when wanted)

        if not isinstance(self.keeper, Store):
            return self.fresh()
        return resumed(self.fresh, self.keeper)

    def fresh(self, snapshot: "Mapping[str, Any] | None" = None) -> "Monitor":
        """Return a monitor that goes on from a state alone, or begins anew."""
        engine: EngineName = self.engine.value
        return self.book.monitor(lateness=self.lateness, engine=engine, snapshot=snapshot)


def watched(run: Run, feed: str, output: str | None, *, follow: bool, table: bool) -> str | None:
    """Watch a feed to its end, or until a signal comes; return its name."""
    from ceasefire.cli.watching.clock import Wall  # noqa: PLC0415  (likewise)
    from ceasefire.cli.watching.fitting import keep_apart  # noqa: PLC0415  (likewise)
    from ceasefire.cli.watching.lines import opened_lines  # noqa: PLC0415  (likewise)
    from ceasefire.cli.watching.output import opened_output  # noqa: PLC0415  (likewise)
    from ceasefire.cli.watching.run import Watching  # noqa: PLC0415  (help must not wait for these)
    from ceasefire.cli.watching.stop import Stop  # noqa: PLC0415  (likewise)

    keeper = run.keeper
    view = viewed(keeper) if table else None
    # What is not recorded will not be read again: then nothing waits for its end.
    lines = opened_lines(feed, sys.stdin.buffer, follow=follow, patient=keeper.head is not None)
    with ExitStack() as stack:
        stack.enter_context(closing(lines))
        stop = stack.enter_context(Stop(lines.wake))
        watching = Watching(
            run.fresh() if run.anew else run.monitor(),
            lines,
            keeper,
            stop,
            view,
            wall=None if run.time.delay is None else Wall(run.time.delay),
            # Without a store, nothing tells how it was.
            again=None if keeper.head is None else run.monitor,
        )
        stack.enter_context(closing(watching))
        before = keeper.position(lines.source)
        if before is not None:
            lines.resume(before)
        if output is not None or not table:
            found = stack.enter_context(opened_output(output, sys.stdout.buffer))
            keep_apart(found, feed, keeper.path)
            note = keeper.outbox.settle(found)
            if note:
                complain(note)
        with view or nullcontext():
            begin(watching, run)
            watching.run()
            if run.time.until is not None and not stop.asked:
                watching.passed(run.time.until)
            watching.end()
        tell(watching, stop.asked)
    return stop.asked


def begin(watching: "Watching", run: Run) -> None:
    """Write under what the run begins, and what is different under rules that changed."""
    from ceasefire.cli.watching.restating import restate  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.monitor.record.store import Store  # noqa: PLC0415  (loaded when wanted)

    keeper = watching.store
    with watching.telling.batch():
        keeper.begin(run.rules)
        watching.start(run.rules)
        if run.anew and isinstance(keeper, Store):
            complain("the record is gone through anew under these rules")
            restate(watching, keeper)


def ruled_by(book: "Book", lateness: str) -> "Ruled":
    """Return by what findings and alerts are found; raise ``UsageError`` for no lateness."""
    from ceasefire.cli.watching.clock import length  # noqa: PLC0415  (loaded when wanted)
    from ceasefire.monitor.record.store import Rules as Ruled  # noqa: PLC0415  (loaded when wanted)

    length(lateness, "--lateness")
    by = book.provenance
    zone = book.rulebook.timezone
    return Ruled(by.rulebook, by.digest, by.reading, by.as_of, by.version, lateness, zone)


def check(keeper: "Store | NoStore", ruled: "Ruled", *, restate: bool) -> None:
    """Raise ``UsageError`` where a store is not of these very rules, unless that is wanted."""
    from ceasefire.errors import UsageError  # noqa: PLC0415  (loaded when wanted)

    before = keeper.rules
    if before is None or before.same(ruled):
        return
    if before.rulebook != ruled.rulebook:
        message = f"the store is of the rulebook `{before.rulebook}`, not `{ruled.rulebook}`"
        raise UsageError(f"{message}; each rulebook needs a store of its own")
    if not restate:
        raise UsageError(
            f"the store was kept under other rules: {'; '.join(before.differences(ruled))}; "
            "with --restate its record is gone through anew, and what differs is told"
        )


def viewed(keeper: "Store | NoStore") -> "LiveTable":
    """Return a table of what is going on, which begins with the alerts that stand."""
    from ceasefire.cli.watching.table import LiveTable  # noqa: PLC0415  (loaded when wanted)

    view = LiveTable()
    for alert in keeper.standing():
        view.alert("raised", alert)
    return view


def tell(watching: "Watching", asked: str | None) -> None:
    """Say on standard error where things stand."""
    place = watching.lines.place()
    why = f"ended by {asked}, " if asked else ""
    counted = watching.telling.counts.sentence()
    complain(f"{why}after line {place.line} of {watching.lines.name}: {counted}")
    left = watching.lines.left
    if left:
        # Nobody can go back in a stream.
        then = "is not taken in" if watching.lines.once else "waits for it"
        complain(f"the last line has no end and {then} ({left} bytes)")
    head = watching.store.head
    if head is not None:
        complain(f"the record has {head.number} entries; its head is {head.hash}")
