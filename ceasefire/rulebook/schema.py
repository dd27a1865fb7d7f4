"""What an analyst writes: instruments, and the rulebook as a whole.

One pydantic model for each thing in a rule file; the smaller ones are in
:mod:`ceasefire.rulebook.schema_parts`.
"""

# ruff: noqa: RUF012  (pydantic copies mutable defaults)

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from ceasefire.rulebook.schema_parts import (
    Answers,
    Doc,
    PartyDoc,
    PlaceDoc,
    QuestionDoc,
    ReadingDoc,
    SourceDoc,
    WindowDoc,
    Windows,
)
from ceasefire.rulebook.shorthand import (
    Cites,
    Id,
    Ids,
    RawCondition,
    RawValue,
    Text,
    as_list,
    as_map,
    choice,
    keyed,
)

__all__ = [
    "BindsDoc",
    "CategoryDoc",
    "Doc",
    "FieldDoc",
    "InstrumentDoc",
    "Narrowing",
    "PartyDoc",
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


class PresumptionDoc(Doc):
    """What is taken to be so where a feed says nothing about a field."""

    is_: RawValue = Field(default=None, alias="is")
    """The value, or a list of which it is one."""
    one_of: RawValue = None
    """The values of which it is one."""
    not_: RawValue = Field(default=None, alias="not")
    """The values that it is not."""
    because: Text = ""
    cite: Cites = []


class BindsDoc(Doc):
    """Whom an instrument or provision binds."""

    parties: Ids | None = None
    all_except: Ids | None = None


def bound(value: object) -> object:
    """Write a party or a list of parties out."""
    return value if isinstance(value, dict) else {"parties": value}


Binds = Annotated[
    BindsDoc, BeforeValidator(bound, json_schema_input_type=Text | list[Text] | BindsDoc)
]


class Narrowing(Doc):
    """What an instrument and a provision share: when, where, whom, under which answers."""

    title: Text = ""
    in_force: Windows | None = None
    """When it holds; without it, always."""
    where: Ids | None = None
    """Where it holds; without it, everywhere."""
    binds: Binds | None = None
    """Whom it binds; without it, everybody."""
    if_: Answers | None = Field(default=None, alias="if")
    """The answers to questions under which it holds."""
    cite: Cites = []
    note: Text = ""
    announced: Text | None = None
    """When it became known."""


class ProvisionDoc(Narrowing):
    """One clause of an instrument."""

    when: RawCondition = {}
    """What must be so for it to match."""
    lifts: Ids | None = None
    """For a permit: the prohibitions that it lifts; without it, all."""
    severity: Annotated[
        Text,
        choice("bad-severity", "minor", "serious", "grave"),
        WithJsonSchema({"enum": ["minor", "serious", "grave"]}),
    ] = ""
    """For a prohibition: how grave a breach is."""


Provisions = Annotated[dict[Id, ProvisionDoc], BeforeValidator(as_map)]


class InstrumentDoc(Narrowing):
    """One text or declaration."""

    announced_by: Text = ""
    extends: Text = ""
    """The instrument whose provisions, bound parties and header it inherits."""
    without: Ids = []
    """Inherited provisions that it leaves out."""
    exclude: Provisions = {}
    """Provisions that take something out of its reach."""
    prohibit: Provisions = {}
    """Provisions that forbid something."""
    permit: Provisions = {}
    """Provisions that lift a prohibition."""
    pax: Text = ""
    """Its number in the PA-X data set of peace agreements."""


class CategoryDoc(Doc):
    """A category that the rulebook adds to a vocabulary."""

    name: Text = ""
    part_of: Text = ""
    """The category above it."""
    code: Text = ""
    note: Text = ""


CategoryEntry = Annotated[
    CategoryDoc, BeforeValidator(keyed("name"), json_schema_input_type=Text | CategoryDoc)
]
Categories = Annotated[dict[Id, CategoryEntry], BeforeValidator(as_map)]


def listed(value: object) -> object:
    """Write a list of categories out as a mapping."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return {item: {} for item in value}
    return as_map(value)


class FieldDoc(Doc):
    """A field that the rulebook adds to those that conditions may ask about."""

    name: Text = ""
    type: Annotated[
        Text, choice("bad-choice", *FIELD_TYPES), WithJsonSchema({"enum": list(FIELD_TYPES)})
    ]
    values: Annotated[
        dict[Id, CategoryEntry],
        BeforeValidator(listed, json_schema_input_type=list[Text] | dict[Id, CategoryEntry]),
    ] = {}
    """The values of a category or ordered field; an ordered one from least to most."""


class RulebookDoc(Doc):
    """A rulebook: the keys at the top of a rule file."""

    rulebook: Id
    """The id of the rulebook."""
    title: Text = ""
    timezone: Text
    """The IANA zone of its local times, such as `Asia/Damascus`."""
    note: Text = ""
    sources: Annotated[
        dict[
            Id,
            Annotated[
                SourceDoc, BeforeValidator(keyed("title"), json_schema_input_type=Text | SourceDoc)
            ],
        ],
        BeforeValidator(as_map),
    ] = {}
    """The texts that are cited."""
    parties: Annotated[
        dict[
            Id,
            Annotated[
                PartyDoc, BeforeValidator(keyed("name"), json_schema_input_type=Text | PartyDoc)
            ],
        ],
        BeforeValidator(as_map),
    ] = {}
    """Who acts and who is harmed."""
    places: Annotated[dict[Id, PlaceDoc], BeforeValidator(as_map)] = {}
    """The areas that rules speak of."""
    questions: Annotated[dict[Id, QuestionDoc], BeforeValidator(as_map)] = {}
    """The open points of interpretation."""
    readings: Annotated[dict[Id, ReadingDoc], BeforeValidator(as_map)] = {}
    """Named sets of answers."""
    default_reading: Text = ""
    """The reading that is used when none is asked for."""
    presume: Annotated[
        dict[
            Text,
            Annotated[
                PresumptionDoc,
                BeforeValidator(presumed, json_schema_input_type=RawValue | PresumptionDoc),
            ],
        ],
        BeforeValidator(as_map),
    ] = {}
    """What is taken to be so where a feed is silent."""
    impossible: Annotated[list[RawCondition], BeforeValidator(as_list)] = []
    """Conditions that nothing satisfies, each perhaps with `because` and `cite`."""
    instruments: Annotated[dict[Id, InstrumentDoc], BeforeValidator(as_map)] = {}
    """The agreements, extensions and declarations."""
    kinds: Categories = {}
    """Further kinds of incident."""
    struck: Categories = {}
    """Further kinds of thing that are struck."""
    weapon: Categories = {}
    """Further weapons."""
    fields: Annotated[dict[Id, FieldDoc], BeforeValidator(as_map)] = {}
    """Further fields that conditions may ask about."""
