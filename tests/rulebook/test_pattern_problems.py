"""What is wrong with a pattern is told with its place, a code and a hint."""

from __future__ import annotations

import pytest

from ceasefire.rulebook.patterns import MAX_TESTS
from tests.rulebook.helpers import places, problems
from tests.rulebook.patterns import pattern

WRONG = {
    "{}": "missing-shape 3",
    "{title: T}": "missing-shape 3",
    "{calm: truce, lull: {for: 1h}}": "two-shapes 7",
    "{calm: truce, lull: {for: 0h}, series: {of: trice}}": (
        "two-shapes 7, bad-duration 32, two-shapes 37, unknown-instrument 50"
    ),
    "{treshold: {at_least: 0, within: 1h}}": "unknown-key 7, bad-number 28",
    "hello": "wrong-type 6",
    "{sequence: []}": "wrong-type 17",
    "{calm: [truce]}": "wrong-type 13",
    "{calm: truse}": "unknown-instrument 13",
    "{calm: {}}": "missing-key 13",
    "{series: {}}": "missing-key 15",
    "{sequence: {}}": "missing-key 17, missing-key 17, missing-key 17",
    "{sequence: {first: {}, then: {knd: x}, within: 0s}}": (
        "unknown-field 36, unknown-kind 41, bad-duration 53"
    ),
    "{sequence: {first: x, then: {}, within: 401d}}": "wrong-type 25, bad-duration 46",
    "{sequence: {first: {}, then: {}, within: 1h, within_km: 0}}": "bad-number 62",
    "{sequence: {first: {}, then: {}, within: 1h, within_km: 1001}}": "bad-number 62",
    "{sequence: {first: {}, then: {}, within: 1h, within_km: far}}": "bad-number 62",
    "{sequence: {first: {}, then: {}, within: 1h, between: []}}": "lone-party 60",
    "{sequence: {first: {}, then: {}, within: 1h, between: [gov, gov]}}": "lone-party 60",
    "{sequence: {first: {}, then: {}, within: 1h, between: [gov, rebel]}}": "unknown-party 66",
    "{sequence: {first: {}, then: {}, within: 1h, between: [gov, army]}}": "nested-parties 66",
    "{threshold: {}}": "missing-key 18, missing-key 18",
    "{threshold: {at_least: 0, within: 1h}}": "bad-number 29",
    "{threshold: {at_least: 1.5, within: 1h}}": "bad-number 29",
    "{threshold: {at_least: -3, within: 1h}}": "bad-number 29",
    "{threshold: {at_least: 100001, within: 1h}}": "bad-number 29",
    "{threshold: {at_least: ten, within: 101y}}": "bad-number 29, bad-duration 42",
    "{threshold: {at_least: 1, within: 1h, severity: big}}": "bad-severity 54",
    "{threshold: {at_least: 1, within: 1h, by: [], in: []}}": "empty-list 48, empty-list 56",
    "{threshold: {at_least: 1, within: 1h, by: govt, in: hom, of: x}}": (
        "unknown-party 48, unknown-place 58, unknown-instrument 67"
    ),
    "{threshold: {at_least: 1, within: 1h, when: {kind: attac}}}": "unknown-kind 57",
    "{lull: {when: {kind: attack}}}": "missing-key 13",
    "{lull: {for: 10000d, in: nowhere}}": "bad-duration 19, unknown-place 31",
    "{series: {of: truce, strained: {at_least: 1, within: 1h, by: gov}}}": "unknown-key 63",
    "{series: {of: truce, recovers_after: 1h}}": "missing-key 27",
    "{series: {of: truce, breached: {at_least: 1, within: 1h}, recovers_after: 500d}}": (
        "bad-duration 80"
    ),
    "{series: {of: truce, moves: [{to: paused, on: x}]}}": "bad-choice 40, bad-time 52",
    "{series: {of: truce, moves: [{}, lapsed]}}": (
        "missing-key 35, missing-key 35, missing-key 39, missing-key 39, wrong-type 39"
    ),
    "{series: {of: truce, moves: [{to: lapsed, on: 2016-05-05, cite: x}]}}": "unknown-source 70",
    "{series: {of: truce, moves: [{to: lapsed, on: 2016-05-05}, {to: renewed, on: 2016-05-05}]}}": (
        "unordered-moves 83"
    ),
    "{series: {of: truce, moves: [{to: lapsed, on: 2016-05-05}, {to: renewed, on: 2016-05-04}]}}": (
        "unordered-moves 83"
    ),
    "{calm: truce, cite: x, announced: soon}": "unknown-source 26, bad-time 40",
}


