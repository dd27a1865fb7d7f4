"""Which clause is named, and why every instrument says what it says."""

from __future__ import annotations

from ceasefire.findings.finding import InstrumentReason, ordered
from tests.meaning.helpers import COVERED, NOT_BOUND, book, find, says, sides

PERMITS = """
instruments:
  truce:
    binds: reds
    prohibit:
      attack: {when: {kind: attack}, severity: serious}
      entry: {when: {kind: ground-assault}, severity: grave}
    permit:
      defence: {when: {response: source-of-fire}, lifts: attack}
      entering: {when: {response: source-of-fire}, lifts: entry}
      rescue: {when: {response: immediate-threat}}
"""


def test_the_permit_that_is_named_lifts_a_prohibition_that_matches() -> None:
    rules = sides(PERMITS)
    assert find(rules, response="source-of-fire").provision == "defence"
    assert find(rules, response="immediate-threat").provision == "rescue"
    both = find(rules, kind="ground-assault", response="source-of-fire")
    assert (both.verdict, both.provision, both.ground) == ("covered", "defence", ("permitted",))
    entry = rules.replace("lifts: attack", "lifts: [attack, entry]").replace("{kind: attack}", "{}")
    assert find(entry, kind="overflight", response="source-of-fire").provision == "defence"


@says("What is named holds in every such world; `a|b` says that in each one or the other does.")
def test_grounds_of_which_one_or_the_other_holds_are_named_so() -> None:
    finding = find(sides(PERMITS), kind={"one_of": ["overflight", "release"]}, response="none")
    assert finding.ground == ("compliant|unregulated",)
    assert finding.because == (
        "“truce” applies to this: either it is an act of compliance or "
        "it neither forbids nor permits such an act"
    )
    finding = find(
        sides(PERMITS), kind={"one_of": ["overflight", "shelling"]}, response="source-of-fire"
    )
    assert (finding.ground, finding.provision) == (("permitted|unregulated",), "defence")


def test_the_clause_is_sought_among_the_gravest_worlds_only() -> None:
    """Were it a clash, `attack` would be lifted; the world that breaks is another."""
    finding = find(
        sides(PERMITS), kind={"one_of": ["clash", "ground-assault"]}, response="source-of-fire"
    )
    assert (finding.verdict, finding.provision) == ("covered", "defence")
    finding = find(
        sides(PERMITS), kind="ground-assault", response={"one_of": ["reprisal", "source-of-fire"]}
    )
    assert (finding.verdict, finding.provision, finding.severity) == (
        "undetermined",
        "entry",
        "grave",
    )


def test_a_provision_that_is_breached_in_any_case_comes_before_a_graver_one_that_may_be() -> None:
    finding = find(sides(PERMITS), kind="attack", response="reprisal")
    assert (finding.verdict, finding.provision, finding.severity) == (
        "violating",
        "attack",
        "serious",
    )


def test_what_decides_in_any_case_comes_before_what_was_announced_first() -> None:
    rules = sides("""
    instruments:
      first: {title: First, announced: 2016-01-01, prohibit: {p: {when: {kind: airstrike}}}}
      second: {title: Second, announced: 2016-01-02, prohibit: {q: {when: {kind: attack}}}}
      third: {title: Third, announced: 2016-01-03, prohibit: {r: {when: {kind: shelling}}}}
    """)
    unclear = {"one_of": ["airstrike", "shelling"]}
    finding = find(rules, kind=unclear)
    assert (finding.instrument, finding.provision, finding.ground) == ("second", "q", ("q",))
    without = book(rules.replace("kind: attack", "kind: siege"))
    finding = find(without, kind=unclear)
    assert (finding.verdict, finding.settled) == ("violating", True)
    assert (finding.instrument, finding.provision) == ("first|third", "p|r")
    assert finding.ground == ("p|r",)
    assert finding.because == "“First” prohibits p or “Third” prohibits r"
    assert [(item.instrument, item.provision) for item in finding.deciders] == [
        ("first", "p"),
        ("third", "r"),
    ]


def test_one_or_the_other_instrument_may_reach_an_event() -> None:
    rules = sides("""
    instruments:
      north: {title: North, announced: 2016-01-01, where: up}
      south: {title: South, announced: 2016-01-02, where: down}
    places:
      up: {circle: {lat: 10, lon: 0, km: 1}}
      down: {circle: {lat: -10, lon: 0, km: 1}}
    """)
    either = {"one_of": [{"lat": 10, "lon": 0}, {"lat": -10, "lon": 0}]}
    finding = find(rules, where=either)
    assert (finding.instrument, finding.ground) == ("north|south", ("unregulated",))
    assert finding.because == (
        "“North” or “South” applies to this: it neither forbids nor permits such an act"
    )


def test_permits_of_which_one_or_the_other_lifts_are_named() -> None:
    finding = find(
        sides(PERMITS),
        kind="clash",
        response={"one_of": ["source-of-fire", "immediate-threat"]},
    )
    assert (finding.verdict, finding.provision) == ("covered", "defence|rescue")
    assert finding.because == "“truce” permits defence or rescue"


