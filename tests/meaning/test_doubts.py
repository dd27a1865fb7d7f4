"""Which doubts decide, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ceasefire.errors import EventError
from ceasefire.findings.because import doubt_sentence
from tests.meaning.helpers import (
    COVERED,
    EXCLUDED,
    NOT_BOUND,
    TRUCE,
    VIOLATING,
    book,
    find,
    participants,
    sides,
    told,
)

if TYPE_CHECKING:
    from ceasefire.findings.finding import Finding

MIXED = ["covered", "violating"]


def sentences(finding: Finding) -> list[str]:
    """Return the sentence of each doubt."""
    return [doubt_sentence(doubt) for doubt in finding.doubts]


def test_what_cannot_matter_is_no_doubt() -> None:
    """Reds' shelling breaks the truce whatever was struck and whoever was meant."""
    rules = sides("""
    instruments:
      truce:
        prohibit:
          attack: {when: {kind: attack}}
          hospitals: {when: {struck: hospital}}
    """)
    finding = find(rules, struck="unknown")
    assert (finding.depends_on, finding.doubts) == ((), ())
    assert find(rules, kind="overflight", struck="unknown").depends_on == ("struck",)


def test_a_field_that_decides_alone() -> None:
    finding = find(TRUCE, kind={"one_of": ["clash", "overflight"]})
    assert finding.depends_on == ("kind",)
    assert told(finding.doubts[0]) == {
        ("armed clash",): VIOLATING,
        ("overflight or reconnaissance",): COVERED,
    }
    (sentence,) = sentences(finding)
    assert sentence == (
        "covered if the kind of incident is overflight or reconnaissance; "
        "violating if the kind of incident is armed clash"
    )


def test_doubts_that_decide_together_and_never_alone() -> None:
    """As with exclusive or: settling either changes nothing, settling both everything."""
    rules = sides("""
    instruments:
      truce:
        prohibit:
          p: {when: {any: [
            {all: [{actor: reds}, {civilian_harm: false}]},
            {all: [{actor: {not: reds}}, {civilian_harm: true}]}]}}
    """)
    finding = find(rules, actor={"one_of": ["reds", "blues"]})
    assert finding.possible == {"covered", "violating"}
    assert finding.depends_on == ("actor", "civilian_harm")
    assert told(finding.doubts[0]) == {("Blues", "Reds"): MIXED}
    assert sentences(finding) == [
        "it hangs on the actor, but not on that alone",
        "it hangs on whether civilians were harmed, but not on that alone",
    ]


@pytest.mark.parametrize(("reds", "blues"), [(5, 10), (10, 5)])
def test_worlds_may_differ_where_what_is_possible_does_not(reds: int, blues: int) -> None:
    """Whoever it was, either verdict is possible; at seven dead it tells who it was."""
    rules = sides(f"""
    instruments:
      truce:
        prohibit:
          r: {{when: {{actor: reds, killed: {{at_least: {reds}}}}}}}
          b: {{when: {{actor: blues, killed: {{at_least: {blues}}}}}}}
    """)
    finding = find(rules, actor={"one_of": ["reds", "blues"]}, killed=[0, 15])
    assert finding.depends_on == ("actor", "killed")
    assert told(finding.doubts[0]) == {("Blues", "Reds"): MIXED}
    assert find(rules, actor={"one_of": ["reds", "blues"]}, killed=[0, 4]).depends_on == ()


def test_settling_may_tell_where_no_two_worlds_differ_by_one_thing_alone() -> None:
    """Reds kill many and Blues few, or not at all: who it was tells how many, and back."""
    rules = sides("""
    instruments:
      truce: {prohibit: {p: {when: {killed: {at_least: 5}}}}}
    impossible:
      - {actor: reds, killed: {less_than: 5}}
      - {actor: blues, killed: {at_least: 5}}
    """)
    finding = find(rules, actor={"one_of": ["reds", "blues"]}, killed=[0, 9])
    assert finding.depends_on == ("actor", "killed")
    assert told(finding.doubts[0]) == {("Reds",): VIOLATING, ("Blues",): COVERED}


