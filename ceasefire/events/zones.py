"""Time zones that columns of Arrow name, and Python may not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa

if TYPE_CHECKING:
    from ceasefire.errors import FeedError

__all__ = ["check_zones"]


class Named(Protocol):
    """What a table is read from."""

    def failure(self, code: str, message: str, hint: str = "", line: int = 0) -> FeedError:
        """Return the error that the table as a whole cannot be read."""
        ...


def check_zones(source: Named, schema: Any) -> None:  # noqa: ANN401  (Arrow has no types)
    """Raise :class:`~ceasefire.errors.FeedError` for times in a zone that there is not."""
    for field in schema:
        zone = unknown(field.type)
        if zone:
            message = f"the column `{field.name}` has times in `{zone[:80]}`, which is no time zone"
            hint = "name one such as `UTC` or `Asia/Damascus`"
            raise source.failure("bad-zone", message, hint)


def unknown(kind: Any) -> str:  # noqa: ANN401  (of Arrow, which ships no types)
    """Return a zone of a type or of one within it that Python does not know; nothing if it does."""
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        try:
            pa.lib.string_to_tzinfo(kind.tz, prefer_zoneinfo=True)
        except (LookupError, OSError, ValueError):
            return str(kind.tz)
    if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
        return unknown(kind.value_type)
    inner = (unknown(kind.field(number).type) for number in range(kind.num_fields))
    return next(filter(None, inner), "")
