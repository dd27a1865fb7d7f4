"""``ceasefire rules``: the bundled rulebooks, and what one holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ceasefire.cli.wording import Wording
from ceasefire.rulebook.load import load
from ceasefire.rulebook.logic import (
    All,
    Any,
    CategoryTest,
    Condition,
    FlagTest,
    Not,
    NumberTest,
    PartyTest,
    PlaceTest,
    TimeTest,
)
from ceasefire.terms.times import Window
from tests.cli.helpers import RULES, invoke, rules

if TYPE_CHECKING:
    from pathlib import Path

IN_FORCE = (
    "    in force: 2016-05-04 to 2016-05-05; or from 2016-06-01 00:00 on Friday at "
    "09:00-14:00, if raids is answered yes"
)
HOUR = 3_600_000_000
KIND = CategoryTest("kind", frozenset({"clash", "attack"}))
NORTH = PartyTest("actor", frozenset({"north"}))


def test_list() -> None:
    head, *rows = invoke("rules", "list").stdout.splitlines()
    assert head.split() == ["name", "title", "readings", "where"]
    assert rows[0].startswith("syria-2016  Cessation of hostilities in Syria, 2016  baseline, ")


def test_a_broken_rulebook_is_listed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "valley.yaml"
    path.write_text("rulebook: valley\nx: 1\ntimezone: UTC\n", encoding="utf-8")
    monkeypatch.setattr("ceasefire.rulebook.load.bundled", lambda: {"valley": path})
    assert "1 problem: ceasefire check valley" in invoke("rules", "list").stdout


def test_show(tmp_path: Path) -> None:
    lines = invoke("rules", "show", rules(tmp_path)).stdout.splitlines()
    assert lines[0] == "Truce in the valley [valley]"
    for line in (
        "times are local: Asia/Damascus",
        "4 parties (3 of them part of no other)",
        "1 place, 0 presumptions",
        "  plain, the default: Plainly",
        "    raids: yes",
        "    credits The Monitor",
        "    left open: raids",
        "Instruments (2), in the time of Asia/Damascus",
        IN_FORCE,
        "    where: The Valley",
        "    binds: all except The Raiders",
        "    announced: 2016-05-01 by both",
        "    if: raids is answered no",
        "    extends: truce",
        "    exclude (1): against-raiders",
        "    prohibit (2): attacks, raids",
        "    permit (1): answers",
        "    inherits 4 provisions from truce",
        "  --instruments shows the provisions in full",
        "Parties (4)",
        "  Northern Army [north]: 1 party below it",
        "  The Raiders [raiders]",
        "  --parties shows all of them, with names and codes",
        "  Are raids attacks? [raids]",
        "    yes: held by the north (source: text 3 [evidence: unsure])",
        "  text: The text, 2016-05-01 [evidence: unsure]",
    ):
        assert line in lines
    assert not any("when kind is" in line for line in lines)


def test_an_overview_fits_on_a_screen(tmp_path: Path) -> None:
    names = ", ".join(
        f"provision-number-{number}: {{when: {{kind: clash}}}}" for number in range(20)
    )
    text = RULES.replace("    exclude: {", "    exclude: {" + names + ", ")
    shown = invoke("rules", "show", rules(tmp_path, text)).stdout
    first, *_, last = (line for line in shown.splitlines() if "provision-number" in line)
    assert first.startswith("    exclude (21): provision-number-0, ")
    assert last.startswith("        provision-number-")
    assert max(len(line) for line in shown.splitlines() if "provision-number" in line) <= 80
    assert "number-0" not in shown.partition("[long-truce]")[2], "what is inherited is counted only"


def test_show_a_part(tmp_path: Path) -> None:
    path = rules(tmp_path)
    shown = invoke("rules", "show", path, "--instruments").stdout
    assert shown.startswith("Instruments (2)")
    assert "    prohibit attacks (attacks) [serious]\n      when kind is attack\n" in shown
    assert (
        "      when raids is answered yes; and kind is abduction; and killed is at least 2" in shown
    )
    assert "    permit answers lifts attacks\n" in shown
    assert "    prohibit raids inherited from truce\n" in shown
    assert "Parties" not in shown
    assert "inherits" not in shown
    parties, questions = invoke("rules", "show", path, "--parties", "--questions").stdout.split(
        "\n\n"
    )
    assert parties.splitlines()[2:6] == [
        "  Northern Army [north]",
        "      also: NA; The Greys (from 2016-05-01 until 2017-01-01)",
        "    Scouts [scouts] (from 2016-01-01)",
        "        codes: ucdp:7",
    ]
    assert questions.startswith("Questions (1)")


def test_show_what_is_bundled() -> None:
    result = invoke("rules", "show", "syria-2016", "--instruments", "--parties", "--questions")
    assert result.exit_code == 0
    assert "Jabhat al-Nusra [nusra]" in result.stdout


def test_show_a_rulebook_that_cannot_be_read(tmp_path: Path) -> None:
    result = invoke("rules", "show", rules(tmp_path, "rulebook: x\n"))
    assert result.exit_code == 2
    assert "missing-key" in result.stderr


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (All(()), ""),
        (Any(()), "never"),
        (KIND, "kind is attack or clash"),
        (Not(KIND), "kind is not attack or clash"),
        (Not(NORTH), "actor is not Northern Army"),
        (All((KIND, NORTH)), "kind is attack or clash; and actor is Northern Army"),
        (
            All((Any((KIND, NORTH)), FlagTest("intended", value=True))),
            "(kind is attack or clash; or actor is Northern Army); and intended is yes",
        ),
        (Not(All((NORTH, KIND))), "not: actor is Northern Army; and kind is attack or clash"),
        (FlagTest("intended", value=False), "intended is no"),
        (PlaceTest(frozenset({"valley"})), "in The Valley"),
        (NumberTest("killed", 2, 2), "killed is 2"),
        (NumberTest("killed", 2, 5, low_open=True), "killed is more than 2 and at most 5"),
        (NumberTest("killed", None, 5, high_open=True), "killed is less than 5"),
        (NumberTest("killed", 2.5), "killed is at least 2.5"),
        (NumberTest("killed", 1234567.0), "killed is at least 1234567"),
        (NumberTest("killed"), "killed is any number"),
        (TimeTest(Window()), "always"),
        (TimeTest(Window(end=0)), "until 1970-01-01 02:00"),
        (
            TimeTest(Window(days=frozenset({0}), hours=((9 * HOUR, 90 * HOUR // 4),), zone="UTC")),
            "on Monday at 09:00-22:30 (UTC)",
        ),
    ],
)
def test_conditions_in_words(tmp_path: Path, test: Condition, words: str) -> None:
    assert Wording(load(rules(tmp_path))).condition(test) == words


@pytest.mark.parametrize(
    ("test", "words"),
    [(All(()), "everybody"), (NORTH, "Northern Army"), (Not(NORTH), "all except Northern Army")],
)
def test_who_is_bound(tmp_path: Path, test: Condition, words: str) -> None:
    assert Wording(load(rules(tmp_path))).bound(test) == words


def test_windows_that_always_hold(tmp_path: Path) -> None:
    assert Wording(load(rules(tmp_path))).times(All(())) == ["always"]
