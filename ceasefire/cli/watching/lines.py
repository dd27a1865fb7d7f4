"""Where ``ceasefire watch`` takes its lines from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from ceasefire.cli.watching.file import FileLines
from ceasefire.cli.watching.stream import StreamLines

__all__ = ["opened_lines"]


def opened_lines(
    feed: str, standard: IO[bytes], *, follow: bool = False, patient: bool = False
) -> FileLines | StreamLines:
    """Open a feed: a path, or ``-`` for the standard input."""
    if feed == "-":
        if not regular(standard):
            return StreamLines("standard input", standard)
        # Past the buffer of the stream, which may have read on.
        file = os.fdopen(os.dup(standard.fileno()), "rb", buffering=0)
        return FileLines(file, None, follow=follow, patient=patient)
    path = Path(feed)
    if not path.is_file():
        # It ends with the process: a thread may wait in it until then.
        number = os.open(path, os.O_RDONLY)
        return StreamLines(feed, os.fdopen(number, "rb", buffering=0, closefd=False))
    file = path.open("rb", buffering=0)
    return FileLines(file, path, follow=follow, patient=patient)


def regular(stream: IO[bytes]) -> bool:
    """Return whether a stream is a file that can be read again."""
    try:
        return os.path.isfile(stream.fileno())  # noqa: PTH113  (there is no path)
    except OSError:
        return False
