"""Laws of a rulebook: what its author holds to be so of every event, to be proved or refuted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from ceasefire.rulebook.model import Span

if TYPE_CHECKING:
    from ceasefire.rulebook.logic import Condition
    from ceasefire.rulebook.model import Citation

__all__ = ["CLAIMS", "Claim", "Law"]

Claim = Literal["never", "always", "changes_nothing", "disjoint"]

CLAIMS: Final[tuple[Claim, ...]] = ("never", "always", "changes_nothing", "disjoint")
"""The ways in which a law says what is so, each a key of its own in a rule file."""


@dataclass(frozen=True, slots=True)
class Law:
    """A claim about every event whose acts all meet ``condition``.

    ``of`` are verdicts, for ``never`` and ``always``, or else instruments. ``readings`` are
    those under which it is claimed, all of them where none is named. ``statement`` is the law
    in words: as written, or made of its parts.
    """

    id: str
    claim: Claim
    of: tuple[str, ...]
    condition: Condition
    statement: str
    readings: tuple[str, ...] = ()
    title: str = ""
    because: str = ""
    cite: tuple[Citation, ...] = ()
    span: Span = field(default_factory=Span)
