"""In which format a file is written: as is asked, or else as its extension says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ceasefire.cli.failures import complain
from ceasefire.errors import UsageError
from ceasefire.findings.replacement import vacancy
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["form_of"]

Form = TypeVar("Form", bound=str)


def form_of(
    chosen: Form | None, place: str | None, extensions: Mapping[str, Form], default: Form
) -> Form:
    """Return the format in which a file, or else standard output, is written.

    What is ``chosen`` is done, also where the extension of the file says another format,
    and standard error tells of that. ``default`` is the format of standard output. Raises
    :class:`~ceasefire.errors.UsageError` for an extension that says nothing, and for a place
    where no file can be.
    """
    if place is None or place == "-":
        return chosen or default
    vacancy(Path(place))
    extension = Path(place).suffix.casefold()
    said = extensions.get(extension)
    if chosen is not None:
        if said not in {None, chosen}:
            complain(f"`{place}` is {chosen}, as --format says, although its name says {said}")
        return chosen
    if said is None:
        known = ", ".join(extensions)
        hint = did_you_mean(extension, extensions) or f"use one of {known}, or --format"
        raise UsageError(f"`{place}`: the extension says no format; {hint}")
    return said
