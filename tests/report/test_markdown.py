"""A report as Markdown: its tables hold the figures, and nothing of a feed is markup."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import ceasefire
from ceasefire.report.content import content_of
from ceasefire.report.markdown import begun, markdown_of, plain
from ceasefire.report.page import page

SEED = Path(__file__).parents[2] / "seeds" / "article.jsonl"

RULES = """
rulebook: valley
timezone: Asia/Damascus
title: Truce <b>in</b> the | valley
parties: {north: {name: "The *North*"}, raiders: {}}
instruments:
  truce:
    in_force: {from: 2016-05-04 00:00, for: 72h}
    binds: [north]
    prohibit: {attacks: {when: {kind: attack}}}
"""


@pytest.fixture
def book(tmp_path: Path) -> ceasefire.Book:
    path = tmp_path / "valley.yaml"
    path.write_text(RULES, encoding="utf-8")
    return ceasefire.load(path)


def report(book: ceasefire.Book, *events: dict[str, Any]) -> str:
    return markdown_of(content_of(book.findings(events)))


def event(name: str, **fields: object) -> dict[str, Any]:
    return {"id": name, "kind": "shelling", "when": "2016-05-04", "actor": "north", **fields}


def test_the_seed_feed_is_told_whole() -> None:
    findings = ceasefire.load("syria-2016").findings(SEED)
    text = markdown_of(content_of(findings))
    lines, dash = text.splitlines(), "\N{EN DASH}"
    assert lines[0] == "# Findings under “Cessation of hostilities in Syria, 2016”"
    assert "| violating | 5 | 0 | 8 |" in lines
    assert "| excluded | 3 | 3 | 10 |" in lines
    assert f"| 2016-05-05 | 4 | 0 (0{dash}3) | 0 | 2 (2{dash}6) | 2 | 0 |" in lines
    titles = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
    words = content_of(findings).words.below("section")
    assert titles == [title for title in words.values() if title in titles]
    for finding in findings:
        assert sum(line.startswith(f"| {finding.event} | ") for line in lines) >= 2
        assert all(note in text for note in finding.notes)
    assert "Dispute" not in text


def test_tables_are_whole() -> None:
    text = markdown_of(content_of(ceasefire.load("syria-2016").findings(SEED)))
    widths: set[int] = set()
    for line in text.splitlines():
        if not line.startswith("| "):
            assert len(widths) <= 1
            widths = set()
        else:
            widths.add(line.replace("\\|", "").count("|"))


def test_nothing_of_a_feed_or_rule_file_is_markup(book: ceasefire.Book) -> None:
    nasty = "<script>alert(1)</script> | [x](javascript:y) **b** \x1b[1m\n# Title"
    text = report(book, event(nasty, actor=nasty, where={"name": nasty}, sources=[nasty]))
    assert "<" not in text.replace("\\<", "")
    assert "\x1b" not in text
    assert "\n# Title" not in text
    assert "# Findings under “Truce \\<b\\>in\\</b\\> the \\| valley”" in text
    assert "\\[x\\](javascript:y)" in text


def test_events_of_one_explanation_are_told_together(book: ceasefire.Book) -> None:
    text = report(book, event("a"), event("b"), event("c", actor="raiders"))
    assert text.count("### a and 1 more: VIOLATING (settled: every account") == 1
    assert "2 events: a, b." in text


def test_an_empty_report_says_so(book: ceasefire.Book) -> None:
    findings = book.findings([event("a")]).between(until=date(2016, 5, 1))
    text = markdown_of(content_of(findings))
    assert "There is no event in these days." in text
    assert "## Every event" not in text


def test_the_head_says_what_is_later_than_what_is_known(book: ceasefire.Book) -> None:
    events = [event("a"), event("b", when="2016-05-05"), event("c", when="2016-05-06")]
    dated = book.as_of("2016-05-04")
    text = report(dated, *events)
    said = "2 events are later than 2016-05-04, and classified as though known: "
    assert said in text[: text.index("\n## ")]
    assert said in page(content_of(dated.findings(events)))
    assert "1 event is later than 2016-05-04, and " in report(dated, *events[:2])
    assert "later than" not in report(dated, *events[:1]) + report(book, *events)


def test_addresses_stay_addresses() -> None:
    assert plain("a_b https://example.org/a_b?c=1&d=2#e, a_b") == (
        "a\\_b https://example.org/a_b?c=1&d=2#e, a\\_b"
    )
    assert plain("https://example.org/_a_~b&lt;") == "https://example.org/%5Fa%5F%7Eb%26lt;"
    assert plain("https://example.org/[x](y)<b>") == "https://example.org/\\[x\\](y)\\<b\\>"


def test_a_paragraph_does_not_begin_a_list() -> None:
    assert begun("1. x") == "1\\. x"
    assert begun("- x") == "\\- x"
    assert begun("12 events") == "12 events"
    assert begun("") == ""
