"""Another process that does the work, so that no rule file can hang the page.

A thread could not be stopped; a process that takes too long is ended, and the next
question begins a new one.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from ceasefire.errors import CeasefireError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

__all__ = ["Answerer", "TooLongError", "Worker"]

Data = dict[str, Any]

READY = 60.0
"""Seconds that a process may take to begin."""


class TooLongError(CeasefireError):
    """The answer took longer than it may."""


class Answerer(Protocol):
    """What answers questions of several kinds."""

    def answer(self, task: str, asked: Any) -> Data:  # noqa: ANN401  (of a kind of its own for each task)
        """Return the answer as plain data."""
        ...


class Worker:
    """A process that answers one question after the other."""

    def __init__(self, make: Callable[[], Answerer]) -> None:
        """Take what makes the answerer; it goes to the process, which begins when needed."""
        self._make = make
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def begin(self) -> None:
        """Begin the process before it is needed, if it does not run."""
        with self._lock, suppress(TooLongError, EOFError, OSError):
            if not self._alive():
                self._begun()

    def ask(self, task: str, asked: Any, limit: float) -> Data:  # noqa: ANN401  (as above)
        """Return the answer, for which at most ``limit`` seconds are waited.

        Raises :class:`TooLongError`, and what the answerer raises of
        :class:`~ceasefire.errors.CeasefireError`.
        """
        with self._lock:
            try:
                pipe = self._pipe if self._alive() and self._pipe else self._begun()
                pipe.send((task, asked))
                if not pipe.poll(limit):
                    self.stop()
                    raise TooLongError(f"it took more than {limit:g} seconds and was stopped")
                error, answer = pipe.recv()
            except (EOFError, OSError) as gone:
                self.stop()
                raise TooLongError("the process that works this out has ended") from gone
        if error is not None:
            raise error
        found: Data = answer
        return found

    def stop(self) -> None:
        """End the process, whatever it is at."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.join()
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    def _alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def _begun(self) -> Connection:
        self.stop()
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        self._pipe = here
        self._process = context.Process(target=serve, args=(there, self._make), daemon=True)
        self._process.start()
        there.close()
        if not here.poll(READY):
            self.stop()
            raise TooLongError("the process that works this out does not begin")
        here.recv()
        return here


def serve(pipe: Connection, make: Callable[[], Answerer]) -> None:
    """Answer questions until nobody is there to ask any more."""
    # Ctrl-C goes to every process of a terminal; the one that asks decides when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answerer = make()
    pipe.send(None)
    while True:
        try:
            task, asked = pipe.recv()
            pipe.send(answered(answerer, task, asked))
        except (EOFError, OSError):
            return


def answered(
    answerer: Answerer,
    task: str,
    asked: Any,  # noqa: ANN401  (as above)
) -> tuple[CeasefireError | None, Data | None]:
    """Return the error, if any, and the answer."""
    try:
        return None, answerer.answer(task, asked)
    except CeasefireError as error:
        return error, None
    except (MemoryError, RecursionError) as error:
        return UsageError(f"it is too large to be worked out ({type(error).__name__})"), None
