"""What may be written at the cursor: keys, names of things, and choices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from ceasefire.findings.escapes import escaped
from ceasefire.lsp import shapes
from ceasefire.lsp.diagnosing import as_range
from ceasefire.lsp.markdown import shortened
from ceasefire.lsp.roles import LOGIC, of_value, reached
from ceasefire.lsp.scan import scan, spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.lsp.index import Index
    from ceasefire.lsp.roles import Role
    from ceasefire.lsp.scan import Spot
    from ceasefire.lsp.words import FileWords
    from ceasefire.rulebook.documents import Step

__all__ = ["complete"]

REST: Final = re.compile(r"[\w.-]*")
"""The rest of a word behind the cursor."""

MOST: Final = 2000
"""How many suggestions are made at once."""

KINDS: Final = {
    "party": types.CompletionItemKind.Class,
    "place": types.CompletionItemKind.Module,
    "source": types.CompletionItemKind.Reference,
    "question": types.CompletionItemKind.Variable,
    "answer": types.CompletionItemKind.EnumMember,
    "category": types.CompletionItemKind.EnumMember,
    "flag": types.CompletionItemKind.EnumMember,
    "instrument": types.CompletionItemKind.Interface,
    "field": types.CompletionItemKind.Field,
}


def complete(index: Index, number: int, offset: int, encoding: str) -> types.CompletionList:
    """Return what may be written at an offset of a file of a rulebook."""
    file = index.files[number]
    here = spot(file.text.content, offset)
    items: list[types.CompletionItem] = []
    if here is not None:
        offered = Offer(index, file, here, offset, encoding)
        items = [*offered.keys(), *offered.values()]
    return types.CompletionList(is_incomplete=len(items) > MOST, items=items[:MOST])


class Offer:
    """The suggestions for one spot."""

    def __init__(
        self, index: Index, file: FileWords, here: Spot, offset: int, encoding: str
    ) -> None:
        """Find out what stands around the spot."""
        self.index, self.here = index, here
        content = file.text.content
        rest = REST.match(content, offset)
        end = rest.end() if rest else offset
        self.range = as_range(file.text, here.start, end, encoding)
        self.colon = content[end : end + 1] == ":"
        self.begin, self.content = here.start, content

    def keys(self) -> Iterator[types.CompletionItem]:
        """Yield the keys that may stand here and do not yet."""
        if self.here.wants == "value":
            return
        given = self.given()
        for key, about in self.allowed(self.here.path).items():
            if key not in given:
                yield self.item(key, about, types.CompletionItemKind.Property, key=True)

    def given(self) -> set[str]:
        """Return the keys that the mapping has."""
        depth = len(self.here.path) + 1
        return {
            word.text
            for word in scan(self.content)
            if word.key
            and len(word.path) == depth
            and word.path[:-1] == self.here.path
            and word.start != self.begin
        }

    def allowed(self, path: Step) -> dict[str, str]:
        """Return the keys that a mapping at a path may have, and what each means."""
        state = reached(path)
        if state.name == "if":
            return self.index.of_kind("question")
        found = shapes.keys(path)
        if state.name == "presumptions" or (state.name == "condition" and found):
            return {**found, **self.index.of_kind("field")}
        return found

    def values(self) -> Iterator[types.CompletionItem]:
        """Yield the names and choices that may stand here."""
        path = self.here.path
        if self.here.wants == "key" or not path or (path[-1] in LOGIC and path[-1] != "cite"):
            return
        role = of_value(path, self.index.fields)
        if role is not None and role.kind == "source" and " " in self.here.prefix:
            return
        named = {} if role is None or role.defines else self.names(role)
        kind = KINDS.get(role.kind if role else "", types.CompletionItemKind.Value)
        for name, title in named.items():
            yield self.item(name, title, kind)
        for name in shapes.choices(path):
            if name not in named:
                yield self.item(name, "", types.CompletionItemKind.EnumMember)

    def names(self, role: Role) -> dict[str, str]:
        """Return the things that a word of a role may name, and what they are called."""
        if role.kind == "lifted":
            return self.index.provisions_from(self.index.lineage(role.scope), "prohibit")
        if role.kind == "inherited":
            return self.index.provisions_from(self.index.lineage(role.scope)[1:])
        return self.index.of_kind(role.kind, role.scope)

    def item(
        self, name: str, about: str, kind: types.CompletionItemKind, *, key: bool = False
    ) -> types.CompletionItem:
        """Return a suggestion, which can also be found by its name in words."""
        written = f"{name}: " if key and not self.colon else name
        return types.CompletionItem(
            label=escaped(name),
            kind=kind,
            detail=escaped(shortened(about)) or None,
            filter_text=f"{' ' * self.here.tight}{name} {shortened(about)}".rstrip(),
            text_edit=types.TextEdit(self.range, f"{' ' * self.here.tight}{written}"),
        )
