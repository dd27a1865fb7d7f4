"""What events come to whose worlds are all looked at, for whole columns at once.

The worlds of an event are the rows that each combination of its cells leaves alive, as
machine words. The definitions are those of :mod:`~ceasefire.engines.columnar.core`; this
is how they are asked of millions of worlds, where each event has few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceasefire.engines.columnar.clauses import NOT_GIVEN, Clauses
from ceasefire.engines.columnar.packing import Layout
from ceasefire.engines.columnar.parts import Part, opposite
from ceasefire.engines.columnar.profiles import Profiles
from ceasefire.engines.columnar.solved import SEVERAL, Solved, depends
from ceasefire.engines.reference.deciding import Deciding
from ceasefire.engines.reference.meaning import EXCLUDED, NOTHING, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.core import Engine
    from ceasefire.engines.columnar.profiles import Grounds
    from ceasefire.engines.columnar.spread import Events, Spread

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]
    Masks = NDArray[np.uint8]
    Places = NDArray[np.int64]

__all__ = ["Solver"]

AS_SAID: Final = 255
"""What an act comes to is for the instruments to say."""

HIGHEST: Final = np.array([1 << mask.bit_length() >> 1 for mask in range(256)], np.uint8)
"""The gravest verdict of each set."""


class Solver:
    """Solves events of one act under one program."""

    def __init__(self, engine: Engine) -> None:
        """Lay out the rows of each instrument in words."""
        self.engine = engine
        code = engine.code
        self.questions = engine.questions
        self.act = Part(None, code.always | 1, 0)
        self.laws = [
            Profiles(law, way, law.rows | whole)
            for law, way, whole in zip(code.laws, engine.ways, engine.whole, strict=True)
        ]
        parts = [self.act, *(law.part for law in self.laws)]
        self.layout = Layout([rows for part in parts for rows in part.words], code.width)
        ends = np.cumsum([len(part.words) for part in parts]).tolist()
        self.places = [slice(*pair) for pair in zip([0, *ends[:-1]], ends, strict=True)]
        self.clauses = Clauses(self.laws)
        self._lefts: dict[int, Bits] = {}
        rules = zip(engine.program.rulebook.impossible, engine.barred, strict=True)
        self.barred = [gate for rule, gate in rules if rule.because]
        self.nothing = self.clauses.items.number(Deciding())

    def left(self, killed: int) -> Bits:
        """Return the words that are left where some rows are ruled out."""
        found = self._lefts.get(killed)
        if found is None:
            full = (1 << self.engine.code.width) - 1
            found = self._lefts[killed] = self.layout.packed([full & ~killed])[0]
        return found

    def live(self, some: Sequence[Bits]) -> list[Flags]:
        """Return which events each instrument may reach, of whose rows some are alive."""
        return [law.reachable(some[at]) for law, at in zip(self.laws, self.places[1:], strict=True)]

    def matters(
        self, events: Events, differ: Bits | Sequence[Any], rows: Places | None = None
    ) -> Flags:
        """Return of which events it matters which of several sets of rows are ruled out.

        ``differ`` has column by column the rows that these sets do not have in common: the
        same for all events, or one word for each of some.
        """
        size = len(events.some[0]) if rows is None else len(rows)
        found: Flags = np.zeros(size, bool)
        for word in self.mattering(events, differ, rows):
            found |= word != 0
        return found

    def mattering(
        self, events: Events, differ: Bits | Sequence[Any], rows: Places | None = None
    ) -> Iterator[Bits]:
        """Yield column by column the rows of :meth:`matters` that matter to each event."""
        size = len(events.some[0]) if rows is None else len(rows)
        for number, at in enumerate(self.places):
            live = events.live[number - 1] if number else None
            if live is not None and rows is not None:
                live = live.take(rows)
            for word, mask in zip(events.some[at], differ[at], strict=True):
                if not np.any(mask) or (live is not None and not live.any()):
                    yield np.zeros(size, np.uint64)
                    continue
                here = (word if rows is None else word.take(rows)) & mask
                yield here if live is None else here * live

    def seen(self, spread: Spread, answers: Mapping[str, str]) -> Solved:
        """Return what is possible in events under some answers, and no more."""
        words = self._under(spread.words, answers)
        verdicts = total(*self._told(spread, words))
        return self._shown(spread, np.bitwise_or.reduceat(verdicts, spread.starts))

    def _told(self, spread: Spread, words: Sequence[Bits]) -> tuple[Masks, list[Masks]]:
        """Return what worlds come to whatever instruments say, and what each of these says."""
        acted = self._acted(words[self.places[0]])
        live = [each.take(spread.owners) for each in spread.events.live]
        return acted, [
            self._given(number, words[self.places[number + 1]], here)
            for number, here in enumerate(live)
        ]

    def _shown(self, spread: Spread, possible: Masks) -> Solved:
        """Return events of which nothing is told but what is possible."""
        found = Solved.none(len(possible))._replace(possible=possible)
        incident = self.act.truth(self.engine.code.incident, spread.events.some[self.places[0]])[1]
        # What may be of an incident beside being of none is told by its worlds alone.
        sure = (possible & NOTHING == 0) | ((possible == NOTHING) & opposite(incident))
        found.deciding[sure] = self.nothing
        rows = np.flatnonzero(possible == 0)
        if len(rows):
            some, every = (
                [word.take(rows) for word in each[self.places[0]]]
                for each in (spread.events.some, spread.events.every)
            )
            for number, gate in enumerate(self.barred):
                holds = self.act.between(gate, some, every).sure
                found.barred[rows] |= holds.astype(np.int64) << number
        return found

    def solve(self, spread: Spread, answers: Mapping[str, str]) -> Solved:
        """Return what events come to under some answers."""
        words = self._under(spread.words, answers)
        acted, given = self._told(spread, words)
        verdicts = total(acted, given)
        possible = np.bitwise_or.reduceat(verdicts, spread.starts)
        shown = self._shown(spread, possible)
        decided = possible & VERDICTS > 0
        gravest = np.where(decided, HIGHEST[possible], 0)
        deciding = np.where(decided, -1, shown.deciding).astype(np.int32)
        scope = np.flatnonzero((verdicts == gravest.take(spread.owners)) & (verdicts > NOTHING))
        graver = verdicts.take(scope) > EXCLUDED
        if graver.any():
            events, numbers = self._graver(spread, words, verdicts, given, scope[graver])
            deciding[events] = numbers
        # Where some worlds are none, what holds in the others is not told by each field alone.
        odd = np.zeros(len(possible), bool)
        odd[spread.owners[acted != AS_SAID]] = True
        rest = scope[~graver]
        apart = odd.take(spread.owners.take(rest))
        ends = self._ends(answers)
        for each in (False, True):
            some = rest[apart == each]
            if len(some):
                _, events = spread.groups(some)
                outside = self._outside(spread, words, some, ends, one_by_one=each)
                deciding[events] = self.clauses.excluded(outside, len(events))
        deciding[decided & (possible & NOTHING > 0)] = -1
        return shown._replace(
            deciding=deciding,
            depends=depends(spread, verdicts, SEVERAL[possible] & decided),
            rests=self._rests(spread, possible, [acted, *given], answers),
        )

    # --- worlds ---

    def _under(self, words: Sequence[Bits], answers: Mapping[str, str]) -> list[Bits]:
        """Return the words of which answers leave only some rows."""
        left = self.left(self.questions.answered(answers))
        return [word & mask for word, mask in zip(words, left, strict=True)]

    def _given(self, number: int, words: Sequence[Bits], live: Flags) -> Masks:
        """Return what an instrument says of worlds, as it sees them; it may reach the live ones."""
        found = np.full(len(live), EXCLUDED, np.uint8)
        some = np.flatnonzero(live)
        if len(some):
            found[some] = self.laws[number].given([word.take(some) for word in words])
        return found

    def _acted(self, words: Sequence[Bits]) -> Masks:
        """Return what worlds come to whatever instruments say, or :data:`AS_SAID`.

        0 where a world is impossible.
        """
        code = self.engine.code
        incident, _ = self.act.truth(code.incident, words)
        barred = self.act.truth(code.impossible, words)[0] if code.impossible else False
        told: tuple[tuple[Any, int], ...] = (
            (barred, 0),
            # What is no incident is that however impossible it is.
            (opposite(incident), NOTHING),
            ((words[0] & np.uint64(1)) == 0, 0),
        )
        found = np.full(len(words[0]), AS_SAID, np.uint8)
        for where, outcome in told:
            if np.any(where):
                found = np.where(where, np.uint8(outcome), found)
        return found

    # --- what decides ---

    def _graver(
        self,
        spread: Spread,
        words: Sequence[Bits],
        verdicts: Masks,
        given: Sequence[Masks],
        scope: Places,
    ) -> tuple[Places, Codes]:
        """Return what decides events that are not left out, in their gravest worlds."""
        told = verdicts.take(scope)
        profiles = []
        for law, at, masks in zip(self.laws, self.places[1:], given, strict=True):
            numbers = np.full(len(scope), NOT_GIVEN, np.int32)
            gives = np.flatnonzero(masks.take(scope) == told)
            if len(gives):
                own = scope.take(gives)
                numbers[gives] = law([word.take(own) for word in words[at]])
            profiles.append(numbers)
        begins, events = spread.groups(scope)
        return events, self.clauses.together(profiles, begins)

    def _outside(
        self,
        spread: Spread,
        words: Sequence[Bits],
        scope: Places,
        ends: tuple[Bits, Bits],
        *,
        one_by_one: bool,
    ) -> list[Grounds]:
        """Return on what grounds each instrument leaves events out in all of some worlds.

        ``one_by_one`` says whether these are to be looked at each by itself.
        """
        begins, events = spread.groups(scope)
        if one_by_one:
            alive, shared = [word.take(scope) for word in spread.words], spread.shared(scope)
        else:
            alive, shared = (
                [word.take(events) for word in each]
                for each in (spread.events.some, spread.events.every)
            )
        some, every = (
            [word & mask for word, mask in zip(each, end, strict=True)]
            for each, end in zip((alive, shared), ends, strict=True)
        )
        found = []
        for law, at, reached in zip(self.laws, self.places[1:], spread.events.live, strict=True):
            grounds = law.outside(some[at], every[at])
            if one_by_one:
                grounds = grounds.together(begins)
            live = np.flatnonzero(reached.take(events))
            if len(live):
                own = scope[reached.take(spread.owners.take(scope))]
                starts, _ = spread.groups(own)
                numbers = law([word.take(own) for word in words[at]])
                held = law.grounds.take(numbers, axis=0)
                grounds.away[live] = ~np.logical_or.reduceat(law.reaches.take(numbers), starts)
                grounds.found[live] = np.bitwise_or.reduceat(held, starts, axis=0)
                grounds.certain[live] = np.bitwise_and.reduceat(held, starts, axis=0)
                grounds.unsure[live] = False
            found.append(grounds)
        return found

    def _ends(self, answers: Mapping[str, str]) -> tuple[Bits, Bits]:
        """Return the rows that some answers to the open questions leave, and all of them do."""
        some = every = self.left(self.questions.answered(answers))
        for question, killed in self.questions.killed.items():
            if question not in answers:
                lefts = np.stack([self.left(ruled_out) for ruled_out in killed.values()])
                some = some & np.bitwise_or.reduce(lefts)
                every = every & np.bitwise_and.reduce(lefts)
        return some, every

    # --- what it rests on ---

    def _rests(
        self,
        spread: Spread,
        possible: Masks,
        known: Sequence[Masks],
        answers: Mapping[str, str],
    ) -> Places:
        """Return the questions of which another answer would leave other verdicts.

        ``known`` is what acts and instruments say under the answers as they are.
        """
        found = np.zeros(len(possible), np.int64)
        for number, changed, differ in self._changes(answers):
            open_ = self.matters(spread.events, differ) & (found >> number & 1 == 0)
            some = np.flatnonzero(open_.take(spread.owners))
            if not len(some):
                continue
            owners = spread.owners.take(some)
            acted, *given = (masks.take(some) for masks in known)
            left = self.left(self.questions.answered(changed))
            for place, at in enumerate(self.places):
                if not differ[at].any():
                    continue
                words = [
                    word.take(some) & mask
                    for word, mask in zip(spread.words[at], left[at], strict=True)
                ]
                if place == 0:
                    acted = self._acted(words)
                else:
                    live = spread.events.live[place - 1].take(owners)
                    given[place - 1] = self._given(place - 1, words, live)
            begins, firsts = spread.groups(some)
            others = np.bitwise_or.reduceat(total(acted, given), begins)
            found[firsts[others != possible[firsts]]] |= 1 << number
        return found

    def _changes(self, answers: Mapping[str, str]) -> Iterator[tuple[int, Mapping[str, str], Bits]]:
        """Yield each other answer to a question: its number, all answers, the rows that differ."""
        for number, question in enumerate(sorted(answers)):
            answer = answers[question]
            killed = self.questions.killed.get(question, {})
            for other, rows in killed.items():
                if other != answer:
                    differ = self.layout.packed([killed[answer] ^ rows])[0]
                    yield number, {**answers, question: other}, differ


def total(acted: Masks, given: Sequence[Masks]) -> Masks:
    """Return what worlds come to, by what acts and instruments say."""
    verdicts = np.full(len(acted), EXCLUDED, np.uint8)
    for masks in given:
        np.maximum(verdicts, masks, out=verdicts)
    return np.where(acted == AS_SAID, verdicts, acted)
