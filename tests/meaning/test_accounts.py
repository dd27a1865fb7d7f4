"""One event: the stated facts, rival accounts, what is known when, what contradicts."""

from __future__ import annotations

import io
from typing import Any

import pytest

from ceasefire.errors import EventError
from ceasefire.events.feeds import read_feed
from ceasefire.findings.because import doubt_sentence
from ceasefire.findings.finding import Finding, ordered
from tests.meaning.helpers import (
    ANYTHING,
    COVERED,
    EVENT,
    EXCLUDED,
    NOT_BOUND,
    SIDES,
    TRUCE,
    VIOLATING,
    book,
    find,
    possible,
    says,
    sides,
    told,
)

EITHER = {"one_of": ["reds", "blues"]}


@says(
    "The stated facts denote a set of worlds, and each rival account another.",
    "`verdict` is that of the stated facts if all their worlds agree, else `undetermined`.",
    "`possible` is exactly the set of verdicts over the stated facts and all accounts.",
    "`settled` says that `possible` has one member.",
)
def test_the_verdict_is_that_of_the_stated_facts_and_possible_takes_in_all() -> None:
    rival = {"actor": "blues", "said_by": "Reds"}
    finding = find(TRUCE, alternatives=[rival])
    assert finding.verdict == "violating"
    assert ordered(finding.possible) == NOT_BOUND
    assert not finding.settled
    agreeing = find(TRUCE, alternatives=[{"kind": "clash"}])
    assert (agreeing.verdict, agreeing.settled) == ("violating", True)
    open_ = find(TRUCE, actor=EITHER, alternatives=[{"actor": "blues"}])
    assert (open_.verdict, open_.settled) == ("undetermined", False)


ASKED = f"""{SIDES}
questions:
  scope: {{ask: Does it bind Blues?, answers: {{"yes": {{}}, "no": {{}}}}}}
readings:
  wide: {{answers: {{scope: "yes"}}}}
  narrow: {{answers: {{scope: "no"}}, credit: Agency}}
  open: {{}}
default_reading: wide
instruments:
  truce:
    if: {{scope: "yes"}}
    prohibit:
      attack: {{when: {{kind: attack}}}}
"""


def any_reading(finding: Finding) -> list[str]:
    """Return what is possible under any reading."""
    assert finding.possible_any_reading is not None
    return ordered(finding.possible_any_reading)


@says(
    "`possible_any_reading` is the same with every question open, whoever a reading credits.",
)
def test_any_reading_leaves_every_question_open_and_credits_anybody() -> None:
    used = book(ASKED)
    assert find(ASKED).possible_any_reading is None
    for reading in used.readings:
        finding = find(used.with_reading(reading), any_reading=True)
        assert any_reading(finding) == NOT_BOUND
    told_otherwise = [{"kind": "overflight", "said_by": "agency"}]
    finding = find(used, alternatives=told_otherwise, any_reading=True)
    assert finding.possible == {"covered", "violating"}
    assert any_reading(finding) == ANYTHING


def test_any_reading_counts_what_only_a_credited_account_makes_possible() -> None:
    """Uncredited, the two accounts state one field and never combine; credited, they do."""
    told_so = [
        {"kind": "overflight", "target": "civilians", "said_by": "Agency", "dispute": "what"},
        {"kind": "clash", "said_by": "Others", "dispute": "which"},
    ]
    rules = ASKED.replace("kind: attack", "kind: clash, target: civilians").replace(
        '"no"}}, credit', '"no"}, credit'
    )
    finding = find(rules, alternatives=told_so)
    assert finding.possible == {"covered"}
    assert any_reading(find(rules, alternatives=told_so, any_reading=True)) == ANYTHING


@says("Alternatives are rivals of each other.")
def test_alternatives_of_one_dispute_do_not_combine() -> None:
    rules = (
        f"{SIDES}instruments:\n  t:\n    prohibit:\n      p: {{when: {{kind: clash, killed: 2}}}}\n"
    )
    rivals = [{"kind": "clash"}, {"killed": 2}]
    assert possible(rules, killed=1, alternatives=rivals) == COVERED
    apart = [{"kind": "clash", "dispute": "kind"}, {"killed": 2, "dispute": "toll"}]
    assert possible(rules, killed=1, alternatives=apart) == ["covered", "violating"]


@says(
    "Those that name different disputes are independent and combine, except where both state "
    "the same field; one that names none is a rival to all others."
)
def test_independent_disputes_combine_unless_they_state_one_field() -> None:
    rules = f"""{SIDES}instruments:
  t:
    prohibit:
      p: {{when: {{kind: clash, target: civilians, killed: 2}}}}
"""
    whose = {"kind": "clash", "dispute": "what"}
    who = {"target": "civilians", "killed": 2, "dispute": "who"}
    assert possible(rules, killed=1, alternatives=[whose, who]) == ["covered", "violating"]
    assert possible(rules, killed=1, alternatives=[{"kind": "clash"}, who]) == COVERED
    clashing = whose | {"killed": 3}
    assert possible(rules, killed=1, alternatives=[clashing, who]) == COVERED