def test_an_exclusion_of_one_instrument_does_not_hide_another() -> None:
    rules = sides("""
    instruments:
      first:
        announced: 2016-01-01
        exclude: {away: {when: {target: blues}}}
        prohibit: {p: {when: {kind: attack}}}
      second:
        announced: 2016-01-02
        prohibit: {q: {when: {kind: attack}}}
    """)
    finding = find(rules)
    assert (finding.verdict, finding.instrument, finding.provision) == ("violating", "second", "q")
    assert find(rules, target="civilians").instrument == "first"
    rest = find(rules, kind="overflight")
    assert (rest.verdict, rest.instrument) == ("covered", "second")


LEAVING_OUT = """
instruments:
  t:
    title: T
    binds: reds
    in_force: {until: 2016-03-01 12:00}
    exclude: {fars: {title: far away, when: {target: civilians}}}
"""


def test_of_the_grounds_of_an_exclusion_only_those_that_surely_hold_are_given() -> None:
    late, unknown = "2016-03-02", "unknown"
    finding = find(sides(LEAVING_OUT), when=late, actor=unknown)
    assert (finding.settled, finding.ground) == (True, ("time",))
    assert finding.because == "“T” does not reach this: it was not in force at the time"
    assert "      actor: perhaps the actor is not bound by it" in finding.explain().splitlines()
    finding = find(sides(LEAVING_OUT), actor="blues", when="2016-03-01")
    assert finding.ground == ("actor",)


def test_of_exclusions_that_all_match_the_first_is_the_provision() -> None:
    more = "exclude: {aside: {title: fire, when: {kind: shelling}}, fars:"
    rules = sides(LEAVING_OUT.replace("exclude: {fars:", more))
    finding = find(rules, target="civilians", when="2016-03-01 09:00")
    assert (finding.ground, finding.provision) == (("aside", "fars"), "aside")
    assert finding.because == "“T” does not reach this: it leaves out fire and far away"


def test_the_instrument_that_fewer_grounds_keep_away_is_nearer() -> None:
    rules = sides("""
    instruments:
      bound: {announced: 2016-01-01, binds: reds, in_force: {until: 2016-02-01}}
      over: {announced: 2016-01-02, in_force: {until: 2016-02-01}}
    """)
    finding = find(rules, actor="blues")
    assert (finding.instrument, finding.ground) == ("over", ("time",))
    finding = find(rules, actor="unknown")
    assert (finding.instrument, finding.ground) == ("over", ("time",))
    finding = find(rules, actor="reds")
    assert (finding.instrument, finding.ground) == ("bound", ("time",))


def test_one_ground_that_surely_holds_is_nearer_than_one_or_the_other() -> None:
    """Reds are bound from the moment at which `joined` ends."""
    rules = """
    parties:
      front: {name: Front}
      reds: {name: Reds, part_of: {party: front, from: 2016-03-02}}
    instruments:
      joined: {announced: 2016-01-01, binds: front, in_force: {until: 2016-03-02}}
      over: {announced: 2016-01-02, in_force: {until: 2016-02-01}}
    """
    when = {"from": "2016-03-01", "until": "2016-03-03"}
    finding = find(rules, when=when, target="civilians")
    assert (finding.settled, finding.instrument, finding.ground) == (True, "over", ("time",))
    alone = find(rules.replace("over:", "# over:"), when=when, target="civilians")
    assert (alone.instrument, alone.ground) == ("joined", ("time|actor",))


def test_where_no_one_ground_holds_one_or_the_other_is_given() -> None:
    finding = find(sides(LEAVING_OUT), actor="unknown", target="civilians", when="2016-03-01 09:00")
    assert (finding.verdict, finding.ground) == ("excluded", ("actor|fars",))
    assert finding.provision == "fars"
    assert finding.because == (
        "“T” does not reach this: either the actor is not bound by it or it leaves out far away"
    )


def test_an_instrument_that_reaches_the_event_comes_nearest_wherever_it_stands() -> None:
    rules = sides("""
    instruments:
      first: {announced: 2016-01-01, in_force: {until: 2016-01-02}}
      second: {announced: 2016-01-02, in_force: {until: 2016-01-03}}
      third: {announced: 2016-01-03, exclude: {apart: {when: {target: blues}}}}
      fourth: {announced: 2016-01-04, in_force: {until: 2016-01-05}, binds: blues}
    """)
    finding = find(rules)
    assert (finding.instrument, finding.ground) == ("third", ("apart",))
    away = find(rules.replace("exclude: {apart: {when: {target: blues}}}", "binds: blues"))
    assert (away.instrument, away.ground) == ("first", ("time",))


