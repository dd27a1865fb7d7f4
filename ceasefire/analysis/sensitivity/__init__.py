"""How far counts hang on each open point of a text, and on whose accounts are counted.

>>> found = sensitivity(ceasefire.load("syria-2016"), "seeds/article.jsonl")
>>> found.factors[0].title, found.factors[0].swing
"""

from ceasefire.analysis.sensitivity.figures import Factor, Sensitivity, Setting
from ceasefire.analysis.sensitivity.measure import sensitivity

__all__ = ["Factor", "Sensitivity", "Setting", "sensitivity"]
