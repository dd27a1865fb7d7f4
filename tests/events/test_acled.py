"""ACLED is read in both of its layouts; every row here is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ceasefire.errors import FeedError
from ceasefire.events import acled
from ceasefire.events.bundled import bundled
from ceasefire.events.feeds import read_feed
from ceasefire.events.rows import together
from ceasefire.rulebook.load import load
from tests.events.mapped import stream, table

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.events.rows import Meaning
    from ceasefire.rulebook.model import Rulebook

ROW: dict[str, Any] = {
    "event_id_cnty": "SYR1",
    "event_date": "2016-05-03",
    "year": "2016",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Jaysh al-Islam",
    "assoc_actor_1": "",
    "inter1": "Rebel group",
    "actor2": "Rahman Corps",
    "assoc_actor_2": "",
    "inter2": "Rebel group",
    "interaction": "Rebel group-Rebel group",
    "civilian_targeting": "",
    "iso": "760",
    "region": "Middle East",
    "country": "Syria",
    "admin1": "Rural Damascus",
    "admin2": "Duma",
    "admin3": "Harasta",
    "location": "Made-up Town",
    "latitude": "33.5",
    "longitude": "36.4",
    "geo_precision": "1",
    "source": "Paper; Monitor",
    "source_scale": "National",
    "notes": "Made up.",
    "fatalities": "10",
    "tags": "",
    "timestamp": "1",
}


@pytest.fixture(scope="module")
def syria() -> Rulebook:
    """Return a rulebook that knows some of ACLED's names."""
    return load("syria-2016")


def meaning(rulebook: Rulebook | None = None, /, **changes: Any) -> Meaning:  # noqa: ANN401
    """Read the row with some values changed."""
    row = ROW | changes
    return together(acled.pieces(tuple(row), rulebook))(row)


