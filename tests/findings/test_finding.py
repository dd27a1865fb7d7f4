"""The finding as data."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import pytest

from ceasefire.findings.finding import Finding, Verdict, ordered
from tests.meaning.helpers import TRUCE, book, find


def test_verdicts_are_ordered_from_the_mildest() -> None:
    everything = frozenset({Verdict.VIOLATING, Verdict.EXCLUDED, Verdict.COVERED})
    assert ordered(everything) == ["excluded", "covered", "violating"]
    assert ordered(frozenset()) == []
    assert ordered(everything | {Verdict.UNDETERMINED}) == ["excluded", "covered", "violating"]


def test_a_row_has_the_output_columns() -> None:
    finding = find(TRUCE, actor={"one_of": ["reds", "blues"]}, any_reading=True, target="civilians")
    row = finding.row()
    assert list(row) == [
        "verdict",
        "possible",
        "possible_any_reading",
        "settled",
        "instrument",
        "provision",
        "ground",
        "depends_on",
        "because",
        "notes",
    ]
    assert (row["verdict"], row["possible"]) == ("undetermined", ["excluded", "violating"])
    assert row["possible_any_reading"] == ["excluded", "violating"]
    assert (row["settled"], row["instrument"], row["provision"]) == (False, "truce", "attack")
    assert (row["ground"], row["depends_on"]) == (["attack"], ["actor"])
    assert len(row["notes"]) == 1
    assert find(TRUCE).row()["possible_any_reading"] is None


def test_a_finding_is_plain_data() -> None:
    finding = find(
        TRUCE,
        actor=["reds", "blues"],
        target="civilians",
        alternatives=[{"kind": "overflight", "said_by": "B"}],
    )
    data = json.loads(json.dumps(finding.to_dict()))
    assert data["event"] == "e"
    assert data["severity"] == ""
    assert data["doubts"][0]["values"][0]["possible"] == ["violating"]
    assert [account["said_by"] for account in data["accounts"]] == ["", "B"]
    assert data["accounts"][1]["overrides"] == ["kind"]
    assert data["participants"][0]["actor"] == "reds"
    assert data["reasons"][0]["id"] == "truce"
    assert data["provenance"] == {
        "rulebook": "example",
        "digest": book(TRUCE).digest,
        "reading": "default",
        "as_of": "",
        "version": data["provenance"]["version"],
        "later": 0,
    }
    bare = Finding("e", Verdict.UNDETERMINED, frozenset(), settled=False)
    assert bare.to_dict()["provenance"] is None
    assert bare.reasons == ()


def test_findings_compare_by_what_they_say() -> None:
    assert find(TRUCE) == find(TRUCE)
    assert find(TRUCE) != find(TRUCE, actor="blues")
    with pytest.raises(FrozenInstanceError):
        find(TRUCE).verdict = Verdict.COVERED  # type: ignore[misc]