@says(
    "An alternative that `supersedes` takes the place of the stated facts; so does that of a "
    "speaker whom the reading credits."
)
def test_what_supersedes_takes_the_place_of_the_report() -> None:
    later = {"actor": "blues", "supersedes": True, "known": "2016-03-05"}
    finding = find(TRUCE, alternatives=[later])
    assert (finding.verdict, finding.settled) == ("excluded", True)
    assert finding.accounts == ()
    latest = {"actor": "reds", "kind": "overflight", "supersedes": True, "known": "2016-03-06"}
    assert possible(TRUCE, alternatives=[latest, later]) == COVERED
    undated = {"kind": "overflight", "supersedes": True}
    assert possible(TRUCE, alternatives=[later | {"actor": "reds"}, undated]) == COVERED


@says(
    "The finding says whose account was taken.",
    "Of several that supersede, each takes the place of what it states, in the order in which "
    "they became known; where they contradict each other and that order is not clear, the event "
    "is an error.",
)
def test_whose_account_was_taken_in_place_of_the_report_is_told() -> None:
    used = book(TRUCE + "readings: {trusting: {credit: [Blues]}}\ndefault_reading: trusting\n")
    credited = {"actor": "blues", "said_by": "Blues"}
    finding = find(used, target="civilians", alternatives=[credited])
    assert finding.taken == ("Blues",)
    assert finding.because.startswith("on the account of Blues, taken in place of the report: ")
    assert (
        finding.notes[0]
        == "taken as the stated facts, in place of the report: the account of Blues (actor)"
    )
    assert finding.explain().startswith(
        "Event e: EXCLUDED (settled: on the account of Blues, taken in place of the report)\n"
    )
    later = {"actor": "blues", "supersedes": True, "known": "2016-03-05"}
    assert find(TRUCE, alternatives=[later]).taken == ("an unnamed source",)
    assert find(book(TRUCE).as_of("2016-03-04"), alternatives=[later]).taken == ()
    equal = {"actor": "blues", "stated": True}
    assert find(TRUCE, alternatives=[equal, credited]).taken == ()
    reds = later | {"actor": "reds", "kind": "overflight"}
    undated = {"actor": "reds", "supersedes": True}
    for both in ([later, reds], [reds, later], [later, undated], [undated, later]):
        with pytest.raises(EventError, match="not clear which comes last"):
            find(TRUCE, alternatives=both)
    assert find(TRUCE, alternatives=[later, later | {"kind": "clash"}]).verdict == "excluded"


def test_who_was_superseded_in_turn_is_not_credited_with_the_rest() -> None:
    first = {"actor": "blues", "said_by": "A", "supersedes": True, "known": "2016-03-05"}
    second = {"actor": "reds", "said_by": "B", "supersedes": True, "known": "2016-03-06"}
    finding = find(TRUCE, alternatives=[second, first])
    assert (finding.verdict, finding.taken) == ("violating", ("B",))
    both = find(TRUCE, alternatives=[first, second | {"actor": None, "kind": "clash"}])
    assert (both.verdict, both.taken) == ("excluded", ("A and B",))
    assert both.because.startswith("on the account of A and B, taken in place of the report: ")


def test_who_is_overruled_in_all_that_they_state_does_not_tell_what_is_left() -> None:
    used = book(TRUCE + "readings: {trusting: {credit: [Blues]}}\ndefault_reading: trusting\n")
    credited = {"actor": "blues", "said_by": "Blues", "dispute": "first"}
    rival = {"actor": "civilians", "said_by": "Reds", "dispute": "second"}
    finding = find(used, alternatives=[credited, rival])
    assert [item.said_by for item in finding.accounts] == ["Blues", "Reds"]


def test_the_account_of_a_credited_speaker_takes_the_place_of_the_report() -> None:
    used = book(TRUCE + "readings: {trusting: {credit: [The Agency]}}\ndefault_reading: trusting\n")
    account = {"actor": "blues", "said_by": ["Blues", "the  agency"]}
    finding = find(used, alternatives=[account])
    assert (finding.verdict, finding.settled) == ("excluded", True)
    others = [account, {"kind": "overflight", "said_by": "Blues"}]
    finding = find(used, alternatives=others)
    assert finding.verdict == "excluded"
    assert finding.possible == {"excluded", "covered"}
    two = [account, {"kind": "overflight", "said_by": "The Agency"}]
    finding = find(used, alternatives=two)
    assert finding.verdict == "undetermined"
    assert finding.possible == {"excluded", "covered"}


