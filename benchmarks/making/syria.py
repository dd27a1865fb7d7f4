"""A feed for the rulebook of 2016 on Syria, of events that it decides for certain.

The parties, kinds and governorates are those of the rulebook. It stays within the
months in which the nationwide cessation holds by every account, as its local calms hang
on questions that the default reading leaves open; where it holds these do not matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from making.events import ROW_GROUP, TIME, draw, plain, put, texts
from making.world import COLUMNS, shares

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.book import Book

__all__ = ["FIRST", "LAST", "values_of", "write_syria"]

FIRST: Final = np.datetime64("2016-03-01T00:00", "us")
LAST: Final = np.datetime64("2016-09-01T00:00", "us")
SEED: Final = 2254
AIR: Final = ("syrian-government", "russia", "us-coalition")
LATER: Final = "nusra-successors"
"""Groups that the rulebook says were not there before the end of July."""
NAMES: Final = {"Hasaka": "Hasakah", "Suwayda": "As-Suwayda"}


def values_of(book: Book) -> dict[str, dict[str, float]]:
    """Return the columns of text, each with its values and how often they are reported."""
    rulebook = book.rulebook
    umbrellas = {item.parent for party in rulebook.parties.values() for item in party.memberships}
    later = {
        key
        for key, party in rulebook.parties.items()
        if any(item.parent == LATER for item in party.memberships)
    }
    known = rulebook.parties.keys() - umbrellas - later - {"civilians"}
    leaves = [key for key in rulebook.parties if key in known]
    leaves = [*AIR, *(key for key in leaves if key not in AIR)]
    units = [place.admin1 for place in rulebook.places.values() if place.admin1]

    def spread(names: list[str]) -> dict[str, float]:
        return dict(zip(names, map(float, shares(len(names))), strict=True))

    return {
        "kind": COLUMNS["kind"],
        "actor": spread(leaves),
        "target": spread(["civilians", *leaves]),
        "where.admin1": spread(list(dict.fromkeys(units))),
        "struck": COLUMNS["struck"],
        "response": COLUMNS["response"],
    }


def write_syria(path: Path, rows: int, uncertain: float, book: Book) -> None:
    """Write so many events, of which this share has rival actors or targets, or names none."""
    size = min(ROW_GROUP, -(-rows // 4))
    values = values_of(book)
    tables = (
        events(np.random.default_rng([SEED, number]), (start, min(size, rows - start)), values)
        for number, start in enumerate(range(0, rows, size))
    )
    writer: pq.ParquetWriter | None = None
    for number, table in enumerate(tables):
        dice = np.random.default_rng([SEED, 1, number])
        found = doubtful(dice, table, uncertain, values) if uncertain else table
        if writer is None:
            named = [name for name in found.column_names if name not in {"id", "when"}]
            writer = pq.ParquetWriter(
                path, found.schema, compression="zstd", use_dictionary=named, store_schema=False
            )
        writer.write_table(found, row_group_size=size)
    if writer is not None:
        writer.close()


def events(
    dice: np.random.Generator, where: tuple[int, int], values: dict[str, dict[str, float]]
) -> pa.Table:
    """Return so many rows of the feed, from a start on."""
    start, rows = where
    numbers = pa.array(np.arange(start, start + rows)).cast(pa.string())
    minutes = (LAST - FIRST).astype("int64") // 60_000_000
    when = FIRST.astype("int64") + dice.integers(0, minutes, rows) * 60_000_000
    codes = {name: draw(dice, each, rows) for name, each in values.items()}
    # Nobody but these strikes from the air: the rulebook says that it cannot be.
    airstrikes = codes["kind"] == list(values["kind"]).index("airstrike")
    codes["actor"][airstrikes] %= len(AIR)
    columns: dict[str, pa.Array] = {
        "id": pc.binary_join_element_wise("s", pc.utf8_lpad(numbers, 8, "0"), ""),
        "when": pa.array(when, pa.int64()).cast(TIME),
        "where.country": texts(np.zeros(rows, np.int32), ["SY"]),
    }
    columns |= {name: texts(codes[name], list(each)) for name, each in values.items()}
    columns["proportionate"] = pa.array(dice.random(rows) < 1 / 2)
    return pa.table({name: plain(column) for name, column in columns.items()})


def doubtful(
    dice: np.random.Generator,
    table: pa.Table,
    uncertain: float,
    values: dict[str, dict[str, float]],
) -> pa.Table:
    """Return the rows with rival actors, rival targets or no actor in so large a share."""
    chosen = dice.random(table.num_rows) < uncertain
    which = dice.integers(0, 3, table.num_rows)
    # What strikes from the air stays certain, so that no report contradicts the rulebook.
    chosen &= table["kind"].to_numpy() != "airstrike"
    for number, name in enumerate(("actor", "target")):
        pairs = ["|".join(dice.choice(list(values[name]), 2, replace=False)) for _ in range(100)]
        changed = put(table[name].combine_chunks(), chosen & (which == number), dice, pairs)
        table = table.set_column(table.column_names.index(name), name, changed)
    unknown = pa.array(chosen & (which == 2))  # noqa: PLR2004  (the third of three)
    actor = pc.if_else(unknown, pa.scalar(None, pa.string()), table["actor"])
    return table.set_column(table.column_names.index("actor"), "actor", actor)
