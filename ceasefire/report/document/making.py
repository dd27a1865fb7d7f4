"""The chapters of a report, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.report.document.blocks import Chapter, Document
from ceasefire.report.document.counted import (
    breakdown,
    casualties,
    cross,
    glance,
    instruments,
    previous,
    timeline,
    where,
)
from ceasefire.report.document.events import events, excluded, explained, sources, undetermined
from ceasefire.report.document.numbers import period
from ceasefire.report.document.ways import method, readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ceasefire.report.content import Content
    from ceasefire.report.document.blocks import Block

__all__ = ["CHAPTERS", "document_of"]

CHAPTERS: Final[Mapping[str, Callable[[Content, int | None], Iterator[Block]]]] = {
    "headline": glance,
    "previous": previous,
    "timeline": timeline,
    "instruments": instruments,
    "breakdown": breakdown,
    "cross": cross,
    "casualties": casualties,
    "map": where,
    "readings": readings,
    "undetermined": undetermined,
    "excluded": excluded,
    "events": events,
    "explanations": explained,
    "sources": sources,
    "method": method,
}
"""The chapters in order; a new one is a function, and a line here and in each language."""


def document_of(content: Content, most: int | None = None) -> Document:
    """Return a report as chapters; those that would be empty are left out.

    ``most`` is how many rows a list may have, or ``None`` for all.
    """
    words = content.words
    chapters = (
        Chapter(key, words(f"section.{key}"), tuple(make(content, most)))
        for key, make in CHAPTERS.items()
    )
    cautions = ("caution.finding", "caution.lawful", "caution.reported")
    return Document(
        title=words("title", rulebook=content.title),
        subtitle="; ".join(subtitle(content)),
        cautions=(*later(content), *map(words, cautions)),
        chapters=tuple(chapter for chapter in chapters if chapter.blocks),
        source=content.method.source,
        language=words.language,
        direction=words.direction,
    )


def subtitle(content: Content) -> Iterator[str]:
    """Yield of which feed, reading and days a report is."""
    words = content.words
    yield words("subtitle", feed=content.feed, reading=content.reading)
    if content.span is not None:
        yield period(content.span, words)
    if content.book.known:
        yield words("as_of", when=content.book.known)


def later(content: Content) -> Iterator[str]:
    """Yield how many events nobody can have known of by the date of a report."""
    if content.later:
        yield content.words("later", count=content.later, when=content.book.known)