@says(
    "Likewise where credited speakers contradict each other: either account may hold.",
)
def test_credited_accounts_that_contradict_each_other_are_equals() -> None:
    used = book(TRUCE + "readings: {trusting: {credit: [A, B]}}\ndefault_reading: trusting\n")
    one = {"actor": "blues", "killed": 1, "said_by": "A", "dispute": "first"}
    other = {"actor": "reds", "kind": "overflight", "said_by": "B", "dispute": "second"}
    for both in ([one, other], [other, one]):
        finding = find(used, alternatives=both)
        assert finding.possible == {"excluded", "covered"}
        assert finding.verdict == "undetermined"
        assert {item.said_by for item in finding.accounts} == {"A", "B"}
    agreeing = {"kind": "overflight", "killed": 1, "said_by": "B", "dispute": "second"}
    assert possible(used, alternatives=[one | {"actor": "reds"}, agreeing]) == COVERED


@says(
    "Rival accounts are of the event as a whole: what a part states of itself holds under "
    "each of them.",
)
def test_parts_keep_what_they_state_under_every_account() -> None:
    parts = [{"actor": "blues"}, {"kind": "overflight"}]
    assert possible(TRUCE, parts=parts) == COVERED
    assert possible(TRUCE, parts=parts, alternatives=[{"actor": "blues"}]) == EXCLUDED + COVERED
    assert possible(TRUCE, parts=parts, alternatives=[{"kind": "clash"}]) == COVERED


def test_credit_reaches_only_the_dispute_that_the_speaker_took_part_in() -> None:
    used = book(TRUCE + "readings: {trusting: {credit: Agency}}\ndefault_reading: trusting\n")
    credited = {"kind": "overflight", "said_by": "Agency", "dispute": "what"}
    other = {"actor": "blues", "said_by": "Blues", "dispute": "who"}
    finding = find(used, alternatives=[credited, other])
    assert (finding.verdict, finding.settled) == ("covered", False)
    assert finding.possible == {"excluded", "covered"}
    assert [account.stated for account in finding.accounts] == [True, False]


@says(
    "One marked `stated: true` stands beside the stated facts as their equal, where a source "
    "leaves open which of two holds: the verdict is then that of both, if they agree."
)
def test_an_account_may_stand_beside_the_report_as_its_equal() -> None:
    reverse = {"actor": "blues", "target": "reds", "stated": True}
    finding = find(TRUCE, alternatives=[reverse])
    assert finding.verdict == "undetermined"
    assert finding.possible == {"excluded", "violating"}
    assert finding.depends_on == ("actor", "target")
    agreed = find(TRUCE.replace("binds: reds", "binds: [reds, blues]"), alternatives=[reverse])
    assert (agreed.verdict, agreed.settled) == ("violating", True)
    assert agreed.depends_on == ()


@says(
    "A field that a rival account states otherwise decides if that account leaves something "
    "else possible."
)
def test_a_rival_account_decides_where_it_leaves_something_else() -> None:
    finding = find(TRUCE, alternatives=[{"actor": "blues", "killed": 3, "said_by": "Reds"}])
    assert finding.depends_on == ("actor",)
    assert [doubt.kind for doubt in finding.doubts] == ["account"]
    assert told(finding.doubts[0]) == {
        ("the report as stated",): VIOLATING,
        ("the account of Reds (actor Blues)",): EXCLUDED,
    }
    same = find(TRUCE, alternatives=[{"target": "civilians"}])
    assert same.depends_on == ()
    wider = find(TRUCE, actor=EITHER, alternatives=[{"actor": "blues"}])
    assert wider.depends_on == ("actor",)


# --- as of --------------------------------------------------------------------------

GROWING = f"""{SIDES}
instruments:
  first:
    announced: 2016-01-10
    prohibit:
      old: {{when: {{kind: shelling}}}}
      new: {{when: {{kind: clash}}, announced: 2016-02-10}}
  second: {{announced: 2016-03-10 12:00, prohibit: {{p: {{when: {{kind: attack}}}}}}}}
"""


@says("Texts that were not public by then are cited by nothing.")
def test_nothing_cites_what_could_not_be_read_yet() -> None:
    rules = book(
        sides("""
    sources:
      open: {title: Open, date: 2016-01}
      secret: {title: Secret, date: 2016-01-05, published: 2016-09-22 to 2016-09-27}
      ancient: {title: Ancient, date: "1864-08-22"}
    instruments:
      truce:
        cite: [open, secret, ancient]
        prohibit: {p: {when: {kind: attack}, cite: secret 1}}
    """)
    )

    def cited(as_of: str | None) -> list[str]:
        (reason,) = rules.as_of(as_of).classify(EVENT).reasons
        every = (*reason.cite, *(cite for item in reason.provisions for cite in item.cite))
        return [cite.partition(",")[0] for cite in every]

    assert cited(None) == ["Open", "Secret", "Ancient", "Secret"]
    assert cited("2016-09-22") == cited(None)
    assert cited("2016-09-21") == ["Open", "Ancient"]
    assert cited("2015-12-31") == ["Ancient"]


