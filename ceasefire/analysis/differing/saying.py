"""Worlds of two rulebooks written as one event that means the same to both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from ceasefire.analysis.differing.sharing import PARTIES
from ceasefire.analysis.space.saying import Sayer
from ceasefire.program.parties import UNLISTED
from ceasefire.program.sets import NOBODY, SEVERAL, SetSlot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ceasefire.analysis.differing.joint import Joint
    from ceasefire.program.sets import AnyCell

__all__ = ["JointSayer", "instant_text"]

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class JointSayer(Sayer):
    """Says cells of both; where parties, places or zones differ, in words that both take alike."""

    def __init__(self, joint: Joint) -> None:
        """Take the program of both."""
        super().__init__(joint)
        self.joint = joint
        self.same_zone = joint.sharing.old.rulebook.timezone == joint.sharing.new.rulebook.timezone

    def said(self, left: Mapping[str, Sequence[AnyCell]]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Return a value for each field, and the fields that cannot be said."""
        found, unsaid = super().said(left)
        if not self.same_zone and "when" in found:
            lo, hi = self.caster.intervals(self.caster.claim("when", found["when"]))[0]
            found["when"] = {"from": instant_text(lo), "until": instant_text(hi)}
        return found, unsaid

    def _say(self, field: str, cells: Sequence[AnyCell], instant: int) -> object:
        if field == "where" and self.joint.spots is not None:
            return self.joint.spots[cells[0].values[0]].raw
        kind = self.program.taxonomy.fields[field].type
        if kind in PARTIES and not self.joint.sharing.same_parties:
            return self._party(field, cells, instant)
        return super()._say(field, cells, instant)

    # --- parties that differ ---

    def _party(self, field: str, cells: Sequence[AnyCell], instant: int) -> object:
        """Return a party by its id, without all that one side or the other counts to it."""
        if isinstance(self.program.slots[self.program.index[field]], SetSlot):
            return self._several(cells, instant)
        values = [value for cell in cells for value in cell.values]
        named = [self._one(value, instant) for value in values if value != UNLISTED]
        plain = [raw for raw in named if isinstance(raw, str)]
        return next(iter([*plain, *named]), None) or {"not": self._everybody(instant)}

    def _one(self, atom: str, instant: int) -> str | dict[str, Any]:
        """Return a party of both by itself."""
        beyond = self._below(field="", value=atom, instant=instant) - {atom}
        return {"one_of": [atom], "not": sorted(beyond)} if beyond else atom

    def _several(self, cells: Sequence[AnyCell], instant: int) -> object:
        for cell in cells:
            for label in cell.values:
                options = [[each] if isinstance(each, str) else list(each) for each in label]
                if any(SEVERAL in each or each == [UNLISTED] for each in options):
                    continue
                chosen = [each[0] for each in options if NOBODY not in each]
                beyond = {name for each in chosen for name in self._below("", each, instant)} - set(
                    chosen
                )
                return {"one_of": [chosen], "not": sorted(beyond)} if beyond else chosen
        return None

    def _below(self, field: str, value: str, instant: int) -> frozenset[str]:
        """Return all that a party stands for on one side or the other."""
        sharing = self.joint.sharing
        if sharing.same_parties:
            return super()._below(field, value, instant)
        back = {mine: key for key, mine in sharing.parties.items()}
        names = frozenset({value})
        old, new = sharing.old.parties, sharing.new.parties
        return old.below(names, old.epoch(instant)) | new.below(
            frozenset({back.get(value, value)}), new.epoch(instant)
        )

    def _everybody(self, instant: int) -> list[str]:
        """Return names that stand together for every party that one side or the other names."""
        sharing = self.joint.sharing
        found = []
        for domain in (sharing.old.parties, sharing.new.parties):
            epoch = domain.epoch(instant)
            found += [key for key in domain.parties if len(domain.lineage(key, epoch)) == 1]
        return list(dict.fromkeys(found))


def instant_text(instant: int) -> str:
    """Return an instant in UTC, with its offset."""
    return (EPOCH + timedelta(microseconds=instant)).isoformat(sep=" ")
