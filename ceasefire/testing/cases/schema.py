"""What an analyst writes in a file of cases.

The models check shape only, as those of rule files do; events, times and names are read
by :mod:`ceasefire.testing.cases.load`.
"""

# Annotations are no text here, which pydantic would have to evaluate first.

from dataclasses import dataclass
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from ceasefire.rulebook.forms import Form, Note
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


@dataclass(frozen=True)
class Every:
    """Checks each text of a list, if there is one."""

    choice: Choice

    def __call__(self, values: list[str] | None) -> list[str] | None:
        """Return the texts, if each is one of the choices."""
        return values if values is None else [self.choice(value) for value in values]


@dataclass(frozen=True)
class One:
    """Checks a text, if there is one."""

    choice: Choice

    def __call__(self, text: str | None) -> str | None:
        """Return the text, if it is one of the choices."""
        return text if text is None else self.choice(text)


def one(*choices: str) -> AfterValidator:
    """Check a text, if there is one."""
    return AfterValidator(One(Choice("bad-choice", *choices)))


Maybe = Annotated[Text | None, BeforeValidator(stated)]
Set = Annotated[list[Text] | None, BeforeValidator(listed)]
Verdicts = Annotated[Set, AfterValidator(Every(Choice("bad-choice", *VERDICTS)))]
Flag = Annotated[Maybe, one("yes", "no", "true", "false")]
Raw = Annotated[object, Form("an event, or a part of one, as in a feed")]
"""An event or a part of one, read as a feed would be."""


Count = Annotated[Maybe, Form("a whole number from 0", ("bad-number",))]


class AlertDoc(Doc):
    """An alert that is expected; what is left out may be anything."""

    pattern: Text = Field(description="The pattern that shows something.")
    certainty: Annotated[Maybe, one("certain", "possible")] = Field(
        default=None, description="Whether it holds in any case, or cannot be ruled out."
    )
    state: Maybe = Field(default=None, description="`ended`, `broken` or another state reached.")
    status: Annotated[Maybe, one("raised", "restated", "retracted")] = Field(
        default=None, description="What was last told of it; without it, that it stands."
    )
    when: Maybe = Field(default=None, description="A time in which all of it lies.")
    party: Maybe = Field(default=None, description="The id of the party that it is about.")
    counterparty: Maybe = Field(default=None, description="The id of the party on the other side.")
    place: Maybe = Field(default=None, description="The id of the place that it is about.")
    instrument: Maybe = Field(default=None, description="The id of the instrument.")
    events: Set = Field(default=None, description="The ids of the events that show it, no others.")
    low: Count = Field(default=None, description="How many there are in any case.")
    high: Count = Field(default=None, description="How many there may be at most.")


class ExpectDoc(Doc):
    """What a case expects; what is left out, or nothing, may be anything."""

    verdict: Annotated[Maybe, one(*VERDICTS, "undetermined")] = Field(
        default=None, description="The verdict of the stated facts."
    )
    possible: Verdicts = Field(default=None, description="Exactly the verdicts that are possible.")
    possible_any_reading: Verdicts = Field(
        default=None, description="Exactly the verdicts that are so with every question open."
    )
    settled: Flag = Field(default=None, description="Whether one verdict alone is possible.")
    instrument: Set = Field(default=None, description="One, or several of which one decides.")
    provision: Set = Field(default=None, description="One, or several of which one decides.")
    ground: Set = Field(default=None, description="Exactly the grounds.")
    depends_on: Set = Field(default=None, description="Exactly what the finding depends on.")
    severity: Set = Field(default=None, description="One, or several of which one is meant.")
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
    as_of: Annotated[Maybe, Form("a date, or a local time", ("bad-time",))] = Field(
        default=None, description="As of which date; without it, everything is known."
    )
    expect: Annotated[
        ExpectDoc | None, Form("", ("expects-nothing", "wrong-expectation", "unknown-expectation"))
    ] = Field(default=None, description="What should be found.")


class VariantDoc(Situation):
    """A case that differs a little from the one it stands in."""

    name: Annotated[Text, Form("", ("duplicate-case",))] = Field(
        default="", description="What it is called; no other variant of the case is."
    )


HAPPENING: Final = Form("", ("missing-event", "two-events"))
"""A case has one of the keys that say what happened."""


class CaseDoc(Situation):
    """An event, and what is expected of it."""

    name: Annotated[Text, Form("", ("duplicate-case",))] = Field(
        description="What it is called; no other case is."
    )
    note: Note = ""
    event: Annotated[Raw, HAPPENING] = Field(default=None, description="The event, as in a feed.")
    from_: Annotated[Text, Form("", ("unknown-event", *HAPPENING.codes))] = Field(
        default="", alias="from", description="The name or id of an event."
    )
    events: Annotated[list[Raw] | None, HAPPENING] = Field(
        default=None, description="Reports in order, for what patterns show in them."
    )
    variants: list[VariantDoc] = Field(
        default=[], description="The same with something otherwise, each a case of its own."
    )


class CasesDoc(Doc):
    """A file of cases: the keys at its top."""

    rulebook: Annotated[Id | None, Form("", ("other-rulebook",))] = Field(
        default=None, description="The rulebook that they are of."
    )
    note: Note = ""
    feed: Annotated[Texts, Form("", ("missing-feed",))] = Field(
        default=[], description="Feeds whose events may be named: files, or bundled ones."
    )
    events: Named[Raw] = Field(default={}, description="Events by name.")
    cases: list[CaseDoc] = Field(default=[], description="The cases, one after the other.")
    accept: Annotated[Named[Text], Form("", ("unknown-mutant", "missing-reason"))] = Field(
        default={}, description="Changes that no case need notice, each with a reason."
    )
