from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["FORM", "decide", "ends", "kinds", "lay", "locate", "put"]

Bits: TypeAlias = NDArray[np.uint64]
Codes: TypeAlias = NDArray[np.int32]
Bytes: TypeAlias = NDArray[np.uint8]
Columns: TypeAlias = tuple[tuple[Codes, int], ...]
Field: TypeAlias = tuple[Columns, Bits, Bits, Bits, Codes, Codes, Bits, Bytes]

FORM: int

def decide(
    fields: tuple[Field, ...],
    memos: tuple[Bits, ...],
    spans: Codes,
    whole: Bits,
    verdicts: Bytes,
    unknown: Bits,
    /,
) -> int: ...
def put(entries: Bits, width: int, words: Bits, values: Bytes, /) -> int: ...
def locate(
    instants: NDArray[np.int64],
    edges: NDArray[np.int64],
    pieces: Codes,
    shift: int,
    low: int,
    high: int,
    found: Codes,
    /,
) -> int: ...
def kinds(
    fields: tuple[tuple[Codes, Bits, Bytes], ...],
    width: int,
    slots: Bits,
    keys: Bits,
    count: int,
    numbers: Codes,
    firsts: Codes,
    /,
) -> tuple[int, int]: ...
def ends(codes: Codes, lengths: Codes, ends: Codes, /) -> int: ...
def lay(
    codes: Codes,
    starts: NDArray[np.int64],
    items: Bytes | Codes,
    ends: Codes,
    found: Bytes | Codes,
    size: int,
    /,
) -> None: ...
