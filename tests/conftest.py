"""What all tests share: how hard properties are tried, and where real data lies."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, Phase, is_hypothesis_test, settings

if TYPE_CHECKING:
    from collections.abc import Generator

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


UNMEASURED: Final = tuple(ROOT / "tests" / name for name in ("docs", "laws", "rules", "seeds"))
"""The folders of tests that try pages, laws, rulebooks and feeds rather than a module."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pause the measuring of coverage for tests that run the same lines as others.

    To measure properties, slow tests, pages and rulebooks would treble the time they take,
    and tell nothing that the exact tests of the same code do not; and what is covered must
    not hang on data that the project does not carry.
    """
    for item in items:
        if isinstance(item, pytest.Function) and (
            is_hypothesis_test(item.obj)
            or item.get_closest_marker("slow")
            or "shared_data" in item.fixturenames
            or any(item.path.is_relative_to(folder) for folder in UNMEASURED)
        ):
            item.add_marker(pytest.mark.no_cover)
    # Modules load where they are first used, and what loads during a pause is not measured.
    items.sort(key=lambda item: item.get_closest_marker("no_cover") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    """Pause it while such a test is set up, too: pytest-cov does so while it is called."""
    measuring = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if measuring is None or item.get_closest_marker("no_cover") is None:
        return (yield)
    measuring.pause()
    try:
        return (yield)
    finally:
        measuring.resume()


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
