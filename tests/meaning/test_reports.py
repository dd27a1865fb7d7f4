"""What a report stands for: each row of the table, and the sentences below it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.meaning.helpers import (
    ANYTHING,
    COVERED,
    EXCLUDED,
    NOT_BOUND,
    SIDES,
    TRUCE,
    VIOLATING,
    book,
    find,
    possible,
    says,
    told,
)

UMBRELLA = """
parties:
  league: {name: League}
  reds: {name: Reds, part_of: league}
  greens: {name: Greens, part_of: league}
  blues: {name: Blues}
instruments:
  truce:
    binds: %s
    prohibit:
      attack: {when: {kind: attack}}
"""

MIXED = ["covered", "violating"]


def unbinding(condition: str) -> str:
    """Return rules under which exactly this breaks the truce."""
    return f"{SIDES}instruments:\n  truce:\n    prohibit:\n      p: {{when: {condition}}}\n"


@says("a party without members: that party")
def test_a_party_without_members_is_that_party() -> None:
    assert possible(UMBRELLA % "reds", actor="reds") == VIOLATING
    assert possible(UMBRELLA % "reds", actor="greens") == EXCLUDED
    assert possible(UMBRELLA % "reds", actor=" rEDs ") == VIOLATING


@says(
    'a party with members ("rebels"): any of the members at the time, or an unnamed other '
    "under the same umbrella"
)
def test_an_umbrella_is_any_of_its_members_or_an_unnamed_other() -> None:
    assert possible(UMBRELLA % "league", actor="league") == VIOLATING
    assert possible(UMBRELLA % "league", actor="greens") == VIOLATING
    assert possible(UMBRELLA % "reds", actor="league") == NOT_BOUND
    assert possible(UMBRELLA % "[reds, greens]", actor="league") == NOT_BOUND
    finding = find(UMBRELLA % "[reds, greens]", actor="league")
    assert told(finding.doubts[0]) == {
        ("Greens", "Reds"): VIOLATING,
        ("another part of League",): EXCLUDED,
    }


@says(
    "a name that no party has at the time: any party at all; a note says so, with the nearest names"
)
def test_a_name_of_no_party_is_any_party() -> None:
    finding = find(TRUCE, actor="Redds")
    assert finding.possible == {"excluded", "violating"}
    assert finding.notes == (
        "actor: `Redds` is no party of this rulebook: taken as unknown; did you mean `reds`?",
    )
    (doubt,) = finding.doubts
    assert told(doubt) == {
        ("Reds",): VIOLATING,
        ("Blues", "civilians", "a party the rulebook does not name"): EXCLUDED,
    }


@says("a group of kinds (`attack`): some kind in it")
def test_a_group_of_kinds_is_some_kind_in_it() -> None:
    assert possible(unbinding("{kind: shelling}"), kind="attack") == MIXED
    assert possible(unbinding("{kind: attack}"), kind="attack") == VIOLATING
    assert possible(unbinding("{kind: [shelling, posture]}"), kind="posture") == VIOLATING
    every = "airstrike, shelling, guided-missile, small-arms, sniping, clash, ground-assault"
    rules = unbinding(f"{{kind: [{every}, bombing, chemical-attack, aircraft-downing]}}")
    assert possible(rules, kind="attack") == VIOLATING


@says("a kind with kinds below it (`shelling`): that kind, or one below")
def test_a_kind_with_kinds_below_is_itself_or_one_of_those() -> None:
    assert possible(unbinding("{kind: mortar}"), kind="shelling") == MIXED
    assert possible(unbinding("{kind: [mortar, rocket, artillery]}"), kind="shelling") == MIXED
    assert possible(unbinding("{kind: shelling}"), kind="mortar") == VIOLATING
    assert possible(unbinding("{kind: mortar}"), kind="Mortar fire") == VIOLATING
    assert possible(unbinding("{kind: mortar}"), kind="MOR") == VIOLATING


@says("`{one_of: [a, b]}`: one of these")
def test_one_of_is_one_of_these() -> None:
    assert possible(TRUCE, kind={"one_of": ["shelling", "clash"]}) == VIOLATING
    assert possible(TRUCE, kind={"one_of": ["shelling", "overflight"]}) == MIXED
    assert possible(TRUCE, actor={"one_of": ["reds", "blues"]}) == NOT_BOUND
    assert possible(TRUCE, actor={"one_of": ["unknown", "reds"]}) == NOT_BOUND
    assert possible(TRUCE, actor={"one_of": ["reds", "blues"], "not": "blues"}) == VIOLATING


@says("`{not: a}`: anything else")
def test_not_is_anything_else() -> None:
    assert possible(TRUCE, actor={"not": "reds"}) == EXCLUDED
    assert possible(TRUCE, actor={"not": "blues"}) == NOT_BOUND
    assert possible(TRUCE, actor={"not": ["blues", "civilians"]}) == NOT_BOUND
    assert possible(UMBRELLA % "league", actor={"not": "league"}) == EXCLUDED
    assert possible(UMBRELLA % "[reds, greens]", actor={"one_of": ["league"], "not": "greens"}) == (
        NOT_BOUND
    )


@says("a list as actor or target: all of them, acting (or struck) together")
def test_a_list_of_actors_acts_together() -> None:
    assert possible(TRUCE, actor=["reds", "blues"]) == VIOLATING
    assert possible(TRUCE, actor=["reds"]) == VIOLATING
    assert possible(TRUCE, actor=["civilians", "blues"]) == EXCLUDED


def test_lists_may_be_rivals_of_each_other() -> None:
    rivals = {"one_of": [["reds", "blues"], ["blues", "civilians"], "civilians"]}
    finding = find(TRUCE, actor=rivals)
    assert finding.possible == {"excluded", "violating"}
    assert finding.depends_on == ("actor",)
    assert told(finding.doubts[0]) == {
        ("actor Reds and Blues",): VIOLATING,
        ("actor Blues and civilians", "actor civilians"): EXCLUDED,
    }


@says(
    "a list as `struck`, `weapon`, `held_by`, `present` or `intended_target`: exactly these; "
    "a test asks whether some of them passes"
)
@pytest.mark.parametrize(
    ("test", "event", "expected"),
    [
        ("{struck: hospital}", {"struck": ["hospital", "market"]}, VIOLATING),
        ("{struck: hospital}", {"struck": ["school", "market"]}, COVERED),
        ("{not: {struck: hospital}}", {"struck": ["hospital", "market"]}, COVERED),
        ("{struck: hospital}", {"struck": "unknown"}, MIXED),
        ("{struck: hospital}", {"struck": {"one_of": ["hospital", ["market", "school"]]}}, MIXED),
        ("{struck: hospital}", {"struck": {"not": "hospital"}}, COVERED),
        ("{struck: hospital}", {"struck": ["market", "unknown"]}, MIXED),
        ("{all: [{struck: hospital}, {struck: market}]}", {"struck": "unknown"}, MIXED),
        ("{all: [{struck: hospital}, {struck: market}]}", {"struck": "market"}, COVERED),
        ("{any: [{struck: hospital}, {not: {struck: hospital}}]}", {}, VIOLATING),
        ("{weapon: aircraft}", {"weapon": ["barrel-bombs"]}, VIOLATING),
        ("{weapon: barrel-bombs}", {"weapon": ["aircraft"]}, MIXED),
        ("{held_by: reds}", {"held_by": ["reds", "blues"]}, VIOLATING),
        ("{held_by: reds}", {"held_by": {"one_of": ["reds", "blues"]}}, MIXED),
        ("{held_by: [reds, blues, civilians]}", {}, MIXED),
        ("{present: reds}", {"present": ["blues"]}, COVERED),
        ("{present: reds}", {}, MIXED),
        ("{intended_target: reds}", {"intended_target": ["blues", "reds"]}, VIOLATING),
        ("{intended_target: reds}", {"intended_target": "blues"}, COVERED),
    ],
)
def test_set_fields_hold_exactly_what_is_listed(
    test: str, event: dict[str, Any], expected: list[str]
) -> None:
    assert possible(unbinding(test), **event) == expected


def test_of_an_unknown_set_only_present_may_be_empty() -> None:
    """Someone holds every ground; but perhaps none of the parties is present."""
    someone = "{not: {%s: [reds, blues, civilians]}}"
    assert possible(unbinding(someone % "present"), present={"not": ["reds"]}) == MIXED
    assert possible(unbinding(someone % "held_by"), held_by="civilians") == COVERED
    assert possible(unbinding(someone % "present"), present=[]) == VIOLATING


@says(
    "`[low, high]` as a number: some number between, both included; `null` is no bound",
)
@pytest.mark.parametrize(
    ("test", "killed", "expected"),
    [
        ("{killed: 3}", 3, VIOLATING),
        ("{killed: 3}", 2, COVERED),
        ("{killed: 3}", 4, COVERED),
        ("{killed: 3}", "3", VIOLATING),
        ("{killed: {at_least: 3}}", [1, 2], COVERED),
        ("{killed: {at_least: 3}}", [1, 3], MIXED),
        ("{killed: {at_least: 3}}", [3, 9], VIOLATING),
        ("{killed: {at_least: 3}}", [3, None], VIOLATING),
        ("{killed: {at_least: 3}}", [2, None], MIXED),
        ("{killed: {at_least: 3}}", [None, 2], COVERED),
        ("{killed: {at_least: 3}}", [None, 3], MIXED),
        ("{killed: {at_least: 3}}", [None, None], MIXED),
        ("{killed: {more_than: 3}}", 3, COVERED),
        ("{killed: {more_than: 3}}", 4, VIOLATING),
        ("{killed: {less_than: 3}}", 2, VIOLATING),
        ("{killed: {less_than: 3}}", 3, COVERED),
        ("{killed: {at_most: 3}}", 3, VIOLATING),
        ("{killed: {at_most: 3}}", 4, COVERED),
        ("{killed: {at_least: 3, at_most: 5}}", [0, 9], MIXED),
        ("{all: [{killed: {more_than: 3}}, {killed: {less_than: 4}}]}", "unknown", COVERED),
        ("{killed: {at_least: 0}}", "unknown", VIOLATING),
        ("{killed: {at_least: 1}}", None, MIXED),
        ("{killed: {at_least: 3}}", {"one_of": [1, 2]}, COVERED),
        ("{killed: {at_least: 3}}", {"one_of": [1, [3, 4]]}, MIXED),
        ("{killed: {at_least: 3}}", {"not": [[0, 2]]}, VIOLATING),
        ("{killed: {at_least: 3}}", {"one_of": [[0, 5]], "not": [[3, 4], 5]}, COVERED),
        ("{killed: {at_least: 3}}", {"one_of": [[0, 5]], "not": [[3, 4]]}, MIXED),
        ("{all: [{killed: {at_least: 3}}, {killed: {at_most: 2}}]}", "unknown", COVERED),
        ("{any: [{killed: {at_least: 3}}, {killed: {at_most: 2}}]}", "unknown", VIOLATING),
    ],
)
def test_numbers_are_exact(test: str, killed: object, expected: list[str]) -> None:
    assert possible(unbinding(test), killed=killed) == expected


@pytest.mark.parametrize(
    ("test", "range_", "expected"),
    [
        ("{range: {more_than: 20}}", 20, COVERED),
        ("{range: {more_than: 20}}", 20.01, VIOLATING),
        ("{range: {at_least: 20}}", 20, VIOLATING),
        ("{range: {at_least: 20}}", [19.5, 20], MIXED),
        ("{range: {less_than: 20}}", [20, 30], COVERED),
        ("{range: {at_most: 20}}", [20, 30], MIXED),
        ("{range: {at_most: 20}}", [None, 20], VIOLATING),
        ("{range: {less_than: 0}}", "unknown", MIXED),
        ("{range: {less_than: 0}}", -0.5, VIOLATING),
        ("{range: 20}", [19, 21], MIXED),
        ("{range: 20}", {"one_of": [[19, 21]], "not": 20}, COVERED),
        ("{range: {more_than: 3, less_than: 4}}", "unknown", MIXED),
    ],
)
def test_a_number_that_is_no_count_may_be_any(
    test: str, range_: object, expected: list[str]
) -> None:
    rules = "fields: {range: {name: range, type: number}}\n" + unbinding(test)
    assert possible(rules, range=range_) == expected


DAYS = f"""{SIDES}
instruments:
  truce: {{in_force: {{from: 2016-03-01 06:00, until: 2016-03-02}}}}
