"""What stands in for a store where nothing is to be kept."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from ceasefire.findings.sinks import dumps
from ceasefire.monitor.record.arrival import begin_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ceasefire.monitor.record.items import Rules, Seen
    from ceasefire.monitor.record.outbox import Output
    from ceasefire.monitor.record.position import Position

__all__ = ["NoStore"]


class NoStore:
    """Keeps nothing; lines go straight to the output, numbered from 1."""

    path: None = None
    rules: Rules | None = None
    head: None = None

    def __init__(self) -> None:
        """Begin with nothing."""
        self.outbox = NoOutbox()

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing."""

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Do nothing before and after."""
        yield

    def begin(self, rules: Rules) -> None:
        """Forget by what all that follows is found."""

    def report(
        self, seen: Seen, event: str, status: str, finding: Mapping[str, Any] | None
    ) -> None:
        """Forget a report."""

    def passed(self, instant: int) -> None:
        """Forget that time has come to an instant."""

    def problem(self, seen: Seen, problems: list[dict[str, Any]]) -> None:
        """Forget a line that could not be read."""

    def alert(self, what: str, alert: Mapping[str, Any]) -> None:
        """Forget what became of an alert."""

    def changed(self, source: str, code: str, message: str) -> None:
        """Forget that a feed is not the one that it was."""

    def save(self, source: str, place: Position) -> None:
        """Forget how far a feed has been read."""

    def checkpoint(self, snapshot: Callable[[], Mapping[str, Any]], *, force: bool = False) -> None:
        """Forget the state of the monitor."""

    def position(self, source: str) -> Position | None:  # noqa: ARG002  (as of a store)
        """Return nothing: no feed has been read."""
        return None

    def standing(self) -> Iterator[dict[str, Any]]:
        """Yield nothing: no alert has been raised."""
        return iter(())


class NoOutbox:
    """Lines on their way out, of which none comes back."""

    def __init__(self) -> None:
        """Begin at 1."""
        self.seq = 0
        self.output: Output | None = None
        self.waiting: list[bytes] = []

    def put(self, data: Mapping[str, Any]) -> None:
        """Add a line, if there is an output."""
        if self.output is not None:
            self.seq += 1
            self.waiting.append((dumps({"seq": self.seq, **data}) + "\n").encode())

    def deliver(self) -> None:
        """Write the lines."""
        lines, self.waiting = self.waiting, []
        if self.output is not None and lines:
            self.output.write(b"".join(lines))

    def settle(self, output: Output) -> str:
        """Take an output; there is nothing that the last one may lack."""
        begin_line(output)
        self.output = output
        return ""

    def finish(self) -> None:
        """Make sure of everything that was written."""
        if self.output is not None:
            self.output.sync()
