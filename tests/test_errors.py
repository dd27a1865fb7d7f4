from __future__ import annotations

import pickle

import pytest

from ceasefire.errors import (
    CasesError,
    CeasefireError,
    EventError,
    FeedError,
    InputError,
    MissingExtraError,
    Problem,
    RulebookError,
    UsageError,
)

PROBLEMS = (
    Problem("feed.csv", 2, 0, "bad-time", "`when` is no time", "write 2016-05-04"),
    Problem("feed.csv", 7, 0, "unknown-kind", "`boom` is no kind", text="boom"),
)


@pytest.mark.parametrize(
    "error",
    [
        *(kind(PROBLEMS) for kind in (InputError, RulebookError, EventError, FeedError)),
        CasesError(PROBLEMS),
        UsageError("no such reading"),
        MissingExtraError("Dask", "dask"),
    ],
)
def test_an_error_arrives_whole_from_another_process(error: CeasefireError) -> None:
    found = pickle.loads(pickle.dumps(error))  # noqa: S301  (our own)
    assert type(found) is type(error)
    assert str(found) == str(error)
    assert getattr(found, "problems", ()) == getattr(error, "problems", ())
