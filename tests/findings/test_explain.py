"""The explanation: everything a reader needs to quote the finding, and nothing untrue."""

from __future__ import annotations

from ceasefire.findings.explain import DISCLAIMER, explain
from ceasefire.findings.finding import (
    Finding,
    InstrumentReason,
    ProvisionReason,
    Verdict,
)
from ceasefire.version import __version__
from tests.meaning.helpers import SIDES, TRUCE, book, find, sides

FULL = """
sources:
  text: {title: The text, document: annex, date: 2016-02-22, evidence: known}
questions:
  apt: {ask: Is it apt?, answers: {"yes": {held_by: Reds}, "no": {}}}
readings:
  first: {answers: {apt: "yes"}}
  second: {answers: {apt: "no"}}
default_reading: first
instruments:
  truce:
    title: Spring truce
    announced: 2016-02-22
    cite: text 1
    if: {apt: "yes"}
    prohibit:
      attack:
        title: attacks
        when: {kind: attack, target: civilians}
        severity: grave
        cite: text 2(b)
    permit:
      defence: {when: {response: source-of-fire}}
  autumn:
    title: Autumn truce
    extends: truce
    exclude:
      afar: {when: {killed: 0}}
"""


TARGETS = (
    "  - violating if the target is civilians; "
    "covered if the target is Blues, Reds or a party the rulebook does not name."
)


def test_an_explanation_is_complete() -> None:
    finding = find(
        sides(FULL),
        any_reading=True,
        target="unknown",
        response="none",
        killed=[0, 2],
        alternatives=[{"kind": "overflight", "said_by": "Blues"}],
    )
    text = finding.explain()
    lines = text.splitlines()
    digest = book(sides(FULL)).digest[:12]
    assert lines[0] == (
        "Event e: UNDETERMINED (possible: covered or violating); "
        "under any reading: excluded, covered or violating"
    )
    assert lines[1] == "Why: where violating: on this reading, “Spring truce” prohibits attacks."
    for needed in (
        "What it depends on:",
        TARGETS,
        "Accounts:",
        "  - the report as stated: covered or violating.",
        "  - the account of Blues (kind overflight): covered.",
        "  - Spring truce [truce]: covered or violating.",
        "      source: The text, annex, 2016-02-22, 1 [from general knowledge, not re-read]",
        "      unregulated: perhaps it neither forbids nor permits such an act",
        "      prohibition attack (attacks) [grave] may match",
        "        source: The text, annex, 2016-02-22, 2(b) [from general knowledge, not re-read]",
        "  - Autumn truce [autumn]: excluded, covered or violating.",
        "      exclusion afar may match",
        "      prohibition attack may match, inherited from truce (above)",
        f"Rulebook example (digest {digest}), reading first, ceasefire {__version__}.",
    ):
        assert needed in lines
    assert lines[-1] == DISCLAIMER
    assert text == explain(finding)


def test_headlines_tell_settled_from_stated() -> None:
    settled = find(TRUCE).explain()
    assert settled.startswith(
        "Event e: VIOLATING (settled: every account and every open point agrees)\n"
    )
    stated = find(TRUCE, alternatives=[{"actor": "blues"}]).explain()
    assert stated.startswith(
        "Event e: VIOLATING on the facts as stated "
        "(possible over all accounts: excluded or violating)\n"
    )
    assert find(TRUCE, kind="accident").explain().startswith("Event e: nothing to classify\n")


def test_empty_sections_are_left_out() -> None:
    text = find(TRUCE, kind="accident").explain()
    for title in ("What it depends on:", "Each participant:", "Accounts:", "What the instruments"):
        assert title not in text
    assert "Notes:\n  - the report is of no incident (accident): it adds no verdict." in text


def test_participants_and_parts_are_told() -> None:
    text = find(TRUCE, actor=["reds", "blues"], target="civilians").explain()
    assert "  - Reds against civilians: violating.\n" in text
    assert "  - Blues against civilians: excluded.\n" in text
    parts = find(TRUCE, parts=[{"kind": "overflight"}, {}]).explain()
    assert "  - part 1, Reds against Blues: covered.\n" in parts
    assert "  - part 2, Reds against Blues: violating.\n" in parts


def test_an_account_of_no_incident_adds_no_verdict() -> None:
    text = find(TRUCE, alternatives=[{"kind": "accident", "said_by": "Reds"}]).explain()
    assert "  - the account of Reds (kind accident): no incident; adds no verdict.\n" in text
    assert text.startswith(
        "Event e: VIOLATING on the facts as stated "
        "(possible over all accounts: violating or no incident)\n"
    )


