"""``ceasefire studio``: a page of one's own machine to write rules and try events on."""

from contextlib import suppress
from typing import Annotated

import typer

from ceasefire.cli.options import FeedFormat
from ceasefire.errors import MissingExtraError, UsageError

__all__ = ["studio"]

LIBRARIES = {"starlette", "uvicorn", "pygls", "lsprotocol", "anyio"}


def studio(
    rules: Annotated[
        str | None,
        typer.Argument(
            metavar="[RULES]",
            help="A bundled rulebook's name, a rule file or a folder of them; "
            "without it, a small example.",
        ),
    ] = None,
    *,
    feed: Annotated[
        str | None,
        typer.Option("--feed", metavar="FEED", help="A feed whose events are shown beside it."),
    ] = None,
    feed_format: FeedFormat = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; 0 is any that is free.")
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
) -> None:
    """Open a page where rules and findings are seen side by side, as one types.

    The page is of this machine alone, under an address that nobody else knows. Nothing is
    written unless it is saved there, and then only to the files named here. Ctrl-C ends it.
    """
    try:
        from ceasefire.studio.bench import FeedSource  # noqa: PLC0415  (help must not wait for it)
        from ceasefire.studio.running import serve  # noqa: PLC0415  (likewise)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in LIBRARIES:
            raise
        raise MissingExtraError(str(error.name), "studio") from error
    if feed is not None:
        readable(feed, feed_format)
    # Ctrl-C is how a studio is meant to end.
    source = None if feed is None else FeedSource(feed, feed_format)
    with suppress(KeyboardInterrupt):
        serve(rules, source, port=port, browser=browser, tell=told)


def readable(feed: str, form: str | None) -> None:
    """Raise an error of the feed now, and not on the page, if it cannot be read at all."""
    from ceasefire.events.feeds import read_feed  # noqa: PLC0415  (help must not wait for it)

    if feed == "-":
        raise UsageError("the feed is read more than once: save it to a file and name that")
    read_feed(feed, form)


def told(address: str) -> None:
    """Say where the page is."""
    from ceasefire.cli.terminal import Screen  # noqa: PLC0415  (help must not wait for it)

    screen = Screen()
    screen.line(f"the studio is at {address}")
    screen.line("it is for this machine alone; Ctrl-C ends it")
    screen.file.flush()
