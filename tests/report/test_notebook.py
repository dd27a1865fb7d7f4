"""What notebooks show of findings and books: HTML that nothing from a feed acts in."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

import pytest

import ceasefire
from ceasefire.findings.escapes import on_one_line

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE: Final = '<script>alert("1")</script><b onclick=x>\u202e'

RULES: Final = f"""
rulebook: valley
title: '{HOSTILE}'
note: '{HOSTILE}'
timezone: Asia/Damascus
sources: {{text: {{title: '{HOSTILE}'}}}}
parties: {{north: {{name: '{HOSTILE} north'}}, south: {{}}}}
places: {{upper: {{name: '{HOSTILE} place', admin1: Upper}}}}
questions: {{q: {{ask: '{HOSTILE}', answers: {{"yes": {{held_by: '{HOSTILE}'}}, "no": {{}}}}}}}}
readings: {{plain: {{title: '{HOSTILE}', answers: {{q: "yes"}}}}}}
default_reading: plain
instruments:
  truce:
    title: '{HOSTILE}'
    in_force: {{from: 2016-05-04 00:00, for: 72h}}
    where: upper
    binds: [north, south]
    cite: text
    exclude: {{aside: {{when: {{kind: shelling}}, if: {{q: "no"}}}}}}
    prohibit: {{attacks: {{title: '{HOSTILE}', when: {{kind: attack}}, cite: text}}}}
"""


def event(name: str, **fields: object) -> dict[str, object]:
    known = {
        "kind": "shelling",
        "when": "2016-05-04",
        "actor": "north",
        "where": {"admin1": "Upper"},
    }
    return {"id": name, **known, **fields}


class Shown(HTMLParser):
    """Keeps the elements, attributes and texts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.texts)


PLAIN: Final = {"div", "p", "br", "strong", "span", "ul", "li", "details", "summary"}
TABLE: Final = {"table", "thead", "tbody", "tr", "th", "td"}


@pytest.fixture
def book(tmp_path: Path) -> ceasefire.Book:
    path = tmp_path / "valley.yaml"
    path.write_text(RULES, encoding="utf-8")
    return ceasefire.load(path)


def hostile(book: ceasefire.Book) -> list[str]:
    named = event(
        HOSTILE,
        actor={"one_of": ["north", HOSTILE]},
        where={"admin1": "Upper", "name": HOSTILE},
        alternatives=[{"said_by": HOSTILE, "actor": HOSTILE}],
    )
    found = book.findings([named])
    return [shown._repr_html_() for shown in (book, found, found[0])]


def test_nothing_that_a_feed_or_rule_file_says_acts(book: ceasefire.Book) -> None:
    for html in hostile(book):
        shown = Shown(html)
        assert shown.open == []
        assert shown.tags <= PLAIN | TABLE
        assert shown.attributes <= {"style", "dir", "open"}
        assert '<script>alert("1")</script>' in shown.text
        assert "\u202e" not in shown.text


def test_a_finding_shows_all_of_its_explanation(book: ceasefire.Book) -> None:
    either = {"one_of": ["north", "Somebody"]}
    other = [{"said_by": "The Monitor", "actor": "south"}]
    finding = book.classify(event("V1", actor=either, alternatives=other))
    text = " ".join(Shown(finding._repr_html_()).text.split())
    for line in finding.explain().splitlines()[1:]:
        assert " ".join(on_one_line(line).strip().removeprefix("- ").split()) in text, line
    assert "◊ undetermined (possible: excluded or violating)" in text


def test_a_settled_finding_says_so(book: ceasefire.Book) -> None:
    text = Shown(book.classify(event("V1"))._repr_html_()).text
    assert "▲ violating" in text
    assert "(settled on this reading: every account and every open point agrees)" in text


def test_what_is_no_incident_has_no_verdict(book: ceasefire.Book) -> None:
    text = Shown(book.classify(event("V1", kind="announcement"))._repr_html_()).text
    assert "\N{MULTIPLICATION SIGN} nothing to classify" in text
    assert text.count("nothing to classify") == 2


def test_findings_show_their_counts_with_bounds_and_the_first_of_them(
    book: ceasefire.Book,
) -> None:
    events = [event(f"V{number}") for number in range(12)]
    events.append(event("V12", actor={"one_of": ["north", "Somebody"]}))
    shown = Shown(book.findings([*events, {"id": "bad"}])._repr_html_())
    row = shown.texts.index("▲ violating")
    assert shown.texts[row : row + 4] == ["▲ violating", "12", "12", "13"]
    row = shown.texts.index("◊ undetermined")
    assert shown.texts[row + 1] == "1"
    assert "events; 13 events; 2016-05-04; Could" in shown.text
    assert "Could not be read or decided: 1" in shown.text
    assert "V9" in shown.texts
    assert "V10" not in shown.texts
    assert "and 3 more" in shown.text


def test_a_book_shows_its_instruments_and_digest(book: ceasefire.Book) -> None:
    text = Shown(book._repr_html_()).text
    assert book.digest in text
    assert "2016-05-04 to 2016-05-06" in text


def test_plain_text_is_short(book: ceasefire.Book) -> None:
    assert repr(book) == "<Book valley, reading plain>"
    assert repr(book.as_of("2016-05-05")) == "<Book valley, reading plain, as of 2016-05-05>"
    found = book.findings([event("V1")])
    assert repr(found) == "<Findings of 1 event of 'events' under valley>"
    assert repr(found[0]) == "<Finding of 'V1': violating (possible: violating)>"
    announced = book.classify(event("\x1b[31m", kind="announcement"))
    assert repr(announced) == r"<Finding of '\x1b[31m': nothing to classify>"


def test_it_is_told_where_an_account_is_of_no_incident(book: ceasefire.Book) -> None:
    denied = [{"said_by": "The Ministry", "kind": "accident"}]
    found = book.findings([event("V1", alternatives=denied)])
    assert "violating or no incident" in Shown(found._repr_html_()).texts
    assert repr(found[0]) == "<Finding of 'V1': violating (possible: violating or no incident)>"
