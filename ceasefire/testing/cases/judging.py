"""Whether a finding, or the alerts of several events, is what a case expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ceasefire.findings.finding import Finding
    from ceasefire.monitor.alerts import Alert, Change
    from ceasefire.testing.cases.model import AlertExpected, Expectation

__all__ = ["Miss", "alerts_missed", "missed"]

GRAVITY: Final = {"excluded": 1, "covered": 2, "violating": 3}

NONE: Final = "none"
"""An empty set in words."""


class Miss(NamedTuple):
    """What was expected of one part of a finding, and what was found, both in words."""

    what: str
    expected: str
    found: str


def missed(expect: Expectation, finding: Finding) -> tuple[Miss, ...]:
    """Return everything in which a finding is not what was expected."""
    return tuple(misses(expect, finding))


def misses(expect: Expectation, finding: Finding) -> Iterator[Miss]:
    """Yield the parts in which a finding is not what was expected."""
    if expect.verdict not in {None, finding.verdict}:
        yield Miss("verdict", str(expect.verdict), str(finding.verdict))
    if expect.settled not in {None, finding.settled}:
        yield Miss("settled", flag(expect.settled), flag(finding.settled))
    for what, found in sets_of(finding).items():
        wanted: frozenset[str] | None = getattr(expect, what)
        if wanted is not None and wanted != found:
            yield Miss(what, words(wanted), words(found))
    for text in expect.note or ():
        if not any(text in note for note in finding.notes):
            yield Miss("note", f"`{text}`", words(finding.notes))


def sets_of(finding: Finding) -> Mapping[str, frozenset[str]]:
    """Return the parts of a finding that are sets of names."""
    anything = finding.possible_any_reading or frozenset()
    return {
        "possible": frozenset(map(str, finding.possible)),
        "possible_any_reading": frozenset(map(str, anything)),
        "instrument": alternatives(finding.instrument),
        "provision": alternatives(finding.provision),
        "ground": frozenset("|".join(sorted(each.split("|"))) for each in finding.ground),
        "depends_on": frozenset(finding.depends_on),
        "severity": alternatives(finding.severity),
    }


def alternatives(text: str) -> frozenset[str]:
    """Return names of which it is one or another."""
    return frozenset(filter(None, text.split("|")))


def words(names: Iterable[str]) -> str:
    """Return names in words: verdicts from the mildest to the gravest, others by letter."""
    return ", ".join(sorted(names, key=lambda name: (GRAVITY.get(name, 0), name))) or NONE


def flag(value: bool | None) -> str:  # noqa: FBT001  (a value, and no switch)
    """Return a flag in words."""
    return "yes" if value else "no"


# --- alerts -------------------------------------------------------------------------


def alerts_missed(expected: Sequence[AlertExpected], told: Sequence[Change]) -> tuple[Miss, ...]:
    """Return the alerts that are expected and lacking, and those that stand unexpectedly.

    ``told`` has the last that was told of each. Each alert answers one expectation at most.
    """
    options = [[n for n, each in enumerate(told) if fits(item, each)] for item in expected]
    taken = matched(options)
    lacking = [item for n, item in enumerate(expected) if n not in taken.values()]
    beyond = [
        change.alert
        for n, change in enumerate(told)
        if change.what != "retracted" and n not in taken
    ]
    return (
        *(Miss("alert", item.text, NONE) for item in lacking),
        *(Miss("alert", NONE, described(alert)) for alert in beyond),
    )


def matched(options: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return for as many expectations as can be an alert each: by alert, which expectation."""
    taken: dict[int, int] = {}

    def place(number: int, seen: set[int]) -> bool:
        for option in options[number]:
            if option in seen:
                continue
            seen.add(option)
            if option not in taken or place(taken[option], seen):
                taken[option] = number
                return True
        return False

    for number in range(len(options)):
        place(number, set())
    return taken


def fits(item: AlertExpected, change: Change) -> bool:
    """Return whether an alert is one that is expected."""
    alert = change.alert
    status = item.status in {None, change.what} and (
        item.status is not None or change.what != "retracted"
    )
    names = ("pattern", "certainty", "state", "party", "counterparty", "place", "instrument")
    plain = all(
        getattr(item, name) in {None, getattr(alert, name)} for name in (*names, "low", "high")
    )
    return (
        status
        and plain
        and item.events in {None, frozenset(alert.events)}
        and (item.when is None or within(alert, item.when))
    )


def within(alert: Alert, stretch: tuple[int, int]) -> bool:
    """Return whether all of an alert lies in a stretch of time."""
    lo, hi = stretch
    if alert.start is None or alert.end is None:
        return False
    return lo <= alert.start and alert.end <= hi


def described(alert: Alert) -> str:
    """Return an alert in a line."""
    events = f" [events {', '.join(alert.events)}]" if alert.events else ""
    return f"{alert.pattern} {alert.certainty}: {alert.because}{events}"
