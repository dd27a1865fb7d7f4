"""What the texts of a rule file must be, beyond being texts, in words.

The loader decides what it takes; a :class:`Form` says so to whoever reads the reference,
together with the codes of the problems that a text of another form has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from ceasefire.rulebook.shorthand import Named, Several, Text, Texts

__all__ = [
    "CONDITION",
    "Answers",
    "CategoryId",
    "Cites",
    "Citing",
    "Duration",
    "Form",
    "InstrumentId",
    "InstrumentIds",
    "Moment",
    "Note",
    "PartyIds",
    "PlaceId",
    "PlaceIds",
    "ProvisionIds",
    "ReadingIds",
    "Since",
    "Title",
    "Until",
    "Zone",
]


@dataclass(frozen=True, slots=True)
class Form:
    """What something is in words, and the codes of the problems that it may have."""

    says: str
    codes: tuple[str, ...] = ()


TIMES: Final = ("bad-time", "nonexistent-time", "ambiguous-time")

CONDITION: Final = Form(
    "a condition",
    (
        "unknown-field",
        "unknown-kind",
        "bad-number",
        "bad-flag",
        "empty-range",
        "empty-list",
        "circular-alias",
    ),
)

Moment = Annotated[Text, Form("a date, or a local time with or without an offset", TIMES)]
"""A point in time; of a date, its first instant."""

Duration = Annotated[
    Text, Form("a length of time: a whole number and a unit, such as `48h`", ("bad-duration",))
]

Zone = Annotated[Text, Form("the name of an IANA time zone", ("bad-zone",))]

PartyIds = Several[Annotated[Text, Form("the id of a party", ("unknown-party", "empty-list"))]]

PlaceId = Annotated[Text, Form("the id of a place", ("unknown-place",))]
PlaceIds = Several[Annotated[Text, Form("the id of a place", ("unknown-place", "empty-list"))]]

InstrumentId = Annotated[Text, Form("the id of an instrument", ("unknown-instrument",))]
InstrumentIds = Several[InstrumentId]

ProvisionIds = Several[Annotated[Text, Form("the id of a provision", ("unknown-provision",))]]

ReadingIds = Several[Annotated[Text, Form("the id of a reading", ("unknown-reading",))]]

CategoryId = Annotated[Text, Form("the id of a category", ("unknown-kind", "circular-part-of"))]

Cites = Several[
    Annotated[Text, Form("the id of a source, perhaps with a place in it", ("unknown-source",))]
]

Citing = Annotated[Cites, Field(description="The sources that say so.")]

Title = Annotated[Text, Field(description="What it is called, for people to read.")]

Note = Annotated[Text, Field(description="A remark, for people to read.")]

Since = Annotated[Moment | None, Field(description="The first instant; without it, since ever.")]

Until = Annotated[
    Moment | None, Field(description="The first instant after; without it, for ever.")
]

Answers = Annotated[
    Named[Texts],
    Form(
        "a mapping of questions to an answer, or to several of which one is given",
        ("unknown-question", "unknown-answer", "empty-list"),
    ),
]
