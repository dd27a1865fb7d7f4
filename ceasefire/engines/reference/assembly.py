"""The finding put together: masks become verdicts, cells become words."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from ceasefire.engines.reference.deciding import Arena
from ceasefire.engines.reference.meaning import (
    ALL,
    COVERED,
    EXCLUDED,
    NOTHING,
    VIOLATING,
    Law,
)
from ceasefire.engines.reference.merging import merged
from ceasefire.engines.reference.reasons import reasons
from ceasefire.engines.reference.search import start
from ceasefire.engines.reference.telling import label, spoken, teller_of, telling, told_kinds
from ceasefire.findings.because import ONE_READING, STATED, because, civilian_harm
from ceasefire.findings.finding import (
    AccountFinding,
    Doubt,
    DoubtValue,
    Finding,
    Participant,
    Provenance,
    Supposition,
    Verdict,
)
from ceasefire.findings.words import answers, field_label, value_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ceasefire.engines.reference.answers import Rest
    from ceasefire.engines.reference.deciding import Deciding
    from ceasefire.engines.reference.doubts import Deciding as Doubted
    from ceasefire.engines.reference.engine import Core
    from ceasefire.events.event import Event
    from ceasefire.program.binding import Account, Box, Case, Variable
    from ceasefire.program.program import Program

__all__ = ["Assembly"]

NAMES = {EXCLUDED: Verdict.EXCLUDED, COVERED: Verdict.COVERED, VIOLATING: Verdict.VIOLATING}
SETS = [
    frozenset(verdict for bit, verdict in NAMES.items() if mask & bit) for mask in range(ALL + 1)
]


class Asked:
    """What is known of one doubt over all boxes: for each value, what it leaves possible."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.sure = False
        self.epoch = -1
        self._variables: list[Variable] = []
        self._masks: dict[Any, int] = {}
        self._exact = True

    def add(self, variable: Variable, doubt: Doubted, epoch: int) -> None:
        """Add what some of the boxes say; the doubt decides if it does in one of them."""
        self.sure |= doubt.sure
        self.epoch = epoch if self.epoch < 0 else min(self.epoch, epoch)
        self._variables.append(variable)
        self._exact &= bool(doubt.masks)
        for cell in variable.cells if doubt.masks else ():
            for value in cell.values:
                self._masks[value] = self._masks.get(value, 0) | doubt.masks[cell.signature]

    def by_mask(self) -> dict[int, list[Any]]:
        """Return the values by what they leave possible; none where that is not known."""
        found: dict[int, list[Any]] = {}
        for value, mask in self._masks.items() if self._exact else ():
            found.setdefault(mask, []).append(value)
        return found

    def variable(self) -> Variable:
        """Return a variable of all the cells there are."""
        first = self._variables[0]
        if len(self._variables) == 1:
            return first
        return first._replace(cells=tuple(cell for item in self._variables for cell in item.cells))


