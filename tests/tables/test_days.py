"""Days of UCDP GED that are read for others of their spell change nothing."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

import pytest

import ceasefire
from ceasefire.events.ucdp_ged import COLUMNS
from tests.tables.made import row_by_row, whole

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """\
rulebook: valley
title: Truce in the valley
timezone: Asia/Damascus
parties:
  north: {name: Northern Army, also: [{name: IS, from: 2016-05-20, until: 2016-06-10}]}
  south: {name: Southern Army, part_of: [{party: north, from: 2016-06-15}]}
instruments:
  truce:
    in_force: {from: 2016-05-04 12:00, until: 2016-06-30}
    binds: [north, south]
    prohibit:
      attacks: {when: {kind: attack}, in_force: {days: [thursday, friday]}}
      nights: {when: {kind: attack}, in_force: {from: 2016-05-04, for: 96h, hours: 22:00-06:00}}
"""
ODD: Final = ("", "soon", "1985-01-01", "2016-05-32", "1462320000", "2016-05-04 00:00:00")


def texts() -> list[tuple[str, str]]:
    draw = Random(1)  # noqa: S311  (no secret)
    days = [str(date(2016, 4, 25) + timedelta(days=number)) for number in range(80)]
    pairs = [(day, day) for day in days]
    pairs += [(draw.choice(days), draw.choice(days)) for _ in range(80)]
    pairs += [(draw.choice([*days, *ODD]), draw.choice(ODD)) for _ in range(40)]
    return pairs + [(last, first) for first, last in pairs[-80:]]


@pytest.mark.parametrize("as_of", ["", "2016-05-25", "2016-06-02T10:00Z"])
def test_days_read_for_others_change_nothing(tmp_path: Path, as_of: str) -> None:
    (tmp_path / "valley.yaml").write_text(RULES, encoding="utf-8")
    of = ceasefire.load(tmp_path / "valley.yaml")
    of = of.as_of(as_of) if as_of else of
    row = dict.fromkeys(sorted(COLUMNS), "1") | {"side_a": "IS", "side_b": "Southern Army"}
    lines = [",".join(row)]
    for number, (first, last) in enumerate(texts()):
        given = {"id": str(number), "date_start": first, "date_end": last}
        lines.append(",".join((row | given).values()))
    source = tmp_path / "feed.csv"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    run = whole(of, source, one)
    row_by_row(of, source, other)
    assert run.feed.dialect == "ucdp-ged"
    assert run.summary.rejected > len(ODD)
    for name in ("", ".rejects"):
        found, wanted = (path.with_name(f"{path.stem}{name}.csv") for path in (one, other))
        assert found.read_text(encoding="utf-8") == wanted.read_text(encoding="utf-8")
    cases = next(len(each.spoken) for each in run.decider.reading.pieces if each.own == ["when"])
    assert cases < len(set(texts()))
