"""What a report leaves out on request: exact positions in any text, and what quotes rows."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.report.content import Content, content_of
from ceasefire.report.markdown import markdown_of
from ceasefire.report.page import page
from tests.report.reporting import event, valley

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POSITIONS = ("36.183721", "37.138452", "36,183721", "37,138452", "36.193721", "11'01")


def exact(name: str, **fields: object) -> dict[str, Any]:
    """Return an event that tells positions in texts of all kinds."""
    told = {
        "where": {"lat": 36.183721, "lon": "37.138452", "name": "36°11'01.4\"N, 36\u066b183721"},
        "actor": "cell at 36.183721,37.138452",
        "sources": ["https://example.org/?at=36.183721,37.138452"],
        "alternatives": [{"where": "36.193721 37,138452", "said_by": "X at 36,183721"}],
    }
    return event(name, **{**told, **fields})


@pytest.mark.parametrize("form", [markdown_of, page])
def test_no_text_of_a_coarse_report_tells_an_exact_position(
    tmp_path: Path, form: Callable[[Content], str]
) -> None:
    feed = tmp_path / "feed.jsonl"
    events = [
        exact("a"),
        exact("b", where="36.183721, 37.138452"),
        exact("c", where={"pcode": "36.183721", "admin1": "At 36.183721"}),
        exact("d", where={"lat": "36,183721", "lon": "37,138452"}),
        exact("e", when="soon at 36.183721"),
    ]
    feed.write_text("\n".join(map(json.dumps, events)), encoding="utf-8")
    findings = valley(tmp_path, "5.37 and 36.12").findings(feed)
    whole, coarse = form(content_of(findings)), form(content_of(findings, coarsen=1))
    assert all(position in whole for position in ("36.183721", "37.138452", "36,183721", "11'01"))
    assert not any(position in coarse for position in POSITIONS)
    assert "\u066b1837" not in coarse
    assert "Truce 5.37 and 36.12" in coarse
    assert "cell at 36.2,37.1" in coarse


def test_what_quotes_rows_is_not_told_by_a_discreet_report(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    events = [exact("a"), exact("b", when="soon")]
    feed.write_text("\n".join(map(json.dumps, events)), encoding="utf-8")
    findings = valley(tmp_path).findings(feed)
    options: dict[str, Any]
    for options in ({"coarsen": 1}, {"no_sources": True}):
        method = content_of(findings, **options).method
        assert [tuple(each) for each in method.rejects] == [("bad-time", 1, ((2, ""),))]
        assert {each.name for each in method.unknown} == {"left out"}
        assert {each.what for each in method.unknown} == {"unknown-party, first in row 1"}
    shown = content_of(findings).method
    assert "`soon` is not a time" in shown.rejects[0].examples[0][1]
    assert "cell at 36.183721,37.138452" in {each.name for each in shown.unknown}
    assert "| bad-time | 1 | row 2 |" in markdown_of(content_of(findings, coarsen=1))


def test_notes_on_columns_of_sources_are_left_out_with_them(tmp_path: Path) -> None:
    note = "source_scale: `Local` is not listed"
    findings = valley(tmp_path).findings([event("a")])
    (case,) = findings.cases
    event_noted = case.event.model_copy(update={"notes": [note, "else"]})
    found = replace(case.finding, notes=(note, "else"))
    noted = case._replace(event=event_noted, finding=found)
    noting = replace(findings, cases=(noted,))
    (whole,) = content_of(noting).entries
    assert note in whole.notes
    assert note in whole.said
    (bare,) = content_of(noting, no_sources=True).entries
    assert bare.notes == bare.said == ("else",)
    assert note not in "".join(bare.explanation)
