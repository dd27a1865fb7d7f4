"""Under which circumstances a case is tried: readings, other answers, and a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.errors import UsageError
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.book import Book
    from ceasefire.rulebook.documents import Report, Step
    from ceasefire.testing.cases.schema import Situation

__all__ = ["Circumstances"]

ALL: Final = "all"
"""Stands for every reading."""

SHOWN: Final = 80


class Circumstances:
    """Reads what a case and a variant of it say of this, and reports what is wrong with it."""

    def __init__(self, book: Book, report: Report) -> None:
        """Take the book that is tested."""
        self.book = book
        self.report = report

    def readings(self, docs: Sequence[tuple[Situation, Step]]) -> tuple[str, ...]:
        """Return the readings of the last that states any, or the default one."""
        stated = [(doc, at) for doc, at in docs if doc.reading]
        if not stated:
            return (self.book.reading,)
        doc, at = stated[-1]
        if doc.reading == [ALL]:
            return self.book.readings
        for name in doc.reading:
            if name not in self.book.readings:
                message = f"`{name[:SHOWN]}` is no reading of this rulebook"
                near = (*self.book.readings, ALL)
                here = (*at, "reading")
                self.report.add(here, "unknown-reading", message, text=name, near=near)
        return tuple(dict.fromkeys(name for name in doc.reading if name in self.book.readings))

    def answers(self, doc: Situation, at: Step) -> dict[str, str | None]:
        """Return the answers that are other than a reading's; ``None`` leaves a question open."""
        questions = self.book.rulebook.questions
        found: dict[str, str | None] = {}
        for name, answer in doc.answers.items():
            here = (*at, "answers", name)
            if name not in questions:
                message = f"`{name[:SHOWN]}` is no question of this rulebook"
                near = list(questions)
                self.report.add(here, "unknown-question", message, key=True, text=name, near=near)
            elif answer is not None and answer not in questions[name].answers:
                message = f"`{answer[:SHOWN]}` is no answer to `{name}`"
                near = list(questions[name].answers)
                hint = did_you_mean(answer, near) or f"its answers are {', '.join(near)}"
                self.report.add(here, "unknown-answer", message, text=answer, hint=hint)
            else:
                found[name] = answer
        return found

    def known(self, docs: Sequence[tuple[Situation, Step]]) -> str:
        """Return the date as of which it is asked, of the last that states any."""
        found = ""
        for doc, at in docs:
            if "as_of" in doc.model_fields_set:
                found = doc.as_of or ""
                try:
                    self.book.as_of(found or None)
                except UsageError as error:
                    text = str(error).removeprefix("as_of: ")
                    self.report.add((*at, "as_of"), "bad-time", text, text=found)
                    found = ""
        return found
