"""Acceptances of a rule file: findings of a check that are meant, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.rulebook.model import Acceptance

if TYPE_CHECKING:
    from ceasefire.rulebook.context import Context
    from ceasefire.rulebook.documents import Step

__all__ = ["acceptances"]


def acceptances(ctx: Context) -> tuple[Acceptance, ...]:
    """Return the acceptances, one for each part that one of them names."""
    found = []
    for index, doc in enumerate(ctx.doc.accept):
        path: Step = ("accept", index)
        if not doc.reason.strip() and ctx.report.whole(path):
            message = "what is accepted needs a reason"
            hint = "say why it is as it should be"
            ctx.report.add((*path, "reason"), "missing-key", message, hint=hint)
        if not doc.at and ctx.report.whole(path):
            hint = "name what it was found at, as `ceasefire check --all` shows it"
            ctx.report.add((*path, "at"), "empty-list", "no part is named", hint=hint)
        found += [
            Acceptance(doc.code, at, doc.reason, ctx.report.document.span((*path, "at"), text=at))
            for at in doc.at
        ]
    return tuple(found)
