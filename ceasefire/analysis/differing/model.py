"""What a comparison of two rulebooks finds, as records."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceasefire.analysis.differing.told import Told
    from ceasefire.rulebook.model import Span

__all__ = ["Change", "Difference", "Edit", "Side"]


@dataclass(frozen=True, slots=True)
class Change:
    """An event of which the two rulebooks tell different things.

    ``cause`` says what it shows: a provision (``side`` tells whose), or a name, a presumption
    and the like where the difference goes away once that alone is undone; else ``other``.
    ``behind`` names the clauses that changed and make the difference, or the header of an
    instrument with the key. ``event`` is in the native format, ``answers`` are the answers to
    questions that it takes, where these are open.
    """

    event: Mapping[str, Any]
    old: Told
    new: Told
    cause: str
    subject: str = ""
    side: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    behind: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The two verdicts, such as ``covered -> violating``."""
        return f"{self.old.verdict} -> {self.new.verdict}"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "kind": self.kind,
            "cause": self.cause,
            "subject": self.subject,
            "side": self.side,
            "behind": list(self.behind),
            "event": dict(self.event),
            "answers": dict(self.answers),
            "old": self.old.to_dict(),
            "new": self.new.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Edit:
    """A part of the rulebooks that is not the same in both.

    ``part`` is what it is (``provision``, ``party``, …), ``id`` its name, ``what`` is
    ``added``, ``removed``, ``changed`` or ``reworded``; ``aspects`` tell what of it. ``old``
    and ``new`` are where it stands.
    """

    part: str
    id: str
    what: str
    aspects: tuple[str, ...] = ()
    old: Span | None = None
    new: Span | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "aspects": list(self.aspects)}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two rulebooks, and how it was read."""

    rulebook: str
    digest: str
    reading: str
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in meaning between an old and a new rulebook.

    ``changes`` has an event for each way in which verdicts changed, ``edits`` the parts of
    the rulebooks that are not the same, ``apart`` what differs and is no matter of the
    verdict on an event, such as its severity, or a reading that only one has. ``unsettled``
    says what was not worked out.
    """

    old: Side
    new: Side
    changes: tuple[Change, ...] = ()
    edits: tuple[Edit, ...] = ()
    apart: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()

    @property
    def equal(self) -> bool | None:
        """Whether verdicts are the same for every event; ``None`` where it was not worked out."""
        if self.changes:
            return False
        return None if self.unsettled else True

    @property
    def same(self) -> bool:
        """Whether it is proved that nothing changed in meaning."""
        return not (self.changes or self.apart or self.unsettled)

    @property
    def kinds(self) -> dict[str, list[Change]]:
        """The changes by kind."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.kind, []).append(change)
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "old": asdict(self.old),
            "new": asdict(self.new),
            "equal": self.equal,
            "same": self.same,
            "changes": [change.to_dict() for change in self.changes],
            "edits": [edit.to_dict() for edit in self.edits],
            "apart": list(self.apart),
            "unsettled": list(self.unsettled),
        }
