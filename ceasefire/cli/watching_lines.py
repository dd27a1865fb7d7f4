"""Lines of a feed as they come: from a file that may grow, or from a stream."""

from __future__ import annotations

import os
import queue
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from ceasefire.errors import FeedError, Problem
from ceasefire.events.json_text import loads
from ceasefire.events.rows import RowError
from ceasefire.events.source import MAX_LINE, missing
from ceasefire.monitor.store_position import Position, fits, identity, position_in

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FileLines", "Lines", "Raw", "StreamLines", "opened_lines"]

CHUNK: Final = 1 << 16
AHEAD: Final = 16
"""So many chunks of a stream are read before they are wanted."""

PAUSE: Final = 0.1
"""Seconds between looks at a file for what is new."""

WATCHED: Final = 256
"""So many of the last bytes read tell whether a file was written anew under its name."""


class Raw(NamedTuple):
    """A line as bytes, without its end, and the place after it.

    Of one that is too long there is no more than shows that it is.
    """

    number: int
    content: bytes
    after: int
    ended: bool = True


class Lines(Protocol):
    """A feed that lines are taken from as they come."""

    name: str
    source: str
    """Under which name a store knows it."""
    once: bool
    """Whether what was read cannot be read again."""
    news: list[tuple[str, str]]
    """What happened to it, as codes and messages, for whoever takes them out."""

    @property
    def left(self) -> int:
        """How many bytes there are of a last line that has no end."""
        ...

    def more(self) -> list[Raw] | None:
        """Wait for lines, and return those that are there; nothing once there are no more.

        After a while without any there are none in the list.
        """
        ...

    def took(self, line: Raw) -> None:
        """Take note that a line has been dealt with."""
        ...

    def place(self) -> Position:
        """Return the place after the last line that has been dealt with."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...

    def wake(self) -> None:
        """End the wait; may be called at any moment, also by a handler of signals."""
        ...


class Cutter:
    """Cuts bytes into lines."""

    def __init__(self, place: Position) -> None:
        """Begin at a place."""
        self.number = place.line
        self.at = place.offset
        self.ended = place.ended
        self.tail = b""
        self.size = 0

    def cut(self, chunk: bytes) -> list[Raw]:
        """Return the lines that end in a chunk."""
        first, *rest = chunk.split(b"\n")
        self._keep(first)
        found = []
        for piece in rest:
            found += self._line(1)
            self._keep(piece)
        return found

    def last(self) -> list[Raw]:
        """Return the line that has no end yet, if there is one."""
        found = self._line(0) if self.size else []
        self.ended = not found
        return [line._replace(ended=False) for line in found]

    def _keep(self, piece: bytes) -> None:
        if len(self.tail) <= MAX_LINE:
            self.tail += piece[: MAX_LINE + 1]
        self.size += len(piece)

    def _line(self, end: int) -> list[Raw]:
        self.at += self.size + end
        content = self.tail
        self.tail, self.size = b"", 0
        if not self.ended and content in {b"", b"\r"}:
            # The end of a line that was taken before it had one.
            self.ended = True
            return []
        self.ended = True
        self.number += 1
        return [Raw(self.number, content, self.at)]


class FileLines:
    """The lines of a file, from a place on, and with ``follow`` those that are added.

    A file that has a ``path`` is followed through rotation: the old one is read to its end,
    then the new one of the name. Where nothing more is waited for, a last line without an
    end is taken, or with ``patient`` only if it is whole for all that.
    """

    once = False

    def __init__(
        self, file: IO[bytes], path: Path | None, *, follow: bool = False, patient: bool = False
    ) -> None:
        """Take a file at its beginning."""
        self.name = "standard input" if path is None else str(path)
        self.source = "-" if path is None else str(path.absolute())
        self.news: list[tuple[str, str]] = []
        self.file = file
        self.path = path
        self.follow = follow
        self.patient = patient
        self.next = False
        self.cutter = Cutter(Position())
        self._done = Raw(0, b"", 0)
        self._tail = b""
        self._idle = self._changed = False
        self._bell: queue.SimpleQueue[None] = queue.SimpleQueue()

    @property
    def left(self) -> int:
        """How many bytes there are of a last line that has no end."""
        return self.cutter.size

    def resume(self, place: Position) -> None:
        """Go on at a place, in whichever file it is a place of."""
        if place.offset == 0 or fits(self.file, place):
            self._start(place)
            return
        old = rotated(self.path, place)
        if old is None:
            message = f"not the file that was read up to line {place.line}: read from its beginning"
            self.news.append(("feed-replaced", f"`{self.name}` is {message}"))
            self._start(Position())
            return
        self.next = True
        self._open(old)
        self._start(place)

    def more(self) -> list[Raw] | None:
        """Return the lines that are there, wait for some, or tell that there are no more."""
        if self._idle and self._rewritten():
            message = f"`{self.name}` was written anew: read from its beginning"
            self.news.append(("feed-rewritten", message))
            self._start(Position())
        found: list[Raw] = []
        while not found and (chunk := self.file.read(CHUNK)):
            self._tail = (self._tail + chunk)[-WATCHED:]
            self._idle = False
            found = self.cutter.cut(chunk)
        return found or self._at_end()

    def took(self, line: Raw) -> None:
        """Take note that a line has been dealt with."""
        self._done = line

    def place(self) -> Position:
        """Return the place after the last line that has been dealt with."""
        done = self._done
        return position_in(self.file, done.number, done.after, ended=done.ended)

    def wake(self) -> None:
        """End the wait."""
        self._bell.put(None)

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def _at_end(self) -> list[Raw] | None:
        if self.next or self._rotated():
            return self._turn()
        if self.follow:
            self._idle = True
            with suppress(queue.Empty):
                self._bell.get(timeout=PAUSE)
            return []
        if self.patient and not whole(self.cutter.tail):
            return None
        return self.cutter.last() or None

    def _turn(self) -> list[Raw]:
        """Return what is left of a file that nobody writes to any more, then open the next."""
        left = self.cutter.last()
        if not left:
            message = f"`{self.name}` is another file now, which is read from its beginning"
            self.news.append(("feed-rotated", message))
            self._open(Path(self.name))
            self._start(Position())
            self.next = False
        return left

    def _rotated(self) -> bool:
        """Return whether the file of the name has been another one for more than a look."""
        if self.path is None or not self.follow:
            return False
        try:
            status = self.path.stat()
        except OSError:
            return False
        changed = (status.st_dev, status.st_ino) != identity(self.file)
        # Whoever writes may have the old file open for a moment longer.
        waited, self._changed = self._changed, changed
        return changed and waited

    def _rewritten(self) -> bool:
        """Return whether what was read last is not there any more."""
        at = self.file.tell()
        self.file.seek(at - len(self._tail))
        same = self.file.read(len(self._tail)) == self._tail
        self.file.seek(at)
        return not same

    def _open(self, path: Path) -> None:
        self.file.close()
        self.file = path.open("rb", buffering=0)

    def _start(self, place: Position) -> None:
        self.file.seek(max(place.offset - WATCHED, 0))
        self._tail = self.file.read(min(place.offset, WATCHED))
        self._done = Raw(place.line, b"", place.offset, place.ended)
        self._changed = self._idle = False
        self.cutter = Cutter(place)


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
        threading.Thread(target=self._read, args=[reader(stream)], daemon=True).start()

    def more(self) -> list[Raw] | None:
        """Return the lines that are there, wait for some, or tell that there are no more."""
        if self._over:
            return None
        chunk = self._chunks.get()
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


def rotated(path: Path | None, place: Position) -> Path | None:
    """Return where a file went that had a name before, if it is in the same folder."""
    if path is None:
        return None
    for other in path.parent.iterdir():
        status = other.stat() if other.is_file() else None
        if status is None or (status.st_dev, status.st_ino) != place.identity:
            continue
        with other.open("rb") as file:
            if fits(file, place):
                return other
    return None


def opened_lines(
    feed: str, standard: IO[bytes], *, follow: bool = False, patient: bool = False
) -> FileLines | StreamLines:
    """Open a feed: a path, or ``-`` for the standard input.

    Raises :class:`~ceasefire.errors.FeedError` for a path where nothing is to be read.
    """
    if feed == "-":
        if not regular(standard):
            return StreamLines("standard input", standard)
        # Past the buffer of the stream, which may have read on.
        file = os.fdopen(os.dup(standard.fileno()), "rb", buffering=0)
        return FileLines(file, None, follow=follow, patient=patient)
    path = Path(feed)
    if not feed or not path.exists() or path.is_dir():
        raise FeedError([Problem(feed, 0, 0, *missing(path))])
    file = path.open("rb", buffering=0)
    if not regular(file):
        return StreamLines(feed, file)
    return FileLines(file, path, follow=follow, patient=patient)


def whole(content: bytes) -> bool:
    """Return whether a line without an end is whole: no part of JSON is JSON itself."""
    try:
        return isinstance(loads(content.decode()), dict)
    except (RowError, UnicodeDecodeError):
        return False


def regular(stream: IO[bytes]) -> bool:
    """Return whether a stream is a file that can be read again."""
    try:
        return os.path.isfile(stream.fileno())  # noqa: PTH113  (there is no path)
    except OSError:
        return False
