"""Feeds of generated events as Parquet, in the flattened form of tables.

Every event is drawn by itself, so that few rows repeat: real feeds repeat more. A feed
with doubts has, in so large a share of its rows, one or two of: rival actors, targets
or kinds, an umbrella or a group of kinds, a missing actor or response, an interval of
days, a range of numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from making.rulebooks import MEANS
from making.world import ALLIANCES, COLUMNS, FIRST, GROUPS, MINUTES

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_events"]

SEED: Final = 2016
ROW_GROUP: Final = 262_144
DAY: Final = 86_400_000_000
OFFSET: Final = 2 * 3_600_000_000
RIVALS: Final = 200
FLAGS: Final = {"proportionate": 0.3, "civilian_harm": 0.4}

DOUBTS: Final = {
    "rival actors": 0.25,
    "no actor": 0.1,
    "umbrella": 0.1,
    "rival targets": 0.15,
    "rival kinds": 0.1,
    "group of kinds": 0.1,
    "days": 0.15,
    "numbers": 0.05,
}
"""What a doubtful row leaves open, and how often."""

TIME: Final = pa.timestamp("us", tz="UTC")


def write_events(path: Path, rows: int, uncertain: float) -> None:
    """Write so many events, of which this share leaves something open."""
    size = min(ROW_GROUP, -(-rows // 4))
    writer: pq.ParquetWriter | None = None
    for number, start in enumerate(range(0, rows, size)):
        dice = np.random.default_rng([SEED, round(100 * uncertain), number])
        table = events(dice, start, min(size, rows - start), uncertain)
        if writer is None:
            texts = [name for name in table.column_names if name not in {"id", "when"}]
            writer = pq.ParquetWriter(
                path, table.schema, compression="zstd", use_dictionary=texts, store_schema=False
            )
        writer.write_table(table, row_group_size=size)
    if writer is not None:
        writer.close()


def events(dice: np.random.Generator, start: int, rows: int, uncertain: float) -> pa.Table:
    """Return some rows of a feed, numbered from ``start``."""
    numbers = pa.array(np.arange(start, start + rows)).cast(pa.string())
    minutes = dice.integers(0, MINUTES, rows)
    when = FIRST.astype("int64") + minutes * 60_000_000
    columns: dict[str, pa.Array] = {
        "id": pc.binary_join_element_wise("e", pc.utf8_lpad(numbers, 8, "0"), ""),
        "when": pa.array(when, pa.int64()).cast(TIME),
        "where.country": texts(np.zeros(rows, np.int32), ["SY"]),
    }
    for name, values in COLUMNS.items():
        columns[name] = texts(draw(dice, values, rows), list(values))
    for name, mean in MEANS.items():
        columns[name] = pa.array(dice.exponential(mean, rows).astype(np.int32))
    for name, share in FLAGS.items():
        columns[name] = pa.array(dice.random(rows) < share)
    if uncertain:
        columns = doubtful(dice, columns, when, dice.random(rows) < uncertain)
    return pa.table({name: plain(column) for name, column in columns.items()})


def doubtful(
    dice: np.random.Generator,
    columns: dict[str, pa.Array],
    when: np.ndarray,
    chosen: np.ndarray,
) -> dict[str, pa.Array]:
    """Return the columns with doubts in the chosen rows."""
    rows = len(chosen)
    kinds = dice.choice(len(DOUBTS), (2, rows), p=list(DOUBTS.values()))
    second = dice.random(rows) < 1 / 3
    here = {
        name: chosen & ((kinds[0] == number) | (second & (kinds[1] == number)))
        for number, name in enumerate(DOUBTS)
    }
    found = dict(columns)
    for name, rivals in (("actor", "actors"), ("target", "targets"), ("kind", "kinds")):
        pool = [*COLUMNS[name]]
        pairs = ["|".join(dice.choice(pool, 2 + n % 2, replace=False)) for n in range(RIVALS)]
        found[name] = put(found[name], here[f"rival {rivals}"], dice, pairs)
    found["actor"] = put(found["actor"], here["umbrella"], dice, list(ALLIANCES))
    found["kind"] = put(found["kind"], here["group of kinds"], dice, list(GROUPS))
    nobody = here["no actor"]
    found["actor"] = pc.if_else(nobody, pa.scalar(None, pa.string()), plain(found["actor"]))
    found["response"] = pc.if_else(nobody, pa.scalar(None, pa.string()), plain(found["response"]))
    days, ranges = here["days"], here["numbers"]
    midnight = (when + OFFSET) // DAY * DAY - OFFSET
    until = midnight + DAY * dice.integers(1, 4, rows)
    found["when"] = pc.if_else(days, pa.scalar(None, TIME), found["when"])
    found["when.from"] = pa.array(midnight, mask=~days).cast(TIME)
    found["when.until"] = pa.array(until, mask=~days).cast(TIME)
    low = found["killed"].to_numpy()
    high = low + dice.integers(1, 12, rows, dtype=np.int32)
    found["killed.low"] = pa.array(low, mask=~ranges)
    found["killed.high"] = pa.array(high, mask=~ranges)
    found["killed"] = pc.if_else(ranges, pa.scalar(None, pa.int32()), found["killed"])
    return found


def put(
    column: pa.Array, where: np.ndarray, dice: np.random.Generator, values: list[str]
) -> pa.Array:
    """Return a column that has any of the values in some rows."""
    others = texts(dice.integers(0, len(values), len(where)).astype(np.int32), values)
    return pc.if_else(where, plain(others), plain(column))


def draw(dice: np.random.Generator, values: dict[str, float], rows: int) -> np.ndarray:
    """Return numbers of values, drawn by their shares."""
    held = np.cumsum(list(values.values()))
    return np.searchsorted(held[:-1], dice.random(rows)).astype(np.int32)


def texts(codes: np.ndarray, values: list[str]) -> pa.Array:
    """Return texts by their numbers."""
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(values))


def plain(column: pa.Array) -> pa.Array:
    """Return a column of texts without its dictionary, as a feed's schema has them."""
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
