"""A finding in plain English that a reader who is no programmer can quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.findings.because import doubt_sentence, ground_words
from ceasefire.findings.finding import Finding, Verdict, ordered
from ceasefire.findings.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.findings.finding import InstrumentReason, Participant, ProvisionReason

__all__ = ["DISCLAIMER", "explain"]

DISCLAIMER: Final = (
    "This states what a reading of a text implies for a reported event. It is no legal finding."
)

MATCHES: Final = {"yes": "matches", "open": "may match"}
LIFTED: Final = {"yes": ", and a permit lifts it", "open": ", and a permit may lift it"}
EFFECTS: Final = {"exclude": "exclusion", "prohibit": "prohibition", "permit": "permit"}


def explain(finding: Finding) -> str:
    """Return the explanation: verdict, clauses with citations, doubts, notes, provenance."""
    return "\n".join(lines(finding))


def lines(finding: Finding) -> Iterator[str]:
    """Yield the lines of an explanation."""
    yield f"Event {finding.event}: {headline(finding)}"
    yield f"Why: {finding.because.partition('; ')[0]}."
    sections = {
        "What it depends on:": [f"{doubt_sentence(item, most=8)}." for item in finding.doubts],
        "Each participant:": [participant(item) for item in finding.participants],
        "Accounts:": [
            f"{item.label}: {either(item.possible) or 'adds no verdict'}."
            for item in finding.accounts
        ],
    }
    for title, entries in sections.items():
        yield from section(title, entries)
    if finding.reasons:
        yield from ("", "What the instruments say of the facts as stated:")
        for reason in finding.reasons:
            yield from instrument(reason, several=bool(finding.participants))
    yield from section("Notes:", [f"{note}." for note in finding.notes])
    yield ""
    yield from provenance(finding)
    yield DISCLAIMER


def section(title: str, entries: Sequence[str]) -> Iterator[str]:
    """Yield a titled list, or nothing where it is empty."""
    if entries:
        yield from ("", title, *(f"  - {entry}" for entry in entries))


def either(possible: frozenset[Verdict]) -> str:
    """Return verdicts joined by "or"."""
    return listed(ordered(possible), "or")


def participant(item: Participant) -> str:
    """Return the verdict of one participant."""
    part = f"part {item.part}, " if item.part else ""
    return f"{part}{item.actor} against {item.target}: {either(item.possible) or 'impossible'}."


def provenance(finding: Finding) -> Iterator[str]:
    """Yield which rulebook, reading and version gave the finding."""
    source = finding.provenance
    if source:
        known = f", as known at {source.as_of}" if source.as_of else ""
        if source.later:
            several = "s" if source.later > 1 else ""
            known += f" (leaving aside {source.later} instrument{several} announced later)"
        yield (
            f"Rulebook {source.rulebook} (digest {source.digest[:12]}), "
            f"reading {source.reading}{known}, ceasefire {source.version}."
        )


def headline(finding: Finding) -> str:
    """Return the verdict and what else is possible."""
    if not finding.possible:
        return "nothing to classify"
    possible = listed(ordered(finding.possible), "or")
    if finding.verdict is Verdict.UNDETERMINED:
        text = f"UNDETERMINED (possible: {possible})"
    elif finding.settled:
        text = f"{finding.verdict.upper()} (settled: every account and every open point agrees)"
    else:
        text = f"{finding.verdict.upper()} on the facts as stated "
        text += f"(possible over all accounts: {possible})"
    if finding.possible_any_reading is not None:
        text += f"; under any reading: {listed(ordered(finding.possible_any_reading), 'or')}"
    return text


def instrument(reason: InstrumentReason, *, several: bool) -> Iterator[str]:
    """Yield what one instrument says; ``several`` tells of several pairs of actor and target."""
    verdict = listed(ordered(reason.possible), "or")
    yield f"  - {reason.title} [{reason.id}]: {verdict}."
    for cite in reason.cite:
        yield f"      source: {cite}"
    provisions = {item.id for item in reason.provisions}
    sure = [(ground, "") for ground in reason.grounds]
    hedge = "perhaps, or for some participants, " if several else "perhaps "
    for ground, said in (*sure, *((ground, hedge) for ground in reason.perhaps)):
        if ground not in provisions:
            yield f"      {ground}: {said}{ground_words(ground)}"
    for item in reason.provisions:
        yield from provision(item, reason.id, several=several)


def provision(item: ProvisionReason, owner: str, *, several: bool) -> Iterator[str]:
    """Yield what one provision does."""
    title = f" ({item.title})" if item.title else ""
    raised = LIFTED.get(item.lifted, "")
    grade = f" [{item.severity}]" if item.severity else ""
    inherited = f", inherited from {item.origin}" if item.origin not in {"", owner} else ""
    name = f"{EFFECTS[item.effect]} {item.id}{title}{grade}"
    matches = MATCHES[item.matches]
    if several and item.matches == "open":
        matches = "matches for some participants, or may match"
    yield f"      {name} {matches}{raised}{inherited}"
    for cite in item.cite:
        yield f"        source: {cite}"
