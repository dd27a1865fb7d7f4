"""What cases expect, with every name looked up in the rulebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.rulebook.instruments import GROUNDS
from ceasefire.terms.times import TimeProblem, span, zone
from ceasefire.testing.cases.model import AlertExpected, Expectation

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from ceasefire.rulebook.documents import Report, Step
    from ceasefire.rulebook.model import Rulebook
    from ceasefire.testing.cases.schema import AlertDoc, ExpectDoc

__all__ = ["Expecting"]

OTHER_GROUNDS: Final = frozenset({"no-instrument", "no-incident", "contradiction", "not-yet-known"})
"""The grounds of findings that rest on no instrument."""

YES: Final = frozenset({"yes", "true"})

READ: Final[dict[str, Callable[[Any], object]]] = {
    "possible": frozenset,
    "possible_any_reading": frozenset,
    "settled": YES.__contains__,
    "note": tuple,
}
"""How expectations are read that name nothing of a rulebook."""


class Expecting:
    """Reads expectations, and reports names that nothing of a rulebook bears."""

    def __init__(self, rulebook: Rulebook, report: Report) -> None:
        """Take the rulebook that is tested."""
        self.report = report
        self.zone = zone(rulebook.timezone)
        provisions = {item.id for each in rulebook.instruments.values() for item in each.provisions}
        self.names: dict[str, Collection[str]] = {
            "instrument": rulebook.instruments,
            "provision": provisions,
            "ground": provisions | GROUNDS | OTHER_GROUNDS,
            "depends_on": (*rulebook.taxonomy.fields, *rulebook.questions),
            "severity": ("minor", "serious", "grave"),
            "pattern": rulebook.patterns,
            "party": rulebook.parties,
            "counterparty": rulebook.parties,
            "place": rulebook.places,
        }

    def read(self, docs: Iterable[tuple[ExpectDoc | None, Step]]) -> Expectation:
        """Return what is expected: what a later document states takes the place of earlier."""
        found: dict[str, object] = {}
        for doc, path in docs:
            if doc is not None:
                found |= {key: self._value(doc, key, path) for key in doc.model_fields_set}
        return Expectation(**found)  # type: ignore[arg-type]  # each is read as its type

    def _value(self, doc: ExpectDoc, key: str, path: Step) -> object:
        value = getattr(doc, key)
        here = (*path, key)
        if value is None or key == "verdict":
            return value
        if key in self.names:
            return self._named(value, key, here)
        if key == "alerts":
            return tuple(self._alert(item, (*here, n)) for n, item in enumerate(value))
        return READ[key](value)

    def _named(self, texts: Sequence[str], key: str, path: Step) -> frozenset[str]:
        """Return names, of which one text may hold several that are alternatives."""
        found = [text.split("|") for text in texts]
        for name in (name for names in found for name in names):
            self._known(name, self.names[key], path, key)
        if key == "ground":
            return frozenset("|".join(sorted(names)) for names in found)
        return frozenset(name for names in found for name in names)

    def _known(self, name: str, known: Collection[str], path: Step, key: str) -> None:
        if name in known:
            return
        message = f"no `{key}` of this rulebook is `{name[:80]}`"
        few = sorted(known)
        hint = f"one of {', '.join(few)}" if 0 < len(few) <= 8 else ""  # noqa: PLR2004  (a line)
        self.report.add(
            path, "unknown-expectation", message, text=name, near=list(known), hint=hint
        )

    # --- alerts ---

    def _alert(self, doc: AlertDoc, path: Step) -> AlertExpected:
        for key in ("pattern", "party", "counterparty", "place", "instrument"):
            name = getattr(doc, key)
            if name is not None:
                self._known(name, self.names[key], (*path, key), key)
        stated = ((key, getattr(doc, key)) for key in AlertExpected.__slots__ if key != "text")
        words = [f"{key} {told(value)}" for key, value in stated if value is not None]
        return AlertExpected(
            doc.pattern,
            doc.certainty,
            doc.state,
            doc.status,
            None if doc.when is None else self._stretch(doc.when, (*path, "when")),
            doc.party,
            doc.counterparty,
            doc.place,
            doc.instrument,
            None if doc.events is None else frozenset(doc.events),
            self._number(doc.low, (*path, "low")),
            self._number(doc.high, (*path, "high")),
            ", ".join(words),
        )

    def _stretch(self, text: str, path: Step) -> tuple[int, int] | None:
        try:
            return span(text, self.zone)
        except TimeProblem as problem:
            self.report.add(path, problem.code, problem.message, hint=problem.hint, text=text)
            return None

    def _number(self, text: str | None, path: Step) -> int | None:
        if text is None:
            return None
        if text.isascii() and text.isdecimal() and len(text) <= 9:  # noqa: PLR2004  (a count)
            return int(text)
        hint = "write a whole number from 0"
        self.report.add(path, "bad-number", f"`{text[:80]}` is no count", text=text, hint=hint)
        return None


def told(value: object) -> str:
    """Return a value that is expected in words."""
    return " and ".join(map(str, value)) if isinstance(value, list) else str(value)
