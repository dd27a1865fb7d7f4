"""What an analyst writes: instruments, and the rulebook as a whole.

One pydantic model for each thing in a rule file; the smaller ones are in
:mod:`ceasefire.rulebook.schema_parts`.
"""

# Annotations are no text here, which pydantic would have to evaluate first.
# ruff: noqa: RUF012  (pydantic copies mutable defaults)

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from ceasefire.rulebook.forms import (
    CONDITION,
    Answers,
    CategoryId,
    Citing,
    Form,
    InstrumentId,
    Moment,
    Note,
    PartyIds,
    PlaceIds,
    ProvisionIds,
    Title,
    Zone,
)
from ceasefire.rulebook.lints import LINTS
from ceasefire.rulebook.schema_laws import LawDoc, LawEntry
from ceasefire.rulebook.schema_parts import (
    Doc,
    PartyDoc,
    PlaceDoc,
    QuestionDoc,
    ReadingDoc,
    SourceDoc,
    WindowDoc,
    Windows,
)
from ceasefire.rulebook.schema_patterns import PatternDoc
from ceasefire.rulebook.shorthand import (
    Choice,
    Entries,
    Id,
    Ids,
    Keyed,
    Named,
    RawCondition,
    RawValue,
    Several,
    Text,
    as_map,
)

__all__ = [
    "AcceptanceDoc",
    "BindsDoc",
    "CategoryDoc",
    "Doc",
    "FieldDoc",
    "InstrumentDoc",
    "LawDoc",
    "Narrowing",
    "PartyDoc",
    "PatternDoc",
    "PlaceDoc",
    "PresumptionDoc",
    "ProvisionDoc",
    "QuestionDoc",
    "ReadingDoc",
    "RulebookDoc",
    "SourceDoc",
    "WindowDoc",
]

FIELD_TYPES = ("category", "ordered", "party", "parties", "number", "count", "flag")


def presumed(value: object) -> object:
    """Write a bare value of a presumption out."""
    if isinstance(value, dict):
        return value
    return {"is": value}


PRESUMED = Form(
    "a value of the field, or a list of them",
    ("bad-presumption", "unknown-kind", "unknown-party", "unknown-place", "bad-flag", "bad-number"),
)


class PresumptionDoc(Doc):
    """What is taken to be so where a feed says nothing about a field."""

    is_: Annotated[RawValue, PRESUMED] = Field(
        default=None, alias="is", description="The value, or a list of which it is one."
    )
    one_of: Annotated[RawValue, PRESUMED] = Field(
        default=None, description="The values of which it is one."
    )
    not_: Annotated[RawValue, PRESUMED] = Field(
        default=None, alias="not", description="The values that it is not."
    )
    because: Text = Field(default="", description="Why it is taken to be so, for people to read.")
    cite: Citing = []


class BindsDoc(Doc):
    """Whom an instrument or provision binds."""

    parties: PartyIds | None = Field(
        default=None, description="The parties that are bound, and those that are part of them."
    )
    all_except: PartyIds | None = Field(
        default=None, description="Everybody else is bound: the parties that are not."
    )


def bound(value: object) -> object:
    """Write a party or a list of parties out."""
    return value if isinstance(value, dict) else {"parties": value}


Binds = Annotated[BindsDoc, BeforeValidator(bound)]


class Narrowing(Doc):
    """What an instrument and a provision share: when, where, whom, under which answers."""

    title: Title = ""
    in_force: Windows | None = Field(default=None, description="When it holds; without it, always.")
    where: PlaceIds | None = Field(
        default=None, description="Where it holds; without it, everywhere."
    )
    binds: Binds | None = Field(default=None, description="Whom it binds; without it, everybody.")
    if_: Answers | None = Field(
        default=None, alias="if", description="The answers to questions under which it holds."
    )
    cite: Citing = []
    note: Note = ""
    announced: Moment | None = Field(
        default=None,
        description="When it became known: as of an earlier date it is left out.",
    )


class ProvisionDoc(Narrowing):
    """One clause of an instrument."""

    when: Annotated[RawCondition, CONDITION] = Field(
        default={}, description="What must be so for it to match; without it, anything."
    )
    lifts: ProvisionIds | None = Field(
        default=None, description="For a permit: the prohibitions that it lifts; without it, all."
    )
    severity: Annotated[
        Text, AfterValidator(Choice("bad-severity", "minor", "serious", "grave"))
    ] = Field(default="", description="For a prohibition: how grave a breach is.")


Provisions = Annotated[Entries[ProvisionDoc], Form("", ("name-of-ground",))]


