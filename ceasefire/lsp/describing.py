"""What a word stands for: its name, what it is, its other names and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.lsp import shapes
from ceasefire.lsp.index import source
from ceasefire.lsp.markdown import plain, shortened
from ceasefire.lsp.roles import reached
from ceasefire.terms.taxonomy import base_taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.lsp.index import Index, Mention, Thing
    from ceasefire.rulebook.documents import Step

__all__ = ["describe"]

LABELS: Final = {
    "also": "also known as",
    "part_of": "part of",
    "union": "made up of",
    "difference": "a place less others",
    "held_by": "held by",
    "announced_by": "announced by",
    "default_reading": "default reading",
    "in_force": "in force",
    "pax": "PA-X",
    "pcode": "P-code",
}
"""Keys that read badly."""

SHOWN: Final = frozenset(
    {
        "ask", "also", "part_of", "country", "admin1", "admin2", "pcode", "within", "union",
        "difference", "polygon", "answers", "held_by", "credit", "date", "published",
        "document", "publisher", "url", "evidence", "announced", "announced_by", "extends",
        "in_force", "severity", "type", "codes", "note", "cite",
    }
)  # fmt: skip
"""The keys of a thing that are told."""

BARE: Final = frozenset({"name", "party", "code", "title", "held_by"})
"""The keys whose texts speak for themselves."""

MOST: Final = 40
"""How many texts are told of one key."""


def describe(index: Index, number: int, offset: int) -> tuple[str, int, int] | None:
    """Return what the word at an offset is, in Markdown, and where it begins and ends."""
    mention = index.at(number, offset)
    if mention is not None:
        return "\n\n".join(thing(index, mention.thing, mention)), mention.start, mention.end
    for word in index.files[number].words:
        if word.key and word.start <= offset <= word.end:
            about = shapes.description(word.path)
            told = f"**{plain(word.text)}**: {plain(about)}"
            return (told, word.start, word.end) if about else None
    return None


def thing(index: Index, what: Thing, mention: Mention) -> Iterator[str]:
    """Yield the paragraphs on a thing."""
    title = index.title(what)
    heading = f"**{plain(shortened(title or what.id))}**"
    yield f"{heading} · {plain(what.kind)} `{plain_code(what.id)}`"
    places = index.defined.get(what, ())
    if not places and not title:
        yield plain(f"This rulebook has no such {what.kind}.")
    for item in places:
        yield from definition(index, item)
    if what.kind == "category":
        yield from category(what)
    if what.kind == "field":
        about = shapes.keys(mention.word.path[:-1]).get(what.id, "")
        if about and about != title:
            yield plain(about)


def category(what: Thing) -> Iterator[str]:
    """Yield what the vocabulary that every rulebook has says of a category."""
    found = base_taxonomy().vocabularies.get(what.scope)
    entry = found.categories.get(what.id) if found else None
    if found and entry:
        above = [item.name for item in found.lineage(what.id)][1:]
        if above:
            yield f"part of: {plain(', '.join(above))}"
        if entry.note:
            yield plain(entry.note)


def definition(index: Index, item: Mention) -> Iterator[str]:
    """Yield what the definition of a thing says."""
    if not item.word.key:
        return
    path = item.word.path
    texts: dict[str, list[str]] = {}
    for word in index.files[item.file].words:
        if not word.key and word.path[: len(path)] == path and len(word.path) > len(path):
            rest = word.path[len(path) :]
            if rest[0] in SHOWN and word.text and (rest[0] == "cite" or "cite" not in rest):
                texts.setdefault(str(rest[0]), []).append(phrase(index, word.path, rest, word.text))
    for key, said in texts.items():
        more = " …" if len(said) > MOST else ""
        yield f"{LABELS.get(key, key)}: {'; '.join(said[:MOST])}{more}"


def phrase(index: Index, path: Step, rest: Step, text: str) -> str:
    """Return one text of a definition, with the key or the id that it stands under."""
    said = plain(shortened(text))
    if reached(path).name == "cite":
        title = index.of_kind("source").get(source(text), "")
        return f"{said} ({plain(shortened(title))})" if title else said
    inner = rest[1:-1] if rest[-1] in BARE else rest[1:]
    names = [str(step) for step in inner if isinstance(step, str)]
    return f"{plain(' '.join(names))}: {said}" if names else said


def plain_code(text: str) -> str:
    """Return a text for use as code, in which nothing can be escaped."""
    return "".join(character for character in text if character.isprintable() and character != "`")
