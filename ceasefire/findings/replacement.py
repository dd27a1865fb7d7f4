"""Files that appear under their names only once they are complete."""

from __future__ import annotations

from contextlib import suppress
from secrets import token_hex
from typing import IO, TYPE_CHECKING

from ceasefire.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Replacement", "earlier", "reason", "rejects_of", "vacancy"]


class Replacement:
    """A file that takes the place of another once it is complete."""

    def __init__(self, target: Path) -> None:
        """Name the file to be replaced."""
        self.target = target
        self.handle: IO[bytes] | None = None
        self._part = target.with_name(f".{target.name[:80]}.{token_hex(4)}.part")

    def open(self) -> IO[bytes]:
        """Begin the file, under another name beside it."""
        vacancy(self.target)
        try:
            self.handle = self._part.open("xb")
        except OSError as error:
            raise self._unwritable(error) from error
        except BaseException:  # an interruption may come as soon as the file is there
            self._part.unlink(missing_ok=True)
            raise
        return self.handle

    def _unwritable(self, error: OSError) -> UsageError:
        cannot = f"`{self.target}` cannot be written: {reason(error)}"
        return UsageError(hindrance(self.target) or cannot)

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


def vacancy(target: Path) -> None:
    """Refuse a place where no file can be, with :class:`~ceasefire.errors.UsageError`."""
    if told := hindrance(target):
        raise UsageError(told)


def hindrance(target: Path) -> str:
    """Return why a file cannot be in a place, or nothing."""
    if target.is_dir():
        return f"`{target}` is a folder; name a file in it"
    if not target.parent.is_dir():
        return f"`{target}`: there is no folder `{target.parent}`"
    if target.exists() and not target.is_file():
        return f"`{target}` is no regular file; use `-` for the standard output"
    return ""


def reason(error: OSError) -> str:
    """Return why an operation failed, in a few words."""
    return (error.strerror or type(error).__name__).lower()


def earlier(path: Path, written: Path | None = None) -> str:
    """Return which of an output and its rejects are not of this run; nothing if none is there.

    ``written`` is one of them that is.
    """
    both = (path, rejects_of(path))
    found = [str(each) for each in both if each != written and each.exists()]
    if not found:
        return ""
    are, them = ("are", "them") if len(found) > 1 else ("is", "it")
    return f"{' and '.join(found)} {are} of an earlier run: nothing was written to {them}"


def rejects_of(path: Path) -> Path:
    """Return where the rejected rows of an output go."""
    return path.with_name(path.stem + ".rejects.csv")
