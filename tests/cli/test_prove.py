"""``ceasefire prove``: what it prints, and the codes it ends with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ceasefire.analysis.space import STEPS
from ceasefire.cli import prove as command
from tests.cli.helpers import RULES, invoke

if TYPE_CHECKING:
    from pathlib import Path

LAWS = """\
laws:
  raiders: {always: excluded, when: {actor: raiders}, title: The raiders are outside}
  elsewhere: always excluded outside valley
  no-raids: never violating when kind is abduction
"""


@pytest.fixture
def rules(tmp_path: Path) -> str:
    path = tmp_path / "valley.yaml"
    path.write_text(RULES + LAWS, encoding="utf-8")
    return str(path)


def lines(*arguments: str, code: int = 0) -> list[str]:
    result = invoke("prove", *arguments)
    assert result.exit_code == code, result.stderr
    return result.stdout.splitlines()


def test_laws_of_a_rulebook_are_proved_or_refuted_by_an_event(rules: str) -> None:
    found = lines(rules, code=1)
    assert found[:10] == [
        "raiders: PROVED",
        "  The raiders are outside",
        "  always excluded when {actor: raiders}",
        "  proved under any answers to the questions",
        "elsewhere: PROVED",
        "  always excluded outside valley",
        "  proved under any answers to the questions",
        "no-raids: REFUTED",
        "  never violating when kind is abduction",
        "  refuted under the reading plain",
    ]
    event = json.loads(found[10])
    assert event["kind"] == "abduction"
    assert event["killed"] >= 2
    assert found[11].startswith("    VIOLATING: on this reading, “The truce” prohibits raids; this")
    assert found[12] == "  refuted under the reading open"
    assert "    with the answers raids: yes" in found
    assert found[-1] == "3 claims: 2 proved, 1 refuted"


def test_an_event_that_refutes_a_law_can_be_fed_to_the_other_commands(
    rules: str, tmp_path: Path
) -> None:
    feed = tmp_path / "witness.jsonl"
    feed.write_text(lines(rules, "--law", "no-raids", code=1)[3].strip() + "\n", encoding="utf-8")
    told = invoke("explain", str(feed), "--rules", rules)
    assert told.stdout.startswith("Event witness: VIOLATING")


def test_single_laws_and_laws_given(rules: str) -> None:
    assert lines(rules, "--law", "elsewhere")[-1] == "1 claim: 1 proved"
    assert lines(rules, "always excluded outside valley", "--law", "raiders")[-1] == (
        "2 claims: 2 proved"
    )
    given = lines(rules, "{never: violating, when: {actor: raiders}}")
    assert given[:2] == ["law-given-1: PROVED", "  never violating when {actor: raiders}"]


def test_readings_and_dates(rules: str) -> None:
    law = "never violating if raids is no"
    assert lines(rules, law, "--reading", "plain")[2:] == [
        "  proved under the reading plain",
        "    no possible event is what it is about",
        "1 claim: 1 proved",
    ]
    assert "  refuted under any answers to the questions" in lines(
        rules, law, "--any-answers", code=1
    )
    assert lines(rules, "truce changes nothing", "--as-of", "2016-04-30")[-1] == "1 claim: 1 proved"


def test_instruments_that_are_disjoint_or_not(rules: str) -> None:
    assert lines(rules, "--disjoint", "truce", "long-truce")[-1] == "1 claim: 1 proved"
    found = lines("syria-2016", "--disjoint", "cessation", "regime-of-calm", code=1)
    for name in ("cessation", "regime-of-calm"):
        told = [line for line in found if line.startswith(f"    {name}: ")]
        assert told
        assert not any("EXCLUDED" in line for line in told)


def test_what_an_instrument_changes_is_shown_with_and_without_it(rules: str) -> None:
    found = lines(rules, "truce changes nothing", "--reading", "plain", code=1)
    assert any(line.startswith("    with these instruments: ") for line in found)
    assert any(line.startswith("    without them: EXCLUDED") for line in found)


def test_two_rulebooks_two_readings_and_two_dates(rules: str) -> None:
    same = lines(rules, "--equivalent", rules)
    assert same == [
        "equivalent: PROVED",
        "  every event gets the same verdict, and the same possible ones, here and there",
        "  proved under any answers to the questions",
        "1 claim: 1 proved",
    ]
    apart = lines(rules, "--equivalent", rules, "--other-reading", "open", code=1)
    assert apart[2].startswith("  refuted under the reading")


def test_two_dates_of_a_rulebook(rules: str, tmp_path: Path) -> None:
    plain = tmp_path / "plain.yaml"
    # Without names that come into use, only what was announced differs.
    plain.write_text(RULES.replace("from: 2016-05-01, until: 2017-01-01", ""), encoding="utf-8")
    dates = lines(str(plain), "--stricter", str(plain), "--other-as-of", "2016-04-30")
    assert dates[0] == "stricter: PROVED"
    assert any(line.startswith("    there: EXCLUDED") for line in dates)
    turned = lines(str(plain), "--stricter", str(plain), "--as-of", "2016-04-30", code=1)
    assert turned[0] == "stricter: REFUTED"
    # A name that one of them does not know may mean anybody there.
    named = lines(rules, "--stricter", rules, "--other-as-of", "2016-04-30", code=1)
    assert named[0] == "stricter: NOT WORKED OUT"


def test_too_few_steps_end_with_1_and_claim_nothing(rules: str) -> None:
    found = lines(rules, "--steps", "1", "--solver", "boxes", code=1)
    assert found[-1] == "3 claims: 3 not worked out"


def test_everything_is_data_as_well(rules: str) -> None:
    result = invoke("prove", rules, "--format", "json")
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert data["rulebook"] == "valley"
    assert [item["outcome"] for item in data["results"]] == ["proved", "proved", "refuted"]
    plain, open_ = data["results"][2]["proofs"]
    assert (plain["reading"], open_["reading"]) == ("plain", "open")
    assert plain["example"]["findings"][""]["provision"] == "raids"
    assert open_["example"]["answers"] == {"raids": "yes"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--law", "raidrs"), "`valley` has no law `raidrs`; did you mean `raiders`?"),
        (("--any-answers", "--reading", "plain"), "--any-answers asks under no reading"),
        (("--other-reading", "plain"), "need --equivalent or --stricter"),
        (("--reading", "plan"), "did you mean `plain`?"),
        (("nevr violating",), "law 1: bad-law"),
        (("--disjoint", "truce", "calm"), "law 1: unknown-instrument"),
        (("--equivalent", "nowhere.yaml"), "missing-file"),
        ((" ",), "the law given is empty"),
    ],
)
def test_bad_usage(rules: str, arguments: tuple[str, ...], said: str) -> None:
    result = invoke("prove", rules, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_rulebook_without_laws_says_how_to_give_one(tmp_path: Path) -> None:
    path = tmp_path / "plain.yaml"
    path.write_text(RULES, encoding="utf-8")
    result = invoke("prove", str(path))
    assert result.exit_code == 2
    assert "`valley` states no laws: give one" in result.stderr


def test_the_default_of_steps_is_that_of_the_search() -> None:
    assert command.STEPS == STEPS
