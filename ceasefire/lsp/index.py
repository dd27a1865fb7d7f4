"""Every thing that the files of a rulebook define, and every word that names one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ceasefire.lsp.inner import in_path, in_sentence
from ceasefire.lsp.roles import Role, of_key, of_value
from ceasefire.rulebook.context import CIVILIANS
from ceasefire.terms.taxonomy import base_taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ceasefire.lsp.inner import Inner
    from ceasefire.lsp.roles import Fields
    from ceasefire.lsp.word import Word
    from ceasefire.lsp.words import FileWords
    from ceasefire.rulebook.documents import Step

__all__ = ["Index", "Mention", "Thing"]

VOCABULARY_TYPES: Final = frozenset({"category", "ordered"})
MAX_EXTENDS: Final = 50

CALLED: Final = ("name", "title", "ask", "held_by")
"""The keys under which things have a name in words."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with an id; ``scope`` tells apart those of the same kind and id."""

    kind: str
    scope: str
    id: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A word that defines or names a thing.

    ``start`` and ``end`` are those of the id, which in a citation is only a part of the text.
    """

    thing: Thing
    file: int
    word: Word
    start: int
    end: int
    defines: bool


class Index:
    """What the words of a rulebook's files define and name."""

    def __init__(self, files: Sequence[FileWords]) -> None:
        """Take the words of the files."""
        self.files = tuple(files)

    @cached_property
    def fields(self) -> Fields:
        """The type and the vocabulary of each field, the rulebook's own among them."""
        found = {key: (item.type, item.vocabulary) for key, item in base_taxonomy().fields.items()}
        result: Fields = {key: (str(kind), vocabulary) for key, (kind, vocabulary) in found.items()}
        for _, word in self.words():
            if len(word.path) == 3 and word.path[0] == "fields" and word.path[2] == "type":  # noqa: PLR2004  (fields, id, type)
                name = str(word.path[1])
                result[name] = (word.text, name if word.text in VOCABULARY_TYPES else "")
        return result

    def words(self) -> Iterator[tuple[int, Word]]:
        """Yield every word and the number of its file."""
        for number, file in enumerate(self.files):
            for word in file.words:
                yield number, word

    @cached_property
    def roles(self) -> list[tuple[int, Word, Role]]:
        """Every word that has a role, and that."""
        found = []
        for number, word in self.words():
            role = of_key(word.path) if word.key else of_value(word.path, self.fields)
            if role is not None and word.text:
                found.append((number, word, role))
        return found

    @cached_property
    def bases(self) -> dict[str, str]:
        """What each instrument extends."""
        return {
            str(word.path[1]): word.text
            for _, word in self.words()
            if not word.key and word.path[0:1] == ("instruments",) and word.path[2:] == ("extends",)
        }

    @cached_property
    def provisions(self) -> dict[str, dict[str, str]]:
        """The effect of each provision that each instrument states itself."""
        found: dict[str, dict[str, str]] = {}
        for _, word, role in self.roles:
            if role.kind == "provision" and role.defines:
                found.setdefault(role.scope, {})[word.text] = str(word.path[2])
        return found

    def lineage(self, instrument: str) -> list[str]:
        """Return an instrument and those that it extends, the nearest first."""
        chain = [instrument]
        while len(chain) <= MAX_EXTENDS:
            above = self.bases.get(chain[-1], "")
            if not above or above in chain:
                break
            chain.append(above)
        return chain

    def home(self, instrument: str, provision: str) -> str:
        """Return the instrument, of those in a line, that first states a provision.

        A provision that an extension states anew replaces the one it inherits: both go by
        one name, and are one thing here.
        """
        stating = [
            name for name in self.lineage(instrument) if provision in self.provisions.get(name, {})
        ]
        return stating[-1] if stating else ""

    def thing(self, role: Role, name: str) -> Thing:
        """Return the thing that a word of this role means."""
        if role.kind in {"provision", "lifted", "inherited"}:
            return Thing("provision", self.home(role.scope, name), name)
        return Thing(role.kind, role.scope, name)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every definition and mention."""
        found = [
            self.mention(number, word, role)
            for number, word, role in self.roles
            if role.kind != "flag"
        ]
        return tuple([item for item in found if item.thing.id] + list(self.within()))

    def mention(self, number: int, word: Word, role: Role) -> Mention:
        """Return the mention that a word of a role is."""
        name, start = word.text, word.start
        if role.kind == "source" and not role.defines:
            name = source(word.text)
            start += len(word.text) - len(word.text.lstrip())
        end = start + len(name) if word.literal else word.end
        return Mention(self.thing(role, name), number, word, start, end, role.defines)

    def within(self) -> Iterator[Mention]:
        """Yield the mentions inside of texts."""
        for number, word in self.words():
            if word.key or len(word.path) < 2:  # noqa: PLR2004  (a section and an entry)
                continue
            if word.path[0] == "laws" and len(word.path) == 2:  # noqa: PLR2004  (the same)
                names = in_sentence(word.text, word.path, self.fields)
            elif word.path[0] == "accept" and "at" in word.path:
                names = in_path(word.text, self.paths)
            else:
                continue
            for item in names:
                thing = self.thing(item.role, item.name)
                yield Mention(thing, number, word, *placed(word, item), defines=False)

    @cached_property
    def paths(self) -> dict[str, tuple[Step, Role]]:
        """The paths of all things as text; of provisions also where they are inherited."""
        found = {
            ".".join(map(str, word.path)): (word.path, role)
            for _, word, role in self.roles
            if role.defines and word.key
        }
        for key in list(self.bases):
            for above in self.lineage(key)[1:]:
                for name, effect in self.provisions.get(above, {}).items():
                    path: Step = ("instruments", key, effect, name)
                    found.setdefault(".".join(map(str, path)), (path, Role("provision", key)))
        return found

    @cached_property
    def defined(self) -> Mapping[Thing, tuple[Mention, ...]]:
        """The definitions of each thing."""
        return grouped(item for item in self.mentions if item.defines)

    @cached_property
    def named(self) -> Mapping[Thing, tuple[Mention, ...]]:
        """All mentions of each thing, its definitions among them."""
        return grouped(self.mentions)

    @cached_property
    def titles(self) -> dict[Step, str]:
        """The name in words of whatever stands at a path."""
        found: dict[Step, str] = {}
        for _, word in self.words():
            if word.key or not word.path:
                continue
            if word.path[-1] in CALLED:
                found[word.path[:-1]] = word.text
            else:
                found.setdefault(word.path, word.text)
        return found

    def title(self, thing: Thing) -> str:
        """Return the name of a thing in words, or nothing."""
        for item in self.defined.get(thing, ()):
            title = self.titles.get(item.word.path, "") if item.word.key else ""
            if title:
                return title
        return built_in(thing)

    def at(self, file: int, offset: int) -> Mention | None:
        """Return the mention at an offset of a file."""
        for item in self.mentions:
            if item.file == file and item.start <= offset <= item.end:
                return item
        return None

    def of_kind(self, kind: str, scope: str = "") -> dict[str, str]:
        """Return the ids of a kind that may be named, and their names in words."""
        found = {
            thing.id: self.title(thing)
            for thing in self.defined
            if thing.kind == kind and thing.scope == scope
        }
        return {**vocabulary(kind, scope), **found}

    def provisions_from(self, instruments: Sequence[str], effect: str = "") -> dict[str, str]:
        """Return the provisions that some instruments state, of one effect or of any."""
        return {
            name: self.title(Thing("provision", self.home(key, name), name))
            for key in instruments
            for name, kind in self.provisions.get(key, {}).items()
            if effect in {"", kind}
        }


def placed(word: Word, item: Inner) -> tuple[int, int]:
    """Return where a name inside a text begins and ends."""
    if not word.literal:
        return word.start, word.end
    return word.start + item.start, word.start + item.end


def grouped(mentions: Iterator[Mention] | tuple[Mention, ...]) -> dict[Thing, tuple[Mention, ...]]:
    """Return mentions by what they mean."""
    found: dict[Thing, list[Mention]] = {}
    for item in mentions:
        found.setdefault(item.thing, []).append(item)
    return {key: tuple(items) for key, items in found.items()}


def source(text: str) -> str:
    """Return the id of the source that a citation begins with."""
    return text.strip().partition(" ")[0].rstrip(",:;")


def built_in(thing: Thing) -> str:
    """Return the name of a thing that every rulebook has."""
    return vocabulary(thing.kind, thing.scope).get(thing.id, "")


def vocabulary(kind: str, scope: str) -> dict[str, str]:
    """Return the ids that every rulebook has, and their names."""
    base = base_taxonomy()
    if kind == "party":
        return {CIVILIANS: CIVILIANS}
    if kind == "field":
        return {key: item.name for key, item in base.fields.items()}
    if kind == "flag":
        return {"yes": "", "no": ""}
    if kind == "category" and scope in base.vocabularies:
        return {key: item.name for key, item in base.vocabularies[scope].categories.items()}
    return {}
