"""A finding in plain English that a reader who is no programmer can quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.findings.because import doubt_sentence, ground_words, outcome, outcomes
from ceasefire.findings.finding import Finding, Verdict, ordered
from ceasefire.findings.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.findings.finding import (
        AccountFinding,
        InstrumentReason,
        Participant,
        Provenance,
        ProvisionReason,
        Supposition,
    )

__all__ = ["DISCLAIMER", "NOT_LAWFUL", "explain", "sourced"]

DISCLAIMER: Final = (
    "This states what a reading of a text implies for a reported event. It is no legal finding."
)

NOT_LAWFUL: Final = (
    "Excluded or covered does not mean lawful: international humanitarian law applies regardless."
)

MATCHES: Final = {"yes": "matches", "open": "may match", "some": "matches in part"}
LIFTED: Final = {
    "yes": ", and a permit lifts it",
    "open": ", and a permit may lift it",
    "some": ", and a permit lifts it in part",
}
EFFECTS: Final = {"exclude": "exclusion", "prohibit": "prohibition", "permit": "permit"}


def explain(finding: Finding) -> str:
    """Return the explanation: verdict, clauses with citations, doubts, notes, provenance."""
    return "\n".join(lines(finding))


def lines(finding: Finding) -> Iterator[str]:
    """Yield the lines of an explanation."""
    yield f"Event {finding.event}: {headline(finding)}"
    yield f"Why: {finding.because.partition('; ')[0]}."
    sections = {
        "What it depends on:": [f"{doubt_sentence(item)}." for item in finding.doubts],
        "What it rests on:": list(map(supposition, finding.rests_on)),
        (
            "Each part:" if any(item.part for item in finding.participants) else "Each participant:"
        ): [participant(item) for item in finding.participants],
        "Accounts:": [f"{item.label}: {account_outcome(item)}." for item in finding.accounts],
    }
    for title, entries in sections.items():
        yield from section(title, entries)
    reasons = finding.reasons
    if reasons:
        yield from ("", "What the instruments say of the facts as stated:")
        told: set[tuple[str, str]] = set()
        for reason in reasons:
            yield from instrument(reason, told)
    yield from section("Notes:", [ended(note) for note in finding.notes])
    yield ""
    yield from provenance(finding)
    yield DISCLAIMER


def section(title: str, entries: Sequence[str]) -> Iterator[str]:
    """Yield a titled list, or nothing where it is empty."""
    if entries:
        yield from ("", title, *(f"  - {entry}" for entry in entries))


def ended(text: str) -> str:
    """Return a text with what ends a sentence, which a question such as a hint has."""
    return text if text.endswith(("?", ".", "!", "…")) else f"{text}."


def supposition(item: Supposition) -> str:
    """Return an answer of the reading, and what the others would make of the verdict."""
    groups: dict[str, list[str]] = {}
    for other in item.others:
        groups.setdefault(outcome(other), []).extend(other.labels)
    others = "; ".join(f"{found} if {listed(labels)}" for found, labels in groups.items())
    return f"the reading's answer to “{item.ask}”: {item.label}. Else: {others}."


def account_outcome(item: AccountFinding) -> str:
    """Return what an account leaves possible."""
    if not item.incident:
        return "no incident; adds no verdict"
    found = outcomes(item.possible, no_incident=item.no_incident)
    return found or "contradicts the rulebook; adds no verdict"


def participant(item: Participant) -> str:
    """Return the verdict of one participant."""
    part = f"part {item.part}, " if item.part else ""
    found = outcomes(item.possible, no_incident=False)
    return f"{part}{item.label}: {found or 'impossible'}."


def provenance(finding: Finding) -> Iterator[str]:
    """Yield which rulebook, reading and version gave the finding."""
    if finding.provenance:
        yield sourced(finding.provenance)


def sourced(source: Provenance, readings: Sequence[str] = (), digits: int = 12) -> str:
    """Return which rulebook, readings (by default the one) and version gave findings.

    ``digits`` is how many of the digest are told.
    """
    known = f", as known at {source.as_of}" if source.as_of else ""
    if source.later:
        several = "s" if source.later > 1 else ""
        known += f" (leaving aside {source.later} instrument{several} announced later)"
    named = readings or (source.reading,)
    return (
        f"Rulebook {source.rulebook} (digest {source.digest[:digits]}), "
        f"reading{'s' if len(named) > 1 else ''} {', '.join(named)}{known}, "
        f"ceasefire {source.version}."
    )


def headline(finding: Finding) -> str:
    """Return the verdict and what else is possible."""
    possible = outcomes(finding.possible, no_incident=finding.no_incident)
    if not finding.possible:
        text = "nothing to classify"
    elif finding.verdict is Verdict.UNDETERMINED:
        text = f"UNDETERMINED (possible: {possible})"
    elif finding.settled and not finding.no_incident:
        every = "every account and every open point agrees"
        if finding.taken:
            every = f"on the account of {listed(finding.taken, 'or')}, taken in place of the report"
        settled = "settled on this reading" if finding.rests_on else "settled"
        text = f"{finding.verdict.upper()} ({settled}: {every})"
    else:
        text = f"{finding.verdict.upper()} on the facts as stated "
        text += f"(possible over all accounts: {possible})"
    if finding.possible_any_reading is not None:
        anything = listed(ordered(finding.possible_any_reading), "or")
        text += f"; under any reading: {anything or 'nothing either'}"
    return text


def instrument(reason: InstrumentReason, told: set[tuple[str, str]]) -> Iterator[str]:
    """Yield what one instrument says.

    Provisions that have been ``told`` in full, under an instrument that they are
    inherited from or with, are not told so again.
    """
    verdict = listed(ordered(reason.possible), "or")
    yield f"  - {reason.title} [{reason.id}]: {verdict}."
    for cite in reason.cite:
        yield f"      source: {cite}"
    provisions = {item.id for item in reason.provisions}
    hedges = ((reason.grounds, ""), (reason.partly, "in part "), (reason.perhaps, "perhaps "))
    for grounds, hedge in hedges:
        for ground in grounds:
            if ground not in provisions:
                yield f"      {ground}: {hedge}{ground_words(ground)}"
    for item in reason.provisions:
        key = (item.origin or reason.id, item.id)
        yield from provision(item, reason.id, again=key in told)
        told.add(key)


def provision(item: ProvisionReason, owner: str, *, again: bool) -> Iterator[str]:
    """Yield what one provision does, without title and sources where it is told again."""
    title = f" ({item.title})" if item.title and not again else ""
    raised = LIFTED.get(item.lifted, "")
    grade = f" [{item.severity}]" if item.severity and not again else ""
    inherited = f", inherited from {item.origin}" if item.origin not in {"", owner} else ""
    name = f"{EFFECTS[item.effect]} {item.id}{title}{grade}"
    matches = MATCHES[item.matches]
    yield f"      {name} {matches}{raised}{inherited}{' (above)' * again}"
    for cite in () if again else item.cite:
        yield f"        source: {cite}"
