"""Problems of rule files as marks in an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol.types import DiagnosticSeverity

from ceasefire.lsp.diagnosing import told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.errors import Problem
    from ceasefire.lsp.desk import Shelf

__all__ = ["marks"]

WORDS = {
    DiagnosticSeverity.Error: "error",
    DiagnosticSeverity.Warning: "warning",
    DiagnosticSeverity.Information: "info",
}


def marks(shelf: Shelf, listed: Iterable[tuple[str, Problem]]) -> list[list[dict[str, Any]]]:
    """Return the problems of each file, with their weight, in order of the files.

    Lines and code units of UTF-16 count from 0.
    """
    notes = told(shelf, listed, "utf-16", "")
    return [
        [
            {
                "from": [item.range.start.line, item.range.start.character],
                "to": [item.range.end.line, item.range.end.character],
                "severity": WORDS[item.severity or DiagnosticSeverity.Error],
                "code": item.code,
                "message": item.message,
            }
            for item in notes[shelf.uris[name]]
        ]
        for name, _, _ in shelf.files
    ]
