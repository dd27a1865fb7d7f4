"""What a dispute between two readings turns on: the least that must change for it to end."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.analysis.casework.weighing import Stance
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ceasefire.analysis.casework.docket import Entry
    from ceasefire.analysis.casework.weighing import Sort

__all__ = ["CREDIT", "Change", "Turn", "Turning"]

CREDIT: Final = "credit"

MOST_TRIED: Final = 4096
"""So many sets of changes are tried of one dispute."""


class Change(NamedTuple):
    """One thing that two readings have otherwise.

    ``kind`` is ``question`` or ``credit``; ``name`` the question or the speaker. ``before``
    and ``after`` are the answers, empty where a reading leaves the question open; of a
    speaker they are ``credited`` or empty.
    """

    kind: str
    name: str
    before: str
    after: str

    def __str__(self) -> str:
        """Return it in a few words."""
        if self.kind == CREDIT:
            return f"crediting {self.name}" if self.after else f"not crediting {self.name}"
        return f"{self.name}: {self.before or 'open'} -> {self.after or 'open'}"


class Turn(NamedTuple):
    """What the verdicts of an event under two readings turn on.

    Each of ``sets`` is one of the smallest that will do: with these changes and no others
    the event has under ``one`` the verdict that it has under ``other``, and with some of
    them alone it has not. Smaller sets come first. ``complete`` is false where they were
    too many for all to be tried.
    """

    one: str
    other: str
    sets: tuple[tuple[Change, ...], ...]
    complete: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        sets = [[change._asdict() for change in some] for some in self.sets]
        return {"one": self.one, "other": self.other, "sets": sets, "complete": self.complete}


class Turning:
    """Finds what the events of a feed turn on between two readings."""

    def __init__(self, one: Stance, other: Stance) -> None:
        """Take the readings."""
        self.one, self.other = one, other
        self._known: dict[Any, tuple[tuple[tuple[Change, ...], ...], bool]] = {}
        self._questions = tuple(
            Change("question", name, one.answers.get(name, ""), other.answers.get(name, ""))
            for name in sorted({*one.answers, *other.answers})
            if one.answers.get(name) != other.answers.get(name)
        )

    def sets(self, entry: Entry) -> tuple[tuple[tuple[Change, ...], ...], bool]:
        """Return the smallest sets of changes that end the dispute, and whether these are all."""
        credits_ = tuple(self._credits(entry))
        sorts = self._sorts(entry, credits_)
        key = credits_, tuple(sorts.values())
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._found(entry, credits_, sorts)
        return found

    def _credits(self, entry: Entry) -> Iterator[Change]:
        """Yield the speakers of an event whom just one of the readings credits."""
        names = {
            normalise(name): name for item in entry.event.alternatives for name in item.said_by
        }
        one, other = (set(map(normalise, each.credit)) for each in (self.one, self.other))
        for key in sorted(names.keys() & (one ^ other)):
            yield Change(
                CREDIT, names[key], *(("credited", "") if key in one else ("", "credited"))
            )

    def _sorts(self, entry: Entry, credits_: Sequence[Change]) -> Mapping[Any, Sort]:
        """Return the sort of the event for each choice of whom to credit."""
        return {
            some: entry.sort(self._stance(some).credit)
            for size in range(len(credits_) + 1)
            for some in combinations(credits_, size)
        }

    def _found(
        self, entry: Entry, credits_: Sequence[Change], sorts: Mapping[Any, Sort]
    ) -> tuple[tuple[tuple[Change, ...], ...], bool]:
        asked = {name for sort in sorts.values() for name in sort.asked}
        changes = [change for change in self._questions if change.name in asked] + list(credits_)
        wanted = entry.outcome(self.other).told
        found: list[tuple[Change, ...]] = []
        tried = 0
        for size in range(1, len(changes) + 1):
            for some in combinations(changes, size):
                if any(set(less) <= set(some) for less in found):
                    continue
                tried += 1
                if tried > MOST_TRIED:
                    return tuple(found), False
                if entry.outcome(self._stance(some)).told == wanted:
                    found.append(some)
        return tuple(found), True

    def _stance(self, changes: Sequence[Change]) -> Stance:
        """Return the first reading with some changes."""
        answers = dict(self.one.answers)
        credit = {normalise(name): name for name in self.one.credit}
        for change in changes:
            if change.kind == CREDIT:
                credit.pop(normalise(change.name), None)
                if change.after:
                    credit[normalise(change.name)] = change.name
            else:
                answers.pop(change.name, None)
                if change.after:
                    answers[change.name] = change.after
        return Stance(answers, tuple(credit.values()))
