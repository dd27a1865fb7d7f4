"""Every code that a problem of a file of cases can bear beyond those of rule files.

Codes are stable: programs and editors may rely on them. A test holds this list against
what reading reports, with an example of each.
"""

from __future__ import annotations

from typing import Final

__all__ = ["CODES"]

CODES: Final[dict[str, str]] = {
    "missing-cases": "There is no file of cases, or none that can be read.",
    "other-rulebook": "The cases are of another rulebook than the one that is tested.",
    "expects-nothing": "A case, or a variant of one, that expects nothing: it could not fail.",
    "missing-event": "A case without an event: neither `event`, `from` nor `events`.",
    "two-events": "A case that says in two ways what happened.",
    "unknown-event": "An event that neither the file nor its feeds have.",
    "duplicate-case": "Two cases, or two variants of a case, of one name.",
    "wrong-expectation": "Something is expected that such a case does not tell of: alerts of a"
    " single event, or a finding of several.",
    "unknown-expectation": "A name is expected that no finding or alert of this rulebook bears.",
    "missing-feed": "A feed that is named cannot be found, or is no plain file beside the cases.",
    "unknown-mutant": "A change is accepted that is none of those that are tried.",
    "missing-reason": "A change is accepted without a reason.",
}
"""What each code means, in a sentence or two."""
