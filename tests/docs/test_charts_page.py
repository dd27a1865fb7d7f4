"""What the page on charts says of colours, and of columns, is so."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from ceasefire.report.palette import LOOKS, ORDER
from tests.cli.helpers import invoke

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "charts.md").read_text(encoding="utf-8")


def test_the_page_has_the_colours_of_verdicts() -> None:
    for verdict in ORDER:
        look = LOOKS[verdict]
        assert f"| {verdict} | {look.mark} | `{look.light}` | `{look.dark}` |" in PAGE


def test_the_formulas_of_the_page_count_as_the_command_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    output = tmp_path / "findings.csv"
    feed = "seeds/incidents-2016.jsonl"
    result = invoke("classify", feed, "--rules", "syria-2016", "-o", str(output), "--no-summary")
    assert result.exit_code == 0
    with output.open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    columns = {name: letters(number) for number, name in enumerate(head, 1)}
    told = "With `verdict` in column {verdict}, `possible` in {possible}, `settled` in {settled} "
    assert (told + "and `depends_on` in {depends_on}").format_map(columns) in PAGE
    found = [dict(zip(head, row, strict=True)) for row in rows]
    stated = [row for row in found if row["verdict"] == "violating"]
    least = [row for row in stated if row["settled"] == "true" and not row["depends_on"]]
    most = [row for row in found if "violating" in row["possible"]]
    assert f"which are {len(stated)}, {len(least)} and {len(most)}." in PAGE


def letters(number: int) -> str:
    """Return what a spreadsheet calls a column, from 1."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
