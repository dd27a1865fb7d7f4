"""How a report was made: of which rules and feed, and what has no finding in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.findings.escapes import on_one_line
from ceasefire.findings.explain import sourced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.book import Book
    from ceasefire.errors import Problem
    from ceasefire.report.findings import Findings
    from ceasefire.report.wording import Words

__all__ = ["Method", "Nameless", "Reject", "method_of"]

FIRST: Final = 5
"""So many rows of each problem are told."""


class Reject(NamedTuple):
    """A problem that rows have, by its code: in how many, and what is wrong with the first.

    ``examples`` are lines of the feed (0 where they are not known) with messages, which are
    empty where positions are rounded or sources left out: they quote what is wrong.
    """

    code: str
    rows: int
    examples: tuple[tuple[int, str], ...]


class Nameless(NamedTuple):
    """A name or code that is not known: how often it is there, and in which rows first.

    Where positions are rounded or sources left out, it is not told itself.
    """

    field: str
    name: str
    what: str
    times: int
    lines: tuple[int, ...]


class Method(NamedTuple):
    """How a report was made.

    ``facts`` are pairs of what is told and its value, in order: the rulebook with its
    digest, the reading, the date, the days, the feed with its digest and what became of
    its rows. ``answers`` are the questions of the rulebook with what the reading answers.
    ``source`` is the line that every quotation of a finding ends with.
    """

    facts: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]
    source: str
    rejects: tuple[Reject, ...]
    unknown: tuple[Nameless, ...]


def method_of(
    findings: Findings, whole: Findings, words: Words, *, discreet: bool = False
) -> Method:
    """Return how a report was made; if ``discreet``, without texts of rows and unknown names."""
    facts = (
        *rules(findings.book, words),
        *days(findings, words),
        *feed(findings, whole, words),
    )
    return Method(
        tuple((told, on_one_line(value)) for told, value in facts),
        tuple(answers(findings.book, words)),
        on_one_line(sourced(findings.book.provenance)),
        tuple(rejects(whole.feed.problems, discreet=discreet)),
        tuple(nameless(whole, words, discreet=discreet)),
    )


def rules(book: Book, words: Words) -> Iterator[tuple[str, str]]:
    """Yield which rulebook and reading it is, and as known when."""
    reading = book.rulebook.readings[book.reading]
    source = book.provenance
    title = book.rulebook.title
    yield words("method.rulebook"), f"{title} ({book.id})" if title else book.id
    yield words("method.digest"), source.digest
    yield (
        words("method.reading"),
        f"{reading.title} ({reading.id})" if reading.title else reading.id,
    )
    if reading.credit:
        yield words("method.credit"), ", ".join(reading.credit)
    later = f"; {words('method.later', count=source.later)}" if source.later else ""
    yield words("method.as_of"), (source.as_of or words("method.as_of_all")) + later
    yield words("method.timezone"), book.rulebook.timezone
    yield words("method.version"), f"ceasefire {source.version}"


def answers(book: Book, words: Words) -> Iterator[tuple[str, str]]:
    """Yield the questions of a rulebook with the answers of the reading."""
    given = book.rulebook.readings[book.reading].answers
    for key, question in book.rulebook.questions.items():
        answer = given.get(key)
        told = words("readings.left_open") if answer is None else on_one_line(answer)
        yield on_one_line(question.ask), told


def days(findings: Findings, words: Words) -> Iterator[tuple[str, str]]:
    """Yield the days that it was narrowed to."""
    if findings.since is None and findings.until is None:
        yield words("method.period"), words("method.all_days")
        return
    first, last = (each.isoformat() if each else "…" for each in (findings.since, findings.until))
    yield words("method.period"), words("period.days", first=first, last=last)


def counted(findings: Findings, whole: Findings, words: Words) -> str:
    """Return how many events are counted, and how many of the feed lie outside the days."""
    if findings.since is None and findings.until is None:
        return str(len(findings))
    beyond = words("method.narrowed", count=len(whole) - len(findings))
    return f"{len(findings)}; {beyond}"


def feed(findings: Findings, whole: Findings, words: Words) -> Iterator[tuple[str, str]]:
    """Yield which feed it is, and what became of its rows."""
    # The folders of whoever made a report are nobody's concern.
    yield words("method.feed"), Path(whole.feed.name).name
    yield words("method.feed_digest"), whole.feed.digest
    yield words("method.rows"), str(whole.feed.rows)
    yield words("method.counted"), counted(findings, whole, words)
    if findings.repeated:
        yield words("method.repeated"), words("method.each_counted", count=findings.repeated)
    yield words("method.rejected"), str(whole.feed.rejected)
    for reason, count in whole.feed.aside.most_common():
        yield words("method.aside", reason=reason), str(count)


def rejects(problems: Iterable[Problem], *, discreet: bool) -> Iterator[Reject]:
    """Yield the problems of rows by code, the most frequent first."""
    counts: Counter[str] = Counter()
    seen: set[tuple[str, int]] = set()
    first: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for problem in problems:
        key = problem.code, problem.line
        if not problem.line or key not in seen:
            counts[problem.code] += 1
        seen.add(key)
        if len(first[problem.code]) < FIRST:
            hint = f" ({problem.hint})" if problem.hint else ""
            told = "" if discreet else on_one_line(f"{problem.message}{hint}")
            first[problem.code].append((problem.line, told))
    for code, rows in counts.most_common():
        yield Reject(code, rows, tuple(first[code]))


def nameless(whole: Findings, words: Words, *, discreet: bool) -> Iterator[Nameless]:
    """Yield the names and codes that are not known, the most frequent first."""
    for each in whole.feed.unknown:
        if discreet:
            line = each.lines[0]
            what = words("method.first_row", code=each.code, line=line) if line else each.code
            yield Nameless("", words("method.left_out"), what, each.times, each.lines)
            continue
        hint = f" ({each.hint})" if each.hint else ""
        what = on_one_line(f"{each.message}{hint}")
        yield Nameless(
            on_one_line(each.field), on_one_line(each.name), what, each.times, each.lines
        )
