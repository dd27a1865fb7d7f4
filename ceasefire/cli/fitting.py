"""Tables of counts in lines of a bounded length: heads in two lines, and labels shortened."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["GAP", "fitted", "shortened"]

GAP: Final = "  "

WIDTH: Final = 120
"""How long a line may be."""

LABEL: Final = 40
"""A label is never shortened below this, though a line be longer."""

ELLIPSIS: Final = "…"


def fitted(lines: Sequence[Sequence[str]], numeric: Collection[int]) -> list[list[str]]:
    """Return the lines of a table, its head first, so that they are short enough.

    The first column has labels, and ``numeric`` ones have counts; a head that is broken
    makes two lines.
    """
    head, *rows = map(list, lines)
    if room(lines) >= widest(lines, 0):
        return [head, *rows]
    upper, lower = [""] * len(head), head
    for index in numeric:
        counts = max((len(row[index]) for row in rows), default=0)
        upper[index], lower[index] = broken(head[index], counts)
    heads = [upper, lower] if any(upper) else [lower]
    space = max(room([*heads, *rows]), LABEL, widest(heads, 0))
    labels = shortened([row[0] for row in rows], space)
    return [*heads, *([label, *row[1:]] for label, row in zip(labels, rows, strict=True))]


def widest(lines: Sequence[Sequence[str]], index: int) -> int:
    """Return how many columns of a screen a column of a table takes."""
    from rich.cells import cell_len  # noqa: PLC0415  (loaded when wanted)

    return max(cell_len(line[index]) for line in lines)


def room(lines: Sequence[Sequence[str]]) -> int:
    """Return what the other columns leave to the first."""
    return WIDTH - sum(len(GAP) + widest(lines, index) for index in range(1, len(lines[0])))


def broken(head: str, counts: int) -> tuple[str, str]:
    """Return a head in two lines, of which the upper may be empty.

    It is broken where that makes it narrowest, unless the counts below are as wide.
    """
    words = head.split()
    pairs = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(len(words))]
    return min(
        pairs, key=lambda pair: (max(counts, *map(len, pair)), len(pair[0])), default=("", "")
    )


def shortened(labels: Sequence[str], width: int) -> list[str]:
    """Return labels that take at most so many columns of a screen, the longer with an ellipsis.

    Those that would look alike lose their middle and not their end.
    """
    cut = [clipped(label, width) for label in labels]
    alike = Counter(cut)
    return [
        short if short == label or alike[short] == 1 else middle(label, width)
        for label, short in zip(labels, cut, strict=True)
    ]


def clipped(label: str, width: int) -> str:
    """Return a label without its end if it is too long."""
    from rich.cells import cell_len  # noqa: PLC0415  (loaded when wanted)

    if cell_len(label) <= width:
        return label
    while cell_len(label) >= width:
        label = label[:-1]
    return label.rstrip() + ELLIPSIS


def middle(label: str, width: int) -> str:
    """Return a label without its middle."""
    last = clipped(label[::-1], (width + 1) // 2).removesuffix(ELLIPSIS)[::-1]
    return clipped(label, width // 2 + 1).removesuffix(ELLIPSIS).rstrip() + ELLIPSIS + last
