"""Errors of our own that a line brings to light: told, and got over."""

from __future__ import annotations

import sqlite3
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ceasefire.cli.failures import complain
from ceasefire.errors import CeasefireError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Fault", "faults", "problem_of", "traced"]

OTHERS: Final = (CeasefireError, sqlite3.Error, OSError, MemoryError)
"""What tells of the machine, the store or the output, and would come with any other line."""


class Fault(Exception):  # noqa: N818  (it is no one else's error)
    """Something was raised that never should be, which is the cause of this."""


@contextmanager
def faults() -> Iterator[None]:
    """Let what should never be raised be a :class:`Fault`."""
    try:
        yield
    except OTHERS:
        raise
    except Exception as error:
        raise Fault(type(error).__name__) from error


def problem_of(fault: Fault, feed: str, line: int, hint: str) -> Problem:
    """Return what there is to say of a fault: by its type alone, for its text may name people."""
    return Problem(
        feed, line, 0, "internal-error", f"an error of ceasefire itself, `{fault}`", hint
    )


def traced(fault: Fault, feed: str, line: int) -> None:
    """Tell on standard error where a fault comes from."""
    complain(f"{feed}:{line}: internal-error: an error of ceasefire itself; please report it")
    for text in traceback.format_exception(fault.__cause__):
        for row in text.splitlines():
            complain(f"  {row.replace('    ', '  ')}")
