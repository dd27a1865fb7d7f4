"""Charts drawn in a process of its own, while whoever wants them goes on.

What draws is a browser's engine in a library, which takes half a second to begin and keeps
Python waiting while it draws.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final

from ceasefire.closing import Closeable
from ceasefire.report.charts.rendering import svg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.report.charts.style import Spec

__all__ = ["Charts", "main"]

HERE: Final = "from ceasefire.report.charts.beside import main; main()"

LONGEST: Final = 60
"""So many seconds are waited for what is drawn in a few."""


class Charts(Closeable):
    """Charts to be drawn, by name and each with a label, by another process if that may help.

    Use it in a ``with``, and ask for what it ``drew`` once everything else is done. Where
    there is no such process, or it fails, the charts are drawn then.
    """

    def __init__(self, charts: Mapping[str, tuple[Spec, str]], *, apart: bool) -> None:
        """Take the charts; ``apart`` asks for the other process, which begins at once."""
        self._charts = charts
        self._process: subprocess.Popen[bytes] | None = None
        if apart and charts and sys.executable and (os.cpu_count() or 1) > 1:
            self._begin()

    def _begin(self) -> None:
        self._told: IO[bytes] = TemporaryFile()  # noqa: SIM115  (closed once all is drawn)
        self._drawn: IO[bytes] = TemporaryFile()  # noqa: SIM115  (likewise)
        self._told.write(json.dumps([*self._charts.values()]).encode())
        self._told.seek(0)
        try:
            self._process = subprocess.Popen(  # noqa: S603  (ourselves)
                [sys.executable, "-P", "-c", HERE],
                stdin=self._told,
                stdout=self._drawn,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        except OSError:
            self._end()

    def close(self) -> None:
        """Let go of the other process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._end()

    def _end(self) -> None:
        self._process = None
        self._told.close()
        self._drawn.close()

    def drew(self) -> dict[str, str]:
        """Return the charts as SVG, by their names.

        Raises :class:`~ceasefire.errors.MissingExtraError` where vl-convert is missing.
        """
        found = self._apart()
        if found is None:
            found = [svg(*chart) for chart in self._charts.values()]
        return dict(zip(self._charts, found, strict=True))

    def _apart(self) -> list[str] | None:
        """Return what the other process drew, or nothing."""
        if self._process is None:
            return None
        try:
            if self._process.wait(LONGEST):
                return None
            self._drawn.seek(0)
            found: list[str] = json.load(self._drawn)
        except (subprocess.TimeoutExpired, ValueError):
            return None
        return found


def main() -> None:
    """Draw the charts that standard input tells of."""
    drawn = [svg(spec, label) for spec, label in json.load(sys.stdin.buffer)]
    sys.stdout.write(json.dumps(drawn))
