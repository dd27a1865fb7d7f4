"""A report as a Word document, to be worked on."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, Any, Final

from ceasefire.errors import MissingExtraError
from ceasefire.report.document import (
    Explained,
    Heading,
    Items,
    Paragraph,
    Picture,
    Table,
    document_of,
)
from ceasefire.report.docx_table import fit, table_xml
from ceasefire.report.scripts import direction, pieces
from ceasefire.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.text.paragraph import Paragraph as WordParagraph

    from ceasefire.report.content import Content
    from ceasefire.report.document import Block, Document

__all__ = ["write_docx"]

MOST: Final = 2000
"""So many rows of a list are written: what has more is read on a page, or in a table."""

CENTIMETRES: Final = 17.0
SMALL: Final = 8
PROPERTY: Final = 255
"""How long what is said of a document may be."""

QUIET: Final = "56616B"
"""The colour of small print, which can be read on white (4.5:1 and more)."""

DEEPER: Final = ("List Bullet", "List Bullet 2", "List Bullet 3")


def write_docx(content: Content, target: IO[bytes]) -> None:
    """Write a report as DOCX.

    Raises :class:`~ceasefire.errors.MissingExtraError` where python-docx, or what draws
    the charts, is missing.
    """
    try:
        from docx import Document as new  # noqa: PLC0415, N813  (loaded when wanted)
    except ModuleNotFoundError as error:
        raise MissingExtraError("python-docx", "documents") from error
    Writer(new()).write(document_of(content, MOST)).save(target)


class Writer:
    """Writes chapters into a document."""

    def __init__(self, word: Word) -> None:
        """Take an empty document, and settle how it looks."""
        self.word = word
        styled(word)

    def write(self, document: Document) -> Word:
        """Write a whole document and return it."""
        word = self.word
        described(word, document)
        self._text(word.add_paragraph(style="Title"), document.title)
        self._text(word.add_paragraph(style="Subtitle"), document.subtitle)
        for caution in document.cautions:
            self._text(word.add_paragraph(style="Intense Quote"), caution)
        for chapter in document.chapters:
            self._text(word.add_paragraph(style="Heading 1"), chapter.title)
            for block in chapter.blocks:
                self._block(block)
        footer(word, document.source)
        return word

    def _block(self, block: Block) -> None:
        match block:
            case Heading(text):
                self._text(self.word.add_paragraph(style="Heading 2"), text)
            case Paragraph(text, quiet):
                self._text(self.word.add_paragraph(style="Caption" if quiet else "Normal"), text)
            case Items(items):
                for item in items:
                    self._text(self.word.add_paragraph(style=DEEPER[0]), item)
            case Table():
                self._table(block)
            case Explained(lines):
                self._explained(lines)
            case Picture():
                self._picture(block)

    def _text(self, paragraph: WordParagraph, text: str) -> None:
        """Put a text into a paragraph, each piece read the way that its letters are."""
        if direction(text) == "rtl":
            paragraph._p.get_or_add_pPr().append(element("w:bidi"))  # noqa: SLF001  (no other way)
        for piece, leftward in pieces(fit(text)):
            run = paragraph.add_run(piece)
            if leftward:
                run.font.rtl = True

    def _explained(self, lines: Iterable[tuple[int, str]]) -> None:
        for depth, text in lines:
            if not text:
                continue
            if depth:
                style = DEEPER[min(max(depth - 1 - (depth > 1), 0), len(DEEPER) - 1)]
                self._text(self.word.add_paragraph(style=style), text)
                continue
            paragraph = self.word.add_paragraph()
            self._text(paragraph, text)
            if text.endswith(":"):
                paragraph.paragraph_format.keep_with_next = True
                for run in paragraph.runs:
                    run.font.bold = True

    def _picture(self, block: Picture) -> None:
        from docx.shared import Cm  # noqa: PLC0415  (loaded when wanted)

        from ceasefire.report.charts import png  # noqa: PLC0415  (likewise)

        drawn = self.word.add_picture(io.BytesIO(png(block.make())), width=Cm(CENTIMETRES))
        drawn._inline.docPr.set("descr", block.label)  # noqa: SLF001  (no other way)

    def _table(self, block: Table) -> None:
        """Add a table; cell by cell, the library would take minutes for a long one."""
        from docx.oxml import parse_xml  # noqa: PLC0415  (loaded when wanted)

        body = self.word.element.body
        body.insert_element_before(parse_xml(table_xml(block)), "w:sectPr")
        self._text(self.word.add_paragraph(style="Caption"), block.more)


# --- how it looks ---


def styled(word: Word) -> None:
    """Settle paper and type."""
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415  (loaded when wanted)

    for section in word.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
    ink = RGBColor.from_string("1C2329")
    names = ("Title", "Subtitle", "Heading 1", "Heading 2", "Intense Quote", "Caption")
    for name in ("Normal", *names, *DEEPER):
        style: Any = word.styles[name]
        style.font.name = "Calibri"
        style.font.color.rgb = ink
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if str(key).endswith("Theme")]:
            del fonts.attrib[key]
        fonts.set(qualified("w:cs"), "Arial")
    sizes = {"Normal": 10.5, "Title": 22, "Heading 1": 15, "Heading 2": 11.5, "Caption": SMALL}
    for name, size in sizes.items():
        style = word.styles[name]
        style.font.size = Pt(size)
    caption: Any = word.styles["Caption"]
    caption.font.bold = False
    caption.font.color.rgb = RGBColor.from_string(QUIET)
    caution: Any = word.styles["Intense Quote"]
    caution.font.italic = caution.font.bold = False
    caution.paragraph_format.space_before = caution.paragraph_format.space_after = Pt(3)
    for name in DEEPER:
        style = word.styles[name]
        style.paragraph_format.space_after = Pt(2)


def described(word: Word, document: Document) -> None:
    """Say what the document is, in which language, and that a library wrote it."""
    about = word.core_properties
    texts = document.title, document.subtitle, document.source
    about.title, about.subject, about.comments = (fit(text)[:PROPERTY] for text in texts)
    about.author = about.last_modified_by = f"ceasefire {__version__}"
    about.language = document.language
    # The dates would be those of the library's empty document.
    for child in list(about._element):  # noqa: SLF001  (no other way)
        if child.tag.endswith(("}created", "}modified")):
            about._element.remove(child)  # noqa: SLF001  (likewise)
    default: Any = word.styles["Normal"]
    language = element("w:lang")
    language.set(qualified("w:val"), document.language)
    language.set(qualified("w:bidi"), "ar")
    default.element.get_or_add_rPr().append(language)


def footer(word: Word, source: str) -> None:
    """Put the source of all findings, and the number of the page, below each page."""
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.style = "Caption"
    paragraph.add_run(f"{fit(source)}  ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        part = element("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qualified("w:fldCharType"), kind)
        part.text = text or None
        run._r.append(part)  # noqa: SLF001  (no other way)


def element(name: str) -> Element:
    """Return an empty element."""
    from docx.oxml import OxmlElement  # noqa: PLC0415  (loaded when wanted)

    return OxmlElement(name)


def qualified(name: str) -> str:
    """Return a name with its namespace."""
    from docx.oxml.ns import qn  # noqa: PLC0415  (loaded when wanted)

    return qn(name)
