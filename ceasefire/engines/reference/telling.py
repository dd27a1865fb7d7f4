"""Whose account of an event it is, and what it says otherwise, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceasefire.engines.reference.meaning import NOTHING
from ceasefire.findings.because import STATED
from ceasefire.findings.finding import Verdict
from ceasefire.findings.words import listed
from ceasefire.program.claims import ClaimError, as_list, short, single
from ceasefire.terms.figures import EXACT, extent, figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ceasefire.events.event import Event
    from ceasefire.program.binding import Account, Case
    from ceasefire.program.program import Program

__all__ = [
    "OTHER_WAY",
    "account_notes",
    "emptiness",
    "label",
    "spoken",
    "taken",
    "taken_note",
    "teller_of",
    "telling",
    "told_kinds",
    "unlawful",
]

OTHER_WAY: Final = "the other way to read the report"
"""What stands for an account that nobody gives, where a report can be read two ways."""

RANGES: Final = frozenset({"count", "number"})


def telling(case: Case, masks: Sequence[int]) -> list[tuple[Account, int]]:
    """Return the accounts that say something new, each with its verdicts.

    Where independent disputes combine, a combination whose verdicts are those
    of one of its accounts alone is left out.
    """
    pairs = list(zip(case.accounts, masks, strict=True))
    alone = {
        id(account.facts.told_by[0]): mask
        for account, mask in pairs
        if len(account.facts.told_by) == 1
    }
    return [
        (account, mask)
        for account, mask in pairs
        if len(account.facts.told_by) < 2  # noqa: PLR2004  (no combination)
        or all(alone.get(id(item)) != mask for item in account.facts.told_by)
    ]


def label(program: Program, account: Account) -> str:
    """Return whose account it is, with what it says otherwise."""
    if not account.facts.told_by:
        return STATED
    shown = [
        f"{key} {spoken(program, key, account.facts.values[key])}"
        for key in account.facts.overrides
        if key in program.index and key != "where"
    ]
    return teller_of(account, ", ".join(shown))


def taken_note(case: Case) -> str:
    """Return whose account stands in place of the report, and what it replaces."""
    replaced: dict[str, dict[str, None]] = {}
    for account in case.accounts:
        for item in account.facts.taken if account.facts.stated else ():
            said = replaced.setdefault(item.speaker or "an unnamed source", {})
            said.update(dict.fromkeys(key for key in item.facts if key in account.facts.values))
    each = [f"{speaker} ({', '.join(said)})" for speaker, said in replaced.items()]
    return (
        f"taken as the stated facts, in place of the report: the account of {listed(each, 'and')}"
    )


def told_kinds(program: Program, account: Account, event: Event) -> str:
    """Return in words which kinds, none of them an incident, an account tells of."""
    stated = account.facts.values.get("kind")
    raws = [part.get("kind", stated) for part in event.parts] or [stated]
    return listed(list(dict.fromkeys(spoken(program, "kind", raw) for raw in raws)), "and")


def spoken(program: Program, field: str, raw: object) -> str:
    """Return a raw value in a few words, parties by name."""
    kind = program.taxonomy.fields[field].type
    if isinstance(raw, dict):
        rivals = raw.get("one_of")
        if isinstance(rivals, list):
            return listed([spoken(program, field, item) for item in rivals], "or")
        if "not" in raw:
            # Of numbers, too, it is a list of what is ruled out, and no range.
            denied = [spoken(program, field, item) for item in as_list(raw["not"])]
            return f"not {listed(denied, 'and')}"
        ends = ((key, raw.get(key)) for key in ("from", "until"))
        return " ".join(f"{key} {short(end)}" for key, end in ends if end is not None)
    if kind in RANGES:
        return numbered(raw)
    if isinstance(raw, (list, tuple)):
        return listed([spoken(program, field, item) for item in raw], "and")
    found = program.parties.resolve(str(raw), 0).party if kind in {"party", "parties"} else None
    return short(raw) if found is None else program.parties.parties[found].name


def numbered(raw: object) -> str:
    """Return a raw number, or a range of them, in words; what is none stays as it is."""
    if isinstance(raw, (list, tuple)) and len(raw) == 2:  # noqa: PLR2004  (a pair)
        return extent(*(None if item is None else numbered(item) for item in raw))
    try:
        value = single(raw)
    except ClaimError:
        return short(raw)
    # A count may have more digits than a number with a point can hold.
    return figure(value) if abs(value) <= EXACT else short(raw)


def teller_of(account: Account, says: str = "") -> str:
    """Return whose account it is, with its basis and what it says otherwise."""
    told_by = account.facts.told_by
    tellers = [item.speaker for item in told_by if item.speaker]
    basis = listed(list(dict.fromkeys(item.basis for item in told_by if item.basis)), "and")
    remark = "; ".join(part for part in (basis, says) if part)
    if tellers or basis or not all(item.stated for item in told_by):
        teller = f"the account of {listed(tellers, 'and') or 'an unnamed source'}"
    else:
        teller = OTHER_WAY
    return f"{teller} ({remark})" if remark else teller


def taken(case: Case) -> tuple[str, ...]:
    """Return those whose accounts stand in place of the report."""
    names = (
        listed([item.speaker or "an unnamed source" for item in account.facts.taken], "and")
        for account in case.accounts
        if account.facts.stated
    )
    return tuple(dict.fromkeys(filter(None, names)))


def emptiness(case: Case, stated: int) -> str:
    """Return on which ground the stated facts, of these verdicts, have none."""
    if not case.accounts:
        return "not-yet-known"
    return "no-incident" if stated & NOTHING else "contradiction"


def account_notes(
    program: Program,
    event: Event,
    case: Case,
    masks: Sequence[int],
    impossible: Callable[[Account], Iterable[str]],
) -> Iterator[str]:
    """Yield what is to be noted of accounts that are of no incident, or impossible.

    ``impossible`` tells why what an account says is impossible.
    """
    if any(taken(case)):
        yield taken_note(case)
    for account, mask in telling(case, masks):
        teller = teller_of(account) if account.facts.told_by else "the report"
        if not account.incident:
            kinds = told_kinds(program, account, event)
            yield f"{teller} is of no incident ({kinds}): it adds no verdict"
        elif not mask:
            why = "; ".join(impossible(account)).rstrip(".") or "what it tells is impossible there"
            yield f"{teller} contradicts the rulebook: {why}"


def unlawful(possible: frozenset[Verdict], ground: Iterable[str]) -> Iterator[str]:
    """Yield, of an event that harmed civilians, that no mild verdict says it was lawful."""
    complied = {Verdict.COVERED} if "compliant" in ground else set()
    for verdict in (Verdict.EXCLUDED, Verdict.COVERED):
        if verdict in possible - complied:
            yield (
                f"{verdict} does not mean lawful: international humanitarian law applies regardless"
            )
