"""The one line that says why, and the sentences about doubts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ceasefire.findings.because import because, doubt_sentence, ground_words
from ceasefire.findings.finding import Decider, Doubt, DoubtValue, Finding, Verdict
from tests.meaning.helpers import SIDES, TRUCE, book, find, sides

EXCLUDED, COVERED, VIOLATING = (
    frozenset({verdict}) for verdict in (Verdict.EXCLUDED, Verdict.COVERED, Verdict.VIOLATING)
)


def told(finding: Finding) -> list[str]:
    """Return the sentence of each doubt, which is told beside the line."""
    sentences = list(map(doubt_sentence, finding.doubts))
    assert all(f"  - {sentence}.\n" in finding.explain() for sentence in sentences)
    return sentences


CLAUSES = """
instruments:
  truce:
    title: Spring truce
    binds: reds
    exclude:
      far-away: {when: {target: civilians}}
      by-air: {title: strikes from the air, when: {kind: airstrike}}
    prohibit:
      heavy-fire: {when: {kind: shelling}}
      raids: {title: raids on the other side, when: {kind: ground-assault}}
    permit:
      defence: {title: answering fire, when: {response: source-of-fire}}
"""
AFAR = "“Spring truce” does not reach this: it leaves out strikes from the air and far away"


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ({"response": "none"}, "“Spring truce” prohibits heavy fire"),
        (
            {"kind": "ground-assault", "response": "none"},
            "“Spring truce” prohibits raids on the other side",
        ),
        ({"response": "source-of-fire"}, "“Spring truce” permits answering fire"),
        (
            {"kind": "release"},
            "“Spring truce” applies to this: it is an act of compliance",
        ),
        (
            {"kind": "overflight"},
            "“Spring truce” applies to this: it neither forbids nor permits such an act",
        ),
        (
            {"target": "civilians"},
            "“Spring truce” does not reach this: it leaves out far away",
        ),
        (
            {"kind": "airstrike", "target": "civilians"},
            "“Spring truce” does not reach this: it leaves out strikes from the air and far away",
        ),
        (
            {"actor": "blues"},
            "“Spring truce” does not reach this: the actor is not bound by it",
        ),
    ],
)
def test_what_decides_is_said_in_one_line(event: dict[str, Any], sentence: str) -> None:
    finding = find(sides(CLAUSES), **event)
    assert finding.because == sentence


def test_grounds_are_sentences() -> None:
    rules = sides("instruments: {t: {title: T, binds: reds, in_force: {until: 2016-01-01}}}")
    assert find(rules).because == "“T” does not reach this: it was not in force at the time"
    assert find(rules, actor="blues").because == (
        "“T” does not reach this: it was not in force at the time and the actor is not bound by it"
    )
    assert ground_words("place") == "the place lies outside its area"
    assert ground_words("question") == "the reading's answers put it out of force"
    assert ground_words("some-provision") == "some-provision"


def test_an_open_verdict_says_where_the_clause_decides() -> None:
    finding = find(TRUCE, actor={"one_of": ["reds", "blues"]})
    assert finding.because == (
        "where violating: “Truce” prohibits attack; excluded or violating, depending on the actor"
    )
    assert told(finding) == ["excluded if the actor is Blues; violating if the actor is Reds"]
    milder = find(TRUCE, kind="overflight", actor={"one_of": ["reds", "blues"]})
    assert milder.because == (
        "where covered: “Truce” applies to this: it neither forbids nor permits such an act; "
        "excluded or covered, depending on the actor"
    )
    assert told(milder) == ["excluded if the actor is Blues; covered if the actor is Reds"]


def test_rival_accounts_are_told_after_the_clause() -> None:
    finding = find(TRUCE, alternatives=[{"actor": "blues", "said_by": "Reds", "basis": "denied"}])
    assert finding.because == (
        "“Truce” prohibits attack; excluded or violating over all accounts, depending on the actor"
    )
    assert told(finding) == [
        "violating on the facts as stated; excluded by the account of Reds (denied; actor Blues)"
    ]
    equal = {"actor": "blues", "target": "reds", "stated": True}
    finding = find(TRUCE, alternatives=[equal])
    assert finding.because == (
        "where violating: “Truce” prohibits attack; "
        "excluded or violating, depending on the actor and the target"
    )


def test_accounts_are_told_of_where_they_add_to_what_is_stated() -> None:
    either = {"one_of": ["reds", "blues"]}
    same = find(TRUCE, actor=either, alternatives=[{"actor": "blues", "said_by": "Reds"}])
    assert same.because == (
        "where violating: “Truce” prohibits attack; excluded or violating, depending on the actor"
    )
    more = find(TRUCE, actor=either, alternatives=[{"kind": "overflight", "said_by": "Reds"}])
    assert (more.verdict, more.stated) == ("undetermined", EXCLUDED | VIOLATING)
    assert more.because == (
        "where violating: “Truce” prohibits attack; "
        "excluded, covered or violating over all accounts, "
        "depending on the kind of incident and the actor"
    )


def test_no_incident_is_told_with_what_is_possible() -> None:
    accident = {"kind": "accident", "said_by": "Reds"}
    finding = find(TRUCE, alternatives=[accident])
    assert (finding.settled, finding.stated) == (True, VIOLATING)
    assert finding.because == (
        "“Truce” prohibits attack; "
        "violating or no incident over all accounts, depending on the kind of incident"
    )
    assert told(finding) == [
        "violating on the facts as stated; no incident by the account of Reds (kind accident)"
    ]
    perhaps = {"one_of": ["accident", "shelling"]}
    for rivals in ([], [accident], [{"kind": "clash", "said_by": "Reds"}]):
        finding = find(TRUCE, kind=perhaps, alternatives=rivals)
        assert finding.because == (
            "where violating: “Truce” prohibits attack; "
            "violating or no incident, depending on the kind of incident"
        )


def test_a_report_of_no_incident_leaves_the_verdicts_to_the_accounts() -> None:
    shelling = {"kind": "shelling", "said_by": "Blues"}
    finding = find(TRUCE, kind="accident", alternatives=[shelling])
    assert (finding.stated, finding.possible) == (frozenset(), VIOLATING)
    assert finding.because == (
        "as stated, an announcement, aggregate or accident is no incident; "
        "violating or no incident over all accounts, depending on the kind of incident"
    )


DECLARED = """
questions:
  apt: {ask: Is it apt?, answers: {"yes": {}, "no": {}}}
  close: {ask: "Is near; enough?", answers: {"yes": {}, "no": {}}}
