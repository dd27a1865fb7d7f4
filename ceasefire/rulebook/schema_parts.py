"""What an analyst writes about sources, parties, places, times and questions.

The models check shape only: which keys there are, and whether each holds a
text, a list or a mapping. Names, times, numbers and conditions stay text here.
"""

# Annotations are no text here, which pydantic would have to evaluate first.

from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from ceasefire.rulebook.forms import (
    Answers,
    Citing,
    Duration,
    Form,
    Moment,
    Note,
    PlaceId,
    PlaceIds,
    Since,
    Title,
    Until,
    Zone,
)
from ceasefire.rulebook.shorthand import (
    Choice,
    Id,
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


SourceDate = Annotated[
    Text,
    Form("a year, a month or a date; several with `and`, a stretch with `to`", ("bad-date",)),
]


class SourceDoc(Doc):
    """A text that provisions, parties and answers cite."""

    title: Text = Field(description="The title of the text.")
    date: SourceDate = Field(
        default="",
        description="Its date: `2016`, `2016-02`, `2016-02-22`, several or a stretch of these.",
    )
    published: SourceDate = Field(
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
    note: Note = ""
    pax: Text = Field(
        default="", description="Its number in the PA-X data set of peace agreements."
    )


PartyName = Annotated[
    Text, Form("a name with a letter or digit in it", ("bad-name", "alias-clash"))
]
"""A name of a party; no other party bears it at the same time."""


class AliasDoc(Doc):
    """A further name of a party, and when it was in use."""

    name: PartyName = Field(description="The name.")
    from_: Since = Field(default=None, alias="from")
    until: Until = None


class MembershipDoc(Doc):
    """The party above, and when this one belonged to it."""

    party: Annotated[
        Text,
        Form("the id of a party", ("unknown-party", "two-parents", "circular-part-of", "too-deep")),
    ] = Field(description="The party above.")
    from_: Since = Field(default=None, alias="from")
    until: Until = None


class CodeDoc(Doc):
    """An id of a party in another code book, and when it stood for this party."""

    code: Annotated[Text, Form("a text that is not empty", ("bad-code", "alias-clash"))] = Field(
        description="The id there."
    )
    from_: Since = Field(default=None, alias="from")
    until: Until = None


Aliases = Several[Annotated[AliasDoc, BeforeValidator(Keyed("name"))]]
Memberships = Several[Annotated[MembershipDoc, BeforeValidator(Keyed("party"))]]
Codes = Several[Annotated[CodeDoc, BeforeValidator(Keyed("code"))]]


class PartyDoc(Doc):
    """A belligerent or other actor."""

    name: PartyName = Field(default="", description="Its name in words; without one, the id.")
    part_of: Memberships = Field(
        default=[], description="The party it belongs to, or several with dates."
    )
    also: Aliases = Field(default=[], description="Further names under which reports know it.")
    codes: Named[Codes] = Field(
        default={}, description="Its ids in other code books, such as `ucdp`, `acled` and `un`."
    )
    note: Note = ""
    cite: Citing = []


COORDINATES: Final = ("bad-coordinates",)

PlaceName = Annotated[Text, Form("a name", ("alias-clash",))]
"""A name of a place; no other place bears it."""


class CircleDoc(Doc):
    """A circle on the ground."""

    lat: Annotated[Text, Form("a number from -90 to 90", COORDINATES)] = Field(
        description="Its centre in degrees north of the equator (WGS 84)."
    )
    lon: Annotated[Text, Form("a number from -180 to 180", COORDINATES)] = Field(
        description="Its centre in degrees east of Greenwich (WGS 84)."
    )
    km: Annotated[Text, Form("a number above 0, 2,000 at most", COORDINATES)] = Field(
        description="Its radius in kilometres."
    )


AREA: Final = ("missing-area", "two-areas")

Unit = Annotated[Text, Form("", AREA)]


class PlaceDoc(Doc):
    """A named area. One of its keys, or those of an administrative unit, say where it is."""

    name: PlaceName = Field(default="", description="Its name in words; without one, the id.")
    also: Several[PlaceName] = Field(default=[], description="Further names.")
    country: Annotated[Text, Form("two letters of ISO 3166", ("bad-country", *AREA))] = Field(
        default="", description="A country, by its two-letter ISO code."
    )
    admin1: Unit = Field(default="", description="A first-level administrative unit, by name.")
    admin2: Unit = Field(default="", description="A second-level administrative unit, by name.")
    pcode: Unit = Field(default="", description="The P-code of an administrative unit.")
    polygon: Annotated[
        RawPolygon,
        Form(
            "the path of a GeoJSON file in the folder of the rule file, perhaps with `#` and the"
            " `id`, `pcode` or `name` of a feature; or a list of `[longitude, latitude]` pairs,"
            " three or more",
            ("missing-file", "bad-path", "bad-polygon", "bad-coordinates", "too-large", *AREA),
        ),
    ] = Field(default=None, description="Its outline, in degrees (WGS 84).")
    circle: Annotated[CircleDoc | None, Form("", AREA)] = Field(
        default=None, description="A circle that it is."
    )
    tolerance_km: Annotated[
        Text, Form("a number above 0, 2,000 at most", (*COORDINATES, "missing-area"))
    ] = Field(
        default="",
        description="How many kilometres its outline may be off: a point so near to the edge"
        " may lie on either side.",
    )
    union: Annotated[PlaceIds | None, Form("", ("circular-place", *AREA))] = Field(
        default=None, description="The places that make it up."
    )
    difference: Annotated[PlaceIds | None, Form("", ("circular-place", "empty-area", *AREA))] = (
        Field(
            default=None,
            description="A place, and those that are taken away from it: two at least.",
        )
    )
    within: Annotated[PlaceId, Form("", ("circular-place",))] = Field(
        default="", description="A place that it is known to lie in."
    )
    note: Note = ""
    cite: Citing = []


EDGES: Final = ("empty-window", "unreachable-window")


class WindowDoc(Doc):
    """A stretch of time, half-open: its first instant is in, its last is out."""

    from_: Annotated[Moment | None, Form("", EDGES)] = Field(
        default=None,
        alias="from",
        description="The first instant: `2016-05-04 00:01`; a date is its first instant.",
    )
    until: Annotated[Moment | None, Form("", EDGES)] = Field(
        default=None, description="The first instant that is no longer inside."
    )
    for_: Annotated[Duration | None, Form("", ("bad-window",))] = Field(
        default=None,
        alias="for",
        description="How long it lasts, beside one of `from` and `until`: `48h`, `90m`, `2d`.",
    )
    days: (
        Several[
            Annotated[
                Text,
                Form("a weekday, in full or by three letters", ("bad-time", "unreachable-window")),
            ]
        ]
        | None
    ) = Field(default=None, description="Weekdays, by the local clock.")
    hours: (
        Several[
            Annotated[
                Text,
                Form(
                    "two times of day from `00:00` to `24:00`, such as `09:00-14:00`",
                    ("bad-time", "empty-hours", "unreachable-window"),
                ),
            ]
        ]
        | None
    ) = Field(
        default=None,
        description="Times of day, by the local clock; `22:00-06:00` runs past midnight.",
    )
    timezone: Zone = Field(default="", description="An IANA zone, where it is not the rulebook's.")
    if_: Answers = Field(default={}, alias="if", description="The answers under which it holds.")


Windows = Several[WindowDoc]


class AnswerDoc(Doc):
    """One answer to a question."""

    held_by: Text = Field(default="", description="Who holds it.")
    cite: Citing = []
    note: Note = ""


class QuestionDoc(Doc):
    """An open point of interpretation."""

    ask: Text = Field(description="The question in words.")
    answers: Annotated[
        dict[Id, Annotated[AnswerDoc, BeforeValidator(Keyed("held_by"))]],
        Form("", ("too-few-answers", "unused-answer")),
    ] = Field(description="Its possible answers, two or more.")
    cite: Citing = []
    note: Note = ""


class ReadingDoc(Doc):
    """A named set of answers, which may leave questions open."""

    title: Title = ""
    answers: Annotated[
        Named[Text],
        Form("a mapping of questions to answers", ("unknown-question", "unknown-answer")),
    ] = Field(default={}, description="Its answers; a question that is left out stays open.")
    credit: Texts = Field(
        default=[], description="Speakers whose accounts are taken as the stated facts."
    )
    note: Note = ""
