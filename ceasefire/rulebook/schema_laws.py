"""What an analyst writes about laws: a mapping, or a plain sentence that stands for one."""

# Annotations are no text here, which pydantic would have to evaluate first.
# ruff: noqa: RUF012  (pydantic copies mutable defaults)

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from ceasefire.rulebook.forms import (
    CONDITION,
    Answers,
    Citing,
    Form,
    InstrumentIds,
    ReadingIds,
    Title,
)
from ceasefire.rulebook.schema_parts import Doc
from ceasefire.rulebook.sentences import SentenceError, parsed
from ceasefire.rulebook.shorthand import Choice, RawCondition, Several, Text

__all__ = ["VERDICTS", "LawDoc", "LawEntry", "spoken"]

VERDICTS = ("excluded", "covered", "violating")

Verdict = Annotated[Text, AfterValidator(Choice("bad-choice", *VERDICTS))]


CLAIM = Form("", ("bad-law",))
"""A law has one of the keys that say what is so."""


class LawDoc(Doc):
    """Something that is to be so of every event, which `ceasefire prove` proves or refutes."""

    title: Title = ""
    because: Text = Field(default="", description="Why it should be so.")
    cite: Citing = []
    never: Annotated[Several[Verdict] | None, CLAIM] = Field(
        default=None, description="The verdicts that no such event gets."
    )
    always: Annotated[Several[Verdict] | None, CLAIM] = Field(
        default=None, description="The verdicts of which every such event gets one."
    )
    changes_nothing: Annotated[InstrumentIds | None, CLAIM] = Field(
        default=None,
        description="The instruments without which every such event would get the same verdict.",
    )
    disjoint: Annotated[InstrumentIds | None, CLAIM] = Field(
        default=None, description="The instruments of which no two reach the same event."
    )
    when: Annotated[RawCondition, CONDITION] = Field(
        default={}, description="Which events it is about; without it, all of them."
    )
    during: InstrumentIds | None = Field(
        default=None, description="Only events while one of these instruments is in force."
    )
    not_during: InstrumentIds | None = Field(
        default=None, description="Only events while none of these instruments is in force."
    )
    if_: Answers | None = Field(
        default=None, alias="if", description="The answers to questions under which it holds."
    )
    reading: ReadingIds | None = Field(
        default=None, description="The readings under which it holds; without it, all of them."
    )


def spoken(value: object) -> object:
    """Write a law in words out as a mapping."""
    if not isinstance(value, str):
        return value
    try:
        return parsed(value)
    except SentenceError as error:
        # Told beside the message, in which braces would be the fields of a template.
        context = {"told": error.message, "hint": error.hint, "text": error.text}
        raise PydanticCustomError("bad-law", "no law", context) from None


LawEntry = Annotated[LawDoc, BeforeValidator(spoken)]
