"""``ceasefire test`` tells what fails and why, in words and for servers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from ceasefire.cli.testing.junit import clean
from tests.cli.helpers import invoke, rules
from tests.testing.caseful import cases_in

if TYPE_CHECKING:
    from pathlib import Path

CASES = """\
cases:
  - name: a shelling
    event: {kind: shelling, when: 2016-05-04, where: {lat: 35, lon: 37}, actor: raiders}
    expect: {verdict: excluded}
    variants:
      - {name: by the north, with: {actor: north, target: raiders}}
      - {name: by the south, with: {actor: south, target: north}, expect: {verdict: violating}}
"""


@pytest.fixture
def book(tmp_path: Path) -> str:
    """Return the path of a rule file with cases beside it, of which one fails."""
    cases_in(tmp_path, CASES)
    return rules(tmp_path)


def test_failures_say_what_was_expected_and_why(book: str) -> None:
    result = invoke("test", book)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0] == "FAILED a shelling / by the south"
    assert lines[1].endswith("valley.cases.yaml:7:9")
    assert "  verdict: expected violating, found undetermined" in lines
    assert "    What it depends on:" in lines
    assert lines[-1] == "3 cases: 2 passed, 1 failed"


def test_some_cases_only(book: str) -> None:
    result = invoke("test", book, "--only", "*by the north")
    assert (result.exit_code, result.output) == (0, "1 case: 1 passed, 0 failed\n")
    assert invoke("test", book, "--only", "a shelling").exit_code == 1
    missing = invoke("test", book, "--only", "a sheling")
    assert missing.exit_code == 2
    assert "did you mean" in missing.output
    assert invoke("test", book, "--reading", "open").exit_code == 2
    assert invoke("test", book, "--reading", "plane").exit_code == 2


def test_json_is_the_whole(book: str) -> None:
    found = json.loads(invoke("test", book, "--format", "json").output)
    assert (found["rulebook"], found["passed"], found["failed"]) == ("valley", 2, 1)
    assert found["cases"][2]["missed"] == [
        {"what": "verdict", "expected": "violating", "found": "undetermined"}
    ]


def test_junit_holds_whatever_a_case_may_say(book: str, tmp_path: Path) -> None:
    odd = 'a \\x1b \\u202e <&\\"\\n name'
    text = f'cases:\n  - {{name: "{odd}", event: {{kind: shelling, when: 2016-05-04}}, '
    cases = cases_in(tmp_path, text + "expect: {verdict: covered}}", "odd.cases.yaml")
    target = tmp_path / "report.xml"
    result = invoke("test", book, "--cases", str(cases), "--format", "junit", "-o", str(target))
    assert result.exit_code == 1
    assert result.output == "1 case: 0 passed, 1 failed\n"
    root = ET.fromstring(target.read_text(encoding="utf-8"))  # noqa: S314  (our own)
    assert root.attrib == {"tests": "1", "failures": "1", "errors": "0", "name": "valley"}
    (suite,) = root
    (case,) = suite
    assert case.get("name") == 'a \\x1b \\u202e <&"\n name'
    assert [each.tag for each in case] == ["failure"]
    assert "verdict: expected covered" in str(case[0].get("message"))


def test_xml_has_no_place_for_some_characters() -> None:
    assert clean("a\x00\ud800\ufffe") == "a\\x00\\ud800\ufffd"


def test_bad_cases_are_bad_input(book: str, tmp_path: Path) -> None:
    cases = cases_in(tmp_path, "cases: [{nam: x}]", "bad.cases.yaml")
    result = invoke("test", book, "--cases", str(cases))
    assert result.exit_code == 2
    assert "unknown-key" in result.output
    assert invoke("test", book, "--cases", str(tmp_path / "none.cases.yaml")).exit_code == 2
    (tmp_path / "valley.cases.yaml").unlink()
    missing = invoke("test", book)
    assert missing.exit_code == 2
    assert "write `valley.cases.yaml` beside it" in missing.output


def test_coverage_tells_what_no_case_shows(book: str) -> None:
    result = invoke("test", book, "--only", "*by the north", "--coverage")
    assert result.exit_code == 0
    assert "  prohibition truce/attacks (" in result.output
    assert "    that it matches" in result.output
    assert "conditions: " in result.output.splitlines()[-2]
    low = invoke("test", book, "--only", "*by the north", "--fail-under", "99")
    assert low.exit_code == 1
    data = json.loads(invoke("test", book, "--coverage", "--format", "json").output)
    assert data["coverage"]["tests"]["of"] >= data["coverage"]["tests"]["shown"] > 0
    assert {"instrument", "part", "path", "truth", "test", "file", "line", "column"} == set(
        data["coverage"]["missing"][0]
    )


def test_mutation_proposes_cases_that_would_notice(book: str, tmp_path: Path) -> None:
    result = invoke("test", book, "--only", "*by the north", "--mutation")
    assert result.exit_code == 1
    assert "UNNOTICED truce/raids/dropped" in result.output
    assert "  every case would pass if: the prohibition `raids` of `truce` is gone" in result.output
    assert result.output.splitlines()[-1].startswith("changes: ")
    target = tmp_path / "report.xml"
    arguments = ("--only", "*by the north", "--mutation", "--format", "junit", "-o", str(target))
    assert invoke("test", book, *arguments).exit_code == 1
    root = ET.fromstring(target.read_text(encoding="utf-8"))  # noqa: S314  (our own)
    assert [suite.get("name") for suite in root][1:] == ["changes"]
    data = json.loads(
        invoke("test", book, "--only", "*by the north", "--mutation", "--format", "json").output
    )
    assert {item["name"] for item in data["mutation"]["unnoticed"]} >= {"truce/raids/dropped"}


def test_an_acceptance_of_nothing_is_bad_input(book: str, tmp_path: Path) -> None:
    cases = cases_in(tmp_path, CASES + "accept: {truce/raid/dropped: x}\n")
    result = invoke("test", book)
    assert result.exit_code == 2
    assert f"{cases}:8:10: unknown-mutant" in result.output
    cases_in(tmp_path, CASES + "accept: {'*': Everything is told elsewhere.}\n")
    passing = invoke("test", book, "--only", "*by the north", "--mutation")
    assert passing.exit_code == 0
    assert " accepted" in passing.output


def test_the_extension_says_the_format_of_a_report(book: str, tmp_path: Path) -> None:
    asked = ("test", book)
    for name, form in (("a.json", "json"), ("a.xml", "junit"), ("a.txt", "text")):
        target = tmp_path / name
        told = invoke(*asked, "-o", str(target))
        assert told.stderr == ""
        assert target.read_text(encoding="utf-8") == invoke(*asked, "--format", form).stdout
        assert invoke(*asked, "--format", form, "-o", str(target)).stderr == ""
    other = invoke(*asked, "--format", "text", "-o", str(tmp_path / "b.json"))
    assert "b.json` is text, as --format says, although its name says json" in other.stderr
    assert (tmp_path / "b.json").read_text(encoding="utf-8") == invoke(*asked).stdout
    assert invoke(*asked, "-o", "-").stdout == invoke(*asked).stdout
    unknown = invoke(*asked, "-o", str(tmp_path / "b.jsn"))
    assert unknown.exit_code == 2
    assert "the extension says no format; did you mean `.json`?" in unknown.stderr
