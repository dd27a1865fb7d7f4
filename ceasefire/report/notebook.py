"""How findings and books show themselves in a notebook: HTML without scripts or style sheets.

Colours of text and ground are those of the notebook, light or dark; only a verdict has a
ground of its own, on which it can be read in both. All that feeds and rule files say is
escaped.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ceasefire.cli.wording import Wording
from ceasefire.findings.because import outcomes
from ceasefire.findings.counts import COUNTED, NOTHING, told
from ceasefire.findings.escapes import on_one_line
from ceasefire.findings.explain import DISCLAIMER, NOT_LAWFUL, headline, lines, sourced
from ceasefire.findings.finding import Verdict
from ceasefire.report.method import rules
from ceasefire.report.palette import look
from ceasefire.report.telling import Teller
from ceasefire.report.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ceasefire.book import Book
    from ceasefire.findings.finding import Finding
    from ceasefire.report.findings import Case, Findings
    from ceasefire.rulebook.model import Instrument

__all__ = ["book_html", "finding_html", "findings_html"]

FIRST: Final = 10
"""How many events a table of findings shows."""

COLUMNS: Final = (
    *("head.event", "head.when", "head.where", "head.what", "head.verdict"),
    *("notebook.possible", "notebook.why"),
)
"""What the columns of that table are called, by their keys among the texts of reports."""

INDENT: Final = "      "
"""How lines below an item of an explanation begin."""

BADGE: Final = "color:#fff;background:{};padding:0 0.4em;border-radius:0.2em;white-space:nowrap"
SMALL: Final = ' style="font-size:0.85em"'
LEFT: Final = ' style="text-align:left;vertical-align:top"'
RIGHT: Final = ' style="text-align:right;vertical-align:top"'


def finding_html(finding: Finding) -> str:
    """Return a finding: its verdict, why, what it depends on, citations and provenance."""
    words = wording()
    blocks = list(paragraphs(lines(finding)))
    (_, *first), *sections, last = blocks
    head = f"<strong>{safe(words('notebook.event', id=finding.event))}</strong>"
    parts = [f"<p>{head} {badge(told(finding))} {safe(beyond(finding))}</p>"]
    parts += [f'<p dir="auto">{safe(line)}</p>' for line in first]
    decisive = {f"[{item.instrument}]" for item in finding.deciders}
    parts += [section(title, rest, decisive) for title, *rest in sections]
    parts += [f"<p{SMALL}>{'<br>'.join(map(safe, last))}</p>"]
    return f"<div>{''.join(parts)}</div>"


def findings_html(findings: Findings) -> str:
    """Return findings: their counts with bounds, and the first of them."""
    words = wording()
    book, figures = findings.book, findings.figures()
    every, span = figures.every, figures.span
    name = Path(findings.feed.name).name
    title = words("title", rulebook=book.rulebook.title or book.id)
    read = [words("headline.events", count=len(findings))]
    if span:
        key = "period.one_day" if span.days == 1 else "period.days"
        read.append(words(key, first=span.first, last=span.last))
    if findings.feed.rejected:
        read.append(f"{words('method.rejected')}: {findings.feed.rejected}")
    counted = [[badge(verdict), *map(str, every.spread(verdict))] for verdict in map(str, COUNTED)]
    counted += [
        [badge(verdict), str(every.stated[verdict]), "", ""]
        for verdict in (str(Verdict.UNDETERMINED), NOTHING)
        if every.stated[verdict]
    ]
    sorts = ("stated", "settled", "possible")
    head = [words("head.verdict"), *(words(f"casualties.{sort}") for sort in sorts)]
    teller = Teller(book)
    rows = [shortly(case, teller) for case in findings.cases[:FIRST]]
    more = len(findings) - len(rows)
    notes = [*([NOT_LAWFUL] if milder(every.most) else []), sourced(book.provenance), DISCLAIMER]
    parts = [
        f'<p><strong dir="auto">{safe(title)}</strong><br>{safe("; ".join([name, *read]))}</p>',
        table(head, counted, right=(1, 2, 3)),
        f"<p{SMALL}>{safe(words('notebook.counting'))}</p>",
        table([words(key) for key in COLUMNS], rows),
        f"<p>{safe(words('more', count=more))}</p>" if more else "",
        f"<p{SMALL}>{'<br>'.join(map(safe, notes))}</p>",
    ]
    return f"<div>{''.join(parts)}</div>"


def book_html(book: Book) -> str:
    """Return a book: its title, reading and digest, and its instruments with their times."""
    words = wording()
    rulebook = book.rulebook
    facts = [(safe(name), safe(value)) for name, value in rules(book, words)]
    facts.append((safe(words("notebook.readings")), safe(", ".join(book.readings))))
    teller = Wording(book.program.rulebook)
    rows = [instrument(item, teller) for item in book.program.rulebook.instruments.values()]
    keys = ("head.instrument", "instrument.held", "head.where")
    note = f'<p dir="auto">{safe(rulebook.note)}</p>' if rulebook.note else ""
    parts = [
        f'<p><strong dir="auto">{safe(rulebook.title or rulebook.id)}</strong></p>',
        note,
        table((), facts),
        table([words(key) for key in keys], rows),
        f"<p{SMALL}>{safe(DISCLAIMER)}</p>",
    ]
    return f"<div>{''.join(parts)}</div>"


# --- parts ---


def safe(text: object) -> str:
    """Return a text as HTML, on one line."""
    return escape(on_one_line(text))


def badge(verdict: str) -> str:
    """Return a verdict with a sign and a ground that are its own."""
    seen = look(verdict)
    named = f"{seen.mark} {wording()(f'verdict.{verdict}')}"
    return f'<strong style="{BADGE.format(seen.light)}">{safe(named)}</strong>'


def beyond(finding: Finding) -> str:
    """Return what a headline says after the verdict."""
    return headline(finding).removeprefix(finding.verdict.upper()).removeprefix(NOTHING).strip()


def paragraphs(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield the parts of an explanation, which empty lines part."""
    for filled, group in groupby(texts, bool):
        if filled:
            yield list(group)


