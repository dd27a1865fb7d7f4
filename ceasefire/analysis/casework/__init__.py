"""What is asked of the events of a feed again and again, under other answers and accounts."""

from ceasefire.analysis.casework.docket import Docket, Entry, docket
from ceasefire.analysis.casework.origin import Origin
from ceasefire.analysis.casework.weighing import Outcome, Sort, Stance, Weigher

__all__ = ["Docket", "Entry", "Origin", "Outcome", "Sort", "Stance", "Weigher", "docket"]
