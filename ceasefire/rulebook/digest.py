"""The digest of a rulebook: the same for the same content, however it is written.

It is taken over the resolved rulebook. Formatting, short forms, comments, the
order of keys and the split into files leave no trace there; the outlines of
places, the vocabulary and every word of a note do.

The content is written as JSON with sorted keys, and lists whose order means nothing
are sorted by the text of their items. So every part is written but once, inner ones
first: what a list is sorted by is also what stands in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from hashlib import sha256
from json import dumps
from json.encoder import encode_basestring
from operator import itemgetter
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from ceasefire.rulebook.model import Span
from ceasefire.terms.taxonomy import Vocabulary, base_taxonomy

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ceasefire.rulebook.model import Rulebook

__all__ = ["digest"]

FORM: Final = "ceasefire rulebook 1"
"""Named in the digest, and raised when its canonical form changes."""

ORDERED: Final = frozenset({"difference", "hours"})
"""The parts of records whose order carries meaning."""

UNSAID: Final = frozenset({"accepted", "digest", "laws", "since", "span"})
"""The parts of records that are no content, or follow from others.

What is accepted of the findings of a check, and what laws are to hold, changes nothing
that a rulebook says.
"""

LATER: Final = frozenset({"patterns"})
"""The parts that records came to have later: where empty they are left out, as ever."""

PLAIN: Final[dict[object, str]] = {None: "null", True: "true", False: "false"}

Way = Callable[[Any], str]
"""How values of a class are written."""


def digest(book: Rulebook) -> str:
    """Return the SHA-256 of a rulebook's content, in hex."""
    text = joined([encode_basestring(FORM), canonical(book)])
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def canonical(value: object) -> str:
    """Return a value as JSON text that is the same for the same content."""
    return Canon().written(value)


class Canon:
    """Writes values in canonical form.

    Provisions that several instruments inherit are one record, which is written once
    and remembered; so is, for every class that is met, how its values are written.
    """

    def __init__(self) -> None:
        """Start with nothing written."""
        self.records: dict[int, str] = {}
        self.ways: dict[type, Way] = {str: encode_basestring}

    def written(self, value: object) -> str:
        """Return a value as JSON text."""
        kind = type(value)
        way = self.ways.get(kind)
        if way is None:
            way = self.ways[kind] = self.way(kind)
        return way(value)

    def way(self, kind: type) -> Way:
        """Return how values of a class are written."""
        ways: tuple[tuple[type | tuple[type, ...], Way], ...] = (
            ((bool, NoneType), PLAIN.__getitem__),
            (str, encode_basestring),
            ((int, float), dumps),
            (Vocabulary, self.vocabulary),
            ((tuple, list, set, frozenset), self.unordered),
            (Mapping, self.mapping),
        )
        found = next((way for kinds, way in ways if issubclass(kind, kinds)), None)
        if found is None and is_dataclass(kind):
            return partial(self.record, kind.__name__, parts(kind))
        return found or outline

    def record(self, name: str, keys: Sequence[tuple[str, str]], value: object) -> str:
        """Return a record as its name and its parts."""
        known = self.records.get(id(value))
        if known is not None:
            return known
        found = [f'"": {encode_basestring(name)}']
        for part, key in keys:
            content = getattr(value, part)
            if part in ORDERED and content:
                found.append(key + dumps(content, ensure_ascii=False))
            elif part in LATER and not content:
                continue
            elif not isinstance(content, Span):
                found.append(key + self.written(content))
        text = self.records[id(value)] = "{" + ", ".join(found) + "}"
        return text

    def vocabulary(self, value: Vocabulary) -> str:
        """Return a vocabulary; those that all rulebooks share are written but once."""
        return usual().get(id(value)) or self.spelt(value)

    def spelt(self, value: Vocabulary) -> str:
        """Write a vocabulary; the order of its categories is that of an ordered field."""
        entries = joined(map(self.written, value.categories.values()))
        return joined([self.written(value.id), self.written(value.open), entries])

    def unordered(self, values: Collection[object]) -> str:
        """Return the items of a collection in the order of their texts."""
        return joined(sorted(map(self.written, values))) if values else "[]"

    def mapping(self, values: Mapping[object, object]) -> str:
        """Return a mapping as an object, its keys in order."""
        entries = sorted(((str(key), item) for key, item in values.items()), key=itemgetter(0))
        return (
            "{"
            + ", ".join(f"{encode_basestring(key)}: {self.written(item)}" for key, item in entries)
            + "}"
        )


@cache
def usual() -> Mapping[int, str]:
    """Return the vocabularies that are there without being declared, by identity."""
    canon = Canon()
    return {id(item): canon.spelt(item) for item in base_taxonomy().vocabularies.values()}


def parts(kind: type) -> list[tuple[str, str]]:
    """Return the parts of a class of records that count, in order: name, and key in JSON."""
    names = sorted(field.name for field in fields(kind) if field.name not in UNSAID)
    return [(name, f"{encode_basestring(name)}: ") for name in names]


def joined(items: Iterable[str]) -> str:
    """Return a JSON array of items that are JSON text."""
    return "[" + ", ".join(items) + "]"


def outline(value: object) -> str:
    """Return the corners of a geometry as JSON text, wherever its rings begin."""
    from shapely import Geometry, normalize, to_wkb  # noqa: PLC0415  (heavy; loaded where it is used)

    if not isinstance(value, Geometry):
        message = f"a rulebook holds no {type(value).__name__}"
        raise TypeError(message)
    return encode_basestring(to_wkb(normalize(value), hex=True))
