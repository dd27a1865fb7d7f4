"""One world under several instruments, with several acts: the gravest verdict counts."""

from __future__ import annotations

from itertools import permutations

import pytest

from ceasefire.engines.reference.meaning import gravest, highest
from tests.meaning.helpers import (
    COVERED,
    EXCLUDED,
    SIDES,
    TRUCE,
    VIOLATING,
    find,
    participants,
    possible,
    says,
    sides,
)

PROHIBIT = "prohibit: {%s: {when: {kind: attack}}}"
SEVERAL = [
    "  aside: {title: Aside, announced: 2016-01-01, binds: blues}\n",
    "  silent: {title: Silent, announced: 2016-01-02, binds: reds}\n",
    f"  strict: {{title: Strict, announced: 2016-01-03, binds: reds, {PROHIBIT % 'p'}}}\n",
    f"  stern: {{title: Stern, announced: 2016-01-04, binds: reds, {PROHIBIT % 'q'}}}\n",
]


@says(
    "The gravest verdict over the instruments counts, where `excluded < covered < violating`.",
    "Order never matters.",
    "Of several instruments the one announced first is named that decides in any case, of "
    "several provisions the gravest that does; where none does, as many are named as it takes.",
    "For `excluded` it is the instrument that comes nearest: one that reaches the event but "
    "leaves it out, else the one with the fewest grounds.",
)
@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_the_gravest_instrument_counts_in_any_order(order: tuple[int, ...]) -> None:
    rules = SIDES + "instruments:\n" + "".join(SEVERAL[number] for number in order)
    breach = find(rules)
    assert (breach.verdict, breach.settled) == ("violating", True)
    assert (breach.instrument, breach.provision) == ("strict", "p")
    silent = find(rules, kind="overflight")
    assert (silent.verdict, silent.instrument) == ("covered", "silent")
    away = find(rules, actor="civilians")
    assert (away.verdict, away.instrument, away.ground) == ("excluded", "aside", ("actor",))


@says(
    "`instrument`, `provision` and `ground` are what decides the gravest verdict that the "
    "stated facts allow, in all of their worlds that have it."
)
def test_the_gravest_verdict_allowed_names_the_clause() -> None:
    finding = find(TRUCE, actor={"one_of": ["reds", "blues"]})
    assert finding.verdict == "undetermined"
    assert finding.possible == {"excluded", "violating"}
    assert (finding.instrument, finding.provision, finding.ground) == (
        "truce",
        "attack",
        ("attack",),
    )


def test_instruments_without_a_date_come_last_and_then_go_by_name() -> None:
    rule = "{binds: reds, prohibit: {p: {when: {kind: attack}}}}\n"
    names = f"{SIDES}instruments:\n  b: {rule}  a: {rule}"
    assert find(names).instrument == "a"
    dated = names + f"  z: {{announced: 2016-01-01, {rule[1:]}"
    assert find(dated).instrument == "z"


def test_of_several_provisions_the_gravest_then_the_first_by_name_is_named() -> None:
    rules = sides("""
    instruments:
      truce:
        prohibit:
          a: {when: {kind: attack}, severity: minor}
          z: {when: {kind: shelling}, severity: grave}
          y: {when: {kind: shelling}, severity: grave}
          m: {when: {kind: attack}}
        permit:
          t: {when: {response: reprisal}, lifts: a}
    """)
    finding = find(rules)
    assert (finding.provision, finding.severity) == ("y", "grave")
    lesser = find(rules, kind="clash", response="none")
    assert (lesser.provision, lesser.severity) == ("a", "minor")
    least = find(rules, kind="clash", response="reprisal")
    assert (least.provision, least.severity) == ("m", "")


def test_the_nearest_instrument_reaches_the_event_or_has_the_fewest_grounds() -> None:
    rules = sides("""
    instruments:
      far: {announced: 2016-01-01, binds: blues, in_force: {until: 2016-02-01}}
      near: {announced: 2016-01-02, binds: blues}
      last: {announced: 2016-01-03, binds: blues}
    """)
    finding = find(rules)
    assert (finding.instrument, finding.ground) == ("near", ("actor",))
    reaching = rules.replace(
        "last: {announced: 2016-01-03, binds: blues}",
        "last: {announced: 2016-01-03, binds: reds, exclude: {by: {when: {kind: attack}}}}",
    )
    finding = find(reaching)
    assert (finding.instrument, finding.provision, finding.ground) == ("last", "by", ("by",))
    nearest = reaching.replace("{by: {", "{also: {when: {target: blues}}, by: {") + (
        "  nearest: {binds: reds, exclude: {only: {when: {kind: attack}}}}\n"
    )
    assert find(nearest).instrument == "nearest"
    assert find(nearest, kind="clash", target="civilians").ground == ("by",)


