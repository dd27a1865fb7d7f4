"""Cases are read with every problem told, and tried one by one."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import ceasefire
from ceasefire.errors import CasesError, UsageError
from ceasefire.rulebook.load import check
from ceasefire.testing import run_cases
from ceasefire.testing.cases.patching import patched
from ceasefire.testing.cases.problems import CODES
from ceasefire.testing.cases.running import load_cases
from tests.testing.case_examples import EXAMPLES
from tests.testing.caseful import book_in, cases_in

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.errors import Problem

SHELLING = """\
events:
  shelling:
    kind: shelling
    when: 2016-05-04
    where: {lat: 35, lon: 37}
    actor: north
    target: civilians
    response: none
"""


def problems(folder: Path, text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a file of cases."""
    try:
        run_cases(book_in(folder), [cases_in(folder, text)])
    except CasesError as error:
        return error.problems
    except UsageError:
        return ()
    return ()


def test_every_code_has_an_example() -> None:
    assert set(EXAMPLES) == set(CODES)


TOLD_BY_READING = [code for code in CODES if code not in {"missing-cases", "unknown-mutant"}]


@pytest.mark.parametrize("code", TOLD_BY_READING)
def test_the_bad_example_has_this_problem(code: str, tmp_path: Path) -> None:
    found = problems(tmp_path, EXAMPLES[code][0])
    assert [item.code for item in found] == [code]
    assert found[0].file.endswith("valley.cases.yaml")
    assert found[0].line > 0


@pytest.mark.parametrize("code", TOLD_BY_READING)
def test_the_mended_example_has_none(code: str, tmp_path: Path) -> None:
    assert problems(tmp_path, EXAMPLES[code][1]) == ()


def test_every_problem_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """\
        cases:
          - name: one
            event: {kind: sheling, when: 2016-13-04}
            reading: plane
            answers: {raid: "yes", raids: yess}
            as_of: yesterday
            expect: {verdict: violatin, provision: attack, depends_on: [actr], settle: yes}
        """,
    )
    told = {(item.line, item.code): item.hint for item in found}
    assert told == {
        (3, "unknown-kind"): "did you mean `shelling`?",
        (3, "bad-time"): told[3, "bad-time"],
        (4, "unknown-reading"): "did you mean `plain`?",
        (5, "unknown-question"): "did you mean `raids`?",
        (5, "unknown-answer"): "did you mean `yes`?",
        (6, "bad-time"): told[6, "bad-time"],
        (7, "bad-choice"): "did you mean `violating`?",
        (7, "unknown-expectation"): told[7, "unknown-expectation"],
        (7, "unknown-key"): "did you mean `settled`?",
    }
    assert {item.text for item in found} >= {"sheling", "attack", "actr"}


def test_a_case_passes_where_everything_is_as_expected(tmp_path: Path) -> None:
    text = (
        SHELLING
        + """\
cases:
  - name: shelling of civilians
    from: shelling
    expect: {verdict: violating, possible: violating, settled: yes, instrument: truce,
             provision: attacks, ground: attacks, severity: serious, depends_on: []}
    variants:
      - name: by the raiders
        with: {actor: raiders}
        expect: {verdict: excluded, possible: excluded, provision: [], severity: [],
                 ground: actor, note: humanitarian law}
      - name: by one or the other
        with: {actor: {one_of: [north, raiders]}, response: null}
        reading: all
        expect: {verdict: undetermined, possible: [excluded, covered, violating], settled: no,
                 ground: null, depends_on: [actor, response, proportionate]}
  - name: a raid
    event: {kind: abduction, when: 2016-05-05 10:00, where: {name: The Valley}, actor: south,
            target: north, killed: [2, 3]}
    answers: {raids: null}
    expect: {verdict: undetermined, depends_on: raids, possible_any_reading: [covered, violating]}
  - name: before it was announced
    from: shelling
    as_of: 2016-04-30
    expect: {verdict: excluded}
"""
    )
    outcome = run_cases(book_in(tmp_path), [cases_in(tmp_path, text)])
    assert [(item.case.label, item.missed) for item in outcome.failed] == []
    assert [item.case.label for item in outcome.results] == [
        "shelling of civilians",
        "shelling of civilians / by the raiders",
        "shelling of civilians / by one or the other (plain)",
        "shelling of civilians / by one or the other (open)",
        "a raid",
        "before it was announced",
    ]
    assert json.loads(json.dumps(outcome.to_dict()))["passed"] == 6


