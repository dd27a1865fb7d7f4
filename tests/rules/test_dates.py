"""Who can have done what in `syria-2016`, at the time."""

from __future__ import annotations

import pytest

import ceasefire
from ceasefire.findings.explain import explain

EVENT = {"id": "1", "kind": "shelling", "target": "civilians", "where": {"admin1": "Aleppo"}}
LATER = "Later groups said to continue Jabhat al-Nusra"


@pytest.mark.parametrize(
    ("day", "candidates"),
    [("2016-04-10", False), ("2016-07-27", False), ("2016-07-28", True), ("2016-09-10", True)],
)
@pytest.mark.parametrize("field", ["actor", "target"])
def test_groups_that_there_were_not_yet_are_no_candidates(
    field: str, day: str, *, candidates: bool
) -> None:
    event = EVENT | {"when": day, "actor": "opposition", field: "unknown"}
    finding = ceasefire.load("syria-2016").classify(event)
    assert {"excluded", "violating"} <= set(map(str, finding.possible))
    assert (LATER in explain(finding)) is candidates


def test_a_report_that_names_them_before_contradicts_the_rulebook() -> None:
    finding = ceasefire.load("syria-2016").classify(EVENT | {"when": "2016-04-10", "actor": "hts"})
    assert not finding.possible
    assert "contradicts the rulebook" in finding.because
