"""What all tests share: how hard properties are tried, and where real data lies."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, is_hypothesis_test, settings

__all__ = ["shared_data"]

ROOT: Final = Path(__file__).parents[1]

# The same examples each time, so that a red run is never the luck of the draw; how
# long one example takes says more about a busy machine than about the code.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "long",
    deadline=None,
    max_examples=3000,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "mutation",
    settings.get_profile("ci"),
    # That some example fails is all that matters; which is the smallest does not.
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile(os.environ.get("CEASEFIRE_HYPOTHESIS") or "ci")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure nothing of what properties, slow tests and tests of real data run.

    To measure that would treble the time they take, and tell nothing that the exact tests
    of the same code do not: properties run the same lines again and again, slow tests on
    much data, and what is covered must not hang on data that the project does not carry.
    """
    for item in items:
        if isinstance(item, pytest.Function) and (
            is_hypothesis_test(item.obj)
            or item.get_closest_marker("slow")
            or "shared_data" in item.fixturenames
        ):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of published data that the project does not carry, or skip.

    A folder that was named but does not exist is an error: to skip then would hide
    that nothing was checked.
    """
    named = os.environ.get("CEASEFIRE_DATA")
    if named:
        folder = Path(named)
        if not folder.is_dir():
            pytest.fail(f"CEASEFIRE_DATA names no folder: {folder}")
        return folder
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no published data: set CEASEFIRE_DATA to the folder that holds it")
    return folder
