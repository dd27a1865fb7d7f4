"""Findings that the rule file accepts, and acceptances of what is not found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ceasefire.analysis.checks.lint import NOT_WORKED_OUT, Lint
from ceasefire.terms.likeness import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.rulebook.model import Rulebook

__all__ = ["STALE", "accepting"]

STALE = "stale-acceptance"


def accepting(book: Rulebook, lints: Iterable[Lint]) -> list[Lint]:
    """Return the findings, each with the reason for which it is accepted, if it is.

    An acceptance of what is not found is a finding of its own, which none can accept.
    """
    reasons = {(item.code, item.at): item.reason for item in reversed(book.accepted)}
    found = [replace(each, accepted=reasons.get((each.code, each.at), "")) for each in lints]
    there = {(each.code, each.at) for each in found}
    unknown = {each.at for each in found if each.code == NOT_WORKED_OUT}
    for item in book.accepted:
        if (item.code, item.at) in there or item.at in unknown:
            continue
        near = [each.at for each in found if each.code == item.code and not each.accepted]
        hint = did_you_mean(item.at, near) or "remove it, once it is clear why it is not found"
        message = f"`{item.code}` is accepted at `{item.at}`, and not found there"
        found.append(Lint(STALE, f"accept.{item.code}.{item.at}", item.span, message, hint))
    return found
