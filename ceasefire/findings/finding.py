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
    """What a reading of the rulebook implies for a reported event."""

    EXCLUDED = "excluded"
    COVERED = "covered"
    VIOLATING = "violating"
    UNDETERMINED = "undetermined"


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
    said_by: str
    basis: str
    stated: bool
    incident: bool
    overrides: tuple[str, ...]
    possible: frozenset[Verdict]
    no_incident: bool = False


@dataclass(frozen=True, slots=True)
class Participant:
    """The verdict of one part, actor and target of an act of several.

    ``actor`` and ``target`` are as reported, ``label`` has their names.
    """

    part: int
    actor: str
    target: str
    possible: frozenset[Verdict]
    label: str = ""


@dataclass(frozen=True, slots=True)
class ProvisionReason:
    """Whether a provision matches: ``yes``, ``no`` or ``open``; what lifts it."""

    id: str
    title: str
    effect: str
    matches: str
    lifted: str
    severity: str
    cite: tuple[str, ...]
    origin: str


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
    """Which rulebook, reading and version gave a finding.

    ``later`` counts the instruments left aside because they were announced after
    the date ``as_of``.
    """

    rulebook: str
    digest: str
    reading: str
    as_of: str
    version: str
    later: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """The result for one event under one reading of one rulebook.

    ``verdict`` is that of the stated facts, or ``undetermined``; ``possible`` is
    exactly the set of verdicts over the stated facts and all rival accounts;
    ``settled`` says that it has one member, and ``stated`` has the verdicts of the stated
    facts alone. ``no_incident`` says that by some account
    there may have been no incident, which is no verdict. ``instrument``, ``provision``
    and ``ground`` are what decides in every world of the stated facts whose verdict is
    the gravest that they allow; where it is one thing in some of these worlds and
    another in others, they are joined by ``|`` (``a|b``: one or the other), and
    ``deciders`` says which provision is whose. ``depends_on`` names the doubts that
    decide, ``rests_on`` the answers of the reading that do; ``taken`` those whose account
    stands in place of the report, as it supersedes it or the reading credits them. A
    finding states what a reading of a text implies for a reported event; it is no legal
    finding.
    """

    event: str
    verdict: Verdict
    possible: frozenset[Verdict]
    settled: bool
    instrument: str = ""
    provision: str = ""
    ground: tuple[str, ...] = ()
    severity: str = ""
    deciders: tuple[Decider, ...] = ()
    depends_on: tuple[str, ...] = ()
    because: str = ""
    notes: tuple[str, ...] = ()
    possible_any_reading: frozenset[Verdict] | None = None
    no_incident: bool = False
    doubts: tuple[Doubt, ...] = ()
    rests_on: tuple[Supposition, ...] = ()
    taken: tuple[str, ...] = ()
    accounts: tuple[AccountFinding, ...] = ()
    participants: tuple[Participant, ...] = ()
    provenance: Provenance | None = None
    stated: frozenset[Verdict] = frozenset()
    detail: Callable[[], tuple[InstrumentReason, ...]] = field(
        default=tuple, repr=False, compare=False
    )

    @property
    def reasons(self) -> tuple[InstrumentReason, ...]:
        """What each instrument that matters says, and why; worked out when asked."""
        return self.detail()

    def explain(self) -> str:
        """Return the finding in plain English."""
        from ceasefire.findings.explain import explain  # noqa: PLC0415  (words load only when wanted)

        return explain(self)

    def row(self) -> dict[str, Any]:
        """Return the output columns, sets as lists."""
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
        """Return everything as plain data, reasons included."""
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
