"""The reference engine: from an event to its finding, exactly."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ceasefire.engines.reference.answers import open_verdicts, rests
from ceasefire.engines.reference.arena import Arena
from ceasefire.engines.reference.assembly import Assembly
from ceasefire.engines.reference.deciding import Deciding, decide, ways_of
from ceasefire.engines.reference.diagram import Diagram
from ceasefire.engines.reference.doubts import Doubts, of_rivals
from ceasefire.engines.reference.hinges import hinges
from ceasefire.engines.reference.meaning import NOTHING, VERDICTS, laws_of, several, union
from ceasefire.engines.reference.merging import groups
from ceasefire.engines.reference.reasons import Questions, reasons
from ceasefire.engines.reference.search import Spent
from ceasefire.engines.reference.sharing import Sharing
from ceasefire.errors import EventError, Problem
from ceasefire.program.binding import bind
from ceasefire.program.claims import short
from ceasefire.program.formulas import ALWAYS
from ceasefire.program.told import tell
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ceasefire.engines.reference.answers import Rest
    from ceasefire.engines.reference.doubts import Deciding as Doubted
    from ceasefire.events.event import Event
    from ceasefire.findings.finding import Finding, InstrumentReason, Provenance
    from ceasefire.program.binding import Box, Case
    from ceasefire.program.program import Program
    from ceasefire.program.told import Told

__all__ = ["Core", "ReferenceEngine", "Setting"]

CACHE = 8192
"""So many combinations of cells are remembered."""

MOST_TOLD = 1024
"""So many reasons are remembered, each of which may hold all provisions of a rulebook."""


class Core(NamedTuple):
    """What depends on cells alone, and so is worked out once for each combination.

    Sets of verdicts are bit masks. ``accounts`` and ``boxes`` follow the case;
    ``pairs`` has masks for each act of a box that has several; ``doubts`` are groups of
    boxes by number, each with the variables that decide. Both count the stated boxes
    that are possible.
    """

    stated: int
    possible: int
    accounts: tuple[int, ...]
    boxes: tuple[tuple[int, ...], ...]
    doubts: tuple[tuple[tuple[int, ...], tuple[Doubted, ...]], ...]
    pairs: tuple[tuple[int, ...], ...]
    deciding: Deciding
    rests: tuple[Rest, ...] | None


class Setting(NamedTuple):
    """How events are to be read: ``answers`` settles questions, ``credit`` names speakers.

    ``as_of`` is an instant, or nothing for everything that is known.
    """

    answers: Mapping[str, str]
    credit: Sequence[str]
    as_of: int | None
    provenance: Provenance


class ReferenceEngine:
    """Decides events under one program, one at a time.

    Findings of events that fall in the same cells share their work.
    """

    def __init__(self, program: Program) -> None:
        """Take the program."""
        self.program = program
        self.laws = laws_of(program)
        self.ways = [ways_of(law) for law in self.laws]
        self._cores: dict[Any, Core] = {}
        self._masks: dict[Any, int] = {}
        self._told: dict[Any, tuple[InstrumentReason, ...]] = {}
        self.diagram = Diagram(program, self.ways)
        self._sharing = Sharing(program, lambda: hinges(program, self.ways))

    @cached_property
    def _questions(self) -> list[Questions]:
        return [Questions(law, self.program.impossible) for law in self.laws]

    def find(
        self,
        event: Event,
        setting: Setting,
        *,
        any_reading: bool = False,
        told: Told | None = None,
    ) -> Finding:
        """Return the finding of an event.

        ``told`` is what :func:`~ceasefire.program.told.tell` makes of it, where the caller
        knows that. Raises :class:`~ceasefire.errors.EventError` for an event that cannot be
        read, or that leaves more open than can be worked out.
        """
        try:
            if any_reading:
                return self._find(event, setting, any_reading=True)
            told = told or tell(event, self.program)
            shared = told and self._sharing.find(told, setting, self._alone)
            return shared or self._find(event, setting, any_reading=False)
        except Spent:
            raise EventError([too_open(event)]) from None

    def _find(self, event: Event, setting: Setting, *, any_reading: bool) -> Finding:
        case = self._case(event, setting)
        assembly = self._assembly(event, setting, case, self.core(case))
        finding = assembly.finding()
        if not any_reading:
            return finding
        everything = self._any(event, case, setting)
        return replace(finding, possible_any_reading=assembly.verdicts(everything))

    def _alone(self, event: Event, setting: Setting, case: Case) -> Assembly:
        """Return what puts a finding together, worked out anew: who asks remembers it."""
        return self._assembly(event, setting, case, self._core(case))

    def _assembly(self, event: Event, setting: Setting, case: Case, core: Core) -> Assembly:
        def why(boxes: Sequence[Box]) -> tuple[InstrumentReason, ...]:
            return self._reasons(case, boxes, core.stated)

        return Assembly(self.program, event, case, core, setting.provenance, why)

    def _reasons(
        self, case: Case, boxes: Sequence[Box], stated: int
    ) -> tuple[InstrumentReason, ...]:
        """Return what the instruments say of the stated boxes, once for cases of the same cells."""
        key = shape(case)
        if key not in self._told:
            if len(self._told) >= MOST_TOLD:
                self._told.clear()
            arenas = [Arena.of(box, self.program, self.laws) for box in boxes]
            self._told[key] = reasons(self.program, self._questions, arenas, stated)
        return self._told[key]

    def _case(self, event: Event, setting: Setting) -> Case:
        return bind(
            event,
            self.program,
            setting.answers,
            credit=setting.credit,
            as_of=setting.as_of,
        )

    def _any(self, event: Event, case: Case, setting: Setting) -> int:
        """Return what is possible with every question open, whoever is credited."""
        speakers = {normalise(name) for item in event.alternatives for name in item.said_by}
        readings = self.program.rulebook.readings.values()
        found = 0
        met = {credited(setting.credit, speakers): case}
        for credit in ((), *(reading.credit for reading in readings)):
            known = credited(credit, speakers)
            if known not in met:
                met[known] = bind(event, self.program, {}, credit=credit, as_of=setting.as_of)
        for each in met.values():
            found |= self._reached(each)
        return found

    def _reached(self, case: Case) -> int:
        """Return what is possible over all accounts, with every question open."""
        key = shape(case)
        if key not in self._masks:
            if len(self._masks) >= CACHE:
                self._masks.clear()
            boxes = [box for account in case.accounts for box in account.boxes]
            self._masks[key] = union(
                open_verdicts(self.program, self.laws, self.diagram, box) for box in boxes
            )
        return self._masks[key]

    def core(self, case: Case) -> Core:
        """Return what the cells of a case decide."""
        key = shape(case)
        if key not in self._cores:
            if len(self._cores) >= CACHE:
                self._cores.clear()
            self._cores[key] = self._core(case)
        return self._cores[key]

    def _core(self, case: Case) -> Core:
        arenas = [[self._arena(box) for box in account.boxes] for account in case.accounts]
        masks = [list(map(self._verdicts, group)) for group in arenas]
        accounts = tuple(
            union(group) if account.incident else NOTHING
            for account, group in zip(case.accounts, masks, strict=True)
        )
        flags = [account.facts.stated for account in case.accounts]
        stated = union(mask for mask, flag in zip(accounts, flags, strict=True) if flag)
        told = [
            [(arena, mask) for arena, mask in zip(group, boxes, strict=True) if flag and mask]
            for group, boxes, flag in zip(arenas, masks, flags, strict=True)
        ]
        asserted = [arena for group in told for arena, _ in group]
        aside = union(
            mask
            for account, mask in zip(case.accounts, accounts, strict=True)
            if account.facts.stated and not account.incident
        )
        every = [
            arena
            for group, flag in zip(arenas, flags, strict=True)
            for arena in group
            if flag and all(arena.state.cells)
        ]
        return Core(
            stated,
            union(accounts),
            accounts,
            tuple(map(tuple, masks)),
            tuple(self._doubts(told)) if several(stated) else (),
            tuple(self._pairs(arena) for arena in asserted),
            self._decide(asserted, stated) if stated & VERDICTS else Deciding(),
            self._rests(every, stated, aside),
        )

    # --- the steps, which other engines may take otherwise ---

    def _arena(self, box: Box) -> Arena:
        """Return what is asked about the worlds of a box."""
        return Arena.of(box, self.program, self.laws)

    def _verdicts(self, arena: Arena) -> int:
        """Return exactly the verdicts of some worlds of a box."""
        found = self.diagram.verdicts(arena.box, arena.state)
        return arena.verdicts() if found is None else found

    def _decide(self, arenas: Sequence[Arena], stated: int) -> Deciding:
        """Return what decides the gravest verdict of the stated boxes that are possible."""
        return decide(self.ways, arenas, stated, ALWAYS)

    def _rests(self, arenas: Sequence[Arena], stated: int, aside: int) -> tuple[Rest, ...] | None:
        """Return the answers that the verdicts of the stated boxes rest on, if that is known."""
        return rests(self.program, self.laws, self.diagram, arenas, stated, aside)

    def _doubts(
        self, told: Sequence[Sequence[tuple[Arena, int]]]
    ) -> Iterator[tuple[tuple[int, ...], tuple[Doubted, ...]]]:
        """Yield the groups of boxes of each account with the variables that decide."""
        before = 0
        for boxes in filter(None, told):
            found = groups([arena.box for arena, _ in boxes])
            rivals = [Doubts([boxes[number][0] for number in group]) for group in found]
            wholes = [union(boxes[number][1] for number in group) for group in found]
            for group, doubts in zip(found, of_rivals(rivals, wholes), strict=True):
                yield tuple(before + number for number in group), tuple(doubts)
            before += len(boxes)

    def _pairs(self, arena: Arena) -> tuple[int, ...]:
        """Return the verdicts of each act alone, where there are several."""
        if len(arena.box.acts) == 1:
            return ()
        return tuple(arena.alone(act, self.laws) for act in arena.box.acts)


def too_open(event: Event) -> Problem:
    """Return that an event leaves too much open."""
    message = "the event leaves so much open that its verdicts could not be worked out"
    hint = "state more of it, or use a reading that answers more questions"
    return Problem(f"event `{short(event.id)}`", 0, 0, "too-open", message, hint)


def credited(credit: Iterable[str], speakers: set[str]) -> frozenset[str]:
    """Return those of an event's speakers whom a reading credits."""
    return frozenset(speakers.intersection(map(normalise, credit)))


def shape(case: Case) -> tuple[Any, ...]:
    """Return what of a case the verdicts depend on: its cells, not its words.

    Where an account has several boxes, it matters too which values they share.
    """
    return tuple(
        (
            account.facts.stated,
            tuple(
                (
                    box.variables
                    if len(account.boxes) > 1
                    else tuple(
                        (item.slot, tuple(cell.signature for cell in item.cells))
                        for item in box.variables
                    ),
                    box.choices,
                    tuple((act.part, act.variables, act.itself) for act in box.acts),
                )
                for box in account.boxes
            ),
        )
        for account in case.accounts
    )