def test_a_ground_counts_only_where_the_instrument_is_what_excludes() -> None:
    """An exclusion that would match is no ground where the instrument never reaches."""
    rules = TRUCE + "    exclude:\n      those: {when: {target: blues}}\n"
    assert find(rules).ground == ("those",)
    assert find(rules, actor="blues", target="reds").ground == ("actor",)
    assert find(rules, actor="civilians").ground == ("actor",)


# --- several acts -----------------------------------------------------------------


@says(
    "An act of several actors or targets together is decided for each pair, an event with "
    "`parts` for each part; the gravest counts, and each participant's verdict is kept."
)
def test_each_pair_of_a_joint_act_is_decided() -> None:
    rules = TRUCE.replace("kind: attack", "kind: attack, target: civilians")
    finding = find(rules, actor=["blues", "reds"], target=["civilians", "blues"])
    assert finding.verdict == "violating"
    assert participants(finding) == {
        (0, "blues", "civilians"): EXCLUDED,
        (0, "reds", "civilians"): VIOLATING,
        (0, "reds", "blues"): COVERED,
    }


@says(
    "In a joint act a party is never decided against itself: a pair is left out in the worlds "
    "in which both sides are one and the same party, and worlds in which that leaves none drop "
    "out."
)
def test_a_party_is_never_decided_against_itself() -> None:
    rules = TRUCE.replace("kind: attack", "target: reds")
    assert possible(rules, actor=["reds", "blues"], target=["reds", "blues"]) == COVERED
    assert possible(rules, actor="reds", target="reds") == VIOLATING
    assert possible(rules, actor=["reds", "reds"], target="REDS") == VIOLATING
    finding = find(rules, actor=["reds", "blues"], target=["Reds", "civilians"])
    assert (0, "reds", "Reds") not in participants(finding)
    wing = rules.replace("{name: Reds}", "{name: Reds}\n  wing: {name: W, part_of: reds}")
    assert possible(wing, actor=["reds", "wing"], target="wing") == VIOLATING
    both = possible(wing, actor=["wing", "reds"], target=["wing", "blues"])
    assert both == ["covered", "violating"]


@says(
    "A single act is decided as it is reported, whoever is on its two sides; where it is one "
    "party on both, a note says so."
)
def test_a_party_that_is_reported_on_both_sides_is_noted() -> None:
    finding = find(TRUCE, actor="reds", target="Reds")
    assert finding.verdict == "violating"
    assert finding.notes == (
        "actor and target are both Reds: it is decided as it stands in the account",
    )
    assert find(TRUCE, actor="unknown", target="reds").possible == {"excluded", "violating"}
    umbrella = TRUCE.replace("{name: Reds}", "{name: Reds}\n  crimson: {name: C, part_of: reds}")
    for rules, fields in (
        (umbrella, {"actor": "reds", "target": "reds"}),
        (TRUCE, {"actor": "reds", "target": "unknown"}),
        (TRUCE, {"actor": "Somebody", "target": "Somebody"}),
        (TRUCE, {"actor": ["reds", "blues"], "target": ["reds", "blues"]}),
    ):
        assert not any(note.startswith("actor and target") for note in find(rules, **fields).notes)


def test_a_participant_has_the_verdicts_of_worlds_in_which_it_faces_another() -> None:
    rules = TRUCE.replace("kind: attack", "target: [reds, blues, civilians]")
    finding = find(rules, actor=["reds", "blues"], target=["Someone", "civilians"])
    found = participants(finding)
    assert found[0, "reds", "Someone"] == ["covered", "violating"]
    assert found[0, "blues", "Someone"] == EXCLUDED


def test_where_nothing_else_remains_a_party_faces_itself() -> None:
    rules = TRUCE.replace("kind: attack", "target: reds")
    finding = find(rules, actor=["reds", "Reds"], target="reds")
    assert finding.possible == {"violating"}
    assert finding.provision == "attack"


