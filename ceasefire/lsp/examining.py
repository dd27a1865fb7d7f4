"""The findings of ``ceasefire check`` about a sound rulebook, in a process of its own.

They are exact and may take a minute. A process can be ended as soon as its answer is of no
use any more, and takes no time from whoever types.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import Problem

if TYPE_CHECKING:
    from ceasefire.lsp.desk import Files

__all__ = ["Remark", "examined", "main"]

LIMIT: Final = 600
"""Seconds after which no answer is waited for."""

Remark = tuple[str, Problem]
"""How much weight a finding has, and the finding."""


class Broken(Exception):  # noqa: N818  (for the log, where it reads best so)
    """The process ended without an answer; the message is the last thing it said."""


async def examined(files: Files) -> list[Remark]:
    """Return the findings about the rulebook of some files that has no problems.

    Cancelling ends the process.
    """
    command = (sys.executable, "-m", "ceasefire.lsp.examining")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe)
    try:
        async with asyncio.timeout(LIMIT):
            answer, complaint = await process.communicate(packed(files))
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
    if process.returncode:
        raise Broken(complaint.decode("utf-8", "replace").strip().rpartition("\n")[2])
    return [(level, Problem(**item)) for level, item in json.loads(answer)]


def packed(files: Files) -> bytes:
    """Return files as one message."""
    listed = [
        [name, None if folder is None else str(folder), base64.b64encode(content).decode("ascii")]
        for name, folder, content in files
    ]
    return json.dumps(listed).encode()


def unpacked(message: bytes) -> Files:
    """Return the files of a message."""
    return [
        (name, None if folder is None else Path(folder), base64.b64decode(content))
        for name, folder, content in json.loads(message)
    ]


def findings(files: Files) -> list[tuple[str, dict[str, Any]]]:
    """Return the findings that the rule file does not accept."""
    from ceasefire.analysis.checks import examine  # noqa: PLC0415  (only this process needs it)
    from ceasefire.book import Book  # noqa: PLC0415  (likewise)
    from ceasefire.rulebook.load import settle  # noqa: PLC0415  (likewise)

    book, problems = settle(files, [])
    if book is None or problems:
        return []
    return [
        (lint.level, lint.problem.to_dict())
        for lint in examine(Book(book, book.default_reading))
        if not lint.accepted
    ]


def outlive(parent: int) -> None:
    """End soon after the process that asked has ended, in whichever way."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def main() -> None:
    """Read files from standard input, and write the findings about them."""
    if hasattr(os, "nice"):
        os.nice(10)
    threading.Thread(target=outlive, args=(os.getppid(),), daemon=True).start()
    found = findings(unpacked(sys.stdin.buffer.read()))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
