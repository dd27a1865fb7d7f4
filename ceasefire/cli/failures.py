"""How commands fail: every problem on a line of standard error, and an exit code."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Final, NoReturn, ParamSpec

import typer

from ceasefire.errors import CeasefireError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FrameType

    from ceasefire.errors import Problem

__all__ = [
    "BAD_INPUT",
    "BROKEN_PIPE",
    "INTERRUPTED",
    "alternatives",
    "complain",
    "fail",
    "guarded",
    "list_problems",
]

BAD_INPUT: Final = 2
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
"""What a shell reports of a program whose reader went away (SIGPIPE)."""

P = ParamSpec("P")


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Return a command whose failures are messages and exit codes, never tracebacks."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        stop_in_order()
        try:
            command(*args, **kwargs)
            # A reader that went away shows only when the last of the output leaves.
            sys.stdout.flush()
        except InputError as error:
            list_problems(error.problems)
            for note in getattr(error, "__notes__", ()):
                complain(note)
            raise typer.Exit(BAD_INPUT) from None
        except CeasefireError as error:
            fail(str(error))
        except KeyboardInterrupt as interrupt:
            complain(f"interrupted: {interrupt}" if interrupt.args else "interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            hush()
            raise typer.Exit(BROKEN_PIPE) from None
        except OSError as error:
            hush()
            reason = (error.strerror or type(error).__name__).lower()
            fail(f"{error.filename}: {reason}" if error.filename else reason)

    return run


def stop_in_order() -> None:
    """Let a closed terminal and a request to end do what Ctrl-C does: leave nothing half-written.

    Where somebody listens for them already, or this is no main thread, nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in requests():
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, once)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, once)


def requests() -> list[int]:
    """Return the signals by which others ask a program to end."""
    found = (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP"))
    return [number for number in found if number is not None]


def once(_number: int, _frame: FrameType | None) -> NoReturn:
    """Stop, and tidy up in peace: whoever asks again asks for nothing else.

    Another Ctrl-C is somebody who will not wait.
    """
    for number in requests():
        if signal.getsignal(number) is once:
            signal.signal(number, signal.SIG_IGN)
    if signal.getsignal(signal.SIGINT) is once:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    raise KeyboardInterrupt


def fail(message: str) -> NoReturn:
    """Print a message to standard error and end with the code of bad input."""
    complain(f"ceasefire: {message}")
    raise typer.Exit(BAD_INPUT)


def list_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, each on a line."""
    known = tuple(problems)
    for problem in known:
        complain(str(problem))
    others = alternatives(known)
    if others:
        complain(others)


def alternatives(problems: Iterable[Problem]) -> str:
    """Return which rulebooks there are if the problem is that one was not found."""
    absent = [problem for problem in problems if problem.message.endswith("bundled rulebook")]
    if not absent or absent[0].hint.startswith("bundled"):
        return ""
    from ceasefire.rulebook.load import bundled  # noqa: PLC0415  (only on this failure)

    return f"bundled rulebooks: {', '.join(bundled())}"


def complain(text: str) -> None:
    """Print a line to standard error."""
    from ceasefire.cli.terminal import safe  # noqa: PLC0415  (only on a failure)

    typer.echo(safe(text), err=True)


def hush() -> None:
    """Let the interpreter close its streams in peace although nobody reads them."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
