"""Gives the page of the library's public names, from their signatures and docstrings.

``docs/generate.py`` writes it; :mod:`docs.library` says what is public.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import griffe

from docs.library import Library
from docs.members import attributes, declared, methods
from docs.prose import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docs.library import Entry

__all__ = ["api_reference", "library"]

WIDTH: Final = 84
"""So long a signature stands on one line."""

INTRODUCTION: Final = """# The library, name by name

Every public name with its signature, its types and what it raises. [The library](api.md) \
goes through the most of it by way of examples; start there.

Signatures are those of the code: what stands behind `*` is given by name. Instants are whole \
numbers, microseconds since 1970-01-01T00:00 UTC; dates and times without an offset are read \
in the time zone of the rulebook. Distances are kilometres, and positions degrees of WGS 84. \
Everything that is raised on purpose is one of the [errors](#errors).

Names that are not on this page, and those that begin with an underscore, may change at any \
time.
"""


@cache
def library() -> Library:
    """Return the library as its sources have it."""
    return Library()


def api_reference() -> str:
    """Return the page of the library's names."""
    lib = library()
    parts = [INTRODUCTION]
    for section, entries in lib.sections.items():
        parts.append(f"## {section.title}\n\n{section.about}\n")
        parts += [f"{text}\n" for entry in entries for text in described(lib, entry) if text]
    return "\n".join(parts)


def described(lib: Library, entry: Entry) -> Iterator[str]:
    """Yield what is said of an object, and of its members."""
    yield f"### {lib.title(entry)}"
    yield f"In `{entry.module}`."
    item = entry.item
    if isinstance(item, griffe.Class):
        yield from of_class(lib, item)
    elif isinstance(item, griffe.Function):
        yield from of_function(lib, item)
    elif isinstance(item, griffe.Attribute):
        yield code(f"{item.name} = {item.value}")
        yield lib.words(item)


def of_class(lib: Library, item: griffe.Class) -> Iterator[str]:
    """Yield what is said of a class."""
    bases = [str(base) for base in item.bases]
    made = item.members.get("__init__")
    if isinstance(made, griffe.Function) and made.docstring:
        yield code(signature(made, item.name))
    yield lib.words(item)
    if isinstance(made, griffe.Function) and made.docstring:
        yield lib.words(made)
    for base in bases:
        address = lib.link(base, item)
        if address:
            yield f"Base: [`{base}`]({address})."
    if "StrEnum" in bases or "Enum" in bases:
        yield members_of(lib, item)
    else:
        yield table(lib, item)
    for method in methods(item):
        yield f"#### {item.name}.{method.name}"
        yield from of_function(lib, method)


def of_function(lib: Library, item: griffe.Function) -> Iterator[str]:
    """Yield what is said of a function, and where what it returns is told of."""
    yield code(signature(item, item.name))
    yield lib.words(item)
    above = item.parent
    found = [each for each in lib.types(item.returns) if above is None or each != above.path]
    if found:
        links = (f"[`{each.rpartition('.')[2]}`](#{lib.anchors[each]})" for each in found)
        yield f"Returns: {', '.join(links)}."


def members_of(lib: Library, item: griffe.Class) -> str:
    """Return the members of an enumeration as a table."""
    rows = [
        f"| `{each.name}` | `{each.value}` | {cell(lib.words(each))} |"
        for each in attributes(item)
        if each.value
    ]
    return "\n".join(("| member | value | what it is |", "|---|---|---|", *rows))


def table(lib: Library, item: griffe.Class) -> str:
    """Return what can be read of a class's instances, as a table."""
    found = attributes(item)
    told = any(each.docstring for each in found)
    preset = any(default(each) for each in found)
    heads = ["attribute", "type", *["default"] * preset, *["what it is"] * told]
    rows = []
    for each in found:
        cells = [f"`{each.name}`", typed(lib, each)]
        cells += [f"`{cell(default(each))}`" if default(each) else ""] * preset
        cells += [cell(lib.words(each))] * told
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join((f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *rows)) if rows else ""


def typed(lib: Library, item: griffe.Attribute) -> str:
    """Return the type of an attribute, with a link where this page tells of it."""
    if item.annotation is None:
        return ""
    text = f"`{cell(plain(item.annotation, item.module))}`"
    found = next(iter(lib.types(item.annotation)), "")
    return f"[{text}](#{lib.anchors[found]})" if found else text


def plain(annotation: griffe.Expr | str, module: griffe.Module) -> str:
    """Return an annotation as a reader needs it: without checks, and short names written out."""
    if isinstance(annotation, griffe.ExprName):
        meant = module.members.get(annotation.name)
        value = meant.value if isinstance(meant, griffe.Attribute) else None
        if isinstance(value, griffe.ExprSubscript) and str(value.left) == "Annotated":
            return plain(value, module)
    if isinstance(annotation, griffe.ExprSubscript):
        inner = annotation.slice
        if isinstance(inner, griffe.ExprTuple) and str(annotation.left) == "Annotated":
            return plain(inner.elements[0], module)
        return f"{annotation.left}[{plain(inner, module)}]"
    if isinstance(annotation, griffe.ExprBinOp):
        sides = (plain(side, module) for side in (annotation.left, annotation.right))
        return f" {annotation.operator} ".join(sides)
    return str(annotation)


def default(item: griffe.Attribute) -> str:
    """Return what an attribute is where nothing is given, as the code has it."""
    value = item.value
    if "property" in item.labels or value is None or not declared(item):
        return ""
    if isinstance(value, griffe.ExprCall):
        given = {
            str(each.name): str(each.value)
            for each in value.arguments
            if isinstance(each, griffe.ExprKeyword)
        }
        made = given.get("default_factory")
        return f"{made}()" if made else given.get("default", "")
    return str(value)


def signature(item: griffe.Function, name: str) -> str:
    """Return the signature of a function under a name, on as many lines as it takes."""
    drawn = "composite" in " ".join(str(each.value) for each in item.decorators)
    left_out = {"self", "cls", *["draw"] * drawn}
    given = [each for each in item.parameters if each.name not in left_out]
    words = list(parameters(given))
    returns = str(item.returns or "")
    if drawn:
        returns = f"SearchStrategy[{returns}]"
    tail = f" -> {returns}" if returns and item.name != "__init__" else ""
    line = f"{name}({', '.join(words)}){tail}"
    if len(line) <= WIDTH:
        return line
    inner = "".join(f"    {word},\n" for word in words)
    return f"{name}(\n{inner}){tail}"


def parameters(given: list[griffe.Parameter]) -> Iterator[str]:
    """Yield the parameters of a signature as they are written."""
    starred = False
    for each in given:
        kind = each.kind
        if kind is griffe.ParameterKind.keyword_only and not starred:
            starred = True
            yield "*"
        positional = kind is griffe.ParameterKind.var_positional
        star = "*" if positional else "**" * (kind is griffe.ParameterKind.var_keyword)
        starred = starred or positional
        typed = f": {each.annotation}" if each.annotation is not None else ""
        preset = f" = {each.default}" if each.default is not None and not star else ""
        yield f"{star}{each.name}{typed}{preset}"


def code(text: str) -> str:
    """Return Python that is not run as a block of code."""
    return f"```py\n{text}\n```"
