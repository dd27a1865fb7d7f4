"""Laws proved of every event that any report could tell of, or refuted by one.

>>> for result in prove(book):
...     print(result.id, result.outcome)
"""

from ceasefire.analysis.proving.proof import Example, Outcome, Proof, Result
from ceasefire.analysis.proving.prover import prove

__all__ = ["Example", "Outcome", "Proof", "Result", "prove"]
