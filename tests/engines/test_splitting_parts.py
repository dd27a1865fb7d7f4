"""Cells of open fields that leave the same of what matters are gone through as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ceasefire
from ceasefire.engines.columnar import hashing, parting
from ceasefire.engines.columnar.parting import Cells, parted
from ceasefire.events.feeds import read_feed

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RULES = """\
rulebook: sites
timezone: UTC
parties: {red: Red, blue: Blue, green: Green, grey: Grey}
impossible: [{kind: airstrike, actor: {not: red}, because: only red has aircraft}]
instruments:
  truce:
    in_force: {from: 2016-03-01, until: 2016-06-01}
    binds: [red, blue]
    exclude: {bases: {when: {struck: military, actor: blue}}}
    permit: {answer: {lifts: [camps], when: {response: immediate-threat}}}
    prohibit:
      wards: {when: {struck: hospital, kind: shelling}, severity: grave}
      schools: {when: {struck: school, kind: airstrike}, severity: grave}
      stalls: {when: {struck: market, target: green}}
      camps: {when: {struck: camp, actor: red}}
      prayer: {when: {struck: worship, target: grey}}
  calm:
    in_force: {from: 2016-04-10, until: 2016-04-20}
    binds: [red, grey]
    prohibit: {towns: {when: {struck: residential, kind: [shelling, sniping]}}}
"""


def tables(seed: int) -> tuple[Cells, NDArray[np.uint64], NDArray[np.int32]]:
    """Return codes of several cells, a line of words for each, and the codes of some events."""
    random = np.random.default_rng(seed)
    lengths = np.array([1] * 8 + [2, 3, 8, 5], np.int32)
    singles = [*range(8), *(n for size in (2, 3, 8, 5) for n in random.permutation(8)[:size])]
    starts = (np.cumsum(lengths) - lengths).astype(np.int32)
    words = random.integers(0, 8, (12, 3)).astype(np.uint64)
    return (
        Cells(lengths, starts, np.array(singles, np.int32)),
        words,
        random.integers(8, 12, 40).astype(np.int32),
    )


@pytest.mark.parametrize("together", [1, 50, 1 << 20])
@pytest.mark.parametrize("mix", [hashing.MIX, np.uint64(0)])
@pytest.mark.parametrize("seed", range(5))
def test_parts_are_the_cells_that_leave_the_same(
    monkeypatch: pytest.MonkeyPatch, seed: int, mix: np.uint64, together: int
) -> None:
    monkeypatch.setattr(parting, "MOST_TOGETHER", together)
    monkeypatch.setattr(hashing, "MIX", mix)
    cells, words, codes = tables(seed)
    masks = np.random.default_rng(seed + 99).integers(0, 4, (40, 3)).astype(np.uint64)
    found = parted(cells, codes, list(masks.T), words)
    for event, (code, mask) in enumerate(zip(codes.tolist(), masks, strict=True)):
        first = cells.starts[code]
        each = words[cells.singles[first : first + cells.counts[code]]]
        expected: dict[tuple[int, ...], list[NDArray[np.uint64]]] = {}
        for line in each:
            expected.setdefault(tuple((line & mask).tolist()), []).append(line)
        here = slice(found.starts[event], found.starts[event] + found.counts[event])
        some = np.stack([column[here] for column in found.some], axis=1)
        every = np.stack([column[here] for column in found.every], axis=1)
        keys = [tuple(line) for line in (some & mask).tolist()]
        assert keys == [tuple(line) for line in (every & mask).tolist()]
        assert set(keys) == set(expected)
        for key, lines in expected.items():
            same = [number for number, each_key in enumerate(keys) if each_key == key]
            # Lines that look alike by their hash alone may lie apart.
            assert len(same) == 1 or not mix
            assert (np.bitwise_or.reduce(some[same]) == np.bitwise_or.reduce(lines)).all()
            assert (np.bitwise_and.reduce(every[same]) == np.bitwise_and.reduce(lines)).all()


@pytest.mark.no_cover
def test_a_field_with_many_cells_is_decided_by_what_matters_of_them(tmp_path: Path) -> None:
    rules, feed = tmp_path / "sites.yaml", tmp_path / "feed.parquet"
    rules.write_text(RULES)
    sides = ["red", "blue", "green", "grey", "red|blue", "blue|grey", "red|grey|green"]
    kinds = ["shelling", "airstrike", "sniping", "shelling|airstrike", "withdrawal"]
    whens = ["2016-04-12", "2016-03-31/2016-04-12", "2016-02-20/2016-07-01"]
    rows = [
        (actor, target, kind, when)
        for actor in sides
        for target in sides[2:]
        for kind in kinds
        for when in whens
    ]
    actors, targets, kinds_, whens_ = zip(*rows, strict=True)
    table = {
        "id": [f"e{number}" for number in range(len(rows))],
        "kind": kinds_,
        "when": whens_,
        "actor": pa.array(actors, pa.string()),
        "target": pa.array(targets, pa.string()),
    }
    pq.write_table(pa.table(table), feed)
    book = ceasefire.load(rules)
    found = book.scan(feed).collect()
    (known,) = book.known_feeds.values()
    # Only what contradicts the rulebook, and what leaves very much open, is handed on.
    assert len(known.reading.keys) < len(rows) / 5
    records = list(read_feed(feed, rulebook=book.rulebook))
    each = [book.classify(record.event) for record in records if record.event is not None]
    assert [list(map(str, sorted(finding.possible))) for finding in each] == [
        sorted(line) for line in found["possible"].to_pylist()
    ]
    assert [list(finding.depends_on) for finding in each] == found["depends_on"].to_pylist()
    assert [list(finding.ground) for finding in each] == found["ground"].to_pylist()
    assert [finding.because for finding in each] == found["because"].to_pylist()
    assert [list(finding.notes) for finding in each] == found["notes"].to_pylist()
    quick = book.scan(feed, columns=("verdict", "possible")).collect()
    assert quick["possible"].equals(found["possible"])
    assert quick["verdict"].equals(found["verdict"])