def test_a_doubt_that_another_may_settle_still_decides() -> None:
    rules = sides("""
    instruments:
      truce:
        prohibit:
          p: {when: {all: [{actor: reds}, {killed: {at_least: 10}}]}}
    """)
    finding = find(rules, actor={"one_of": ["reds", "blues"]}, killed=[5, 15])
    assert finding.depends_on == ("actor", "killed")
    actor, killed = finding.doubts
    assert told(actor) == {("Reds",): MIXED, ("Blues",): COVERED}
    assert told(killed) == {("10 to 15",): MIXED, ("5 to 9",): COVERED}
    assert find(rules, actor="blues", killed=[5, 15]).depends_on == ()


def test_doubts_are_in_the_order_of_the_taxonomy_and_questions_come_last() -> None:
    rules = sides("""
    questions:
      apt: {ask: Is it apt?, answers: {"yes": {held_by: Reds}, "no": {}}}
    instruments:
      truce:
        binds: reds
        if: {apt: "yes"}
        in_force: {until: 2016-03-01 12:00}
        prohibit:
          p: {when: {kind: attack}}
    """)
    finding = find(rules, kind="unknown", when="2016-03-01", actor="unknown")
    assert finding.depends_on == ("kind", "when", "actor", "apt")
    question = finding.doubts[-1]
    assert (question.kind, question.name, question.label) == ("question", "apt", "Is it apt?")
    assert told(question) == {
        ("yes (Reds)",): ["excluded", "covered", "violating"],
        ("no",): EXCLUDED,
    }
    assert [value.values for value in question.values] == [("yes",), ("no",)]
    assert sentences(finding)[-1] == (
        "on the question “Is it apt?”: excluded, covered or violating if yes (Reds); excluded if no"
    )


def test_what_is_settled_has_no_doubt() -> None:
    finding = find(TRUCE, actor="unknown", kind="overflight", target="unknown")
    assert finding.depends_on == ("actor",)
    assert find(TRUCE, actor="blues", kind="unknown").depends_on == ()


def test_a_value_that_contradicts_the_rulebook_is_no_way_out() -> None:
    rules = TRUCE + "impossible:\n  - {actor: blues, kind: shelling}\n"
    finding = find(rules, actor={"one_of": ["reds", "blues"]})
    assert finding.possible == {"violating"}
    assert finding.depends_on == ()
    finding = find(rules, actor={"one_of": ["reds", "blues", "civilians"]})
    assert told(finding.doubts[0]) == {
        ("Reds",): VIOLATING,
        ("civilians",): EXCLUDED,
        ("Blues",): [],
    }
    assert sentences(finding) == [
        "excluded if the actor is civilians; violating if the actor is Reds"
    ]


def test_the_doubts_of_a_joint_act_have_an_owner() -> None:
    finding = find(TRUCE, actor=["blues", "Purples"], target="civilians")
    (doubt,) = finding.doubts
    assert (doubt.name, doubt.owner) == ("actor", "Purples")
    assert sentences(finding)[0].startswith("violating if the actor (Purples) is Reds")
    assert participants(finding) == {
        (0, "blues", "civilians"): EXCLUDED,
        (0, "Purples", "civilians"): NOT_BOUND,
    }


def test_both_sides_of_a_clash_are_asked_about() -> None:
    """Who began is open; that one side alone may be of several does not make it the suspect."""
    rules = TRUCE.replace("binds: reds", "binds: [reds, blues]").replace(
        "{kind: attack}", "{kind: attack, target: [reds, blues]}"
    )
    mixed = {"one_of": ["blues", "Strangers"]}
    finding = find(
        rules, target=mixed, alternatives=[{"actor": mixed, "target": "reds", "stated": True}]
    )
    (actor,) = [doubt for doubt in finding.doubts if doubt.name == "actor"]
    assert {"Reds", "Blues"} <= {label for value in actor.values for label in value.labels}


