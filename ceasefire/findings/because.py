"""Short sentences: why a finding is what it is, and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ceasefire.findings.finding import Verdict, ordered
from ceasefire.findings.words import MANY, listed
from ceasefire.rulebook.logic import asks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.events.event import Event
    from ceasefire.findings.finding import Doubt, DoubtValue, Finding
    from ceasefire.rulebook.model import Instrument, Provision, Rulebook

__all__ = [
    "ONE_READING",
    "STATED",
    "because",
    "civilian_harm",
    "doubt_sentence",
    "ground_words",
    "harmful",
    "outcomes",
    "provision_words",
]

GROUNDS: Final = {
    "time": "it was not in force at the time",
    "place": "the place lies outside its area",
    "actor": "the actor is not bound by it",
    "question": "the reading's answers put it out of force",
    "permitted": "a permit lifts the prohibition that matches",
    "compliant": "it is an act of compliance",
    "unregulated": "it neither forbids nor permits such an act",
    "no-instrument": "the rulebook has no instrument",
    "no-incident": "an announcement, aggregate or accident is no incident",
    "contradiction": "the report contradicts the rulebook: what it tells is impossible there",
    "not-yet-known": "the event was not known yet at that date",
}

STATED: Final = "the report as stated"
"""The label of the stated facts among the accounts of an event."""

ONE_READING: Final = "one way to read the report"
"""The same where a source leaves open which of two accounts holds."""

NOUNS: Final = {
    "actor": "the actor",
    "target": "the target",
    "when": "the time",
    "where": "the place",
    "kind": "the kind of incident",
    "struck": "what was struck",
    "weapon": "the weapon",
    "held_by": "the holder of the ground",
    "present": "the party present",
    "intended_target": "the intended target",
    "response": "the act",
    "killed": "the number of people killed",
    "wounded": "the number of people wounded",
    "civilians_killed": "the number of civilians killed",
    "verification": "the level of verification",
}
HANGS_ON: Final = {**NOUNS, "response": "what the act responded to"}
"""What a verdict hangs on; above, what is one thing or another."""

REACHES: Final = frozenset({"compliant", "unregulated", "permitted"})

NO_VERDICT: Final = frozenset({"no-incident", "contradiction", "not-yet-known"})

PROTECTED: Final = frozenset(
    {"hospital", "school", "worship", "market", "camp", "aid-convoy", "residential"}
)
AGAINST_CIVILIANS: Final = frozenset(
    {"killing-of-civilians", "abduction", "sexual-violence", "aid-obstruction", "siege"}
)


def because(finding: Finding, rulebook: Rulebook) -> str:
    """Return one line: the clause that decides, and what the verdict hangs on."""
    source = finding.provenance
    if finding.ground == ("no-instrument",) and source and source.later:
        return f"no instrument of the rulebook had been announced by {source.as_of}"
    if not finding.deciders:
        return "; ".join(undecided(finding, rulebook))
    head = clause_sentence(finding, rulebook)
    if of_reading(finding, rulebook):
        head = f"on this reading, {head}"
    gravest = ordered(finding.stated)[-1:]
    if finding.verdict is Verdict.UNDETERMINED and gravest:
        head = f"where {gravest[0]}: {head}"
    head = on_account(finding) + head
    return "; ".join([head, *depending(finding, rulebook), *suppositions(finding)])


def depending(finding: Finding, rulebook: Rulebook) -> Iterator[str]:
    """Yield what is possible and what that depends on; which value gives what, `explain` tells."""
    if not finding.depends_on:
        return
    sure = {name for doubt in finding.doubts if doubt.sure for name in doubt.name.split(",")}
    unsure = {doubt.name for doubt in finding.doubts if not doubt.sure} - sure
    named = [open_words(name, rulebook) for name in finding.depends_on if name not in unsure]
    perhaps = [open_words(name, rulebook) for name in finding.depends_on if name in unsure]
    parts = [f"on {listed(named, 'and', MANY)}"] if named else []
    parts += [f"perhaps on {listed(perhaps, 'and', MANY)}"] if perhaps else []
    found = outcomes(finding.possible, no_incident=finding.no_incident)
    over = " over all accounts" * beyond_stated(finding)
    yield f"{found}{over}, depending {', and '.join(parts)}"


def beyond_stated(finding: Finding) -> bool:
    """Return whether some rival account adds to what the stated facts leave possible."""
    told = [item.no_incident for item in finding.accounts if item.stated]
    none = any(told) if told else finding.no_incident
    return (finding.possible, finding.no_incident) != (finding.stated, none)


def open_words(name: str, rulebook: Rulebook) -> str:
    """Return a field or question that a finding depends on, in words."""
    field = rulebook.taxonomy.fields.get(name)
    if field is None:
        return f"the question “{rulebook.questions[name].ask}”"
    return HANGS_ON.get(name, field.name)


def of_reading(finding: Finding, rulebook: Rulebook) -> bool:
    """Return whether what decides is the text as the reading answers it, not the text alone."""
    return bool(finding.rests_on) or any(
        asks(provision.condition) for _, provision in clauses(finding, rulebook)
    )


def clauses(finding: Finding, rulebook: Rulebook) -> Iterator[tuple[str, Provision]]:
    """Yield the provisions that decide, or that leave the event out, with their instruments."""
    for item in finding.deciders:
        named = {each.id: each for each in rulebook.instruments[item.instrument].provisions}
        names = [item.provision, *(name for ground in finding.ground for name in ground.split("|"))]
        yield from ((item.instrument, named[name]) for name in names if name in named)


def undecided(finding: Finding, rulebook: Rulebook) -> Iterator[str]:
    """Yield why no clause decides: what is stated has no verdict, or there is no clause."""
    head = on_account(finding) + "; ".join(map(ground_words, finding.ground))
    nothing = not NO_VERDICT.isdisjoint(finding.ground)
    if nothing and finding.possible:
        yield f"as stated, {head}"
        yield from depending(finding, rulebook)
    elif nothing and "contradiction" not in finding.ground:
        yield f"{head}: nothing to classify"
    else:
        yield head
    yield from suppositions(finding)


def on_account(finding: Finding) -> str:
    """Return whose account stands in place of the report, as the beginning of a sentence."""
    if not finding.taken:
        return ""
    return f"on the account of {listed(finding.taken, 'or')}, taken in place of the report: "


def suppositions(finding: Finding) -> Iterator[str]:
    """Yield on which answers of the reading the verdict rests."""
    if finding.rests_on:
        named = [f"{item.question}: {item.answer}" for item in finding.rests_on]
        several = "s" if len(named) > 1 else ""
        yield f"this rests on the reading's answer{several} {listed(named, 'and')}"


def clause_sentence(finding: Finding, rulebook: Rulebook) -> str:
    """Return what decides the gravest verdict that the stated facts allow."""
    decided: dict[str, list[Provision]] = {}
    for item in finding.deciders:
        named = {each.id: each for each in rulebook.instruments[item.instrument].provisions}
        found = decided.setdefault(item.instrument, [])
        found += [named[item.provision]] if item.provision else []
    titles = {key: f"“{rulebook.instruments[key].title}”" for key in decided}
    effects = {item.effect for provisions in decided.values() for item in provisions}
    permitted = finding.ground == ("permitted",)
    if permitted or effects == {"prohibit"}:
        verb = "permits" if permitted else "prohibits"
        clauses = [
            f"{titles[key]} {verb} {listed(list(map(provision_words, provisions)), 'or')}"
            for key, provisions in decided.items()
        ]
        return listed(clauses, "or")
    reaches = REACHES & {name for ground in finding.ground for name in ground.split("|")}
    verb = "applies to this" if reaches else "does not reach this"
    why = grounds_sentence(finding, rulebook.instruments[finding.deciders[0].instrument])
    return f"{listed(list(titles.values()), 'or')} {verb}: {why}"


def grounds_sentence(finding: Finding, instrument: Instrument) -> str:
    """Return the grounds that hold, or those of which one or the other does."""
    named = {item.id: item for item in instrument.provisions}
    names = [name for ground in finding.ground for name in ground.split("|")]
    several = len(names) > len(finding.ground)
    joiner = "or" if several else "and"
    left_out = [provision_words(named[name]) for name in names if name in named]
    reasons = [ground_words(name) for name in names if name not in named]
    if left_out:
        reasons.append(f"it leaves out {listed(left_out, joiner)}")
    if not several:
        return listed(reasons, joiner)
    pairs = "for each pair of actor and target, " if finding.participants else ""
    return pairs + "either " * (len(reasons) > 1) + listed(reasons, joiner)


def provision_words(provision: Provision) -> str:
    """Return a provision's title, or its id as words."""
    return provision.title or provision.id.replace("-", " ")


