"""What an analyst writes about patterns: what only several events together show."""

# Annotations are no text here, which pydantic would have to evaluate first.
# ruff: noqa: RUF012  (pydantic copies mutable defaults)

from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from ceasefire.rulebook.forms import (
    CONDITION,
    Citing,
    Duration,
    Form,
    InstrumentId,
    Moment,
    Note,
    PartyIds,
    PlaceIds,
    Title,
)
from ceasefire.rulebook.schema_parts import Doc
from ceasefire.rulebook.shorthand import Choice, Keyed, RawCondition, Several, Text

__all__ = [
    "SHAPES",
    "STATES",
    "CalmDoc",
    "LimitDoc",
    "LullDoc",
    "MoveDoc",
    "PatternDoc",
    "SequenceDoc",
    "SeriesDoc",
    "ThresholdDoc",
]

SHAPES: Final = ("sequence", "threshold", "lull", "calm", "series")
"""The keys of which a pattern has one."""

STATES: Final = ("in-force", "strained", "breached", "suspended", "lapsed", "renewed")
"""The states that an instrument may be moved to."""

State = Annotated[
    str,
    WithJsonSchema({"enum": list(STATES)}),
    Form(f"one of {', '.join(f'`{state}`' for state in STATES)}", ("bad-choice",)),
]
"""A state; whether it is one is checked where the pattern is resolved."""


Within = Annotated[
    Duration, Form("a length of time such as `48h`, 400 days at most", ("bad-duration",))
]

Test = Annotated[RawCondition, CONDITION]


class SequenceDoc(Doc):
    """One event, and another that follows it."""

    first: Test = Field(description="What the first event must be.")
    then: Test = Field(description="What the one that follows must be.")
    within: Within = Field(description="How long after the first it may be: `1h`, `24h`.")
    within_km: Annotated[Text | None, Form("a number above 0, 1,000 at most", ("bad-number",))] = (
        Field(default=None, description="How many kilometres apart they may lie; without it, any.")
    )
    between: Annotated[PartyIds | None, Form("", ("lone-party", "nested-parties", "too-large"))] = (
        Field(
            default=None,
            description="Parties, eight at most, of which one acts against another, which then acts"
            " against it.",
        )
    )


class LimitDoc(Doc):
    """So many breaches within a time."""

    at_least: Annotated[Text, Form("a whole number from 1 to 100,000", ("bad-number",))] = Field(
        description="How many breaches."
    )
    within: Within = Field(description="Within how long a time.")
    severity: Annotated[
        Text, AfterValidator(Choice("bad-severity", "minor", "serious", "grave"))
    ] = Field(default="", description="How grave they are at least; without it, any.")


class ThresholdDoc(LimitDoc):
    """So many breaches within a time, by some parties, in some places."""

    of: InstrumentId = Field(
        default="", description="The instrument that they breach; without it, any."
    )
    when: Test = Field(default=None, description="What must be so of each.")
    by: PartyIds | None = Field(
        default=None, description="Parties that are counted one by one; without it, together."
    )
    in_: PlaceIds | None = Field(
        default=None,
        alias="in",
        description="Places that are counted one by one; without it, together.",
    )


class LullDoc(Doc):
    """A time without events of a kind."""

    when: Test = Field(default={}, description="What does not happen; without it, nothing.")
    in_: PlaceIds | None = Field(
        default=None, alias="in", description="Places, each by itself; without it, anywhere."
    )
    for_: Within = Field(alias="for", description="How long it lasts at least.")


class CalmDoc(Doc):
    """A calm that holds, or is broken, while an instrument is in force."""

    of: InstrumentId = Field(description="The instrument.")


class MoveDoc(Doc):
    """A state that a text itself moves an instrument to."""

    to: State = Field(description="The state.")
    on: Annotated[Moment, Form("", ("unordered-moves",))] = Field(description="When.")
    cite: Citing = []
    note: Note = ""


class SeriesDoc(Doc):
    """The state of an instrument over time."""

    of: InstrumentId = Field(description="The instrument.")
    strained: LimitDoc | None = Field(
        default=None, description="How many breaches make it strained."
    )
    breached: LimitDoc | None = Field(
        default=None, description="How many breaches make it breached."
    )
    recovers_after: Within | None = Field(
        default=None, description="How long without a breach makes it in force again."
    )
    moves: Several[MoveDoc] = Field(
        default=[], description="States that a text itself sets, in order of time."
    )


SHAPE: Final = Form("", ("missing-shape", "two-shapes"))


class PatternDoc(Doc):
    """Something that only several events together show; one of the shapes stands in it."""

    title: Title = ""
    cite: Citing = []
    note: Note = ""
    announced: Moment | None = Field(
        default=None, description="When it became known: as of an earlier date it is left out."
    )
    sequence: Annotated[SequenceDoc | None, SHAPE] = Field(
        default=None, description="An event, and another that follows it."
    )
    threshold: Annotated[ThresholdDoc | None, SHAPE] = Field(
        default=None, description="So many breaches within a time."
    )
    lull: Annotated[LullDoc | None, SHAPE] = Field(
        default=None, description="A time in which something does not happen."
    )
    calm: Annotated[Annotated[CalmDoc, BeforeValidator(Keyed("of"))] | None, SHAPE] = Field(
        default=None, description="Whether an instrument is kept while it is in force."
    )
    series: Annotated[SeriesDoc | None, SHAPE] = Field(
        default=None, description="The state of an instrument over time."
    )