@says(
    "`as_of` takes the end of a date (or an instant).",
    "It drops instruments, provisions, names, alternatives and events that were announced or "
    "known later.",
)
@pytest.mark.parametrize(
    ("as_of", "kind", "expected"),
    [
        ("2016-01-09", "shelling", EXCLUDED),
        ("2016-01-10", "shelling", VIOLATING),
        ("2016-01-10", "clash", COVERED),
        ("2016-02-09", "clash", COVERED),
        ("2016-02-10", "clash", VIOLATING),
        ("2016-03-10", "sniping", VIOLATING),
        ("2016-03-10 12:00", "sniping", VIOLATING),
        ("2016-03-10 11:59", "sniping", COVERED),
        ("2016-03", "sniping", VIOLATING),
    ],
)
def test_as_of_drops_what_was_announced_later(as_of: str, kind: str, expected: list[str]) -> None:
    assert possible(book(GROWING).as_of(as_of), kind=kind) == expected


def test_as_of_drops_accounts_and_events_that_were_known_later() -> None:
    early = book(TRUCE).as_of("2016-03-04")
    late = book(TRUCE).as_of("2016-03-05")
    account = {"actor": "blues", "known": "2016-03-05", "supersedes": True}
    assert possible(early, alternatives=[account]) == VIOLATING
    assert possible(late, alternatives=[account]) == EXCLUDED
    rival = {"actor": "blues", "known": "2016-03-05"}
    assert possible(early, alternatives=[rival]) == VIOLATING
    assert possible(late, alternatives=[rival]) == NOT_BOUND
    unseen = find(early, known="2016-03-05")
    assert (unseen.verdict, unseen.ground) == ("undetermined", ("not-yet-known",))
    assert unseen.possible == frozenset()
    assert unseen.because == "the event became known on 2016-03-05, after 2016-03-04"
    assert unseen.provenance is not None
    assert unseen.provenance.as_of == "2016-03-04"
    assert possible(late, known="2016-03-05") == VIOLATING
    assert possible(TRUCE, known="2016-03-05") == VIOLATING


def test_as_of_drops_names_that_came_up_later() -> None:
    rules = TRUCE.replace("name: Reds", "name: Reds, also: {name: Fire, from: 2016-02-01}")
    assert possible(book(rules).as_of("2016-02-01"), actor="Fire") == VIOLATING
    assert possible(book(rules).as_of("2016-01-31"), actor="Fire") == NOT_BOUND


# --- worlds that drop out ------------------------------------------------------------

FLEETS = """
parties:
  league: {name: League}
  reds: {name: Reds, part_of: league}
  blues: {name: Blues}
  greens: {name: Greens}
instruments:
  truce:
    binds: [reds, greens]
    prohibit:
      attack: {when: {kind: attack}}
impossible:
  - {kind: airstrike, actor: [greens, civilians], because: Greens have no aircraft}
"""


@says("Worlds that the rulebook declares impossible drop out.")
def test_impossible_worlds_drop_out() -> None:
    either = {"one_of": ["blues", "greens"]}
    assert possible(FLEETS, actor=either) == NOT_BOUND
    finding = find(FLEETS, actor=either, kind="airstrike")
    assert (finding.verdict, finding.settled) == ("excluded", True)
    assert possible(FLEETS, actor="greens", kind="attack") == VIOLATING
    assert possible(FLEETS, actor=["reds"], kind="airstrike") == VIOLATING


@says(
    "An act of several is impossible only if every pair of its actors and targets is: one "
    "member's aircraft is enough for the coalition's strike."
)
def test_one_aircraft_is_enough_for_a_joint_strike() -> None:
    strike = {"kind": "airstrike", "target": "reds"}
    assert possible(FLEETS, actor=["greens", "blues"], **strike) == VIOLATING
    assert possible(FLEETS, actor=["greens", "civilians"], **strike) == []
    assert possible(FLEETS, kind="airstrike", parts=[{"actor": "greens"}, {"actor": "reds"}]) == []
    assert possible(FLEETS, kind="airstrike", parts=[{"actor": "reds"}, {"actor": "blues"}]) == (
        VIOLATING
    )


@says(
    "If no world is left, the report contradicts the rulebook: `possible` is empty and the "
    "ground is `contradiction`."
)
def test_a_report_of_the_impossible_contradicts_the_rulebook() -> None:
    finding = find(FLEETS, actor="greens", kind="airstrike")
    assert (finding.verdict, finding.ground) == ("undetermined", ("contradiction",))
    assert finding.possible == frozenset()
    assert not finding.settled
    assert (finding.instrument, finding.provision, finding.depends_on) == ("", "", ())
    assert finding.notes == ("the report contradicts the rulebook: Greens have no aircraft",)
    assert finding.because.startswith("the report contradicts the rulebook")
    assert finding.reasons == ()


def test_a_contradiction_leaves_the_accounts_that_are_none() -> None:
    rival = {"actor": "reds", "said_by": "Blues"}
    finding = find(FLEETS, actor="greens", kind="airstrike", alternatives=[rival])
    assert (finding.verdict, finding.ground) == ("undetermined", ("contradiction",))
    assert finding.possible == {"violating"}
    assert finding.settled
    rival_impossible = {"actor": "greens", "said_by": "Blues"}
    finding = find(FLEETS, kind="airstrike", alternatives=[rival_impossible])
    assert (finding.verdict, finding.settled) == ("violating", True)
    assert finding.notes == (
        "the account of Blues contradicts the rulebook: Greens have no aircraft",
    )


