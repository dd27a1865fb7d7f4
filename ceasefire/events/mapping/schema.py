"""What a mapping file holds: which column says what, and what its cells mean.

The documents check shape only; columns, values and dates stay text here.
"""

# Annotations are no text here, which pydantic would have to evaluate first.
# ruff: noqa: RUF012  (pydantic copies mutable defaults)

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from ceasefire.rulebook.forms import Form, Zone
from ceasefire.rulebook.schema_parts import Doc
from ceasefire.rulebook.shorthand import Choice, Keyed, Named, Several, Text, Texts

__all__ = [
    "AreaDoc",
    "MappingDoc",
    "NoteDoc",
    "PlaceDoc",
    "PrecisionDoc",
    "ReachDoc",
    "RivalsDoc",
    "RuleDoc",
    "SkipDoc",
]

Value = Annotated[
    Any,
    Form("a value, a list of what holds together, `{one_of: […]}`, `{not: …}`, or `unknown`"),
]
"""A value of an event, read by :mod:`ceasefire.events.mapping.context`."""

Column = Annotated[Text, Form("the name of a column")]

Columns = Several[Column]

Values = Annotated[
    Named[Value],
    Form(
        "a mapping of cells, each to a value, a list of what holds together, `{one_of: […]}`,"
        " `{not: …}`, or `unknown`"
    ),
]
"""What cells mean."""


class PrecisionDoc(Doc):
    """How exact a date is."""

    column: Columns = []
    """The column that says so; without one, ``is`` holds for every row."""
    is_: Text = Field(default="", alias="is")
    """How exact every date is."""
    values: Annotated[Values, Form("a mapping of cells, each to one of these words")] = {}
    """For each cell: `exact`, `day`, `week`, `month`, `year` or such as `3 days`; of a date in
    parts also `given`, which is as exact as the parts that there are."""
    otherwise: Text = ""
    """What a cell that is not listed means."""


Precision = Annotated[PrecisionDoc, BeforeValidator(Keyed("is"))]


def columned(value: object) -> object:
    """Write a bare column, or several, out as a rule."""
    return {"column": value} if isinstance(value, (str, list)) else value


class RuleDoc(Doc):
    """What says one field of the event."""

    column: Columns = []
    """The column; of several, the first that is not empty."""
    is_: Value = Field(default=None, alias="is")
    """What holds for every row."""
    values: Values = {}
    """What cells mean; a `*` at the end of one stands for any letters."""
    otherwise: Value = None
    """What a cell means that `values` does not list."""
    blank: Value = None
    """What an empty cell means; without it, nothing is reported."""
    split: Text = ""
    """What stands between several in one cell."""

    book: Text = ""
    """For parties: the code book to which names, or codes, belong."""
    code: Columns = []
    """For parties: the column with the code."""
    brackets: Annotated[Text, AfterValidator(Choice("bad-choice", "part", "aside"))] = "part"
    """For parties: `aside` to try a name that is not known without brackets at its end."""
    with_: Columns = Field(default=[], alias="with")
    """For parties: the column of those who may have acted with them."""

    low: Columns = []
    """For numbers: the column with the lowest."""
    high: Columns = []
    """For numbers: the column with the highest."""
    thousands: Text = ""
    """For numbers: what stands between thousands."""
    decimal: Text = "."
    """For numbers: what stands before decimals."""
    between: Text = ""
    """For numbers: what stands between the ends of a range."""
    times: Annotated[Text, Form("a number")] = ""
    """For numbers: by how much a cell is multiplied."""

    first: Columns = []
    """For times: the column of the first day."""
    last: Columns = []
    """For times: the column of the last day, which is inside."""
    from_: Columns = Field(default=[], alias="from")
    """For times: the column of the first instant."""
    until: Columns = []
    """For times: the column of the first instant after."""
    year: Columns = []
    """For times: the column of the year, of a date whose parts are in columns of their own."""
    month: Columns = []
    """For times: the column of the month, in numbers or English."""
    day: Columns = []
    """For times: the column of the day of the month."""
    clock: Columns = []
    """For times: the column of the time of day."""
    formats: Several[
        Annotated[Text, Form("`iso`, `epoch-seconds`, `epoch-milliseconds`, or as in `%d/%m/%Y`")]
    ] = []
    """For times: how dates are written; the first that fits is taken."""
    zone: Zone = ""
    """For times: the zone of those that have none; without it, the rulebook's."""
    precision: Precision | None = None
    """For times: how exact they are."""

    codes: Annotated[
        Text, AfterValidator(Choice("bad-choice", "", "iso3", "iso-numeric", "fips"))
    ] = ""
    """For countries: what the cells are, where they are no names or two letters of ISO."""


