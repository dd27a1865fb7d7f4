"""The keys of the files that analysts write, as their models have them, with examples.

What a key holds is told from its annotation; what its texts must be, from the forms there.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from inspect import getsource
from itertools import pairwise
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple, get_args, get_origin

import yaml
from pydantic import AfterValidator, BeforeValidator
from pydantic.fields import FieldInfo

from ceasefire.rulebook.forms import Form
from ceasefire.rulebook.schema_parts import Doc
from ceasefire.rulebook.shorthand import ID_PATTERN, Choice, Keyed, as_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Key", "Place", "Terms", "Within", "excerpts", "keys_of", "models_below"]

Model = type[Doc]

Place = tuple[Model, str]
"""A key of a model."""


class Terms(NamedTuple):
    """How models are called, what their short forms are, and what makes lists, by function."""

    link: Callable[[Model], str]
    short: Mapping[Callable[..., object], str]
    lists: tuple[Callable[..., object], ...] = (as_list,)


class Key(NamedTuple):
    """One key: its model and name, what it means and holds, and the codes of its problems."""

    model: Model
    name: str
    about: str
    holds: str
    needed: bool
    preset: str
    codes: tuple[str, ...]


def keys_of(model: Model, terms: Terms) -> Iterator[Key]:
    """Yield the keys of a model in their order."""
    for name, field in model.model_fields.items():
        parts = (field.annotation, *field.metadata)
        codes = [code for part in parts for code in codes_of(part)]
        codes += ["missing-key"] * field.is_required()
        yield Key(
            model,
            field.alias or name,
            field.description or remark(model, name),
            Phrases(terms).marked(field.annotation, *field.metadata),
            field.is_required(),
            preset(field),
            tuple(dict.fromkeys(codes)),
        )


def remark(model: Model, name: str) -> str:
    """Return what the source of a model says below a key, where the model itself keeps silent."""
    body = ast.parse(getsource(model)).body[0]
    for line, after in pairwise(body.body if isinstance(body, ast.ClassDef) else []):
        target = line.target if isinstance(line, ast.AnnAssign) else None
        here = isinstance(target, ast.Name) and target.id == name
        if here and isinstance(after, ast.Expr):
            return " ".join(str(ast.literal_eval(after.value)).replace("``", "`").split())
    return ""


def preset(field: FieldInfo) -> str:
    """Return what a key that is left out stands for, where that is a word of its own."""
    return field.default if isinstance(field.default, str) else ""


def models_below(model: Model) -> list[Model]:
    """Return a model and those that stand in it, each once, the outer ones first."""
    found: dict[Model, None] = {}
    waiting: list[Model] = [model]
    while waiting:
        here = waiting.pop(0)
        if here not in found:
            found[here] = None
            waiting += [
                each for field in here.model_fields.values() for each in named(field.annotation)
            ]
    return list(found)


def named(annotation: object) -> Iterator[Model]:
    """Yield the models that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, Doc):
        yield annotation
    for part in get_args(annotation):
        yield from named(part)


def codes_of(annotation: object) -> Iterator[str]:
    """Yield the codes of what may be wrong with a value, but for what lies in models."""
    if isinstance(annotation, Form):
        yield from annotation.codes
    elif choice := choice_of(annotation):
        yield choice.code
    elif pattern_of(annotation) == ID_PATTERN:
        yield "bad-id"
    for part in get_args(annotation):
        yield from codes_of(part)


def choice_of(mark: object) -> Choice | None:
    """Return the choice that metadata checks, by itself or for each of several."""
    if not isinstance(mark, AfterValidator):
        return None
    check = getattr(mark.func, "choice", mark.func)
    return check if isinstance(check, Choice) else None


def pattern_of(mark: object) -> str:
    """Return the pattern that metadata asks for, or nothing."""
    parts = (mark, *mark.metadata) if isinstance(mark, FieldInfo) else (mark,)
    return next((part.pattern for part in parts if getattr(part, "pattern", None)), "")


