"""The lines of a stream, as they come."""

from __future__ import annotations

import os
import queue
import threading
from typing import IO, TYPE_CHECKING, Any, Final

from ceasefire.cli.watching.cutting import CHUNK, Cutter, Raw
from ceasefire.monitor.record.position import Position

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["StreamLines"]

AHEAD: Final = 16
"""So many chunks are read before they are wanted."""

SILENT: Final = 60.0
"""So many seconds without anything pass for the end of what there is by now.

Of a stream that only pauses in the midst of old reports nobody can tell that more will come.
"""


class StreamLines:
    """The lines of a stream: a thread reads ahead, so that a wait for more can be ended."""

    once = True

    def __init__(self, name: str, stream: IO[bytes]) -> None:
        """Begin to read."""
        self.name = name
        self.source = "-" if name == "standard input" else name
        self.news: list[tuple[str, str]] = []
        self._done = Raw(0, b"", 0)
        self.cutter = Cutter(Position())
        self._slots = threading.Semaphore(AHEAD)
        self._chunks: queue.SimpleQueue[bytes | OSError | None] = queue.SimpleQueue()
        self._over = False
        self.drained = False
        threading.Thread(target=self._read, args=[reader(stream)], daemon=True).start()

    def resume(self, place: Position) -> None:
        """Do nothing: nobody can go back in a stream."""

    def more(self) -> list[Raw] | None:
        """Return the lines that are there, wait for some, or tell that there are no more."""
        if self._over:
            return None
        try:
            chunk = self._chunks.get(timeout=SILENT)
        except queue.Empty:
            self.drained = True
            return []
        self.drained = False
        if isinstance(chunk, OSError):
            raise chunk
        if chunk is None:
            return []
        self._slots.release()
        if chunk:
            return self.cutter.cut(chunk)
        self._over = True
        return self.cutter.last() or None

    @property
    def left(self) -> int:
        """How many bytes there are of a last line that has no end."""
        return self.cutter.size

    def took(self, line: Raw) -> None:
        """Take note that a line has been dealt with."""
        self._done = line

    def place(self) -> Position:
        """Return how much has been dealt with; nobody can go back to it."""
        return Position(self._done.number, self._done.after, self._done.ended)

    def wake(self) -> None:
        """End the wait."""
        self._chunks.put(None)

    def close(self) -> None:
        """Let the stream be: whoever opened it may want it."""

    def _read(self, read: Callable[[], bytes]) -> None:
        while True:
            self._slots.acquire()
            try:
                chunk = read()
            except OSError as error:
                self._chunks.put(error)
                return
            self._chunks.put(chunk)
            if not chunk:
                return


def reader(stream: IO[bytes]) -> Callable[[], bytes]:
    """Return what reads of a stream as much as is there.

    Past the stream's own buffer, where it has a number: a thread that waits inside of it
    would keep the interpreter from ending.
    """
    try:
        number = stream.fileno()
    except OSError:
        taken: Any = stream
        return lambda: bytes(getattr(taken, "read1", taken.read)(CHUNK))
    return lambda: os.read(number, CHUNK)
