"""A studio served on this machine alone, until it is ended."""

from __future__ import annotations

import secrets
import socket
import webbrowser
from threading import Thread
from typing import TYPE_CHECKING, Final

import uvicorn

from ceasefire.errors import UsageError
from ceasefire.findings.replacement import reason
from ceasefire.studio.bench import Kit
from ceasefire.studio.papers import opened
from ceasefire.studio.server import Studio
from ceasefire.studio.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceasefire.studio.bench import FeedSource

__all__ = ["serve"]

HERE: Final = "127.0.0.1"
"""The only address that is listened at: nobody but this machine can reach it."""


class Server(uvicorn.Server):
    """A server that says when it can be reached."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        """Take what is to be called then."""
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve."""
        await super().startup(sockets)
        if self.started:
            self.ready()


def serve(
    rules: str | None,
    feed: FeedSource | None,
    *,
    port: int,
    browser: bool,
    tell: Callable[[str], None],
) -> None:
    """Serve a studio until Ctrl-C; ``tell`` is told its address.

    ``port`` 0 is any that is free. Raises what opening the files raises, and
    :class:`~ceasefire.errors.UsageError` for a port that cannot be had.
    """
    papers = opened(rules)
    places = tuple((paper.name, paper.folder) for paper in papers.papers)
    kit = Kit(places, feed)
    workers = Worker(kit), Worker(kit)
    studio = Studio(papers, kit, workers[0].ask, workers[1].ask, event=rules is None)
    with listening(port) as found:
        number = found.getsockname()[1]
        token = secrets.token_urlsafe(24)
        address = f"http://{HERE}:{number}/{token}/"

        def ready() -> None:
            tell(address)
            for worker in workers[: 1 if feed is None else None]:
                Thread(target=worker.begin, daemon=True).start()
            if browser:
                # Some browsers take the terminal, and would keep the page waiting.
                Thread(target=webbrowser.open, args=(address,), daemon=True).start()

        def ended() -> None:
            for worker in workers:
                worker.stop()

        config = uvicorn.Config(
            studio.app(token, number, ended),
            access_log=False,
            lifespan="on",
            log_level="critical",
            server_header=False,
            timeout_graceful_shutdown=1,
            ws="none",
        )
        try:
            Server(config, ready).run([found])
        finally:
            ended()


def listening(port: int) -> socket.socket:
    """Return a socket that listens on this machine alone."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HERE, port))
    except OSError as error:
        found.close()
        message = f"port {port} cannot be used: {reason(error)}"
        raise UsageError(f"{message} (leave out --port to have any that is free)") from error
    return found
