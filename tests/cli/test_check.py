"""``ceasefire check``: every problem with its line and a mark under it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.helpers import AT_A_TERMINAL, RULES, invoke, rules

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

BAD = """\
rulebook: bad
timezone: Asia/Damascus
parties: {a: A, nusra: Nusra}
instruments:
  i:
    in_force: {from: 2016-03-25 00:30}
    binds: [a, "nusrah"]
    prohibit: {p: {when: {actor: 城}}}
    oops: 1
"""

ACCEPTED = """\
accept:
  - {code: extension-gap, at: instruments.long-truce, reason: As in the text.}
"""


def test_nothing_wrong(tmp_path: Path) -> None:
    path = rules(tmp_path, RULES + ACCEPTED)
    result = invoke("check", path)
    assert result.exit_code == 0
    assert result.stdout.startswith(
        f"{path}: no problems (valley: 4 parties, 1 place, 1 question, 2 readings, "
        "2 instruments, 4 provisions; digest "
    )


def test_every_problem_has_its_line_marked(tmp_path: Path) -> None:
    path = rules(tmp_path, BAD)
    result = invoke("check", path)
    assert result.exit_code == 2
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"{path}:6:22: nonexistent-time: ")
    assert lines[1:4] == [
        "    6 |     in_force: {from: 2016-03-25 00:30}",
        "      |                      ^^^^^^^^^^^^^^^^",
        "    hint: add an offset: `2016-03-25 00:30+02:00` or `2016-03-25 00:30+03:00`",
    ]
    at = lines.index('    7 |     binds: [a, "nusrah"]')
    assert lines[at + 1] == "      |                 ^^^^^^"
    assert lines[at + 2] == "    hint: did you mean `nusra`?"
    at = lines.index("    8 |     prohibit: {p: {when: {actor: 城}}}")
    assert lines[at + 1] == "      |                                  ^^"
    assert lines[-1] == "4 problems"


def test_long_lines_are_shown_around_the_problem(tmp_path: Path) -> None:
    names = ", ".join(f"a{number}: A{number}" for number in range(100))
    text = f"rulebook: bad\ntimezone: UTC\nparties: {{{names}, z: {{part_of: nobody}}}}\n"
    path = rules(tmp_path, text)
    lines = invoke("check", path).stdout.splitlines()
    shown = next(line for line in lines if line.startswith("    3 | "))
    mark = next(line for line in lines if line.startswith("      | "))
    assert len(shown) <= 120
    assert shown[mark.index("^") : mark.rindex("^") + 1] == "nobody"
    result = invoke("check", path, env=AT_A_TERMINAL | {"COLUMNS": "60"})
    assert max(len(line) for line in result.stdout.splitlines() if " | " in line) <= 60


def test_as_data(tmp_path: Path) -> None:
    result = invoke("check", rules(tmp_path, BAD), "--format", "json")
    assert result.exit_code == 2
    found = json.loads(result.stdout)
    assert found["rulebook"] is None
    assert {problem["code"] for problem in found["problems"]} == {
        *("nonexistent-time", "unknown-party", "unknown-key"),
    }
    found = json.loads(invoke("check", rules(tmp_path), "--format", "json").stdout)
    assert found["problems"] == []
    assert found["rulebook"]["id"] == "valley"
    assert len(found["rulebook"]["digest"]) == 64


def test_a_rulebook_that_is_not_there() -> None:
    result = invoke("check", "syria")
    assert result.exit_code == 2
    assert "did you mean `syria-2016`?" in result.stdout
    assert "1 problem\nbundled rulebooks: syria-2016\n" in result.stdout
    assert invoke("check", "zzz").stdout.count("bundled rulebooks: syria-2016") == 1


def test_an_empty_name_is_not_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("", " "):
        for command in (["check", name], ["classify", "-", "--rules", name]):
            result = invoke(*command)
            assert result.exit_code == 2
            assert "the rules have an empty name" in result.stderr


def test_only_parties_that_are_stated_count(tmp_path: Path) -> None:
    head = "rulebook: small\ntimezone: UTC\n"
    path = rules(tmp_path, head + "parties: {a: A}\ninstruments: {i: {}}\n")
    assert "1 party" in invoke("check", path).stdout
    path = rules(tmp_path, head + "parties: {a: A, civilians: {also: [C]}}\ninstruments: {i: {}}\n")
    assert "2 parties" in invoke("check", path).stdout


def test_a_rulebook_without_instruments(tmp_path: Path) -> None:
    result = invoke("check", rules(tmp_path, "rulebook: small\ntimezone: UTC\n"))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1:] == ["0 instruments: nothing can be covered or violated"]
    assert "0 instruments:" not in invoke("check", rules(tmp_path)).stdout


def test_text_of_a_file_cannot_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes('rulebook: bad\ntimezone: "UTC\x85[bold]\u202e"\nx\u202e: [red]\n'.encode())
    result = invoke("check", str(path))
    assert result.exit_code == 2
    assert result.stdout.replace("\n", "").isprintable()