"""


@says("a date: some instant of the local day")
@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2016-03-01", ["excluded", "covered"]),
        ("2016-03-01 06:00", COVERED),
        ("2016-02-29", EXCLUDED),
        ("2016-03-02", EXCLUDED),
        ({"from": "2016-03-01 06:00", "until": "2016-03-02"}, COVERED),
        ({"from": "2016-03-01 05:59", "until": "2016-03-02"}, ["excluded", "covered"]),
        ({"from": "2016-03-01 06:00", "until": "2016-03-02 00:01"}, ["excluded", "covered"]),
        ({"from": "2016-03-02"}, EXCLUDED),
        ({"until": "2016-03-01 06:00"}, EXCLUDED),
        ({"one_of": ["2016-02-01", "2016-04-01"]}, EXCLUDED),
        ({"one_of": ["2016-02-01", "2016-03-01 07:00"]}, ["excluded", "covered"]),
        ({"not": {"from": "2016-03-01", "until": "2016-03-02"}}, EXCLUDED),
        ({"not": "2016-03-01"}, EXCLUDED),
        ({"one_of": ["2016-03-01"], "not": {"until": "2016-03-01 06:00"}}, COVERED),
        ("unknown", ["excluded", "covered"]),
    ],
)
def test_a_date_is_some_instant_of_the_day(when: object, expected: list[str]) -> None:
    assert possible(DAYS, when=when) == expected


@says("`unknown`: any value of the field", "Unknown is never false.")
def test_unknown_is_any_value_and_never_false() -> None:
    assert possible(TRUCE, actor="unknown") == NOT_BOUND
    assert possible(TRUCE, actor="Unknown ") == NOT_BOUND
    assert possible(TRUCE, kind="unknown") == MIXED
    flag = unbinding("{civilian_harm: true}")
    assert possible(flag, civilian_harm="unknown") == MIXED
    assert possible(flag) == MIXED
    assert possible(flag, civilian_harm=True) == VIOLATING
    assert possible(flag, civilian_harm="no") == COVERED
    assert possible(unbinding("{not: {civilian_harm: true}}")) == MIXED
    ladder = unbinding("{verification: {at_least: corroborated}}")
    assert possible(ladder) == MIXED
    assert possible(ladder, verification="corroborated") == VIOLATING
    assert possible(ladder, verification="reported") == COVERED


PRESUMING = f"""{TRUCE}
presume:
  actor: reds
  held_by: {{is: [reds, blues], because: the lines were stable}}
  killed: 0
