"""What an analyst writes about sources, parties, places, times and questions.

The models check shape only: which keys there are, and whether each holds a
text, a list or a mapping. Names, times, numbers and conditions stay text here.
"""

# Annotations are no text here, which pydantic would have to evaluate first.

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from ceasefire.rulebook.shorthand import (
    Choice,
    Cites,
    Id,
    Ids,
    Keyed,
    Named,
    RawPolygon,
    Several,
    Text,
    Texts,
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
    """Base of all models: keys it does not know are problems.

    Those that stand in another are built as parts of it, and by themselves when they
    are first asked for.
    """

    model_config = ConfigDict(defer_build=True, extra="forbid", strict=True)


class SourceDoc(Doc):
    """A text that provisions, parties and answers cite."""

    title: Text = Field(description="The title of the text.")
    date: Text = Field(
        default="",
        description="Its date: `2016`, `2016-02`, `2016-02-22`, several or a stretch of these.",
    )
    published: Text = Field(
        default="", description="When it became known to the public, where that was later."
    )
    document: Text = Field(default="", description="A document symbol or page.")
    url: Text = Field(default="", description="Where it can be read.")
    publisher: Text = Field(default="", description="Who published it.")
    evidence: Annotated[Text, AfterValidator(Choice("bad-choice", "found", "known", "unsure"))] = (
        Field(
            default="found",
            description="`found` when the text was read, `known` from general knowledge,"
            " `unsure` when weak.",
        )
    )
    note: Text = ""
    pax: Text = Field(
        default="", description="Its number in the PA-X data set of peace agreements."
    )


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


Aliases = Several[Annotated[AliasDoc, BeforeValidator(Keyed("name"))]]
Memberships = Several[Annotated[MembershipDoc, BeforeValidator(Keyed("party"))]]
Codes = Several[Annotated[CodeDoc, BeforeValidator(Keyed("code"))]]


class PartyDoc(Doc):
    """A belligerent or other actor."""

    name: Text = Field(default="", description="Its name in words; without one, the id.")
    part_of: Memberships = Field(
        default=[], description="The party it belongs to, or several with dates."
    )
    also: Aliases = Field(default=[], description="Further names under which reports know it.")
    codes: Named[Codes] = Field(
        default={}, description="Its ids in other code books, such as `ucdp`, `acled` and `un`."
    )
    note: Text = ""
    cite: Cites = []


class CircleDoc(Doc):
    """A circle on the ground."""

    lat: Text
    lon: Text
    km: Text


class PlaceDoc(Doc):
    """A named area."""

    name: Text = Field(default="", description="Its name in words; without one, the id.")
    also: Texts = Field(default=[], description="Further names.")
    country: Text = Field(default="", description="A country, by its two-letter ISO code.")
    admin1: Text = Field(default="", description="A first-level administrative unit, by name.")
    admin2: Text = Field(default="", description="A second-level administrative unit, by name.")
    pcode: Text = Field(default="", description="The P-code of an administrative unit.")
    polygon: RawPolygon = Field(default=None, description="Its outline.")
    circle: CircleDoc | None = None
    tolerance_km: Text = Field(
        default="",
        description="How far its outline may be off: a point so near to the edge"
        " may lie on either side.",
    )
    union: Ids | None = Field(default=None, description="The places that make it up.")
    difference: Ids | None = Field(
        default=None, description="A place, and what is taken away from it."
    )
    within: Text = Field(default="", description="A place that it is known to lie in.")
    note: Text = ""
    cite: Cites = []


Answers = Named[Texts]


class WindowDoc(Doc):
    """A stretch of time, half-open: its first instant is in, its last is out."""

    from_: Text | None = Field(
        default=None,
        alias="from",
        description="The first instant: `2016-05-04 00:01`; a date is its first instant.",
    )
    until: Text | None = Field(
        default=None, description="The first instant that is no longer inside."
    )
    for_: Text | None = Field(
        default=None, alias="for", description="How long it lasts: `48h`, `90m`, `2d`."
    )
    days: Texts | None = Field(default=None, description="Weekdays.")
    hours: Texts | None = Field(default=None, description="Times of day: `09:00-14:00`.")
    timezone: Text = Field(default="", description="An IANA zone, where it is not the rulebook's.")
    if_: Answers = Field(default={}, alias="if", description="The answers under which it holds.")


Windows = Several[WindowDoc]


class AnswerDoc(Doc):
    """One answer to a question."""

    held_by: Text = Field(default="", description="Who holds it.")
    cite: Cites = []
    note: Text = ""


class QuestionDoc(Doc):
    """An open point of interpretation."""

    ask: Text = Field(description="The question in words.")
    answers: dict[Id, Annotated[AnswerDoc, BeforeValidator(Keyed("held_by"))]] = Field(
        description="Its possible answers."
    )
    cite: Cites = []
    note: Text = ""


class ReadingDoc(Doc):
    """A named set of answers, which may leave questions open."""

    title: Text = ""
    answers: Named[Text] = {}
    credit: Texts = Field(
        default=[], description="Speakers whose accounts are taken as the stated facts."
    )
    note: Text = ""
