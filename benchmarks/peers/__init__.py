"""The engines that are measured, each in a module with the same few names.

``NAME`` and ``NEEDS`` (the modules it imports, with what installs them), ``WHOLE``
(whether it takes a whole file at a time, or events one by one, of which it is then given
as many as there is time for), ``DOUBTS`` (whether it knows uncertain events) and
``prepare``, which takes a :class:`~peers.task.Task` and returns a function: given how
many events to decide, or nothing for all of them, it reads them from Parquet and returns
their verdicts.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["ORDER", "peer"]

ORDER: Final = (
    "scan",
    "scan_read",
    "columnar",
    "columnar_full",
    "columnar_sink",
    "reference",
    "polars_expressions",
    "duckdb_case",
    "datalogic",
    "durable",
    "clips",
    "cedar",
    "zen_table",
    "jsonlogic",
)
"""The modules, in the order of the table."""


def peer(name: str) -> ModuleType:
    """Return the module of an engine."""
    return import_module(f"peers.{name}")
