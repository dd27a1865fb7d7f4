"""How far the changes to a rulebook have been tried: a line on standard error now and then."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Final

__all__ = ["Progress"]

SECONDS: Final = 10.0
"""How long nothing is said."""


class Progress:
    """Tells how many changes have been tried, of how many."""

    def __init__(self) -> None:
        """Begin to wait."""
        self.due = monotonic() + SECONDS

    def __call__(self, done: int, whole: int) -> None:
        """Say it, if nothing was said for a while."""
        if monotonic() >= self.due:
            self.due = monotonic() + SECONDS
            sys.stderr.write(f"{done} of {whole} changes tried so far\n")
            sys.stderr.flush()
