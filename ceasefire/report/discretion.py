"""What a report leaves out of the texts of a feed, on request."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ceasefire.events.unknowns import name_of
from ceasefire.findings.redaction import Redaction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.report.findings import Case

__all__ = ["Discretion"]

T = TypeVar("T")

AS_THEY_ARE: Final = frozenset({"id"})
"""Fields of entries that are not blurred: by ids events are found in their feed."""


class Discretion:
    """Makes what is told of events no more exact than was asked for.

    Only what stands in the facts of these events is taken for a position, so that numbers of
    rule files, such as those of articles, stay as they are.
    """

    def __init__(self, cases: Iterable[Case], coarsen: int | None, *, no_sources: bool) -> None:
        """Look through the events for what is not to be shown."""
        self.redaction = Redaction(coarsen=coarsen, no_sources=no_sources)
        found = (self.redaction.exact(case.event.to_dict()) for case in cases)
        self.exact = {text for each in found for text in each} if coarsen is not None else set()
        self._texts: dict[str, str] = {}
        self._tuples: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def case(self, case: Case) -> Case:
        """Return an event without notes that quote columns of sources."""
        event, finding = case.event, case.finding
        if all(map(self._keeps, (*event.notes, *finding.notes))):
            return case
        noted = event.model_copy(update={"notes": list(filter(self._keeps, event.notes))})
        kept = tuple(filter(self._keeps, finding.notes))
        return case._replace(event=noted, finding=replace(finding, notes=kept))

    def shown(self, value: T) -> T:
        """Return a value with all texts in it no more exact than was asked for."""
        return self._shown(value) if self.exact else value

    def _keeps(self, note: str) -> bool:
        named = name_of(note)
        return named is None or self.redaction.keeps(named[0])

    def _shown(self, value: Any) -> Any:  # noqa: ANN401  (of any type)
        if isinstance(value, str) and type(value) is str:
            return self._text(value)
        if isinstance(value, tuple):
            items = tuple(map(self._shown, value))
            return value._make(items) if hasattr(value, "_make") else self._shared(items)
        if isinstance(value, dict):
            return {key: self._shown(item) for key, item in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            names = {each.name for each in fields(value)} - AS_THEY_ARE
            return replace(value, **{name: self._shown(getattr(value, name)) for name in names})
        return value

    def _shared(self, items: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the same tuple for all that are alike, as entries share them."""
        try:
            return self._tuples.setdefault(items, items)
        except TypeError:
            return items

    def _text(self, text: str) -> str:
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = self.redaction.blurred(text, self.exact)
        return found
