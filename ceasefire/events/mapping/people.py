"""Names of parties as tables have them, and which of them a rulebook knows."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from ceasefire.rulebook.model import Rulebook

__all__ = ["Names"]

CIVILIANS: Final = "civilians"


class Names:
    """How a rulebook knows its parties: by name, and by the codes of data sets."""

    def __init__(self, rulebook: Rulebook | None) -> None:
        """Take the rulebook; without one, no name is known, and every code is."""
        self.rulebook = rulebook

    @cached_property
    def _known(self) -> frozenset[str]:
        if self.rulebook is None:
            return frozenset()
        return frozenset({CIVILIANS}).union(
            *(
                map(normalise, (key, party.name, *(alias.name for alias in party.aliases)))
                for key, party in self.rulebook.parties.items()
            )
        )

    @cached_property
    def _codes(self) -> frozenset[tuple[str, str]]:
        if self.rulebook is None:
            return frozenset()
        return frozenset(
            (book, normalise(code.name))
            for party in self.rulebook.parties.values()
            for book, codes in party.codes.items()
            for code in codes
        )

    def coded(self, book: str, code: str) -> bool:
        """Return whether the rulebook has a code of a code book."""
        return bool(book) and (book, normalise(code)) in self._codes

    def code(self, book: str, code: str) -> str:
        """Return a code as an event names it, or nothing where the rulebook lacks it."""
        return f"{book}:{code}" if self.rulebook is None or self.coded(book, code) else ""

    def known(self, name: str, book: str = "") -> str:
        """Return a name as an event has it if the rulebook knows it, or nothing."""
        if self.coded(book, name):
            return f"{book}:{name}"
        return name if normalise(name) in self._known else ""

    def written(self, name: str, book: str, *, bare: bool) -> str:
        """Return a name as an event has it; ``bare`` tries it without brackets at its end."""
        found = self.known(name, book)
        if not found and bare and name.endswith(")"):
            found = self.known(name.rpartition("(")[0].strip(), book)
        return found or name
