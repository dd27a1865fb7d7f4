"""Which column may hold what: by its name, and by what stands in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.events.mapping.dates import moment
from ceasefire.events.mapping.parts import PARTS, month_of, number_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ceasefire.events.inferring.sample import Column, Sample
    from ceasefire.events.mapping.dates import Moment

__all__ = [
    "NAMES",
    "Dated",
    "best",
    "by_values",
    "dated",
    "figures",
    "full",
    "identity",
    "is_count",
    "is_number",
    "numeric",
    "parted",
    "separator",
    "weak",
    "within",
]

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "id": ("event id", "incident id", "id", "uuid", "globaleventid", "nr", "no", "ref", "number"),
    "when": ("event date", "date", "day", "when", "sqldate", "datetime", "timestamp", "time"),
    "year": ("year", "iyear", "event year", "yr"),
    "month": ("month", "imonth", "event month"),
    "day": ("day", "iday", "event day", "day of month"),
    "first": ("date start", "start date", "from", "start", "begin"),
    "last": ("date end", "end date", "until", "end", "to"),
    "lat": ("latitude", "lat"),
    "lon": ("longitude", "lon", "lng", "long"),
    "country": ("country", "country name", "nation"),
    "admin1": ("admin1", "adm 1", "adm1", "admin 1", "governorate", "province", "oblast", "state"),
    "admin2": ("admin2", "adm 2", "adm2", "admin 2", "district", "county"),
    "pcode": ("pcode", "p code"),
    "name": ("location", "place", "town", "village", "city", "site", "where"),
    "actor": (
        "actor1", "actor 1", "side a", "actor", "perpetrator", "attacker", "who", "by", "party",
        "group",
    ),
    "target": ("actor2", "actor 2", "side b", "target", "victim", "against", "whom"),
    "killed": ("fatalities", "killed", "deaths", "dead", "best", "fatal", "died"),
    "low": ("low", "killed low", "deaths low", "minimum", "min"),
    "high": ("high", "killed high", "deaths high", "maximum", "max"),
    "wounded": ("wounded", "injured", "injuries"),
    "civilians_killed": ("deaths civilians", "civilian deaths", "civilians killed"),
    "kind": (
        "sub event type", "event type", "kind", "incident type", "type", "attack type",
        "type of violence", "category", "event", "incident",
    ),
    "sources": ("source", "sources", "source url", "sourceurl", "url", "link", "source article"),
    "where_precision": ("where prec", "geo precision", "location precision"),
    "when_precision": ("date prec", "time precision", "date precision"),
}  # fmt: skip
"""How columns are called, the likeliest first, by what they hold."""

FORMATS: Final = (
    "iso", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y%m%d",
    "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y", "%d-%b-%y", "%d/%m/%y",
    "%m/%d/%y", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S", "epoch-seconds", "epoch-milliseconds",
)  # fmt: skip
"""The formats that are tried, in this order."""

BETWEEN: Final = ("-", "\N{EN DASH}", " to ", "..")
"""What may stand between the ends of a range."""

LIKELY: Final = 0.95
FITTING: Final = 0.7
"""The share of values that a format has to fit."""

TRIED: Final = 400
YEARS, SECONDS = range(1900, 2101), range(1973, 2101)
"""The years that dates may be of; small numbers are hardly seconds."""

STAMPED: Final = frozenset({"date", "time", "timestamp", "epoch"})
"""Words without which a number is not taken for seconds."""


class Dated(NamedTuple):
    """The format of a column of dates, and another that fits as well.

    ``midnight`` says that all of them are instants at the beginning of a day; ``odd``
    are values that do not fit.
    """

    form: str
    other: str
    midnight: bool
    odd: tuple[str, ...]


def named(column: Column, names: Iterable[str]) -> int | None:
    """Return how well a column bears one of some names: 0 is best, nothing not at all."""
    words = column.words
    for rank, name in enumerate(names):
        wanted = frozenset(name.split())
        if words == wanted:
            return rank
    for rank, name in enumerate(names):
        wanted = frozenset(name.split())
        if len(wanted) > 1 and wanted <= words:
            return 100 + rank
    return None


def weak(column: Column, key: str) -> str:
    """Return why a column is a weak guess, by its name; nothing where it bears a usual one."""
    if named(column, NAMES[key]) is not None:
        return ""
    single = [name for name in NAMES[key] if " " not in name and name in column.words]
    return f"only the word `{single[0]}` in its name" if single else "not by its name"


def best(
    sample: Sample, key: str, used: Collection[str] = (), *, loose: bool = False
) -> Iterator[Column]:
    """Yield the columns that may hold something by their names, the likeliest first.

    ``loose`` lets a name hold other words besides.
    """
    found: list[tuple[int, int, Column]] = []
    for column in sample.columns.values():
        if column.name in used or not column.filled:
            continue
        rank = named(column, NAMES[key])
        if rank is None and loose:
            single = [name for name in NAMES[key] if " " not in name]
            rank = next((200 + n for n, name in enumerate(single) if name in column.words), None)
        if rank is not None:
            found.append((rank, len(found), column))
    for _, _, column in sorted(found, key=lambda item: item[:2]):
        yield column


def dated(column: Column) -> Dated | None:
    """Return how the dates of a column are written, or nothing where they are none."""
    values = column.common(TRIED)
    rows = sum(column.values[value] for value in values)
    fitting: list[tuple[str, int, list[Moment]]] = []
    for form in FORMATS:
        years = SECONDS if form.startswith("epoch") else YEARS
        found = {value: time for value in values if (time := moment(value, (form,)))}
        fit = sum(column.values[value] for value in found if found[value].year in years)
        if fit and fit >= FITTING * rows:
            fitting.append((form, fit, list(found.values())))
    if not fitting:
        return None
    form, most, read = max(fitting, key=lambda each: each[1])
    others = [other for other, fit, _ in fitting if other != form and fit == most]
    if form.startswith("epoch") and not column.words & STAMPED:
        return None
    midnight = all(
        isinstance(time, datetime) and not (time.hour or time.minute or time.second)
        for time in read
    )
    odd = tuple(value for value in values if moment(value, (form,)) is None)
    other = next((each for each in others if not each.startswith("epoch")), "")
    return Dated(form, other, midnight, odd)


def parted(sample: Sample, used: Collection[str]) -> list[Column]:
    """Return the columns of the year, the month and the day, as far as there are all before."""
    found: list[Column] = []
    for name in PARTS:
        column = next((each for each in best(sample, name, used) if is_part(each, name)), None)
        if column is None:
            break
        found.append(column)
    return found


def is_part(column: Column, name: str) -> bool:
    """Return whether most values of a column are years, months or days of a month."""
    values = column.common(TRIED)
    read = map(month_of if name == "month" else number_of, values)
    range_ = {"year": YEARS, "month": range(13), "day": range(32)}[name]
    return 2 * sum(number in range_ for number in read) > len(values)


def full(column: Column, rows: int) -> bool:
    """Return whether a month or day is told in every row; 0 tells none."""
    return column.filled == rows and all(number_of(value) != 0 for value in column.values)


def numeric(column: Column, thousands: str = "", between: str = "") -> bool:
    """Return whether most values of a column are numbers, or ranges with ``between`` in them."""
    values = column.common(TRIED)
    fit = sum(is_number(each, thousands) or is_range(each, thousands, between) for each in values)
    return bool(values) and fit >= 0.5 * len(values)


def is_number(text: str, thousands: str = "") -> bool:
    """Return whether a text is a number."""
    try:
        float(text.replace(thousands, "") if thousands else text)
    except ValueError:
        return False
    return "_" not in text


def is_range(text: str, thousands: str, between: str) -> bool:
    """Return whether a text is two numbers with something between them."""
    if not between:
        return False
    first, found, last = text.partition(between)
    return bool(found) and is_number(first, thousands) and is_number(last, thousands)


def separator(columns: Iterable[Column], thousands: str) -> str:
    """Return what stands between the ends of ranges; nothing where there are none."""
    values = [value for column in columns for value in column.common(TRIED)]
    counts = {sign: sum(is_range(each, thousands, sign) for each in values) for sign in BETWEEN}
    sign = max(counts, key=lambda each: counts[each])
    return sign if counts[sign] else ""


def figures(column: Column) -> bool:
    """Return whether a column holds numbers, or ranges of them."""
    return numeric(column, ",", separator([column], ","))


def is_count(text: str, thousands: str, between: str) -> bool:
    """Return whether a text is a whole number from 0, or a range between two."""
    if is_range(text, thousands, between):
        return all(is_count(each, thousands, "") for each in text.split(between, 1))
    if not is_number(text, thousands):
        return False
    value = float(text.replace(thousands, "") if thousands else text)
    return value >= 0 and value.is_integer()


def within(column: Column, limit: float) -> bool:
    """Return whether the values of a column are numbers as far from 0 as a limit."""
    values = column.common(TRIED)
    numbers = [float(each) for each in values if is_number(each)]
    return len(numbers) >= LIKELY * len(values) and all(-limit <= each <= limit for each in numbers)


def measured(column: Column) -> bool:
    """Return whether values are dates or fractions, which may all differ and name nothing."""
    values = column.common(TRIED)
    fractions = sum(is_number(value) and "." in value for value in values)
    return timely(column) is not None or 2 * fractions > len(values)


def timely(column: Column) -> Dated | None:
    """Return how dates are written in a column whose values alone say that it holds some."""
    found = dated(column)
    if found is None or found.form.startswith("epoch") or is_number(column.common(1)[0]):
        return None
    values = column.common(TRIED)
    return found if len(values) - len(found.odd) >= LIKELY * len(values) else None


def by_values(sample: Sample, used: Collection[str]) -> tuple[Column, Dated] | None:
    """Return the first column whose values alone say that they are dates, and how."""
    for column in sample.columns.values():
        how = timely(column) if column.filled and column.name not in used else None
        if how is not None:
            return column, how
    return None


def identity(sample: Sample) -> tuple[Column | None, str]:
    """Return the column that may be the id of a row, and why that is a weak guess, if it is."""
    rows = sample.rows
    for column in best(sample, "id", loose=True):
        if column.filled == rows and sum(column.values.values()) == len(column.values):
            return column, weak(column, "id")
    filled = [column for column in sample.columns.values() if column.filled == rows]
    choice = filled or [column for column in sample.columns.values() if column.filled]
    choice = [column for column in choice if not measured(column)] or choice
    if not choice:
        return None, ""
    most = max(choice, key=lambda column: len(column.values) if column.whole else rows)
    if most.whole and len(most.values) == rows:
        return most, "not by its name; it differs in every row"
    return most, "no column differs in every row, and this most often"
