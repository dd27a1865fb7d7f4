"""Files that appear under their names only once they are complete."""

from __future__ import annotations

from contextlib import suppress
from secrets import token_hex
from typing import IO, TYPE_CHECKING

from ceasefire.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Replacement"]


class Replacement:
    """A file that takes the place of another once it is complete."""

    def __init__(self, target: Path) -> None:
        """Name the file to be replaced."""
        self.target = target
        self.handle: IO[bytes] | None = None
        self._part = target.with_name(f".{target.name[:80]}.{token_hex(4)}.part")

    def open(self) -> IO[bytes]:
        """Begin the file, under another name beside it."""
        try:
            self.handle = self._part.open("xb")
        except OSError as error:
            raise self._unwritable(error) from error
        return self.handle

    def _unwritable(self, error: OSError) -> UsageError:
        return UsageError(f"`{self.target}` cannot be written: {reason(error)}")

    def commit(self) -> None:
        """Put the file in its place."""
        if self.handle is not None:
            try:
                self.handle.close()
                self._part.replace(self.target)
            except OSError as error:
                raise self._unwritable(error) from error
            self.handle = None

    def remove(self) -> None:
        """Remove the file that would have been replaced."""
        try:
            self.target.unlink(missing_ok=True)
        except OSError as error:
            message = f"`{self.target}` is of an earlier run and cannot be removed"
            raise UsageError(f"{message}: {reason(error)}") from error

    def discard(self) -> None:
        """Remove what was not put in its place."""
        if self.handle is not None:
            with suppress(OSError):
                self.handle.close()
            self._part.unlink(missing_ok=True)
            self.handle = None


def reason(error: OSError) -> str:
    """Return why an operation failed, in a few words."""
    return (error.strerror or type(error).__name__).lower()
