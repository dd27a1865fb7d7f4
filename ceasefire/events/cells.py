"""Some cells of a row, read together: what is wrong with them, and what should be noted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from ceasefire.events.binary import NO_TEXT, as_text
from ceasefire.events.rows import Meaning, Piece, RowError, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Cells", "piece", "written"]

Some = TypeVar("Some", bound="Cells")


class Cells:
    """Some cells of a row; they collect what is wrong with them, and what should be noted.

    Whoever finds that the row is no event says in ``aside`` why.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        """Take the cells."""
        self.raw = raw
        self.flaws: list[tuple[str, str, str, str]] = []
        self.notes: list[str] = []
        self.aside = ""

    def text(self, key: str) -> str:
        """Return a cell as text: whole numbers without a point, dates as in ISO 8601."""
        return written(self.cell(key))

    def cell(self, key: str) -> Any:  # noqa: ANN401  (cells of any type)
        """Return a cell as it stands, or as text where it is one in bytes."""
        value = self.raw.get(key)
        if not isinstance(value, bytes):
            return value
        text = as_text(value)
        if text is None:
            code, message, hint = NO_TEXT
            told = (code, f"`{key}`: {message}", hint, shown(value))
            self.flaws += [] if told in self.flaws else [told]
        return text

    def flaw(self, code: str, message: str, hint: str = "", text: str = "") -> None:
        """Take note that something is wrong."""
        self.flaws.append((code, message, hint, text))

    def note(self, text: str) -> None:
        """Take note of something that the reader of a finding should know."""
        if text not in self.notes:
            self.notes.append(text)


def written(value: object) -> str:
    """Return a value as the cell of a table of texts would have it."""
    if isinstance(value, str):
        return value.strip()
    if value is None or value != value:  # noqa: PLR0124  (no number is not itself)
        return ""
    match value:
        case float() | Decimal():
            number = float(value)
            return str(int(number)) if number.is_integer() else str(value)
        case bytes():
            return value.decode("utf-8", "replace").strip()
        case date():
            return value.isoformat()
    return str(value).strip()


def piece(
    columns: tuple[str, ...],
    read: Callable[[Some], Mapping[str, Any]],
    *keys: str,
    kind: type[Some] = Cells,  # type: ignore[assignment]  # whoever wants others says so
) -> Piece:
    """Return a piece of a function that tells the cells what is wrong with them."""

    def meaning(raw: tuple[Any, ...]) -> Meaning:
        cells = kind(dict(zip(columns, raw, strict=True)))
        data = read(cells)
        if cells.aside:
            return Meaning({}, (), cells.aside)
        if cells.flaws:
            raise RowError(*cells.flaws)
        kept = {key: value for key, value in data.items() if value not in (None, "", [], {})}
        return Meaning(kept, tuple(cells.notes))

    return Piece(columns, meaning, frozenset(keys))
