"""Dated names and umbrellas: who is who, and part of whom, at the time of the event."""

from __future__ import annotations

import pytest

from ceasefire.book import Book
from ceasefire.errors import EventError
from ceasefire.rulebook.load import load_text
from tests.meaning.helpers import (
    COVERED,
    EXCLUDED,
    NOT_BOUND,
    VIOLATING,
    book,
    find,
    possible,
    says,
    told,
)

DATED = """
parties:
  league: {name: League}
  reds: {name: Reds, part_of: {party: league, from: 2016-03-01, until: 2016-04-01}}
  front:
    name: The Front
    also:
      - {name: Old Front, until: 2016-03-01}
      - {name: New Front, from: 2016-03-01}
  blues: {name: Blues, also: {name: New Front, until: 2016-02-01}, codes: {ucdp: 7, acled: "12"}}
instruments:
  truce:
    binds: %s
    prohibit:
      attack: {when: {kind: attack}}
"""


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2016-02-29 23:59", EXCLUDED),
        ("2016-03-01 00:00", VIOLATING),
        ("2016-03-31 23:59", VIOLATING),
        ("2016-04-01 00:00", EXCLUDED),
        ({"from": "2016-02-29", "until": "2016-03-02"}, NOT_BOUND),
        ({"from": "2016-03-31", "until": "2016-04-02"}, NOT_BOUND),
        ({"from": "2016-03-05", "until": "2016-03-07"}, VIOLATING),
    ],
)
def test_membership_counts_at_the_time_of_the_event(when: object, expected: list[str]) -> None:
    assert possible(DATED % "league", when=when) == expected


def test_time_decides_where_a_member_joins_during_the_event() -> None:
    finding = find(DATED % "league", when={"from": "2016-02-29", "until": "2016-03-02"})
    assert finding.verdict == "undetermined"
    assert finding.depends_on == ("when",)
    (doubt,) = finding.doubts
    assert told(doubt) == {("2016-03-01",): VIOLATING, ("2016-02-29",): EXCLUDED}


def test_an_umbrella_shelters_its_members_of_the_time() -> None:
    assert possible(DATED % "reds", actor="league", when="2016-03-05") == NOT_BOUND
    assert possible(DATED % "reds", actor="league", when="2016-02-05") == EXCLUDED
    across = find(
        DATED % "reds", actor="league", when={"from": "2016-02-29", "until": "2016-03-02"}
    )
    assert across.possible == {"excluded", "violating"}
    assert set(across.depends_on) >= {"actor"}


@pytest.mark.parametrize(
    ("name", "when", "expected"),
    [
        ("Old Front", "2016-02-29", VIOLATING),
        ("Old Front", "2016-03-01", NOT_BOUND),
        ("New Front", "2016-03-01", VIOLATING),
        ("New Front", "2016-02-15", NOT_BOUND),
        ("New Front", "2016-01-15", EXCLUDED),
        ("The Front", "2016-01-15", VIOLATING),
    ],
)
def test_a_name_holds_in_its_time_only(name: str, when: str, expected: list[str]) -> None:
    finding = find(DATED % "front", actor=name, when=when)
    assert sorted(finding.possible) == sorted(expected)
    outside = expected == NOT_BOUND
    assert any("is not a name of" in note for note in finding.notes) == outside


def test_an_old_name_is_said_to_be_out_of_its_time() -> None:
    finding = find(DATED % "front", actor="Old Front", when="2016-03-05")
    assert finding.notes == (
        "actor: `Old Front` is not a name of front at the time of the event: taken as unknown",
    )
    both = find(DATED % "front", actor="New Front", when="2016-02-15")
    (note,) = both.notes
    assert note.startswith("actor: `New Front` is not a name of blues, front at the time")


def test_a_name_that_changes_its_meaning_during_the_event_makes_rivals() -> None:
    across = {"from": "2016-02-28", "until": "2016-03-03"}
    finding = find(DATED % "front", actor="Old Front", target="blues", when=across)
    assert finding.possible == {"excluded", "violating"}
    assert finding.depends_on == ("when", "actor")
    whole = find(DATED % "front", actor="The Front", target="blues", when=across)
    assert whole.possible == {"violating"}