"""


@says("nothing: what the rulebook presumes, else any value")
def test_nothing_is_what_the_rulebook_presumes() -> None:
    assert possible(PRESUMING, actor=None) == VIOLATING
    assert possible(PRESUMING, actor="unknown") == NOT_BOUND
    assert possible(PRESUMING, actor="blues") == EXCLUDED
    assert possible(PRESUMING, parts=[{"target": "civilians"}], actor=None) == VIOLATING
    without = {key: value for key, value in EVENT.items() if key != "actor"}
    assert book(PRESUMING).classify(without).possible == {"violating"}


EVENT = {"id": "e", "kind": "shelling", "when": "2016-03-01", "actor": "reds"}


@says(
    "The domain of a party field has every party of the rulebook, an unnamed other under each "
    "umbrella, and a party that the rulebook does not name."
)
def test_an_unknown_party_may_be_one_that_the_rulebook_does_not_name() -> None:
    named = unbinding("{actor: [reds, blues, civilians]}")
    assert possible(named, actor="unknown") == MIXED
    outsiders = unbinding("{actor: {not: [reds, blues, civilians]}}")
    assert possible(outsiders, actor="unknown") == MIXED
    members = UMBRELLA % "[reds, greens, blues, civilians]"
    assert possible(members, actor="unknown") == NOT_BOUND
    assert possible(members, actor={"one_of": ["league"]}) == NOT_BOUND


PLACES = f"""{SIDES}
places:
  east: {{name: East, circle: {{lat: 35, lon: 38, km: 10}}}}
  west: {{name: West, circle: {{lat: 35, lon: 37, km: 10}}}}
  north: {{name: North, admin1: Northland}}
