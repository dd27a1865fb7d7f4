"""What a feed says of one field, in one form.

A *claim* has rival ``options``, each a tuple of elements that hold together
(joint actors, several objects struck); ``None`` stands for anything at all.
``none_of`` narrows either.
"""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.terms.likeness import did_you_mean
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceasefire.rulebook.model import ValueSpec

__all__ = ["ANYTHING", "UNKNOWN", "Claim", "ClaimError", "claim_of", "number", "presumed"]

UNKNOWN: Final = "unknown"
LIMIT: Final = 64
LONGEST: Final = 300


class ClaimError(ValueError):
    """A value cannot be read: ``code``, ``message`` and ``hint`` say why."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        """Keep the three parts."""
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


class Claim(NamedTuple):
    """Rival options (``None``: anything), and elements that are ruled out."""

    options: tuple[tuple[Any, ...], ...] | None = None
    none_of: tuple[Any, ...] = ()


ANYTHING: Final = Claim()

RANGE: Final = "write a number, or a range as `[low, high]`, in a table in two columns"

KEYS: Final = ("one_of", "not")
"""The keys by which a field states more than one value, or what it is not."""

ENDS: Final = ("from", "until")
"""The keys of a time with two ends."""


def claim_of(raw: object, element: Callable[[object], Any], *, listed: bool = True) -> Claim:
    """Return the claim of a raw value.

    ``element`` reads one element and raises :class:`ClaimError`; ``listed``
    says whether a list holds together (else it is one element).
    """

    def read(item: object) -> Any:  # noqa: ANN401  (an element of any type)
        if item is None:
            hint = f"leave it out, or write `{UNKNOWN}` if it may be something else"
            raise ClaimError("empty-option", "one of several values is empty", hint)
        return element(item)

    if isinstance(raw, dict) and set(raw) <= {*KEYS} and raw:
        options = None
        if "one_of" in raw:
            rivals = bounded(as_list(raw["one_of"]))
            if not rivals:
                raise ClaimError("empty-list", "`one_of` names nothing", "write `unknown` instead")
            joint = [joined(rival, read, listed=listed) for rival in rivals]
            options = None if any(map(is_unknown, rivals)) else tuple(joint)
        denied = bounded(as_list(raw.get("not", [])))
        return Claim(options, tuple(read(item) for item in denied if not is_unknown(item)))
    if is_unknown(raw):
        return ANYTHING
    if isinstance(raw, (list, tuple)):
        return Claim((joined(raw, read, listed=listed),))
    return Claim(((read(raw),),))


def joined(raw: object, element: Callable[[object], Any], *, listed: bool) -> tuple[Any, ...]:
    """Return the elements of one option, each once.

    What is not known may be one thing here and another there, unless the report
    calls it the same.
    """
    if listed and isinstance(raw, (list, tuple)):
        found: dict[object, Any] = {}
        for number, item in enumerate(bounded(list(raw))):
            value = UNKNOWN if is_unknown(item) else element(item)
            called = (number,) if is_unknown(item) else (UNKNOWN, normalise(str(item)))
            found.setdefault(called if value == UNKNOWN else value, value)
        return tuple(found.values())
    return (UNKNOWN,) if is_unknown(raw) else (element(raw),)


def is_unknown(raw: object) -> bool:
    """Return whether a raw value says that the value is not known."""
    return isinstance(raw, str) and raw.strip().casefold() == UNKNOWN


def as_list(raw: object) -> list[object]:
    """Return a list as it is and anything else as a list of one."""
    return list(raw) if isinstance(raw, (list, tuple)) else [raw]


def bounded(items: list[object]) -> list[object]:
    """Return the items, or refuse a list that is too long."""
    if len(items) > LIMIT:
        raise ClaimError("too-large", f"a list of {len(items)} values; at most {LIMIT} are read")
    return items


def text(raw: object) -> str:
    """Return a name or code as text."""
    if isinstance(raw, bool) or not isinstance(raw, (str, int)):
        raise ClaimError("wrong-type", f"expected a name, not `{short(raw)}`", key_hint(raw))
    name = str(raw).strip()
    if len(name) > LONGEST:
        raise ClaimError("too-large", f"`{short(name)}` is longer than {LONGEST} characters")
    return name


def flag(raw: object) -> str:
    """Return ``yes`` or ``no``."""
    word = str(raw).strip().casefold()
    if word in {"true", "yes"}:
        return "yes"
    if word in {"false", "no"}:
        return "no"
    hint = key_hint(raw) or rivals_hint(raw) or "write true, false or unknown"
    raise ClaimError("wrong-type", f"`{short(raw)}` is no flag", hint)


def moment(raw: object) -> str | tuple[str | None, str | None]:
    """Return a time as text, or a half-open pair of texts."""
    if isinstance(raw, dict) and set(raw) <= {*ENDS}:
        start, end = raw.get("from"), raw.get("until")
        return (None if start is None else str(moment(start))), (
            None if end is None else str(moment(end))
        )
    if isinstance(raw, datetime):
        return raw.isoformat(sep=" ")
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, bool) or not isinstance(raw, (str, int)):
        message = f"expected a date or time, not `{short(raw)}`"
        raise ClaimError("bad-time", message, key_hint(raw, (*KEYS, *ENDS)))
    return str(raw).strip()


def number(raw: object) -> tuple[float | None, float | None]:
    """Return a number or a ``[low, high]`` pair as bounds; ``None`` is open."""
    if isinstance(raw, (list, tuple)):
        if len(raw) != 2:  # noqa: PLR2004  (a pair)
            raise ClaimError("bad-number", f"`{short(raw)}` is no [low, high] pair")
        low, high = (None if item is None else single(item, RANGE) for item in raw)
        if low is not None and high is not None and low > high:
            raise ClaimError("bad-number", f"`{short(raw)}`: the low bound is above the high one")
        return low, high
    value = single(raw, RANGE)
    return value, value


def single(raw: object, hint: str = "") -> float:
    """Return one finite number; ``hint`` says what to write instead of what is none."""
    try:
        value = math.nan if isinstance(raw, bool) else float(raw)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        value = math.nan
    if not math.isfinite(value):
        hint = key_hint(raw) or rivals_hint(raw) or hint
        raise ClaimError("bad-number", f"`{short(raw)}` is no number", hint)
    return value


def count(raw: object) -> tuple[float | None, float | None]:
    """Return bounds of whole numbers from 0."""
    bounds = number(raw)
    for value in bounds:
        if value is not None and (value < 0 or value != int(value)):
            raise ClaimError("bad-number", f"`{short(raw)}` is no count: whole numbers from 0")
    return bounds


def key_hint(raw: object, keys: tuple[str, ...] = KEYS) -> str:
    """Say which key was meant where a mapping stands for a value."""
    if not isinstance(raw, dict):
        return ""
    hints = (did_you_mean(str(key), keys) for key in raw if key not in keys)
    return next(filter(None, hints), "")


def rivals_hint(raw: object) -> str:
    """Say how rivals are written where a text has them as the cells of tables do."""
    if not isinstance(raw, str) or "|" not in raw:
        return ""
    rivals = [option.strip() for option in raw.split("|") if option.strip()]
    written = json.dumps({"one_of": rivals}, ensure_ascii=False)
    return f"write `{written}` if it is one of these; `|` is for tables"


def together_hint(raw: str) -> str:
    """Say how several together are written where a text has them as the cells of tables do."""
    several = [item.strip() for item in raw.split(";") if item.strip()]
    if len(several) < 2 or "|" in raw:  # noqa: PLR2004  (one alone)
        return ""
    return (
        f"write `{json.dumps(several, ensure_ascii=False)}` for these together; `;` is for tables"
    )


def short(raw: object) -> str:
    """Return a value as a feed would write it, in at most 60 characters."""
    shown = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, default=str)
    return shown if len(shown) <= 60 else shown[:57] + "..."  # noqa: PLR2004  (as documented)


def presumed(value: ValueSpec) -> dict[str, list[str]]:
    """Return a presumption as the raw value that a feed would have stated."""
    raw = {"one_of": list(value.one_of)} if value.one_of else {}
    return raw | ({"not": list(value.none_of)} if value.none_of else {})
