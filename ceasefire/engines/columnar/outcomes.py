"""What a combination of cells comes to, as the columns of a table have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.engines.columnar.pairing import LOCK
from ceasefire.engines.columnar.sheet import truth
from ceasefire.engines.reference.assembly import either
from ceasefire.engines.reference.meaning import NOTHING, VERDICTS
from ceasefire.engines.reference.telling import account_notes, emptiness, taken, unlawful
from ceasefire.engines.reference.uncertainty import SETS
from ceasefire.events.event import Event
from ceasefire.findings.because import because
from ceasefire.findings.finding import AccountFinding, Finding, Participant, Supposition, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.engines.columnar.core import Account, Core, Engine
    from ceasefire.engines.reference.engine import Setting
    from ceasefire.program.binding import Account as BoundAccount
    from ceasefire.program.binding import Case
    from ceasefire.program.program import Program

__all__ = ["ANY", "Findings", "Outcome", "finding_of", "impossible", "notes_of"]

ANY: Final = Event(id="any")
"""What stands for an event of which only its claims are known."""

JOINT = (Participant(0, "", "", frozenset()),)
"""What stands for participants whose own verdicts are not asked for."""


class Outcome(NamedTuple):
    """A finding without the words of its event, and the verdicts of each account."""

    finding: Finding
    core: Core


class Findings:
    """The findings of one reading by number; what is the same is put together once."""

    def __init__(self, program: Program, setting: Setting) -> None:
        """Begin with none."""
        self.program = program
        self.setting = setting
        self.items: list[Finding] = []
        self._numbers: dict[object, int] = {}

    def number(self, case: Case, core: Core) -> int:
        """Return the number of the finding of a combination of cells."""
        ground = "" if core.stated & VERDICTS else emptiness(case, core.stated)
        key = core._replace(accounts=()), taken(case), ground
        with LOCK:
            found = self._numbers.get(key)
            if found is None:
                finding = finding_of(self.program, case, core, self.setting)
                found = self._numbers[key] = self.add(finding)
            return found

    def seen(self, stated: int, possible: int) -> int:
        """Return the number of a finding that tells no more than these sets of verdicts."""
        key = stated, possible
        with LOCK:
            found = self._numbers.get(key)
            if found is None:
                kinds = SETS[possible]
                finding = Finding("", verdict_of(stated), kinds, settled=len(kinds) == 1)
                found = self._numbers[key] = self.add(finding)
            return found

    def add(self, finding: Finding) -> int:
        """Return the number of a finding that is like no other."""
        with LOCK:
            self.items.append(finding)
            return len(self.items) - 1


def finding_of(program: Program, case: Case, core: Core, setting: Setting) -> Finding:
    """Return the finding of a combination of cells; its doubts are told by name alone."""
    possible, stated = SETS[core.possible], SETS[core.stated]
    deciders = core.deciding.deciders
    answers = setting.answers
    finding = Finding(
        event="",
        verdict=verdict_of(core.stated),
        possible=possible,
        settled=len(possible) == 1,
        instrument=either(item.instrument for item in deciders),
        provision=either(item.provision for item in deciders),
        ground=core.deciding.ground if stated else (emptiness(case, core.stated),),
        severity=either(item.severity for item in deciders),
        deciders=deciders,
        depends_on=tuple(name.removeprefix("?") for name in core.depends_on),
        no_incident=bool(core.possible & NOTHING),
        rests_on=tuple(Supposition(name, "", answers[name], "", ()) for name in core.rests),
        taken=taken(case),
        accounts=(told(bool(core.stated & NOTHING)),),
        participants=JOINT if core.joint else (),
        provenance=setting.provenance,
        stated=stated,
    )
    object.__setattr__(finding, "because", because(finding, program.rulebook))
    return finding


def verdict_of(stated: int) -> Verdict:
    """Return the verdict on stated facts that may have these."""
    found = SETS[stated]
    agreed = len(found) == 1 and not stated & NOTHING
    return next(iter(found)) if agreed else Verdict.UNDETERMINED


def told(no_incident: bool) -> AccountFinding:  # noqa: FBT001  (its only argument)
    """Return what stands for the stated facts among accounts that are not told of."""
    return AccountFinding("", "", "", True, True, (), frozenset(), no_incident)  # noqa: FBT003  (fields in order)


def notes_of(  # noqa: PLR0913, PLR0917  (all that notes tell of)
    engine: Engine,
    event: Event,
    case: Case,
    accounts: Sequence[Account],
    outcome: Outcome,
    harm: bool,  # noqa: FBT001  (the last of several)
) -> Iterator[str]:
    """Yield what is to be noted of what an event comes to."""
    boxes = {id(bound): account for bound, account in zip(case.accounts, accounts, strict=True)}

    def why(account: BoundAccount) -> Iterator[str]:
        return impossible(engine, boxes[id(account)])

    core, finding = outcome.core, outcome.finding
    yield from account_notes(engine.program, event, case, core.accounts, why)
    if harm:
        yield from unlawful(finding.possible, core.deciding.ground)
    if not core.deciding.exact:
        yield "more clauses and grounds may be named than decide: that was too much to work out"


def impossible(engine: Engine, account: Account) -> Iterator[str]:
    """Yield why what an account says is impossible, each reason once."""
    found: dict[str, None] = {}
    for box in account.boxes:
        if box.empty:
            continue
        some = every = box.alive
        for doubt in box.doubts:
            either_ = 0
            for mask in doubt.masks:
                either_ |= mask
                every &= mask
            some &= either_
        for item, gate in zip(engine.program.rulebook.impossible, engine.barred, strict=True):
            for segment in box.acts.segments:
                here = some >> segment.offset & box.acts.mask
                always = every >> segment.offset & box.acts.mask
                if item.because and truth(gate, here, always):
                    found[item.because] = None
    yield from found