def data(rulebook: Rulebook | None = None, /, **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    return meaning(rulebook, **changes).data


def test_a_row_as_a_native_event() -> None:
    assert data() == {
        "id": "SYR1",
        "kind": "clash",
        "when": "2016-05-03",
        "where": {
            "country": "Syria",
            "admin1": "Rural Damascus",
            "admin2": "Duma",
            "lat": 33.5,
            "lon": 36.4,
            "within_km": 5,
        },
        "actor": "Jaysh al-Islam",
        "target": "Rahman Corps",
        "alternatives": [
            {
                "actor": "Rahman Corps",
                "target": "Jaysh al-Islam",
                "stated": True,
                "note": "ACLED names two sides, not which of them attacked",
            }
        ],
        "killed": 10,
        "held_by": "unknown",
        "present": "unknown",
        "verification": "reported",
        "sources": ["Paper", "Monitor"],
    }


def test_the_current_layout_is_known_by_its_columns_and_keeps_them() -> None:
    feed = read_feed(stream(table(ROW)))
    assert (feed.dialect, feed.columns) == ("acled", tuple(ROW))
    (record,) = feed
    assert record.event is not None
    assert record.raw == ROW


def test_an_older_export_has_other_columns_and_dates(syria: Rulebook) -> None:
    dropped = {"civilian_targeting", "disorder_type", "sub_event_type", "tags", "inter1"}
    old = {key.upper(): value for key, value in ROW.items() if key not in dropped}
    old |= {"DATA_ID": "5", "EVENT_DATE": "01-Jan-22", "EVENT_TYPE": "Remote violence"}
    old |= {"ACTOR2": "Civilians (Syria)"}
    feed = read_feed(stream(table(old)), rulebook=syria)
    assert feed.dialect == "acled"
    (record,) = feed
    assert record.event is not None
    assert (record.event.id, record.event.when) == ("SYR1", "2022-01-01")
    assert "airstrike" in record.event.kind["one_of"]
    assert record.event.target == "civilians"
    assert record.event.alternatives == []


@pytest.mark.parametrize("form", ["03 May 2016", "03-May-16", "3-May-2016", "2016-05-03"])
def test_dates_come_in_the_forms_of_several_years(form: str) -> None:
    assert data(event_date=form)["when"] == "2016-05-03"


@pytest.mark.parametrize(
    ("precision", "when", "note"),
    [
        ("1", "2016-05-03", ""),
        ("2", "2016-04-27/2016-05-09", "ACLED knows the week, not the day (time_precision 2)"),
        ("3", "2016-05-01/2016-05-31", "ACLED knows the month, not the day (time_precision 3)"),
        ("", "2016-05-01/2016-05-31", ""),
    ],
)
def test_a_date_is_as_exact_as_its_precision(precision: str, when: str, note: str) -> None:
    found = meaning(time_precision=precision)
    assert found.data["when"] == when
    assert found.notes == ((note,) if note else ())


@pytest.mark.parametrize(
    ("precision", "keys"),
    [
        ("1", {"country", "admin1", "admin2", "lat", "lon", "within_km"}),
        ("2", {"country", "admin1", "lat", "lon", "within_km"}),
        ("3", {"country", "admin1"}),
        ("", {"country"}),
    ],
)
def test_a_point_counts_only_where_it_stands_for_itself(precision: str, keys: set[str]) -> None:
    assert set(data(geo_precision=precision)["where"]) == keys


@pytest.mark.parametrize(
    ("sub", "kind"),
    [
        ("Air/drone strike", "airstrike"),
        ("Shelling/artillery/missile attack", {"one_of": ["shelling", "guided-missile"]}),
        ("Suicide bomb", "suicide-bombing"),
        ("Remote explosive/landmine/IED", {"one_of": ["ied", "vehicle-bomb", "mine"]}),
        ("Abduction/forced disappearance", {"one_of": ["abduction", "arrest"]}),
        ("Peaceful protest", "no-incident"),
        ("Agreement", "announcement"),
        ("Non-violent transfer of territory", {"one_of": ["territorial-gain", "withdrawal"]}),
    ],
)
def test_kinds_are_those_of_the_vocabulary(sub: str, kind: object) -> None:
    assert data(sub_event_type=sub)["kind"] == kind


SUB_EVENTS = {
    "Armed clash", "Government regains territory", "Non-state actor overtakes territory",
    "Air/drone strike", "Chemical weapon", "Grenade", "Remote explosive/landmine/IED",
    "Shelling/artillery/missile attack", "Suicide bomb", "Abduction/forced disappearance", "Attack",
    "Sexual violence", "Excessive force against protesters", "Peaceful protest",
    "Protest with intervention", "Mob violence", "Violent demonstration", "Agreement", "Arrests",
    "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
    "Looting/property destruction", "Non-violent transfer of territory", "Other",
}  # fmt: skip
"""The twenty-five sub-event types of the current codebook."""


@pytest.mark.parametrize("sub", sorted(SUB_EVENTS))
def test_every_sub_event_type_is_listed(sub: str) -> None:
    assert not any("is not listed" in note for note in meaning(sub_event_type=sub).notes)


def test_a_sub_event_type_that_is_not_listed_is_noted() -> None:
    found = meaning(sub_event_type="Armed clashes")
    assert found.data["kind"] == "unknown"
    (note,) = found.notes
    assert note.startswith("sub_event_type: `Armed clashes` is not listed by acled: taken as")
    assert note.endswith("unknown; did you mean `Armed clash`?")
    assert data(sub_event_type="", event_type="Battles")["kind"] == {
        "one_of": ["clash", "ground-assault"]
    }


def test_ground_taken_in_a_fight_is_a_fight_and_a_gain() -> None:
    found = data(sub_event_type="Government regains territory")
    assert found["parts"] == [{"kind": "clash"}, {"kind": "territorial-gain"}]


@pytest.mark.parametrize(
    "changes",
    [
        {"event_type": "Violence against civilians", "sub_event_type": "Attack"},
        {"civilian_targeting": "Civilian targeting"},
        {"event_type": "Explosions/Remote violence", "actor2": "Civilians (Syria)"},
        {"event_type": "Explosions/Remote violence", "actor2": ""},
    ],
)
def test_who_acted_is_known_where_civilians_are_the_aim(changes: dict[str, str]) -> None:
    assert "alternatives" not in data(**changes)


def test_violence_at_a_distance_between_armed_sides_has_no_direction_we_rely_on() -> None:
    changes = {"event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike"}
    assert "alternatives" in data(**changes)


def test_civilians_are_a_party_and_unidentified_groups_are_none() -> None:
    found = data(actor1="Unidentified Armed Group (Syria)", actor2="Civilians (Syria)")
    assert (found["actor"], found["target"]) == ("unknown", "civilians")
    assert "civilian_harm" not in found
    assert data(civilian_targeting="Civilian targeting")["civilian_harm"] is True


def test_names_are_those_that_the_rulebook_knows(syria: Rulebook) -> None:
    found = data(
        syria,
        actor1="Military Forces of Russia (2000-)",
        actor2="Jaysh al-Islam (Syria)",
        assoc_actor_2="Rahman Corps; Women (Syria)",
    )
    assert found["actor"] == "acled:Military Forces of Russia (2000-)"
    assert found["target"] == {"one_of": ["Jaysh al-Islam", ["Jaysh al-Islam", "Rahman Corps"]]}


def test_a_number_that_is_none_is_refused() -> None:
    (record,) = read_feed(stream(table(ROW | {"fatalities": "?", "latitude": "x"})))
    assert [problem.code for problem in record.problems] == ["bad-coordinates", "bad-number"]


def test_another_table_is_not_acled() -> None:
    with pytest.raises(FeedError, match=r"the table is no acled: it lacks `actor1`, `actor2`"):
        read_feed(stream("id,kind,when\n"), "acled")


def test_a_copy_of_the_mapping_is_a_mapping_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(bundled("acled").text, encoding="utf-8")
    (copied,) = read_feed(stream(table(ROW)), str(path))
    assert copied.event is not None
    assert copied.event.to_dict() == data()
