"""For each code of a problem, a file of cases that has it and the same file mended.

The tests read them all; `docs/problems.md` shows them. The rulebook is that of the tests.
"""

from __future__ import annotations

__all__ = ["EXAMPLES"]

NAMED = "events:\n  shelling: {kind: shelling, when: 2016-05-04}\n"
EVENT = "event: {kind: shelling, when: 2016-05-04}"
EXPECT = "expect: {verdict: undetermined}"


def case(*parts: str) -> str:
    """Return a case of some keys, on a line."""
    return f"  - {{{', '.join(parts)}}}"


def cases(*entries: str) -> str:
    """Return a list of cases."""
    return "\n".join(("cases:", *entries))


EXAMPLES: dict[str, tuple[str, str]] = {
    "missing-cases": ("(no file `valley.cases.yaml`)", "(such a file)"),
    "other-rulebook": ("rulebook: mountain", "rulebook: valley"),
    "expects-nothing": (cases(case("name: one", EVENT)), cases(case("name: one", EVENT, EXPECT))),
    "missing-event": (cases(case("name: one", EXPECT)), cases(case("name: one", EVENT, EXPECT))),
    "two-events": (
        NAMED + cases(case("name: one", "from: shelling", EVENT, EXPECT)),
        NAMED + cases(case("name: one", "from: shelling", EXPECT)),
    ),
    "unknown-event": (
        NAMED + cases(case("name: one", "from: sheling", EXPECT)),
        NAMED + cases(case("name: one", "from: shelling", EXPECT)),
    ),
    "duplicate-case": (
        cases(case("name: one", EVENT, EXPECT), case("name: one", EVENT, "reading: open", EXPECT)),
        cases(case("name: one", EVENT, EXPECT), case("name: two", EVENT, "reading: open", EXPECT)),
    ),
    "wrong-expectation": (
        cases(case("name: one", EVENT, "expect: {alerts: []}")),
        cases(
            case("name: one", EVENT.replace("event: ", "events: [") + "]", "expect: {alerts: []}")
        ),
    ),
    "unknown-expectation": (
        cases(case("name: one", EVENT, "expect: {instrument: truse}")),
        cases(case("name: one", EVENT, "expect: {instrument: truce}")),
    ),
    "missing-feed": ("feed: weeks", "feed: week"),
    "unknown-mutant": (
        "accept: {truce/attack/dropped: It is told elsewhere.}",
        "accept: {truce/attacks/dropped: It is told elsewhere.}",
    ),
    "missing-reason": (
        "accept: {truce/attacks/dropped: }",
        "accept: {truce/attacks/dropped: It is told elsewhere.}",
    ),
}
"""Two texts by code: one that has the problem, and one that has none."""