Rule = Annotated[RuleDoc, BeforeValidator(columned)]


class AreaDoc(Doc):
    """How far a place counts."""

    within_km: Annotated[Text, Form("a number")] = ""
    """How many kilometres off the point may be; without it, the point is not used."""
    area: Annotated[
        Text,
        AfterValidator(Choice("bad-choice", "", "name", "admin2", "admin1", "country", "none")),
    ] = ""
    """The smallest unit whose name counts; without it, every name does."""


Area = Annotated[AreaDoc, BeforeValidator(Keyed("area"))]


class ReachDoc(Doc):
    """How exact a place is."""

    column: Columns = []
    """The column that says so."""
    values: Named[Area] = {}
    """For each cell, what of the place counts."""
    otherwise: Area | None = None
    """What a cell that is not listed means; without it, the country alone counts."""


class PlaceDoc(Doc):
    """What says where it was."""

    name: Rule | None = None
    """What says the name of the place."""
    country: Rule | None = None
    """What says the country, by name or two letters of ISO 3166, or by other `codes`."""
    admin1: Rule | None = None
    """What says the first-level administrative unit, by name."""
    admin2: Rule | None = None
    """What says the second-level administrative unit, by name."""
    pcode: Rule | None = None
    """What says the P-code of an administrative unit."""
    lat: Rule | None = None
    """What says the degrees north (WGS 84)."""
    lon: Rule | None = None
    """What says the degrees east (WGS 84)."""
    within_km: Rule | None = None
    """What says how many kilometres off the point may be."""
    precision: ReachDoc | None = None
    """How exact the place is."""


class SkipDoc(Doc):
    """Rows that are no events."""

    column: Column
    """The column that tells."""
    values: Texts = []
    """The cells of such rows."""
    except_: Texts = Field(default=[], alias="except")
    """The cells of all other rows."""
    because: Text = ""
    """Why they are left aside, for people to read."""


class NoteDoc(Doc):
    """What is noted of some rows."""

    column: Column
    """The column that tells."""
    values: Named[Text] = {}
    """For a cell, what is noted."""


class RivalsDoc(Doc):
    """Which of two sides acted, where the table does not say."""

    unless: Named[Texts] = {}
    """By column, the cells of rows whose actor did act on the target."""
    note: Text = ""
    """What is kept with the other direction, for people to read."""


def rivals(value: object) -> object:
    """Write `undirected` out."""
    return {} if value == "undirected" else value


class MappingDoc(Doc):
    """A mapping file."""

    feed: Text
    """What it is called, with the letters of an id."""
    title: Text = ""
    """What it is called, for people to read."""
    note: Text = ""
    """A remark, for people to read."""
    columns: Columns = []
    """The names of the columns, where the table has no header."""
    optional: Columns = []
    """Columns that a table may lack."""
    skip: Several[SkipDoc] = []
    """Rows that are no events: they are counted as left aside."""
    fields: Annotated[
        Named[Value],
        Form(
            "a mapping of fields, each to a column or a rule; of `where`, to a mapping of its keys"
        ),
    ] = {}
    """For each field of the event, what says it: a column, or a rule."""
    notes: Several[NoteDoc] = []
    """What is noted of rows, by what a column holds."""
    alternatives: Annotated[RivalsDoc, BeforeValidator(rivals)] | None = None
    """Says that the table names two sides, and not which of them acted: both directions have
    the same standing."""
