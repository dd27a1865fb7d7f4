"""Published data read by a mapping means what its own reader says, as far as that goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ceasefire.events.feeds import read_feed
from ceasefire.rulebook.load import load

if TYPE_CHECKING:
    from pathlib import Path

GED = """\
feed: ged
fields:
  id: id
  kind:
    column: type_of_violence
    values: {"1": attack, "2": attack}
    otherwise: {one_of: [attack, killing-of-civilians]}
  when: {first: date_start, last: date_end, formats: [iso, epoch-seconds], precision: day}
  where:
    country:
      column: country
      values: {Iraq: IQ, Israel: IL, Jordan: JO, Lebanon: LB, Syria: SY, Turkey: TR}
    admin1: adm_1
    admin2: adm_2
    lat: latitude
    lon: longitude
    precision:
      column: where_prec
      values:
        "1": {within_km: 1}
        "2": {within_km: 25}
        "3": admin2
        "4": admin1
        "5": admin1
        "6": country
        "7": none
  actor: {column: side_a, code: side_a_new_id, book: ucdp}
  target: {column: side_b, code: side_b_new_id, book: ucdp, values: {Civilians: civilians}}
  killed: {low: low, column: best, high: high}
  held_by: {is: unknown}
  present: {is: unknown}
  verification: {is: reported}
alternatives:
  note: UCDP names the two sides, not which of them attacked
  unless: {type_of_violence: ["3"]}
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "ged231_sample1000.csv",
        "ged_syria_2016_2019.csv",
    ],
)
def test_a_mapping_of_ged_says_what_its_reader_says(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "ged.yaml"
    path.write_text(GED, encoding="utf-8")
    rulebook = load("syria-2016")
    alike = compared = 0
    pairs = zip(
        read_feed(shared_data / name, str(path), rulebook=rulebook),
        read_feed(shared_data / name, rulebook=rulebook),
        strict=True,
    )
    for mapped, read in pairs:
        assert mapped.event is not None
        assert read.event is not None
        for key in ("kind", "when", "where", "verification", "held_by"):
            assert getattr(mapped.event, key) == getattr(read.event, key), (mapped.line, key)
        killed = mapped.event.killed
        low, high = killed if isinstance(killed, list) else (killed, killed)
        assert [low, high] == read.event.killed
        compared += 1
        # What GED's own reader knows of single labels, no table of values can say.
        alike += (mapped.event.actor, mapped.event.target) == (read.event.actor, read.event.target)
    assert compared in {1000, 16_566}
    assert alike > 0.4 * compared