def test_a_claim_that_rules_everything_out_is_a_contradiction() -> None:
    finding = find(TRUCE, actor={"one_of": ["reds"], "not": "reds"})
    assert finding.ground == ("contradiction",)
    assert finding.notes == (
        "the report contradicts the rulebook: what it tells is impossible there",
    )
    assert possible(TRUCE, struck={"one_of": ["camp"], "not": "camp"}) == VIOLATING


@says(
    "An announcement, an aggregate figure or an accident is no incident: `possible` is empty, "
    "the verdict is `undetermined`, and the ground is `no-incident`.",
    "Count by `possible`, and such rows fall out by themselves.",
)
@pytest.mark.parametrize("kind", ["announcement", "aggregate", "accident", "no-incident"])
def test_what_is_no_incident_has_no_verdict(kind: str) -> None:
    finding = find(TRUCE, kind=kind)
    assert (finding.verdict, finding.ground) == ("undetermined", ("no-incident",))
    assert finding.possible == frozenset()
    assert not finding.settled
    assert finding.notes == (f"the report is of no incident ({kind}): it adds no verdict",)
    assert finding.no_incident
    assert finding.because.startswith("an announcement, aggregate or accident is no incident")


@says(
    "Where another account does tell of an incident, `possible` has that account's verdicts, "
    "and the verdict of the stated facts stays `undetermined`.",
    "Where the stated facts tell of an incident and a rival account of none, the verdict is that "
    "of the stated facts, `possible` has verdicts alone, and `depends_on` names the `kind`.",
    "As `settled` speaks of verdicts alone, what nothing contests is what is `settled` with an "
    "empty `depends_on`.",
)
def test_an_account_of_no_incident_adds_no_verdict_and_is_a_doubt() -> None:
    accident = {"kind": "accident", "said_by": "Reds"}
    finding = find(TRUCE, alternatives=[accident])
    assert (finding.verdict, finding.settled) == ("violating", True)
    assert (finding.no_incident, finding.depends_on) == (True, ("kind",))
    assert finding.notes == (
        "the account of Reds is of no incident (accident): it adds no verdict",
    )
    assert finding.because == (
        "“Truce” prohibits attack; "
        "violating or no incident over all accounts, depending on the kind of incident"
    )
    assert list(map(doubt_sentence, finding.doubts)) == [
        "violating on the facts as stated; no incident by the account of Reds (kind accident)"
    ]
    told_of = find(TRUCE, kind="accident", alternatives=[{"kind": "shelling", "said_by": "Blues"}])
    assert (told_of.verdict, told_of.ground) == ("undetermined", ("no-incident",))
    assert told_of.possible == {"violating"}
    assert told_of.depends_on == ("kind",)
    assert told_of.because == (
        "as stated, an announcement, aggregate or accident is no incident; "
        "violating or no incident over all accounts, depending on the kind of incident"
    )
    assert list(map(doubt_sentence, told_of.doubts)) == [
        "no incident on the facts as stated; violating by the account of Blues (kind shelling)"
    ]


@says(
    "Where the stated facts leave open whether there was an incident, the verdict is "
    "`undetermined`."
)
def test_what_may_be_no_incident_is_not_determined() -> None:
    for kind, verdict in (("shelling", "violating"), ("overflight", "covered")):
        finding = find(TRUCE, kind={"one_of": ["accident", kind]})
        assert (finding.verdict, ordered(finding.possible)) == ("undetermined", [verdict])
        assert (finding.no_incident, finding.depends_on) == (True, ("kind",))
        (doubt,) = finding.doubts
        assert "no incident if the kind of incident is accident" in doubt_sentence(doubt)
        assert finding.because.endswith(
            f"; {verdict} or no incident, depending on the kind of incident"
        )
    unknown = find(TRUCE, kind="unknown")
    assert not unknown.no_incident


@says("A part that is no incident has no verdict, and the others decide.")
def test_a_part_that_may_be_no_incident_is_one_way_or_the_other() -> None:
    either = {"one_of": ["accident", "shelling"]}
    finding = find(TRUCE, parts=[{"kind": "overflight"}, {"kind": either}])
    assert finding.possible == {"covered", "violating"}
    assert not finding.no_incident
    assert find(TRUCE, parts=[{"kind": "overflight"}, {"kind": "accident"}]).settled
    both = find(TRUCE, parts=[{"kind": either}, {"kind": either}])
    assert (ordered(both.possible), both.no_incident) == (VIOLATING, True)
    shared = find(TRUCE, kind=either, parts=[{}, {"kind": "overflight"}])
    assert shared.possible == {"covered", "violating"}


