"""Presumptions that change nothing, and doubts that they hide."""

from __future__ import annotations

from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING, Final

from ceasefire.analysis.checks.effects import together
from ceasefire.analysis.checks.lint import Lint, unsolved
from ceasefire.analysis.checks.sample import drawn
from ceasefire.analysis.checks.settled import Settled
from ceasefire.analysis.checks.silence import Silence
from ceasefire.analysis.space import Spent
from ceasefire.program.casting import Caster
from ceasefire.program.claims import presumed
from ceasefire.program.formulas import all_of, any_of, not_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.analysis.checks.ground import Ground
    from ceasefire.engines.reference.states import State
    from ceasefire.program.bundles import Signature
    from ceasefire.program.formulas import Formula
    from ceasefire.rulebook.model import Presumption

__all__ = ["presumptions"]

FEW: Final = 512
"""So many sampled worlds are looked at first: most presumptions show in some of them."""

MOST_CELLS: Final = 64
"""A field of more cells is not worked out."""


def presumptions(ground: Ground) -> Iterator[Lint]:
    """Yield presumptions that change nothing, and those that hide a doubt, with an event."""
    for item in ground.rulebook.presumptions.values():
        try:
            yield from Presumed(ground, item).lints()
        except Spent:
            what = f"what the presumption about `{item.field}` changes"
            yield unsolved(f"presume.{item.field}", item.span, what)


class Presumed:
    """A presumption, and what it leaves possible at each time.

    What a name stands for may change: ``groups`` has what is presumed, with the numbers of
    the epochs of parties in which it is.
    """

    def __init__(self, ground: Ground, item: Presumption) -> None:
        """Take the presumption."""
        self.ground, self.item = ground, item
        self.slot = ground.program.index.get(item.field, -1)
        self.groups: dict[frozenset[Signature], list[int]] = {}
        if self.slot >= 0:
            self._group()

    def _group(self) -> None:
        program = self.ground.program
        caster = Caster(program)
        claim = caster.claim(self.item.field, presumed(self.item.value))
        for epoch in range(len(program.parties.edges) + 1):
            start, _ = program.parties.stretch(epoch)
            cells = caster.cells(self.item.field, claim, max(start, program.horizon[0]))
            key = frozenset(cell.signature for cell in cells)
            self.groups.setdefault(key, []).append(epoch)

    def lints(self) -> Iterator[Lint]:
        """Yield what is odd about it."""
        if self.slot < 0:
            yield self._lint("presumption-changes-nothing", "no rule asks about it", "remove it")
            return
        settled = self._settled()
        shown = Silence(self.ground, self.item, self.slot)
        groups = [(self._within(epochs), kept) for kept, epochs in self.groups.items()]
        ground = self.ground
        few = drawn([ground.read], FEW)
        samples = (few, ground.as_read.sample, ground.sample)
        ways = (*(partial(shown.sampled, each) for each in samples), partial(self._searched, shown))
        tried = (way(state, kept, settled) for way in ways for state, kept in groups)
        if any(tried):
            why = "without it, a report that says nothing of it would not be settled"
            hint = "the event is settled by it; `unknown` in a report overrides it"
            yield shown.lint(self._lint("presumption-hides-doubt", why, hint))
            return
        if not any(self._changes(state, kept, settled) for state, kept in groups):
            why = "no silent report would be decided otherwise without it"
            yield self._lint("presumption-changes-nothing", why, "remove it")

    def _settled(self) -> dict[Signature, Settled]:
        cells = self.ground.space.cells[self.slot]
        if len(cells) > MOST_CELLS:
            raise Spent
        found: dict[Signature, Settled] = {}
        for cell in cells:
            if not isinstance(cell.signature, int):
                raise Spent
            found[cell.signature] = Settled(self.ground, self.slot, cell.signature)
        return found

    def _within(self, epochs: list[int]) -> State:
        """Return the worlds of some epochs, the field open."""
        program = self.ground.program
        spans = [program.parties.stretch(epoch) for epoch in epochs]
        cells = tuple(
            cell.signature
            for cell in self.ground.space.cells[program.time]
            if any(lo < end and start < hi for lo, hi in cell.values for start, end in spans)
        )
        return self.ground.space.state.narrowed(program.time, cells)

    # --- searches ---

    def _searched(
        self,
        shown: Silence,
        state: State,
        kept: frozenset[Signature],
        settled: dict[Signature, Settled],
    ) -> bool:
        """Return whether some world is settled by what is presumed, and not by something else."""
        inside = [settled[key] for key in kept if key in settled]
        for verdict, other in permutations(VERDICTS, 2):
            agreed = [any_of((of(each, verdict), each.barred)) for each in inside]
            some = any_of(of(each, verdict) for each in inside)
            for key, each in settled.items():
                if key not in kept:
                    wanted = together((*agreed, some, of(each, other)))
                    found = self.ground.find(wanted, within=state)
                    if found is not None and shown.holds(found.box.world()):
                        return True
        return False

    def _changes(
        self, state: State, kept: frozenset[Signature], settled: dict[Signature, Settled]
    ) -> bool:
        """Return whether something else leaves a verdict that what is presumed does not."""
        inside = [settled[key] for key in kept if key in settled]
        return any(
            self.ground.find(
                together((of(each, verdict), *(not_of(of(one, verdict)) for one in inside))),
                within=state,
            )
            for key, each in settled.items()
            if key not in kept
            for verdict in VERDICTS
        )

    def _lint(self, code: str, why: str, hint: str) -> Lint:
        message = f"of the presumption about `{self.item.field}`: {why}"
        return Lint(code, f"presume.{self.item.field}", self.item.span, message, hint)


VERDICTS: Final = ("excluded", "covered", "violating")


def of(settled: Settled, verdict: str) -> Formula:
    """Return that a world is possible and has a verdict."""
    real = not_of(settled.barred)
    if verdict == "violating":
        return all_of((real, settled.violating))
    if verdict == "covered":
        return all_of((real, settled.reached, not_of(settled.violating)))
    return all_of((real, not_of(settled.reached)))
