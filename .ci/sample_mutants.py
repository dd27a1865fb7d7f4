"""A filter for mutation sessions: keeps a random sample, the same one each time.

A full session takes an hour or more; a few hundred mutants tell the rate closely
enough, and which ones they are does not depend on the machine.
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING, Any

from cosmic_ray.tools.filters.filter_app import FilterApp
from cosmic_ray.work_item import WorkerOutcome, WorkResult

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from cosmic_ray.work_db import WorkDB

__all__ = ["SampleMutants"]

SEED = 2016


def _place(item: Any) -> tuple[Any, ...]:  # noqa: ANN401  (cosmic-ray ships no types)
    """Return what orders mutants the same way everywhere: job ids are drawn anew."""
    mutation = item.mutations[0]
    return (
        mutation.module_path.as_posix(),
        mutation.start_pos,
        mutation.operator_name,
        mutation.occurrence,
    )


class SampleMutants(FilterApp):  # type: ignore[misc]
    """Marks all but some of the mutants of a session as skipped."""

    def description(self) -> str:
        """Return what the filter does, for its help."""
        return __doc__ or ""

    def add_args(self, parser: ArgumentParser) -> None:
        """Ask for the size of the sample."""
        parser.add_argument("size", type=int)

    def filter(self, work_db: WorkDB, args: Namespace) -> None:
        """Mark the work items of a session."""
        items = sorted(work_db.pending_work_items, key=_place)
        # Not cryptography: what matters is that the sample is the same next time.
        chosen = random.Random(SEED).sample(items, min(args.size, len(items)))  # noqa: S311
        kept = {item.job_id for item in chosen}
        for item in items:
            if item.job_id not in kept:
                result = WorkResult(output="not sampled", worker_outcome=WorkerOutcome.SKIPPED)
                work_db.set_result(item.job_id, result)


if __name__ == "__main__":
    sys.exit(SampleMutants().main())
