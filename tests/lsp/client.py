"""An editor for tests: it starts the server and talks to it over its streams."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

__all__ = ["PATIENCE", "Editor", "Process", "Refusal", "Thread"]

PATIENCE: Final = 60.0
"""Seconds after which a test has failed; the machine may be busy."""

Json = dict[str, Any]


class Refusal(Exception):  # noqa: N818  (what the server answers, no fault of a test)
    """The server answered with an error."""


class Process:
    """A server that runs as a program."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ceasefire", "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.incoming, self.outgoing = self.process.stdout, self.process.stdin

    def wait(self) -> int:
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        self.process.kill()


class Thread:
    """A server that runs in a thread of this process, where its lines are counted."""

    def __init__(self) -> None:
        (theirs, mine), (ours, yours) = os.pipe(), os.pipe()
        self.incoming, self.outgoing = os.fdopen(ours, "rb"), os.fdopen(mine, "wb")
        self.streams = os.fdopen(theirs, "rb"), os.fdopen(yours, "wb")
        self.ended: bool | None = None
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        from ceasefire.lsp.server import answer  # noqa: PLC0415  (not everybody has it)

        with self.streams[0] as incoming, self.streams[1] as outgoing:
            self.ended = answer(incoming, outgoing)

    def wait(self) -> int:
        self.thread.join(PATIENCE)
        return 0 if self.ended else 1

    def kill(self) -> None:
        self.outgoing.close()


class Editor:
    """A session with a server."""

    def __init__(
        self,
        folder: Path,
        *,
        encodings: Sequence[str] = ("utf-16",),
        server: type[Process | Thread] = Process,
        thorough: bool = False,
    ) -> None:
        self.folder = folder
        self.encodings = list(encodings)
        self.options = {"analysis": thorough, "docs": "https://example.org/docs"}
        self.server = server()
        self.incoming: queue.Queue[Json | None] = queue.Queue()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.count = 0
        self.told: list[Json] = []
        self.asked: list[Json] = []
        self.texts: dict[str, tuple[int, str]] = {}

    def __enter__(self) -> Self:
        self.reader.start()
        capabilities = {
            "general": {"positionEncodings": self.encodings},
            "workspace": {
                "workspaceEdit": {"documentChanges": True},
                "didChangeWatchedFiles": {"dynamicRegistration": True},
            },
        }
        started = self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": self.folder.as_uri(),
                "capabilities": capabilities,
                "initializationOptions": self.options,
            },
        )
        self.capabilities = started["capabilities"]
        self.tell("initialized", {})
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self.server.kill()
        else:
            self.ask("shutdown", None)
            self.tell("exit", None)
        self.code = self.server.wait()
        self.released()

    def released(self) -> None:
        """Close the streams of a server that has ended."""
        self.reader.join(PATIENCE)
        self.server.incoming.close()
        self.server.outgoing.close()

    # --- messages ---------------------------------------------------------------------

    def read(self) -> None:
        stream = self.server.incoming
        size = 0
        while header := stream.readline():
            name, _, value = header.decode("ascii").partition(":")
            if name.lower() == "content-length":
                size = int(value)
            if not header.strip():
                self.incoming.put(json.loads(stream.read(size)))
        self.incoming.put(None)

    def send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self.server.outgoing
        stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        stream.flush()

    def tell(self, method: str, params: Json | None) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: Json | None) -> Any:  # noqa: ANN401  (whatever is answered)
        self.count += 1
        self.send({"id": self.count, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.count and "method" not in message:
                if "error" in message:
                    raise Refusal(message["error"]["message"])
                return message.get("result")

    def receive(self) -> Json:
        message = self.incoming.get(timeout=PATIENCE)
        assert message is not None, "the server went away"
        if "method" in message and "id" in message:
            self.asked.append(message)
            self.send({"id": message["id"], "result": None})
        elif "method" in message:
            self.told.append(message)
        return message

    # --- documents --------------------------------------------------------------------

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str | None = None) -> str:
        content = (self.folder / name).read_text(encoding="utf-8") if text is None else text
        uri = self.uri(name)
        self.texts[uri] = (1, content)
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": content}
        self.tell("textDocument/didOpen", {"textDocument": item})
        return uri

    def change(self, name: str, text: str) -> None:
        uri = self.uri(name)
        version = self.texts[uri][0] + 1
        self.texts[uri] = (version, text)
        self.tell(
            "textDocument/didChange",
            {
                "textDocument": {"uri": uri, "version": version},
                "contentChanges": [{"text": text}],
            },
        )

    def close(self, name: str) -> None:
        self.tell("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def problems(self, name: str) -> list[Json]:
        """Return the diagnostics of the present version of a document, once they come."""
        uri, deadline = self.uri(name), time.monotonic() + PATIENCE
        wanted = self.texts.get(uri, (None, ""))[0]
        while time.monotonic() < deadline:
            for message in reversed(self.told):
                params = message["params"]
                if params.get("uri") == uri and params.get("version") == wanted:
                    found: list[Json] = params["diagnostics"]
                    return found
            self.receive()
        raise AssertionError("no diagnostics came")

    def at(self, name: str, what: str, shift: int = 0) -> Json:
        """Return the request for the first place of a text in an open document."""
        uri = self.uri(name)
        text = self.texts[uri][1]
        place = text.index(what) + shift
        line = text.count("\n", 0, place)
        before = text[text.rfind("\n", 0, place) + 1 : place]
        character = len(before.encode("utf-16-le")) // 2
        return {
            "textDocument": {"uri": uri},
            "position": {"line": line, "character": character},
        }

    def covered(self, name: str, span: Json) -> str:
        """Return the text of a range in an open document."""
        lines = self.texts[self.uri(name)][1].split("\n")
        start, end = span["start"], span["end"]
        assert start["line"] == end["line"]
        first, last = int(start["character"]), int(end["character"])
        raw = lines[start["line"]].encode("utf-16-le")
        return str(raw[2 * first : 2 * last], "utf-16-le")

    def line(self, name: str, span: Json) -> str:
        """Return the line of an open document in which a range begins."""
        return self.texts[self.uri(name)][1].split("\n")[int(span["start"]["line"])]
