"""The command line: ``main`` runs it, and what it can do is in ``commands``."""

import signal
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; who interrupts it reads a line, also before all of it is loaded."""
    try:
        from ceasefire.cli.commands import run  # noqa: PLC0415  (it takes time, to be interrupted)

        run()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        # What a shell reports of a program that a signal has ended.
        sys.exit(128 + signal.SIGINT)
