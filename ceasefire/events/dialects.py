"""Data sets in columns of their own: which there are, and which one a table is."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from ceasefire.errors import FeedError, Problem
from ceasefire.events.keys import stray_columns
from ceasefire.terms.likeness import misspelt, near

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ceasefire.events.rows import Piece
    from ceasefire.events.source import Source
    from ceasefire.rulebook.model import Rulebook

__all__ = ["DIALECTS", "NATIVE", "REQUIRED", "dialect_of", "pieces_of", "unheaded"]

DIALECTS: Final = {
    "ucdp-ged": "ceasefire.events.ucdp_ged",
    "acled": "ceasefire.events.acled",
    "gdelt2": "ceasefire.events.gdelt2",
}
"""What rows mean where they are no native events: modules with ``matches``, ``lacks`` and
``pieces``; for those who list them, with ``TITLE``, ``HOW`` and ``COLUMNS``, and ``MAPPING``
where a mapping file says it."""

UNHEADED: Final = "ceasefire.events.gdelt2"
"""What knows a table without a header: a module with ``header``."""

NATIVE: Final = "native"
REQUIRED: Final = (("id",), ("kind",), ("when", "when.from", "when.until"))
PERIOD: Final = "`when.from` and `when.until`"
OTHERWISE: Final = (
    f"a table of another kind is named with `--format`: {', '.join(DIALECTS)}, or a mapping file, "
    "which `ceasefire feeds infer TABLE` drafts"
)


def unheaded(source: Source, form: str | None = None) -> tuple[str, ...]:
    """Return the columns of a table of a data set that is published without a header.

    Raises :class:`~ceasefire.errors.FeedError` where ``form`` names that data set, and the
    first line is neither a row of it nor a header.
    """
    first = source.head().partition(b"\n")[0].removeprefix(b"\xef\xbb\xbf")
    if b"\t" not in first:
        return ()
    module, text = import_module(UNHEADED), first.decode("utf-8", "replace")
    columns: tuple[str, ...] | None = module.header(text)
    if columns is None and DIALECTS.get(form or "") == UNHEADED:
        reason = module.no_table(text)
        if reason:
            raise source.failure("wrong-columns", reason, line=1)
    return columns or ()


def dialect_of(columns: tuple[str, ...] | None) -> str:
    """Return the dialect of a table, known by its columns."""
    if columns is not None:
        for name, module in DIALECTS.items():
            if import_module(module).matches(columns):
                return name
    return NATIVE


def pieces_of(
    source: Source, dialect: str, columns: tuple[str, ...] | None, rulebook: Rulebook | None
) -> tuple[Piece, ...] | None:
    """Return what reads the rows, unless they are events as they stand.

    A table that lacks what every row needs is refused.
    """
    if dialect != NATIVE:
        module = import_module(DIALECTS[dialect])
        absent = [] if columns is None else sorted(module.lacks(columns))
        if absent:
            listed = ", ".join(f"`{name}`" for name in absent)
            message = f"the table is no {dialect}: it lacks {listed}"
            raise source.failure("missing-column", message, OTHERWISE)
        pieces: tuple[Piece, ...] = module.pieces(columns, rulebook)
        return pieces
    if columns is None:
        return None
    from ceasefire.events import flat  # noqa: PLC0415  (only for tables)

    problems = list(missing_columns(source.name, columns, flat.fields_of(rulebook)))
    if rulebook is not None:  # else its fields are not known, and each event is looked at
        problems += [
            Problem(source.name, 0, 0, "unknown-column", stray.message, stray.hint, stray.key)
            for stray in stray_columns(columns, flat.fields_of(rulebook))
        ]
    if problems:
        raise FeedError(problems)
    return flat.pieces(columns, rulebook)


def missing_columns(
    file: str, columns: tuple[str, ...], fields: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem if a table lacks a column that every row needs."""
    absent = [names for names in REQUIRED if not set(names) & set(columns)]
    if not absent:
        return
    listed = ", ".join(f"`{names[0]}`" for names in absent)
    hints = [f"`when` may be two columns, {PERIOD}"] if REQUIRED[-1] in absent else []
    free = [name for name in columns if name not in fields]
    for name, *_ in absent:
        like = [each for each in free if like_column(each, name)]
        hints += [f"is `{like[0]}` meant for `{name}`?"] if like else []
    hint = "; ".join([*hints, OTHERWISE])
    yield Problem(file, 0, 0, "missing-column", f"the table has no column {listed}", hint)


def like_column(column: str, name: str) -> bool:
    """Return whether a column may be meant for another, which every row needs."""
    dated = name == "when" and any(word in column.casefold() for word in ("date", "time"))
    return dated or bool(misspelt(column, (name,)) or near(column, (name,)))
