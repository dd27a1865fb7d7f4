"""What is wrong with the shape of an event, in words, and what is left without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.errors import EventError, Problem
from ceasefire.events.binary import NO_TEXT, as_text
from ceasefire.terms.likeness import misspelt
from ceasefire.terms.times import TimeProblem, span, zone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from pydantic import ValidationError

    from ceasefire.events.event import Event

__all__ = ["ShapeError", "absences", "complaints", "misdated", "remainder", "spelt", "stated"]

NEEDED: Final = ("kind", "when")
"""What every event says, were it only ``unknown``; its id is seen to by its model."""

MEMBERS: Final = frozenset({"alternatives", "parts"})

Complaint = tuple[str, str, str, str]
"""Code, message, hint and offending text."""


class ShapeError(EventError):
    """An event has the wrong shape.

    ``rest`` is the event without what is wrong with it, in which other faults may be
    found; nothing if there is no such thing.
    """

    def __init__(self, problems: Iterable[Problem], rest: Event | None = None) -> None:
        """Keep the problems, and what is left."""
        super().__init__(problems)
        self.rest = rest


def stated(value: Any) -> Any:  # noqa: ANN401  (plain data of any shape)
    """Return a value with nothing in place of each empty text, which states nothing.

    Texts in bytes are such, too; bytes that are no text stay, and are complained of.
    """
    if isinstance(value, bytes):
        text = as_text(value)
        return value if text is None else stated(text)
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, dict):
        return {key: stated(item) for key, item in value.items()}
    return [stated(item) for item in value] if isinstance(value, list) else value


# --- what is absent ---


def absences(data: Mapping[Any, object], columns: Collection[str] = ()) -> Iterator[Complaint]:
    """Yield a complaint for each key that every event needs and this one lacks.

    ``columns`` are those of the table that it is a row of.
    """
    for key in NEEDED:
        if stated(data.get(key)) is None:
            yield "missing-key", f"the event has no `{key}`", instead(key, data, columns), ""


def instead(key: str, data: Mapping[Any, object], columns: Collection[str]) -> str:
    """Return what to write, or what may have been meant by a key that is absent."""
    written = meant(key, data)
    if written:
        return f"`{written[:80]}` is written `{key}`"
    if not columns:
        return f"write `{key}: unknown` if it is not known"
    hint = f"write `unknown` in the column `{key}` if it is not known"
    return f"{hint}, or fill `when.from` and `when.until`" if key == "when" else hint


def meant(key: str, data: Iterable[object]) -> str:
    """Return the key that clearly misspells one that is absent, or nothing."""
    return next((str(each) for each in data if each != key and misspelt(str(each), (key,))), "")


def spelt(data: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return the plain event without what misspells a key whose absence was told of."""
    slips = {meant(key, data) for key in NEEDED if stated(data.get(key)) is None}
    return {key: value for key, value in data.items() if key not in slips}


# --- what pydantic complains of ---

WORDING: Final = {
    "missing": "the event has no `{path}`",
    "too_short": "`{path}` is empty",
    "string_too_short": "`{path}` is empty",
    "string_too_long": "`{path}` is longer than {max_length}",
    "string_type": "`{path}` is no text",
    "list_type": "`{path}` is no list",
    "too_long": "`{path}` is longer than {max_length}",
    "dict_type": "`{path}` is no mapping",
    "model_type": "`{path}` is no mapping",
    "model_attributes_type": "`{path}` is no mapping",
    "bool_type": "`{path}` is neither true nor false",
    "bool_parsing": "`{path}` is neither true nor false",
}
"""What pydantic complains of, by its word for it."""


def complaints(error: ValidationError) -> Iterator[Complaint]:
    """Yield each complaint of pydantic."""
    for item in error.errors(include_url=False):
        path = ".".join(str(step + 1 if isinstance(step, int) else step) for step in item["loc"])
        absent = item["type"] in {"missing", "too_short", "string_too_short"}
        wording = WORDING.get(item["type"])
        message = (
            f"`{path}`: {item['msg'].lower()}"
            if wording is None
            else wording.format(path=path, **item.get("ctx", {}))
        )
        code = "missing-key" if absent else "wrong-type"
        hint = "each event needs one of its own" if absent and path == "id" else ""
        if item["type"] == "string_unicode":
            code, message, hint = NO_TEXT[0], f"`{path}`: {NO_TEXT[1]}", "write it as text"
        yield code, message, hint, repr(item["input"])[:80]


def remainder(data: Mapping[Any, Any], error: ValidationError) -> dict[Any, Any]:
    """Return the plain event without whatever pydantic complains of.

    What takes the place of a member of a list says nothing, so that the others keep
    their numbers.
    """
    left = dict(data)
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        field, *steps = item["loc"]
        if field not in MEMBERS or not steps or not isinstance(left.get(field), list):
            left.pop(field, None)
            continue
        members = left[field] = list(left[field])
        number, deeper = int(steps[0]), steps[1:]
        member = members[number]
        whole = not deeper or not isinstance(member, dict)
        members[number] = {} if whole else {k: v for k, v in member.items() if k != deeper[0]}
    return {**left, "id": left.get("id", "unknown")}


# --- dates ---


def misdated(event: Event, local: ZoneInfo | None = None) -> Iterator[Complaint]:
    """Yield a complaint for each ``known`` that is no time; without a zone, in UTC."""
    named = [("", event.known)]
    named += [(f"alternative {n}: ", item.known) for n, item in enumerate(event.alternatives, 1)]
    for place, known in named:
        if known is None:
            continue
        try:
            span(known, local or zone("UTC"))
        except TimeProblem as problem:
            message = f"{place}`known`: {problem.message}"
            unknown = known.strip().casefold() == "unknown"
            hint = "leave it out if it is not known" if unknown else problem.hint
            yield problem.code, message, hint, known[:80]
