"""What a studio answers is what the library finds."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

import ceasefire
from ceasefire.studio import feed, server, verdicts
from ceasefire.studio.bench import FeedSource
from tests.studio.desk import EVENT, VALLEY, Desk, valley

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(str(valley(tmp_path)))


@pytest.fixture(scope="module")
def syria() -> Desk:
    return Desk("syria-2016", FeedSource(str(SEEDS / "article.jsonl")))


def test_it_begins_with_the_files(desk: Desk) -> None:
    found = desk.client.get("/a-token/start").json()
    assert [(each["name"], each["text"], each["saved"]) for each in found["files"]] == [
        ("valley.yaml", VALLEY, True)
    ]
    assert found["feed"] is None
    assert "no legal finding" in found["disclaimer"]


def test_the_example_is_sound_and_its_event_can_be_decided() -> None:
    desk = Desk(None)
    begun = desk.client.get("/a-token/start").json()
    assert not begun["files"][0]["saved"]
    found = desk.look(event=json.dumps(begun["event"]))
    assert found["marks"] == [[]]
    assert {item["verdict"] for item in found["readings"]} == {"undetermined"}
    assert len({tuple(item["possible"]) for item in found["readings"]}) == 3
    book = ceasefire.load(Path(server.__file__).with_name("example.yaml"))
    assert not [item for item in book.check() if item.level == "warning"]


# --- findings ---


@pytest.mark.parametrize("reading", ["", "southern", "northern"])
@pytest.mark.parametrize("as_of", ["", "2016-05-02", "2016-05-05"])
def test_a_finding_is_that_of_the_library(desk: Desk, reading: str, as_of: str) -> None:
    book = ceasefire.load(desk.kit.places[0][0]).as_of(as_of or None)
    book = book.with_reading(reading) if reading else book
    expected = book.classify(json.loads(EVENT), any_reading=True)
    found = desk.look(event=EVENT, reading=reading, as_of=as_of, any_reading=True)
    assert found["finding"]["text"] == expected.explain()
    assert found["finding"]["verdict"] == str(expected.verdict)
    assert found["finding"]["because"] == expected.because
    assert found["finding"]["possible"] == expected.row()["possible"]
    assert found["finding"]["any_reading"] == expected.row()["possible_any_reading"]
    for item in found["readings"]:
        other = book.with_reading(item["id"]).classify(json.loads(EVENT))
        assert (item["verdict"], item["settled"]) == (str(other.verdict), other.settled)


@pytest.mark.parametrize(
    ("event", "verdict", "possible", "standing"),
    [
        ({"actor": "north"}, "violating", ["violating"], "Settled on this reading: every account"),
        ({"actor": "raiders"}, "excluded", ["excluded"], "Settled: every account"),
        ({}, "undetermined", ["excluded", "violating"], "Not settled: the facts as stated"),
        (
            {"actor": "north", "alternatives": [{"actor": "raiders"}]},
            "violating",
            ["excluded", "violating"],
            "Not settled: it is that of the facts as stated",
        ),
        (
            {"actor": "north", "alternatives": [{"kind": "accident"}]},
            "violating",
            ["violating", "no incident"],
            "Settled if there was an incident",
        ),
        ({"kind": "announcement"}, "", [], "There is nothing to classify"),
    ],
)
def test_how_firm_a_verdict_is(
    desk: Desk, event: dict[str, Any], verdict: str, possible: list[str], standing: str
) -> None:
    whole = json.dumps({"id": "V1", "kind": "shelling", "when": "2016-05-04", **event})
    for anything in (False, True):
        found = desk.look(event=whole, reading="southern", any_reading=anything)["finding"]
        assert (found["verdict"], found["possible"]) == (verdict, possible)
        assert found["standing"].startswith(standing)
        assert found["standing"].endswith(".")
        assert "(" not in found["standing"]


def test_sections_hold_every_line_of_the_explanation(syria: Desk) -> None:
    for row in range(13):
        finding = syria.look(row=row)["finding"]
        told = " ".join(
            part["title"] + " " + " ".join(text for _, text in part["lines"])
            for part in finding["sections"]
        )
        for line in finding["text"].splitlines()[2:]:
            assert line.strip().removeprefix("- ").removesuffix(":") in told


def test_rows_are_decided_as_the_library_does(syria: Desk) -> None:
    book = ceasefire.load("syria-2016")
    lines = (SEEDS / "article.jsonl").read_text(encoding="utf-8").splitlines()
    rows = syria.post("rows", texts=syria.texts, start=0, count=500).json()
    assert rows["total"] == len(lines)
    assert not rows["more"]
    for row, line in zip(rows["rows"], lines, strict=True):
        finding = book.classify(json.loads(line))
        assert row["id"] == finding.event
        assert row["possible"][: len(finding.possible)] == finding.row()["possible"]
        assert ("no incident" in row["possible"]) == bool(finding.no_incident and finding.possible)
        assert row["verdict"] == (str(finding.verdict) if finding.possible else "")
    assert syria.post("rows", texts=syria.texts, start=12, count=500).json()["rows"] == [
        rows["rows"][12]
    ]


def test_no_row_is_beyond_the_feed(syria: Desk) -> None:
    assert syria.post("look", texts=syria.texts, row=13).status_code == 422


def test_a_row_that_is_chosen_is_told_with_its_event(syria: Desk) -> None:
    found = syria.look(row=4)
    assert found["event"]["id"] == found["finding"]["event"] == "S05"


def test_what_takes_long_is_decided_bit_by_bit(
    syria: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "BUDGET", -1)
    monkeypatch.setattr(verdicts, "BUDGET", -1)
    rows = syria.post("rows", texts=syria.texts, start=3, count=500).json()
    assert [row["row"] for row in rows["rows"]] == [3]
    found = syria.look(row=0)
    assert found["finding"]["verdict"] == "violating"
    assert all("takes long" in item["wrong"] for item in found["readings"])


def test_readings_say_what_they_answer_otherwise(desk: Desk) -> None:
    found = {item["id"]: item for item in desk.look(event=EVENT)["readings"]}
    assert found["open"]["differs"] == []
    assert found["southern"]["differs"] == [
        {"ask": "Are raids attacks?", "here": "left open", "there": "yes"}
    ]
    assert found["northern"]["differs"][1] == {
        "ask": "Whose accounts are taken as stated?",
        "here": "nobody",
        "there": "The North",
    }


def test_sources_lead_to_web_pages_only(desk: Desk) -> None:
    (source,) = desk.look(event=EVENT)["finding"]["sources"]
    assert source["url"] == "https://example.org/text"
    text = VALLEY.replace("https://example.org/text", "javascript:alert(1)")
    (source,) = desk.look(text, event=EVENT)["finding"]["sources"]
    assert source["url"] == ""


def test_a_reading_that_is_gone_gives_way_to_the_default(desk: Desk) -> None:
    assert desk.look(event=EVENT, reading="eastern")["reading"] == "open"


def test_without_an_event_one_is_suggested(desk: Desk) -> None:
    found = desk.look()
    assert found["suggested"] == {"id": "E1", "kind": "shelling", "when": "2016-05-04"}
    assert "finding" not in found


def test_choices_are_those_of_the_rulebook(desk: Desk) -> None:
    fields = {item["id"]: item for item in desk.look()["book"]["fields"]}
    assert ["north", "Northern Army"] in fields["actor"]["choices"]
    assert ["attack", "attack (any)"] in fields["kind"]["choices"]
    assert fields["killed"]["choices"] == []


# --- the editor ---


def test_names_are_completed_and_explained(desk: Desk) -> None:
    lines = VALLEY.splitlines()
    line = next(number for number, each in enumerate(lines) if "binds" in each)
    place = {"file": 0, "line": line, "character": lines[line].index("[") + 1}
    items = desk.post("complete", texts=desk.texts, **place).json()["items"]
    assert ("raiders", "The Raiders") in {(item["label"], item["detail"]) for item in items}
    told = desk.post("hover", texts=desk.texts, **place).json()
    assert "Northern Army" in told["told"]
    assert told["from"][0] == line
    nothing = {"file": 0, "line": 0, "character": 200}
    assert desk.post("hover", texts=["\n" * 9], **nothing).json() == {"told": ""}


@pytest.mark.slow
def test_what_is_odd_follows(desk: Desk) -> None:
    text = VALLEY.replace("raiders: The Raiders", "raiders: The Raiders, idle: Nobody")
    # The process is looked after for as long as the studio runs, as a question is not.
    with desk.client:
        (marks,) = desk.post("examine", texts=[text]).json()["marks"]
    assert {"info", "warning"} >= {mark["severity"] for mark in marks}
    assert any("idle" in mark["message"] for mark in marks)


def test_examining_ends_with_whoever_asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = []

    async def examined(_: object) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)

    async def gone(_: object) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(server, "examined", examined)
    monkeypatch.setattr(server, "gone", gone)
    assert desk.post("examine", texts=desk.texts).json() == {"marks": None}
    assert ended


# --- saving ---


def test_saving_writes_the_file_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert desk.post("save", file=0, text=VALLEY + "# x\n").json() == {"saved": True}
    assert (tmp_path / "valley.yaml").read_text(encoding="utf-8") == VALLEY + "# x\n"
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_changed_meanwhile_is_not_lost(desk: Desk, tmp_path: Path) -> None:
    place = tmp_path / "valley.yaml"
    place.write_text("mine", encoding="utf-8")
    answer = desk.post("save", file=0, text="x")
    assert answer.status_code == 409
    assert place.read_text(encoding="utf-8") == "mine"
    assert desk.post("save", file=0, text="x", over=True).status_code == 200
    assert place.read_text(encoding="utf-8") == "x"


def test_what_comes_with_the_library_is_not_written(syria: Desk) -> None:
    answer = syria.post("save", file=0, text="x")
    assert answer.status_code == 422
    assert "comes with the library" in answer.json()["refused"]