def ground_words(ground: str) -> str:
    """Return a ground as a sentence."""
    return GROUNDS.get(ground, ground)


def doubt_sentence(doubt: Doubt, most: int = 8) -> str:  # noqa: PLR0911  (one for each kind)
    """Return what each value of a doubt would make of the verdict."""
    values = [item for item in doubt.values if item.possible or item.no_incident]
    owner = f" ({doubt.owner})" if doubt.owner else ""
    noun = NOUNS.get(doubt.name, doubt.label) + owner
    open_ = HANGS_ON.get(doubt.name, doubt.label) + owner
    if doubt.kind == "question":
        open_ = f"the question “{doubt.label}”"
    if not doubt.sure:
        return f"it may hang on {open_}, which was too much to work out"
    if not doubt.values:
        return f"it hangs on {open_}; how was too much to work out"
    if len(set(map(outcome, values))) < 2:  # noqa: PLR2004  (nothing to choose from)
        return f"it hangs on {open_}, but not on that alone"
    if doubt.kind == "account":
        values.sort(key=lambda item: STATED not in item.labels)
        return "; ".join(f"{outcome(item)} {by(item, most)}" for item in values)
    if doubt.kind == "rival":
        return "; ".join(f"{outcome(v)} with {listed(v.labels, 'or', most)}" for v in values)
    if doubt.kind == "question":
        parts = [f"{outcome(item)} if {listed(item.labels, 'or', most)}" for item in values]
        return f"on {open_}: " + "; ".join(parts)
    if {label for item in values for label in item.labels} == {"yes", "no"}:
        said = noun.removeprefix("whether ")
        shown = {label: outcome(item) for item in values for label in item.labels}
        return f"{shown['yes']} if {said}; {shown['no']} if not"
    main = max(values, key=lambda item: len(item.labels))
    parts = [
        f"{outcome(item)} if {noun} is {listed(item.labels, 'or', most)}"
        for item in values
        if item is not main
    ]
    last = (
        "otherwise"
        if len(main.labels) > most
        else f"if {noun} is {listed(main.labels, 'or', most)}"
    )
    return "; ".join([*parts, f"{outcome(main)} {last}"])