@pytest.mark.parametrize(
    ("expect", "what"),
    [
        ("verdict: covered", "verdict"),
        ("possible: [violating, covered]", "possible"),
        ("possible_any_reading: covered", "possible_any_reading"),
        ("settled: no", "settled"),
        ("instrument: long-truce", "instrument"),
        ("provision: raids", "provision"),
        ("provision: [raids, attacks]", "provision"),
        ("ground: unregulated", "ground"),
        ("depends_on: actor", "depends_on"),
        ("severity: grave", "severity"),
        ("note: some words", "note"),
    ],
)
def test_a_case_fails_by_what_is_otherwise(expect: str, what: str, tmp_path: Path) -> None:
    text = f"{SHELLING}cases:\n  - {{name: one, from: shelling, expect: {{{expect}}}}}\n"
    (result,) = run_cases(book_in(tmp_path), [cases_in(tmp_path, text)]).results
    assert [item.what for item in result.missed] == [what]
    assert not result.passed


def test_a_feed_lends_its_events(tmp_path: Path) -> None:
    line = {"id": "V1", "kind": "shelling", "when": "2016-05-04", "actor": "raiders"}
    (tmp_path / "feed.jsonl").write_text(json.dumps(line), encoding="utf-8")
    text = """\
        feed: [feed.jsonl, article]
        cases:
          - {name: of a file, from: V1, expect: {verdict: excluded}}
          - {name: of a bundled feed, from: S01, with: {actor: raiders, where: {name: null}},
             expect: {verdict: excluded}}
        """
    outcome = run_cases(book_in(tmp_path), [cases_in(tmp_path, text)])
    assert len(outcome.passed) == 2


@pytest.mark.parametrize("name", ["/etc/passwd", "../nowhere.jsonl", "valley.cases", "/x.jsonl"])
def test_a_feed_is_a_plain_file_that_a_feed_may_be(name: str, tmp_path: Path) -> None:
    assert [item.code for item in problems(tmp_path, f"feed: {name}")] == ["missing-feed"]


PATTERNS = """\
patterns:
  twice: {sequence: {first: {kind: shelling}, then: {kind: shelling}, within: 1h}}
"""


@pytest.mark.parametrize(
    ("alerts", "passes"),
    [
        ("[]", False),
        ("[{pattern: twice}]", True),
        ("[{pattern: twice, certainty: certain, when: 2016-05-04, events: ['1', '2']}]", True),
        ("[{pattern: twice, status: raised, low: 1, high: 1}]", True),
        ("[{pattern: twice, certainty: possible}]", False),
        ("[{pattern: twice, when: 2016-05-05}]", False),
        ("[{pattern: twice}, {pattern: twice}]", False),
    ],
)
def test_alerts_are_just_those_expected(alerts: str, *, passes: bool, tmp_path: Path) -> None:
    from tests.cli.helpers import RULES  # noqa: PLC0415  (only here are there patterns)

    text = f"""\
cases:
  - name: two in an hour
    events:
      - {{kind: shelling, when: 2016-05-04 10:00, where: {{lat: 35, lon: 37}}}}
      - {{kind: shelling, when: 2016-05-04 10:30, where: {{lat: 35, lon: 37}}}}
    expect: {{alerts: {alerts}}}
"""
    book = book_in(tmp_path, RULES + PATTERNS)
    (result,) = run_cases(book, [cases_in(tmp_path, text)]).results
    assert result.passed is passes, result.missed


def test_a_patch_is_deep_in_mappings_and_whole_elsewhere() -> None:
    base = {"where": {"lat": 35, "name": "X"}, "killed": [1, 2], "kind": "shelling"}
    patch = {"where": {"name": None, "lon": 37}, "killed": [3], "kind": None, "when": {"a": None}}
    assert patched(base, patch) == {"where": {"lat": 35, "lon": 37}, "killed": [3], "when": {}}
    assert base["where"] == {"lat": 35, "name": "X"}


def test_cases_lie_beside_the_rules_which_do_not_read_them(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    (tmp_path / "cases").mkdir()
    one = "cases: [{name: NAME, event: {kind: shelling, when: 2017-05-04}, expect: {note: x}}]"
    cases_in(tmp_path, one.replace("NAME", "a"))
    cases_in(tmp_path / "cases", one.replace("NAME", "b"), "more.cases.yaml")
    assert check(tmp_path)[1] == []
    assert ceasefire.load(tmp_path).digest == book.digest
    names = [case.name for case in load_cases(book, tmp_path).cases]
    assert names == ["a", "b"]
    assert [case.name for case in load_cases(book, tmp_path / "valley.yaml").cases] == ["a"]
    assert [case.name for case in load_cases(book, "x", [tmp_path / "cases"]).cases] == ["b"]


def test_the_runner_needs_neither_hypothesis_nor_pytest() -> None:
    code = (
        "import sys\n"
        "sys.modules['hypothesis'] = sys.modules['pytest'] = None\n"
        "from ceasefire.testing import run_cases, Outcome, Result\n"
        "import ceasefire.cli.test\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603  (our own)