def test_time_decides_where_a_name_that_is_used_changes_its_meaning() -> None:
    """Blues join the front at noon: fired at, they are protected from then on."""
    rules = """
    parties:
      front: {name: Front}
      blues: {name: Blues, part_of: {party: front, from: 2016-03-01 12:00}}
    instruments:
      truce: {title: Truce, prohibit: {p: {title: fire, when: {target: front}}}}
    """
    unclear = find(rules, actor="front", target="unknown", when="2016-03-01")
    assert unclear.depends_on == ("when", "target")
    assert told(unclear.doubts[1]) == {
        ("Front",): VIOLATING,
        ("Blues",): ["covered", "violating"],
        ("civilians", "a party the rulebook does not name"): COVERED,
    }
    either = find(rules, actor="front", target="blues", when="2016-03-01")
    # Blues acted for the front after noon only, so that who acted tells of the time.
    assert (either.verdict, either.depends_on) == ("undetermined", ("when", "actor"))


def test_a_rival_list_is_one_whatever_its_names_mean_over_time() -> None:
    """Before March anybody may be meant by the new name, and The Front from then on."""
    lists = {"one_of": ["blues", ["blues", "New Front"]]}
    across = {"from": "2016-02-28", "until": "2016-03-03"}
    rules = """
    parties:
      front: {name: The Front, also: {name: New Front, from: 2016-03-01}}
      blues: {name: Blues}
    instruments:
      truce: {binds: front, exclude: {e: {when: {actor: blues}}}}
    """
    finding = find(rules, actor=lists, target="civilians", when=across)
    assert finding.depends_on == ("actor",)
    (rival,) = [doubt for doubt in finding.doubts if doubt.kind == "rival"]
    assert told(rival) == {
        ("actor Blues and New Front, then Blues and The Front",): ["excluded", "covered"],
        ("actor Blues",): EXCLUDED,
    }


def test_a_party_faces_itself_at_all_times() -> None:
    """Whoever of the two was meant before March: Blues fired at Blues in neither stretch."""
    rules = """
    parties:
      reds: {name: Reds}
      blues: {name: Blues, also: {name: New Front, from: 2016-03-01}}
      greens: {name: Greens}
    instruments:
      truce: {binds: [reds, blues], prohibit: {p: {when: {kind: attack}}}}
    """
    lists = {"one_of": ["civilians", ["civilians", "New Front"]]}
    across = {"from": "2016-02-28", "until": "2016-03-03"}
    assert find(rules, actor=lists, target="unknown", when=across).depends_on == (
        "actor",
        "target",
    )


def test_stretches_in_which_names_mean_the_same_are_one() -> None:
    """Blues' name means the same before and after; the event makes a single box."""
    used = book(DATED % "front")
    spread = {"from": "2016-01-15", "until": "2016-02-15"}
    from_old_to_none = used.classify(
        {"id": "e", "kind": "shelling", "when": spread, "actor": "New Front", "target": "reds"}
    )
    assert from_old_to_none.possible == {"excluded", "violating"}
    plain = used.classify(
        {"id": "e", "kind": "shelling", "when": spread, "actor": "blues", "target": "reds"}
    )
    assert plain.possible == {"excluded"}
    assert plain.depends_on == ()


def test_codes_stand_for_parties() -> None:
    assert possible(DATED % "blues", actor="ucdp:7") == VIOLATING
    assert possible(DATED % "blues", actor=7) == VIOLATING
    assert possible(DATED % "blues", actor="ACLED:12") == VIOLATING
    assert possible(DATED % "blues", actor="12") == VIOLATING
    assert possible(DATED % "blues", actor="ucdp:12") == NOT_BOUND


