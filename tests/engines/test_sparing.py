"""Rows of few combinations of cells are told from those of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ceasefire.engines.columnar import sparing
from ceasefire.engines.columnar.sparing import Sparing

if TYPE_CHECKING:
    import pytest


def spares(sparing: Sparing, *rows: tuple[int, int]) -> bool:
    """Return whether some rows of two fields are to be decided one by one."""
    columns = np.array(rows, np.int32).T
    return sparing.spares({"kind": columns[0], "actor": columns[1]}, len(rows))


def test_what_is_different_counts_once() -> None:
    found = Sparing(2)
    assert spares(found, (1, 1), (1, 1), (1, 2), (1, 1))
    assert spares(found, (1, 2), (1, 1))


def test_once_there_are_too_many_only_those_that_were_met_are_spared() -> None:
    found = Sparing(2)
    assert not spares(found, (1, 1), (1, 2), (1, 3))
    assert spares(found, (1, 1), (1, 2))
    assert not spares(found, (1, 1), (2, 1))
    assert spares(found, (1, 1))


def test_none_are_spared_where_none_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not spares(Sparing(0), (1, 1))
    monkeypatch.setattr(sparing, "MOST_ROWS", 1)
    assert not spares(Sparing(2), (1, 1), (1, 1))