def test_what_is_no_incident_is_never_impossible() -> None:
    rules = TRUCE + "impossible:\n  - {actor: reds, because: Reds are no more}\n"
    assert find(rules, kind={"one_of": ["accident", "shelling"]}).ground == ("no-incident",)
    assert find(rules, parts=[{"kind": "accident"}, {"actor": "blues", "target": "reds"}]).possible


# --- notes --------------------------------------------------------------------------


@says(
    "A kind that is `unknown` is still that of an incident; one told by what it is `not` may be "
    "that of none.",
)
def test_to_say_what_an_event_was_not_leaves_open_whether_it_was_an_incident() -> None:
    unknown = find(TRUCE, kind="unknown")
    assert unknown.possible == {"covered", "violating"}
    assert not unknown.no_incident
    denied = find(TRUCE, kind={"not": "attack"})
    assert denied.verdict == "undetermined"
    assert denied.possible == {"covered"}
    assert (denied.no_incident, denied.depends_on) == (True, ("kind",))
    told = find(TRUCE, kind={"not": ["attack", "no-incident"]})
    assert (told.verdict, told.no_incident) == ("covered", False)


def lawful(finding: Finding) -> bool:
    """Return whether the finding warns that excluded does not mean lawful."""
    return any(note.startswith("excluded does not mean lawful") for note in finding.notes)


@says(
    "*Excluded never reads as lawful.*",
    "A finding that may be excluded, or covered without being an act of compliance, and has "
    "civilian harm carries the note that humanitarian law applies regardless.",
)
@pytest.mark.parametrize(
    "harm",
    [
        {"target": "civilians"},
        {"struck": "hospital"},
        {"struck": ["military", "school"]},
        {"civilian_harm": True},
        {"civilian_harm": "yes"},
        {"civilians_killed": 1},
        {"civilians_killed": "1"},
        {"civilians_killed": [0, 3]},
        {"kind": "abduction"},
        {"target": {"one_of": ["blues", "civilians"]}},
        {"alternatives": [{"target": "civilians"}]},
        {"parts": [{}, {"struck": "market"}]},
    ],
)
def test_excluded_never_reads_as_lawful(harm: dict[str, object]) -> None:
    event = {"id": "e", "kind": "shelling", "when": "2016-03-01", "actor": "blues"} | harm
    finding = book(TRUCE).classify(event)
    assert lawful(finding)
    assert finding.notes[-1].endswith("international humanitarian law applies regardless")
    assert not lawful(book(TRUCE).classify(event | {"actor": "reds"}))


def test_covered_never_reads_as_lawful_either() -> None:
    covered = find(TRUCE, kind="arrest", target="civilians")
    assert covered.notes == (
        "covered does not mean lawful: international humanitarian law applies regardless",
    )
    assert find(TRUCE, kind="aid-delivery", target="civilians").notes == ()


@pytest.mark.parametrize(
    "harm",
    [
        {},
        {"target": "blues"},
        {"struck": "military"},
        {"civilian_harm": False},
        {"civilians_killed": 0},
        {"target": {"not": "civilians"}},
        {"civilians_killed": [None, 0]},
    ],
)
def test_without_civilian_harm_nothing_is_noted(harm: dict[str, object]) -> None:
    event = {"id": "e", "kind": "shelling", "when": "2016-03-01", "actor": "blues"} | harm
    assert not lawful(book(TRUCE).classify(event))


def test_notes_of_the_feed_are_kept() -> None:
    event = {"id": "e", "kind": "shelling", "when": "2016-03-01", "notes": ["a", "b", "a"]}
    assert book(TRUCE).classify(event).notes == ("a", "b")