@pytest.mark.parametrize("text", WRONG)
def test_all_that_is_wrong_is_told_where_it_is(text: str) -> None:
    found = [f"{code} {column}" for line, column, code in places(pattern(text)) if line == 10]
    assert ", ".join(found) == WRONG[text]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("{calm: truse}", "did you mean `truce`?"),
        (
            "{lull: {for: 0h}}",
            "write a whole number and a unit, as in `48h`, 400 days at most",
        ),
        (
            "{lull: {for: 900d}}",
            "write a whole number and a unit, as in `48h`, 400 days at most",
        ),
        ("{lul: {for: 1h}}", "did you mean `lull`?"),
        ("{threshold: {at_least: 1, within: 1h, in: hom}}", "did you mean `homs`?"),
        (
            "{series: {of: truce, moves: [{to: suspend, on: 2016-05-05}]}}",
            "did you mean `suspended`?",
        ),
        ("{}", "write one of sequence, threshold, lull, calm, series"),
    ],
)
def test_a_hint_says_what_was_meant(text: str, hint: str) -> None:
    (found,) = problems(pattern(text))
    assert found.hint == hint


def test_a_faulty_instrument_is_reported_once() -> None:
    found = problems("instruments: {truce: hello}\npatterns: {p: {calm: truce}}\n")
    assert [item.code for item in found] == ["wrong-type"]


def many(count: int, letter: str) -> str:
    """Return the names of so many parties or places."""
    return "[" + ", ".join(f"{letter}{number}" for number in range(count)) + "]"


CROWD = (
    "parties: {" + ", ".join(f"a{number}: {{}}" for number in range(50)) + "}\n"
    "places: {" + ", ".join(f"b{number}: {{country: SY}}" for number in range(401)) + "}\n"
    "instruments: {truce: {}}\n"
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"threshold: {{at_least: 1, within: 1h, by: {many(8, 'a')}, in: {many(50, 'b')}}}", []),
        (
            f"threshold: {{at_least: 1, within: 1h, by: {many(9, 'a')}, in: {many(45, 'b')}}}",
            ["too-large"],
        ),
        (f"lull: {{for: 1h, in: {many(401, 'b')}}}", ["too-large"]),
        (f"sequence: {{first: {{}}, then: {{}}, within: 1h, between: {many(8, 'a')}}}", []),
        (
            f"sequence: {{first: {{}}, then: {{}}, within: 1h, between: {many(9, 'a')}}}",
            ["too-large"],
        ),
    ],
)
def test_combinations_are_bounded(text: str, codes: list[str]) -> None:
    found = problems(CROWD + f"patterns: {{p: {{{text}}}}}\n")
    assert [item.code for item in found] == codes


def test_all_patterns_together_are_bounded() -> None:
    lull = f"{{lull: {{for: 1h, in: {many(400, 'b')}}}}}"
    enough = MAX_TESTS // 400
    for count, codes in ((enough, []), (enough + 1, ["too-large"])):
        patterns = ", ".join(f"p{number}: {lull}" for number in range(count))
        assert [item.code for item in problems(f"{CROWD}patterns: {{{patterns}}}\n")] == codes


def test_moves_are_bounded() -> None:
    moves = ", ".join(
        f"{{to: lapsed, on: 2016-01-01 {at // 60:02}:{at % 60:02}}}" for at in range(1001)
    )
    found = problems(CROWD + f"patterns: {{p: {{series: {{of: truce, moves: [{moves}]}}}}}}\n")
    assert [item.code for item in found] == ["too-large"]
