"""What events come to whose worlds are all looked at, for whole columns at once.

The worlds of an event are the rows that each combination of its cells leaves alive, as
machine words. The definitions are those of :mod:`~ceasefire.engines.columnar.core`; this
is how they are asked of millions of worlds, where each event has few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.clauses import Clauses, Outside
from ceasefire.engines.columnar.packing import Layout
from ceasefire.engines.columnar.parts import Part, opposite
from ceasefire.engines.columnar.profiles import OPEN, Profiles
from ceasefire.engines.reference.meaning import EXCLUDED, NOTHING, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.core import Engine

    Bits = NDArray[np.uint64]
    Codes = NDArray[np.int32]
    Flags = NDArray[np.bool_]
    Masks = NDArray[np.uint8]
    Places = NDArray[np.int64]

__all__ = ["Solved", "Solver", "Spread", "Variable"]

AS_SAID: Final = 255
"""What an act comes to is for the instruments to say."""

HIGHEST: Final = np.array([1 << mask.bit_length() >> 1 for mask in range(256)], np.uint8)
"""The gravest verdict of each set."""

SEVERAL: Final = np.array([mask.bit_count() > 1 for mask in range(256)], bool)


class Variable(NamedTuple):
    """Something that is open: the cell that each world has of it.

    ``first`` is the world that has the same cells but the first one of this. Where it is
    not open, all worlds have the first one.
    """

    digits: Codes
    first: Places


class Spread(NamedTuple):
    """The worlds of events, those of one behind those of another from its start on.

    ``words`` has column by column the rows that are alive in each world, whatever is
    answered; ``owners`` the number of each world's event.
    """

    words: list[Bits]
    starts: Places
    owners: Places
    variables: tuple[Variable, ...] = ()

    def groups(self, worlds: Places) -> tuple[Places, Places]:
        """Return of some worlds, in their order, where those of each event begin, and which."""
        held = self.owners.take(worlds)
        begins = np.flatnonzero(np.diff(held, prepend=-1))
        return begins, held.take(begins)


class Solved(NamedTuple):
    """What events come to.

    ``possible`` are the verdicts of each, ``deciding`` the number of what decides, or -1.
    ``depends`` has a bit for each variable on which it hangs which verdict is given, and
    ``rests`` one for each answered question, in the order of their names.
    """

    possible: Masks
    deciding: Codes
    depends: Places
    rests: Places


class Solver:
    """Solves events of one act under one program.

    ``opened`` names questions that are not settled: where it matters how one is answered,
    :data:`OPEN` is among the verdicts of an event, or nothing decides it.
    """

    def __init__(self, engine: Engine, opened: Sequence[str] = ()) -> None:
        """Lay out the rows of each instrument in words."""
        self.engine = engine
        code = engine.code
        self.questions = engine.questions
        asked = 0
        for question in opened:
            for rows in self.questions.killed[question].values():
                asked |= rows
        self.act = Part(None, code.always | 1, asked)
        self.laws = [
            Profiles(law, way, law.rows | whole, asked)
            for law, way, whole in zip(code.laws, engine.ways, engine.whole, strict=True)
        ]
        parts = [self.act, *(law.part for law in self.laws)]
        self.layout = Layout([rows for part in parts for rows in part.words], code.width)
        ends = np.cumsum([len(part.words) for part in parts]).tolist()
        self.places = [slice(*pair) for pair in zip([0, *ends[:-1]], ends, strict=True)]
        self.clauses = Clauses(self.laws)
        self._lefts: dict[int, Bits] = {}

    def solve(self, spread: Spread, answers: Mapping[str, str]) -> Solved:
        """Return what events come to under some answers."""
        words = self._under(spread.words, answers)
        acted = self._acted(words[self.places[0]])
        given = [law.given(words[at]) for law, at in zip(self.laws, self.places[1:], strict=True)]
        verdicts = total(acted, given)
        possible = np.bitwise_or.reduceat(verdicts, spread.starts)
        decided = (possible & VERDICTS > 0) & (possible < OPEN)
        gravest = np.where(decided, HIGHEST[possible], 0)
        deciding = np.full(len(possible), -1, np.int32)
        scope = np.flatnonzero((verdicts == gravest.take(spread.owners)) & (verdicts > NOTHING))
        graver = verdicts.take(scope) > EXCLUDED
        self._graver(spread, words, verdicts, scope[graver], deciding)
        self._excluded(spread, words, scope[~graver], deciding)
        depends = self._depends(spread, verdicts, SEVERAL[possible] & decided)
        rests = self._rests(spread, possible, [acted, *given], answers)
        return Solved(possible, deciding, depends, rests)

    # --- worlds ---

    def _under(self, words: Sequence[Bits], answers: Mapping[str, str]) -> list[Bits]:
        """Return the words of which answers leave only some rows."""
        killed = self.questions.answered(answers)
        left = self._lefts.get(killed)
        if left is None:
            full = (1 << self.engine.code.width) - 1
            left = self._lefts[killed] = self.layout.packed([full & ~killed])[0]
        return [word & mask for word, mask in zip(words, left, strict=True)]

    def _acted(self, words: Sequence[Bits]) -> Masks:
        """Return what worlds come to whatever instruments say, or :data:`AS_SAID`.

        0 where a world is impossible, :data:`OPEN` where that hangs on a question.
        """
        code = self.engine.code
        incident, perhaps = self.act.truth(code.incident, words)
        barred, maybe = (
            self.act.truth(code.impossible, words) if code.impossible else (False, False)
        )
        told: tuple[tuple[Any, int], ...] = (
            (maybe, OPEN),
            (barred, 0),
            # What is no incident, or may be none, is that however impossible it is.
            (opposite(incident), OPEN),
            (opposite(perhaps), NOTHING),
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
        scope: Places,
        deciding: Codes,
    ) -> None:
        """Find what decides events that are not left out, in their gravest worlds."""
        if not len(scope):
            return
        profiles = [
            law([word.take(scope) for word in words[at]])
            for law, at in zip(self.laws, self.places[1:], strict=True)
        ]
        open_ = np.zeros(len(deciding), bool)
        held = spread.owners.take(scope)
        for law, numbers in zip(self.laws, profiles, strict=True):
            if not law.part.steady:
                open_[held[law.verdicts.take(numbers) == OPEN]] = True
        if open_.any():
            kept = ~open_.take(held)
            scope, profiles = scope[kept], [numbers[kept] for numbers in profiles]
        begins, events = spread.groups(scope)
        if len(events):
            deciding[events] = self.clauses.together(profiles, verdicts.take(scope), begins)

    def _excluded(
        self, spread: Spread, words: Sequence[Bits], scope: Places, deciding: Codes
    ) -> None:
        """Find what decides events that every instrument leaves out in every world."""
        if not len(scope):
            return
        begins, events = spread.groups(scope)
        outside = []
        for law, at in zip(self.laws, self.places[1:], strict=True):
            numbers = law([word.take(scope) for word in words[at]])
            reaches, grounds = law.reaches.take(numbers), law.grounds.take(numbers)
            unsure = law.verdicts.take(numbers) == OPEN
            outside.append(
                Outside(
                    ~np.logical_or.reduceat(reaches, begins),
                    np.bitwise_or.reduceat(grounds, begins),
                    np.bitwise_and.reduceat(grounds, begins),
                    np.logical_or.reduceat(unsure, begins),
                )
            )
        deciding[events] = self.clauses.excluded(outside, len(events))

    def _depends(self, spread: Spread, verdicts: Masks, doubtful: Flags) -> Places:
        """Return the variables on which it hangs which verdict is given."""
        found = np.zeros(len(doubtful), np.int64)
        chosen = np.flatnonzero(doubtful.take(spread.owners))
        if not len(chosen):
            return found
        told, owners = verdicts.take(chosen), spread.owners.take(chosen)
        for number, variable in enumerate(spread.variables):
            digits = variable.digits.take(chosen)
            if not digits.any():
                continue
            matters = np.zeros(len(doubtful), bool)
            # Worlds that have all else in common, but not the verdict.
            first = variable.first.take(chosen)
            alike = np.zeros(len(verdicts), np.uint8)
            np.bitwise_or.at(alike, first, told)
            matters[owners[SEVERAL[alike.take(first)]]] = True
            # Cells that leave other verdicts possible than others do.
            span = int(digits.max()) + 1
            cells = np.zeros(len(doubtful) * span, np.uint8)
            np.bitwise_or.at(cells, owners * span + digits, told)
            lines = cells.reshape(-1, span)
            matters |= lines.max(axis=1) > np.where(lines == 0, 255, lines).min(axis=1)
            found |= (matters & doubtful).astype(np.int64) << number
        return found

    # --- what it rests on ---

    def _rests(
        self,
        spread: Spread,
        possible: Masks,
        known: Sequence[Masks],
        answers: Mapping[str, str],
    ) -> Places:
        """Return the questions of which another answer would leave other verdicts.

        ``known`` is what acts and instruments say under the answers as they are. Where it
        is not certain, :data:`OPEN` becomes possible.
        """
        found = np.zeros(len(possible), np.int64)
        live: list[Bits] = []
        for number, changed, differ in self._changes(answers):
            live = live or self._live(spread.words)
            touched = [self._touched(live[at], differ[at]) for at in self.places]
            events = np.zeros(len(possible), bool)
            for each in touched:
                events[spread.owners[each]] = True
            events &= (found >> number & 1 == 0) & (possible < OPEN)
            some = np.flatnonzero(events.take(spread.owners))
            if not len(some):
                continue
            words = self._under([word.take(some) for word in spread.words], changed)
            acted, *given = (masks.take(some) for masks in known)
            if touched[0].any():
                acted = self._acted(words[self.places[0]])
            for place, law in enumerate(self.laws):
                if touched[place + 1].any():
                    given[place] = law.given(words[self.places[place + 1]])
            begins, firsts = spread.groups(some)
            left = np.bitwise_or.reduceat(total(acted, given), begins)
            found[firsts[left != possible[firsts]]] |= 1 << number
            possible[firsts[left >= OPEN]] |= OPEN
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

    def _live(self, words: Sequence[Bits]) -> list[Bits]:
        """Return the words of instruments in worlds that some answers let them reach."""
        found = list(words[self.places[0]])
        for law, at in zip(self.laws, self.places[1:], strict=True):
            reached = law.reachable(words[at])
            found += [np.where(reached, word, np.uint64(0)) for word in words[at]]
        return found

    def _touched(self, words: Sequence[Bits], differ: Bits) -> Flags:
        """Return in which worlds rows are alive that tell two answers apart."""
        found: Flags = np.zeros(len(words[0]), bool)
        for word, rows in zip(words, differ, strict=True):
            if rows:
                found |= (word & rows) != 0
        return found


def total(acted: Masks, given: Sequence[Masks]) -> Masks:
    """Return what worlds come to, by what acts and instruments say."""
    verdicts = np.full(len(acted), EXCLUDED, np.uint8)
    for masks in given:
        np.maximum(verdicts, masks, out=verdicts)
    return np.where(acted == AS_SAID, verdicts, acted)
