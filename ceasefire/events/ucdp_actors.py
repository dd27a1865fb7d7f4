"""How UCDP's actors become parties: codes, coalitions, and labels that lump or mislead."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from ceasefire.rulebook.model import Rulebook

__all__ = ["LUMPED", "LUMPED_NOTES", "MEMBERS", "Candidate", "Names", "Side", "any_of"]

Side = tuple[str | tuple[str, ...], ...]
"""The candidates for one side of a dyad, of which a tuple is a coalition."""


class Candidate(NamedTuple):
    """An actor that a lump may stand for, from one date until before another."""

    code: str
    label: str
    since: str = ""
    until: str = "9999"


LUMPED: Final = {
    "4456": (
        Candidate("4456", "Syrian insurgents"),
        Candidate("1170", "Jabhat al-Nusra", until="2017-01-28"),
        Candidate("6815", "Hayat Tahrir al-Sham", since="2017-01-28"),
    ),
}
"""Actors that stand for groups of which some may be apart.

Neither Jabhat al-Nusra nor its successors have a dyad of their own with the
government: their fighting with it is in that of the "Syrian insurgents".
"""

LUMPED_NOTES: Final = {
    "4456": "UCDP's “Syrian insurgents” may stand for Jabhat al-Nusra or a successor, too",
}
"""What is noted of an event with such an actor."""

MEMBERS: Final = {"Jabhat Fateh al-Sham": "1170", "HTS": "6815"}
"""Members of coalitions whose label is a name of a later time, and their codes."""


class Names:
    """How parties are written: by UCDP code where the rulebook has it, else by label."""

    def __init__(self, rulebook: Rulebook | None) -> None:
        """Collect the codes of a rulebook; without one every code is written."""
        self.codes = (
            None
            if rulebook is None
            else {
                normalise(code.name)
                for party in rulebook.parties.values()
                for code in party.codes.get("ucdp", ())
            }
        )
        self._one = lru_cache(maxsize=4096)(self._candidates)

    def side(self, label: str, code: str, first: str, last: str) -> Side:
        """Return the candidates for one side of a dyad between two dates, in ISO form."""
        if code in LUMPED:
            return tuple(
                self._party(each.code, each.label)
                for each in LUMPED[code]
                if each.since <= last and first < each.until
            )
        return self._one(label, code)

    def _candidates(self, label: str, code: str) -> Side:
        members = tuple(name.strip() for name in label.split(",") if name.strip())
        if len(members) > 1:
            return (tuple(dict.fromkeys(map(self._member, members))),)
        return (self._party(code, label),)

    def _party(self, code: str, label: str) -> str:
        if code and (self.codes is None or code in self.codes):
            return f"ucdp:{code}"
        return label or "unknown"

    def _member(self, label: str) -> str:
        if label in MEMBERS:
            return self._party(MEMBERS[label], label)
        # Only a rulebook can say whether it lists a label among the codes.
        known = self.codes is not None and normalise(label) in self.codes
        return f"ucdp:{label}" if known else label


def any_of(candidates: Side) -> Any:  # noqa: ANN401  (a value of any type)
    """Return one candidate as it is, and several as rivals."""
    plain = [list(each) if isinstance(each, tuple) else each for each in candidates]
    return plain[0] if len(plain) == 1 else {"one_of": plain}
