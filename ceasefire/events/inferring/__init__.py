"""A mapping drafted for a table that nobody knows: what its columns may be, as guesses."""

from __future__ import annotations

from ceasefire.events.inferring.draft import drafted

__all__ = ["drafted"]
