"""Tables of counts in lines of a bounded length: heads in two lines, long labels in their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["GAP", "clipped", "fitted"]

GAP: Final = "  "

WIDTH: Final = 120
"""How long a line may be."""

LABEL: Final = 40
"""So much room labels have at least, though a line be longer."""

ELLIPSIS: Final = "…"


def fitted(lines: Sequence[Sequence[str]], numeric: Collection[int]) -> list[list[str]]:
    """Return the lines of a table, its head first, so that they are short enough.

    The first column has labels, and ``numeric`` ones have counts; a head that is broken
    makes two lines. A label that leaves no room for its counts is a line of its own, the
    only cell of it, above them: names stay whole, so that no two look alike.
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
    return [*heads, *(line for row in rows for line in parted(row, space))]


def parted(row: list[str], space: int) -> Iterator[list[str]]:
    """Yield the lines of a row: two where its label takes more space than there is."""
    from rich.cells import cell_len  # noqa: PLC0415  (loaded when wanted)

    label, *counts = row
    if cell_len(label) <= space:
        yield row
    else:
        yield [clipped(label)]
        yield ["", *counts]


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


def clipped(label: str, width: int = WIDTH) -> str:
    """Return a label without its end if it is longer than any name."""
    from rich.cells import cell_len  # noqa: PLC0415  (loaded when wanted)

    if cell_len(label) <= width:
        return label
    while cell_len(label) >= width:
        label = label[:-1]
    return label.rstrip() + ELLIPSIS
