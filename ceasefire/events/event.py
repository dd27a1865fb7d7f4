"""An event: one record of a feed, with its rival accounts and its parts.

The models keep values as they were reported; what they mean under a rulebook is
worked out by :mod:`ceasefire.program.binding`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, Final, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from ceasefire.errors import Problem
from ceasefire.events.shape import (
    ShapeError,
    absences,
    complaints,
    misdated,
    remainder,
    spelt,
    stated,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

__all__ = ["FIELD_KEYS", "Alternative", "Event"]

LIMIT: Final = 64
"""The most alternatives, parts or members of a list that one event may have."""

FIELD_KEYS: Final = (
    "kind",
    "when",
    "where",
    "actor",
    "target",
    "struck",
    "weapon",
    "held_by",
    "present",
    "intended_target",
    "response",
    "proportionate",
    "intended",
    "civilian_harm",
    "killed",
    "wounded",
    "civilians_killed",
    "verification",
)


def as_text(value: object) -> object:
    """Let ids and dates be numbers or dates in the feed."""
    if value is None or isinstance(value, (str, bytes, bool, list, dict)):
        return value
    return str(value)


def as_parts(value: object) -> object:
    """Take a null in a part for a key that is absent."""
    if not isinstance(value, list):
        return value
    return [
        {key: item for key, item in part.items() if item is not None}
        if isinstance(part, dict)
        else part
        for part in value
    ]


def as_texts(value: object) -> object:
    """Let one speaker stand for a list of one."""
    return [value] if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(as_text), Field(max_length=2_000)]
Value = Annotated[
    Any, Field(description="a value, a list (jointly), {one_of: [...]}, {not: ...} or unknown")
]


class Record(BaseModel):
    """What events and alternatives share: any field, reported or not."""

    model_config = ConfigDict(extra="allow", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def without_nulls(cls, data: object) -> object:
        """Take a null or an empty text for a key that is absent, whichever key it is."""
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in stated(data).items() if value is not None}

    @property
    def facts(self) -> dict[str, Any]:
        """The reported fields by name: those that are present and not null."""
        values, extra = self.__dict__, self.model_extra or {}
        given = {key: values[key] for key in FIELD_KEYS if values[key] is not None}
        return given | {key: value for key, value in extra.items() if value is not None}

    kind: Value = None
    """The kind of incident, or a group of kinds."""
    when: Value = None
    """A date, a time, an interval ``from/until``, or a mapping of ``from`` and ``until``."""
    where: Value = None
    """The name of a place, or a mapping such as ``{country, admin1, lat, lon, within_km}``."""
    actor: Value = None
    """Who acted: a party's id, name or code; a list acts jointly."""
    target: Value = None
    """Who was targeted, in the same way."""
    struck: Value = None
    """What was struck, one or several."""
    weapon: Value = None
    """What it was done with, one or several."""
    held_by: Value = None
    """Who held the ground, one party or several."""
    present: Value = None
    """Who was present, one party or several."""
    intended_target: Value = None
    """Who was meant to be hit, one party or several."""
    response: Value = None
    """What the act answered."""
    proportionate: Value = None
    """Whether it was proportionate."""
    intended: Value = None
    """Whether it was intended."""
    civilian_harm: Value = None
    """Whether civilians were harmed."""
    killed: Value = None
    """How many people were killed, or ``[low, high]``; ``None`` is an open end."""
    wounded: Value = None
    """How many people were wounded, likewise."""
    civilians_killed: Value = None
    """How many civilians were killed, likewise."""
    verification: Value = None
    """How well it is verified, a step of the ladder."""