instruments:
  truce: {{where: east}}
  shelter: {{where: west, prohibit: {{p: {{when: {{kind: attack}}}}}}}}
"""


@says(
    "The keys of `where` narrow each other.",
    "A location is described by the places of the rulebook that hold it; a point with "
    "`within_km` may fall in each combination of places that its circle meets.",
)
def test_a_location_may_fall_where_its_circle_meets() -> None:
    assert possible(PLACES, where={"lat": 35, "lon": 38}) == COVERED
    assert possible(PLACES, where={"lat": 35, "lon": 37}) == VIOLATING
    assert possible(PLACES, where={"lat": 35, "lon": 37.5}) == EXCLUDED
    assert possible(PLACES, where={"lat": 35, "lon": 37.5, "within_km": 50}) == ANYTHING
    assert possible(PLACES, where={"lat": 35, "lon": 38, "within_km": 20}) == [
        "excluded",
        "covered",
    ]
    assert possible(PLACES, where="East") == COVERED
    assert possible(PLACES) == ANYTHING
    assert possible(PLACES, where={"name": "East", "lat": 35, "lon": 38.1, "within_km": 50}) == (
        COVERED
    )
    assert possible(PLACES, where={"one_of": ["East", "West"]}) == MIXED
    assert possible(PLACES, where={"not": "West"}) == ["excluded", "covered"]
    assert possible(PLACES, where={"one_of": ["unknown", "West"]}) == ANYTHING


@says(
    "A point as near to the edge of an outline as that may be off (`tolerance_km`) may lie on "
    "either side, and a note says so.",
)
def test_an_outline_may_be_off() -> None:
    land = "{circle: {lat: 35, lon: 37, km: 50}, tolerance_km: 2}"
    rules = f"{SIDES}places: {{land: {land}}}\ninstruments: {{t: {{where: land}}}}\n"
    assert possible(rules, where={"lat": 35, "lon": 37}) == COVERED
    finding = find(rules, where={"lat": 35.44, "lon": 37})
    assert finding.possible == {"excluded", "covered"}
    assert finding.depends_on == ("where",)
    (note,) = finding.notes
    assert note.startswith("where: the point is as near to the edge of `land` as that may be off")
    assert possible(rules, where={"lat": 35.48, "lon": 37}) == EXCLUDED


@says("Where a name and a point disagree, the name decides and a note says so.")
def test_a_name_decides_against_a_point() -> None:
    finding = find(PLACES, where={"name": "East", "lat": 35, "lon": 37})
    assert finding.possible == {"covered"}
    assert finding.notes == ("where: the point lies outside `East`: the name decides",)


def test_a_presumption_may_be_a_place() -> None:
    rules = PLACES + "presume:\n  where: west\n"
    assert possible(rules) == VIOLATING
    assert possible(rules, where="unknown") == ANYTHING


NAMES = f"""{SIDES}  greens: {{name: Greens, also: [{{name: New, from: 2016-04-01}}]}}
instruments:
  t:
    prohibit:
      p: {{when: {{actor: reds}}}}
      q: {{when: {{struck: hospital}}}}
      r: {{when: {{held_by: reds}}}}
