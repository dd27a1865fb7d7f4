"""Cases tried: each by itself, in the time of its events, with no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import CasesError, EventError, UsageError
from ceasefire.terms.likeness import did_you_mean
from ceasefire.testing.cases.books import Books
from ceasefire.testing.cases.judging import alerts_missed, missed
from ceasefire.testing.cases.load import read_cases
from ceasefire.testing.cases.places import cases_beside, cases_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike

    from ceasefire.book import Book
    from ceasefire.findings.finding import Finding
    from ceasefire.monitor.alerts import Change
    from ceasefire.testing.cases.judging import Miss
    from ceasefire.testing.cases.model import Acceptance, Case, Cases

__all__ = ["Outcome", "Result", "load_cases", "run_cases", "tried"]

PATIENT: Final = "36500d"
"""No report of a case is too late: its alerts are those of the whole of its events."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a case: what was missed, and the finding or the alerts it got.

    ``error`` says why there are neither.
    """

    case: Case
    missed: tuple[Miss, ...]
    finding: Finding | None = None
    alerts: tuple[Change, ...] = ()
    error: str = ""

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.missed and not self.error

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        case = self.case
        return {
            "name": case.name,
            "variant": case.variant,
            "reading": case.reading,
            "answers": dict(case.answers),
            "as_of": case.as_of,
            "file": case.span.file,
            "line": case.span.line,
            "column": case.span.column,
            "passed": self.passed,
            "missed": [item._asdict() for item in self.missed],
            "error": self.error,
            "finding": None if self.finding is None else self.finding.row(),
            "alerts": [{"what": item.what, **item.alert.to_dict()} for item in self.alerts],
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of cases, in their order."""

    book: Book
    results: tuple[Result, ...]
    accepted: tuple[Acceptance, ...] = field(default=(), repr=False)
    files: tuple[str, ...] = ()

    @property
    def passed(self) -> tuple[Result, ...]:
        """The results of cases that found what they expect."""
        return tuple(item for item in self.results if item.passed)

    @property
    def failed(self) -> tuple[Result, ...]:
        """The results of all other cases."""
        return tuple(item for item in self.results if not item.passed)

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as plain data."""
        return {
            "rulebook": self.book.id,
            "digest": self.book.digest,
            "files": list(self.files),
            "passed": len(self.passed),
            "failed": len(self.failed),
            "cases": [item.to_dict() for item in self.results],
        }


def load_cases(
    book: Book, rules: str | PathLike[str], paths: Sequence[str | PathLike[str]] = ()
) -> Cases:
    """Return the cases beside the rules, or those of some files and folders instead.

    Raises :class:`~ceasefire.errors.CasesError` with every problem there is.
    """
    files, problems = cases_named(paths) if paths else cases_beside(rules)
    if problems:
        raise CasesError(problems)
    return read_cases(book, files)


def run_cases(
    book: Book,
    paths: Sequence[str | PathLike[str]],
    *,
    only: str | None = None,
    reading: str | None = None,
) -> Outcome:
    """Try the cases of some files, or of the folders that hold them, and return the outcome.

    ``only`` is the name of a case, or a pattern with ``*``; ``reading`` leaves those cases
    that are tried under it. Events are decided in their own time: no clock is looked at.
    Raises :class:`~ceasefire.errors.CasesError` with every problem of the files, and
    :class:`~ceasefire.errors.UsageError` where no case is left.
    """
    files, problems = cases_named(paths)
    if problems:
        raise CasesError(problems)
    return tried(book, read_cases(book, files), only=only, reading=reading)


def tried(
    book: Book, cases: Cases, *, only: str | None = None, reading: str | None = None
) -> Outcome:
    """Try cases and return the outcome; see :func:`run_cases`."""
    chosen = wanted(book, cases.cases, only, reading)
    books = Books(book)
    results = tuple(result_of(books.of(case), case) for case in chosen)
    return Outcome(book, results, cases.accepted, cases.files)


def wanted(book: Book, cases: Sequence[Case], only: str | None, reading: str | None) -> list[Case]:
    """Return the cases of a name and a reading; raise where there is none."""
    if reading is not None:
        book.with_reading(reading)
    found = [
        case
        for case in cases
        if (only is None or named(case, only)) and reading in {None, case.reading}
    ]
    if not found:
        if not cases:
            raise UsageError("the files hold no case: write one under `cases`")
        what = f"no case is called `{only}`" if only is not None else "no case"
        under = f" is tried under the reading `{reading}`" if reading is not None else ""
        hint = did_you_mean(only or "", dict.fromkeys(case.name for case in cases))
        raise UsageError(f"{what}{' and' * bool(only and under)}{under}{'; ' * bool(hint)}{hint}")
    return found


def named(case: Case, only: str) -> bool:
    """Return whether a case has a name, or one that is like a pattern."""
    return any(text == only or fnmatchcase(text, only) for text in (case.name, case.title))


def result_of(book: Book, case: Case) -> Result:
    """Return what becomes of a case under its book."""
    try:
        if case.event is None:
            told = alerts_of(book, case.events)
            return Result(case, alerts_missed(case.expect.alerts or (), told), alerts=told)
        wide = case.expect.possible_any_reading is not None
        finding = book.classify(case.event, any_reading=wide)
    except EventError as error:
        return Result(case, (), error="; ".join(item.message for item in error.problems))
    return Result(case, missed(case.expect, finding), finding)


def alerts_of(book: Book, events: Iterable[Any]) -> tuple[Change, ...]:
    """Return what was last told of each alert, once all events are in."""
    last: dict[str, Change] = {}
    with book.monitor(engine="reference", lateness=PATIENT, witnesses=1) as monitor:
        for event in events:
            for change in monitor.feed(event).alerts:
                last[change.alert.key] = change
    return tuple(last.values())