class Alternative(Record):
    """A rival account: the fields that it overrides, and whose it is.

    The fields are those of an event, each only where the account states it otherwise.
    """

    said_by: Annotated[list[Text], BeforeValidator(as_texts)] = []
    """Those whose account it is."""
    basis: Text = ""
    """How firmly they say so; it decides nothing."""
    known: Text | None = None
    """The date or instant at which it became known."""
    dispute: Text = ""
    """What it is about: rivals name the same dispute or none, others are independent."""
    supersedes: bool = False
    """Whether it is the stated facts from ``known`` on."""
    stated: bool = False
    """Whether it has the same standing as the report, where a source leaves open which of two
    holds."""
    note: Text = ""
    """A remark, for people to read."""
    sources: Annotated[list[Any], BeforeValidator(as_texts)] = []
    """Where it is from, in any form."""

    @property
    def speaker(self) -> str:
        """Those who gave the account, in words."""
        return " and ".join(self.said_by)


class Event(Record):
    """One record of a feed.

    ``id``, ``kind`` and ``when`` are required (each may be ``unknown``). Times
    without an offset are in the rulebook's zone. Any field may be ``unknown``, or a mapping
    of ``one_of`` or ``not``. Keys that no field claims are carried along untouched;
    :mod:`ceasefire.events.keys` tells which of them are not let pass.
    """

    id: Annotated[Text, Field(min_length=1, max_length=200)]
    """What it is called in its feed, in 200 characters at most."""
    known: Text | None = None
    """The date or instant at which the report became known."""
    alternatives: Annotated[list[Alternative], Field(max_length=LIMIT)] = []
    """Rival accounts, 64 at most."""
    parts: Annotated[list[dict[str, Any]], BeforeValidator(as_parts), Field(max_length=LIMIT)] = []
    """Several acts or sites, 64 at most, each with the fields that it overrides."""
    sources: Annotated[list[Any], BeforeValidator(as_texts)] = []
    """Where it is from, in any form."""
    notes: list[str] = Field(default=[], exclude=True)
    """What reading it has to remark; these are among the notes of its finding."""
    _columns: frozenset[str] = PrivateAttr(default=frozenset())

    @property
    def offered(self) -> frozenset[str]:
        """The keys it has, with the columns of its table, of which some may be empty."""
        return self._columns | self.model_fields_set | (self.model_extra or {}).keys()

    @classmethod
    def read(
        cls,
        data: Event | Mapping[str, Any] | object,
        *,
        file: str = "event",
        line: int = 0,
        columns: Iterable[str] = (),
        zone: ZoneInfo | None = None,
    ) -> Event:
        """Return the event of a plain mapping.

        Raises :class:`~ceasefire.events.shape.ShapeError`, which is an
        :class:`~ceasefire.errors.EventError`, with every problem found;
        ``file`` and ``line`` say in the message where the mapping came from,
        ``columns`` which keys it could have had, and ``zone`` is that of its times.
        """
        if isinstance(data, Event):
            return data
        if not isinstance(data, Mapping):
            message = f"an event is a mapping, not {type(data).__name__}"
            raise ShapeError([Problem(file, line, 0, "wrong-type", message)])
        offered = frozenset(columns)
        found = list(absences(data, offered))
        event = None
        try:
            event = cls.model_validate(spelt(data) if found else dict(data))
        except ValidationError as error:
            found += complaints(error)
            with suppress(ValidationError):
                event = cls.model_validate(remainder(spelt(data), error))
        if event is not None:
            event._columns = offered  # noqa: SLF001  (our own)
            found += misdated(event, zone)
        if event is None or found:
            problems = [Problem(file, line, 0, *complaint) for complaint in found]
            raise ShapeError(problems, event and event.undated())
        return event

    def undated(self) -> Self:
        """Return the event without the dates at which accounts of it became known."""
        others = [item.model_copy(update={"known": None}) for item in self.alternatives]
        return self.model_copy(update={"known": None, "alternatives": others})

    def replaced(self, **changes: object) -> Self:
        """Return the event with some fields changed.

        Raises what pydantic raises, a ``ValidationError``, for what no event can have.
        """
        return type(self).model_validate({**self.to_dict(), **changes})

    def to_dict(self) -> dict[str, Any]:
        """Return the event as it would stand in a feed: only what was given, and no nulls."""
        return self.model_dump(exclude_unset=True, exclude_none=True)
