"""Reports as DOCX and PDF: the same chapters, Arabic the right way round, nothing as markup."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import ceasefire
from ceasefire.errors import MissingExtraError, UsageError
from ceasefire.report.content import content_of
from ceasefire.report.document import Column, Table, document_of
from ceasefire.report.docx import write_docx
from ceasefire.report.pdf import paper, refused, weasyprint, write_pdf
from ceasefire.report.scripts import direction, pieces
from ceasefire.report.widths import LETTERS, widths

if TYPE_CHECKING:
    from docx.document import Document as Word

    from ceasefire.report.content import Content

SEED = Path(__file__).parents[2] / "seeds" / "article.jsonl"

ALEPPO = "\u062d\u0644\u0628"

RULES = """
rulebook: valley
title: Truce in the valley
timezone: Asia/Damascus
parties: {north: {name: The North}, raiders: {}}
instruments:
  truce:
    in_force: {from: 2016-05-04 00:00, for: 72h}
    binds: [north]
    prohibit: {attacks: {when: {kind: attack}}}
"""

NASTY = "<script>alert(1)</script> & {{ x }}"


@pytest.fixture(scope="module")
def seed() -> Content:
    return content_of(ceasefire.load("syria-2016").findings(SEED))


@pytest.fixture(scope="module")
def word(seed: Content) -> Word:
    return opened(seed)


@pytest.fixture
def small(tmp_path: Path) -> Content:
    path = tmp_path / "valley.yaml"
    path.write_text(RULES, encoding="utf-8")
    rows: list[dict[str, Any]] = [
        {"id": "a", "where": {"name": ALEPPO}, "sources": [NASTY]},
        {"id": "b", "where": {"name": f"near {ALEPPO} 12"}, "actor": NASTY},
    ]
    events = [{"kind": "shelling", "when": "2016-05-04", "actor": "north", **row} for row in rows]
    return content_of(ceasefire.load(path).findings(events))


def opened(content: Content) -> Word:
    from docx import Document  # noqa: PLC0415  (loaded when wanted)

    stream = io.BytesIO()
    write_docx(content, stream)
    stream.seek(0)
    return Document(stream)


def texts(word: Word) -> list[list[list[str]]]:
    """Return the cells of all tables; the library takes long to tell them."""
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return [
        [
            ["".join(text.text or "" for text in cell.iter(f"{w}t")) for cell in row.iter(f"{w}tc")]
            for row in table.iter(f"{w}tr")
        ]
        for table in word.element.body.iter(f"{w}tbl")
    ]


# --- DOCX ---


def test_a_word_document_has_every_chapter_and_table(seed: Content, word: Word) -> None:
    document = document_of(seed)
    headings = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [chapter.title for chapter in document.chapters]
    tables = [b for chapter in document.chapters for b in chapter.blocks if isinstance(b, Table)]
    found = texts(word)
    assert len(found) == len(tables)
    for table, rows in zip(tables, found, strict=True):
        heads = [column.head for column in table.columns]
        assert rows == [*([heads] if any(heads) else []), *map(list, table.rows)]
    assert word.core_properties.title == document.title
    assert word.core_properties.author.startswith("ceasefire ")
    assert word.core_properties.language == "en"
    assert "2013" not in word.core_properties._element.xml


def test_pictures_say_what_they_show(word: Word) -> None:
    told = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', word.element.xml)
    assert len(told) == len(word.inline_shapes) >= 6
    assert "Over time" in told


def test_heads_are_repeated_and_rows_not_broken(small: Content) -> None:
    xml = opened(small).element.xml
    assert xml.count("<w:tblHeader/>") == sum(
        isinstance(block, Table) and any(column.head for column in block.columns)
        for chapter in document_of(small).chapters
        for block in chapter.blocks
    )
    assert xml.count("<w:cantSplit/>") == xml.count("<w:tr>")


def test_arabic_is_read_leftward_in_a_word_document(small: Content) -> None:
    xml = opened(small).element.xml
    cell = re.search(rf"<w:p>(?:(?!</w:p>).)*<w:bidi/>(?:(?!</w:p>).)*{ALEPPO}", xml, re.DOTALL)
    assert cell is not None
    run = rf"<w:rtl/>\s*</w:rPr>\s*<w:t[^>]*>{ALEPPO}</w:t>"
    assert len(re.findall(run, xml)) >= 2
    assert not re.search(r"<w:rtl/>\s*</w:rPr>\s*<w:t[^>]*>[^<]*near", xml)


def test_nothing_of_a_feed_is_markup_in_a_word_document(small: Content) -> None:
    rows = [row for table in texts(opened(small)) for row in table]
    assert ["a", NASTY] in rows


def test_what_xml_cannot_hold_is_escaped_in_a_word_document(tmp_path: Path) -> None:
    path = tmp_path / "valley.yaml"
    path.write_text(RULES.replace("Truce in", f"Truce{'!' * 300} in"), encoding="utf-8")
    nasty = "\uffff\ufffe\x00\x0b]]>"
    event = {"id": nasty, "kind": "shelling", "when": "2016-05-04", "where": {"name": nasty}}
    content = content_of(ceasefire.load(path).findings([event]))
    told = "\\uffff\\ufffe\\x00 ]]>"
    word = opened(content)
    assert any(row[:1] == [told] for table in texts(word) for row in table)
    assert len(word.core_properties.title) == 255


# --- PDF ---


def test_the_page_for_paper_has_every_chapter(seed: Content) -> None:
    html, document = paper(seed), document_of(seed)
    assert re.findall(r'<h2 id="(\w+)">', html) == [chapter.key for chapter in document.chapters]
    assert html.count("<svg ") >= 6
    assert "Rulebook syria-2016 (digest" in html
    rows = sum(
        len(block.rows) + any(column.head for column in block.columns)
        for chapter in document.chapters
        for block in chapter.blocks
        if isinstance(block, Table)
    )
    assert html.count("<tr>") == rows


def test_nothing_of_a_feed_is_markup_on_paper(small: Content) -> None:
    html = paper(small)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ x }}" in html
    assert f'<td dir="rtl">{ALEPPO}</td>' in html
    assert f'<td dir="ltr">near {ALEPPO} 12</td>' in html


# WeasyPrint does without the library where a system lacks it, and warns that it one day will not.
@pytest.mark.filterwarnings("ignore:HarfBuzz-Subset:DeprecationWarning")
def test_a_pdf_is_written_and_tagged(small: Content) -> None:
    try:
        weasyprint()
    except (MissingExtraError, UsageError) as error:
        pytest.skip(str(error))
    stream = io.BytesIO()
    write_pdf(small, stream)
    made = stream.getvalue()
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made or b"/ObjStm" in made
    assert b"/JavaScript" not in made


def test_nothing_is_fetched() -> None:
    with pytest.raises(ValueError, match="is not fetched"):
        refused("https://example.org/x")


# --- what is missing ---


def test_what_is_missing_is_told_in_a_line(small: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("docx", "weasyprint"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtraError, match=r"python-docx is not installed: pip install"):
        write_docx(small, io.BytesIO())
    with pytest.raises(MissingExtraError, match=r"WeasyPrint .* 'ceasefire\[documents\]'"):
        write_pdf(small, io.BytesIO())


def test_a_system_without_pango_is_told_so(
    small: Content, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('no libpango-1.0-0')", encoding="utf-8")
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UsageError, match=r"this system lacks Pango \(install Pango, or write HTML"):
        write_pdf(small, io.BytesIO())
    sys.modules.pop("weasyprint", None)


# --- directions and widths ---


def test_texts_are_taken_apart_by_direction() -> None:
    assert direction(f"12 {ALEPPO} x") == "rtl"
    assert direction(f"x {ALEPPO}") == direction("12") == "ltr"
    assert list(pieces(f"near {ALEPPO} 12 {ALEPPO} x")) == [
        ("near ", False),
        (f"{ALEPPO} 12 {ALEPPO}", True),
        (" x", False),
    ]
    assert list(pieces(f"{ALEPPO}, 36")) == [(f"{ALEPPO}, 36", True)]
    assert list(pieces("")) == [("", False)]
    for text in (f"a {ALEPPO} b", f"{ALEPPO} a", f"({ALEPPO})"):
        assert "".join(piece for piece, _ in pieces(text)) == text


def test_columns_have_room_for_words_and_counts() -> None:
    columns = (Column("name"), Column("count", counts=True))
    table = Table(columns, (("a long name of several words " * 3, "90 (12-785)"),))
    first, second = widths(table, 1000)
    assert first + second == 1000
    assert second >= 1000 * len("90 (12-785)") / LETTERS
    assert widths(Table((Column(""),), ()), 10) == [10]
    both = (Column("a", counts=True), Column("b", counts=True))
    assert widths(Table(both, (("1", "2"),)), 100) == [50, 50]
