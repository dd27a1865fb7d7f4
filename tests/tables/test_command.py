"""``ceasefire classify`` block by block says and writes what it does row by row."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from ceasefire.cli.options import opened
from tests.cli.helpers import EVENTS, feed, invoke, rules
from tests.tables.made import ROOT, SEEDS, written

if TYPE_CHECKING:
    from pathlib import Path

MAPPING = """\
feed: talks
skip:
  - {column: what, values: [talks], because: nothing happened}
fields: {id: nr, kind: what, when: day}
"""
OPTIONS: tuple[list[str], ...] = (
    [],
    ["--as-of", "2016-05-04", "--coarsen", "1", "--no-sources"],
    ["--any-reading"],
)
NAMES = (*SEEDS, "csv", "parquet")
FORMS = ("csv", "jsonl", "parquet", "geojson")

ALWAYS_ANEW = os.environ.get("CEASEFIRE_HYPOTHESIS") == "long"

shared = cache(opened)
"""Opens a rulebook once, and so decides alike events once, for each way of deciding."""


def outcome(source: Path, target: Path, options: list[str]) -> tuple[object, ...]:
    result = invoke("classify", str(source), "--rules", "syria-2016", "-o", str(target), *options)
    content: object = target.read_bytes()
    if target.suffix == ".parquet":
        table = pq.read_table(target)
        content = str(table.schema), table.to_pylist()
    rejects = target.with_name("o.rejects.csv")
    beside = rejects.read_bytes() if rejects.exists() else None
    return result.exit_code, result.stdout, result.stderr, content, beside


def assert_alike(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, form: str, options: list[str]
) -> None:
    """Fail unless a feed comes to the same row by row and by blocks."""
    known = ROOT / "seeds" / f"{name}.jsonl"
    source = known if name in SEEDS else written(folder, name)
    target = folder / f"o.{form}"
    found = []
    for small in (1 << 30, -1):
        monkeypatch.setattr("ceasefire.cli.feeding.SMALL", small)
        found.append(outcome(source, target, options))
    assert found[0] == found[1]


@pytest.mark.no_cover
@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_the_same_by_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, form: str, options: list[str]
) -> None:
    if not ALWAYS_ANEW:
        monkeypatch.setattr("ceasefire.cli.classify.opened", shared)
    assert_alike(tmp_path, monkeypatch, name, form, options)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "form"), list(zip(NAMES, FORMS, strict=True)))
def test_the_same_by_blocks_where_nothing_was_decided_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, form: str
) -> None:
    assert_alike(tmp_path, monkeypatch, name, form, [word for each in OPTIONS for word in each])


@pytest.mark.parametrize("small", [1 << 16, -1])
def test_strict_minds_names_that_nobody_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr("ceasefire.cli.feeding.SMALL", small)
    feed(tmp_path, EVENTS[0], EVENTS[0] | {"id": "V9", "actor": "Nothern Army"})
    order = ["classify", str(tmp_path / "feed.jsonl"), "--rules", rules(tmp_path)]
    target = tmp_path / "o.jsonl"
    result = invoke(*order, "-o", str(target), "--strict")
    assert result.exit_code == 2
    assert target.exists()
    beside = tmp_path / "o.rejects.csv"
    told = f"1 name or code that is not known is listed in {beside}\n"
    assert result.stderr.startswith(told)
    assert "did you mean `Northern Army`?; in row 2)" in beside.read_text(encoding="utf-8")
    assert invoke(*order, "--strict").exit_code == 2
    assert invoke(*order, "-o", str(target)).exit_code == 0


@pytest.mark.parametrize("small", [1 << 16, -1])
def test_names_that_are_too_many_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr("ceasefire.cli.feeding.SMALL", small)
    monkeypatch.setattr("ceasefire.events.unknowns.MOST", 3)
    feed(tmp_path, *(EVENTS[0] | {"id": f"V{n}", "actor": f"Group {n % 5}"} for n in range(8)))
    order = ["classify", str(tmp_path / "feed.jsonl"), "--rules", rules(tmp_path)]
    result = invoke(*order, "-o", str(tmp_path / "o.csv"))
    beside = tmp_path / "o.rejects.csv"
    told = f"3 names and codes that are not known are listed in {beside}\n"
    more = "2 more names and codes, in 2 rows, are not known, and not listed"
    assert result.stderr.startswith(f"{told}{more}\n")
    last = beside.read_text(encoding="utf-8").splitlines()[-1]
    assert last == f',more-unknown,"{more}: only the first 3 are",'


@pytest.mark.parametrize("small", [1 << 16, -1])
def test_rows_that_are_no_events_are_counted_and_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr("ceasefire.cli.feeding.SMALL", small)
    mapping = tmp_path / "map.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    source = tmp_path / "feed.csv"
    for rows, decided in ((["1,shelling", "2,talks", "3,talks"], 1), (["1,talks"] * 3, 0)):
        source.write_text("\n".join(["nr,what,day", *(f"{r},2016-05-04" for r in rows)]))
        order = ["classify", str(source), "--rules", rules(tmp_path), "--format", str(mapping)]
        for more in ([], ["-o", str(tmp_path / "o.csv")], ["-o", "-"]):
            result = invoke(*order, *more, "--strict")
            assert result.exit_code == 0, result.stderr
            assert f"{3 - decided} of 3 rows left aside: " in result.stderr
            assert "could not be read" not in result.stderr
    assert not (tmp_path / "o.rejects.csv").exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["article", "csv"])
def test_standard_input_and_output(tmp_path: Path, name: str) -> None:
    path = ROOT / "seeds" / f"{name}.jsonl" if name in SEEDS else written(tmp_path, name)
    by_name = invoke("classify", str(path), "--rules", "syria-2016", "-o", "-")
    text = path.read_bytes().decode("utf-8")
    piped = invoke("classify", "-", "--rules", "syria-2016", "-o", "-", stdin=text)
    assert piped.exit_code == by_name.exit_code == 0
    assert piped.stdout == by_name.stdout
    assert len(piped.stdout.splitlines()) > 10