class Assembly:
    """Puts the finding of one case together."""

    def __init__(  # noqa: PLR0913, PLR0917  (the parts that are put together)
        self,
        program: Program,
        laws: Sequence[Law],
        event: Event,
        case: Case,
        core: Core,
        provenance: Provenance,
    ) -> None:
        """Take everything that is known."""
        self.program = program
        self.laws = laws
        self.event = event
        self.case = case
        self.core = core
        self.provenance = provenance
        stated = [
            (box, mask)
            for account, masks in zip(case.accounts, core.boxes, strict=True)
            if account.facts.stated
            for box, mask in zip(account.boxes, masks, strict=True)
            if mask
        ]
        self.stated: list[Box] = [box for box, _ in stated]
        self.masks: list[int] = [mask for _, mask in stated]

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
        doubts = (*self._doubts(), *self._choices(), *self._accounts_in_doubt())
        deciding = core.deciding
        ground = deciding.ground if stated else (self._emptiness(),)
        notes = (
            *self.event.notes,
            *self.case.notes,
            *self._notes(possible),
            *inexact(doubts, deciding),
        )
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
            depends_on=self._depends_on(doubts),
            notes=tuple(dict.fromkeys(notes)),
            no_incident=bool(core.possible & NOTHING),
            doubts=doubts,
            rests_on=tuple(map(self._rests, core.rests)),
            accounts=self._accounts(),
            participants=self._participants(),
            provenance=self.provenance,
            detail=lambda: reasons(self.program, self.laws, self._arenas(), core.stated),
        )
        text = because(finding, self.program.rulebook)
        object.__setattr__(finding, "because", text)
        return finding

    def _arenas(self) -> list[Arena]:
        return [Arena.of(box, self.program, self.laws) for box in self.stated]

    # --- emptiness and notes ---

    def _emptiness(self) -> str:
        if not self.case.accounts:
            return "not-yet-known"
        return "no-incident" if self.core.stated & NOTHING else "contradiction"

    def _notes(self, possible: frozenset[Verdict]) -> list[str]:
        found = []
        for account, mask in zip(self.case.accounts, self.core.accounts, strict=True):
            teller = teller_of(account) if account.facts.told_by else "the report"
            if not account.incident:
                kinds = told_kinds(self.program, account, self.event)
                found.append(f"{teller} is of no incident ({kinds}): it adds no verdict")
            elif not mask:
                why = "; ".join(self._impossible(account)) or "no possible world fits it"
                found.append(f"{teller} contradicts the rulebook: {why}")
        if Verdict.EXCLUDED in possible and civilian_harm(self.event):
            found.append(
                "excluded does not mean lawful: international humanitarian law applies regardless"
            )
        return found

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

    # --- doubts ---

    def _epoch(self, boxes: Iterable[Box]) -> int:
        times = [
            lo
            for box in boxes
            for item in box.variables
            if item.slot == self.program.time
            for cell in item.cells
            for lo, _ in cell.values
        ]
        return bisect_right(self.program.parties.edges, min(times, default=0))

    def _doubts(self) -> list[Doubt]:
        """One doubt for each field (or question) that decides, over all boxes."""
        found: dict[tuple[str, str], Asked] = {}
        for group, doubts in self.core.doubts:
            boxes = [self.stated[number] for number in group]
            variables = merged(boxes).variables
            for doubt in doubts:
                variable = variables[doubt.variable]
                asked = found.setdefault((variable.name, variable.owner), Asked())
                asked.add(variable, doubt, self._epoch(boxes))
        ranked = sorted(found.items(), key=lambda item: self._rank(item[0][0]))
        return [self._doubt(name, owner, asked) for (name, owner), asked in ranked]

    def _doubt(self, name: str, owner: str, asked: Asked) -> Doubt:
        groups: dict[int, list[tuple[str, str]]] = {}
        for mask, members in asked.by_mask().items():
            labels, ids = value_labels(self.program, asked.variable(), members, asked.epoch)
            keys = ids if len(ids) == len(labels) else labels
            groups[mask] = list(zip(labels, keys, strict=True))
        values = tuple(
            valued(mask, [words for words, _ in entries], [key for _, key in entries])
            for mask, entries in sorted(groups.items(), reverse=True)
        )
        question = name.startswith("?")
        return Doubt(
            "question" if question else "field",
            name.removeprefix("?"),
            field_label(self.program, name),
            owner,
            values,
            asked.sure,
        )

    def _choices(self) -> list[Doubt]:
        """Rival boxes of the stated facts (one coalition or another) that differ in verdict."""
        rivals = []
        for group, _ in self.core.doubts:
            labels: dict[str, dict[str, None]] = {}
            mask = 0
            for number in group:
                mask |= self.masks[number]
                for item in self.stated[number].choices:
                    if len(group) == 1 or not item.name.startswith("when"):
                        labels.setdefault(item.name, {})[item.label] = None
            chosen = {name: ", then ".join(each) for name, each in labels.items()}
            rivals += [(chosen, mask)] if chosen else []
        if len({mask for _, mask in rivals}) < 2:  # noqa: PLR2004  (nothing differs)
            return []
        fields = dict.fromkeys(field for chosen, _ in rivals for field in chosen)
        names = [name for name in fields if len({chosen.get(name) for chosen, _ in rivals}) > 1]
        groups: dict[int, list[str]] = {}
        for chosen, mask in rivals:
            shown = (f"{n} {chosen[n]}" for n in names if n in chosen and not n.startswith("when"))
            groups.setdefault(mask, []).append(", ".join(shown) or "another stretch of the time")
        values = tuple(
            valued(mask, dict.fromkeys(labels))
            for mask, labels in sorted(groups.items(), reverse=True)
        )
        plain = dict.fromkeys(name.partition("@")[0] for name in names)
        return [Doubt("rival", ",".join(plain), "which of the rival facts holds", "", values)]

    def _accounts_in_doubt(self) -> list[Doubt]:
        """Accounts that leave something else possible than the stated facts."""
        groups: dict[int, list[str]] = {}
        fields: dict[str, None] = {}
        told = telling(self.case, self.core.accounts)
        asserted = [mask for account, mask in told if account.facts.stated]
        for account, mask in told:
            if not mask or (mask == self.core.stated and len(set(asserted)) == 1):
                continue
            # Where the stated accounts disagree, none of them is the report alone.
            alone = account.facts.told_by or len(set(asserted)) == 1
            words = label(self.program, account) if alone else ONE_READING
            groups.setdefault(mask, []).append(words)
            fields.update(
                dict.fromkeys(key for key in account.facts.overrides if key in self.program.index)
            )
        if not groups:
            return []
        if len(set(asserted)) == 1:
            groups.setdefault(self.core.stated, []).insert(0, STATED)
        values = tuple(
            valued(mask, labels) for mask, labels in sorted(groups.items(), reverse=True) if mask
        )
        return [Doubt("account", ",".join(fields), "whose account holds", "", values)]

    def _rests(self, item: Rest) -> Supposition:
        """Return an answer of the reading, and what the others would make of the verdict."""
        question = self.program.rulebook.questions[item.question]
        (label,), _ = answers(self.program, item.question, [item.answer])
        others = [
            valued(mask, answers(self.program, item.question, [other])[0], [other])
            for other, mask in item.others
        ]
        return Supposition(item.question, question.ask, label, tuple(others))

    def _rank(self, name: str) -> tuple[bool, int, str]:
        fields = list(self.program.taxonomy.fields)
        question = name.startswith("?")
        return question, 0 if question else fields.index(name), name

    def _depends_on(self, doubts: Sequence[Doubt]) -> tuple[str, ...]:
        questions = {doubt.name for doubt in doubts if doubt.kind == "question"}
        names = {name for doubt in doubts for name in doubt.name.split(",") if name}
        return tuple(
            sorted(names, key=lambda name: self._rank(f"?{name}" if name in questions else name))
        )

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
        sides = (
            " or ".join(spoken(self.program, "actor", name) for name in side.split(" or "))
            for side in (actor, target)
        )
        return " against ".join(sides)


def valued(mask: int, labels: Iterable[str], ids: Iterable[str] | None = None) -> DoubtValue:
    """Return values with what they leave possible; ids are the labels if not given."""
    words = tuple(labels)
    keys = words if ids is None else tuple(ids)
    return DoubtValue(words, keys, SETS[mask], no_incident=bool(mask & NOTHING))


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
