"""What the rules of a mapping share: the table's columns, the fields, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.events.mapping.people import Names
from ceasefire.events.mapping.values import CLAIM, UNKNOWN, Table
from ceasefire.terms.taxonomy import base_taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ceasefire.events.cells import Cells
    from ceasefire.rulebook.documents import Report, Step
    from ceasefire.rulebook.model import Rulebook

__all__ = ["ALL_OF", "PARTIES", "Context", "Rule", "first_of"]

ALL_OF: Final = "all_of"
"""What holds together in one row as acts of their own."""

PARTIES: Final = frozenset({"party", "parties"})
CATEGORIES: Final = frozenset({"category", "categories", "ordered"})
FLAGS: Final = {"yes": True, "true": True, "no": False, "false": False}
MOST_RIVALS: Final = 64


class Rule(NamedTuple):
    """What says one thing: the columns that it reads, and what it makes of their cells."""

    columns: tuple[str, ...]
    read: Callable[[Cells], Any]


class Context:
    """What all rules are made with; it collects what is wrong with them.

    ``columns`` are those of the table, or nothing where there is none yet.
    """

    def __init__(
        self,
        report: Report,
        feed: str,
        columns: tuple[str, ...] | None,
        optional: Sequence[str],
        rulebook: Rulebook | None,
    ) -> None:
        """Take what there is."""
        self.report = report
        self.feed = feed
        self.columns = columns
        self.optional = frozenset(name.casefold() for name in optional)
        self.taxonomy = rulebook.taxonomy if rulebook else base_taxonomy()
        self.names = Names(rulebook)
        self._alike: dict[str, list[str]] = {}
        for column in columns or ():
            self._alike.setdefault(column.strip().casefold(), []).append(column)

    def column(self, names: Sequence[str], path: Step) -> tuple[str, ...]:
        """Return the columns of the table that names stand for, in their order.

        One that differs in case alone is meant; one that the table may lack is left out.
        """
        if self.columns is None:
            return tuple(names)
        found = []
        for name in names:
            alike = self._alike.get(name.strip().casefold(), [])
            if name in self.columns:
                found.append(name)
            elif len(alike) == 1:
                found.append(alike[0])
            elif name.casefold() not in self.optional:
                message = f"the table has no column `{name[:80]}`"
                self.report.add(path, "unknown-column", message, text=name, near=self.columns)
        return tuple(found)

    def table(self, field: str, entries: Mapping[str, object], path: Step) -> Table:
        """Return a table of values of a field."""
        return Table(
            {cell: self.value(field, item, (*path, cell)) for cell, item in entries.items()}
        )

    def value(self, field: str, raw: object, path: Step) -> Any:  # noqa: ANN401  (a value of any type)
        """Return a value as an event has it; an empty text says nothing."""
        if isinstance(raw, dict):
            allowed = (*CLAIM, ALL_OF) if field == "kind" else CLAIM
            for key in raw:
                if key not in allowed:
                    message = f"`{key[:80]}` is no key of a value"
                    hint = f"allowed here: {', '.join(allowed)}"
                    self.report.add(
                        (*path, key), "unknown-key", message, text=key, key=True, near=allowed,
                        hint=hint,
                    )  # fmt: skip
            kept = {key: raw[key] for key in allowed if key in raw}
            return {key: self.several(field, item, (*path, key)) for key, item in kept.items()}
        if isinstance(raw, list):
            return [self.value(field, item, (*path, n)) for n, item in enumerate(raw)]
        return self.element(field, str(raw).strip(), path)

    def several(self, field: str, raw: object, path: Step) -> list[Any]:
        """Return rivals, of which each may be a list of what holds together."""
        items = raw if isinstance(raw, list) else [raw]
        if not items or len(items) > MOST_RIVALS:
            self.report.add(path, "empty-list" if not items else "too-large", "list 1 to 64 values")
        return [self.value(field, item, (*path, n)) for n, item in enumerate(items)]

    def element(self, field: str, text: str, path: Step) -> Any:  # noqa: ANN401  (a value of any type)
        """Return one element of a value."""
        spec = self.taxonomy.fields.get(field)
        if spec is None or text in {"", UNKNOWN} or spec.type in PARTIES:
            return text
        if spec.type == "flag":
            if text.casefold() not in FLAGS:
                self.report.add(path, "bad-flag", f"`{text[:80]}` is neither yes nor no", text=text)
            return FLAGS.get(text.casefold(), text)
        if spec.type in CATEGORIES:
            known = self.taxonomy.of(field).categories
            if text not in known:
                message = f"`{text[:80]}` is no {field}"
                hint = "`ceasefire schema --event` lists them"
                self.report.add(path, f"unknown-{field}", message, hint=hint, text=text, near=known)
            return text
        if spec.type in {"count", "number"}:
            return self.number(text, path)
        return text

    def number(self, text: str, path: Step) -> float | int | None:
        """Return a number that the file states; none stands for an open end."""
        try:
            found = float(text)
        except ValueError:
            self.report.add(path, "bad-number", f"`{text[:80]}` is no number", text=text)
            return None
        return int(found) if found.is_integer() else found


def first_of(cells: Cells, columns: Sequence[str]) -> tuple[str, str]:
    """Return the first column whose cell is not empty, and the cell; else the first column."""
    for column in columns:
        text = cells.text(column)
        if text:
            return column, text
    return (columns[0] if columns else ""), ""
