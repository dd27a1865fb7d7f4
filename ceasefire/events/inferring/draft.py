"""The draft of a mapping: every column that was guessed at, and what its values may mean."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from ceasefire.events.dialects import NATIVE, REQUIRED, dialect_of
from ceasefire.events.inferring.guesses import (
    best,
    by_values,
    dated,
    figures,
    full,
    identity,
    is_count,
    is_number,
    numeric,
    parted,
    separator,
    weak,
    within,
)
from ceasefire.events.inferring.kinds import few, guessed, telling
from ceasefire.events.inferring.sample import sampled
from ceasefire.events.inferring.scalars import quoted
from ceasefire.events.mapping.parts import PARTS
from ceasefire.rulebook.mending import id_like

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from os import PathLike

    from ceasefire.events.inferring.guesses import Dated
    from ceasefire.events.inferring.sample import Column, Sample

__all__ = ["drafted"]

SIDES: Final = ("actor", "target")
MOST_LISTED: Final = 500
"""So many columns are named, and values of one looked at."""

MOST_KINDS: Final = 60
"""So many values of a column of kinds are listed."""

ODD: Final = 20
"""So many values that are no numbers are listed."""

LONGEST: Final = 120

DIRECTED: Final = frozenset(
    {"perpetrator", "attacker", "victim", "target", "against", "by", "who", "whom"}
)
"""Words in names of columns that say who acted on whom."""

GUESS: Final = "# a guess"
UNKNOWN: Final = "unknown"


def drafted(place: str | PathLike[str]) -> str:
    """Return a mapping file for a table, in which every guess is marked as one.

    It can be used as it is. Raises :class:`~ceasefire.errors.FeedError` where the table
    cannot be read.
    """
    sample = sampled(place)
    return "\n".join(Draft(sample).lines()) + "\n"


class Draft:
    """A mapping in the making."""

    def __init__(self, sample: Sample) -> None:
        """Take the columns of a table."""
        self.sample = sample
        self.used: set[str] = set()
        self.sides: list[str] = []

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file."""
        yield from self.head()
        yield "fields:"
        yield from self.identity()
        when = list(self.when())
        where = list(self.where())
        people = list(self.people())
        numbers = list(self.numbers())
        yield from self.kind()
        yield from (*when, *where, *people, *numbers)
        yield from self.sources()
        yield "  # the table does not say who held the ground, or who was there"
        yield "  held_by: {is: unknown}"
        yield "  present: {is: unknown}"
        yield from self.rivals(people)
        yield from self.left()

    def head(self) -> Iterator[str]:
        """Yield what stands above the fields."""
        name = id_like(PurePath(self.sample.name).stem) or "my-table"
        yield f"# A draft, made from the first {self.sample.rows} rows of a table."
        yield "# What it says of columns and values are guesses: check each, and mend it."
        yield "# What rests on a word of a name, or on less, is a weak guess: begin with these."
        yield "# Then: ceasefire classify FEED --format THIS-FILE --rules RULES"
        known = dialect_of(self.sample.fixed)
        if known != NATIVE:
            yield f"# The table has the columns of {known}: it can be read without a mapping."
        elif native(self.sample.columns):
            yield "# The table has the columns of native events: if its values are theirs as well,"
            yield "# it can be read without a mapping. `ceasefire schema --event` tells these."
        yield f"feed: {name[:60].rstrip('-._')}"
        if self.sample.bare:
            yield "# The table has no header: its columns, in their order."
            yield f"columns: [{', '.join(map(quoted, self.sample.columns))}]"

    def take(self, column: Column) -> Column:
        """Take note that a column is read."""
        self.used.add(column.name)
        return column

    def first(self, key: str) -> Column | None:
        """Return the likeliest column, and take it."""
        found = next(best(self.sample, key, self.used), None)
        return self.take(found) if found else None

    # --- fields ---

    def identity(self) -> Iterator[str]:
        """Yield what says the id."""
        column, why = identity(self.sample)
        if column is None:
            yield "  id: {is: unknown}  # the table has no values to tell by"
            return
        self.used.add(column.name)
        yield f"  id: {quoted(column.name)}  {marked(why)}"

    def kind(self) -> Iterator[str]:
        """Yield what says what happened, with the values that there are."""
        for column in best(self.sample, "kind", self.used, loose=True):
            why = weak(column, "kind")
            if few(column) and (not why or any(guessed(v) != UNKNOWN for v in column.values)):
                yield from self.kinds(self.take(column), why)
                return
        for column in self.sample.columns.values():
            if column.name not in self.used and telling(column):
                yield from self.kinds(self.take(column), weak(column, "kind"))
                return
        yield "  # no column seems to say what happened: each may be any kind of incident"
        yield "  kind: {is: unknown}"

    def kinds(self, column: Column, why: str) -> Iterator[str]:
        """Yield the values of the column of kinds, the most frequent first."""
        yield "  kind:"
        yield f"    column: {quoted(column.name)}  {marked(why)}"
        yield "    # kinds: `ceasefire schema --event` lists them; no-incident is one, too"
        yield "    values:"
        for value in column.common(MOST_KINDS):
            if len(value) > LONGEST:
                continue
            kind = guessed(value)
            rows = f"{column.values[value]} rows" if column.values[value] > 1 else "1 row"
            told = f"# {rows}; to be said" if kind == UNKNOWN else f"{GUESS}; {rows}"
            yield f"      {quoted(value)}: {kind}  {told}"
        if len(column.values) > MOST_KINDS:
            yield f"      # and {len(column.values) - MOST_KINDS} more, which are rarer"
        yield "    blank: unknown"

    def when(self) -> Iterator[str]:
        """Yield what says when."""
        pair = [self.date_of("first"), self.date_of("last")]
        if pair[0] and pair[1]:
            (first, how), (last, other) = pair[0], pair[1]
            self.used |= {first.name, last.name}
            yield "  when:"
            for key, column in (("first", first), ("last", last)):
                yield f"    {key}: {quoted(column.name)}  {marked(weak(column, key))}"
            yield "    # the last day counts"
            yield from self.formats(how, other)
            return
        parts = parted(self.sample, self.used)
        for key in ("when", "first", ""):
            found = self.date_of(key) if key else by_values(self.sample, self.used)
            strong = found and key and not weak(found[0], key)
            if len(parts) == len(PARTS) and not strong:
                break
            if found:
                column, how = found
                self.used.add(column.name)
                yield "  when:"
                yield f"    column: {quoted(column.name)}  {marked(weak(column, key or 'when'))}"
                yield from self.formats(how)
                return
        if parts:
            yield from self.apart(parts)
            return
        yield "  # no column seems to say when: without a time, little can be decided"
        yield "  when: {is: unknown}"

    def apart(self, parts: list[Column]) -> Iterator[str]:
        """Yield a date of which the year, the month and the day are in columns of their own."""
        yield "  when:"
        for name, column in zip(PARTS, parts, strict=False):
            yield f"    {name}: {quoted(self.take(column).name)}  {marked(weak(column, name))}"
        if len(parts) < len(PARTS):
            length = PARTS[len(parts) - 1]
            yield f"    precision: {length}  # no column seems to say the {PARTS[len(parts)]}"
        elif all(full(column, self.sample.rows) for column in parts[1:]):
            yield "    # a row without a day is refused; `precision: given` takes it for a month"
        else:
            told = "without a day (or with 0) the whole month, without a month the whole year"
            yield f"    precision: given  # {told}"
        yield from self.exactness()

    def date_of(self, key: str) -> tuple[Column, Dated] | None:
        """Return the likeliest column of dates of a name, and how they are written."""
        for column in best(self.sample, key, self.used, loose=True):
            how = dated(column)
            if how is not None:
                return column, how
        return None

    def formats(self, *found: Dated) -> Iterator[str]:
        """Yield how dates are written."""
        forms = dict.fromkeys(each.form for each in found)
        yield f"    formats: [{', '.join(quoted(form) for form in forms)}]  {GUESS}"
        others = dict.fromkeys(each.other for each in found if each.other not in {"", *forms})
        for other in others:
            yield f"    # {other} would fit as well: is the day first, or the month?"
        for strange in dict.fromkeys(text for each in found for text in each.odd[:1]):
            yield f"    # not all fit: {quoted(strange)} does not, and its row is refused"
        if all(each.midnight for each in found):
            yield "    precision: day  # every one is at midnight"
        yield from self.exactness()

    def exactness(self) -> Iterator[str]:
        """Yield how exact dates are, as a comment."""
        for column in best(self.sample, "when_precision"):
            listed = ", ".join(f"{quoted(value)}: day" for value in sorted(column.common(12)))
            yield "    # how exact it is may be in another column: exact, day, week, month, year"
            yield f"    # precision: {{column: {quoted(column.name)}, values: {{{listed}}}}}"

    def where(self) -> Iterator[str]:
        """Yield what says where."""
        lines = []
        lat = [each for each in best(self.sample, "lat", self.used) if within(each, 90)]
        lon = [each for each in best(self.sample, "lon", self.used) if within(each, 180)]
        for key in ("country", "admin1", "admin2", "pcode"):
            column = self.first(key)
            if column:
                lines.append(f"    {key}: {quoted(column.name)}  {GUESS}")
        if any(line.startswith("    admin") for line in lines):
            lines.append("    # a unit that the rulebook does not name is taken to be another than")
            lines.append("    # those that it has: names that it spells otherwise need `values`")
        if lat and lon:
            for key, column in (("lat", lat[0]), ("lon", lon[0])):
                lines.append(f"    {key}: {quoted(self.take(column).name)}  {GUESS}")
            lines += self.reach()
        elif column := self.first("name"):
            lines.append(f"    name: {quoted(column.name)}  {GUESS}")
        if lines:
            yield "  where:"
            yield from lines

    def reach(self) -> Iterator[str]:
        """Yield how exact places are, as a comment."""
        yield "    # a point that stands for an area must not count as a point"
        for column in best(self.sample, "where_precision"):
            listed = ", ".join(f"{quoted(each)}: country" for each in sorted(column.common(9)))
            yield "    # how exact it is may be in another column; for each of its values, the"
            yield "    # smallest unit that counts, or how far off the point may be: {within_km: 5}"
            yield f"    # precision: {{column: {quoted(column.name)}, values: {{{listed}}}}}"

    def people(self) -> Iterator[str]:
        """Yield who, and whom."""
        for key in SIDES:
            column = self.first(key)
            if column:
                self.sides.append(column.name)
                yield f"  {key}: {quoted(column.name)}  {GUESS}"

    def rivals(self, people: list[str]) -> Iterator[str]:
        """Yield whether it is known which of two sides acted."""
        if len(people) < len(SIDES):
            return
        words = {word for name in self.sides for word in self.sample.columns[name].words}
        if words & DIRECTED:
            yield "# The names of the columns say who acted on whom. If they need not be right:"
            yield "# alternatives: undirected"
        else:
            yield "# Which of the two acted must be known: if it is, take the next line out."
            yield "alternatives: undirected"

    def numbers(self) -> Iterator[str]:
        """Yield how many were killed and wounded."""
        ends = [
            next((each for each in best(self.sample, key, self.used) if numeric(each)), None)
            for key in ("low", "high")
        ]
        for key in ("killed", "wounded", "civilians_killed"):
            column = next(filter(figures, best(self.sample, key, self.used)), None)
            if column is None:
                continue
            self.take(column)
            yield f"  {key}:"
            yield f"    column: {quoted(column.name)}  {GUESS}"
            low, high = ends
            if key == "killed" and low and high:
                yield f"    low: {quoted(self.take(low).name)}  {GUESS}"
                yield f"    high: {quoted(self.take(high).name)}  {GUESS}"
            yield from self.odd([column, *(each for each in ends if each and key == "killed")])

    def odd(self, columns: list[Column]) -> Iterator[str]:
        """Yield how numbers are written, and values that are none."""
        values = [value for column in columns for value in column.common(MOST_LISTED)]
        grouped = any("," in value and is_number(value, ",") for value in values)
        if grouped:
            yield f'    thousands: ","  {GUESS}'
        sign = "," if grouped else ""
        between = separator(columns, sign)
        if between:
            yield f"    between: {quoted(between)}  {GUESS}"
        strange = [each for each in dict.fromkeys(values) if not is_count(each, sign, between)]
        if strange:
            yield "    values:"
        for value in strange[:ODD]:
            if len(value) <= LONGEST:
                yield f"      {quoted(value)}: unknown  # no number; to be said: N, or [low, high]"

    def sources(self) -> Iterator[str]:
        """Yield where a row is from."""
        column = self.first("sources")
        if column:
            yield f'  sources: {{column: {quoted(column.name)}, split: ";"}}  {GUESS}'

    def left(self) -> Iterator[str]:
        """Yield the columns that nothing was guessed of."""
        names = [name for name in self.sample.columns if name not in self.used]
        if names:
            yield "# Not read, but carried along into the output:"
            for name in names[:MOST_LISTED]:
                yield f"#   {quoted(name)}"


def native(columns: Collection[str]) -> bool:
    """Return whether a table has the columns that every table of native events has."""
    needed = [set(names) & set(columns) for names in REQUIRED]
    return all(needed) and ("when" in needed[-1] or len(needed[-1]) > 1)


def marked(why: str) -> str:
    """Return the comment that something is a guess, and why a weak one, if it is."""
    return f"# a weak guess: {why}" if why else GUESS
