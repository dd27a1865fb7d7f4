"""Write the tables of docs/syria-2016.md from the rulebook and the seed feed.

Run it after a change of `rules/syria-2016` or `seeds/article.jsonl`; a test fails
while the page and the rulebook differ.
"""

from __future__ import annotations

import json
import re
import typing
from datetime import UTC, datetime
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Final

import ceasefire
from ceasefire.cli.outlook import shape_lines
from ceasefire.cli.wording import Wording
from ceasefire.findings.finding import Finding, ordered
from ceasefire.rulebook.logic import (
    All,
    AnswerTest,
    Any,
    CategoryTest,
    Not,
    PartyTest,
    PlaceTest,
    TimeTest,
)
from ceasefire.terms.times import zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Citation, Instrument, Rulebook
    from ceasefire.terms.times import Window

__all__ = ["PAGE", "main", "refreshed"]

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "syria-2016.md"
FEED: Final = ROOT / "seeds" / "article.jsonl"
SIDE_BY_SIDE: Final = ("baseline", "area-based", "opposition", "strict-text")
BLOCK: Final = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- /generated -->)", re.DOTALL)
MICROSECONDS: Final = 1_000_000
EVIDENCE: Final = {"known": " *(known)*", "unsure": " *(unsure)*"}


# --- words ------------------------------------------------------------------------


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    names = list(head)
    cells = [names, ["---"] * len(names), *map(list, rows)]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n" for row in cells)


def cited(rulebook: Rulebook, cites: Iterable[Citation]) -> str:
    """Return citations by source id, each with how its text is known."""
    texts = []
    for cite in cites:
        where = f" {cite.where}" if cite.where else ""
        texts.append(f"{cite.source}{where}{EVIDENCE.get(evidence(rulebook, cite.source), '')}")
    return "; ".join(texts)


def evidence(rulebook: Rulebook, source: str) -> str:
    """Return how the text of a source is known."""
    return rulebook.sources[source].evidence


