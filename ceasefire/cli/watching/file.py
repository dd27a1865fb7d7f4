"""The lines of a file that may grow, be renamed, or be written anew."""

from __future__ import annotations

import os
import queue
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from ceasefire.cli.watching.cutting import CHUNK, Cutter, Raw
from ceasefire.events.json_text import loads
from ceasefire.events.rows import RowError
from ceasefire.monitor.record.position import Position, fits, identity, position_in

__all__ = ["FileLines"]

PAUSE: Final = 0.1
"""Seconds between looks at a file for what is new."""

WATCHED: Final = 256
"""So many of the last bytes read tell whether a file was written anew under its name."""


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
        self._idle = self._changed = self._over = False
        self._bell: queue.SimpleQueue[None] = queue.SimpleQueue()

    @property
    def left(self) -> int:
        """How many bytes there are of a last line that has no end."""
        # Before its end was met, what was read last is the beginning of a line to come.
        return self.cutter.size if self._over else 0

    @property
    def drained(self) -> bool:
        """Whether all that there was when one last asked for more has been given out."""
        # Where another file has the name now, what is in it comes next.
        return self._idle and not self._changed

    def resume(self, place: Position) -> None:
        """Go on at a place, in whichever file it is a place of."""
        if place.offset == 0 or fits(self.file, place):
            self._start(place)
            return
        old = rotated(self.path, place)
        if old is None:
            self._replaced(place.line)
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
        self._over = not found
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
            if os.fstat(self.file.fileno()).st_nlink:
                message = "was renamed and read to its end; the new one is read from its beginning"
                self.news.append(("feed-rotated", f"the file `{self.name}` {message}"))
            else:
                # What else was in it, if anything was, nobody can look up any more.
                self._replaced(self._done.number)
            self._open(Path(self.name))
            self._start(Position())
            self.next = False
        return left

    def _replaced(self, line: int) -> None:
        message = f"is not the file that was read up to line {line}: read from its beginning"
        self.news.append(("feed-replaced", f"`{self.name}` {message}"))

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
        self._changed = self._idle = self._over = False
        self.cutter = Cutter(place)


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


def whole(content: bytes) -> bool:
    """Return whether a line without an end is whole: no part of JSON is JSON itself."""
    try:
        return isinstance(loads(content.decode()), dict)
    except (RowError, UnicodeDecodeError):
        return False
