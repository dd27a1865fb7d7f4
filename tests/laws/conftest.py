"""Laws are tried, and what they run is not measured.

They try many rulebooks and events each; measuring what they run would treble the time
they take, and tell nothing that the exact tests do not.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

LAWS: Final = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; those of all others are among the items, too."""
    for item in items:
        if item.path.is_relative_to(LAWS):
            item.add_marker(pytest.mark.no_cover)