class Phrases:
    """Says in words what stands under a key."""

    def __init__(self, terms: Terms) -> None:
        """Take how models are called."""
        self.terms = terms

    def of(self, annotation: Any) -> str:  # noqa: ANN401  (whatever a type may be)
        """Return what an annotation stands for."""
        if get_origin(annotation) is Annotated:
            return self.marked(*get_args(annotation))
        parts = [part for part in get_args(annotation) if part is not NoneType]
        if isinstance(annotation, type) and issubclass(annotation, Doc):
            return self.terms.link(annotation)
        if get_origin(annotation) is list:
            return f"a list, each item {self.of(parts[0])}"
        if get_origin(annotation) is dict:
            keys = "ids" if "bad-id" in codes_of(parts[0]) else "names"
            return f"a mapping of {keys}, each to {self.of(parts[1])}"
        if parts:
            return " or ".join(map(self.of, parts))
        return "a text" if annotation is str else "any value"

    def marked(self, inner: object, *marks: object) -> str:
        """Return what an annotation with such metadata stands for."""
        told = [mark.says for mark in marks if isinstance(mark, Form) and mark.says]
        if told:
            # What is nearest to the key says most.
            return told[-1]
        choice = next(filter(None, map(choice_of, marks)), None)
        if choice is not None:
            return f"one of {', '.join(f'`{word}`' for word in choice.choices if word)}"
        if any(pattern_of(mark) for mark in marks):
            return "an id"
        before = [mark.func for mark in marks if isinstance(mark, BeforeValidator)]
        if any(each in self.terms.lists for each in before):
            listed = next(part for part in (inner, *get_args(inner)) if get_origin(part) is list)
            return f"{self.of(get_args(listed)[0])}, or a list of these"
        keyed = next((each for each in before if isinstance(each, Keyed)), None)
        if keyed is not None:
            return f"a text, which is its `{keyed.key}`, or {self.of(inner)}"
        short = next((self.terms.short[each] for each in before if each in self.terms.short), "")
        return f"{short}, or {self.of(inner)}" if short else self.of(inner)


# --- examples ------------------------------------------------------------------------


Within = Mapping[tuple[Model, str], Mapping[str, object]]
"""What stands in mappings of which the model does not say it, by key; "" is any other."""


def excerpts(text: str, model: Model, within: Within | None = None) -> dict[Place, str]:
    """Return for each key that a file of a model has the first place where it stands."""
    found: dict[Place, str] = {}
    root = yaml.compose(text, Loader=yaml.CBaseLoader)
    for place, key, value in places(root, model, within or {}) if root else ():
        found.setdefault(place, cut(text, key, value))
    return found


def places(
    node: yaml.Node, annotation: object, within: Within
) -> Iterator[tuple[Place, yaml.Node, yaml.Node]]:
    """Yield each key below a node with where it and its value stand."""
    if isinstance(annotation, type) and issubclass(annotation, Doc):
        fields = annotation.model_fields.items()
        known = {field.alias or name: field.annotation for name, field in fields}
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if key.value in known:
                place = (annotation, key.value)
                yield place, key, value
                yield from places(value, known[key.value], within)
                yield from hidden(value, within.get(place, {}), within)
        return
    parts = get_args(annotation)
    if get_origin(annotation) is list:
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for item in items:
            yield from places(item, parts[0], within)
    elif get_origin(annotation) is dict:
        for _, value in node.value if isinstance(node, yaml.MappingNode) else ():
            yield from places(value, parts[1], within)
    else:
        for part in parts:
            yield from places(node, part, within)


def hidden(
    node: yaml.Node, kinds: Mapping[str, object], within: Within
) -> Iterator[tuple[Place, yaml.Node, yaml.Node]]:
    """Yield each key of what stands in a mapping whose model does not say it."""
    for key, value in node.value if kinds else ():
        yield from places(value, kinds.get(key.value, kinds[""]), within)


SHORT: Final = 12
"""So many lines of an example are shown."""


def cut(text: str, key: yaml.Node, value: yaml.Node) -> str:
    """Return a key with its value as they stand in a file, moved to the left."""
    lines = text[key.start_mark.index : value.end_mark.index].rstrip().splitlines()
    inside = key.start_mark.column
    rest = ["…"] if len(lines) > SHORT else []
    return "\n".join([lines[0], *(line[inside:] for line in lines[1:SHORT]), *rest]).rstrip()