places: {{east: {{name: East, admin1: Eastland}}}}
"""


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"actor": {"not": ["Gurble"]}}, ["covered", "violating"]),
        ({"actor": {"not": ["reds", "Gurble"]}}, COVERED),
        ({"actor": {"one_of": ["reds"], "not": ["Gurble"]}}, VIOLATING),
        ({"actor": {"not": "New"}}, ["covered", "violating"]),
        ({"actor": {"not": "unknown"}}, ["covered", "violating"]),
        ({"actor": "blues", "kind": {"not": "unknown"}}, COVERED),
        ({"actor": "blues", "struck": {"not": ["unknown"]}}, ["covered", "violating"]),
        ({"actor": "blues", "held_by": {"not": ["Gurble"]}}, ["covered", "violating"]),
        ({"actor": "blues", "held_by": {"not": ["Gurble", "reds"]}}, COVERED),
        ({"actor": "blues", "struck": {"not": "bogus"}}, ["covered", "violating"]),
        ({"actor": "blues", "struck": {"not": ["bogus", "hospital"]}}, COVERED),
    ],
)
def test_a_name_that_says_nothing_denies_nothing(
    event: dict[str, object], expected: list[str]
) -> None:
    said = {"struck": "school", "held_by": "blues"} | event
    assert possible(NAMES, **said) == expected


UNITS = f"""{SIDES}places:
  land: {{country: SY}}
  valley: {{admin1: Valley}}
  hills: {{admin1: Hills, also: [التلال]}}
  ford: {{admin1: الوادي}}
  camp: {{admin1: Valley, admin2: Sector 7, also: ["7"]}}
instruments:
  truce: {{where: %s, prohibit: {{p: {{when: {{kind: attack}}}}}}}}
