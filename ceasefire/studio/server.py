"""The pages and answers of a studio."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from ceasefire.errors import CeasefireError, InputError
from ceasefire.findings.escapes import escaped
from ceasefire.findings.explain import DISCLAIMER
from ceasefire.lsp.examining import examined
from ceasefire.studio.asks import Ask, Look, Place, Rows, Save, Timeline
from ceasefire.studio.bench import shelf_of
from ceasefire.studio.guard import Guard
from ceasefire.studio.marks import marks
from ceasefire.studio.papers import ChangedError
from ceasefire.studio.worker import TooLongError
from ceasefire.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request

    from ceasefire.studio.bench import Kit
    from ceasefire.studio.papers import Papers

    Asker = Callable[[str, Any, float], dict[str, Any]]

__all__ = ["ASSETS", "Studio"]

Asked = TypeVar("Asked", bound=BaseModel)

ASSETS: Final = Path(__file__).with_name("assets")

TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
"""What is given out of the folder of assets, by its extension."""

LIMIT: Final = 15.0
"""Seconds that an answer may take while somebody types."""

FEED_LIMIT: Final = 60.0
"""Seconds that some rows of a feed may take."""

TASKS: Final[dict[str, type[Ask]]] = {
    "look": Look,
    "timeline": Timeline,
    "complete": Place,
    "hover": Place,
}
"""What is asked while somebody types, and how."""

EXAMPLE_EVENT: Final = {
    "id": "E1",
    "kind": "shelling",
    "when": "2021-03-22 10:30",
    "where": {"name": "the bridge zone", "lat": 40.1, "lon": 28.2},
    "actor": {"one_of": ["river-guard", "free-company"]},
    "target": "east",
    "killed": [0, 2],
}
"""What the example begins with."""


class Studio:
    """A studio: the files it shows, and who works out what it answers.

    ``ask`` answers what is asked while somebody types, ``ask_rows`` what is asked of a feed.
    """

    def __init__(
        self, papers: Papers, kit: Kit, ask: Asker, ask_rows: Asker, *, event: bool = False
    ) -> None:
        """Take what is shown; ``event`` says whether to begin with that of the example."""
        self.papers, self.kit, self.event = papers, kit, event
        self.ask, self.ask_rows = ask, ask_rows
        self.examining: asyncio.Task[Any] | None = None

    def app(self, token: str, port: int, ended: Callable[[], None] = lambda: None) -> Starlette:
        """Return the application, to be served at a port under a token.

        ``ended`` is called when it ends.
        """

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            yield
            if self.examining is not None:
                self.examining.cancel()
                await asyncio.wait({self.examining})
            ended()

        asking = [
            Route(f"/{task}", self.answering(task, kind), methods=["POST"])
            for task, kind in TASKS.items()
        ]
        routes = [
            Route("/", self.page),
            Route("/assets/{name}", asset),
            Route("/start", self.start),
            *asking,
            Route("/rows", guarded(self.rows), methods=["POST"]),
            Route("/examine", guarded(self.examine), methods=["POST"]),
            Route("/save", guarded(self.save), methods=["POST"]),
        ]
        guard = Middleware(Guard, token=token, port=port)
        return Starlette(routes=routes, middleware=[guard], lifespan=lifespan)

    # --- what is shown at first ---

    async def page(self, request: Request) -> Response:
        """Return the page; only its own styles carry the nonce."""
        text = (ASSETS / "index.html").read_text(encoding="utf-8")
        return HTMLResponse(text.replace("{{nonce}}", request.state.nonce))

    async def start(self, request: Request) -> Response:  # noqa: ARG002  (as Starlette calls it)
        """Return the files, and what can be done with them."""
        return JSONResponse(
            {
                "label": escaped(self.papers.label),
                "note": escaped(self.papers.note),
                "files": [
                    {
                        "name": escaped(paper.label),
                        "text": paper.text,
                        "saved": paper.path is not None,
                    }
                    for paper in self.papers.papers
                ],
                "feed": None if self.kit.feed is None else escaped(self.kit.feed.path),
                "event": EXAMPLE_EVENT if self.event else None,
                "disclaimer": DISCLAIMER,
                "version": __version__,
            }
        )

    # --- what is asked ---

    def answering(self, task: str, kind: type[Ask]) -> Callable[[Request], Awaitable[Response]]:
        """Return what answers a task."""

        async def answer(request: Request) -> Response:
            asked = await read(request, kind)
            return JSONResponse(await run_in_threadpool(self.ask, task, asked, LIMIT))

        return guarded(answer)

    async def rows(self, request: Request) -> Response:
        """Return some rows of the feed, decided."""
        asked = await read(request, Rows)
        return JSONResponse(await run_in_threadpool(self.ask_rows, "rows", asked, FEED_LIMIT))

    async def examine(self, request: Request) -> Response:
        """Return what is odd about the rulebook; a later question puts an end to an earlier."""
        asked = await read(request, Ask)
        shelf = shelf_of(self.kit, asked.texts)
        if self.examining is not None:
            self.examining.cancel()
        task = self.examining = asyncio.create_task(examined(shelf.files))
        watch = asyncio.create_task(gone(request))
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
        watch.cancel()
        task.cancel()
        with suppress(asyncio.CancelledError, TimeoutError):
            return JSONResponse({"marks": marks(shelf, await task)})
        return JSONResponse({"marks": None})

    async def save(self, request: Request) -> Response:
        """Write a file back."""
        asked = await read(request, Save)
        if asked.file >= len(self.papers.papers):
            return refused("there is no such file", HTTPStatus.BAD_REQUEST)
        await run_in_threadpool(self.papers.save, asked.file, asked.text, over=asked.over)
        return JSONResponse({"saved": True})


class Misread(Exception):  # noqa: N818  (it is no failure of ours)
    """A question that no page of ours asks."""


async def read(request: Request, kind: type[Asked]) -> Asked:
    """Return a question."""
    try:
        return kind.model_validate_json(await request.body())
    except ValidationError as error:
        raise Misread(error.errors(include_input=False)[0]["msg"]) from None


def guarded(
    answer: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers, and says in words why it cannot."""

    async def answered(request: Request) -> Response:
        try:
            return await answer(request)
        except Misread as error:
            return refused(str(error), HTTPStatus.BAD_REQUEST)
        except ChangedError as error:
            return refused(str(error), HTTPStatus.CONFLICT)
        except TooLongError as error:
            return refused(str(error), HTTPStatus.SERVICE_UNAVAILABLE)
        except InputError as error:
            return refused("\n".join(map(str, error.problems)), HTTPStatus.UNPROCESSABLE_ENTITY)
        except CeasefireError as error:
            return refused(str(error), HTTPStatus.UNPROCESSABLE_ENTITY)

    return answered


def refused(message: str, status: HTTPStatus) -> Response:
    """Return why something cannot be answered."""
    return JSONResponse({"refused": escaped(message)}, status)


async def gone(request: Request) -> None:
    """Wait until nobody waits for the answer any more."""
    while not await request.is_disconnected():  # noqa: ASYNC110  (nothing tells of it by itself)
        await asyncio.sleep(0.5)


async def asset(request: Request) -> Response:
    """Return a file that the page is made of."""
    name = request.path_params["name"]
    path = ASSETS / name
    kind = TYPES.get(path.suffix)
    if kind is None or path.parent != ASSETS or not path.is_file():
        return Response(status_code=404)
    return Response(path.read_bytes(), media_type=kind)
