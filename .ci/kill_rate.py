"""Prints how many mutants of a session the tests killed; fails below a given share.

Only mutants that were run count. The rate that cosmic-ray prints by itself counts
those that a filter skipped as if they had been killed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome

__all__ = ["main"]


def main() -> int:
    """Print the kill rate of each module and of all; return 1 if it is too low."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("session")
    parser.add_argument("--at-least", type=float, default=90.0, metavar="PERCENT")
    options = parser.parse_args()
    run: Counter[str] = Counter()
    survived: Counter[str] = Counter()
    with use_db(options.session, WorkDB.Mode.open) as session:
        modules = {item.job_id: str(item.mutations[0].module_path) for item in session.work_items}
        unfinished = len(list(session.pending_work_items))
        for job, result in session.results:
            if result.worker_outcome != WorkerOutcome.SKIPPED:
                run[modules[job]] += 1
                survived[modules[job]] += result.test_outcome == TestOutcome.SURVIVED
    for module in sorted(run):
        killed = run[module] - survived[module]
        print(f"{module}: {killed} of {run[module]} killed ({100 * killed / run[module]:.1f} %)")
    if unfinished or not run:
        print(f"{unfinished} mutants were not run")
        return 1
    rate = 100 * (1 - survived.total() / run.total())
    print(f"all: {run.total() - survived.total()} of {run.total()} killed ({rate:.1f} %)")
    return 0 if rate >= options.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
