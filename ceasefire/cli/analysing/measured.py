"""How counts move as a page: a tornado of bars, and the figures behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.analysis.sensitivity.figures import EVERY
from ceasefire.cli.analysing.pages import Column, Page, Section
from ceasefire.cli.terminal import amount
from ceasefire.findings.counts import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.analysis.sensitivity import Factor, Sensitivity, Setting
    from ceasefire.findings.counts import Spread, Tally

__all__ = ["bar", "page_of"]

BRIEF: Final = 30
"""So many swings by party are listed on the screen."""

WIDTH: Final = 40
"""How long a bar is at most."""

SURE, STATED, MAYBE = "█", "▒", "░"


def page_of(found: Sensitivity, verdict: str) -> Page:
    """Return the page of a sensitivity analysis, with bars for one verdict."""
    moving = [factor for factor in found.factors if factor.moved]
    ranked = sorted(moving, key=lambda each: -each.swing_of(verdict))
    sections = (
        tornado(ranked, verdict),
        settings(moving),
        by_party(found),
        Section(
            "figures",
            "Figures by setting, party and verdict",
            FIGURES,
            list(figures(found)),
            whole=True,
        ),
    )
    title = (
        f"What the counts of {found.origin.source.rulebook} hang on, from reading {found.reading}"
    )
    return Page(title, sections, found.origin, tuple(notes(found, moving)))


def tornado(ranked: Sequence[Factor], verdict: str) -> Section:
    """Return a bar for each setting, those of one factor together, the widest swing first."""
    spreads = [setting.every.verdicts[verdict] for factor in ranked for setting in factor.settings]
    most = max((spread.high for spread in spreads), default=0)
    columns = (
        Column("setting", "one thing otherwise (* as in the reading)"),
        Column("count", verdict, counts=True),
        Column("swing", "swing", counts=True),
        Column("bar", f"{SURE} at least, {STATED} as stated, {MAYBE} at most"),
    )
    rows = [
        (
            name_of(factor, setting),
            str(setting.every.verdicts[verdict]),
            "" if number else str(factor.swing_of(verdict)),
            bar(setting.every.verdicts[verdict], most),
        )
        for factor in ranked
        for number, setting in enumerate(factor.settings)
    ]
    return Section("tornado", f"How many events are {verdict}", columns, rows, empty=UNMOVED)


def label_of(factor: Factor) -> str:
    """Return a factor in a few words."""
    words = {"credit": f"account of {factor.name}", "accounts": "accounts that count"}
    return words.get(factor.kind, factor.name)


def name_of(factor: Factor, setting: Setting) -> str:
    """Return a setting in a few words, with a mark if it is that of the reading."""
    return f"{label_of(factor)}: {setting.name}{' *' * setting.base}"


def bar(spread: Spread, most: int) -> str:
    """Return a bar on a scale that ends with the most of all; what is not nothing shows."""
    if not most:
        return ""
    low, stated, high = (
        -(-figure * WIDTH // most) for figure in (spread.low, spread.stated, spread.high)
    )
    return SURE * low + STATED * (stated - low) + MAYBE * (high - max(low, stated))


def settings(moving: Sequence[Factor]) -> Section:
    """Return the counts of each setting."""
    columns = (
        Column("setting", "setting (* as in the reading)"),
        *(Column(str(verdict), str(verdict), counts=True) for verdict in COUNTED),
        Column("undetermined", "undetermined", counts=True),
        Column("settled", "settled", counts=True),
        Column("moved", "events moved", counts=True),
    )
    rows = [
        (
            name_of(factor, setting),
            *(str(setting.every.verdicts[str(verdict)]) for verdict in COUNTED),
            str(setting.every.undetermined),
            str(setting.every.settled),
            str(setting.moved),
        )
        for factor in moving
        for setting in factor.settings
    ]
    return Section("settings", "Every event, setting by setting", columns, rows, empty=UNMOVED)


UNMOVED: Final = "Nothing that was tried changes the finding of any event."


def by_party(found: Sensitivity) -> Section:
    """Return the swings by party."""
    columns = (
        Column("party", "named as actor, verdict and what it hangs on"),
        Column("least", "least", counts=True),
        Column("most", "most", counts=True),
        Column("party_swing", "swing", counts=True),
    )
    rows = [
        (
            f"{party}, {verdict}: {label_of(factor)}",
            *map(str, (*factor.reach(verdict, party), swing)),
        )
        for party, verdict, factor, swing in found.by_party()
    ]
    return Section("parties", "By party, the furthest first", columns, rows, UNMOVED, BRIEF)


FIGURES: Final = (
    Column("kind", "kind"),
    Column("name", "factor"),
    Column("choice", "setting"),
    Column("base", "base"),
    Column("actor", "named as actor"),
    Column("verdict", "verdict"),
    Column("events", "events", counts=True),
    Column("stated", "stated", counts=True),
    Column("low_count", "low", counts=True),
    Column("high_count", "high", counts=True),
)


def figures(found: Sensitivity) -> Iterator[tuple[str, ...]]:
    """Yield every figure, ready for a chart."""
    for factor, setting in found.settings():
        for party in (EVERY, *setting.parties):
            yield from of_party(factor, setting, party, setting.figures(party))


def of_party(
    factor: Factor, setting: Setting, party: str, counts: Tally
) -> Iterator[tuple[str, ...]]:
    """Yield the figures of a party in a setting, verdict by verdict."""
    for verdict, spread in counts.verdicts.items():
        yield (
            *(factor.kind, factor.name, setting.name, "yes" if setting.base else "no"),
            *(party, verdict, str(counts.events)),
            *map(str, spread),
        )


def notes(found: Sensitivity, moving: Sequence[Factor]) -> Iterator[str]:
    """Yield what was tried in vain, and what was not tried."""
    still = [factor for factor in found.factors if factor not in moving]
    questions = [factor.name for factor in still if factor.kind == "question"]
    others = [factor.name for factor in still if factor.kind != "question"]
    if questions:
        yield f"No answer to these questions changes any finding: {', '.join(questions)}."
    if others:
        yield f"To take or leave these accounts changes no finding: {', '.join(others)}."
    if found.unasked:
        speakers = amount(found.unasked, "speakers")
        yield f"{speakers} with the fewest accounts were not tried one by one."
