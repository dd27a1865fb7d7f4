"""Every set of a bundle, one by one."""

from __future__ import annotations

from functools import reduce
from itertools import compress, product
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.program.bundles import Signature

__all__ = ["sets_of"]


def sets_of(signature: Signature) -> Iterator[int]:
    """Yield the signature of every set of a bundle, or the one of a cell."""
    if isinstance(signature, int):
        yield signature
        return
    for chosen in product(*signature.choices):
        for some in product((False, True), repeat=len(signature.rest)):
            taken = [*compress(signature.rest, some)]
            passed = reduce(or_, taken, 0)
            if len(taken) >= signature.least and not signature.needs & ~passed:
                yield reduce(or_, chosen, signature.base | passed)
