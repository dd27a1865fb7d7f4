"""A file of cases laid out: every variant of a case under every reading."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import UsageError
from ceasefire.events.event import Event
from ceasefire.events.shape import ShapeError
from ceasefire.terms.likeness import did_you_mean
from ceasefire.terms.times import zone
from ceasefire.testing.cases.expecting import Expecting
from ceasefire.testing.cases.feeds import feed_events
from ceasefire.testing.cases.model import Acceptance, Case
from ceasefire.testing.cases.nodes import Nodes
from ceasefire.testing.cases.patching import patched

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ceasefire.book import Book
    from ceasefire.rulebook.documents import Report, Step
    from ceasefire.rulebook.model import Span
    from ceasefire.testing.cases.model import Expectation
    from ceasefire.testing.cases.schema import CaseDoc, CasesDoc, Situation

__all__ = ["Layout"]

ALL: Final = "all"
"""Stands for every reading."""

SHOWN: Final = 80

QUOTED: Final = re.compile("`([^`]+)`")
"""What a message about an event is about, which tells where in the event that is."""


class Layout:
    """Lays out the cases of one file; what is wrong with them is reported."""

    def __init__(
        self, book: Book, doc: CasesDoc, report: Report, text: str, names: dict[str, Span]
    ) -> None:
        """Take the file; ``names`` are those of cases that were met before."""
        self.book = book
        self.doc = doc
        self.report = report
        self.names = names
        self.nodes = Nodes(report.document.files[0].root, text)
        self.expecting = Expecting(book.rulebook, report)

    def cases(self) -> list[Case]:
        """Return every case."""
        own = self.doc.rulebook
        if own is not None and own != self.book.id:
            message = f"the cases are of `{own}`, and the rulebook is `{self.book.id}`"
            self.report.add(("rulebook",), "other-rulebook", message, text=own)
        self.events  # noqa: B018  (what is wrong with them is told even if no case names any)
        return [
            case
            for number, doc in enumerate(self.doc.cases)
            for case in self._case(doc, ("cases", number))
        ]

    def accepted(self) -> Iterator[Acceptance]:
        """Yield the changes that need not be noticed."""
        for name, reason in self.doc.accept.items():
            path = ("accept", name)
            if not reason.strip() or reason in {"~", "null"}:
                message = f"`{name[:SHOWN]}` is accepted without a reason"
                self.report.add(path, "missing-reason", message, key=True, text=name)
            yield Acceptance(name, reason, self.report.document.span(path, key=True))

    # --- events ---

    @cached_property
    def events(self) -> dict[str, dict[str, Any]]:
        """Every event that may be named."""
        folder = self.report.document.files[0].folder
        found = feed_events(self.doc.feed, self.book.rulebook, self.report, folder)
        for name in self.doc.events:
            value = self.nodes.at(("events", name))
            found[name] = self._mapping(value, ("events", name), name)
        return found

    def _mapping(self, value: object, path: Step, name: str) -> dict[str, Any]:
        """Return an event with an id, and report what is none."""
        if isinstance(value, dict):
            return {"id": name, **value}
        self.report.add(path, "wrong-type", f"`{path[-1]}` must be a mapping: an event")
        return {"id": name}

    def _named(self, name: object, path: Step) -> dict[str, Any] | None:
        """Return an event by its name, and report that there is none."""
        found = self.events.get(name) if isinstance(name, str) else None
        if found is None:
            shown = str(name)[:SHOWN]
            message = f"there is no event `{shown}`"
            near = list(self.events)
            self.report.add(path, "unknown-event", message, text=shown, near=near)
        return found

    def _changed(self, base: Mapping[str, Any], path: Step) -> dict[str, Any]:
        """Return an event with the changes at a path, if there are any."""
        changes = self.nodes.at(path)
        if changes is None:
            return dict(base)
        if not isinstance(changes, dict):
            self.report.add(path, "wrong-type", "`with` must be a mapping of what is otherwise")
            return dict(base)
        return patched(base, changes)

    def _single(self, doc: CaseDoc, path: Step) -> tuple[dict[str, Any], Step] | None:
        """Return the one event of a case, and where it is."""
        if "event" in doc.model_fields_set:
            here = (*path, "event")
            return self._mapping(self.nodes.at(here), here, doc.name[:200]), here
        here = (*path, "from")
        named = self._named(doc.from_, here)
        return None if named is None else (named, here)

    def _several(self, doc: CaseDoc, path: Step) -> tuple[dict[str, Any], ...]:
        """Return the events of a case of several, in order."""
        found = []
        for number in range(len(doc.events or ())):
            here = (*path, "events", number)
            value = self._mapping(self.nodes.at(here), here, f"{number + 1}")
            if "from" in value:
                named = self._lent(value, here)
                if named is None:
                    continue
                value = named
            self._check(value, here, here)
            found.append(value)
        return tuple(found)

    def _lent(self, value: dict[str, Any], path: Step) -> dict[str, Any] | None:
        """Return a named event with its changes, as one of several."""
        for key in sorted(value.keys() - {"id", "from", "with"}):
            message = f"`{key[:SHOWN]}` stands beside `from`"
            hint = "what is otherwise in the event stands under `with`"
            self.report.add((*path, key), "unknown-key", message, key=True, hint=hint)
        named = self._named(value["from"], (*path, "from"))
        return None if named is None else self._changed(named, (*path, "with"))

    def _check(self, event: Mapping[str, Any], path: Step, where: Step) -> None:
        """Report what is wrong with an event; ``where`` is the part that made it so."""
        local = zone(self.book.rulebook.timezone)
        try:
            problems = self.book.faults(Event.read(event, zone=local))
        except ShapeError as error:
            problems = (*error.problems, *self.book.faults(error.rest))
        for item in problems:
            at = where if self.nodes.at(where) is not None else path
            text = item.text or next(reversed(QUOTED.findall(item.message)), "")
            self.report.add(at, item.code, item.message, hint=item.hint, text=text)

    # --- cases ---

    def _case(self, doc: CaseDoc, path: Step) -> Iterator[Case]:
        self._name(doc, path)
        if not self._given(doc, path):
            return
        base: dict[str, Any] | None = None
        several: tuple[dict[str, Any], ...] = ()
        if doc.events is not None:
            several = self._several(doc, path)
        else:
            single = self._single(doc, path)
            if single is None:
                return
            base = self._changed(single[0], (*path, "with"))
            self._check(base, single[1], (*path, "with"))
        if doc.expect is not None and doc.expect.model_fields_set:
            yield from self._tried(doc, [(doc, path)], (base, several), "")
        elif not doc.variants:
            self._expects_nothing(path)
        seen: set[str] = set()
        for number, variant in enumerate(doc.variants):
            here = (*path, "variants", number)
            name = variant.name or str(number + 1)
            if name in seen:
                message = f"the case has two variants `{name[:SHOWN]}`"
                self.report.add(here, "duplicate-case", message, text=name)
            seen.add(name)
            docs: list[tuple[Situation, Step]] = [(doc, path), (variant, here)]
            yield from self._tried(doc, docs, (self._varied(base, here), several), name)

    def _given(self, doc: CaseDoc, path: Step) -> bool:
        """Return whether a case says in one way what happened, and report it where not."""
        given = sum((bool(doc.from_), "event" in doc.model_fields_set, doc.events is not None))
        if given > 1:
            message = "the case has more than one of `event`, `from` and `events`"
            self.report.add(path, "two-events", message)
        elif not given and self.report.whole(path):
            message = "the case has none of `event`, `from` and `events`"
            self.report.add(path, "missing-event", message)
        if doc.events is not None:
            self._unchanged(doc, path)
        return given == 1

    def _unchanged(self, doc: CaseDoc, path: Step) -> None:
        """Report changes to one event where a case has several."""
        whole: list[tuple[Situation, Step]] = [(doc, path)]
        for each, at in (
            *whole,
            *((item, (*path, "variants", n)) for n, item in enumerate(doc.variants)),
        ):
            if "with_" in each.model_fields_set:
                message = "`with` changes one event, and the case has several"
                self.report.add((*at, "with"), "unknown-key", message, key=True)

    def _varied(self, base: dict[str, Any] | None, path: Step) -> dict[str, Any] | None:
        """Return the event of a variant, if the case is of one event."""
        if base is None:
            return None
        event = self._changed(base, (*path, "with"))
        self._check(event, path, (*path, "with"))
        return event

    def _name(self, doc: CaseDoc, path: Step) -> None:
        first = self.names.setdefault(doc.name, self.report.document.span(path))
        if first != self.report.document.span(path):
            message = f"there are two cases `{doc.name[:SHOWN]}`"
            hint = f"the first is in {first.file}, line {first.line}"
            here = (*path, "name")
            self.report.add(here, "duplicate-case", message, text=doc.name, hint=hint)

    def _expects_nothing(self, path: Step) -> None:
        if self.report.whole(path):
            message = "nothing is expected, so that the case cannot fail"
            self.report.add(path, "expects-nothing", message, hint="state a verdict, at least")

    def _tried(
        self,
        doc: CaseDoc,
        docs: Sequence[tuple[Situation, Step]],
        events: tuple[dict[str, Any] | None, tuple[dict[str, Any], ...]],
        variant: str,
    ) -> Iterator[Case]:
        """Yield a case, or a variant of one, under each of its readings."""
        _, path = docs[-1]
        expect = self.expecting.read((each.expect, (*at, "expect")) for each, at in docs)
        self._fitting(expect, path, several=events[0] is None)
        readings = self._readings(docs)
        known = self._known(docs)
        answers: dict[str, str | None] = {}
        for each, at in docs:
            answers |= self._answers(each, at)
        for reading in readings:
            yield Case(
                name=doc.name,
                variant=variant,
                reading=reading,
                answers=answers,
                as_of=known,
                event=events[0],
                events=events[1],
                expect=expect,
                span=self.report.document.span(path),
                several=len(readings) > 1,
            )

    def _fitting(self, expect: Expectation, path: Step, *, several: bool) -> None:
        """Report expectations that such a case does not tell of, and that there are none."""
        if not expect.stated:
            self._expects_nothing(path)
        elif several and expect.stated != ("alerts",):
            message = "of several events only `alerts` are told"
            self.report.add((*path, "expect"), "wrong-expectation", message)
        elif not several and expect.alerts is not None:
            message = "`alerts` are told of `events`, not of one event"
            self.report.add((*path, "expect"), "wrong-expectation", message)

    def _readings(self, docs: Sequence[tuple[Situation, Step]]) -> tuple[str, ...]:
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

    def _answers(self, doc: Situation, at: Step) -> dict[str, str | None]:
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

    def _known(self, docs: Sequence[tuple[Situation, Step]]) -> str:
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