# --- events that cannot be read ------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "shelli"}, "unknown-kind"),
        ({"kind": "?"}, "unknown-kind"),
        ({"kind": "\N{BOMB}"}, "unknown-kind"),
        ({"response": "-"}, "unknown-response"),
        ({"parts": [{"alternatives": [{"actor": "blues"}]}]}, "unknown-key"),
        ({"alternatives": [{"actor": "blues", "parts": [{}]}]}, "unknown-key"),
        ({"response": "revenge"}, "unknown-response"),
        ({"when": "yesterday"}, "bad-time"),
        ({"when": {"from": "2016-03-02", "until": "2016-03-01"}}, "bad-time"),
        ({"when": {"from": "2016-03-02", "until": "2016-03-02"}}, "bad-time"),
        ({"when": True}, "bad-time"),
        ({"killed": -1}, "bad-number"),
        ({"killed": 1.5}, "bad-number"),
        ({"killed": "many"}, "bad-number"),
        ({"killed": [1, 2, 3]}, "bad-number"),
        ({"killed": [2, 1]}, "bad-number"),
        ({"civilian_harm": "perhaps"}, "wrong-type"),
        ({"actor": {"name": "reds"}}, "wrong-type"),
        ({"actor": True}, "wrong-type"),
        ({"actor": []}, "empty-list"),
        ({"actor": {"one_of": []}}, "empty-list"),
        ({"actor": [str(number) for number in range(65)]}, "too-large"),
        ({"actor": "x" * 301}, "too-large"),
        ({"where": 7}, "wrong-type"),
        ({"where": {"lat": 35}}, "bad-coordinates"),
        ({"where": {"lat": 95, "lon": 38}}, "bad-coordinates"),
        ({"where": {"lat": 35, "lon": 181}}, "bad-coordinates"),
        ({"where": {"lat": 35, "lon": 38, "within_km": -1}}, "bad-coordinates"),
        ({"where": {"lat": "north", "lon": 38}}, "bad-number"),
        ({"kind": ["shelling", "clash"]}, "joint-values"),
        ({"when": ["2016-03-01", "2016-03-02"]}, "joint-values"),
        ({"known": "soon"}, "bad-time"),
        ({"alternatives": [{"known": "soon"}]}, "bad-time"),
    ],
)
def test_a_value_that_cannot_be_read(fields: dict[str, object], code: str) -> None:
    rules = book(TRUCE + "places: {p: {name: P, country: SY}}\n").as_of("2020-01-01")
    event = {"id": "e", "kind": "shelling", "when": "2016-03-01"} | fields
    with pytest.raises(EventError) as caught:
        rules.classify(event)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_every_problem_of_an_event_is_told() -> None:
    event = {
        "id": "e",
        "kind": "shelli",
        "when": "never",
        "killed": -1,
        "alternatives": [{"wounded": "x"}],
        "parts": [{"kind": "clashh"}],
    }
    with pytest.raises(EventError) as caught:
        book(TRUCE).classify(event)
    problems = caught.value.problems
    assert {problem.code for problem in problems} == {"unknown-kind", "bad-time", "bad-number"}
    assert any("`wounded`" in problem.message for problem in problems)
    assert any("did you mean `clash`?" in problem.hint for problem in problems)
    assert all(problem.file == "event `e`" for problem in problems)


def test_a_key_that_is_nearly_a_field_is_noted() -> None:
    finding = find(TRUCE, civilians_killed=4, civilians_kiled=4, colour="blue")
    assert finding.notes == ("`civilians_kiled` is no field; did you mean `civilians_killed`?",)


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"alternative": [{"actor": "blues"}]}, "`alternative` is no key of an event"),
        ({"respons": "reprisal"}, "`respons` is no key of an event"),
        ({"lat": 36, "lon": 37}, "`lon` is no key of an event"),
        ({"alternatives": [{"actr": "x"}]}, "alternative 1: `actr` is no key of an alternative"),
        ({"alternatives": [{}, {"suprsedes": 1}]}, "alternative 2: `suprsedes` is no key"),
        ({"parts": [{"Target": "blues"}]}, "part 1: `Target` is no key of a part"),
        ({"parts": [{"lat": 36}]}, "part 1: `lat` is no key of a part"),
        ({"where": {"Lat": 36, "lon": 37}}, "`where`: `Lat` is no key of a place"),
        ({"where": {"one_of": [{"contry": "SY"}]}}, "did you mean `country`?"),
    ],
)
def test_a_misspelt_key_is_an_error(stated: dict[str, Any], told: str) -> None:
    with pytest.raises(EventError) as caught:
        find(TRUCE, **stated)
    assert {problem.code for problem in caught.value.problems} == {"unknown-key"}
    assert told in str(caught.value)


def test_every_misspelt_key_is_told_at_once() -> None:
    with pytest.raises(EventError) as caught:
        find(TRUCE, respons="none", weapn="rocket", killed=-1)
    codes = [problem.code for problem in caught.value.problems]
    assert sorted(codes) == ["bad-number", "unknown-key", "unknown-key"]


def test_an_empty_cell_of_a_table_is_no_missing_key() -> None:
    content = b"id,kind,when,actor,actr\n1,clash,2016-05-03,,x\n"
    (record,) = read_feed(io.BytesIO(content), "csv", rulebook=book(TRUCE).rulebook)
    assert record.event is not None
    notes = book(TRUCE).classify(record.event).notes
    assert notes == ("`actr` is no field; did you mean `actor`?",)


def test_own_keys_do_not_make_rivals_of_independent_disputes() -> None:
    rivals = [
        {"actor": "blues", "dispute": "who", "url": "a"},
        {"kind": "overflight", "dispute": "what", "url": "b"},
    ]
    plain = [{key: value for key, value in each.items() if key != "url"} for each in rivals]
    found, same = find(TRUCE, alternatives=rivals), find(TRUCE, alternatives=plain)
    assert len(found.accounts) == len(same.accounts)
    assert found.possible == same.possible
    assert found.accounts[-1].overrides == same.accounts[-1].overrides


def test_what_is_not_listed_in_an_open_vocabulary_is_unknown() -> None:
    finding = find(TRUCE, struck="hospitel")
    assert finding.possible == {"violating"}
    assert finding.notes == (
        "struck: `hospitel` is not listed: taken as unknown; did you mean `hospital`?",
    )