"""
OPEN = "is written in letters in which this rulebook names"
NOT_KNOWN = "whether it is one of those it has is not known"
PARTLY = "taken as outside these, and whether it is one of the others is not known"


@says(
    "An administrative unit that the rulebook does not name lies outside those that have a name "
    "in the same letters, and a note says so.",
    "Whether it is one that has none stays open, and a note says so.",
)
@pytest.mark.parametrize(
    ("where", "place", "expected", "note"),
    [
        ({"admin1": "Ridge"}, "valley", EXCLUDED, f"`Ridge` {OPEN} only some admin1: {PARTLY}"),
        ({"admin1": "Ridge"}, "ford", NOT_BOUND, f"`Ridge` {OPEN} only some admin1: {PARTLY}"),
        ({"admin1": "النهر"}, "ford", EXCLUDED, f"`النهر` {OPEN} only some admin1: {PARTLY}"),
        ({"admin1": "النهر"}, "hills", EXCLUDED, f"`النهر` {OPEN} only some admin1: {PARTLY}"),
        ({"admin1": "النهر"}, "valley", NOT_BOUND, f"`النهر` {OPEN} only some admin1: {PARTLY}"),
        ({"admin1": "Долина"}, "valley", NOT_BOUND, f"`Долина` {OPEN} no admin1: {NOT_KNOWN}"),
        ({"admin1": "Долина", "country": "TR"}, "valley", EXCLUDED, ""),
        ({"admin1": "التلال"}, "hills", VIOLATING, ""),
        ({"admin1": "التلال"}, "ford", EXCLUDED, ""),
        ({"admin1": "Valley"}, "ford", NOT_BOUND, ""),
        ({"admin2": "المخيم"}, "camp", NOT_BOUND, f"`المخيم` {OPEN} no admin2: {NOT_KNOWN}"),
        ({"admin1": "Valley", "admin2": "Sector 7"}, "camp", VIOLATING, ""),
        (
            {"admin1": "Долина", "admin2": "Sector 7"}, "camp", NOT_BOUND,
            f"`Долина` {OPEN} no admin1: {NOT_KNOWN}",
        ),
        (
            {"admin2": "Base"}, "camp", EXCLUDED,
            "`Base` is no admin2 of this rulebook: taken as outside those it has",
        ),
    ],
)  # fmt: skip
def test_a_name_in_other_letters_is_no_evidence_of_being_elsewhere(
    where: dict[str, str], place: str, expected: list[str], note: str
) -> None:
    finding = find(UNITS % place, where=where)
    assert finding.possible == set(expected)
    assert finding.settled is (len(expected) == 1)
    assert finding.depends_on == (("where",) if len(expected) > 1 else ())
    assert finding.notes == ((f"where: {note}",) if note else ())


@says(
    "Letters are the same if they are of one script, such as Latin or Arabic; digits and "
    "punctuation are of none, and count as letters only in a name that has no others.",
    "An id that stands for the name of a place finds it, and is in no letters.",
)
def test_letters_are_the_same_by_script_and_ids_are_in_none() -> None:
    rules = f"{SIDES}places: {{ford: {{admin1: %s}}}}\ninstruments: {{t: {{where: ford}}}}\n"
    unsure = ["excluded", "covered"]
    for name, reported, expected in [
        ("Valley", "Đồi", EXCLUDED),
        ("Valley", "Λόφος", unsure),
        ("Valley", "Hill (7)", EXCLUDED),
        ("Valley", "12", unsure),
        ("'7'", "12", EXCLUDED),
        ("'7'", "Hill", unsure),
        ("الوادي", "پنجشیر 7", EXCLUDED),
        ("الوادي", "Hill", unsure),
        ("الوادي", "Ford", COVERED),
        ("الوادي, name: Ford", "Hill", EXCLUDED),
        ("Valley", "Ford", COVERED),
    ]:
        assert possible(rules % name, where={"admin1": reported}) == expected, reported


@says(
    "A name that is much like that of a unit, or holds it, says nothing, and a note asks whether "
    "that is meant.",
)
def test_a_misspelt_unit_says_nothing() -> None:
    for name in ("Valey", "Valley and Hills", "Valley الوادي"):
        finding = find(UNITS % "valley", where={"admin1": name})
        assert finding.possible == set(NOT_BOUND)
        (note,) = finding.notes
        assert note.startswith(f"where: `admin1: {name}` says nothing; did you mean `")


@says(
    "A place that is denied rules out what lies wholly in it, and no more; a name that says "
    "nothing denies nothing."
)
def test_a_place_is_denied_only_where_it_is_all_of_one() -> None:
    rules = f"""{SIDES}
places: {{al: {{name: Al, admin1: Aleppo, country: SY}}}}
instruments: {{t: {{where: al}}}}
"""
    whole = {"country": "SY", "admin1": "Aleppo"}
    assert possible(rules, where={"not": {"country": "SY"}}) == EXCLUDED
    assert possible(rules, where={"not": whole}) == EXCLUDED
    assert possible(rules, where={"not": whole | {"admin2": "Azaz"}}) == ["excluded", "covered"]
    assert possible(rules, where={"not": "Nowhere"}) == ["excluded", "covered"]
    assert possible(rules, where={"not": {"lat": 36.2, "lon": 37.1}}) == ["excluded", "covered"]
