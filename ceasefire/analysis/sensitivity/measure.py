"""Counts of a feed with one thing at a time otherwise than in a reading."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ceasefire.analysis.casework.docket import Entry, docket, stance_of
from ceasefire.analysis.casework.weighing import Stance
from ceasefire.analysis.sensitivity.figures import Factor, Sensitivity, Setting
from ceasefire.analysis.sensitivity.standards import ALL, Standard, standards
from ceasefire.findings.counts import BY_ACTOR, COUNTING, Count, Tally
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ceasefire.analysis.casework.docket import Docket, Source
    from ceasefire.analysis.casework.weighing import Sort
    from ceasefire.book import Book

__all__ = ["RULES", "sensitivity"]

OPEN: Final = "(open)"
"""The setting of a question that the reading leaves open."""

MOST_SPEAKERS: Final = 100
"""So many speakers are credited one by one."""

RULES: Final = (
    COUNTING,
    f"{BY_ACTOR} A party that has members is told apart from them: some member of it acted.",
    "All else is as in the base reading but for one thing at a time.",
    (
        "The swing of a verdict is how far its count moves from setting to setting: as stated, "
        "at least or at most, whichever moves furthest."
    ),
    (
        "An account is of a level by its verification, or else by its basis; one without such a "
        "word counts among all accounts only. What the reading takes as stated always counts."
    ),
)


class Choice(NamedTuple):
    """A setting to be tried: its name, answers and credits, and the accounts that count."""

    name: str
    base: bool
    stance: Stance
    standard: Standard

    @property
    def lens(self) -> tuple[frozenset[str], Standard]:
        """Whose accounts are taken as stated, and which of the others count."""
        return frozenset(map(normalise, self.stance.credit)), self.standard


class Plan(NamedTuple):
    """A factor to be tried."""

    kind: str
    name: str
    title: str
    choices: tuple[Choice, ...]


class Lens:
    """Events seen with some credits and accounts: sorts and actors, each with how many events.

    Beside them is the sort that the events are of in the base reading.
    """

    def __init__(self) -> None:
        """Begin with no event."""
        self.groups: Counter[tuple[Sort, Sort, frozenset[str]]] = Counter()


class Measure:
    """Counts the events of a docket in one setting after another."""

    def __init__(self, events: Docket, base: Stance) -> None:
        """Take the events, which can all be decided in the base reading."""
        self.events = events
        self.base = base
        self._lenses: dict[Any, Lens] = {}
        self._variants: dict[Any, Entry] = {}
        self._done: set[tuple[int, Sort]] = set()

    def setting(self, choice: Choice) -> Setting:
        """Return what a choice comes to."""
        every, parties, moved = Count(), dict[str, Count](), 0
        for (before, sort, actors), times in self._lens(choice).groups.items():
            outcome = sort.outcome(choice.stance.answers)
            every.add(outcome, times)
            for actor in actors:
                parties.setdefault(actor, Count()).add(outcome, times)
            usual = before.outcome(self.base.answers)
            differs = (usual.told, usual.possible) != (outcome.told, outcome.possible)
            moved += times * differs
        named = {party: Tally.of(count) for party, count in sorted(parties.items())}
        return Setting(choice.name, choice.base, moved, Tally.of(every), named)

    def check(self, ways: Sequence[Sequence[Choice]], entry: Entry) -> None:
        """Work out an event in each setting; raise where that is too much.

        ``ways`` has together the settings that have credits and accounts in common.
        """
        for number, choices in enumerate(ways):
            seen = self.seen(entry, choices[0])
            key = number, seen.sort(choices[0].stance.credit)
            if key not in self._done:
                for choice in choices:
                    seen.outcome(choice.stance)
                self._done.add(key)

    def seen(self, entry: Entry, choice: Choice) -> Entry:
        """Return an event with those of its accounts that count."""
        kept = choice.standard.kept(entry.event, choice.stance.credit)
        if len(kept) == len(entry.event.alternatives):
            return entry
        key = id(entry), kept
        if key not in self._variants:
            some = [entry.event.alternatives[number] for number in kept]
            event = entry.event.model_copy(update={"alternatives": some})
            self._variants[key] = Entry(event, entry.line, self.events.weigher)
        return self._variants[key]

    def _lens(self, choice: Choice) -> Lens:
        credit, key = choice.stance.credit, choice.lens
        found = self._lenses.get(key)
        if found is None:
            found = self._lenses[key] = Lens()
            for entry in self.events.entries:
                seen = self.seen(entry, choice)
                actors = frozenset(map(str, self.events.actors(entry, credit)))
                found.groups[entry.sort(self.base.credit), seen.sort(credit), actors] += 1
        return found


def sensitivity(
    book: Book,
    source: Source,
    *,
    format: str | None = None,  # noqa: A002  (the word of the command line)
    advance: Callable[[int], None] | None = None,
) -> Sensitivity:
    """Return how the counts of a feed move with each answer, and with whose accounts count.

    The reading and date of ``book`` are the base, from which one thing at a time is
    changed; ``source`` is as for :func:`~ceasefire.analysis.casework.docket.docket`, and
    ``advance`` is told of each event that is done. Raises
    :class:`~ceasefire.errors.FeedError` where no event can be decided.
    """
    events = docket(book, source, format=format)
    base = stance_of(book)
    said = spoken(events)
    plans = [*questions(book, base), *accounts(events, base), *credits_(base, said[:MOST_SPEAKERS])]
    usual = Choice(book.reading, base=True, stance=base, standard=Standard(ALL, None))
    measure = Measure(events, base)
    choices = [usual, *(choice for plan in plans for choice in plan.choices)]
    ways: dict[Any, list[Choice]] = {}
    for choice in choices:
        ways.setdefault(choice.lens, []).append(choice)
    together = list(ways.values())
    for _ in events.weighed(lambda entry: measure.check(together, entry), advance):
        pass
    factors = [
        Factor(plan.kind, plan.name, plan.title, tuple(map(measure.setting, plan.choices)))
        for plan in plans
    ]
    factors.sort(key=lambda each: (-each.swing, -each.moved, each.kind, each.name))
    origin = events.origin([book.reading], RULES)
    unasked = len(said[MOST_SPEAKERS:])
    return Sensitivity(origin, book.reading, measure.setting(usual), tuple(factors), unasked)


def questions(book: Book, base: Stance) -> Iterator[Plan]:
    """Yield each question with its answers."""
    whole = Standard(ALL, None)
    for name, question in book.rulebook.questions.items():
        usual = base.answers.get(name, "")
        choices = [
            Choice(
                answer, answer == usual, Stance({**base.answers, name: answer}, base.credit), whole
            )
            for answer in question.answers
        ]
        if not usual:
            choices.insert(0, Choice(OPEN, base=True, stance=base, standard=whole))
        yield Plan("question", name, question.ask, tuple(choices))


def accounts(events: Docket, base: Stance) -> Iterator[Plan]:
    """Yield the standards of attribution, if there are accounts to be told apart."""
    levels = events.book.program.taxonomy.of("verification").values()
    found = standards(levels, (entry.event for entry in events.entries))
    if found:
        choices = tuple(Choice(each.name, each.name == ALL, base, each) for each in found)
        yield Plan("accounts", "accounts", "Which accounts count?", choices)


def spoken(events: Docket) -> list[str]:
    """Return who gives accounts of events, those of most events first."""
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for entry in events.entries:
        own = {normalise(n): n for item in entry.event.alternatives for n in item.said_by}
        names = own | names
        counts.update(own.keys())
    return [names[key] for key in sorted(counts, key=lambda key: (-counts[key], key))]


def credits_(base: Stance, names: Sequence[str]) -> Iterator[Plan]:
    """Yield each speaker, credited or not."""
    usual = {normalise(name) for name in base.credit}
    whole = Standard(ALL, None)
    for name in names:
        key = normalise(name)
        rest = tuple(each for each in base.credit if normalise(each) != key)
        choices = (
            Choice("not credited", key not in usual, base._replace(credit=rest), whole),
            Choice("credited", key in usual, base._replace(credit=(*rest, name)), whole),
        )
        yield Plan("credit", name, f"Is the account of {name} taken as stated?", choices)
