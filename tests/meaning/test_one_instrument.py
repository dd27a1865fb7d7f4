"""One world under one instrument: reach, exclusion, prohibition, permit."""

from __future__ import annotations

from typing import Any

import pytest

from tests.meaning.helpers import (
    COVERED,
    EXCLUDED,
    SIDES,
    TRUCE,
    VIOLATING,
    book,
    find,
    possible,
    says,
)

REACH = f"""{SIDES}
places:
  valley: {{name: Valley, circle: {{lat: 35, lon: 38, km: 10}}}}
questions:
  assent: {{ask: "Agreed?", answers: {{"yes": {{}}, "no": {{}}}}}}
readings:
  agreed: {{answers: {{assent: "yes"}}}}
  refused: {{answers: {{assent: "no"}}}}
default_reading: agreed
instruments:
  truce:
    in_force: {{from: 2016-03-01, until: 2016-03-10}}
    where: valley
    binds: reds
    if: {{assent: "yes"}}
    prohibit:
      attack: {{when: {{kind: attack}}}}
"""
INSIDE = {"lat": 35, "lon": 38}
OUTSIDE = {"lat": 36, "lon": 38}


@says(
    "A *world* is an event with every doubt resolved: one value for each field and one "
    "answer to each question.",
    "The instant lies in a window in which the instrument is in force, the place in its "
    "area, the actor is among those it binds, and the answers in its `if` hold.",
)
def test_an_instrument_reaches_a_world_in_its_time_its_place_its_parties_and_its_answers() -> None:
    finding = find(REACH, where=INSIDE)
    assert (finding.verdict, finding.settled) == ("violating", True)
    assert (finding.instrument, finding.provision, finding.ground) == (
        "truce",
        "attack",
        ("attack",),
    )
    assert finding.depends_on == ()


@says(
    "If not, the world is **excluded**, with the grounds that hold: `time`, `place`, "
    "`actor`, `question`."
)
@pytest.mark.parametrize(
    ("event", "reading", "grounds"),
    [
        ({"when": "2016-02-29 23:59"}, "agreed", ("time",)),
        ({"when": "2016-03-10 00:00"}, "agreed", ("time",)),
        ({"where": OUTSIDE}, "agreed", ("place",)),
        ({"actor": "blues"}, "agreed", ("actor",)),
        ({}, "refused", ("question",)),
        ({"when": "2017", "actor": "blues"}, "agreed", ("time", "actor")),
        (
            {"when": "2017", "actor": "blues", "where": OUTSIDE},
            "refused",
            ("time", "place", "actor", "question"),
        ),
    ],
)
def test_what_keeps_an_instrument_away_is_the_ground(
    event: dict[str, Any], reading: str, grounds: tuple[str, ...]
) -> None:
    finding = find(book(REACH).with_reading(reading), **{"where": INSIDE, **event})
    assert (finding.verdict, finding.settled) == ("excluded", True)
    assert (finding.instrument, finding.provision, finding.ground) == ("truce", "", grounds)
    assert finding.severity == ""


CLAUSES = f"""{SIDES}
instruments:
  truce:
    binds: reds
    exclude:
      blues-by-air: {{when: {{kind: airstrike, target: blues}}}}
    prohibit:
      artillery: {{when: {{kind: shelling}}, severity: minor}}
      strikes: {{when: {{kind: airstrike}}, severity: grave}}
      entry: {{when: {{kind: ground-assault}}, severity: serious}}
    permit:
      defence: {{when: {{response: source-of-fire}}}}
      rescue: {{when: {{response: immediate-threat}}, lifts: entry}}
"""


@says(
    "If an `exclude` provision matches, the world is **excluded**, and the provision is the ground."
)
def test_an_exclusion_beats_a_prohibition() -> None:
    finding = find(CLAUSES, kind="airstrike")
    assert (finding.verdict, finding.provision, finding.ground) == (
        "excluded",
        "blues-by-air",
        ("blues-by-air",),
    )
    assert possible(CLAUSES, kind="airstrike", target="civilians", response="none") == VIOLATING
    assert possible(CLAUSES, kind="clash", response="none") == COVERED


def test_an_exclusion_beats_a_permit() -> None:
    assert possible(CLAUSES, kind="airstrike", response="source-of-fire") == EXCLUDED


@says(
    "If a `prohibit` provision matches and no matching `permit` lifts it, the world is "
    "**violating**.",
    "A permit lifts every prohibition, or those that it names.",
)
@pytest.mark.parametrize(
    ("kind", "response", "verdict", "provision"),
    [
        ("shelling", "none", "violating", "artillery"),
        ("shelling", "source-of-fire", "covered", "defence"),
        ("shelling", "immediate-threat", "violating", "artillery"),
        ("ground-assault", "none", "violating", "entry"),
        ("ground-assault", "source-of-fire", "covered", "defence"),
        ("ground-assault", "immediate-threat", "covered", "rescue"),
    ],
)
def test_a_permit_lifts_what_it_names_or_everything(
    kind: str, response: str, verdict: str, provision: str
) -> None:
    finding = find(CLAUSES, kind=kind, response=response, target="civilians")
    assert (str(finding.verdict), finding.provision) == (verdict, provision)
    assert finding.settled
    assert finding.ground == ((provision,) if verdict == "violating" else ("permitted",))


def test_one_prohibition_that_stands_is_enough() -> None:
    rules = CLAUSES + "      quiet: {when: {kind: ground-assault}, lifts: artillery}\n"
    assert possible(rules, kind="ground-assault", response="none") == VIOLATING
    both = CLAUSES.replace("entry: {when: {kind: ground-assault}", "entry: {when: {kind: attack}")
    assert possible(both, kind="shelling", response="immediate-threat") == VIOLATING
    assert find(both, kind="shelling", response="immediate-threat").provision == "artillery"


@says(
    "Otherwise the world is **covered**: `permitted` where a permit lifted a prohibition, "
    "else `compliant` where the kind is an act of compliance, else `unregulated`."
)
@pytest.mark.parametrize(
    ("event", "ground", "provision"),
    [
        ({"response": "source-of-fire"}, "permitted", "defence"),
        ({"kind": "aid-delivery", "response": "none"}, "compliant", ""),
        ({"kind": "withdrawal", "response": "source-of-fire"}, "compliant", ""),
        ({"kind": "overflight", "response": "none"}, "unregulated", ""),
        ({"kind": "overflight", "response": "source-of-fire"}, "unregulated", ""),
    ],
)
def test_what_is_covered_has_one_of_three_grounds(
    event: dict[str, Any], ground: str, provision: str
) -> None:
    finding = find(CLAUSES, **event)
    assert (finding.verdict, finding.settled) == ("covered", True)
    assert (finding.instrument, finding.provision, finding.ground) == (
        "truce",
        provision,
        (ground,),
    )


def test_a_prohibited_act_of_compliance_that_is_permitted_counts_as_permitted() -> None:
    rules = TRUCE.replace("kind: attack", "kind: withdrawal") + (
        "    permit:\n      retreat: {when: {target: blues}}\n"
    )
    assert find(rules, kind="withdrawal").ground == ("permitted",)
    assert find(rules, kind="withdrawal", target="civilians").ground == ("attack",)
    assert find(rules, kind="release").ground == ("compliant",)


def test_a_rulebook_without_instruments_excludes_everything() -> None:
    finding = find(SIDES)
    assert (finding.verdict, finding.settled) == ("excluded", True)
    assert (finding.instrument, finding.ground) == ("", ("no-instrument",))
    assert finding.because == "the rulebook has no instrument"
