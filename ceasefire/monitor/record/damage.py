"""What cannot be what was written to a store: told as damage, wherever it is met."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ceasefire.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DamageError", "undamaged"]

SIGNS: Final = (
    *(ValueError, LookupError, TypeError, AttributeError),
    *(ArithmeticError, RecursionError),
)
"""What comes of reading that for what it should have been."""


class DamageError(UsageError):
    """A store holds what no monitor wrote there."""


@contextmanager
def undamaged(what: str) -> Iterator[None]:
    """Let what cannot be read be a :class:`DamageError`, which says ``what`` it is of."""
    try:
        yield
    except SIGNS as error:
        raise DamageError(f"{what} was damaged; see ceasefire audit") from error
