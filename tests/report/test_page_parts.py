"""Parts of the page of a report: the same as in documents, and sensible where there is little."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ceasefire
from ceasefire.report.content import Content, content_of
from ceasefire.report.document import document_of
from ceasefire.report.document.blocks import Paragraph, Table
from ceasefire.report.markdown import markdown_of
from ceasefire.report.page import page
from ceasefire.report.wording import wording
from tests.report.reporting import event, valley
from tests.report.test_page import Reader

if TYPE_CHECKING:
    from ceasefire.report.document.blocks import Block

SEEDS = Path(__file__).parents[2] / "seeds"
WORDS = wording()


def seeds() -> Content:
    return content_of(ceasefire.load("syria-2016").findings(SEEDS / "article.jsonl"))


def said(text: str) -> str:
    return re.sub(r"\s+", " ", " ".join(Reader(text).texts))


def blocks(content: Content, key: str) -> tuple[Block, ...]:
    (found,) = (each.blocks for each in document_of(content).chapters if each.key == key)
    return found


def row(cells: tuple[str, ...]) -> str:
    """Return a row as the page has it, with the sign that stands before a verdict."""
    return r" (?:\S )?" + r" ".join(re.escape(cell) for cell in cells if cell) + " "


def test_a_period_stands_beside_another_as_in_documents() -> None:
    content = seeds()
    text = said(page(content))
    table = next(each for each in blocks(content, "previous") if isinstance(each, Table))
    assert [cells[0] for cells in table.rows][-3:] == [
        "undetermined",
        "nothing to classify",
        "events",
    ]
    assert re.search("".join(row(cells).rstrip(" ") for cells in table.rows), text)


def test_instruments_are_told_as_in_documents() -> None:
    content = seeds()
    text = said(page(content))
    table, note = blocks(content, "instruments")
    assert isinstance(table, Table)
    assert isinstance(note, Paragraph)
    for cells in table.rows:
        assert re.search(row(cells), text)
    assert note.text in text
    assert "calm-clock" not in text


def test_each_table_says_how_it_is_counted(tmp_path: Path) -> None:
    text = said(page(content_of(valley(tmp_path).findings([event("a")]))))
    for dimension in ("actor", "target", "kind", "place", "verification"):
        assert WORDS(f"counting.{dimension}") in text


def test_outlines_are_only_told_of_where_there_are_some(tmp_path: Path) -> None:
    placed: dict[str, Any] = {"where": {"lat": 36.5, "lon": 37.25}}
    without = content_of(valley(tmp_path).findings([event("a", **placed)]))
    assert without.outlines == ()
    there = seeds()
    for content, told in ((without, False), (there, True)):
        assert (WORDS("page.outlines") in said(page(content))) is told
        assert (WORDS("counting.outlines") in markdown_of(content)) is told


def test_a_report_without_events_says_so_once_in_each_part(tmp_path: Path) -> None:
    found = valley(tmp_path).findings([event("a")])
    content = content_of(found.between(until=date(2010, 1, 1)), whole=found)
    written = page(content)
    text = said(written)
    assert WORDS("headline.none") in text
    for key in ("breakdown", "casualties", "readings", "timeline"):
        assert WORDS(f"section.{key}") not in text
    for key in ("undetermined", "excluded", "events", "method"):
        assert WORDS(f"section.{key}") in text
    assert "0 of 0" not in text
    assert re.search(r'<form id="sieve" hidden', written)
    assert re.search(r'<table id="table" hidden', written)
