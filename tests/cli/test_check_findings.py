"""``ceasefire check`` on rulebooks without problems: findings, formats, and what it mends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ceasefire.rulebook.lints import LINTS
from ceasefire.rulebook.load import load
from tests.cli.helpers import invoke, rules

TRUCE = """\
rulebook: example
timezone: Asia/Damascus
parties: {north: {also: [north, Greys]}, south: {}}
sources: {text: The truce, other: Another text}
instruments:
  truce:
    cite: text
    binds: north
    in_force: {from: 2016-05-04 00:00, for: 48h}
    prohibit:
      attacks: {when: {kind: attack}, cite: text 1}
      shelling: {when: {kind: shelling}, cite: text 2}
  more: {extends: truce, in_force: {from: 2016-05-06 01:00, for: 48h}, cite: text}
"""

ACCEPTED = """\
accept:
  - {code: changes-nothing, at: instruments.truce.prohibit.shelling, reason: So the text has it.}
  - {code: extension-gap, at: instruments.more, reason: The hour is on record.}
"""


def written(folder: Path, text: str) -> str:
    return rules(folder, text)


def test_findings_have_their_line_a_hint_and_an_event(tmp_path: Path) -> None:
    path = written(tmp_path, TRUCE)
    result = invoke("check", path)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"{path}: no problems (example: ")
    at = next(number for number, line in enumerate(lines) if ": changes-nothing: " in line)
    assert lines[at].startswith(f"{path}:12:7: changes-nothing: the prohibition `shelling` matches")
    assert lines[at + 1].startswith("   12 |       shelling:")
    assert lines[at + 2] == "      |       ^^^^^^^^"
    assert lines[at + 3].startswith("    hint: ")
    assert lines[at + 4] == "    at: instruments.truce.prohibit.shelling"
    assert lines[at + 5].startswith('    for example: {"id": "witness", "kind": "shelling"')
    assert lines[-1] == "2 warnings, 3 notes, 0 accepted (`--all` shows the rest)"
    assert not any(": unused-party: " in line for line in lines)


def test_notes_count_where_that_is_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, TRUCE + ACCEPTED)
    assert invoke("check", path).exit_code == 0
    result = invoke("check", path, "--level", "note")
    assert result.exit_code == 1
    assert ": unused-party: " in result.stdout
    assert result.stdout.splitlines()[-1].startswith("0 warnings, 3 notes, 2 accepted")


def test_what_is_accepted_is_shown_with_all(tmp_path: Path) -> None:
    path = written(tmp_path, TRUCE + ACCEPTED)
    assert ": extension-gap: " not in invoke("check", path).stdout
    result = invoke("check", path, "--all")
    assert result.exit_code == 0
    assert "    accepted: The hour is on record." in result.stdout.splitlines()


def test_nothing_is_added_where_there_is_nothing_to_say(tmp_path: Path) -> None:
    text = "rulebook: a\ntimezone: UTC\ninstruments: {truce: {prohibit: {any: {}}}}\n"
    result = invoke("check", written(tmp_path, text), "--all")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.slow
def test_the_bundled_rulebook_is_clean() -> None:
    result = invoke("check", "syria-2016")
    assert result.exit_code == 0
    problems, findings = result.stdout.splitlines()[:2]
    assert problems.startswith("syria-2016: no problems (")
    assert findings.startswith("0 warnings, ")


def test_json_has_everything(tmp_path: Path) -> None:
    found = json.loads(
        invoke("check", written(tmp_path, TRUCE + ACCEPTED), "--format", "json").stdout
    )
    assert found["problems"] == []
    by_code = {item["code"]: item for item in found["findings"]}
    assert set(by_code) == {
        *("changes-nothing", "extension-gap", "unused-party", "unused-source", "idle-alias")
    }
    gap = by_code["extension-gap"]
    assert gap["accepted"] == "The hour is on record."
    assert (gap["level"], gap["line"]) == ("warning", 13)
    assert gap["witness"]["when"] == "2016-05-06 00:00/2016-05-06 01:00"


def test_workflow_commands_are_escaped(tmp_path: Path) -> None:
    folder = tmp_path / "a,b"
    folder.mkdir()
    lines = invoke("check", written(folder, TRUCE), "--format", "github").stdout.splitlines()
    assert len(lines) == 2
    place = str(folder).replace(",", "%2C")
    assert lines[0].startswith(f"::warning file={place}/valley.yaml,line=12,col=7,title=changes-")
    assert "%0Afor example: {" in lines[0]
    notes = invoke("check", written(folder, TRUCE), "--format", "github", "--all").stdout
    assert "::notice " in notes
    broken = invoke("check", written(folder, "rulebook: 100%\n"), "--format", "github")
    assert broken.exit_code == 2
    assert "::error " in broken.stdout
    assert "100%25" in broken.stdout


# --- SARIF ----------------------------------------------------------------------------

RUN = {"tool": dict, "columnKind": str, "results": list}
RESULT = {
    "ruleId": str,
    "ruleIndex": int,
    "level": str,
    "message": dict,
    "locations": list,
    "partialFingerprints": dict,
    "suppressions": list,
    "properties": dict,
}


def sarif(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(invoke("check", *arguments, "--format", "sarif").stdout)
    return found


def test_sarif_has_the_shape_that_the_standard_asks_for(tmp_path: Path) -> None:
    found = sarif(written(tmp_path, TRUCE + ACCEPTED))
    assert found["version"] == "2.1.0"
    (run,) = found["runs"]
    assert {key: type(value) for key, value in run.items()} == RUN
    driver = run["tool"]["driver"]
    names = [rule["id"] for rule in driver["rules"]]
    for rule in driver["rules"]:
        assert rule["helpUri"].endswith(f"checks#{rule['id']}")
        assert rule["fullDescription"]["text"] == LINTS[rule["id"]].meaning
        assert rule["defaultConfiguration"]["level"] in {"warning", "note"}
    for result in run["results"]:
        assert all(isinstance(value, RESULT[key]) for key, value in result.items())
        assert names[result["ruleIndex"]] == result["ruleId"]
        (place,) = result["locations"]
        assert place["physicalLocation"]["region"]["startLine"] > 0
        assert place["logicalLocations"][0]["fullyQualifiedName"]
    by_code = {result["ruleId"]: result for result in run["results"]}
    reason = by_code["extension-gap"]["suppressions"][0]
    assert reason["kind"] == "inSource"
    assert reason["justification"] == "The hour is on record."
    assert by_code["changes-nothing"]["properties"]["witness"]["kind"] == "shelling"


def test_sarif_fingerprints_do_not_hang_on_lines(tmp_path: Path) -> None:
    prints = [
        {
            (result["ruleId"], *result["partialFingerprints"].values())
            for result in sarif(written(tmp_path, text))["runs"][0]["results"]
        }
        for text in (TRUCE, "# a line more\n" + TRUCE)
    ]
    assert prints[0] == prints[1]


def test_sarif_of_a_file_with_problems(tmp_path: Path) -> None:
    (run,) = sarif(written(tmp_path, "rulebook: a\ntimezone: Nowhere\n"))["runs"]
    assert [result["level"] for result in run["results"]] == ["error"]
    assert run["tool"]["driver"]["rules"][0]["helpUri"].endswith("problems#bad-zone")


# --- mending --------------------------------------------------------------------------


def test_misspelt_names_are_written_as_meant(tmp_path: Path) -> None:
    text = TRUCE.replace("binds: north", "binds: [nroth, south] # both").replace(
        "cite: text 1", "cites: text 1"
    )
    path = written(tmp_path, text)
    result = invoke("check", path, "--fix")
    assert "`nroth` is now `north`" in result.stderr
    assert "`cites` is now `cite`" in result.stderr
    after = Path(path).read_text(encoding="utf-8")
    assert after == TRUCE.replace("binds: north", "binds: [north, south] # both")


@pytest.mark.parametrize(("severity", "mended"), [("seriuos", True), ("sever", False)])
def test_a_misspelt_choice_is_mended_where_it_is_certain(
    tmp_path: Path, *, severity: str, mended: bool
) -> None:
    text = TRUCE.replace("cite: text 1", f"cite: text 1, severity: {severity}")
    assert text != TRUCE
    path = written(tmp_path, text)
    result = invoke("check", path, "--fix")
    after = Path(path).read_text(encoding="utf-8")
    assert after == (text.replace(severity, "serious") if mended else text)
    assert (f"`{severity}` is now `serious`" in result.stderr) is mended
    assert (result.exit_code != 2) is mended


def test_a_name_that_may_be_several_stays(tmp_path: Path) -> None:
    path = written(tmp_path, TRUCE.replace("binds: north", "binds: someone"))
    before = Path(path).read_bytes()
    result = invoke("check", path, "--fix")
    assert result.exit_code == 2
    assert "nothing to mend" in result.stderr
    assert Path(path).read_bytes() == before


def test_stale_acceptances_go_and_the_digest_stays(tmp_path: Path) -> None:
    more = "  - {code: unused-place, at: [places.a, places.b], reason: None left.}\n"
    path = written(tmp_path, TRUCE + ACCEPTED + more)
    digest = load(path).digest
    result = invoke("check", path)
    assert result.exit_code == 1
    assert result.stdout.count(": stale-acceptance: ") == 2
    assert invoke("check", path, "--fix").exit_code == 0
    assert Path(path).read_text(encoding="utf-8") == TRUCE + ACCEPTED
    assert load(path).digest == digest


def test_one_part_of_an_acceptance_may_go(tmp_path: Path) -> None:
    text = TRUCE + ACCEPTED.replace("at: instruments.more", "at: [places.a, instruments.more]")
    path = written(tmp_path, text)
    assert invoke("check", path, "--fix").exit_code == 0
    assert [item.at for item in load(path).accepted] == [
        *("instruments.truce.prohibit.shelling", "instruments.more")
    ]


def test_what_is_unused_goes_on_request(tmp_path: Path) -> None:
    path = written(tmp_path, TRUCE + ACCEPTED)
    wanted = ("unused-party", "unused-source", "idle-alias")
    options = [word for code in wanted for word in ("--remove", code)]
    result = invoke("check", path, "--fix", *options)
    assert result.exit_code == 0
    assert result.stderr.count(" is left out") == 3
    book = load(path)
    assert list(book.sources) == ["text"]
    assert set(book.parties) == {"civilians", "north"}
    assert [alias.name for alias in book.parties["north"].aliases] == ["Greys"]
    assert invoke("check", path, "--level", "note").exit_code == 0


def test_what_something_depends_on_stays(tmp_path: Path) -> None:
    text = TRUCE.replace("south: {}", "south: {}, scouts: {part_of: south}")
    path = written(tmp_path, text + ACCEPTED)
    result = invoke("check", path, "--fix", "--remove", "unused-party")
    assert result.exit_code == 0
    # The members go first, and then what they were part of.
    assert set(load(path).parties) == {"civilians", "north"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("syria-2016", "--fix"), "is a bundled rulebook"),
        (("rules.yaml", "--remove", "unused-party"), "--remove goes with --fix"),
    ],
)
def test_what_cannot_be_mended(arguments: tuple[str, ...], message: str) -> None:
    result = invoke("check", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
