"""A rulebook as the rest of the library sees it: names resolved, times in UTC.

The loader turns YAML into these records; nothing below knows about files or
YAML any more, except that every record keeps its :class:`Span` for messages.
Instants are integers: microseconds since 1970-01-01T00:00Z.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely import Geometry

    from ceasefire.rulebook.law_model import Law
    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.pattern_model import Pattern
    from ceasefire.terms.taxonomy import Taxonomy

__all__ = [
    "Acceptance",
    "Alias",
    "Answer",
    "Citation",
    "Effect",
    "Impossible",
    "Instrument",
    "Membership",
    "Party",
    "Place",
    "Presumption",
    "Provision",
    "Question",
    "Reading",
    "Rulebook",
    "Source",
    "Span",
    "ValueSpec",
]

Effect = Literal["exclude", "prohibit", "permit"]
"""What a provision does, by the key that it stands under in a rule file."""


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a rule file; ``line`` and ``column`` count from 1."""

    file: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A text that provisions cite. ``evidence`` is ``found``, ``known`` or ``unsure``.

    ``since`` is the first instant at which it was known: that of ``published``, or else
    of ``date``.
    """

    id: str
    title: str
    date: str = ""
    published: str = ""
    document: str = ""
    url: str = ""
    publisher: str = ""
    evidence: str = ""
    pax: str = ""
    note: str = ""
    since: int | None = None
    span: Span = field(default=Span(), compare=False)


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer into a source: ``source`` is its id, ``where`` e.g. ``1(b)``."""

    source: str
    where: str = ""