def by(value: DoubtValue, most: int) -> str:
    """Return the accounts (or rival facts) that lead to an outcome."""
    stated = [label for label in value.labels if label == STATED]
    others = [label for label in value.labels if label != STATED]
    told = [f"by {listed(others, 'or', most)}"] if others else []
    return " and ".join(["on the facts as stated"] * bool(stated) + told)


def outcome(value: DoubtValue) -> str:
    """Return what a value leaves possible, in words."""
    return outcomes(value.possible, no_incident=value.no_incident) or "impossible"


def outcomes(possible: frozenset[Verdict], *, no_incident: bool) -> str:
    """Return verdicts joined by "or", and that there may have been no incident."""
    return listed([*ordered(possible), *["no incident"] * no_incident], "or")


def civilian_harm(event: Event) -> bool:
    """Return whether some account of the event tells of harm to civilians."""
    return any(
        map(harmful, [event.facts, *event.parts, *(item.facts for item in event.alternatives)])
    )


TELLING: Final = frozenset({"target", "struck", "kind", "civilian_harm", "civilians_killed"})
"""The fields that may tell of harm to civilians."""


def harmful(facts: Mapping[str, Any]) -> bool:
    """Return whether reported facts tell of harm to civilians."""
    if TELLING.isdisjoint(facts):
        return False
    mentioned = {str(item) for key in ("target", "struck", "kind") for item in flat(facts.get(key))}
    if mentioned & (PROTECTED | AGAINST_CIVILIANS | {"civilians"}):
        return True
    if str(facts.get("civilian_harm", "")).casefold() in {"true", "yes"}:
        return True
    return any(map(some, flat(facts.get("civilians_killed"))))


def some(item: object) -> bool:
    """Return whether an item is a number above 0, which tables of texts write as one."""
    try:
        return float(item) > 0  # type: ignore[arg-type]  # what else it may be is caught
    except (TypeError, ValueError, OverflowError):
        return False


def flat(value: Any) -> list[Any]:  # noqa: ANN401  (a raw value)
    """Return the elements of a raw value that it may affirm."""
    if isinstance(value, dict):
        return flat(value.get("one_of"))
    if isinstance(value, (list, tuple)):
        return [item for each in value for item in flat(each)]
    return [] if value is None else [value]
