"""The command line: ``main`` runs it, and what it can do is in ``commands``."""

import atexit
import gc
import signal
import sys
from typing import Final

__all__ = ["FRESH", "main"]

FRESH: Final = 1_000_000
"""After so many new things, it is looked for what is not used any more."""


def main() -> None:
    """Run the command line; who interrupts it reads a line, also before all of it is loaded."""
    # Next to nothing is made that refers to itself: to look for it among all that is known
    # takes a tenth of the time, and most of that while it is loaded.
    gc.set_threshold(FRESH)
    # At the end all of it goes with the process, whatever refers to itself.
    atexit.register(gc.freeze)
    try:
        from ceasefire.cli.commands import run  # noqa: PLC0415  (it takes time, to be interrupted)

        run()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        # What a shell reports of a program that a signal has ended.
        sys.exit(128 + signal.SIGINT)
