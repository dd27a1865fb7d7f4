"""Tables of Word documents, written as the XML that they are."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from ceasefire.findings.escapes import python_escape
from ceasefire.report.scripts import direction, pieces
from ceasefire.report.widths import widths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.report.document import Column, Table

__all__ = ["fit", "table_xml"]

SPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

INNER: Final = 9638
"""How wide the text is: 17 cm, in twentieths of a point."""

HALF_POINTS: Final = 16

BARRED: Final = re.compile("[\ufffe\uffff]")
"""What XML has no place for beside control characters, which are escaped in any case."""
LINE: Final = "D5DBE0"


def table_xml(table: Table) -> str:
    """Return a table as an element; its head is repeated on each page, rows are not broken."""
    return "".join(parts(table))


def parts(table: Table) -> Iterator[str]:
    """Yield the pieces of a table."""
    sides = widths(table, INNER)
    rule = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    margin = 'w:w="60" w:type="dxa"'
    yield (
        f'<w:tbl xmlns:w="{SPACE}"><w:tblPr><w:tblW w:w="{INNER}" w:type="dxa"/>'
        f"<w:tblBorders><w:top {rule}/><w:bottom {rule}/><w:insideH {rule}/></w:tblBorders>"
        '<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar><w:left {margin}/><w:right {margin}/></w:tblCellMar>"
        '<w:tblLook w:firstRow="1" w:firstColumn="1" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
    )
    columns = "".join(f'<w:gridCol w:w="{side}"/>' for side in sides)
    yield f"<w:tblGrid>{columns}</w:tblGrid>"
    heads = [column.head for column in table.columns]
    if any(heads):
        yield row(heads, table.columns, sides, head=True)
    for cells in table.rows:
        yield row(cells, table.columns, sides)
    yield "</w:tbl>"


def row(
    cells: Sequence[str], columns: Sequence[Column], sides: Sequence[int], *, head: bool = False
) -> str:
    """Return a row."""
    kind = "<w:tblHeader/>" if head else ""
    made = "".join(map(cell, cells, columns, sides, [head] * len(cells)))
    return f"<w:tr><w:trPr><w:cantSplit/>{kind}</w:trPr>{made}</w:tr>"


def cell(text: str, column: Column, side: int, head: bool) -> str:  # noqa: FBT001  (one of a row)
    """Return a cell; counts stand to the right."""
    turned = "<w:bidi/>" if direction(text) == "rtl" else ""
    # Where a paragraph is read leftward, its right is called its left.
    right = "end" if not turned else "start"
    aligned = f'<w:jc w:val="{right}"/>' if column.counts else ""
    runs = "".join(run(piece, leftward, head) for piece, leftward in pieces(text))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{side}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr>{turned}<w:spacing w:before="20" w:after="20"/>{aligned}</w:pPr>'
        f"{runs}</w:p></w:tc>"
    )


def run(text: str, leftward: bool, bold: bool) -> str:  # noqa: FBT001  (both are of one run)
    """Return a piece of text of one direction."""
    thick = "<w:b/><w:bCs/>" if bold else ""
    turned = "<w:rtl/>" if leftward else ""
    size = f'<w:sz w:val="{HALF_POINTS}"/><w:szCs w:val="{HALF_POINTS}"/>'
    return (
        f"<w:r><w:rPr>{thick}{size}{turned}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(fit(text), quote=False)}</w:t></w:r>'
    )


def fit(text: str) -> str:
    """Return a text that XML can hold, with escapes for what it cannot."""
    return BARRED.sub(python_escape, text)
