"""How a watch is asked to end: at the next moment at which nothing is half done."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Stop"]

SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP")


class Stop:
    """Takes note of signals; ``asked`` is the first that came, or nothing.

    A second one ends the process as it would have without this: what was committed by then
    is all there, and the rest as if it had not been read.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        """Take what ends a wait for lines."""
        self.wake = wake
        self.asked: str | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        """Listen, if this is the main thread: others cannot."""
        if threading.current_thread() is threading.main_thread():
            for name in SIGNALS:
                number = getattr(signal, name, None)
                # What was started so that it outlives its terminal goes on to do so.
                if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._noted)
        return self

    def __exit__(self, *_: object) -> None:
        """Let others listen again."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()

    def _noted(self, number: int, _: object) -> None:
        self.asked = signal.Signals(number).name
        self.__exit__()
        self.wake()