# --- the vocabulary of a rulebook ------------------------------------------------


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of a party, valid in ``[start, end)`` instants (``None`` is open)."""

    name: str
    start: int | None = None
    end: int | None = None
    span: Span = field(default=Span(), compare=False)


@dataclass(frozen=True, slots=True)
class Membership:
    """``part_of`` a parent party in ``[start, end)`` instants (``None`` is open)."""

    parent: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A belligerent or other actor. ``codes`` maps a code book to the names it has there."""

    id: str
    name: str
    aliases: tuple[Alias, ...] = ()
    memberships: tuple[Membership, ...] = ()
    codes: Mapping[str, tuple[Alias, ...]] = field(default_factory=dict)
    note: str = ""
    cite: tuple[Citation, ...] = ()
    span: Span = Span()

    @property
    def coded(self) -> tuple[Alias, ...]:
        """The codes as names that say whose code they are, such as ``ucdp:118``."""
        return tuple(
            Alias(f"{book}:{code.name}", code.start, code.end)
            for book, codes in self.codes.items()
            for code in codes
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A named area.

    Either *basic* (``country``, ``admin1``, ``admin2``, ``pcode`` and/or a
    ``geometry`` in WGS84 longitude, latitude) or an expression over other
    places: ``union`` of all, or ``difference`` of the first less the others.
    ``within`` names a place that this one is declared to lie inside, ``tolerance_km``
    says how many kilometres its geometry may be off.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    pcode: str = ""
    geometry: Geometry | None = None
    tolerance_km: float = 0.0
    union: tuple[str, ...] = ()
    difference: tuple[str, ...] = ()
    within: str = ""
    note: str = ""
    cite: tuple[Citation, ...] = ()
    span: Span = Span()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question, who holds it, and the source."""

    id: str
    held_by: str = ""
    cite: tuple[Citation, ...] = ()
    note: str = ""
    span: Span = field(default=Span(), compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """An open point of interpretation with its finite list of answers."""

    id: str
    ask: str
    answers: Mapping[str, Answer]
    cite: tuple[Citation, ...] = ()
    note: str = ""
    span: Span = Span()


@dataclass(frozen=True, slots=True)
class Reading:
    """A named, possibly partial, set of answers; ``credit`` names speakers."""

    id: str
    title: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    credit: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ValueSpec:
    """What a presumption takes a field to be: ``one_of`` and/or none of ``none_of``.

    Values are ids (parties, categories, places), ``yes``/``no``, or numbers as
    text, as an event would state them.
    """

    one_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Presumption:
    """What is taken to be so where a feed says nothing about ``field``."""

    field: str
    value: ValueSpec
    because: str = ""
    cite: tuple[Citation, ...] = ()
    span: Span = Span()


@dataclass(frozen=True, slots=True)
class Impossible:
    """A condition that no world satisfies, with the reason."""

    condition: Condition
    because: str = ""
    cite: tuple[Citation, ...] = ()
    span: Span = Span()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding of ``ceasefire check`` that is meant, with the reason.

    ``code`` is what was found, ``at`` the path of the part that it was found at.
    """

    code: str
    at: str
    reason: str
    span: Span = Span()


# --- instruments -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Provision:
    """One clause. ``condition`` is the whole test, narrowings included.

    ``lifts`` (permits only) names the prohibitions lifted; ``None`` lifts all.
    ``origin`` is the instrument that first states it, ``announced`` an instant.
    """

    id: str
    effect: Effect
    condition: Condition
    lifts: frozenset[str] | None = None
    title: str = ""
    severity: str = ""
    cite: tuple[Citation, ...] = ()
    note: str = ""
    announced: int | None = None
    origin: str = ""
    span: Span = Span()


@dataclass(frozen=True, slots=True)
class Instrument:
    """One text or declaration.

    ``time``, ``place``, ``actor`` and ``answers`` are the four things that decide
    whether it reaches a world; each is a condition that may be always true.
    """

    id: str
    title: str
    time: Condition
    place: Condition
    actor: Condition
    answers: Condition
    provisions: tuple[Provision, ...]
    announced: int | None = None
    announced_by: str = ""
    extends: str = ""
    cite: tuple[Citation, ...] = ()
    note: str = ""
    pax: str = ""
    span: Span = Span()


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything an analyst wrote, resolved. ``digest`` ignores formatting."""

    id: str
    title: str
    timezone: str
    taxonomy: Taxonomy
    sources: Mapping[str, Source]
    parties: Mapping[str, Party]
    places: Mapping[str, Place]
    questions: Mapping[str, Question]
    readings: Mapping[str, Reading]
    default_reading: str
    presumptions: Mapping[str, Presumption]
    impossible: tuple[Impossible, ...]
    instruments: Mapping[str, Instrument]
    digest: str
    note: str = ""
    patterns: Mapping[str, Pattern] = field(default_factory=dict)
    accepted: tuple[Acceptance, ...] = ()
    laws: Mapping[str, Law] = field(default_factory=dict)

    def known_at(self, instant: int) -> Rulebook:
        """Return the rulebook without what was announced after the instant.

        Drops instruments, provisions, patterns, names, and citations of texts that nobody
        could have read by then.
        """
        instruments = {
            key: replace(
                item,
                cite=self.cited(item.cite, instant),
                provisions=tuple(
                    replace(p, cite=self.cited(p.cite, instant))
                    for p in item.provisions
                    if known(p.announced, instant)
                ),
            )
            for key, item in self.instruments.items()
            if known(item.announced, instant)
        }
        parties = {
            key: replace(item, aliases=tuple(a for a in item.aliases if known(a.start, instant)))
            for key, item in self.parties.items()
        }
        found = replace(self, instruments=instruments, parties=parties)
        patterns = (item.known_at(instant, found) for item in self.patterns.values())
        return replace(found, patterns={item.id: item for item in patterns if item is not None})

    def cited(self, cites: tuple[Citation, ...], instant: int) -> tuple[Citation, ...]:
        """Return the citations of texts that could be read at an instant."""
        return tuple(c for c in cites if known(self.sources[c.source].since, instant))


def known(announced: int | None, instant: int) -> bool:
    """Return whether something announced at ``announced`` is known at ``instant``."""
    return announced is None or announced <= instant