fields:
  escort: {name: whether soldiers went with it, type: flag}
  lorries: {type: count}
readings:
  open: {}
  apt: {answers: {apt: "yes"}}
instruments:
  truce:
    title: Truce
    if: {apt: "yes"}
    prohibit:
      near: {when: {target: civilians}, if: {close: "yes"}}
      convoys: {when: {all: [{escort: false}, {lorries: {at_least: 2}}]}}
    permit:
      defence: {when: {response: source-of-fire}}
default_reading: open
"""


def test_a_question_is_told_in_words() -> None:
    finding = find(sides(DECLARED), target="blues", escort=False, lorries=3, response="none")
    assert finding.because == (
        "where violating: “Truce” prohibits convoys; "
        "excluded or violating, depending on the question “Is it apt?”"
    )
    both = find(sides(DECLARED), target="civilians", escort=True, response="none")
    assert both.because == (
        "where violating: on this reading, “Truce” prohibits near; "
        "excluded, covered or violating, "
        "depending on the question “Is it apt?” and the question “Is near; enough?”"
    )


def test_a_field_is_told_by_its_name_and_what_it_rests_on_comes_last() -> None:
    reading = book(sides(DECLARED)).with_reading("apt")
    finding = find(reading, target="blues", escort="unknown", lorries=[1, 3])
    assert finding.depends_on == ("response", "escort", "lorries")
    assert finding.because == (
        "where violating: on this reading, “Truce” prohibits convoys; covered or violating, "
        "depending on what the act responded to, whether soldiers went with it and lorries; "
        "this rests on the reading's answer apt: yes"
    )


def test_what_may_or_may_not_decide_is_named_with_perhaps() -> None:
    value = DoubtValue(("A",), ("a",), VIOLATING)
    sure = Doubt("field", "killed", "people killed", "", (value,))
    actor, target = (Doubt("field", name, name, "", (), sure=False) for name in ("actor", "target"))
    account = Doubt("account", "actor,kind", "whose account holds", "", (value,))
    plain = Finding(
        "e",
        Verdict.UNDETERMINED,
        EXCLUDED | VIOLATING,
        settled=False,
        deciders=(Decider("truce", "attack"),),
        depends_on=("actor", "target", "killed"),
        stated=EXCLUDED | VIOLATING,
    )
    said = "where violating: “Truce” prohibits attack; excluded or violating, depending "
    for doubts, names, words in (
        ((actor, target), ("actor", "target"), "perhaps on the actor and the target"),
        (
            (actor, sure),
            ("actor", "killed"),
            "on the number of people killed, and perhaps on the actor",
        ),
        (
            (actor, target, account),
            ("kind", "actor", "target"),
            "on the kind of incident and the actor, and perhaps on the target",
        ),
    ):
        finding = replace(plain, doubts=doubts, depends_on=names)
        assert because(finding, book(TRUCE).rulebook) == said + words


def test_nothing_to_classify_says_why() -> None:
    assert find(TRUCE, kind="accident").because == (
        "an announcement, aggregate or accident is no incident: nothing to classify"
    )
    assert find(SIDES).because == "the rulebook has no instrument"
    bare = Finding("e", Verdict.UNDETERMINED, frozenset(), settled=False, ground=("a", "time"))
    assert because(bare, book(TRUCE).rulebook) == "a; it was not in force at the time"


# --- doubts ---------------------------------------------------------------------------


def value(*labels: str, possible: frozenset[Verdict]) -> DoubtValue:
    """Return a value of a doubt whose ids are its labels."""
    return DoubtValue(labels, labels, possible)


def test_a_long_list_of_values_is_the_rest() -> None:
    doubt = Doubt(
        "field",
        "actor",
        "who acted",
        "",
        (
            value("A", "B", "C", "D", "E", possible=VIOLATING),
            value("F", "G", "H", "I", possible=EXCLUDED),
        ),
    )
    assert doubt_sentence(doubt, most=3) == (
        "excluded if the actor is F, G, H or 1 more; violating otherwise"
    )
    assert doubt_sentence(doubt) == (
        "excluded if the actor is F, G, H or I; violating if the actor is A, B, C, D or E"
    )


def test_a_flag_is_told_as_a_condition() -> None:
    rules = sides("instruments: {t: {prohibit: {p: {when: {civilian_harm: true}}}}}")
    finding = find(rules)
    assert [doubt_sentence(doubt) for doubt in finding.doubts] == [
        "violating if civilians were harmed; covered if not"
    ]


def test_a_doubt_of_one_owner_names_it() -> None:
    doubt = Doubt(
        "field",
        "held_by",
        "who held the ground",
        "part 2",
        (value("A", possible=COVERED), value("B", possible=EXCLUDED | VIOLATING)),
    )
    assert doubt_sentence(doubt) == (
        "excluded or violating if the holder of the ground (part 2) is B; "
        "covered if the holder of the ground (part 2) is A"
    )
    other = Doubt("field", "killed", "people killed", "", doubt.values)
    assert "if the number of people killed is B" in doubt_sentence(other)


def test_what_only_contradicts_is_not_told() -> None:
    doubt = Doubt(
        "field",
        "actor",
        "who acted",
        "",
        (
            value("A", possible=COVERED),
            value("B", possible=EXCLUDED),
            value("C", possible=frozenset()),
        ),
    )
    assert "C" not in doubt_sentence(doubt)


def test_stated_and_rival_accounts_may_agree() -> None:
    doubt = Doubt(
        "account",
        "actor",
        "whose account holds",
        "",
        (
            value("the report as stated", "the account of Reds", possible=VIOLATING),
            value("the account of Blues", "the account of Greens", possible=EXCLUDED),
        ),
    )
    assert doubt_sentence(doubt) == (
        "violating on the facts as stated and by the account of Reds; "
        "excluded by the account of Blues or the account of Greens"
    )