def test_rival_lists_are_one_doubt() -> None:
    rivals = {"one_of": [["reds", "blues"], ["blues", "civilians"]]}
    finding = find(TRUCE, actor=rivals, target="civilians")
    (doubt,) = finding.doubts
    assert (doubt.kind, doubt.name, doubt.label) == (
        "rival",
        "actor",
        "which of the rival facts holds",
    )
    assert sentences(finding) == [
        "violating with actor Reds and Blues; excluded with actor Blues and civilians"
    ]
    agreeing = find(TRUCE.replace("binds: reds", "binds: blues"), actor=rivals, target="civilians")
    assert (agreeing.settled, agreeing.doubts) == (True, ())


def test_rival_accounts_are_grouped_by_what_they_leave() -> None:
    finding = find(
        TRUCE,
        alternatives=[
            {"actor": "blues", "said_by": "Reds", "basis": "claimed"},
            {"kind": "overflight", "said_by": ["A", "B"]},
            {"actor": "civilians"},
            {"target": "civilians", "said_by": "C"},
        ],
    )
    assert finding.depends_on == ("kind", "actor")
    (doubt,) = finding.doubts
    assert (doubt.name, doubt.label) == ("actor,kind", "whose account holds")
    assert told(doubt) == {
        ("the report as stated",): VIOLATING,
        ("the account of A and B (kind overflight)",): COVERED,
        (
            "the account of Reds (claimed; actor Blues)",
            "the account of an unnamed source (actor civilians)",
        ): EXCLUDED,
    }
    assert finding.accounts[0].label == "the report as stated"
    assert [account.stated for account in finding.accounts] == [True, *[False] * 4]


def test_doubts_of_the_same_cells_are_shared_and_words_are_not() -> None:
    """What was worked out for one event serves another with other names."""
    used = book(TRUCE)
    first = find(used, actor={"one_of": ["reds", "blues"]})
    second = find(used, actor={"one_of": ["reds", "civilians"]})
    assert told(first.doubts[0]) == {("Reds",): VIOLATING, ("Blues",): EXCLUDED}
    assert told(second.doubts[0]) == {("Reds",): VIOLATING, ("civilians",): EXCLUDED}


def test_doubts_over_several_boxes_are_merged() -> None:
    """Two rival lists leave the kind in doubt both times; it is one doubt."""
    rivals = {"one_of": [["reds", "civilians"], "reds"]}
    finding = find(TRUCE, actor=rivals, kind={"one_of": ["clash", "overflight"]})
    assert finding.depends_on == ("kind",)
    assert len(finding.doubts) == 1


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ({"actor": "blues"}, "actor Blues"),
        ({"actor": ["blues", "civilians"]}, "actor Blues and civilians"),
        ({"actor": {"one_of": ["blues", "civilians"]}}, "actor Blues or civilians"),
        ({"actor": {"not": "reds"}}, "actor not Reds"),
        ({"kind": "overflight", "killed": [1, 3]}, "kind overflight, killed 1 to 3"),
        ({"kind": "overflight", "killed": [2, None]}, "kind overflight, killed 2 or more"),
        ({"kind": "overflight", "killed": [None, 2]}, "kind overflight, killed up to 2"),
        ({"kind": "overflight", "killed": [2.0, None]}, "kind overflight, killed 2 or more"),
        ({"kind": "overflight", "killed": [" 2.0", 3.0]}, "kind overflight, killed 2 to 3"),
        ({"kind": "overflight", "killed": [2, "2.0"]}, "kind overflight, killed 2"),
        ({"kind": "overflight", "killed": [None, None]}, "kind overflight, killed any number"),
        ({"kind": "overflight", "killed": 2e6}, "kind overflight, killed 2000000"),
        ({"kind": "overflight", "killed": 10**17 + 1}, f"kind overflight, killed {10**17 + 1}"),
        (
            {"kind": "overflight", "killed": {"one_of": ["unknown", 4.0]}},
            "kind overflight, killed unknown or 4",
        ),
        ({"kind": "overflight", "killed": {"not": [1, 3]}}, "kind overflight, killed not 1 and 3"),
        (
            {"kind": "overflight", "killed": {"not": [[1, 3], [5, None]]}},
            "kind overflight, killed not 1 to 3 and 5 or more",
        ),
        ({"actor": "blues", "where": "somewhere", "wounded": 3}, "actor Blues"),
        ({"when": {"from": "2017-01-01"}}, "when from 2017-01-01"),
        (
            {"when": {"from": "2017-01-01", "until": "2017-01-03"}},
            "when from 2017-01-01 until 2017-01-03",
        ),
    ],
)
def test_what_an_account_says_is_told_in_words(says: dict[str, object], words: str) -> None:
    rules = sides("""
    instruments:
      truce:
        in_force: {until: 2016-12-31}
        binds: reds
        prohibit:
          p: {when: {any: [{kind: attack}, {killed: 99}]}}
    """)
    finding = find(rules, killed=0, alternatives=[says | {"said_by": "Them"}])
    assert finding.accounts[1].label == f"the account of Them ({words})"
    bare = find(rules, killed=0, alternatives=[says])
    assert bare.accounts[1].label == f"the account of an unnamed source ({words})"
    equal = find(rules, killed=0, alternatives=[says | {"stated": True}])
    assert equal.accounts[1].label == f"the other way to read the report ({words})"


