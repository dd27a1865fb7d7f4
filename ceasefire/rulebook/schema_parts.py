"""What an analyst writes about sources, parties, places, times and questions.

The models check shape only: which keys there are, and whether each holds a
text, a list or a mapping. Names, times, numbers and conditions stay text here.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from ceasefire.rulebook.shorthand import (
    Cites,
    Id,
    Ids,
    RawPolygon,
    Text,
    Texts,
    as_list,
    as_map,
    choice,
    keyed,
)

__all__ = [
    "AliasDoc",
    "AnswerDoc",
    "Answers",
    "CircleDoc",
    "Doc",
    "MembershipDoc",
    "PartyDoc",
    "PlaceDoc",
    "QuestionDoc",
    "ReadingDoc",
    "SourceDoc",
    "WindowDoc",
    "Windows",
]


class Doc(BaseModel):
    """Base of all models: keys it does not know are problems."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)


class SourceDoc(Doc):
    """A text that provisions, parties and answers cite."""

    title: Text
    """The title of the text."""
    date: Text = ""
    """Its date: `2016`, `2016-02`, `2016-02-22`, several or a stretch of these."""
    published: Text = ""
    """When it became known to the public, where that was later."""
    document: Text = ""
    """A document symbol or page."""
    url: Text = ""
    """Where it can be read."""
    publisher: Text = ""
    """Who published it."""
    evidence: Annotated[
        Text,
        choice("bad-choice", "found", "known", "unsure"),
        WithJsonSchema({"enum": ["found", "known", "unsure"]}),
    ] = "found"
    """`found` when the text was read, `known` from general knowledge, `unsure` when weak."""
    note: Text = ""
    pax: Text = ""
    """Its number in the PA-X data set of peace agreements."""


class AliasDoc(Doc):
    """A further name of a party, and when it was in use."""

    name: Text
    from_: Text | None = Field(default=None, alias="from")
    until: Text | None = None


class MembershipDoc(Doc):
    """The party above, and when this one belonged to it."""

    party: Text
    from_: Text | None = Field(default=None, alias="from")
    until: Text | None = None


class CodeDoc(Doc):
    """An id of a party in another code book, and when it stood for this party."""

    code: Text
    from_: Text | None = Field(default=None, alias="from")
    until: Text | None = None


Aliases = Annotated[
    list[
        Annotated[AliasDoc, BeforeValidator(keyed("name"), json_schema_input_type=Text | AliasDoc)]
    ],
    BeforeValidator(as_list, json_schema_input_type=Text | AliasDoc | list[Text | AliasDoc]),
]
Memberships = Annotated[
    list[
        Annotated[
            MembershipDoc,
            BeforeValidator(keyed("party"), json_schema_input_type=Text | MembershipDoc),
        ]
    ],
    BeforeValidator(
        as_list, json_schema_input_type=Text | MembershipDoc | list[Text | MembershipDoc]
    ),
]


Codes = Annotated[
    list[Annotated[CodeDoc, BeforeValidator(keyed("code"), json_schema_input_type=Text | CodeDoc)]],
    BeforeValidator(as_list, json_schema_input_type=Text | CodeDoc | list[Text | CodeDoc]),
]


class PartyDoc(Doc):
    """A belligerent or other actor."""

    name: Text = ""
    """Its name in words; without one, the id."""
    part_of: Memberships = []
    """The party it belongs to, or several with dates."""
    also: Aliases = []
    """Further names under which reports know it."""
    codes: Annotated[dict[Text, Codes], BeforeValidator(as_map)] = {}
    """Its ids in other code books, such as `ucdp`, `acled` and `un`."""
    note: Text = ""
    cite: Cites = []


class CircleDoc(Doc):
    """A circle on the ground."""

    lat: Text
    lon: Text
    km: Text


class PlaceDoc(Doc):
    """A named area."""

    name: Text = ""
    """Its name in words; without one, the id."""
    also: Texts = []
    """Further names."""
    country: Text = ""
    """A country, by its two-letter ISO code."""
    admin1: Text = ""
    """A first-level administrative unit, by name."""
    admin2: Text = ""
    """A second-level administrative unit, by name."""
    pcode: Text = ""
    """The P-code of an administrative unit."""
    polygon: RawPolygon = None
    """Its outline."""
    circle: CircleDoc | None = None
    tolerance_km: Text = ""
    """How far its outline may be off: a point so near to the edge may lie on either side."""
    union: Ids | None = None
    """The places that make it up."""
    difference: Ids | None = None
    """A place, and what is taken away from it."""
    within: Text = ""
    """A place that it is known to lie in."""
    note: Text = ""
    cite: Cites = []


Answers = Annotated[dict[Text, Texts], BeforeValidator(as_map)]


class WindowDoc(Doc):
    """A stretch of time, half-open: its first instant is in, its last is out."""

    from_: Text | None = Field(default=None, alias="from")
    """The first instant: `2016-05-04 00:01`; a date is its first instant."""
    until: Text | None = None
    """The first instant that is no longer inside."""
    for_: Text | None = Field(default=None, alias="for")
    """How long it lasts: `48h`, `90m`, `2d`."""
    days: Texts | None = None
    """Weekdays."""
    hours: Texts | None = None
    """Times of day: `09:00-14:00`."""
    timezone: Text = ""
    """An IANA zone, where it is not the rulebook's."""
    if_: Answers = Field(default={}, alias="if")
    """The answers under which it holds."""


Windows = Annotated[
    list[WindowDoc], BeforeValidator(as_list, json_schema_input_type=WindowDoc | list[WindowDoc])
]


class AnswerDoc(Doc):
    """One answer to a question."""

    held_by: Text = ""
    """Who holds it."""
    cite: Cites = []
    note: Text = ""


class QuestionDoc(Doc):
    """An open point of interpretation."""

    ask: Text
    """The question in words."""
    answers: dict[
        Id,
        Annotated[
            AnswerDoc, BeforeValidator(keyed("held_by"), json_schema_input_type=Text | AnswerDoc)
        ],
    ]
    """Its possible answers."""
    cite: Cites = []
    note: Text = ""


class ReadingDoc(Doc):
    """A named set of answers, which may leave questions open."""

    title: Text = ""
    answers: Annotated[dict[Text, Text], BeforeValidator(as_map)] = {}
    credit: Texts = []
    """Speakers whose accounts are taken as the stated facts."""
    note: Text = ""
