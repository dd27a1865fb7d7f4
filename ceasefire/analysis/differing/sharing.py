"""What two rulebooks mean in the same way: their parties, places, words and questions.

A report means the same under both only where all of its names do. What is shared is found
by what reports see of it: names in comparable form, codes, memberships, outlines.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ceasefire.program.parties import UNLISTED
from ceasefire.terms.names import normalise
from ceasefire.terms.taxonomy import Taxonomy, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.program.parties import PartyDomain
    from ceasefire.program.program import Program
    from ceasefire.rulebook.model import Party, Place, Presumption, Question

__all__ = ["PARTIES", "Sharing"]

PARTIES: Final = frozenset({"party", "parties"})
"""The types of fields whose values are parties."""


@dataclass(frozen=True)
class Sharing:
    """What an old and a new program share, and what each has alone.

    ``apart`` names questions that are not to be shared, as they are answered differently.
    """

    old: Program
    new: Program
    apart: frozenset[str] = frozenset()

    # --- parties ---

    @cached_property
    def parties(self) -> dict[str, str]:
        """The parties of the new rulebook that the old one has, by id in the new one.

        The same id is the same party; one that has another id but all of the same names
        is the same, too.
        """
        old, new = self.old.parties.parties, self.new.parties.parties
        found = {key: key for key in new if key in old}
        left = {names_of(self.old.parties, key): key for key in old if key not in new}
        for key in new:
            same = left.get(names_of(self.new.parties, key))
            if key not in found and same is not None:
                found[key] = same
        return found | {UNLISTED: UNLISTED}

    @cached_property
    def same_parties(self) -> bool:
        """Whether every name means the same party in both, with the same members."""
        return self.same_members and all(
            names_of(self.new.parties, key) == names_of(self.old.parties, mine)
            for key, mine in self.parties.items()
            if key != UNLISTED
        )

    @cached_property
    def same_members(self) -> bool:
        """Whether every party has the same members at every time."""
        old, new = self.old.parties.parties, self.new.parties.parties
        if len(old) != len(new) or len(self.parties) != len(self.new.parties.atoms):
            return False
        return all(
            {(self.parties[m.parent], m.start, m.end) for m in new[key].memberships}
            == {(m.parent, m.start, m.end) for m in old[mine].memberships}
            for key, mine in self.parties.items()
            if key != UNLISTED
        )

    def changed(self, name: str) -> bool:
        """Return whether a name may mean something else on one side than on the other."""
        if not self.same_members:
            return True
        old, new = self._bearers
        wanted = normalise(name)
        return old.get(wanted) != new.get(wanted)

    @cached_property
    def _bearers(self) -> list[dict[str, set[Any]]]:
        """For each side, what is known of each name in comparable form."""
        found = []
        for domain, mapping in (
            (self.old.parties, {}),
            (self.new.parties, self.parties),
        ):
            table: dict[str, set[Any]] = {}
            for key in domain.parties:
                for *code, name, start, end in names_of(domain, key):
                    table.setdefault(name, set()).add((*code, start, end, mapping.get(key, key)))
            found.append(table)
        return found

    @cached_property
    def party_records(self) -> Mapping[str, Party]:
        """The shared parties, under their old ids and, where these differ, no other names."""
        old = self.old.parties.parties
        if self.same_parties:
            return old
        kept = {self.parties[key] for key in self.new.parties.parties if key in self.parties}
        return {
            key: replace(old[key], name=key, aliases=(), codes={}, memberships=())
            for key in old
            if key in kept
        }

    @cached_property
    def presumed(self) -> tuple[str, ...]:
        """The fields of which not the same is presumed; every report states a kind and a time."""
        old, new = self.old.rulebook.presumptions, self.new.rulebook.presumptions
        return tuple(
            field
            for field in sorted({*old, *new} - {"kind", "when"})
            if said_of(old.get(field)) != said_of(new.get(field))
        )

    def of_parties(self, field: str) -> bool:
        """Return whether the values of a field are parties, on either side."""
        specs = (program.taxonomy.fields.get(field) for program in (self.old, self.new))
        return any(spec is not None and spec.type in PARTIES for spec in specs)

    @cached_property
    def timed(self) -> bool:
        """Whether the times at which names change their meaning matter to what differs."""
        return not self.same_parties or any(map(self.of_parties, self.presumed))

    # --- places ---

    @cached_property
    def same_places(self) -> bool:
        """Whether every place is the same in both."""
        old, new = self.old.places.places, self.new.places.places
        return old.keys() == new.keys() and all(
            place_of(old[key]) == place_of(new[key]) for key in old
        )

    # --- words ---

    @cached_property
    def same_words(self) -> bool:
        """Whether both know the same fields and categories, by the same names."""
        return words_of(self.old.taxonomy) == words_of(self.new.taxonomy)

    @cached_property
    def clashing(self) -> tuple[str, ...]:
        """The fields of which both ask, each in another sense."""
        old, new = self.old.taxonomy.fields, self.new.taxonomy.fields
        return tuple(
            key
            for key in old
            if key in new
            and (old[key].type, old[key].vocabulary) != (new[key].type, new[key].vocabulary)
        )

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """The fields of both, and the categories that both have."""
        old, new = self.old.taxonomy, self.new.taxonomy
        if self.same_words:
            return old
        vocabularies = dict(new.vocabularies) | dict(old.vocabularies)
        for key, mine in old.vocabularies.items():
            if key in new.vocabularies:
                others = new.vocabularies[key].categories
                kept = {
                    name: item
                    for name, item in mine.categories.items()
                    if name in others and item.group == others[name].group
                }
                kept = {
                    name: item if item.parent in kept else replace(item, parent="")
                    for name, item in kept.items()
                }
                vocabularies[key] = Vocabulary(
                    key, kept, open=mine.open and new.vocabularies[key].open
                )
        return Taxonomy(vocabularies, {**new.fields, **old.fields})

    # --- questions ---

    @cached_property
    def questions(self) -> frozenset[str]:
        """The questions that both ask, with the same answers to choose from."""
        old, new = self.old.rulebook.questions, self.new.rulebook.questions
        return frozenset(
            key
            for key in old
            if key in new
            and key not in self.apart
            and set(old[key].answers) == set(new[key].answers)
        )

    @cached_property
    def question_records(self) -> dict[str, Question]:
        """All questions, those that are not shared under names of their own."""
        found = {}
        for side, program in (("old", self.old), ("new", self.new)):
            for key, question in program.rulebook.questions.items():
                found[self.question(side, key)] = question
        return found

    def question(self, side: str, key: str) -> str:
        """Return the name of a question of one side among those of both."""
        return key if key in self.questions else f"{key} ({side})"


def said_of(presumption: Presumption | None) -> object:
    """Return what a presumption says, whatever the order."""
    if presumption is None:
        return None
    return frozenset(presumption.value.one_of), frozenset(presumption.value.none_of)


def names_of(domain: PartyDomain, key: str) -> frozenset[Any]:
    """Return all that a party is called, and when; names of ids apart from bare codes."""
    party = domain.parties[key]
    always = {(normalise(name), None, None) for name in (key, party.name)}
    dated = {
        (normalise(alias.name), alias.start, alias.end) for alias in (*party.aliases, *party.coded)
    }
    dated = {each for each in dated if (each[0], None, None) not in always}
    bare = {
        ("", normalise(code.name), code.start, code.end)
        for codes in party.codes.values()
        for code in codes
    }
    return frozenset(always | dated | bare)


def place_of(place: Place) -> tuple[object, ...]:
    """Return all of a place that a report can meet: its words and citations apart."""
    outline = None
    if place.geometry is not None:
        from shapely import normalize, to_wkb  # noqa: PLC0415  (heavy; loaded where it is used)

        outline = to_wkb(normalize(place.geometry))
    return (
        frozenset(map(normalise, (place.id, place.name, *place.aliases))),
        (place.country.upper(), place.admin1, place.admin2, place.pcode),
        outline,
        place.tolerance_km,
        frozenset(place.union),
        place.difference[:1],
        frozenset(place.difference[1:]),
        place.within,
    )


def words_of(taxonomy: Taxonomy) -> object:
    """Return all of a vocabulary that reports and findings meet, but for notes."""
    fields = {key: (spec.type, spec.vocabulary) for key, spec in taxonomy.fields.items()}
    listed = {
        key: (
            vocabulary.open,
            [replace(item, note="") for item in vocabulary.categories.values()],
        )
        for key, vocabulary in taxonomy.vocabularies.items()
    }
    return fields, listed
