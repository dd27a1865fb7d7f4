"""What the page may ask, checked before anything is done with it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ceasefire.events.source import MAX_LINE
from ceasefire.rulebook.load import MAX_FILES
from ceasefire.rulebook.yaml import MAX_BYTES

__all__ = ["Ask", "Look", "Place", "Rows", "Save", "Timeline"]

MOST_ROWS = 500
"""How many rows of a feed are decided at once."""

Text = Annotated[str, Field(max_length=MAX_BYTES)]
Short = Annotated[str, Field(max_length=200)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Instant = Annotated[int, Field(ge=-(1 << 53), le=1 << 53)]


class Ask(BaseModel):
    """The files as they stand in the editor, in the order in which they were given out."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    texts: Annotated[tuple[Text, ...], Field(max_length=MAX_FILES, strict=False)]


class Setting(Ask):
    """The reading and the date under which something is decided; none is the default."""

    reading: Short = ""
    as_of: Short = ""


class Look(Setting):
    """An event to be decided: as JSON, or the row of the feed that it is."""

    event: Annotated[str, Field(max_length=MAX_LINE)] = ""
    row: Count | None = None
    any_reading: bool = False


class Timeline(Look):
    """What is to be seen of time, in microseconds; the whole where nothing is said."""

    view: Annotated[tuple[Instant, Instant] | None, Field(strict=False)] = None


class Rows(Setting):
    """Some rows of the feed, counted from 0."""

    start: Count
    count: Annotated[int, Field(ge=1, le=MOST_ROWS)]


class Place(Ask):
    """A place in a file: its number, and an offset in UTF-16 code units."""

    file: Count
    line: Count
    character: Count


class Save(BaseModel):
    """A file to be written back, also ``over`` what somebody else wrote meanwhile."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    file: Count
    text: Text
    over: bool = False
