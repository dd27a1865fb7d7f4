"""What is odd about a rulebook that loads without problems, shown by events where it can be.

>>> for lint in examine(book):
...     print(lint.code, lint.at, lint.message)
"""

from ceasefire.analysis.checks.examining import examine
from ceasefire.analysis.checks.lint import Lint

__all__ = ["Lint", "examine"]
