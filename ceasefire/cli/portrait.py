"""A rulebook in words: what it holds, section by section."""

from __future__ import annotations

from collections import Counter
from textwrap import TextWrapper
from typing import TYPE_CHECKING, Final

from ceasefire.cli.outlook import pattern_lines
from ceasefire.cli.terminal import amount
from ceasefire.cli.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.rulebook.model import Instrument, Membership, Party, Provision, Rulebook

__all__ = ["Portrait"]

EFFECTS: Final = ("exclude", "prohibit", "permit")
WIDTH: Final = 78
"""Where lists of names go on in the next line; narrower than any terminal in use."""

LINES: Final = TextWrapper(
    WIDTH, subsequent_indent=" " * 8, break_on_hyphens=False, break_long_words=False
)


class Portrait:
    """Shows a rulebook; a section is a title and the lines under it."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Take the rulebook."""
        self.book = rulebook
        self.words = Wording(rulebook)

    def overview(self) -> Iterator[Iterator[str]]:
        """Yield every section, parties and provisions by name alone."""
        yield self.header()
        yield self.readings()
        yield self.roots()
        yield self.instruments()
        if self.book.patterns:
            yield self.patterns()
        yield self.questions()
        yield self.sources()

    def header(self) -> Iterator[str]:
        """Yield what the rulebook is, and how much it holds."""
        book = self.book
        yield f"{book.title or book.id} [{book.id}]"
        stated = [party for party in book.parties.values() if party.span.line]
        roots = sum(not party.memberships for party in stated)
        yield f"digest {book.digest}"
        yield f"times are local: {book.timezone}"
        yield f"{amount(len(stated), 'parties')} ({roots} of them part of no other)"
        places = amount(len(book.places), "places")
        yield f"{places}, {amount(len(book.presumptions), 'presumptions')}"
        if book.note:
            yield book.note

    def readings(self) -> Iterator[str]:
        """Yield the readings and their answers."""
        book = self.book
        yield f"Readings ({len(book.readings)})"
        for key, reading in book.readings.items():
            default = ", the default" if key == book.default_reading else ""
            title = f": {reading.title}" if reading.title else ""
            yield f"  {key}{default}{title}"
            for question, answer in reading.answers.items():
                yield f"    {question}: {answer}"
            left = [question for question in book.questions if question not in reading.answers]
            if left:
                yield f"    left open: {', '.join(left)}"
            if reading.credit:
                yield f"    credits {', '.join(reading.credit)}"
            if reading.note:
                yield f"    {reading.note}"

    def instruments(self, *, provisions: bool = False) -> Iterator[str]:
        """Yield the instruments: when, where, whom they bind, who announced them.

        ``provisions`` are shown in full, else by name.
        """
        yield f"Instruments ({len(self.book.instruments)}), in the time of {self.book.timezone}"
        for item in self.book.instruments.values():
            yield from self.instrument(item)
            if not provisions:
                yield from named(item)
                continue
            for effect in EFFECTS:
                for provision in item.provisions:
                    if provision.effect == effect:
                        yield from self.provision(provision, item.id)
        if not provisions:
            yield "  --instruments shows the provisions in full"

    def instrument(self, item: Instrument) -> Iterator[str]:
        """Yield the header of an instrument."""
        words = self.words
        yield f"  {item.title or item.id} [{item.id}]"
        parts = {
            "in force": "; or ".join(words.times(item.time)),
            "where": words.condition(item.place).removeprefix("in ") or "everywhere",
            "binds": words.bound(item.actor),
            "if": words.condition(item.answers),
            "extends": item.extends,
            "announced": " by ".join(
                filter(None, (words.announced(item.announced), item.announced_by))
            ),
            "source": words.cited(item.cite),
            "note": item.note,
        }
        for name, text in parts.items():
            if text:
                yield f"    {name}: {text}"

    def provision(self, item: Provision, owner: str) -> Iterator[str]:
        """Yield one provision."""
        about = [f"({item.title})"] if item.title else []
        about += [f"[{item.severity}]"] if item.severity else []
        about += [f"lifts {', '.join(sorted(item.lifts))}"] if item.lifts else []
        about += [f"inherited from {item.origin}"] if item.origin != owner else []
        yield " ".join([f"    {item.effect} {item.id}", *about])
        yield f"      when {self.words.condition(item.condition) or 'always'}"
        cites = self.words.cited(item.cite)
        if cites:
            yield f"      source: {cites}"

    def patterns(self) -> Iterator[str]:
        """Yield the patterns, each with what it looks for."""
        yield f"Patterns ({len(self.book.patterns)})"
        for item in self.book.patterns.values():
            yield from pattern_lines(item, self.words)

    def questions(self) -> Iterator[str]:
        """Yield the open questions, each answer with who holds it."""
        yield f"Questions ({len(self.book.questions)})"
        for question in self.book.questions.values():
            yield f"  {question.ask} [{question.id}]"
            for answer in question.answers.values():
                held = f": held by {answer.held_by}" if answer.held_by else ""
                cites = self.words.cited(answer.cite)
                source = f" (source: {cites})" if cites else ""
                yield f"    {answer.id}{held}{source}"

    def sources(self) -> Iterator[str]:
        """Yield the sources, each with how its text is known."""
        yield f"Sources ({len(self.book.sources)})"
        for source in self.book.sources.values():
            parts = (source.title, source.document, source.publisher, source.date)
            evidence = f" [evidence: {source.evidence}]" if source.evidence else ""
            yield f"  {source.id}: {', '.join(filter(None, parts))}{evidence}"

    # --- parties ---

    def parties(self) -> Iterator[str]:
        """Yield the parties as a tree, with dates, other names and codes."""
        yield f"Parties ({len(self.book.parties)})"
        members: dict[str, list[tuple[Party, Membership]]] = {}
        for party in self.book.parties.values():
            for membership in party.memberships:
                members.setdefault(membership.parent, []).append((party, membership))
        for party in self.book.parties.values():
            if not party.memberships:
                yield from self.branch(party, "", members, 1)

    def roots(self) -> Iterator[str]:
        """Yield the parties that are part of no other, with how many are part of them."""
        stated = [party for party in self.book.parties.values() if party.span.line]
        yield f"Parties ({len(stated)})"
        for party in stated:
            if not party.memberships:
                below = len(self.below(party.id))
                members = f": {amount(below, 'parties')} below it" if below else ""
                yield f"  {party.name} [{party.id}]{members}"
        yield "  --parties shows all of them, with names and codes"

    def below(self, parent: str) -> set[str]:
        """Return the parties that are at some time part of another, or of one that is."""
        members = {
            key
            for key, party in self.book.parties.items()
            if any(each.parent == parent for each in party.memberships)
        }
        return members.union(*map(self.below, members))

    def branch(
        self,
        party: Party,
        dates: str,
        members: dict[str, list[tuple[Party, Membership]]],
        depth: int,
    ) -> Iterator[str]:
        """Yield a party and, below it, its members."""
        indent = "  " * depth
        yield f"{indent}{party.name} [{party.id}]{dates}"
        names = [
            alias.name + self.dated(alias.start, alias.end)
            for alias in party.aliases
            if alias.name != party.name
        ]
        codes = [code.name + self.dated(code.start, code.end) for code in party.coded]
        for title, texts in (("also", names), ("codes", codes)):
            if texts:
                yield f"{indent}    {title}: {'; '.join(texts)}"
        for member, span in members.get(party.id, ()):
            yield from self.branch(member, self.dated(span.start, span.end), members, depth + 1)

    def dated(self, start: int | None, end: int | None) -> str:
        """Return the dates between which something holds, in brackets."""
        words = self.words
        dates = (f"from {words.announced(start)}" if start is not None else "") + (
            f" until {words.announced(end)}" if end is not None else ""
        )
        return f" ({dates.strip()})" if dates else ""


def named(item: Instrument) -> Iterator[str]:
    """Yield the names of an instrument's own provisions by effect, and whence it has others."""
    own = [provision for provision in item.provisions if provision.origin == item.id]
    for effect in EFFECTS:
        names = [provision.id for provision in own if provision.effect == effect]
        if names:
            text = f"    {effect} ({len(names)}): {', '.join(names)}"
            yield from LINES.wrap(text)
    origins = Counter(each.origin for each in item.provisions if each.origin != item.id)
    for origin, count in origins.items():
        yield f"    inherits {amount(count, 'provisions')} from {origin}"
