"""What cites nothing in a rulebook that lists sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.analysis.checks.lint import Lint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.model import Answer, Citation, Instrument, Party, Provision, Rulebook

    Part = Answer | Instrument | Party | Provision

__all__ = ["citations", "cited"]


def cited(book: Rulebook) -> set[str]:
    """Return the sources that something cites."""
    return {item.source for cites in every(book) for item in cites}


def every(book: Rulebook) -> Iterator[tuple[Citation, ...]]:
    """Yield all citations, of each part that has some."""
    for instrument in book.instruments.values():
        yield instrument.cite
        yield from (provision.cite for provision in instrument.provisions)
    for question in book.questions.values():
        yield question.cite
        yield from (answer.cite for answer in question.answers.values())
    for pattern in book.patterns.values():
        yield pattern.cite
        yield from (move.cite for move in pattern.moves)
    yield from (item.cite for item in book.parties.values())
    yield from (item.cite for item in book.places.values())
    yield from (item.cite for item in book.presumptions.values())
    yield from (item.cite for item in book.impossible)
    yield from (item.cite for item in book.laws.values())


def citations(book: Rulebook) -> Iterator[Lint]:
    """Yield instruments, provisions, answers and dated memberships that cite no source."""
    if not book.sources:
        return
    yield from uncited_rules(book)
    for key, question in book.questions.items():
        for answer in question.answers.values():
            if not (answer.cite or question.cite):
                path = f"questions.{key}.answers.{answer.id}"
                yield uncited(path, f"the answer `{answer.id}` to `{key}`", answer)
    for key, party in book.parties.items():
        dated = any(m.start is not None or m.end is not None for m in party.memberships)
        if dated and not party.cite:
            yield uncited(f"parties.{key}", f"the dates of what `{key}` is part of", party)


def uncited_rules(book: Rulebook) -> Iterator[Lint]:
    """Yield instruments and provisions that cite no source."""
    for key, instrument in book.instruments.items():
        if not instrument.cite:
            yield uncited(f"instruments.{key}", f"the instrument `{key}`", instrument)
        for item in instrument.provisions:
            if item.origin == key and not item.cite:
                path = f"instruments.{key}.{item.effect}.{item.id}"
                yield uncited(path, f"the provision `{item.id}`", item)


def uncited(path: str, what: str, part: Part) -> Lint:
    """Return that a part cites nothing."""
    hint = "add `cite`, with the id of a source"
    return Lint("missing-citation", path, part.span, f"no source is cited for {what}", hint)
