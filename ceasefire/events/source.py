"""Where a feed's bytes come from, in lines and sizes that are bounded."""

from __future__ import annotations

import sys
from os import PathLike
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.errors import FeedError, Problem, UsageError
from ceasefire.events.binary import not_text
from ceasefire.terms.neighbours import file_meant

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FLAWS", "MAX_CONTENT", "MAX_LINE", "Line", "Source", "flawed"]

MAX_LINE: Final = 1 << 20
"""The longest line of a feed, in bytes."""

MAX_CONTENT: Final = 1 << 28
"""The largest feed, in bytes, of those formats that can only be read whole."""

CHUNK: Final = 1 << 16
HEAD: Final = 1 << 12
UTF16: Final = (b"\xff\xfe", b"\xfe\xff")

FLAWS: Final = {
    "line-too-long": ("the line is longer than 1 MiB", "put one event on a line"),
    "not-utf8": ("the line is not UTF-8", "save the file as UTF-8"),
    "nul-byte": ("the line holds a NUL byte", "the file may be damaged, or no text at all"),
}
"""What may be wrong with a line before it is read, and what to do."""


class Line(NamedTuple):
    """One line without its end; ``flaw`` is a key of :data:`FLAWS` or empty.

    A flawed line is shown as far as it can be: shortened, or with marks in
    place of what is no text.
    """

    number: int
    text: str
    flaw: str = ""


class Source:
    """A file, which can be read again, or a stream, which can be read once.

    ``-`` is the standard input. Raises :class:`~ceasefire.errors.FeedError`
    where there is no such file, :class:`~ceasefire.errors.UsageError` for what is neither,
    and for an empty name, which a path would take for the current folder.
    """

    def __init__(self, place: str | PathLike[str] | IO[Any]) -> None:
        """Open a stream's beginning, or check that a file is there."""
        self.path: Path | None = None
        self._stream: IO[Any] | None = None
        self._head = b""
        if isinstance(place, str) and place == "-":
            self._stream, self.name = sys.stdin, "standard input"
        elif place == "":
            raise UsageError("the feed has no name; name a file, or `-` for standard input")
        elif isinstance(place, (str, PathLike)):
            self.path = Path(place)
            self.name = str(self.path)
            if not self.path.is_file():
                raise self.failure(*missing(self.path))
        elif not callable(getattr(place, "read", None)):
            kind = type(place).__name__
            raise UsageError(f"a feed is a path or a stream of bytes, not a value of type {kind}")
        else:
            self._stream, self.name = place, str(getattr(place, "name", "stream"))
        if self._stream is not None:
            self._stream = getattr(self._stream, "buffer", self._stream)
        self._used = False

    @property
    def once(self) -> bool:
        """Whether what was read cannot be read again."""
        return self.path is None

    def failure(self, code: str, message: str, hint: str = "", line: int = 0) -> FeedError:
        """Return the error that the feed as a whole cannot be read."""
        return FeedError([Problem(self.name, line, 0, code, message, hint)])

    def head(self) -> bytes:
        """Return the first bytes, about 4 KiB, without consuming them."""
        if self.path is not None:
            return next(self.chunks(), b"")[:HEAD]
        while len(self._head) < HEAD:
            piece = self._read_stream(HEAD)
            if not piece:
                break
            self._head += piece
        return self._head

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes; of a stream, once."""
        try:
            if self.path is not None:
                with self.path.open("rb") as file:
                    while piece := file.read(CHUNK):
                        yield piece
                return
            if self._used:
                raise UsageError(f"{self.name} can be read only once")
            self._used = True
            if self._head:
                yield self._head
            while piece := self._read_stream(CHUNK):
                yield piece
        except OSError as error:
            raise self._unreadable(error) from error

    def texts(self) -> Iterator[bytes]:
        """Yield the bytes of what must be a text; a line of it may be none.

        Of a stream, only what has come first is looked at: there may be no more yet.
        """
        for number, piece in enumerate(self.chunks()):
            what = None if number else not_text(piece[:HEAD])
            # UTF-16, half of which is zeros, is told of by those who read it.
            if what and not piece.startswith(UTF16):
                raise self.failure("not-text", *what)
            yield piece

    def content(self, *, text: bool = True) -> bytes:
        """Return everything, for formats that cannot be read piece by piece."""
        pieces, size = [], 0
        for piece in self.texts() if text else self.chunks():
            pieces.append(piece)
            size += len(piece)
            if size > MAX_CONTENT:
                limit = MAX_CONTENT // (1 << 20)
                hint = "write it as JSONL, CSV or Parquet, which are read piece by piece"
                raise self.failure("too-large", f"the feed is larger than {limit} MiB", hint)
        return b"".join(pieces)

    def lines(self) -> Iterator[Line]:
        """Yield the lines, the unreadable ones too."""
        number = 0
        for number, piece in enumerate(self._pieces(), 1):
            content = piece.removeprefix(b"\xef\xbb\xbf") if number == 1 else piece
            if number == 1 and content.startswith(UTF16):
                raise self.failure("not-utf8", "the feed is UTF-16", "save the file as UTF-8")
            yield line_of(number, content)

    def _pieces(self) -> Iterator[bytes]:
        """Yield lines as bytes; of one that is too long, a little more than is allowed."""
        tail = b""
        for chunk in self.texts():
            first, *rest = chunk.split(b"\n")
            if len(tail) <= MAX_LINE:
                tail += first
            if rest:
                yield tail
                yield from rest[:-1]
                tail = rest[-1]
        if tail:
            yield tail

    def _read_stream(self, size: int) -> bytes:
        """Return what a stream has ready, so that a live feed is not held up."""
        stream: Any = self._stream
        read = getattr(stream, "read1", stream.read)
        piece = read(size)
        return piece.encode("utf-8", "replace") if isinstance(piece, str) else piece or b""

    def _unreadable(self, error: OSError) -> FeedError:
        reason = error.strerror or type(error).__name__
        return self.failure("not-readable", f"the feed cannot be read: {reason.lower()}")


def line_of(number: int, content: bytes) -> Line:
    """Return a line from its bytes."""
    if len(content) > MAX_LINE:
        return Line(number, content[:HEAD].decode("utf-8", "replace"), "line-too-long")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return Line(number, content.decode("utf-8", "replace"), "not-utf8")
    return Line(number, text, "nul-byte" if "\0" in text else "")


def flawed(name: str, number: int, flaw: str) -> Problem:
    """Return the problem of a line that is unreadable."""
    return Problem(name, number, 0, flaw, *FLAWS[flaw])


def missing(path: Path) -> tuple[str, str, str]:
    """Return why a path is no file: code, message and hint."""
    if path.is_dir():
        return "not-a-file", "this is a folder", "name a file in it"
    if path.exists():
        return "not-a-file", "this is no regular file", "pipe it in and write `-`"
    return "missing-file", "there is no such file", file_meant(path)
