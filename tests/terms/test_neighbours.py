"""A file that is not there is told with the one beside it whose name is alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ceasefire.terms.neighbours import file_meant

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "others", "meant"),
    [
        ("nope.jsonl", ["b.jsonl", "events.jsonl", "srcc.rejects.csv"], ""),
        ("nope.csv", ["b.csv", "srcc.rejects.csv", "csv"], ""),
        ("x.yaml", ["y.yaml", ".yaml"], ""),
        ("event.jsonl", ["b.jsonl", "events.jsonl"], "events.jsonl"),
        ("mien.yaml", ["mind-map.yaml", "mine.yaml"], "mine.yaml"),
        ("events.csv", ["events.jsonl", "b.csv"], "events.jsonl"),
        ("events.csv", ["event.csv", "events.jsonl"], "event.csv"),
        ("events.jsnl", ["events.csv", "events.jsonl", "events.rejects.csv"], "events.jsonl"),
        ("feed.jsonl", ["b.jsonl", "feed.csv"], "feed.csv"),
        ("events", ["events.jsonl", "b"], "events.jsonl"),
        ("Events.CSV", ["events.csv"], "events.csv"),
        ("events.csv", [], ""),
    ],
)
def test_names_are_alike_before_their_ending(
    tmp_path: Path, name: str, others: list[str], meant: str
) -> None:
    for other in others:
        (tmp_path / other).touch()
    assert file_meant(tmp_path / name) == (f"did you mean `{meant}`?" if meant else "")


def test_a_folder_that_is_not_there_has_no_names(tmp_path: Path) -> None:
    assert not file_meant(tmp_path / "no" / "events.csv")
    assert not file_meant(tmp_path / "\0" / "events.csv")
