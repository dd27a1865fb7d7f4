"""The finding put together: masks become verdicts, cells become words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ceasefire.engines.reference.meaning import NOTHING
from ceasefire.engines.reference.search import start
from ceasefire.engines.reference.telling import (
    account_notes,
    emptiness,
    label,
    spoken,
    taken,
    telling,
    unlawful,
)
from ceasefire.engines.reference.uncertainty import SETS, Uncertainty, valued
from ceasefire.findings.because import ONE_READING, because, civilian_harm
from ceasefire.findings.finding import (
    AccountFinding,
    Finding,
    Participant,
    Provenance,
    Supposition,
    Verdict,
)
from ceasefire.findings.words import answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ceasefire.engines.reference.answers import Rest
    from ceasefire.engines.reference.deciding import Deciding
    from ceasefire.engines.reference.engine import Core
    from ceasefire.events.event import Event
    from ceasefire.findings.finding import Doubt, InstrumentReason
    from ceasefire.program.binding import Account, Box, Case
    from ceasefire.program.program import Program

__all__ = ["Assembly", "Remarks"]


UNKNOWN_RESTS: Final = "on which answers of the reading it rests was too much to work out"


class Remarks(NamedTuple):
    """What is noted of a finding, and between it what is noted where civilians were harmed."""

    before: tuple[str, ...] = ()
    harmed: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def of(self, *, harmed: bool) -> tuple[str, ...]:
        """Return what is noted of an event."""
        return (*self.before, *(self.harmed if harmed else ()), *self.after)


class Assembly:
    """Puts the finding of one case together."""

    def __init__(  # noqa: PLR0913, PLR0917  (the parts that are put together)
        self,
        program: Program,
        event: Event,
        case: Case,
        core: Core,
        provenance: Provenance,
        reasons: Callable[[Sequence[Box]], tuple[InstrumentReason, ...]],
    ) -> None:
        """Take everything that is known; ``reasons`` gives those of the stated boxes."""
        self.program = program
        self.reasons = reasons
        self.event = event
        self.case = case
        self.core = core
        self.provenance = provenance
        self.told: list[tuple[int, Box, int]] = [
            (teller, box, mask)
            for teller, (account, masks) in enumerate(zip(case.accounts, core.boxes, strict=True))
            if account.facts.stated
            for box, mask in zip(account.boxes, masks, strict=True)
            if mask
        ]
        self.stated = [box for _, box, _ in self.told]
        self.remarks = Remarks()

    @staticmethod
    def verdicts(mask: int) -> frozenset[Verdict]:
        """Return the verdicts of a mask."""
        return SETS[mask]

    def finding(self) -> Finding:
        """Return the finding."""
        core = self.core
        possible = SETS[core.possible]
        stated = SETS[core.stated]
        agreed = len(stated) == 1 and not core.stated & NOTHING
        verdict = next(iter(stated)) if agreed else Verdict.UNDETERMINED
        uncertainty = Uncertainty(self.program, self.case, core, self.told)
        doubts = uncertainty.doubts()
        deciding = core.deciding
        ground = deciding.ground if stated else (emptiness(self.case, core.stated),)
        told = account_notes(self.program, self.event, self.case, core.accounts, self._impossible)
        unknown = () if core.rests is not None else (UNKNOWN_RESTS,)
        self.remarks = Remarks(
            tuple(told),
            tuple(unlawful(possible, deciding.ground)),
            (*inexact(doubts, deciding), *unknown),
        )
        harmed = civilian_harm(self.event)
        notes = (*self.event.notes, *self.case.notes, *self.remarks.of(harmed=harmed))
        finding = Finding(
            event=self.event.id,
            verdict=verdict,
            possible=possible,
            settled=len(possible) == 1,
            instrument=either(item.instrument for item in deciding.deciders),
            provision=either(item.provision for item in deciding.deciders),
            ground=ground,
            severity=either(item.severity for item in deciding.deciders),
            deciders=deciding.deciders,
            depends_on=uncertainty.depends_on(doubts),
            notes=tuple(dict.fromkeys(notes)),
            no_incident=bool(core.possible & NOTHING),
            doubts=doubts,
            rests_on=tuple(map(self._rests, core.rests or ())),
            taken=taken(self.case),
            accounts=self._accounts(),
            participants=self._participants(),
            provenance=self.provenance,
            stated=stated,
            detail=lambda: self.reasons(self.stated),
        )
        text = because(finding, self.program.rulebook)
        object.__setattr__(finding, "because", text)
        return finding

    # --- notes ---

    def _impossible(self, account: Account) -> list[str]:
        """Return the reasons why what the account says is impossible."""
        found: dict[str, None] = {}
        for box in account.boxes:
            if not all(item.cells for item in box.variables):
                continue
            state = start(box)
            for item, formula in zip(
                self.program.rulebook.impossible, self.program.impossible, strict=True
            ):
                if item.because and any(formula.value(state.view(act)) for act in box.acts):
                    found[item.because] = None
        return list(found)

    def _rests(self, item: Rest) -> Supposition:
        """Return an answer of the reading, and what the others would make of the verdict."""
        question = self.program.rulebook.questions[item.question]
        (label,), _ = answers(self.program, item.question, [item.answer])
        others = [
            valued(mask, answers(self.program, item.question, [other])[0], [other])
            for other, mask in item.others
        ]
        return Supposition(item.question, question.ask, item.answer, label, tuple(others))

    # --- accounts and participants ---

    def _accounts(self) -> tuple[AccountFinding, ...]:
        told = telling(self.case, self.core.accounts)
        if len(told) < 2:  # noqa: PLR2004  (only the stated one)
            return ()
        one = sum(account.facts.stated for account, _ in told) == 1
        return tuple(
            AccountFinding(
                label(self.program, account) if account.facts.told_by or one else ONE_READING,
                " and ".join(item.speaker for item in account.facts.told_by),
                ", ".join(item.basis for item in account.facts.told_by if item.basis),
                account.facts.stated,
                account.incident,
                account.facts.overrides,
                SETS[mask],
                no_incident=bool(mask & NOTHING),
            )
            for account, mask in told
        )

    def _participants(self) -> tuple[Participant, ...]:
        found: dict[tuple[int, str, str], int] = {}
        for box, masks in zip(self.stated, self.core.pairs, strict=True):
            for act, mask in zip(box.acts, masks, strict=False):
                key = (act.part, act.actor, act.target)
                found[key] = found.get(key, 0) | mask
        return tuple(Participant(*key, SETS[mask], self._named(key)) for key, mask in found.items())

    def _named(self, key: tuple[int, str, str]) -> str:
        """Return the parties of a pair by name."""
        _, actor, target = key
        if actor == target and self.program.parties.ever_umbrella(actor):
            return f"one member of {spoken(self.program, 'actor', actor)} against another"
        sides = (
            " or ".join(spoken(self.program, "actor", name) for name in side.split(" or "))
            for side in (actor, target)
        )
        return " against ".join(sides)


def either(ids: Iterable[str]) -> str:
    """Return ids of which one or the other holds, each once."""
    return "|".join(dict.fromkeys(filter(None, ids)))


def inexact(doubts: Iterable[Doubt], deciding: Deciding) -> Iterator[str]:
    """Yield what could not be worked out in the steps allowed; the verdicts always are."""
    if not deciding.exact:
        yield "more clauses and grounds may be named than decide: that was too much to work out"
    unsure = [item.name for item in doubts if not item.sure]
    if unsure:
        names = ", ".join(dict.fromkeys(unsure))
        yield f"whether it depends on {names} was too much to work out: it may or may not"
