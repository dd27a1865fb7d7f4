"""What is left out on request is found by what columns are read as, not only by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ceasefire
from ceasefire.events.feeds import read_feed
from ceasefire.findings.redaction import Redaction

if TYPE_CHECKING:
    from pathlib import Path

MAPPING = """\
feed: kreis
fields:
  id: Nr
  when: Tag
  kind: {column: Art, values: {Beschuss: shelling}}
  where: {lat: Breite, lon: Laenge}
  sources: Wer
"""


def test_columns_that_a_mapping_reads_as_places_and_sources_are_known(tmp_path: Path) -> None:
    table, mapping = tmp_path / "kreis.csv", tmp_path / "kreis.yaml"
    table.write_text("Nr,Tag,Art,Breite,Laenge,Wer\n1,2016-05-04,Beschuss,36.2123,37.14,SNHR\n")
    mapping.write_text(MAPPING)
    feed = read_feed(table, str(mapping), rulebook=ceasefire.load("syria-2016").rulebook)
    (record,) = feed
    redaction = Redaction.of(feed, coarsen=1, no_sources=True)
    assert redaction.row(record.raw) == {
        "Nr": "1",
        "Tag": "2016-05-04",
        "Art": "Beschuss",
        "Breite": "36.2",
        "Laenge": "37.1",
    }


def test_columns_that_are_called_like_coordinates_are_rounded() -> None:
    redaction = Redaction(coarsen=0)
    row = {"Actor1Geo_Lat": "36.21", "ActionGeo_Long": 37.9, "note_long": "a long text"}
    assert redaction.row(row) == {
        "Actor1Geo_Lat": "36.0",
        "ActionGeo_Long": 38.0,
        "note_long": "a long text",
    }
