"""Which answers of the reading a finding rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceasefire.engines.reference import answers
from ceasefire.engines.reference.diagram import Diagram
from ceasefire.findings.finding import ordered
from tests.meaning.helpers import COVERED, EXCLUDED, NOT_BOUND, TRUCE, find, says, sides

if TYPE_CHECKING:
    import pytest

    from ceasefire.findings.finding import Finding

Raw = dict[str, Any]

ASKED = sides("""
questions:
  lasting: {ask: Did it last?, answers: {"yes": {held_by: Blues}, "no": {held_by: Reds}}}
  hospitals: {ask: And hospitals?, answers: {"yes": {}, "no": {}, "in-part": {}}}
readings:
  first: {answers: {lasting: "yes", hospitals: "no"}}
  open: {answers: {lasting: "yes"}}
default_reading: first
instruments:
  truce:
    title: Truce
    binds: reds
    in_force:
      - {until: 2016-09-01}
      - {from: 2016-09-01, if: {lasting: "yes"}}
    prohibit:
      attack: {when: {kind: attack, struck: {not: hospital}}}
      hospital: {when: {kind: attack, struck: hospital}, if: {hospitals: ["yes", "in-part"]}}
""")


def rests(finding: Finding) -> dict[str, dict[str, list[str]]]:
    """Return what the other answers to each question would leave possible."""
    return {
        item.question: {value.values[0]: ordered(value.possible) for value in item.others}
        for item in finding.rests_on
    }


@says(
    "`rests_on` names the answers of the reading that decide: those to questions of which "
    "another answer, all else alike, would leave other verdicts to the stated facts."
)
def test_a_finding_rests_on_the_answers_that_another_would_change() -> None:
    early: Raw = {"when": "2016-08-31", "struck": "camp"}
    late: Raw = {"when": "2016-09-01", "struck": "camp"}
    assert rests(find(ASKED, **early)) == {}
    assert rests(find(ASKED, **late)) == {"lasting": {"no": EXCLUDED}}
    hospital = find(ASKED, **(late | {"struck": "hospital"}))
    assert hospital.verdict == "covered"
    assert rests(hospital) == {
        "lasting": {"no": EXCLUDED},
        "hospitals": {"yes": ["violating"], "in-part": ["violating"]},
    }
    assert rests(find(ASKED, **late, actor="blues")) == {}


def test_what_is_not_known_counts_with_all_it_may_be() -> None:
    either = find(ASKED, when="2016-08-31/2016-09-02", struck="camp")
    assert (either.verdict, either.depends_on) == ("violating", ())
    assert rests(either) == {"lasting": {"no": NOT_BOUND}}
    assert rests(find(ASKED, when="2016-09-02", struck="camp", kind="accident")) == {}
    perhaps = find(ASKED, when="2016-09-02", struck="camp", kind={"one_of": ["clash", "accident"]})
    (rest,) = perhaps.rests_on
    assert [(ordered(each.possible), each.no_incident) for each in rest.others] == [
        (EXCLUDED, True)
    ]


def test_rival_lists_and_parts_rest_on_answers_together() -> None:
    lists = {"one_of": [["reds", "blues"], ["reds", "civilians"]]}
    assert rests(find(ASKED, when="2016-09-02", struck="camp", actor=lists)) == {
        "lasting": {"no": EXCLUDED}
    }
    parts = [{"struck": "hospital", "when": "2016-08-01"}, {"kind": "overflight"}]
    assert rests(find(ASKED, when="2016-09-02", parts=parts)) == {
        "hospitals": {"yes": ["violating"], "in-part": ["violating"]}
    }


def test_a_question_that_the_reading_leaves_open_is_a_doubt_and_no_answer() -> None:
    rules = ASKED.replace("default_reading: first", "default_reading: open")
    finding = find(rules, when="2016-09-02", struck="hospital")
    assert finding.depends_on == ("hospitals",)
    assert rests(finding) == {"lasting": {"no": EXCLUDED}}
    assert rests(find(TRUCE)) == {}


def test_what_no_answer_changes_does_not_rest_on_one() -> None:
    accident = {"kind": "accident", "stated": True}
    finding = find(ASKED, when="2016-08-01", struck="camp", alternatives=[accident])
    assert (finding.verdict, rests(finding)) == ("undetermined", {})
    either = {"one_of": ["accident", "clash"]}
    later = find(ASKED, when="2016-09-02", struck="camp", kind=either, alternatives=[accident])
    assert rests(later) == {"lasting": {"no": EXCLUDED}}


def test_where_it_is_too_much_to_work_out_a_note_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST_STEPS", 0)
    monkeypatch.setattr(Diagram, "verdicts", lambda *_: None)
    rules = ASKED.replace("title: Truce", "title: Short truce")
    finding = find(rules, when="2016-09-02", struck="camp")
    assert (finding.verdict, finding.rests_on) == ("violating", ())
    assert finding.notes == ("on which answers of the reading it rests was too much to work out",)


def test_a_contradiction_may_rest_on_an_answer() -> None:
    rules = ASKED + "impossible:\n  - {kind: airstrike, if: {lasting: 'yes'}}\n"
    finding = find(rules, kind="airstrike", when="2016-09-02", struck="camp")
    assert finding.ground == ("contradiction",)
    assert rests(finding) == {"lasting": {"no": EXCLUDED}}
    assert finding.because.endswith("; this rests on the reading's answer lasting: yes")
    assert rests(find(rules, actor={"one_of": ["reds"], "not": "reds"})) == {}
    lists = {"one_of": [["reds", "blues"], ["reds", "civilians"]]}
    assert find(rules, kind="airstrike", actor=lists).ground == ("contradiction",)


def test_it_is_told_with_the_other_answers() -> None:
    finding = find(ASKED, when="2016-09-02", struck="hospital")
    assert finding.because.endswith(
        "; this rests on the reading's answers hospitals: no and lasting: yes"
    )
    text = finding.explain()
    assert (
        "What it rests on:\n"
        "  - the reading's answer to “And hospitals?”: no. "
        "Else: violating if yes or in-part.\n"
        "  - the reading's answer to “Did it last?”: yes (Blues). Else: excluded if no (Reds).\n"
    ) in text
    assert finding.to_dict()["rests_on"][1] == {
        "question": "lasting",
        "ask": "Did it last?",
        "answer": "yes",
        "label": "yes (Blues)",
        "others": [
            {
                "labels": ["no (Reds)"],
                "values": ["no"],
                "possible": EXCLUDED,
                "no_incident": False,
            }
        ],
    }
    assert find(ASKED, when="2016-09-02", kind="overflight").verdict == COVERED[0]


def test_each_question_is_answered_anew_and_no_other() -> None:
    rules = sides("""
    questions:
      beta: {ask: Second?, answers: {"yes": {}, "no": {}}}
      alpha: {ask: First?, answers: {"yes": {}, "no": {}}}
    readings: {all: {answers: {alpha: "yes", beta: "yes"}}}
    default_reading: all
    instruments:
      truce:
        binds: reds
        prohibit:
          attack: {when: {kind: attack, struck: market}, if: {beta: "yes"}}
          camps: {when: {kind: attack, struck: camp}, if: {alpha: "yes"}}
    """)
    assert rests(find(rules, struck="market")) == {"beta": {"no": COVERED}}
    assert rests(find(rules, struck="camp")) == {"alpha": {"no": COVERED}}
    assert rests(find(rules, struck=["camp", "market"])) == {}
    overflight = find(rules, kind="overflight", struck="camp")
    assert rests(overflight) == {}
