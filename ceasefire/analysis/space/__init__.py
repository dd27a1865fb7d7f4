"""Every world of a rulebook, and a search among them whose answers are events.

>>> space = Space(book.program)
>>> found = space.find(space.verdicts.violating)
>>> found.event("witness")
"""

from ceasefire.analysis.space.search import STEPS, Spent
from ceasefire.analysis.space.space import Found, Space
from ceasefire.analysis.space.verdicts import Verdicts

__all__ = ["STEPS", "Found", "Space", "Spent", "Verdicts"]