def test_too_many_combinations_are_refused() -> None:
    disputes = [
        {"killed": number, "dispute": str(dispute)} for dispute in range(13) for number in (1, 2)
    ]
    with pytest.raises(EventError, match="combine to 1594323 accounts"):
        find(TRUCE, alternatives=disputes)
    rivals = {"one_of": [["reds", str(number)] for number in range(17)]}
    parts = [{"actor": rivals} for _ in range(3)]
    with pytest.raises(EventError, match="4913 combinations"):
        find(TRUCE, parts=parts)


def test_things_that_are_not_known_need_not_be_the_same_thing() -> None:
    rules = sides("""
    instruments:
      t:
        exclude: {e: {when: {struck: {not: hospital}}}}
        prohibit: {p: {when: {struck: market}}}
    """)
    two = ["excluded", "covered", "violating"]
    assert possible(rules, struck=["hospital", "market"]) == VIOLATING
    assert possible(rules, struck=["one thing", "another thing"]) == two
    assert possible(rules, struck=["unknown", "unknown"]) == two
    assert possible(rules, struck=["one thing", "One  Thing"]) == ["excluded", "covered"]
    assert possible(rules, struck=["unknown"]) == ["excluded", "covered"]


def test_a_joint_list_may_hold_an_unknown() -> None:
    assert possible(TRUCE, actor=["blues", "unknown"]) == NOT_BOUND


def test_odd_keys_of_a_place_are_noted() -> None:
    rules = TRUCE + "places: {p: {name: P, country: SY}}\nimpossible: [{where: p, killed: 9}]\n"
    finding = find(rules, where={"countries": "SY", "colour": "red", "admin1": ""}, killed=0)
    assert finding.notes == ("where: `countries` is no key of a place; did you mean `country`?",)
    same = find(rules, where={"name": "unknown", "country": None}, killed=0)
    assert same.notes == ()
    assert same.possible == {"violating"}


def test_claims_are_remembered_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceasefire.program.casting.CACHE", 2)
    kinds = ("shelling", "clash", "overflight", "release")
    found = [possible(TRUCE, kind=kind) for kind in kinds * 2]
    assert found[:4] == found[4:] == [VIOLATING, VIOLATING, COVERED, COVERED]


def test_times_are_remembered_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    days = ("2016-05-04", "2016-05-05", "2016-05-09")
    before = [possible(TRUCE, when=day) for day in days]
    monkeypatch.setattr("ceasefire.program.casting.TIMES", 1)
    assert [possible(TRUCE, when=day) for day in days * 2] == before * 2


def test_of_readings_with_equal_standing_none_is_the_report_as_stated() -> None:
    other = {"actor": "blues", "target": "reds", "stated": True}
    finding = find(TRUCE, kind="overflight", alternatives=[other])
    assert finding.verdict == "undetermined"
    (doubt,) = finding.doubts
    assert "covered by one way to read the report" in doubt_sentence(doubt)
    assert finding.accounts[0].label == "one way to read the report"
    assert "as stated" not in doubt_sentence(doubt)
    assert finding.because.endswith("; excluded or covered, depending on the actor and the target")


def test_a_radius_under_another_name_is_refused() -> None:
    with pytest.raises(EventError, match="within_km"):
        find(
            TRUCE + "places: {p: {country: SY}}\nimpossible: [{where: p, killed: 9}]\n",
            where={"lat": 35, "lon": 37, "within": 50},
        )


# --- what states nothing, or comes too late ----------------------------------------

LATER = (
    "the event is later than the date as of which it is asked about: "
    "it is classified as though it were known"
)
SILENT = (
    "alternative 1 of Reds states nothing otherwise and is left aside; "
    "a denial says what is not so, such as {actor: {not: NAME}}"
)


@says(
    "One that states no field is left aside, and a note says so: a denial has to say what is "
    "not so."
)
def test_an_alternative_that_states_nothing_is_left_aside() -> None:
    denial = {"said_by": "Reds", "basis": "denied"}
    finding = find(TRUCE, alternatives=[denial])
    assert (finding.settled, finding.accounts) == (True, ())
    assert finding.notes == (SILENT,)
    told = find(TRUCE, alternatives=[denial, denial | {"actor": {"not": "reds"}}])
    assert (told.settled, len(told.accounts), len(told.notes)) == (False, 2, 1)
    crediting = TRUCE + "readings:\n  credit: {credit: [Reds]}\ndefault_reading: credit\n"
    assert find(crediting, alternatives=[denial]).verdict == "violating"


@says(
    "An event without a `known` date is taken to be known: where it is later than `as_of`, a "
    "note says so."
)
def test_an_event_later_than_the_date_asked_about_is_noted() -> None:
    before, on = book(TRUCE).as_of("2016-02-29"), book(TRUCE).as_of("2016-03-01")
    assert find(before).verdict == "violating"
    assert find(before).notes == (LATER,)
    assert find(on).notes == ()
    assert find(before, when="unknown").notes == ()
    parts = [{"when": "2016-03-01"}, {"when": "2016-02-01"}]
    assert find(before, parts=parts).notes == ()
    assert find(before, parts=parts[:1]).notes != ()