class InstrumentDoc(Narrowing):
    """One text or declaration."""

    announced_by: Text = Field(default="", description="Who announced it, for people to read.")
    extends: Annotated[InstrumentId, Form("", ("circular-extends", "too-deep"))] = Field(
        default="",
        description="The instrument whose provisions it inherits, and whose `in_force`, `where`,"
        " `binds` and `if`, where it has none of its own.",
    )
    without: ProvisionIds = Field(
        default=[], description="Inherited provisions that it leaves out."
    )
    exclude: Provisions = Field(
        default={}, description="Provisions that take something out of its reach."
    )
    prohibit: Provisions = Field(default={}, description="Provisions that forbid something.")
    permit: Provisions = Field(default={}, description="Provisions that lift a prohibition.")
    pax: Text = Field(
        default="", description="Its number in the PA-X data set of peace agreements."
    )


RESERVED = Form("", ("reserved-name",))
"""Of ids that may not be words with a meaning of their own."""


class CategoryDoc(Doc):
    """A category that the rulebook adds to a vocabulary."""

    name: Text = Field(default="", description="Its name in words; without one, the id.")
    part_of: CategoryId = Field(default="", description="The category above it.")
    code: Text = Field(default="", description="Its short code, as mission logs have them.")
    note: Note = ""


CategoryEntry = Annotated[CategoryDoc, BeforeValidator(Keyed("name"))]
Categories = Annotated[Entries[CategoryEntry], RESERVED]


def listed(value: object) -> object:
    """Write a list of categories out as a mapping."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return {item: {} for item in value}
    return as_map(value)


class FieldDoc(Doc):
    """A field that the rulebook adds to those that conditions may ask about."""

    name: Text = Field(default="", description="Its name in words; without one, the id.")
    type: Annotated[Text, AfterValidator(Choice("bad-choice", *FIELD_TYPES))] = Field(
        description="What it holds: one of a tree, a step of a ladder, a party or several, any"
        " number, a whole number from 0, or yes or no."
    )
    values: Annotated[dict[Id, CategoryEntry], BeforeValidator(listed)] = Field(
        default={},
        description="The values of a category or ordered field; an ordered one from least to most.",
    )


class AcceptanceDoc(Doc):
    """A finding of ``ceasefire check`` that is meant."""

    code: Annotated[Text, AfterValidator(Choice("bad-choice", *LINTS))] = Field(
        description="What was found."
    )
    at: Ids = Field(description="At which parts, such as `instruments.truce.permit.self-defence`.")
    reason: Text = Field(description="Why it is as it should be.")


class RulebookDoc(Doc):
    """A rulebook: the keys at the top of a rule file."""

    rulebook: Id = Field(description="The id of the rulebook.")
    title: Title = ""
    timezone: Zone = Field(description="The IANA zone of its local times, such as `Asia/Damascus`.")
    note: Note = ""
    sources: Entries[Annotated[SourceDoc, BeforeValidator(Keyed("title"))]] = Field(
        default={}, description="The texts that are cited."
    )
    parties: Annotated[Entries[Annotated[PartyDoc, BeforeValidator(Keyed("name"))]], RESERVED] = (
        Field(default={}, description="Who acts and who is harmed.")
    )
    places: Annotated[Entries[PlaceDoc], RESERVED] = Field(
        default={}, description="The areas that rules speak of."
    )
    questions: Annotated[Entries[QuestionDoc], Form("", ("unused-question",))] = Field(
        default={}, description="The open points of interpretation."
    )
    readings: Entries[ReadingDoc] = Field(default={}, description="Named sets of answers.")
    default_reading: Annotated[
        Text,
        Form("the id of a reading", ("unknown-reading", "default-reading-missing")),
    ] = Field(default="", description="The reading that is used when none is asked for.")
    presume: Annotated[
        Named[Annotated[PresumptionDoc, BeforeValidator(presumed)]],
        Form("", ("unknown-field", "bad-presumption")),
    ] = Field(
        default={}, description="What is taken to be so where a feed is silent, field by field."
    )
    impossible: Several[Annotated[RawCondition, CONDITION]] = Field(
        default=[],
        description="Conditions that nothing satisfies, each perhaps with `because` and `cite`.",
    )
    instruments: Entries[InstrumentDoc] = Field(
        default={}, description="The agreements, extensions and declarations."
    )
    patterns: Entries[PatternDoc] = Field(
        default={}, description="What only several events together show."
    )
    laws: Entries[LawEntry] = Field(
        default={}, description="What is to be so of every event, for `ceasefire prove` to prove."
    )
    accept: Several[AcceptanceDoc] = Field(
        default=[], description="Findings of `ceasefire check` that are meant, with the reason."
    )
    kinds: Categories = Field(default={}, description="Further kinds of incident.")
    struck: Categories = Field(default={}, description="Further kinds of thing that are struck.")
    weapon: Categories = Field(default={}, description="Further weapons.")
    fields: Annotated[Entries[FieldDoc], RESERVED] = Field(
        default={}, description="Further fields that conditions may ask about."
    )
