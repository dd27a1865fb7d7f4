"""From a document to the schema's models, keeping whatever is sound.

Pydantic refuses a document as a whole. Here the parts it objects to are reported
and mended or cut out, and the rest is tried again, so that one misspelt key does
not hide what is wrong elsewhere, or below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar, cast, get_args, get_origin

from pydantic import ValidationError

from ceasefire.rulebook.mending import Mender, id_like, unshared
from ceasefire.rulebook.schema import Doc, RulebookDoc
from ceasefire.terms.likeness import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic_core import ErrorDetails

    from ceasefire.rulebook.documents import Report, Step
    from ceasefire.rulebook.yaml import Data

__all__ = ["checked", "found", "keys_at", "refuse_id", "validated"]

Model = TypeVar("Model", bound=Doc)

ROUNDS: Final = 24
"""How often the rest is tried again; each round mends whole levels."""

KEY: Final = "[key]"
"""The last step of a path to a key, where pydantic objects to the key itself."""

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
    return checked(report, RulebookDoc, report.document.data, ())


def checked(report: Report, model: type[Model], raw: object, path: Step) -> Model | None:
    """Return raw data as a model, and report what is wrong with it.

    There is none where the data is no mapping, or beyond mending.
    """
    data = raw
    for turn in range(ROUNDS):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            details = error.errors(include_url=False)
        if not isinstance(raw, dict):
            describe(report, model, details[0], path)
            return None
        if not turn:
            data = unshared(raw)
        mend(report, model, cast("dict[str, Data]", data), details, path)
    return None


def mend(
    report: Report,
    model: type[Doc],
    data: dict[str, Data],
    details: Sequence[ErrorDetails],
    prefix: Step,
) -> None:
    """Report errors and mend what they are about.

    What lies below an id that will be another waits for the next round, and so does
    what may be missing only because its key is misspelt.
    """
    mender = Mender(report, data, prefix)
    ids = {detail["loc"][:-1] for detail in details if detail["loc"][-1:] == (KEY,)}
    now = [detail for detail in details if not below_any(detail["loc"], ids)]
    for detail in now:
        if detail["type"] == "extra_forbidden":
            describe(report, model, detail, prefix)
            path = detail["loc"]
            meant = nearest(str(path[-1]), keys_at(model, path[:-1]))
            if not meant or not mender.rename(path, meant):
                mender.cut(path)
    for detail in now:
        if detail["type"] == "missing" and mender.given(detail["loc"]):
            continue
        describe(report, model, detail, prefix)
        replace(mender, model, detail)
    for path in ids:
        if not below_any((*path, KEY), ids):
            mender.call(path)


def replace(mender: Mender, model: type[Doc], detail: ErrorDetails) -> None:
    """Fill in what is missing, and take out what is of no use."""
    path, kind = detail["loc"], detail["type"]
    if kind == "missing":
        mender.fill(path)
    elif kind != "extra_forbidden" and path[-1:] != (KEY,):
        mender.cut(path, kind, entry=str(path[-1]) not in keys_at(model, path[:-1]))


def below_any(path: Step, others: set[Step]) -> bool:
    """Return whether a path leads below one of others; to its key is not below."""
    inner = path[:-2] if path[-1:] == (KEY,) else path
    return any(inner[:length] in others for length in range(1, len(inner) + 1))


def describe(report: Report, model: type[Doc], detail: ErrorDetails, prefix: Step) -> None:
    """Report one of pydantic's errors in our own words."""
    inner = tuple(detail["loc"])
    key = inner[-1:] == (KEY,)
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
        report.add(path[:-1], "missing-key", f"the key `{name}` is missing")
    elif kind in WANTED:
        message = f"`{owner(path)}` must be {WANTED[kind]}, not {found(detail['input'])}"
        report.add(path, "wrong-type", message)
    elif kind == "string_pattern_mismatch":
        refuse_id(report, path, str(detail["input"]), key=key)
    else:
        context: Mapping[str, str] = detail["ctx"]
        report.add(path, kind, context["told"], hint=context["hint"], text=context["text"])


def refuse_id(report: Report, path: Step, text: str, *, key: bool = False) -> None:
    """Report a text that can be no id."""
    shown = text[:80]
    like = id_like(shown)
    hint = "use up to 80 small letters, digits, dots, dashes and underscores"
    hint = f"{hint}, such as `{like}`" if like else hint
    report.add(path, "bad-id", f"`{shown}` cannot be an id", hint=hint, text=shown, key=key)


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