def test_bound_are_all_but_those_excepted() -> None:
    rules = DATED % "{all_except: [league, civilians]}"
    assert possible(rules, actor="reds", when="2016-03-05") == EXCLUDED
    assert possible(rules, actor="reds", when="2016-02-05") == VIOLATING
    assert possible(rules, actor="civilians") == EXCLUDED
    assert possible(rules, actor="blues") == VIOLATING
    assert possible(rules, actor="unknown") == NOT_BOUND


@says(
    "Windows are half-open: the first instant is in, the last is out.",
    "Instants are counted in microseconds of UTC.",
)
@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2016-03-01T00:00:00Z", ["covered"]),
        ("2016-02-29T23:59:59Z", EXCLUDED),
        ("2016-03-02T23:59:59Z", ["covered"]),
        ("2016-03-03T00:00:00Z", EXCLUDED),
        ("2016-03-01T01:30:00+02:00", EXCLUDED),
        ("2016-03-01T02:00:00+02:00", ["covered"]),
    ],
)
def test_the_first_instant_is_in_and_the_last_is_out(when: str, expected: list[str]) -> None:
    rules = "instruments: {truce: {in_force: {from: 2016-03-01, for: 48h}}}"
    assert possible(rules, when=when) == expected


@says("A local time that the clocks skip, or show twice, is an error that asks for an offset.")
@pytest.mark.parametrize(
    ("when", "code"),
    [("2016-03-25 00:30", "nonexistent-time"), ("2016-10-27 23:30", "ambiguous-time")],
)
def test_a_local_time_is_one_instant_or_an_error(when: str, code: str) -> None:
    rules = load_text("rulebook: example\ntimezone: Asia/Damascus\n")
    event = {"id": "e", "kind": "shelling", "when": when}
    with pytest.raises(EventError) as caught:
        Book(rules, rules.default_reading).classify(event)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert "+03:00" in problem.hint


@says(
    "`for: 48h` is 48 hours of elapsed time.",
    "`days` and `hours` are read off the local clock, so that a doubled hour is inside twice "
    "and a missing hour never.",
)
def test_lengths_elapse_and_clocks_are_read() -> None:
    """Clocks in Damascus went forward at midnight on 25 March and back on 28 October 2016."""
    elapsed = "instruments: {t: {in_force: {from: 2016-03-24, for: 48h, timezone: Asia/Damascus}}}"
    assert possible(elapsed, when="2016-03-26T00:30:00+03:00") == ["covered"]
    assert possible(elapsed, when="2016-03-26T01:00:00+03:00") == EXCLUDED
    hours = "instruments: {t: {in_force: {hours: 23:00-24:00, timezone: Asia/Damascus}}}"
    assert possible(hours, when="2016-10-27T23:30:00+03:00") == ["covered"]
    assert possible(hours, when="2016-10-27T23:30:00+02:00") == ["covered"]
    missing = "instruments: {t: {in_force: {hours: 00:00-01:00, timezone: Asia/Damascus}}}"
    day = {"from": "2016-03-24T22:00:00Z", "until": "2016-03-25T21:00:00Z"}
    assert possible(missing, when=day) == EXCLUDED


def test_rivals_with_a_name_that_comes_up_hang_on_the_time_only_if_settling_it_tells() -> None:
    """Whoever came with Blues was anybody before noon, and Blues themselves after."""
    lists = {"one_of": ["civilians", ["blues", "New Blues"]]}
    rules = """
    parties:
      blues: {name: Blues, also: {name: New Blues, from: "2016-03-01 12:00"}}
    questions:
      apt: {ask: Is it apt?, answers: {"yes": {}, "no": {}}}
    instruments:
      truce: {binds: {all_except: blues}, exclude: {e: {when: {kind: attack}, if: {apt: "yes"}}}}
    """
    finding = find(rules, actor=lists, target="unknown", when="2016-03-01")
    assert finding.possible == {"excluded", "covered"}
    assert "when" not in finding.depends_on
    assert {"actor", "apt"} <= {*finding.depends_on}
