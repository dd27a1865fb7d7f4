"""Files that are no text, known by how they begin, and cells of bytes that are some."""

from __future__ import annotations

from typing import Final

__all__ = ["NO_TEXT", "as_text", "not_text"]

UNPACK: Final = "unpack it first"
TABLE: Final = "save the table in it as CSV"
PAGE: Final = "copy what it holds into a table or a JSONL file"

SIGNATURES: Final = (
    (b"\x1f\x8b", "a gzip file", "unpack it first: gunzip -c FILE | ceasefire classify - ..."),
    (b"BZh", "a bzip2 file", UNPACK),
    (b"\xfd7zXZ\x00", "an xz file", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd file", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"PK\x03\x04", "a zip archive, as a workbook of Excel is one", f"{UNPACK}, or {TABLE}"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Office", TABLE),
    (b"PAR1", "a Parquet file", "name it `.parquet`, or write `--format parquet`"),
    (b"SQLite format 3\x00", "an SQLite database", TABLE),
    (b"%PDF-", "a PDF document", PAGE),
    (b"\x89PNG\r\n\x1a\n", "an image", PAGE),
    (b"\xff\xd8\xff", "an image", PAGE),
    (b"GIF8", "an image", PAGE),
)
"""First bytes, what has them, and what to do."""

BREAKS: Final = frozenset(b"\t\n\v\f\r\x1a\x1b")
"""Control characters that stand in texts."""

FEW, SHARE = 4, 0.03
"""So many control characters, and of all bytes that share, a damaged text may hold.

Of packed data they are a tenth.
"""


NO_TEXT: Final = ("not-utf8", "these bytes are no text in UTF-8", "make the column one of texts")
"""The code, message and hint of a cell of bytes that states nothing."""


def as_text(value: bytes) -> str | None:
    """Return the text that bytes are, as some tables hold texts; nothing where they are none."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return None


def not_text(head: bytes) -> tuple[str, str] | None:
    """Return what a file with these first bytes is if it is no text, and what to do."""
    for signature, what, hint in SIGNATURES:
        if head.startswith(signature):
            return f"this is {what}, no text", hint
    controls = sum(byte < ord(" ") and byte not in BREAKS for byte in head)
    if controls > FEW + SHARE * len(head):
        return "this is no text", "the file may be damaged, packed or of another format"
    return None
