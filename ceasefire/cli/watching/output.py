"""What ``ceasefire watch`` writes its lines to."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.monitor.record.outbox import Output

__all__ = ["FileOutput", "StreamOutput", "opened_output"]


class FileOutput:
    """A file that lines are added to, by its number; errors tell of it by its name."""

    def __init__(self, number: int, name: str) -> None:
        """Take the number of an open file; it stays open."""
        self.number, self.name = number, name
        status = os.fstat(number)
        self.identity: list[int] | None = [status.st_dev, status.st_ino]

    def size(self) -> int:
        """Return the length of the file in bytes."""
        return os.fstat(self.number).st_size

    def part(self, start: int, length: int) -> bytes | None:
        """Return some bytes of the file; nothing where it may not be read.

        A standard output is opened for writing alone, but where the system shows open files
        under a path it can be opened a second time.
        """
        with suppress(OSError):
            return os.pread(self.number, length, start)
        with (
            suppress(OSError),
            Path(f"/proc/self/fd/{self.number}").open("rb") as file,
        ):
            file.seek(start)
            return file.read(length)
        return None

    def write(self, content: bytes) -> None:
        """Write all of this at the end."""
        left = memoryview(content)
        with self._named():
            while left:
                left = left[os.write(self.number, left) :]

    def sync(self) -> None:
        """Return once what was written has reached the disk."""
        with self._named():
            os.fsync(self.number)

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            error.filename = self.name
            raise


class StreamOutput:
    """A pipe, a terminal or the like: what was written to it cannot be looked at."""

    identity: list[int] | None = None

    def __init__(self, stream: IO[bytes]) -> None:
        """Take the stream."""
        self.stream = stream

    def size(self) -> int:
        """Return nothing: a stream has no length."""
        return 0

    def part(self, start: int, length: int) -> bytes | None:  # noqa: ARG002  (it cannot be had)
        """Return nothing."""
        return None

    def write(self, content: bytes) -> None:
        """Write all of this, and let it go."""
        self.stream.write(content)
        self.stream.flush()

    def sync(self) -> None:
        """Do nothing: it is gone."""


@contextmanager
def opened_output(name: str | None, standard: IO[bytes]) -> Iterator[Output]:
    """Open the output: a file by name, or the standard output, which may be a file, too."""
    if name is None or name == "-":
        yield standard_output(standard)
        return
    number = os.open(name, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o666)
    try:
        yield FileOutput(number, name)
    finally:
        os.close(number)


def standard_output(stream: IO[bytes]) -> Output:
    """Return the standard output."""
    try:
        number = stream.fileno()
    except OSError:
        return StreamOutput(stream)
    if not os.path.isfile(number):  # noqa: PTH113  (there is no path)
        return StreamOutput(stream)
    return FileOutput(number, "standard output")