def test_a_party_under_two_names_is_one_actor() -> None:
    either = possible(TRUCE, actor="reds", target="unknown")
    assert either == VIOLATING
    assert possible(TRUCE, actor=["reds", "Reds"], target="unknown") == either
    parts = [{"actor": ["reds", "REDS"], "target": "unknown"}]
    assert possible(TRUCE, actor="civilians", parts=parts) == either


def test_several_unknown_parties_are_not_one_party() -> None:
    finding = find(TRUCE, actor=["unknown", "reds"], target=["unknown", "blues"])
    assert len(finding.participants) == 4


def test_rivals_may_face_themselves_for_they_stand_for_many() -> None:
    finding = find(TRUCE, actor={"one_of": ["reds", "blues"]}, target={"one_of": ["reds", "blues"]})
    assert finding.depends_on == ("actor",)
    assert finding.participants == ()


def test_parts_override_the_event_and_the_gravest_counts() -> None:
    finding = find(
        TRUCE,
        parts=[
            {"kind": "overflight"},
            {"actor": "blues", "target": "reds"},
            {"target": "civilians"},
        ],
    )
    assert finding.verdict == "violating"
    assert participants(finding) == {
        (1, "reds", "blues"): COVERED,
        (2, "blues", "reds"): EXCLUDED,
        (3, "reds", "civilians"): VIOLATING,
    }
    assert possible(TRUCE, parts=[{"kind": "overflight"}]) == COVERED
    assert possible(TRUCE, parts=[{"kind": "overflight"}, {"actor": "blues"}]) == COVERED


def test_parts_share_what_they_do_not_override() -> None:
    """The one unknown actor did both, so that it cannot be Reds here and Blues there."""
    rules = sides("""
    instruments:
      truce:
        prohibit:
          red-fire: {when: {actor: reds, kind: shelling}}
          blue-raid: {when: {actor: blues, kind: airstrike}}
    """)
    either = {"one_of": ["reds", "blues"]}
    assert possible(rules, actor=either, parts=[{"kind": "shelling"}, {"kind": "airstrike"}]) == (
        VIOLATING
    )
    own = [{"kind": "shelling", "actor": either}, {"kind": "airstrike", "actor": either}]
    finding = find(rules, actor="civilians", parts=own)
    assert finding.possible == {"covered", "violating"}
    assert {doubt.owner for doubt in finding.doubts} == {"part 1", "part 2"}
    assert finding.depends_on == ("actor",)


def test_parts_share_the_time_that_they_do_not_override() -> None:
    rules = sides("""
    instruments:
      day: {in_force: {from: 2016-03-01, until: 2016-03-02}, prohibit: {p: {when: {target: blues}}}}
      next: {in_force: {from: 2016-03-02, until: 2016-03-03}, prohibit: {p: {when: {target: reds}}}}
    """)
    when = {"from": "2016-03-01", "until": "2016-03-03"}
    both = [{"target": "blues"}, {"target": "reds"}]
    assert possible(rules, when=when, parts=both) == VIOLATING
    assert possible(rules, when=when) == ["covered", "violating"]
    own = [{"target": "blues", "when": "2016-03-02"}, {"target": "reds"}]
    finding = find(rules, when=when, parts=own)
    assert finding.possible == {"covered", "violating"}
    assert finding.depends_on == ("when",)


def test_a_part_that_is_no_incident_is_passed_over() -> None:
    parts = [{"kind": "announcement"}, {"kind": "overflight"}]
    finding = find(TRUCE, parts=parts)
    assert (finding.verdict, finding.participants) == ("covered", ())
    assert possible(TRUCE, kind="accident", parts=[{"kind": "overflight"}, {}]) == COVERED


@pytest.mark.parametrize("first", range(1, 8))
@pytest.mark.parametrize("second", range(1, 8))
def test_gravest_is_what_the_graver_of_two_verdicts_may_be(first: int, second: int) -> None:
    bits = (1, 2, 4)
    expected = 0
    for one in bits:
        for other in bits:
            if first & one and second & other:
                expected |= max(one, other)
    assert gravest(first, second) == expected


def test_highest_is_the_gravest_of_a_set() -> None:
    assert [highest(mask) for mask in range(1, 8)] == [1, 2, 2, 4, 4, 4, 4]
