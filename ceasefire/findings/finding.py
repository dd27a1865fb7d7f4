"""The result for an event."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "AccountFinding",
    "Decider",
    "Doubt",
    "DoubtValue",
    "Finding",
    "InstrumentReason",
    "Participant",
    "Provenance",
    "ProvisionReason",
    "Supposition",
    "Verdict",
    "ordered",
]


class Verdict(StrEnum):
    """What a reading of the rulebook implies for a reported event.

    Each is a text, so that ``finding.verdict == "violating"`` works. None is a legal finding.
    """

    EXCLUDED = "excluded"
    """No instrument reaches the event, or each that does leaves it out; not that it is lawful."""
    COVERED = "covered"
    """Some instrument reaches it without leaving it out, and it breaches none."""
    VIOLATING = "violating"
    """It breaches some provision of an instrument that reaches it."""
    UNDETERMINED = "undetermined"
    """The stated facts leave open which of these it is, or there is nothing to classify."""


GRAVITY = (Verdict.EXCLUDED, Verdict.COVERED, Verdict.VIOLATING)


def ordered(verdicts: frozenset[Verdict]) -> list[str]:
    """Return verdicts as plain text, from the mildest to the gravest."""
    return [str(verdict) for verdict in GRAVITY if verdict in verdicts]


@dataclass(frozen=True, slots=True)
class DoubtValue:
    """Values of a doubt, in words and as ids, and what would then be possible.

    ``no_incident`` says that it would then be possible that there was no incident.
    """

    labels: tuple[str, ...]
    values: tuple[str, ...]
    possible: frozenset[Verdict]
    no_incident: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something not known that decides: a field, a question, or whose account holds.

    ``kind`` is ``field``, ``question``, ``account`` or ``rival`` (facts that only
    hold together, such as one coalition or another); ``name`` the field or question
    (for accounts and rivals, the fields that differ); ``owner`` the participant
    or part that a field belongs to, where there are several. ``values`` is empty
    where it was too much to work out what each leaves possible, and ``sure`` is false
    where it was too much to work out whether the doubt decides at all.
    """

    kind: str
    name: str
    label: str
    """The name in words."""
    owner: str
    values: tuple[DoubtValue, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Supposition:
    """An answer of the reading that the verdict rests on.

    ``label`` is the answer with those who hold it. ``others`` has the other answers to
    the question, each with the verdicts that the stated facts would have under it, all
    else as the reading has it.
    """

    question: str
    ask: str
    answer: str
    label: str
    others: tuple[DoubtValue, ...]


@dataclass(frozen=True, slots=True)
class Decider:
    """An instrument that decides, with its provision and the severity of that, if any."""

    instrument: str
    provision: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class AccountFinding:
    """What one account of the event leaves possible.

    ``incident`` is false where it tells of none; ``no_incident`` is true where it
    leaves that open, too.
    """

    label: str
    """Whose account it is and what it says, in words."""
    said_by: str
    """Who gave it, as the feed has it; nothing for the report, or where it is not said."""
    basis: str
    """How firmly it is said, as the feed has it."""
    stated: bool
    """Whether it is one of the stated facts rather than a rival to them."""
    incident: bool
    overrides: tuple[str, ...]
    """The fields that it states otherwise than the report."""
    possible: frozenset[Verdict]
    no_incident: bool = False


@dataclass(frozen=True, slots=True)
class Participant:
    """The verdict of one part, actor and target of an act of several.

    ``part`` counts from 1, and is 0 for an event without parts. ``actor`` and ``target`` are
    as reported, ``label`` has their names.
    """

    part: int
    actor: str
    target: str
    possible: frozenset[Verdict]
    label: str = ""


@dataclass(frozen=True, slots=True)
class ProvisionReason:
    """Whether a provision matches the stated facts, and whether something lifts it."""

    id: str
    title: str
    effect: str
    """``exclude``, ``prohibit`` or ``permit``."""
    matches: str
    """``yes`` in all worlds, ``open`` in some of them; ``some`` where it matches some participants
    or parts and not others. One that matches in no world is left out."""
    lifted: str
    """Of a prohibition: whether a permit lifts it, in the same words; else nothing."""
    severity: str
    cite: tuple[str, ...]
    """What it cites, in words."""
    origin: str
    """The id of the instrument that first states it."""


@dataclass(frozen=True, slots=True)
class InstrumentReason:
    """What one instrument says, on which grounds, by which provisions.

    ``grounds`` hold in every world of the stated facts, ``perhaps`` in some of them;
    ``partly`` has those that hold of some participants or parts and not of others.
    """

    id: str
    title: str
    possible: frozenset[Verdict]
    grounds: tuple[str, ...]
    perhaps: tuple[str, ...]
    provisions: tuple[ProvisionReason, ...]
    cite: tuple[str, ...]
    partly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which rulebook, reading and version gave a finding."""

    rulebook: str
    """The rulebook's id."""
    digest: str
    """SHA-256 of the rulebook's canonical content, in hex."""
    reading: str
    """The id of the reading."""
    as_of: str
    """The date or instant up to which all is known, as it was asked for; nothing without."""
    version: str
    """The version of the library."""
    later: int = 0
    """How many instruments are left aside because they were announced after ``as_of``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result for one event under one reading of one rulebook.

    A finding states what a reading of a text implies for a reported event; it is no legal
    finding. What decides is told of the gravest verdict that the stated facts allow, and
    holds in every world of them that has it: ``a|b`` says that in each it is one or the
    other, and not known which.
    """

    event: str
    """The id of the event."""
    verdict: Verdict
    """The verdict of the stated facts if all their worlds agree, else ``undetermined``."""
    possible: frozenset[Verdict]
    """Exactly the verdicts over the stated facts and all rival accounts; empty where there
    is nothing to classify."""
    settled: bool
    """Whether ``possible`` has one member."""
    instrument: str = ""
    """The id of the instrument that decides, or nothing."""
    provision: str = ""
    """The id of the provision that decides, or nothing."""
    ground: tuple[str, ...] = ()
    """Why: for ``excluded`` those of ``time``, ``place``, ``actor`` and ``question`` that
    hold, a provision, or ``no-instrument`` where none had been announced; for ``violating`` a
    provision; for ``covered`` ``permitted``, ``compliant`` or ``unregulated``; and where there
    is nothing to classify ``no-incident``, ``contradiction`` or ``not-yet-known``."""
    severity: str = ""
    """The severity of the provision: ``minor``, ``serious``, ``grave``, or nothing."""
    deciders: tuple[Decider, ...] = ()
    """The same as pairs, which say which provision is of which instrument."""
    depends_on: tuple[str, ...] = ()
    """The names of the doubts that decide: fields, and questions of the rulebook."""
    because: str = ""
    """What decides and what that depends on, in one line of words."""
    notes: tuple[str, ...] = ()
    """What else a reader should know: names that no party has, contradictions, and the note
    that humanitarian law applies regardless."""
    possible_any_reading: frozenset[Verdict] | None = None
    """What is possible with every question open, where that was asked for."""
    no_incident: bool = False
    """Whether by some account there may have been no incident, which is no verdict."""
    doubts: tuple[Doubt, ...] = ()
    """The doubts that decide, each with what its values leave possible."""
    rests_on: tuple[Supposition, ...] = ()
    """The answers of the reading that decide."""
    taken: tuple[str, ...] = ()
    """Those whose account stands in place of the report, as it supersedes it or the reading
    credits them."""
    accounts: tuple[AccountFinding, ...] = ()
    """What each account leaves possible, that of the report first; none if there is no other."""
    participants: tuple[Participant, ...] = ()
    """What is possible of each part, actor and target; none of an act of one against one."""
    provenance: Provenance | None = None
    """Which rulebook, reading, date and version it is of."""
    stated: frozenset[Verdict] = frozenset()
    """The verdicts of the facts as stated, rival accounts left aside."""
    detail: Callable[[], tuple[InstrumentReason, ...]] = field(
        default=tuple, repr=False, compare=False
    )
    """What works out the ``reasons``."""

    @property
    def reasons(self) -> tuple[InstrumentReason, ...]:
        """What each instrument that matters says, and why; worked out when asked."""
        return self.detail()

    def explain(self) -> str:
        """Return the finding in plain English: several lines, without colours or markup."""
        from ceasefire.findings.explain import explain  # noqa: PLC0415  (words load only when wanted)

        return explain(self)

    def __repr__(self) -> str:
        """Return the event and its verdict, shortly."""
        if not self.possible:
            return f"<Finding of {self.event!r}: nothing to classify>"
        possible = " or ".join([*ordered(self.possible), *["no incident"] * self.no_incident])
        return f"<Finding of {self.event!r}: {self.verdict} (possible: {possible})>"

    def _repr_html_(self) -> str:
        from ceasefire.report.notebook import finding_html  # noqa: PLC0415  (only in notebooks)

        return finding_html(self)

    def row(self) -> dict[str, Any]:
        """Return the columns that are written beside an event, sets as lists of text.

        Sets of verdicts go from the mildest to the gravest.
        """
        anything = self.possible_any_reading
        return {
            "verdict": str(self.verdict),
            "possible": ordered(self.possible),
            "possible_any_reading": None if anything is None else ordered(anything),
            "settled": self.settled,
            "instrument": self.instrument,
            "provision": self.provision,
            "ground": list(self.ground),
            "depends_on": list(self.depends_on),
            "because": self.because,
            "notes": list(self.notes),
        }

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data that JSON can hold, reasons included."""
        return {
            "event": self.event,
            **self.row(),
            "severity": self.severity,
            "no_incident": self.no_incident,
            "taken": list(self.taken),
            "deciders": [asdict(item) for item in self.deciders],
            "doubts": [plain(asdict(item)) for item in self.doubts],
            "rests_on": [plain(asdict(item)) for item in self.rests_on],
            "accounts": [plain(asdict(item)) for item in self.accounts],
            "participants": [plain(asdict(item)) for item in self.participants],
            "reasons": [plain(asdict(item)) for item in self.reasons],
            "provenance": None if self.provenance is None else asdict(self.provenance),
        }


def plain(value: Any) -> Any:  # noqa: ANN401  (data of any shape)
    """Return data with sets of verdicts as ordered lists."""
    if isinstance(value, frozenset):
        return ordered(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value
