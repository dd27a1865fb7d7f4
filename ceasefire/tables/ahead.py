"""Work done ahead by threads, its results in order and not too many of them at a time."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

__all__ = ["ahead", "cores"]

Thing = TypeVar("Thing")
Result = TypeVar("Result")


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def ahead(
    work: Callable[[Thing], Result],
    things: Iterable[Thing],
    workers: int,
) -> Iterator[Result]:
    """Yield the result for each thing, in their order.

    Things are asked for only as they are needed. With one worker all is done by whoever
    asks, when the result is wanted.
    """
    if workers <= 1:
        yield from map(work, things)
        return
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="ceasefire") as pool:
        try:
            for thing in things:
                waiting.append(pool.submit(work, thing))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
