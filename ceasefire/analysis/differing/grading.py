"""What differs where verdicts do not: the severity of breaches, and what patterns count."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.analysis.differing.edits import provisions
from ceasefire.analysis.differing.kinds import failing, unmet
from ceasefire.findings.words import listed
from ceasefire.program.formulas import NEVER
from ceasefire.rulebook.logic import CategoryTest, PartyTest, PlaceTest
from ceasefire.rulebook.pattern_model import Calm, Series, Threshold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ceasefire.analysis.differing.comparison import Comparison
    from ceasefire.analysis.differing.joint import Half
    from ceasefire.program.formulas import Formula
    from ceasefire.rulebook.pattern_model import Pattern

__all__ = ["graded"]

INCIDENTS: Final = ("covered", "violating")

LISTS: Final = {
    "by": ("parties", "actor"),
    "between": ("parties", "actor", "target"),
    "places": ("places", "where"),
}
"""What the lists of names in patterns ask about."""

Key = tuple[str, str]


class Counted(NamedTuple):
    """Acts that findings or patterns tell apart, in words, with the formulas of each side.

    Each formula has a key, by which the two sides are matched. ``patterns`` count the acts.
    """

    what: str
    old: Mapping[Key, Formula]
    new: Mapping[Key, Formula]
    patterns: tuple[str, ...]


def graded(comparison: Comparison) -> Iterator[str]:
    """Yield, in words, which findings carry another severity and which patterns count others."""
    if comparison.hindrance or comparison.identical:
        return
    yield from severities(comparison)
    for counted in Grades(comparison).counted():
        text = shown(comparison, counted)
        if text:
            yield text
    yield from asking(comparison)


def severities(comparison: Comparison) -> Iterator[str]:
    """Yield the provisions that both have and whose severity is another."""
    before, after = (provisions(book.program.rulebook) for book in comparison.books.values())
    for key in before:
        if key in after and before[key].severity != after[key].severity:
            was, now = (f"`{each[key].severity or 'none'}`" for each in (before, after))
            yield f"findings carry another severity: that of `{key}` was {was} and is {now}"


# --- what is counted ---


class Grades:
    """The breaches of each severity, of all instruments and of those that patterns are about."""

    def __init__(self, comparison: Comparison) -> None:
        """Take the comparison."""
        self.halves = comparison.halves
        self.taxonomy = comparison.sharing.old.taxonomy
        self.ladder = list(self.taxonomy.vocabularies["severity"].categories)
        self.patterns = shared_patterns(comparison)

    @cached_property
    def ranks(self) -> tuple[dict[Key, int], ...]:
        """The rank of each prohibition, for each side."""
        return tuple(
            {
                (text.id, clause.provision.id): clause.rank
                for text in half.program.texts
                for clause in text.prohibits
            }
            for half in self.halves
        )

    def counted(self) -> Iterator[Counted]:
        """Yield what to compare, each once; what decides verdicts is compared as these are."""
        wanted: dict[tuple[str, int], list[str]] = {("", rank): [] for rank in self._used}
        for pattern in self.patterns:
            for limit in limits(pattern):
                key = limit.instrument, self.taxonomy.rank(limit.severity)
                wanted.setdefault(key, []).append(pattern.id)
        verdicts = members(self._breaches("", 0))
        found: dict[object, Counted] = {}
        for (instrument, rank), names in wanted.items():
            old, new = both = self._breaches(instrument, rank)
            if members(both) == verdicts:
                continue
            severity = f" of severity {self._named(rank)}" if rank else ""
            about = f" of `{instrument}`" if instrument else ""
            each = Counted(f"breaches{severity}{about}", old, new, ())
            each = found.get(members(both), each)
            patterns = tuple(dict.fromkeys((*each.patterns, *names)))
            found[members(both)] = each._replace(patterns=patterns)
        yield from found.values()
        yield from self._reached()

    @property
    def _used(self) -> list[int]:
        return sorted({rank for ranks in self.ranks for rank in ranks.values() if rank})

    def _named(self, rank: int) -> str:
        graver = " or graver" if rank + 1 < len(self.ladder) else ""
        return f"{self.ladder[rank]}{graver}"

    def _breaches(self, instrument: str, rank: int) -> tuple[dict[Key, Formula], ...]:
        return tuple(
            {
                key: formula
                for key, formula in half.breaches.items()
                if ranks[key] >= rank and instrument in {"", key[0]}
            }
            for half, ranks in zip(self.halves, self.ranks, strict=True)
        )

    def _reached(self) -> Iterator[Counted]:
        """Yield what is within an instrument whose state some pattern tells."""
        names: dict[str, list[str]] = {}
        for pattern in self.patterns:
            if isinstance(pattern.shape, (Calm, Series)):
                names.setdefault(pattern.instrument, []).append(pattern.id)
        for text, patterns in names.items():
            old, new = (
                {(text, ""): half.inside[text]} if text in half.inside else {}
                for half in self.halves
            )
            yield Counted(f"acts within `{text}`", old, new, tuple(patterns))


def members(both: tuple[dict[Key, Formula], ...]) -> tuple[frozenset[Key], ...]:
    """Return the keys of each side."""
    return tuple(map(frozenset, both))


def limits(pattern: Pattern) -> Iterator[Threshold]:
    """Yield the breaches that a pattern counts; a calm is broken by any of its instrument."""
    match pattern.shape:
        case Threshold() as limit:
            yield limit
        case Calm(instrument):
            yield Threshold(1, 0, instrument=instrument)
        case Series(instrument, strained, breached):
            for limit in filter(None, (strained, breached)):
                yield Threshold(1, 0, limit.severity, instrument)


def shared_patterns(comparison: Comparison) -> list[Pattern]:
    """Return the patterns that both have."""
    old, new = (book.program.rulebook.patterns for book in comparison.books.values())
    return [pattern for key, pattern in new.items() if key in old]


# --- the search ---


def shown(comparison: Comparison, counted: Counted) -> str:
    """Return that something is not the same, by an event with one verdict, or nothing."""
    old, new = comparison.halves
    for mine, others, half in ((counted.new, counted.old, new), (counted.old, counted.new, old)):
        for formula in lone(comparison, mine, others):
            found = comparison.find(formula, f"whether {counted.what} are the same")
            if found is not None:
                event = json.dumps(found.event(), ensure_ascii=False)
                return f"only for the {half.side} rulebook {event} is one of the {counted.what}" + (
                    by_patterns(counted.patterns)
                )
    return ""


def by_patterns(names: Collection[str]) -> str:
    """Return which patterns count something, as the end of a sentence."""
    if not names:
        return ": its finding carries another severity"
    several = "patterns" if len(names) > 1 else "pattern"
    verb = "count" if len(names) > 1 else "counts"
    which = listed([f"`{name}`" for name in names], "and")
    return f", which the {several} {which} {verb}"


def lone(
    comparison: Comparison, mine: Mapping[Key, Formula], others: Mapping[Key, Formula]
) -> Iterator[Formula]:
    """Yield formulas of which one holds wherever only one side counts an act of one verdict."""
    forms = comparison.joint.forms
    known = set(map(id, others.values()))
    none = forms.negated(forms.any(others.values()))
    same = alike(comparison.halves, comparison)
    for key, formula in mine.items():
        if id(formula) in known or formula is NEVER:
            continue
        beyond = unmet(forms, formula, others.get(key))
        if beyond is not None:
            yield forms.all((failing(forms, beyond), formula, none, same))


def alike(halves: tuple[Half, Half], comparison: Comparison) -> Formula:
    """Return that both sides give an act the same verdict, other than excluded."""
    forms = comparison.joint.forms
    return forms.any(forms.all(half.verdicts[verdict] for half in halves) for verdict in INCIDENTS)


# --- what patterns ask ---


def asking(comparison: Comparison) -> Iterator[str]:
    """Yield the patterns that ask about what does not mean the same to both."""
    sharing = comparison.sharing
    for pattern in shared_patterns(comparison):
        asked = set(named(pattern.shape))
        found = [
            words
            for kind, words, same in (
                ("parties", "parties", sharing.same_parties),
                ("places", "places", sharing.same_places),
                ("words", "words for incidents", sharing.same_words),
            )
            if kind in asked and not same
        ]
        found += [f"what is presumed of `{name}`" for name in sharing.presumed if name in asked]
        if found:
            what = listed(found, "and")
            yield f"the pattern `{pattern.id}` asks about {what}: alerts of it may differ"


def named(value: object) -> Iterator[str]:
    """Yield what a pattern asks about: parties, places, words, and the names of fields."""
    match value:
        case PartyTest(field):
            yield from ("parties", field)
        case PlaceTest():
            yield from ("places", "where")
        case CategoryTest(field):
            yield from ("words", field)
        case tuple():
            for item in value:
                yield from named(item)
        case _ if is_dataclass(value):
            for each in fields(value):
                yield from part_named(each.name, getattr(value, each.name))


def part_named(name: str, part: object) -> Iterator[str]:
    """Yield what a part of a pattern asks about, by the name that it has there."""
    if name == "field":
        yield str(part)
    elif name in LISTS:
        yield from LISTS[name] if part else ()
    else:
        yield from named(part)