def test_the_date_of_knowledge_is_told() -> None:
    text = find(book(TRUCE).as_of("2020-01-01")).explain()
    assert "reading default, as known at 2020-01-01, ceasefire" in text


def test_what_was_announced_after_the_date_is_left_aside_and_told() -> None:
    rules = TRUCE + "    announced: 2016-02-22\n  later: {announced: 2016-05-01}\n"
    finding = find(book(rules).as_of("2016-02-01"))
    assert (finding.verdict, finding.settled) == ("excluded", True)
    assert finding.because == "no instrument of the rulebook had been announced by 2016-02-01"
    told = "as known at 2016-02-01 (leaving aside 2 instruments announced later), ceasefire"
    assert told in finding.explain()
    one = find(book(rules).as_of("2016-03-01")).explain()
    assert "as known at 2016-03-01 (leaving aside 1 instrument announced later), ceasefire" in one


def test_a_permit_that_lifts_is_told() -> None:
    lifted = find(sides(FULL), target="civilians", response="source-of-fire", killed=1).explain()
    assert "prohibition attack (attacks) [grave] matches, and a permit lifts it\n" in lifted
    maybe = find(sides(FULL), target="civilians", response="unknown", killed=1).explain()
    assert "prohibition attack (attacks) [grave] matches, and a permit may lift it\n" in maybe


def test_a_bare_finding_can_be_explained() -> None:
    reason = InstrumentReason(
        "i",
        "I",
        frozenset({Verdict.COVERED}),
        ("p", "time"),
        ("actor",),
        (ProvisionReason("p", "", "permit", "yes", "", "", (), ""),),
        (),
    )
    finding = Finding(
        "e", Verdict.COVERED, frozenset({Verdict.COVERED}), settled=True, detail=lambda: (reason,)
    )
    lines = finding.explain().splitlines()
    assert "      time: it was not in force at the time" in lines
    assert "      actor: perhaps the actor is not bound by it" in lines
    assert "      permit p matches" in lines
    assert not any(line.strip().startswith("p:") for line in lines)
    assert not any(line.startswith("Rulebook") for line in lines)


def test_any_reading_is_told_where_nothing_is_stated_too() -> None:
    used = book(sides(FULL))
    event = {"id": "e", "when": "2016-03-01", "kind": "accident"}
    bare = used.classify(event, any_reading=True).explain()
    assert bare.startswith("Event e: nothing to classify; under any reading: nothing either\n")
    told = event | {"alternatives": [{"kind": "overflight", "actor": "reds"}]}
    assert "COVERED" not in used.classify(told, any_reading=True).explain().splitlines()[0]


def test_what_rests_on_the_reading_is_settled_on_it_alone() -> None:
    rules = f"""{SIDES}
questions: {{q: {{ask: Which?, answers: {{a: {{}}, b: {{}}}}}}}}
readings: {{first: {{answers: {{q: a}}}}}}
default_reading: first
instruments:
  t:
    prohibit:
      p: {{when: {{kind: shelling}}, if: {{q: a}}}}
      r: {{when: {{kind: clash}}}}
"""
    head, why, *_ = find(rules).explain().splitlines()
    assert head.startswith("Event e: VIOLATING (settled on this reading: every account")
    assert why == "Why: on this reading, “t” prohibits p."
    head, why, *_ = find(rules, kind="clash").explain().splitlines()
    assert head.startswith("Event e: VIOLATING (settled: every account")
    assert why == "Why: “t” prohibits r."


def test_parts_are_told_as_parts_and_members_of_an_umbrella_apart() -> None:
    parts = find(TRUCE, parts=[{"actor": "reds"}, {"actor": "blues"}]).explain()
    assert "\nEach part:\n  - part 1, Reds against Blues: violating.\n" in parts
    rules = """
parties:
  front: {name: Front}
  wing: {name: Wing, part_of: front}
  band: {name: Band, part_of: front}
instruments: {t: {prohibit: {p: {when: {kind: clash}}}}}
"""
    clash = find(rules, kind="clash", actor=["front", "wing"], target=["front", "wing"]).explain()
    assert "  - one member of Front against another: violating.\n" in clash
    assert "  - Front against Wing: violating.\n" in clash
