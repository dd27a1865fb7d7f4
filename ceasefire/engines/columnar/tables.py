"""What is known of a program's cells, whatever the reading: states of rows, and their doubts.

The row of a feed, as far as one act goes, is a code for each field. Walking along the
fields, the set of rows that are alive is a *state*; what is left open beside it, field by
field, makes a *chain*. Both are numbers, and a step that was taken once is looked up.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ceasefire.engines.columnar.acts import Acts, Segment
from ceasefire.engines.columnar.boxes import Box, Doubt
from ceasefire.engines.columnar.circumstances import Circumstances
from ceasefire.engines.columnar.code import rows_of
from ceasefire.engines.columnar.core import Engine
from ceasefire.engines.columnar.fields import Field, Times, Wheres
from ceasefire.engines.columnar.instants import Stretches
from ceasefire.engines.columnar.pairing import LOCK, Pairing, Registry
from ceasefire.engines.columnar.sheet import truth
from ceasefire.engines.columnar.solving import Solver
from ceasefire.engines.columnar.states import States
from ceasefire.engines.reference.meaning import COVERED, VIOLATING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from ceasefire.engines.columnar.words import Words
    from ceasefire.program.program import Program

    Codes = NDArray[np.int32]

__all__ = ["Tables"]


KINDS: Final[dict[str, type[Field]]] = {"when": Times, "where": Wheres}


MOST_BOXES: Final = 1 << 16
"""So many boxes of chains are remembered."""


class Effect(NamedTuple):
    """What the cells of an open field leave alive of a state, each once."""

    field: str
    masks: tuple[int, ...]


class Link(NamedTuple):
    """A state, and an open field more than the link before it, by numbers."""

    before: int
    effect: int


class Tables:
    """The states and chains of a program, filled as feeds are read."""

    def __init__(self, program: Program) -> None:
        """Begin with the state in which every row is alive."""
        self.program = program
        self.engine = Engine(program)
        self.code = self.engine.code
        self.acts = Acts(self.code, [Segment(0, 0)])
        self.fields: dict[str, Field] = {
            name: KINDS.get(name, Field)(program, name) for name in program.taxonomy.fields
        }
        times = self.fields["when"]
        assert isinstance(times, Times)  # noqa: S101  (made a line above)
        self.times = times
        asked = {name for name, _ in program.field_slots}
        # First the fields that rule out most, so that few states follow them.
        self.walked = sorted(asked, key=lambda name: (name not in {"when", "where"}, name))
        self.states: Registry[int] = Registry()
        self.effects: Registry[Effect] = Registry()
        self.links: Registry[Link] = Registry()
        self.effects.number(Effect("", ()))
        self._effects = {name: Pairing(self._effect(name)) for name in self.walked}
        self.rows = States(self, self.states)
        self._bare = Pairing(lambda state, _: self._bared(state))
        self._tidy = Pairing(lambda state, _: self._tidied(state))
        self._chains = Pairing(lambda link, effect: self.links.number(Link(link, effect)))
        self._roots = Pairing(lambda state, _: self.links.number(Link(~state, 0)))
        self._words: dict[tuple[frozenset[tuple[str, str]], bool], Words] = {}
        self._masks: dict[tuple[str, int], tuple[int, ...]] = {}
        self._left: dict[tuple[str, int], int] = {}
        self._boxes: dict[int, Box] = {}
        self._open: dict[str, NDArray[np.bool_]] = {}
        self._reaches = [
            (law.reach, law.rows | whole)
            for law, whole in zip(self.code.laws, self.engine.whole, strict=True)
        ]
        self._scope = self.code.always | rows_of(self.code.compliant)
        for rows in self.engine.reach:
            self._scope |= rows
        self.circumstances = Circumstances(self)
        self._within = Pairing(
            lambda state, kept: self.states.number(
                self.states[state] & self.circumstances.kept[kept]
            )
        )

    def words(self, answers: Mapping[str, str], *, asked: bool = False) -> Words:
        """Return the instruments as words under the answers of a reading.

        ``asked`` says whether answers to the questions that it leaves open are given later.
        """
        from ceasefire.engines.columnar.words import Words  # noqa: PLC0415  (it knows of tables)

        key = frozenset(answers.items()), asked
        with LOCK:
            if key not in self._words:
                self._words[key] = Words(self, answers, asked=asked)
        return self._words[key]

    @cached_property
    def solver(self) -> Solver:
        """What solves events of few worlds."""
        return Solver(self.engine)

    @cached_property
    def stretches(self) -> Stretches:
        """The stretches of time within which nothing changes."""
        return Stretches(self.times)

    def locate(self) -> None:
        """Locate the places that were read since the last time."""
        wheres = self.fields.get("where")
        if isinstance(wheres, Wheres) and "where" in self.walked:
            with LOCK:
                wheres.locate()

    # --- states ---

    def masks(self, name: str, code: int) -> tuple[int, ...]:
        """Return the rows that each of the cells of a code leaves alive."""
        found = self._masks.get((name, code))
        if found is None:
            slot = self.program.index[name]
            full, killed = self.acts.full, self.code.sheet.killed
            signatures = self.fields[name].codes[code].signatures
            found = tuple([full & ~killed(slot, signature) for signature in signatures])
            self._masks[name, code] = found
        return found

    def left(self, name: str, code: int) -> int:
        """Return the rows that some cell of a code leaves alive."""
        known = self._left.get((name, code))
        if known is None:
            known = 0
            for mask in self.masks(name, code):
                known |= mask
            self._left[name, code] = known
        return known

    def _effect(self, name: str) -> Callable[[int, int], int]:
        def effect(state: int, code: int) -> int:
            rows = self.states[state]
            masks = tuple(sorted({mask & rows for mask in self.masks(name, code)}))
            return 0 if len(masks) < 2 else self.effects.number(Effect(name, masks))  # noqa: PLR2004  (one cell is no doubt)

        return effect

    def _tidied(self, state: int) -> int:
        """Return a state without the provisions of instruments that it cannot reach."""
        rows = self.states[state]
        kept = self._scope
        for reach, own in self._reaches:
            for gate in reach:
                if not rows & gate if isinstance(gate, int) else truth(gate, rows, 0) is False:
                    break
            else:
                kept |= own
        return self.states.number(rows & kept)

    def chains(
        self, codes: Mapping[str, Codes], rows: int, steady: NDArray[np.bool_] | None = None
    ) -> Codes:
        """Return the number of the chain of each row, whose fields have these codes.

        Rows are ``steady`` that state nothing together with rows of another time or place.
        """
        states = self.tidied(self.rows.of(codes, rows))
        if steady is not None:
            places = np.flatnonzero(steady)
            pair = [codes.get(name, states)[places] for name in ("when", "where")]
            states[places] = self._within(states[places], self.circumstances.rows(*pair))
        found = self._roots(states, np.zeros(1, np.int32))
        plain = np.ones(rows, bool)
        for name in self.walked:
            wide = self.wide(name)[codes[name]]
            if wide.any():
                places = np.flatnonzero(wide)
                effects = self._effects[name](states[places], codes[name][places])
                matters = effects > 0
                places = places[matters]
                plain[places] = False
                found[places] = self._chains(found[places], effects[matters])
        if plain.any():
            # Where fields leave nothing open, much of what is alive does not matter.
            alone = self._bare(states[plain], np.zeros(1, np.int32))
            found[plain] = self._roots(alone, np.zeros(1, np.int32))
        return found

    def _bared(self, state: int) -> int:
        """Return a state of which no field is open without provisions that cannot decide.

        Whatever answers there are: behind an instrument that is breached in any case, or
        where none may be breached behind one that covers the act in any case, no other one
        decides, and its prohibitions need not be told apart. What it reaches, leaves out and
        permits stays, so that it does not come to more than before.
        """
        rows = self.states[state]
        every = rows & ~self.engine.questions.rows
        verdicts = [law.verdicts(rows, every) for law in self.code.laws]
        if self.code.impossible and truth(self.code.impossible, rows, every) is not False:
            return state
        if truth(self.code.incident, rows, every) is not True:
            return state
        highest = VIOLATING if VIOLATING in verdicts else COVERED
        if highest not in verdicts or (
            highest == COVERED and any(verdict & VIOLATING for verdict in verdicts)
        ):
            return state
        first = verdicts.index(highest)
        kept = self._scope
        for number, (law, verdict) in enumerate(zip(self.code.laws, verdicts, strict=True)):
            decides = number <= first and verdict & highest
            kept |= law.rows if decides or law.branched else law.needed
        return self.states.number(rows & kept)

    def tidied(self, states: Codes) -> Codes:
        """Return states without what cannot matter."""
        return self._tidy(states, np.zeros(1, np.int32))

    def wide(self, name: str) -> NDArray[np.bool_]:
        """Return of which codes of a field the cells are several, or none."""
        codes = self.fields[name].codes
        found = self._open.get(name)
        if found is None or len(found) < len(codes):
            with LOCK:
                found = np.array([len(code.signatures) != 1 for code in codes.items], bool)
                self._open[name] = found
        return found

    def incidents(self, chains: Codes) -> NDArray[np.bool_]:
        """Return of which chains an act may be an incident at all."""
        distinct, inverse = np.unique(chains, return_inverse=True)
        told = [self.incident(self.box(chain)) for chain in distinct.tolist()]
        found: NDArray[np.bool_] = np.array(told, bool)[inverse.ravel()]
        return found

    def incident(self, box: Box) -> bool:
        """Return whether an act may be an incident at all."""
        return truth(self.code.incident, box.alive, 0) is not False

    def box(self, chain: int) -> Box:
        """Return the box of a chain."""
        found = self._boxes.get(chain)
        if found is None:
            if len(self._boxes) >= MOST_BOXES:
                self._boxes.clear()
            found = self._boxes[chain] = self._box(chain)
        return found

    def _box(self, chain: int) -> Box:
        doubts = []
        link = self.links[chain]
        while link.before >= 0:
            effect = self.effects[link.effect]
            doubts.append(Doubt(effect.field, "", effect.masks))
            link = self.links[link.before]
        rows = self.states[~link.before]
        return Box(self.acts, rows, tuple(reversed(doubts)), (), not rows & 1)
