"""What to find out first: the facts that, once established, settle most findings.

>>> found = settle(ceasefire.load("syria-2016"), "seeds/article.jsonl")
>>> found.lines[0].title, found.lines[0].settles
"""

from ceasefire.analysis.settling.inquiry import Case, Fact, Inquiry, Line, PairOfLines, Together
from ceasefire.analysis.settling.settle import settle

__all__ = ["Case", "Fact", "Inquiry", "Line", "PairOfLines", "Together", "settle"]
