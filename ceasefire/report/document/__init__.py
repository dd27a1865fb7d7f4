"""A report as chapters of paragraphs, lists, tables and pictures, for formats to write."""

from ceasefire.report.document.blocks import (
    Block,
    Chapter,
    Column,
    Document,
    Explained,
    Heading,
    Items,
    Paragraph,
    Picture,
    Table,
)
from ceasefire.report.document.making import document_of

__all__ = [
    "Block",
    "Chapter",
    "Column",
    "Document",
    "Explained",
    "Heading",
    "Items",
    "Paragraph",
    "Picture",
    "Table",
    "document_of",
]
