"""From a document to the schema's models, keeping whatever is sound.

Pydantic refuses a document as a whole. Here the parts it objects to are reported
and cut out, and the rest is tried again, so that one misspelt key does not hide
what is wrong elsewhere.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args, get_origin

from pydantic import ValidationError

from ceasefire.rulebook.schema import Doc, RulebookDoc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import ErrorDetails

    from ceasefire.rulebook.documents import Report, Step
    from ceasefire.rulebook.yaml import Data

__all__ = ["checked", "validated"]

Model = TypeVar("Model", bound=Doc)

ROUNDS: Final = 12
"""How often the rest is tried again; each round cuts out whole levels."""

REQUIRED: Final[dict[str, str]] = {"rulebook": "unnamed", "timezone": "UTC"}
"""What stands in for missing keys at the top, so that the rest can be checked."""

WANTED: Final = {
    "string_type": "a text",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}
"""Pydantic's codes for a wrong shape, and the shape that is wanted."""


def validated(report: Report) -> RulebookDoc | None:
    """Return the document of a report as models, without its faulty parts."""
    data: dict[str, Data] = report.document.data
    for _ in range(ROUNDS):
        try:
            return RulebookDoc.model_validate(data)
        except ValidationError as error:
            data = deepcopy(data)
            details = error.errors(include_url=False)
            for detail in details:
                describe(report, RulebookDoc, detail, ())
            for detail in details:
                cut(report, data, detail)
    return None


def checked(report: Report, model: type[Model], raw: object, path: Step) -> Model | None:
    """Return one raw part as a model, or report what is wrong with it."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            describe(report, model, detail, path)
    return None


def describe(report: Report, model: type[Doc], detail: ErrorDetails, prefix: Step) -> None:
    """Report one of pydantic's errors in our own words."""
    inner = tuple(detail["loc"])
    key = bool(inner) and inner[-1] == "[key]"
    if key:
        inner = inner[:-1]
    path = (*prefix, *inner)
    name = str(inner[-1])[:80] if inner else ""
    kind = detail["type"]
    if kind == "extra_forbidden":
        allowed = keys_at(model, inner[:-1])
        hint = f"allowed here: {', '.join(allowed)}"
        message = f"`{name}` is no key that belongs here"
        report.add(path, "unknown-key", message, text=name, key=True, near=allowed, hint=hint)
    elif kind == "missing":
        if not report.whole(path[:2]):
            return  # it was there, and cut out for being wrong
        report.add(path[:-1], "missing-key", f"the key `{name}` is missing")
    elif kind in WANTED:
        message = f"`{owner(path)}` must be {WANTED[kind]}, not {found(detail['input'])}"
        report.add(path, "wrong-type", message)
    else:
        context: Mapping[str, Any] = detail.get("ctx", {})
        hint, text = str(context.get("hint", "")), str(context.get("text", ""))
        report.add(path, kind, detail["msg"], hint=hint, text=text, key=key)


def owner(path: Step) -> str:
    """Return the key that a path is about."""
    return next((str(step)[:80] for step in reversed(path) if isinstance(step, str)), "")


def found(value: object) -> str:
    """Say what a value is."""
    if isinstance(value, str):
        return f"`{value[:80]}`" if value else "empty"
    return "a list" if isinstance(value, list) else "a mapping"


def keys_at(model: type[Doc], path: Step) -> tuple[str, ...]:
    """Return the keys that the schema knows at a path."""
    here: object = model
    for step in path:
        here = below(here, step)
    doc = next(docs(here), None)
    return tuple(field.alias or name for name, field in doc.model_fields.items()) if doc else ()


def below(annotation: object, step: str | int) -> object:
    """Return the annotation one step below another."""
    origin = get_origin(annotation)
    if origin in {list, dict}:
        return get_args(annotation)[-1]
    if isinstance(annotation, type) and issubclass(annotation, Doc):
        fields = annotation.model_fields.items()
        return next((item.annotation for name, item in fields if step in {item.alias, name}), None)
    parts = (below(part, step) for part in get_args(annotation))
    return next((part for part in parts if part is not None), None)


def docs(annotation: object) -> Iterator[type[Doc]]:
    """Yield the models that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, Doc):
        yield annotation
    elif get_origin(annotation) not in {list, dict}:
        for part in get_args(annotation):
            yield from docs(part)


def cut(report: Report, data: dict[str, Data], detail: ErrorDetails) -> None:
    """Take out what an error is about, and remember the names that go with it."""
    path = tuple(step for step in detail["loc"] if step != "[key]")
    if detail["type"] == "missing":
        if len(path) == 1:
            data[str(path[0])] = REQUIRED[str(path[0])]
            return
        path = path[:-1]
    elif len(path) == 1 and path[0] in REQUIRED:
        data[str(path[0])] = REQUIRED[str(path[0])]
        return
    here: Data = data
    trail: list[tuple[Data, str | int]] = []
    for step in path:
        inner = child(here, step)
        if inner is not None:
            trail.append((here, step))
            here = inner
        elif isinstance(step, str):
            break
    report.cuts |= {path[:1], path[:2]}
    if trail:
        remove(report, *trail[-1])


def child(container: Data, step: str | int) -> Data | None:
    """Return the entry of a mapping or list, if it has it."""
    if isinstance(container, dict) and isinstance(step, str):
        return container.get(step)
    if isinstance(container, list) and isinstance(step, int) and step < len(container):
        return container[step]
    return None


def remove(report: Report, container: Data, step: str | int) -> None:
    """Remove one entry. The places of a list's later entries are found by their text."""
    if isinstance(container, dict) and isinstance(step, str):
        del container[step]
        report.broken.add(step)
    elif isinstance(container, list) and isinstance(step, int):
        removed = container.pop(step)
        if isinstance(removed, str):
            report.broken.add(removed)
