"""The table of docs/ged.md is what the data give."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

DOCS = Path(__file__).parents[2] / "docs"


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_ged", DOCS / "generate_ged.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_the_table_of_the_truce_is_what_the_data_give(shared_data: Path) -> None:
    page = (DOCS / "ged.md").read_text(encoding="utf-8")

    assert generator().refreshed(page, shared_data) == page
    assert "1,381 rows" in page
