"""What an analyst writes in a file of cases.

The models check shape only, as those of rule files do; events, times and names are read
by :mod:`ceasefire.testing.cases.load`.
"""

# Annotations are no text here, which pydantic would have to evaluate first.
# ruff: noqa: RUF012  (pydantic copies mutable defaults)

from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from ceasefire.rulebook.schema_parts import Doc
from ceasefire.rulebook.shorthand import Choice, Id, Named, Text, Texts, as_list

__all__ = ["AlertDoc", "CaseDoc", "CasesDoc", "ExpectDoc", "VariantDoc"]

T = TypeVar("T")

NOTHING: Final = ("", "~", "null")
"""What stands for nothing at all, as in a feed."""

VERDICTS: Final = ("excluded", "covered", "violating")


def stated(value: object) -> object:
    """Return nothing for what stands for it."""
    return None if isinstance(value, str) and value in NOTHING else value


def listed(value: object) -> object:
    """Return a list, or nothing for what stands for it."""
    return None if stated(value) is None else as_list(value)


def every(choice: Choice) -> AfterValidator:
    """Check each text of a list, if there is one."""

    def checked(values: list[str] | None) -> list[str] | None:
        return values if values is None else [choice(value) for value in values]

    return AfterValidator(checked)


def one(*choices: str) -> AfterValidator:
    """Check a text, if there is one."""
    choice = Choice("bad-choice", *choices)
    return AfterValidator(lambda text: text if text is None else choice(text))


Maybe = Annotated[Text | None, BeforeValidator(stated)]
Set = Annotated[list[Text] | None, BeforeValidator(listed)]
Verdicts = Annotated[Set, every(Choice("bad-choice", *VERDICTS))]
Flag = Annotated[Maybe, one("yes", "no", "true", "false")]
Raw = object
"""An event or a part of one, read as a feed would be."""


class AlertDoc(Doc):
    """An alert that is expected; what is left out may be anything."""

    pattern: Text = Field(description="The pattern that shows something.")
    certainty: Annotated[Maybe, one("certain", "possible")] = None
    state: Maybe = Field(default=None, description="`ended`, `broken` or another state reached.")
    status: Annotated[Maybe, one("raised", "restated", "retracted")] = Field(
        default=None, description="What was last told of it; without it, that it stands."
    )
    when: Maybe = Field(default=None, description="A time in which all of it lies.")
    party: Maybe = None
    counterparty: Maybe = None
    place: Maybe = None
    instrument: Maybe = None
    events: Set = Field(default=None, description="The ids of the events that show it, no others.")
    low: Maybe = None
    high: Maybe = None


class ExpectDoc(Doc):
    """What a case expects; what is left out, or nothing, may be anything."""

    verdict: Annotated[Maybe, one(*VERDICTS, "undetermined")] = None
    possible: Verdicts = Field(default=None, description="Exactly the verdicts that are possible.")
    possible_any_reading: Verdicts = None
    settled: Flag = None
    instrument: Set = Field(default=None, description="One, or several of which one decides.")
    provision: Set = None
    ground: Set = None
    depends_on: Set = Field(default=None, description="Exactly what the finding depends on.")
    severity: Set = None
    note: Set = Field(default=None, description="Texts that stand in a note.")
    alerts: list[AlertDoc] | None = Field(
        default=None, description="Exactly the alerts that stand in the end."
    )


class Situation(Doc):
    """What a case and a variant of it share."""

    with_: Raw = Field(
        default=None, alias="with", description="What is otherwise in the event: null removes."
    )
    reading: Texts = Field(default=[], description="A reading, several, or `all`.")
    answers: Named[Maybe] = Field(
        default={}, description="Answers other than the reading's; null leaves a question open."
    )
    as_of: Maybe = None
    expect: ExpectDoc | None = None


class VariantDoc(Situation):
    """A case that differs a little from the one it stands in."""

    name: Text = ""


class CaseDoc(Situation):
    """An event, and what is expected of it."""

    name: Text
    note: Text = ""
    event: Raw = Field(default=None, description="The event, as in a feed.")
    from_: Text = Field(default="", alias="from", description="The name or id of an event.")
    events: list[Raw] | None = Field(
        default=None, description="Reports in order, for what patterns show in them."
    )
    variants: list[VariantDoc] = []


class CasesDoc(Doc):
    """A file of cases: the keys at its top."""

    rulebook: Annotated[Id | None, Field(description="The rulebook that they are of.")] = None
    note: Text = ""
    feed: Texts = Field(
        default=[], description="Feeds whose events may be named: files, or bundled ones."
    )
    events: Named[Raw] = Field(default={}, description="Events by name.")
    cases: list[CaseDoc] = []
    accept: Named[Text] = Field(
        default={}, description="Changes that no case need notice, each with a reason."
    )