def section(title: str, texts: Sequence[str], opened: Iterable[str]) -> str:
    """Return a part of an explanation; what lies below its items is folded in.

    Items that have one of the texts of ``opened`` in them are open from the start.
    """
    items: list[list[str]] = []
    for text in texts:
        if text.startswith(INDENT):
            items[-1].append(text.removeprefix(INDENT))
        else:
            items.append([text.strip().removeprefix("- ")])
    listed = "".join(f'<li dir="auto">{item(opened, *each)}</li>' for each in items)
    return f"<p><strong>{safe(title)}</strong></p><ul>{listed}</ul>"


def item(opened: Iterable[str], text: str, *below: str) -> str:
    """Return an item of a list, and what lies below it once it is opened."""
    if not below:
        return safe(text)
    rest = "".join(
        f'<div style="padding-left:{2 if each.startswith(" ") else 1}em">{safe(each.strip())}</div>'
        for each in below
    )
    shown = " open" if any(each in text for each in opened) else ""
    return f"<details{shown}><summary>{safe(text)}</summary>{rest}</details>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Return a table of cells that are HTML already; some columns are aligned to the right."""

    def cells(kind: str, row: Sequence[str]) -> str:
        sides = (RIGHT if number in right else LEFT for number in range(len(row)))
        pairs = zip(row, sides, strict=True)
        return "".join(f'<{kind}{side} dir="auto">{each}</{kind}>' for each, side in pairs)

    top = f"<thead><tr>{cells('th', list(map(safe, head)))}</tr></thead>" if head else ""
    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f"<table>{top}<tbody>{body}</tbody></table>"


def shortly(case: Case, teller: Teller) -> list[str]:
    """Return an event as a row."""
    finding, said = case.finding, teller.tell(case.event)
    possible = outcomes(finding.possible, no_incident=finding.no_incident)
    times = "<br>".join(map(safe, said.when.split(" to ")))
    when = f'<span style="white-space:nowrap">{times}</span>'
    reported = map(safe, (said.where, f"{said.kind}: {said.actor}"))
    why = (badge(told(finding)), safe(possible), safe(finding.because))
    return [safe(finding.event), when, *reported, *why]


def instrument(found: Instrument, teller: Wording) -> list[str]:
    """Return an instrument as a row: its title, and when and where it is in force."""
    where = teller.condition(found.place).removeprefix("in ")
    times = "<br>".join(map(safe, teller.times(found.time)))
    return [safe(found.title or found.id), times, safe(where)]


def milder(possible: Iterable[str]) -> bool:
    """Return whether an event may have a verdict that must not be read as lawful."""
    return not {Verdict.EXCLUDED, Verdict.COVERED}.isdisjoint(possible)