def test_several_speakers_and_bases_are_joined() -> None:
    """Two disputes combine; the combination counts where it leaves something new."""
    rules = sides("instruments: {t: {prohibit: {p: {when: {kind: clash, target: reds}}}}}")
    what = {"kind": "clash", "said_by": "A", "basis": "claimed", "dispute": "what"}
    who = {"target": "reds", "said_by": ["B", "C"], "basis": "denied", "dispute": "who"}
    finding = find(rules, alternatives=[what, who])
    both = finding.accounts[-1]
    assert both.label == (
        "the account of A and B and C (claimed and denied; kind clash, target Reds)"
    )
    assert (both.said_by, both.basis) == ("A and B and C", "claimed, denied")
    assert len(finding.accounts) == 4
    assert finding.depends_on == ("kind", "target")
    lone = find(rules, alternatives=[what, who | {"target": "civilians"}])
    assert len(lone.accounts) == 3


# --- what is too much to work out ------------------------------------------------------


OPEN_ENDED = """
instruments:
  first: {title: First, binds: reds, prohibit: {p: {when: {kind: airstrike}}}}
  second: {title: Second, binds: reds, prohibit: {q: {when: {kind: shelling}}}}
"""
EITHER_KIND = {"one_of": ["airstrike", "shelling"]}


def test_more_is_named_where_it_is_too_much_to_work_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceasefire.engines.reference.seeking.DECIDING_STEPS", 0)
    book.cache_clear()
    finding = find(sides(OPEN_ENDED), kind="airstrike")
    assert (finding.verdict, finding.settled) == ("violating", True)
    finding = find(sides(OPEN_ENDED), kind=EITHER_KIND)
    assert (finding.verdict, finding.instrument) == ("violating", "first|second")
    assert finding.notes == (
        "more clauses and grounds may be named than decide: that was too much to work out",
    )
    book.cache_clear()


def test_doubts_that_are_too_much_to_work_out_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceasefire.engines.reference.doubts.MOST_STEPS", 0)
    book.cache_clear()
    finding = find(sides(OPEN_ENDED), kind="unknown", actor={"one_of": ["reds", "blues"]})
    assert finding.verdict == "undetermined"
    assert finding.depends_on == ("kind", "actor")
    assert [(doubt.sure, doubt.values) for doubt in finding.doubts] == [(False, ()), (False, ())]
    assert "it may hang on the actor, which was too much to work out" in sentences(finding)
    assert finding.because.endswith(
        "; excluded, covered or violating, depending perhaps on the kind of incident and the actor"
    )
    note = "whether it depends on kind, actor was too much to work out: it may or may not"
    assert note in finding.notes
    assert finding.to_dict()["doubts"][0]["sure"] is False
    book.cache_clear()


def test_an_event_that_leaves_too_much_open_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceasefire.engines.reference.arena.MOST_STEPS", 1)
    monkeypatch.setattr("ceasefire.engines.reference.diagram.MOST_WORLDS", 1)
    book.cache_clear()
    with pytest.raises(EventError) as error:
        find(sides(OPEN_ENDED), kind="unknown", actor={"one_of": ["reds", "blues"]})
    assert [problem.code for problem in error.value.problems] == ["too-open"]
    book.cache_clear()
