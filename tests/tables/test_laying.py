"""Columns of few values are laid out for many rows as Arrow's `take` does it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from ceasefire.engines.columnar.loops import compiled
from ceasefire.events import arrays
from ceasefire.tables import laying
from ceasefire.tables.laying import Laid

LOOP: Any = compiled()
needed = pytest.mark.skipif(LOOP is None, reason="the package was built without a C compiler")

VALUES = [
    arrays.texts(["violating", "covered", "excluded", "undetermined"]),
    arrays.texts(["", None, "é", "x" * 17, "y" * 400]),
    arrays.texts(["a", "b", "", "c"])[1:],
    arrays.lists([["covered"], ["covered", "violating"], [], None, ["é" * 12, ""]]),
    arrays.lists([["left out"], ["covered", "excluded"], ["violating"]])[1:],
    pa.array([["a", None], ["b"]]),
    arrays.flags([True, False]),
]


@pytest.mark.parametrize("values", VALUES, ids=lambda values: str(values.type))
@pytest.mark.parametrize("rows", [0, 1, 2, 3, 70])
@pytest.mark.parametrize("share", [0.0, 0.2, 1.0])
def test_what_is_laid_out_is_what_arrow_takes(
    monkeypatch: pytest.MonkeyPatch,
    values: Any,  # noqa: ANN401  (of Arrow, which ships no types)
    rows: int,
    share: float,
) -> None:
    monkeypatch.setattr(laying, "MANY", 0)
    chance = np.random.default_rng(rows)
    codes = chance.integers(0, len(values), rows).astype(np.int32)
    absent = chance.random(rows) < share if share else None
    found = Laid(values).take(codes, absent)
    found.validate(full=True)
    assert found.type == values.type
    assert found.equals(values.take(arrays.numbers(codes, absent)))


@needed
def test_what_is_too_long_for_arrow_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Short:
        @staticmethod
        def ends(*_: object) -> int:
            return -1

    monkeypatch.setattr(laying, "MANY", 0)
    monkeypatch.setattr(laying, "compiled", Short)
    for values in VALUES:
        assert (
            Laid(values)
            .take(np.zeros(2, np.int32), None)
            .equals(values.take(arrays.numbers(np.zeros(2, np.int32))))
        )
    lengths, ends = np.array([1 << 30, 5], np.int32), np.empty(4, np.int32)
    assert LOOP.ends(np.array([0, 1, 0], np.int32), lengths, ends) == -1
    assert LOOP.ends(np.array([0, 1, 1], np.int32), lengths, ends) == (1 << 30) + 10


def given(**changes: object) -> list[Any]:
    """Return what is laid out, with some changes: `b` and `cd`, each once."""
    held: dict[str, object] = {
        "codes": np.array([1, 2], np.int32),
        "starts": np.array([0, 1, 2, 4], np.int64),
        "parts": np.frombuffer(b"abcd", np.uint8),
        "ends": np.array([0, 1, 3], np.int32),
        "found": np.zeros(3, np.uint8),
        "each": 1,
    }
    assert changes.keys() <= held.keys()
    return list((held | changes).values())


@needed
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"codes": np.array([1, 3], np.int32)}, IndexError),
        ({"codes": np.array([1, -1], np.int32)}, IndexError),
        ({"codes": np.array([1], np.int32)}, ValueError),
        ({"starts": np.array([0, 1, 2, 5], np.int64)}, IndexError),
        ({"starts": np.array([0, -1, 2, 4], np.int64)}, IndexError),
        ({"starts": np.array([0, 3, 2, 4], np.int64)}, IndexError),
        ({"starts": np.array([], np.int64)}, IndexError),
        ({"starts": np.array([0, 1, 2, 4], np.int32)}, ValueError),
        ({"ends": np.array([0, 1, 4], np.int32)}, IndexError),
        ({"ends": np.array([-1, 0, 2], np.int32)}, IndexError),
        ({"ends": np.array([0, 2, 3], np.int32)}, IndexError),
        ({"found": np.zeros(2, np.uint8)}, IndexError),
        ({"found": b"abc"}, BufferError),
        ({"each": 2}, ValueError),
        ({"each": 4}, ValueError),
    ],
)
def test_what_does_not_fit_together_is_refused(
    changes: dict[str, object], error: type[Exception]
) -> None:
    right = given()
    LOOP.lay(*right)
    assert right[4].tobytes() == b"bcd"
    with pytest.raises(error):
        LOOP.lay(*given(**changes))


@needed
@pytest.mark.parametrize("code", [-1, 2])
def test_an_item_that_is_not_there_is_refused(code: int) -> None:
    ends = np.empty(2, np.int32)
    with pytest.raises(IndexError):
        LOOP.ends(np.array([code], np.int32), np.array([1, 1], np.int32), ends)
    with pytest.raises(IndexError):
        LOOP.ends(np.array([0], np.int32), np.array([-1], np.int32), ends)
    with pytest.raises(ValueError, match="numbers"):
        LOOP.ends(np.array([0, 1], np.int32), np.array([1, 1], np.int32), ends)
