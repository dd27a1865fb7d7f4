"""The compiled inner loops, where the package was built with a C compiler."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

__all__ = ["FORM", "compiled"]

FORM: Final = 2
"""What the loops take, by number: those that were built from an older source are not used."""


@cache
def compiled() -> Any | None:  # noqa: ANN401  (a module, which may not be there)
    """Return the module of the compiled loops; nothing where it was not built, or long ago."""
    try:
        from ceasefire.engines.columnar import _loops  # noqa: PLC0415  (it may not be there)
    except ImportError:
        return None
    return _loops if getattr(_loops, "FORM", 0) == FORM else None