@says("In a joint act, grounds hold for each pair of actor and target.")
def test_each_pair_of_a_joint_act_may_fall_out_on_its_own_ground() -> None:
    finding = find(
        sides(LEAVING_OUT), actor=["reds", "blues"], target="civilians", when="2016-03-01 09:00"
    )
    assert (finding.settled, finding.ground) == (True, ("actor|fars",))
    assert finding.because == (
        "“T” does not reach this: for each pair of actor and target, "
        "either the actor is not bound by it or it leaves out far away"
    )
    text = finding.explain()
    assert "actor: in part the actor is not bound by it" in text


# --- reasons --------------------------------------------------------------------------


REASONED = """
sources:
  text: {title: The text, document: annex, date: 2016-02-22, evidence: known}
  talk: {title: A talk, evidence: unsure}
  plain: {title: A page, evidence: found}
instruments:
  truce:
    title: The truce
    cite: text 1
    binds: reds
    exclude:
      away: {title: far away, when: {target: civilians}, cite: talk}
    prohibit:
      attack: {title: attacks, when: {kind: attack}, severity: serious, cite: ["plain 2(b)"]}
      entry: {when: {kind: ground-assault}}
    permit:
      defence: {when: {response: source-of-fire}, lifts: attack}
      talks: {when: {kind: release}}
  longer:
    extends: truce
    in_force: {from: 2017-01-01}
  elsewhere: {binds: blues}
"""


def by_id(reasons: tuple[InstrumentReason, ...]) -> dict[str, InstrumentReason]:
    """Return reasons by the id of their instrument."""
    return {reason.id: reason for reason in reasons}


def test_reasons_tell_what_each_instrument_says() -> None:
    finding = find(sides(REASONED), response="unknown")
    found = by_id(finding.reasons)
    assert list(found) == ["truce", "elsewhere"]
    truce = found["truce"]
    assert (truce.title, ordered(truce.possible)) == ("The truce", ["covered", "violating"])
    assert truce.cite == ("The text, annex, 2016-02-22, 1 [from general knowledge, not re-read]",)
    assert (truce.grounds, truce.perhaps) == ((), ("permitted",))
    assert [(item.id, item.effect, item.matches, item.lifted) for item in truce.provisions] == [
        ("attack", "prohibit", "yes", "open"),
        ("defence", "permit", "open", ""),
    ]
    attack = truce.provisions[0]
    assert (attack.title, attack.severity, attack.origin) == ("attacks", "serious", "truce")
    assert attack.cite == ("A page, 2(b)",)
    assert ordered(found["elsewhere"].possible) == ["excluded"]
    assert found["elsewhere"].grounds == ("actor",)


def test_a_permit_that_surely_lifts_says_so() -> None:
    (truce,) = [
        r for r in find(sides(REASONED), response="source-of-fire").reasons if r.id == "truce"
    ]
    assert [(item.id, item.matches, item.lifted) for item in truce.provisions] == [
        ("attack", "yes", "yes"),
        ("defence", "yes", ""),
    ]
    truce = by_id(find(sides(REASONED), response="none").reasons)["truce"]
    assert [(item.id, item.matches, item.lifted) for item in truce.provisions] == [
        ("attack", "yes", "no"),
    ]
    assert (truce.grounds, truce.perhaps) == ((), ())


def test_an_exclusion_silences_the_prohibitions() -> None:
    reasons = by_id(find(sides(REASONED), target="civilians").reasons)
    truce = reasons["truce"]
    assert [(item.id, item.matches, item.cite) for item in truce.provisions] == [
        ("away", "yes", ("A talk [weakly sourced]",))
    ]
    assert truce.grounds == ("away",)
    either = by_id(find(sides(REASONED), target="unknown", response="none").reasons)["truce"]
    assert [(item.id, item.matches) for item in either.provisions] == [
        ("away", "open"),
        ("attack", "open"),
    ]
    assert ordered(either.possible) == NOT_BOUND


def test_inherited_clauses_name_their_origin() -> None:
    finding = find(sides(REASONED), when="2017-06-01", response="none")
    longer = by_id(finding.reasons)["longer"]
    assert longer.provisions[0].origin == "truce"


def test_instruments_out_of_reach_are_left_out_unless_they_come_nearest() -> None:
    finding = find(sides(REASONED), actor="civilians")
    assert list(by_id(finding.reasons)) == ["elsewhere", "truce"]
    rules = sides("""
    instruments:
      over: {in_force: {until: 2016-01-01}, binds: reds}
      past: {in_force: {until: 2016-02-01}}
    """)
    finding = find(rules, actor="blues")
    assert [reason.id for reason in finding.reasons] == ["past"]
    assert finding.instrument == "past"
    assert finding.ground == ("time",)


def test_reasons_of_a_world_that_is_covered() -> None:
    finding = find(sides(REASONED), kind="release", response="none")
    truce = by_id(finding.reasons)["truce"]
    assert ordered(truce.possible) == COVERED
    assert truce.grounds == ("compliant",)
    assert [(item.id, item.matches) for item in truce.provisions] == [("talks", "yes")]
