"""A file of cases laid out: every variant of a case under every reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.testing.cases.circumstances import Circumstances
from ceasefire.testing.cases.expecting import Expecting
from ceasefire.testing.cases.happenings import Happenings
from ceasefire.testing.cases.model import Acceptance, Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.book import Book
    from ceasefire.rulebook.documents import Report, Step
    from ceasefire.rulebook.model import Span
    from ceasefire.testing.cases.model import Expectation
    from ceasefire.testing.cases.schema import CaseDoc, CasesDoc, Situation

__all__ = ["Layout"]

SHOWN: Final = 80


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
        self.happenings = Happenings(book, doc, report, text)
        self.circumstances = Circumstances(book, report)
        self.expecting = Expecting(book.rulebook, report)

    def cases(self) -> list[Case]:
        """Return every case."""
        own = self.doc.rulebook
        if own is not None and own != self.book.id:
            message = f"the cases are of `{own}`, and the rulebook is `{self.book.id}`"
            self.report.add(("rulebook",), "other-rulebook", message, text=own)
        # What is wrong with named events is told even if no case names any.
        _ = self.happenings.events
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

    # --- cases ---

    def _case(self, doc: CaseDoc, path: Step) -> Iterator[Case]:
        self._name(doc, path)
        if not self._given(doc, path):
            return
        base: dict[str, Any] | None = None
        several: tuple[dict[str, Any], ...] = ()
        if doc.events is not None:
            several = self.happenings.several(doc, path)
        else:
            single = self.happenings.single(doc, path)
            if single is None:
                return
            base = self.happenings.changed(single[0], (*path, "with"))
            self.happenings.check(base, single[1], (*path, "with"))
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
        event = self.happenings.changed(base, (*path, "with"))
        self.happenings.check(event, path, (*path, "with"))
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
        readings = self.circumstances.readings(docs)
        known = self.circumstances.known(docs)
        answers: dict[str, str | None] = {}
        for each, at in docs:
            answers |= self.circumstances.answers(each, at)
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
