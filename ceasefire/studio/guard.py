"""What a request must have to be answered, and what every answer says to the browser.

The token is the first part of every path. A cookie would be sent along by other pages of
this machine, and to other servers on it, since cookies do not tell ports apart; an address
that only the page knows is sent by nobody else, and ends with the studio.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["MAX_BODY", "Guard"]

MAX_BODY: Final = 16 << 20
"""The largest question, in bytes."""

# Browsers give what is typed over a selection the style of what was there, by an attribute.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class TooLarge(Exception):  # noqa: N818  (it is no failure of ours)
    """A question is larger than it may be."""


class Guard:
    """Lets through what comes from the page of this studio, and nothing else."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        """Take what answers, the token of the address and the port it is served at."""
        self.app = app
        self.token = token.encode()
        # A name that somebody else owns may lead here too (DNS rebinding); these cannot.
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse a request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        nonce = secrets.token_urlsafe(16)
        sending = clothed(send, nonce)
        refusal = self.refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, sending)
            return
        path = "/" + scope["path"][1:].partition("/")[2]
        inner = {**scope, "path": path, "raw_path": path.encode(), "state": {"nonce": nonce}}
        try:
            await self.app(inner, limited(receive), sending)
        except TooLarge:
            await PlainTextResponse("the question is too large", 413)(scope, receive, sending)

    def refusal(self, scope: Scope) -> PlainTextResponse | None:
        """Return why a request is refused, or nothing."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        token, slash, _ = scope["path"][1:].partition("/")
        right = secrets.compare_digest(token.encode("utf-8", "replace"), self.token)
        if host not in self.hosts or not right or not slash:
            return PlainTextResponse("this address is not known here", 403)
        # Browsers say of every question that changes something which page it comes from.
        safe = scope["method"] in {"GET", "HEAD"}
        origin = headers.get("origin")
        if (origin is not None or not safe) and origin != f"http://{host}":
            return PlainTextResponse("this comes from another page", 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY:
            return PlainTextResponse("the question is too large", 413)
        return None


def limited(receive: Receive) -> Receive:
    """Return what receives a question, up to the size that one may have."""
    size = 0

    async def received() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MAX_BODY:
            raise TooLarge
        return message

    return received


def clothed(send: Send, nonce: str) -> Send:
    """Return what sends answers, with what they say to the browser."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
        await send(message)

    return sent
