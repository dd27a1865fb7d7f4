"""The readings of a report side by side, and what would settle its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ceasefire.analysis.casework import Docket
from ceasefire.analysis.casework.docket import stance_of
from ceasefire.analysis.comparing import compare
from ceasefire.analysis.comparing.turning import CREDIT
from ceasefire.analysis.settling import settle
from ceasefire.findings.because import outcome
from ceasefire.findings.counts import Count, Tally
from ceasefire.findings.escapes import on_one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ceasefire.analysis.comparing import Change, Dispute
    from ceasefire.analysis.comparing import Row as Compared
    from ceasefire.analysis.settling import Case, Fact, Together
    from ceasefire.book import Book
    from ceasefire.report.findings import Findings
    from ceasefire.report.wording import Words

__all__ = [
    "Bearing",
    "Difference",
    "Disputed",
    "Inquiry",
    "Line",
    "Open",
    "Pair",
    "Side",
    "Sides",
    "Turn",
    "docket_of",
    "inquiry",
    "sides",
]


class Difference(NamedTuple):
    """A question, or whom to credit, with the answers of the reading in use and of another."""

    ask: str
    here: str
    there: str


class Side(NamedTuple):
    """A reading with its counts, and what it answers otherwise than the one in use."""

    reading: str
    title: str
    current: bool
    tally: Tally
    differences: tuple[Difference, ...]


class Turn(NamedTuple):
    """On what the verdicts of an event under two readings turn.

    Each of ``sets`` has changes, in words, that together end the dispute and of which
    none can be spared. ``complete`` is false where there were too many for all to be tried.
    """

    one: str
    other: str
    sets: tuple[tuple[str, ...], ...]
    complete: bool


class Disputed(NamedTuple):
    """An event, by its number in the report, with its verdict under each reading."""

    number: int
    verdicts: Mapping[str, str]
    turns: tuple[Turn, ...]


class Sides(NamedTuple):
    """Readings side by side, the default first.

    ``turning`` has each set of questions, or speakers, that must be answered otherwise,
    with how many disputed events turn on it. ``left`` counts the events that took too much
    to be compared.
    """

    rows: tuple[Side, ...]
    disputed: tuple[Disputed, ...]
    turning: tuple[tuple[tuple[str, ...], int], ...]
    left: int = 0


class Line(NamedTuple):
    """What to find out of many events: how many it adds, settles, and may settle."""

    title: str
    adds: int
    settles: int
    may: int


class Bearing(NamedTuple):
    """A fact of an event that settles it, or may: its values in words, each with what follows."""

    title: str
    settles: bool
    values: tuple[tuple[tuple[str, ...], str], ...]


class Pair(NamedTuple):
    """Two facts that settle an event together: two values in words each, with what follows."""

    titles: tuple[str, str]
    values: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...]


class Open(NamedTuple):
    """An event, by its number in the report, of which more than one thing is possible.

    ``facts`` are those of which some value settles it, those that do whatever is found
    first; ``pairs`` those that do together. ``tried`` is false where there were too many
    facts for all pairs to be tried.
    """

    number: int
    facts: tuple[Bearing, ...]
    pairs: tuple[Pair, ...]
    tried: bool


class Inquiry(NamedTuple):
    """What to find out first, and what would settle each event, by its number."""

    lines: tuple[Line, ...]
    cases: Mapping[int, Open]


def docket_of(findings: Findings) -> Docket:
    """Return the events of a report, ready to be asked about under other answers.

    Their lines are their numbers, from 1.
    """
    found = Docket(findings.book, findings.feed.name)
    for number, case in enumerate(findings.cases, 1):
        found.rows += 1
        found.take(case.event, number)
    return found


# --- readings ---


def sides(
    findings: Findings,
    docket: Docket,
    words: Words,
    advance: Callable[[int], None] | None = None,
) -> Sides:
    """Return the readings of a book side by side, over the events of a docket."""
    book = findings.book
    if len(book.readings) < 2 or not docket.entries:  # noqa: PLR2004  (one beside another)
        return Sides((), (), ())
    found = compare(book, docket, advance=advance)
    rows = tuple(
        side(book, row, tallied(findings, docket, row.reading), words) for row in found.rows
    )
    turning = tuple(
        (tuple(changed(book, name, words) for name in names), count)
        for names, count in found.turning().items()
    )
    disputed = tuple(disputed_of(book, each, words) for each in found.disputes)
    return Sides(rows, disputed, turning, docket.rejected)


def tallied(findings: Findings, docket: Docket, reading: str) -> Tally:
    """Return the counts under a reading; what was not known yet is nothing to classify."""
    stance, count = stance_of(findings.book, reading), Count()
    for entry in docket.entries:
        facts = findings.cases[entry.line - 1].facts
        sure = facts.surely_within(findings.since, findings.until)
        count.add(entry.outcome(stance), sure=sure)
    tally = Tally.of(count)
    return tally._replace(events=tally.events + docket.early, nothing=tally.nothing + docket.early)


def side(book: Book, row: Compared, tally: Tally, words: Words) -> Side:
    """Return a reading with its counts."""
    differing = tuple(differences(book, row.reading, words))
    current = row.reading == book.reading
    return Side(on_one_line(row.reading), on_one_line(row.title), current, tally, differing)


def differences(book: Book, reading: str, words: Words) -> Iterator[Difference]:
    """Yield what a reading answers otherwise than the one in use."""
    here, there = (book.rulebook.readings[key] for key in (book.reading, reading))
    for key, question in book.rulebook.questions.items():
        ours, theirs = (
            on_one_line(each.answers.get(key, words("readings.left_open")))
            for each in (here, there)
        )
        if ours != theirs:
            yield Difference(on_one_line(question.ask), ours, theirs)
    if set(here.credit) != set(there.credit):
        ours, theirs = (
            on_one_line(", ".join(each.credit)) or words("readings.nobody")
            for each in (here, there)
        )
        yield Difference(words("readings.credits"), ours, theirs)


def changed(book: Book, name: str, words: Words) -> str:
    """Return a question in words, quoted, or that it is about crediting a speaker."""
    question = book.rulebook.questions.get(name)
    if question is None:
        return words("readings.crediting", name=on_one_line(name))
    return on_one_line(f"“{question.ask}”")


def disputed_of(book: Book, found: Dispute, words: Words) -> Disputed:
    """Return an event on which readings differ."""
    turns = tuple(
        Turn(
            on_one_line(turn.one),
            on_one_line(turn.other),
            tuple(tuple(change(book, each, words) for each in some) for some in turn.sets),
            turn.complete,
        )
        for turn in found.turns
    )
    return Disputed(found.line - 1, {on_one_line(k): v for k, v in found.verdicts.items()}, turns)


def change(book: Book, found: Change, words: Words) -> str:
    """Return in words what two readings have otherwise."""
    if found.kind == CREDIT:
        return words("readings.crediting", name=on_one_line(found.name))
    before, after = (
        on_one_line(each) or words("readings.left_open") for each in (found.before, found.after)
    )
    ask = changed(book, found.name, words)
    return words("readings.change", ask=ask, before=before, after=after)


# --- what would settle ---


def inquiry(book: Book, docket: Docket, advance: Callable[[int], None] | None = None) -> Inquiry:
    """Return what would settle the events of a docket under the reading in use."""
    if not docket.entries:
        return Inquiry((), {})
    found = settle(book, docket, advance=advance)
    lines = (
        Line(on_one_line(each.title), each.adds, each.settles, each.may) for each in found.lines
    )
    return Inquiry(tuple(lines), {case.line - 1: open_of(case) for case in found.cases})


def open_of(case: Case) -> Open:
    """Return an event that is not settled."""
    facts = sorted(case.facts, key=lambda fact: not fact.settles)
    return Open(
        case.line - 1, tuple(map(bearing, facts)), tuple(map(pair, case.together)), case.tried
    )


def bearing(fact: Fact) -> Bearing:
    """Return a fact in words."""
    values = tuple((labelled(value.labels), outcome(value)) for value in fact.values)
    return Bearing(on_one_line(fact.title), fact.settles, values)


def pair(found: Together) -> Pair:
    """Return two facts in words."""
    first, second = map(on_one_line, found.titles)
    values = tuple(
        (labelled(one), labelled(other), outcome(value)) for one, other, value in found.values
    )
    return Pair((first, second), values)


def labelled(labels: Iterable[str]) -> tuple[str, ...]:
    """Return values in words that are safe to show."""
    return tuple(map(on_one_line, labels))
