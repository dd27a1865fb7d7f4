"""What an analyst writes about patterns: what only several events together show."""

# Annotations are no text here, which pydantic would have to evaluate first.
# ruff: noqa: RUF012  (pydantic copies mutable defaults)

from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from ceasefire.rulebook.schema_parts import Doc
from ceasefire.rulebook.shorthand import Choice, Cites, Ids, Keyed, RawCondition, Several, Text

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

State = Annotated[str, WithJsonSchema({"enum": list(STATES)})]
"""A state; whether it is one is checked where the pattern is resolved."""


class SequenceDoc(Doc):
    """One event, and another that follows it."""

    first: RawCondition = Field(description="What the first event must be.")
    then: RawCondition = Field(description="What the one that follows must be.")
    within: Text = Field(description="How long after the first it may be: `1h`, `24h`.")
    within_km: Text | None = Field(
        default=None, description="How many kilometres apart they may lie; without it, any."
    )
    between: Ids | None = Field(
        default=None,
        description="Parties of which one acts against another, which then acts against it.",
    )


class LimitDoc(Doc):
    """So many breaches within a time."""

    at_least: Text = Field(description="How many breaches.")
    within: Text = Field(description="Within how long a time.")
    severity: Annotated[
        Text, AfterValidator(Choice("bad-severity", "minor", "serious", "grave"))
    ] = Field(default="", description="How grave they are at least; without it, any.")


class ThresholdDoc(LimitDoc):
    """So many breaches within a time, by some parties, in some places."""

    of: Text = Field(default="", description="The instrument that they breach; without it, any.")
    when: RawCondition = Field(default=None, description="What must be so of each.")
    by: Ids | None = Field(
        default=None, description="Parties that are counted one by one; without it, together."
    )
    in_: Ids | None = Field(
        default=None,
        alias="in",
        description="Places that are counted one by one; without it, together.",
    )


class LullDoc(Doc):
    """A time without events of a kind."""

    when: RawCondition = Field(default={}, description="What does not happen; without it, nothing.")
    in_: Ids | None = Field(
        default=None, alias="in", description="Places, each by itself; without it, anywhere."
    )
    for_: Text = Field(alias="for", description="How long it lasts at least.")


class CalmDoc(Doc):
    """A calm that holds, or is broken, while an instrument is in force."""

    of: Text = Field(description="The instrument.")


class MoveDoc(Doc):
    """A state that a text itself moves an instrument to."""

    to: State = Field(description="The state.")
    on: Text = Field(description="When.")
    cite: Cites = []
    note: Text = ""


class SeriesDoc(Doc):
    """The state of an instrument over time."""

    of: Text = Field(description="The instrument.")
    strained: LimitDoc | None = Field(
        default=None, description="How many breaches make it strained."
    )
    breached: LimitDoc | None = Field(
        default=None, description="How many breaches make it breached."
    )
    recovers_after: Text | None = Field(
        default=None, description="How long without a breach makes it in force again."
    )
    moves: Several[MoveDoc] = Field(
        default=[], description="States that a text itself sets, in order of time."
    )


class PatternDoc(Doc):
    """Something that only several events together show; one of the shapes stands in it."""

    title: Text = ""
    cite: Cites = []
    note: Text = ""
    announced: Text | None = Field(default=None, description="When it became known.")
    sequence: SequenceDoc | None = None
    threshold: ThresholdDoc | None = None
    lull: LullDoc | None = None
    calm: Annotated[CalmDoc, BeforeValidator(Keyed("of"))] | None = None
    series: SeriesDoc | None = None
