"""Readings of a rulebook side by side: where they differ, and on what that turns.

>>> found = compare(ceasefire.load("syria-2016"), "seeds/article.jsonl")
>>> found.disputes[0].turns
"""

from ceasefire.analysis.comparing.compare import Comparison, Dispute, Pair, Row, comparable, compare
from ceasefire.analysis.comparing.turning import Change, Turn

__all__ = ["Change", "Comparison", "Dispute", "Pair", "Row", "Turn", "comparable", "compare"]
