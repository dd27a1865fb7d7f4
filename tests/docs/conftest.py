"""Pages are tried as readers would, and what they run is not measured.

They run much of everything, which would treble the time they take, and the exact tests of
each command hold more of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

DOCS: Final = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; those of all others are among the items, too."""
    for item in items:
        if item.path.is_relative_to(DOCS):
            item.add_marker(pytest.mark.no_cover)
