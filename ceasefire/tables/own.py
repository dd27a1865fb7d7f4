"""A feed's own columns in the output: which are kept, and under what names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from ceasefire.errors import UsageError
from ceasefire.findings.output import own_name
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

__all__ = ["decoded", "kept", "names"]


def kept(columns: Sequence[str], keep: Iterable[str] | None) -> tuple[str, ...]:
    """Return the columns to keep, all if nothing is said, in the order asked for.

    Raises :class:`~ceasefire.errors.UsageError` for one that the table does not have.
    """
    if keep is None:
        return tuple(columns)
    if isinstance(keep, str):
        keep = (keep,)
    wanted = tuple(dict.fromkeys(keep))
    for name in wanted:
        if name not in columns:
            hint = did_you_mean(str(name), columns)
            message = f"the table has no column `{name}`"
            raise UsageError(f"{message}; {hint}" if hint else message)
    return wanted


def names(own: Sequence[str], added: Collection[str]) -> dict[str, str]:
    """Return columns with the names they have in the output, which no added column has."""
    return {name: own_name(name, added) for name in own}


def decoded(column: Any, kind: Any) -> Any:  # noqa: ANN401  (Arrow has no types)
    """Return a column of the feed in the type that the feed gives it."""
    if column.type == kind:
        return column
    if pa.types.is_run_end_encoded(kind):
        return pc.run_end_encode(decoded(column, kind.value_type), run_end_type=kind.run_end_type)
    if pa.types.is_dictionary(column.type) and not pa.types.is_dictionary(kind):
        return column.dictionary_decode().cast(kind)
    return column.cast(kind)
