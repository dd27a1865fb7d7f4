"""What is left out on request is found by what columns are read as, not only by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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


def test_texts_in_bytes_are_shown_as_texts_are() -> None:
    redaction = Redaction(coarsen=1, no_sources=True)
    row = {
        "where.lat": b"36.2123",
        "alternatives": b'[{"where": {"lon": 37.14}, "sources": ["x"]}]',
        "parts": b"\xff36.2123",
        "sources": b"SNHR",
        "town": b"\xff",
        "name": b"Binnish",
    }
    assert redaction.row(row) == {
        "where.lat": b"36.2",
        "alternatives": b'[{"where": {"lon": 37.1}}]',
        "parts": None,
        "town": b"\xff",
        "name": b"Binnish",
    }


@pytest.mark.parametrize(
    ("text", "less"),
    [
        ("at 36.183721, 37.138452.", "at 36.2, 37.1."),
        ("36.183721,37.138452", "36.2,37.1"),
        ("36,183721 / 37,138452", "36,2 / 37,1"),
        ("-36.183721N", "-36.2N"),
        ("pos:36.183721", "pos:36.2"),
        ("1,200 shells, 36.1", "1,… shells, 36.1"),
        ("36°11'01.4\"N 37\u00b008\u2032E", "36°…N 37°…E"),
        ("\u0663\u0666\u066b\u0661\u0668\u0663\u0667", "36\u066b2"),
        ("04.05.2016, 18:30:00.123456, 1234.567, 3.2.1", None),
    ],
)
def test_positions_in_texts_are_rounded(text: str, less: str | None) -> None:
    redaction = Redaction(coarsen=1)
    found = set(redaction.exact({"where": {"name": text}}))
    assert redaction.blurred(text, found) == (text if less is None else less)
    assert bool(found) is (less is not None)
    assert not set(Redaction().exact({"where": text}))


def test_only_positions_of_events_are_sought_in_texts() -> None:
    redaction = Redaction(coarsen=1)
    facts = {"id": "1.234", "when": "5.678", "sources": ["10.1234/x"], "lat": 36.18, "lon": 37.138}
    assert set(redaction.exact([facts])) == {"37.138"}
    assert redaction.blurred("Article 36.18 at 37.138", {"37.138"}) == "Article 36.18 at 37.1"