def clock(instant: int | None, timezone: str, *, open_end: str) -> str:
    """Return an instant on the clocks of a zone, to the minute."""
    if instant is None:
        return open_end
    moment = datetime.fromtimestamp(instant // MICROSECONDS, UTC).astimezone(zone(timezone))
    return f"{moment:%Y-%m-%d %H:%M}"


def reading_of(finding: Finding) -> str:
    """Return a verdict and what else is possible, in one cell."""
    possible = ordered(finding.possible)
    if not possible:
        return "nothing to classify"
    if finding.verdict == "undetermined":
        return f"undetermined: {' or '.join(possible)}"
    others = [item for item in possible if item != finding.verdict]
    return f"**{finding.verdict}**" + (f"; {' or '.join(others)} possible" if others else "")


# --- conditions -------------------------------------------------------------------


def windows(test: Condition) -> Iterator[tuple[Window | None, str]]:
    """Yield the windows of a header, each with the answers under which it holds."""
    if isinstance(test, Any):
        for part in test.parts:
            yield from windows(part)
        return
    parts = test.parts if isinstance(test, All) else (test,)
    found = [part.window for part in parts if isinstance(part, TimeTest)]
    yield (found[0] if found else None), asked(test)


def stretches(test: Condition) -> Iterator[tuple[int | None, int | None, str]]:
    """Yield start, end and answers of every stretch of time in a header."""
    for window, answers in windows(test):
        if window is None:
            yield None, None, answers
        elif window.start is None or window.end is None:
            yield window.start, window.end, answers
        else:
            for start, end in window.pieces(window.start, window.end):
                yield start, end, answers


def asked(test: Condition) -> str:
    """Return the answers that a condition asks for."""
    if isinstance(test, AnswerTest):
        return f"{test.question}: {' or '.join(sorted(test.answers))}"
    if isinstance(test, All):
        return "; ".join(filter(None, map(asked, test.parts)))
    return ""


def places(rulebook: Rulebook, test: Condition) -> str:
    """Return the names of the places of a header."""
    if not isinstance(test, PlaceTest):
        return "everywhere"
    return ", ".join(rulebook.places[name].name or name for name in sorted(test.names))


def bound(rulebook: Rulebook, test: Condition) -> str:
    """Return whom a header binds."""
    if isinstance(test, PartyTest):
        return "; ".join(named(rulebook, test.names))
    if isinstance(test, Not) and isinstance(test.part, PartyTest):
        return f"all except: {'; '.join(named(rulebook, test.part.names))}"
    return "everybody"


def named(rulebook: Rulebook, ids: Iterable[str]) -> list[str]:
    """Return the names of parties, in order."""
    return sorted(rulebook.parties[key].name for key in ids)


# --- blocks -----------------------------------------------------------------------


def overview(book: ceasefire.Book) -> str:
    """Return what the rulebook holds, in one sentence."""
    rules = book.rulebook
    counts = (
        (len(rules.instruments), "instruments"),
        (len(rules.patterns), "patterns"),
        (len(rules.questions), "questions"),
        (len(rules.readings), "readings"),
        (len(rules.parties), "parties"),
        (len(rules.places), "places"),
        (len(rules.sources), "sources"),
    )
    listed = ", ".join(f"{count} {name}" for count, name in counts)
    return f"It holds {listed}. The default reading is `{rules.default_reading}`.\n"


def clocks(book: ceasefire.Book) -> str:
    """Return the windows of every instrument, local and in UTC."""
    rules = book.rulebook

    def rows() -> Iterator[Iterable[str]]:
        for item in rules.instruments.values():
            names = chain([f"{item.title} (`{item.id}`)"], repeat("*or*"))
            for start, end, answers in stretches(item.time):
                yield (
                    next(names),
                    places(rules, item.place),
                    clock(start, rules.timezone, open_end="always"),
                    clock(end, rules.timezone, open_end="no end"),
                    clock(start, "UTC", open_end="always"),
                    clock(end, "UTC", open_end="no end"),
                    "; ".join(filter(None, (answers, asked(item.answers)))),
                )

    head = ("instrument", "where", "from (Damascus)", "until (Damascus)", "from (UTC)")
    return table((*head, "until (UTC)", "if"), rows())


def makers(book: ceasefire.Book) -> str:
    """Return who announced each instrument when, whom it binds and the source."""
    rules = book.rulebook

    usual = rules.instruments["cessation"].actor

    def row(item: Instrument) -> Iterable[str]:
        whom = "as the cessation" if item.actor == usual else ""
        if not whom or item.id == "cessation":
            whom = bound(rules, item.actor)
        announced = clock(item.announced, rules.timezone, open_end="").removesuffix(" 00:00")
        cites = cited(rules, item.cite)
        return f"`{item.id}`", announced, item.announced_by, whom, cites, item.note

    head = ("instrument", "announced", "by", "binds", "source", "note")
    return table(head, map(row, rules.instruments.values()))


def clauses(book: ceasefire.Book) -> str:
    """Return the provisions of the nationwide cessation."""
    rules = book.rulebook
    provisions = rules.instruments["cessation"].provisions

    def rows() -> Iterator[Iterable[str]]:
        for effect in ("exclude", "prohibit", "permit"):
            for item in provisions:
                if item.effect == effect:
                    if_answers = "; ".join(sorted(set(questions_in(item.condition))))
                    lifts = f"; lifts {', '.join(sorted(item.lifts))}" if item.lifts else ""
                    title = f"{item.title} (`{item.id}`){lifts}"
                    yield effect, title, item.severity, if_answers, cited(rules, item.cite)

    return table(("effect", "clause", "severity", "if", "source"), rows())


def questions_in(test: Condition) -> Iterator[str]:
    """Yield the answers that a condition asks for, at any depth."""
    if isinstance(test, AnswerTest):
        yield asked(test)
    elif isinstance(test, All | Any):
        for part in test.parts:
            yield from questions_in(part)
    elif isinstance(test, Not):
        yield from questions_in(test.part)


def questions(book: ceasefire.Book) -> str:
    """Return every question with its answers and who holds each."""
    rules = book.rulebook
    texts = []
    for item in rules.questions.values():
        note = f" ({item.note.rstrip('.')})" if item.note else ""
        texts.append(f"**{item.ask}** `{item.id}`{note}\n")
        for answer in item.answers.values():
            remark = f" ({answer.note})" if answer.note else ""
            cites = cited(rules, answer.cite)
            source = f" Source: {cites}." if cites else ""
            texts.append(f"- `{answer.id}`: held by {answer.held_by}{remark}.{source}")
        texts.append("")
    return "\n".join(texts)


def readings(book: ceasefire.Book) -> str:
    """Return the answers of every reading side by side."""
    rules = book.rulebook
    names = list(book.readings)

    def rows() -> Iterator[Iterable[str]]:
        for question in rules.questions:
            answers = (rules.readings[name].answers.get(question, "*open*") for name in names)
            yield f"`{question}`", *answers
        yield "credits", *("; ".join(rules.readings[name].credit) or "nobody" for name in names)

    return table(("question", *(f"`{name}`" for name in names)), rows())


def presumed(book: ceasefire.Book) -> str:
    """Return presumptions and impossibilities with their reasons."""
    rules = book.rulebook

    def rows() -> Iterator[Iterable[str]]:
        for item in rules.presumptions.values():
            value = " or ".join(item.value.one_of)
            if item.value.none_of:
                parties = rules.taxonomy.fields[item.field].type in {"party", "parties"}
                words = named(rules, item.value.none_of) if parties else item.value.none_of
                barred = " or ".join(sorted(words))
                value = " but ".join(filter(None, (value, f"not {barred}")))
            yield f"`{item.field}` is {value}", "presumed where a report is silent", item.because
        for drop in rules.impossible:
            yield described(rules, drop.condition), "impossible", drop.because

    return table(("what", "how", "why"), rows())


def described(rulebook: Rulebook, test: Condition) -> str:
    """Return a condition over categories and parties in words."""
    if isinstance(test, All):
        return " and ".join(described(rulebook, part) for part in test.parts)
    if isinstance(test, Any):
        return either(described(rulebook, part) for part in test.parts)
    if isinstance(test, Not):
        return described(rulebook, test.part).replace(" is ", " is not ", 1)
    if isinstance(test, PartyTest):
        return f"`{test.field}` is {' or '.join(named(rulebook, test.names))}"
    if isinstance(test, CategoryTest):
        return f"`{test.field}` is {' or '.join(sorted(test.names))}"
    if isinstance(test, TimeTest):
        return Wording(rulebook).window(test.window)
    message = f"no words for {test}"
    raise NotImplementedError(message)


def either(tests: Iterable[str]) -> str:
    """Return that one of some tests holds; fields of which the same is asked go together."""
    asked: dict[str, list[str]] = {}
    for test in tests:
        field, _, rest = test.partition(" is ")
        asked.setdefault(rest, []).append(field)
    return " or ".join(f"{' or '.join(fields)} is {rest}" for rest, fields in asked.items())


def patterns(book: ceasefire.Book) -> str:
    """Return the patterns, each with what it looks for and whose choice that is."""
    rules = book.rulebook
    words = Wording(rules)

    def rows() -> Iterator[Iterable[str]]:
        for item in rules.patterns.values():
            sought = "; ".join(line.strip() for line in shape_lines(item.shape, words))
            yield f"{item.title} (`{item.id}`)", sought, cited(rules, item.cite), item.note

    return table(("pattern", "looks for", "source", "note"), rows())


def sources(book: ceasefire.Book) -> str:
    """Return the sources and how each is known."""
    rows = (
        (
            f"`{item.id}`",
            "; ".join(filter(None, (item.title, item.document, item.publisher))),
            item.date,
            item.evidence,
            item.note,
        )
        for item in book.rulebook.sources.values()
    )
    return table(("id", "what", "date", "evidence", "note"), rows)


def seeds(book: ceasefire.Book) -> str:
    """Return the findings of the seed incidents under four readings."""
    under = [book.with_reading(name) for name in SIDE_BY_SIDE]

    def rows() -> Iterator[Iterable[str]]:
        for line in FEED.read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            findings = (reading_of(each.classify(event)) for each in under)
            yield event["id"], incident(event), *findings

    return table(("", "as reported", *(f"`{name}`" for name in SIDE_BY_SIDE)), rows())


def incident(event: Mapping[str, typing.Any]) -> str:
    """Return kind, time and place of an event."""
    kind = event["kind"]
    kinds = kind["one_of"] if isinstance(kind, dict) else [kind]
    when = event["when"].replace("T", " ").replace("/", " to ")
    return f"{' or '.join(kinds)}, {when}, {event['where']['name']}"


BLOCKS: Final[dict[str, Callable[[ceasefire.Book], str]]] = {
    "overview": overview,
    "clocks": clocks,
    "makers": makers,
    "clauses": clauses,
    "questions": questions,
    "readings": readings,
    "presumed": presumed,
    "patterns": patterns,
    "sources": sources,
    "seeds": seeds,
}


def refreshed(page: str) -> str:
    """Return the page with every generated block written anew."""
    book = ceasefire.load("syria-2016")

    def block(match: re.Match[str]) -> str:
        content = BLOCKS[match[2]](book).strip("\n")
        return f"{match[1]}\n{content}\n\n{match[3]}"

    return BLOCK.sub(block, page)


def main() -> None:
    """Rewrite the page."""
    PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
