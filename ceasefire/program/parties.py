"""Who is who, and who is part of whom, at each instant.

The domain of a party field has one *atom* for each party of the rulebook and
one for any party that it does not name. The atom of a party with members stands
for an unnamed other under that umbrella.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.terms.likeness import did_you_mean
from ceasefire.terms.names import normalise
from ceasefire.terms.times import joined_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ceasefire.program.cells import Interval
    from ceasefire.rulebook.model import Alias, Party

__all__ = ["UNLISTED", "Epochs", "PartyDomain", "Resolution"]

UNLISTED: Final = "(unlisted)"
"""The atom of every party that the rulebook does not name."""

FAR: Final = 1 << 62


class Epochs(NamedTuple):
    """A set of stretches of time, as a test of a time slot."""

    stretches: tuple[Interval, ...]

    def pieces(self, lo: int, hi: int) -> list[Interval]:
        """Return the parts of ``[lo, hi)`` inside the stretches."""
        clipped = ((max(lo, start), min(hi, end)) for start, end in self.stretches)
        return [(start, end) for start, end in clipped if start < end]


class Resolution(NamedTuple):
    """The party that a name stands for, or none and why."""

    party: str | None
    note: str = ""


class PartyDomain:
    """The parties of a rulebook: names, umbrellas and their dates."""

    def __init__(self, parties: Mapping[str, Party]) -> None:
        """Index the parties, which are kept as they are given."""
        self.parties = parties
        self.atoms: tuple[str, ...] = (*parties, UNLISTED)
        self.places = {atom: place for place, atom in enumerate(self.atoms)}
        self.resolve = lru_cache(maxsize=65536)(self._resolve)
        self.below = lru_cache(maxsize=65536)(self._below)
        self.from_the_top = lru_cache(maxsize=256)(self._from_the_top)

    @cached_property
    def edges(self) -> tuple[int, ...]:
        """Instants at which a membership begins or ends."""
        found = {
            edge
            for party in self.parties.values()
            for membership in party.memberships
            for edge in (membership.start, membership.end)
            if edge is not None
        }
        return tuple(sorted(found))

    @cached_property
    def naming_edges(self) -> tuple[int, ...]:
        """Instants at which a name or a membership begins or ends."""
        found = {
            edge
            for party in self.parties.values()
            for alias in (*party.aliases, *party.coded)
            for edge in (alias.start, alias.end)
            if edge is not None
        }
        return tuple(sorted(found | set(self.edges)))

    def epoch(self, instant: int) -> int:
        """Return the number of the epoch (stretch between edges) of an instant."""
        return bisect_right(self.edges, instant)

    def stretch(self, epoch: int) -> Interval:
        """Return the interval of an epoch."""
        bounds = (-FAR, *self.edges, FAR)
        return bounds[epoch], bounds[epoch + 1]

    @cached_property
    def _lineages(self) -> list[dict[str, tuple[str, ...]]]:
        """For each epoch, each party with all parties it is then part of."""
        tables = []
        for epoch in range(len(self.edges) + 1):
            start, _ = self.stretch(epoch)
            parents = {
                key: next(
                    (
                        m.parent
                        for m in party.memberships
                        if (m.start is None or m.start <= start)
                        and (m.end is None or start < m.end)
                    ),
                    "",
                )
                for key, party in self.parties.items()
            }
            table = {}
            for key in self.parties:
                lineage = [key]
                while parents[lineage[-1]] and len(lineage) <= len(parents):
                    lineage.append(parents[lineage[-1]])
                table[key] = tuple(lineage)
            tables.append(table)
        return tables

    def lineage(self, atom: str, epoch: int) -> tuple[str, ...]:
        """Return the party and those it is part of in the epoch, nearest first."""
        return self._lineages[epoch].get(atom, ())

    def _from_the_top(self, epoch: int) -> tuple[str, ...]:
        """Return the parties, umbrellas before those under them."""
        return tuple(sorted(self.parties, key=lambda key: (len(self.lineage(key, epoch)), key)))

    @cached_property
    def _members(self) -> tuple[dict[str, set[str]], ...]:
        """For each epoch, each party with the atoms that are it or part of it."""
        tables = []
        for lineages in self._lineages:
            table: dict[str, set[str]] = {}
            for atom, lineage in lineages.items():
                for above in lineage:
                    table.setdefault(above, set()).add(atom)
            tables.append(table)
        return tuple(tables)

    def _below(self, names: frozenset[str], epoch: int) -> frozenset[str]:
        """Return the atoms that are one of the parties or part of one."""
        members = self._members[epoch]
        return frozenset().union(*(members.get(name, ()) for name in names))

    def umbrella(self, party: str, epoch: int) -> bool:
        """Return whether the party has members in the epoch."""
        return party in self._umbrellas[epoch]

    def ever_umbrella(self, party: str) -> bool:
        """Return whether the party has members at any time."""
        return any(party in umbrellas for umbrellas in self._umbrellas)

    @cached_property
    def _umbrellas(self) -> tuple[frozenset[str], ...]:
        """For each epoch, the parties that have members."""
        return tuple(
            frozenset(above for lineage in lineages.values() for above in lineage[1:])
            for lineages in self._lineages
        )

    def groups(self, names: frozenset[str]) -> dict[frozenset[str], Epochs]:
        """Return the sets of atoms that pass a test, each with its time."""
        found: dict[frozenset[str], list[Interval]] = {}
        for epoch in range(len(self.edges) + 1):
            found.setdefault(self.below(names, epoch), []).append(self.stretch(epoch))
        return {atoms: Epochs(tuple(joined_up(stretches))) for atoms, stretches in found.items()}

    @cached_property
    def _names(self) -> dict[str, list[tuple[int, int, str]]]:
        """Each name in comparable form, with the stretches and parties it stands for."""
        table: dict[str, list[tuple[int, int, str]]] = {}
        for key, party in self.parties.items():
            for name in dict.fromkeys(map(normalise, (key, party.name))):
                table.setdefault(name, []).append((-FAR, FAR, key))
            for alias in (*party.aliases, *party.coded):
                table.setdefault(normalise(alias.name), []).append((*lasting(alias), key))
        return table

    @cached_property
    def _codes(self) -> dict[str, list[tuple[int, int, str]]]:
        """Each bare code, with the stretches and parties it stands for in some code book."""
        table: dict[str, list[tuple[int, int, str]]] = {}
        for key, party in self.parties.items():
            for codes in party.codes.values():
                for code in codes:
                    table.setdefault(normalise(code.name), []).append((*lasting(code), key))
        return table

    def _resolve(self, name: str, instant: int) -> Resolution:
        wanted = normalise(name)
        entries = self._names.get(wanted, ())
        current = bearers(entries, instant)
        if len(current) == 1:
            return Resolution(current.pop())
        if current:
            return Resolution(None, f"`{name}` names several parties: {', '.join(sorted(current))}")
        if entries:
            keys = ", ".join(sorted({key for _, _, key in entries}))
            return Resolution(
                None, f"`{name}` is not a name of {keys} at the time of the event: taken as unknown"
            )
        coded = bearers(self._codes.get(wanted, ()), instant)
        if len(coded) == 1:
            return Resolution(coded.pop())
        head, bracket, inner = name.strip().removesuffix(")").partition("(")
        if bracket and head.strip() and "(" not in inner:
            # "Free Syrian Army (FSA)": two names of one party.
            both = {self._resolve(each, instant).party for each in (head, inner)}
            if len(both) == 1 and None not in both:
                return Resolution(both.pop())
        hint = did_you_mean(name, self.known_names, whole=True)
        note = f"`{name}` is no party of this rulebook: taken as unknown"
        return Resolution(None, f"{note}; {hint}" if hint else note)

    @cached_property
    def known_names(self) -> tuple[str, ...]:
        """Every id, name and alias."""
        return tuple(
            dict.fromkeys(
                name
                for key, party in self.parties.items()
                for name in (key, party.name, *(alias.name for alias in party.aliases))
            )
        )

    def label(self, atom: str, epoch: int) -> str:
        """Return an atom in words."""
        if atom == UNLISTED:
            return "a party the rulebook does not name"
        name = self.parties[atom].name
        return f"another part of {name}" if self.umbrella(atom, epoch) else name


def lasting(alias: Alias) -> Interval:
    """Return the time of a name, far ends where it has none."""
    return (
        -FAR if alias.start is None else alias.start,
        FAR if alias.end is None else alias.end,
    )


def bearers(entries: Iterable[tuple[int, int, str]], instant: int) -> set[str]:
    """Return the parties that a name stands for at an instant."""
    return {key for start, end, key in entries if start <= instant < end}
