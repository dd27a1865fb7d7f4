"""How long ``ceasefire prove`` takes, on the rulebook for Syria and on generated ones.

Run it as ``python benchmarks/proving.py``; ``--provisions 200 2000`` are the sizes of the
generated rulebooks, ``--share 0.1`` how many of their provisions are in other words in the
rulebook that they are compared to, ``--solver sat`` what searches. Times are of the processor.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from random import Random
from time import process_time
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

import yaml
from making.rulebooks import rulebook

import ceasefire
from ceasefire.analysis.proving import prove
from ceasefire.analysis.proving.comparing import compare
from ceasefire.book import Book
from ceasefire.rulebook.law_model import Law
from ceasefire.rulebook.load import load_text
from ceasefire.rulebook.logic import Not, PartyTest
from tests.analysis.rewording import provision, reworded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.analysis.space.space import Solver

SEED = 5


def book_of(document: dict[str, Any]) -> Book:
    """Return the book of a rule file."""
    found = load_text(json.dumps(document))
    return Book(found, found.default_reading)


def partly_reworded(document: dict[str, Any], share: float) -> dict[str, Any]:
    """Return a rule file with a share of its provisions in other words."""
    dice = Random(SEED)  # noqa: S311  (no secret)
    if share >= 1:
        return reworded(document, dice)
    found: dict[str, Any] = json.loads(json.dumps(document))
    for instrument in found["instruments"].values():
        for effect in ("exclude", "prohibit", "permit"):
            for name, clause in instrument.get(effect, {}).items():
                if dice.random() < share:
                    instrument[effect][name] = provision(clause, dice)
    return found


def proved(name: str, book: Book, laws: Iterable[Law], solver: Solver) -> None:
    """Prove laws, and print what came of it and how long it took."""
    start = process_time()
    outcomes = [str(result.outcome) for result in prove(book, laws, solver=solver)]
    print(f"{name:>24}: {', '.join(outcomes)} in {process_time() - start:.2f} s")


def generated(number: int, share: float, solver: Solver) -> None:
    """Prove laws of a generated rulebook, and that it is equivalent to it in other words."""
    document = yaml.safe_load(rulebook(number))
    book = book_of(document)
    first = next(iter(book.rulebook.instruments.values()))
    bound = PartyTest("actor", frozenset({"party-03"}))
    laws = [
        Law("local", "changes_nothing", (first.id,), Not(first.place), ""),
        Law("bound", "never", ("violating",), bound, ""),
    ]
    proved(f"{number} provisions", book, laws, solver)
    other = book_of(partly_reworded(document, share))
    start = process_time()
    outcome = compare(book, other, "equivalent", any_answers=True, solver=solver).outcome
    print(f"{'in other words':>24}: {outcome} in {process_time() - start:.2f} s")


def main() -> None:
    """Measure all of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--provisions", type=int, nargs="*", default=[200, 2000])
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--solver", choices=["boxes", "sat", "auto"], default="auto")
    options = parser.parse_args()
    syria = ceasefire.load("syria-2016")
    proved("syria-2016", syria, syria.rulebook.laws.values(), options.solver)
    for number in options.provisions:
        generated(number, options.share, options.solver)


if __name__ == "__main__":
    main()
