"""How long ``ceasefire check`` takes, on the rulebook for Syria and on generated ones.

Run it as ``python benchmarks/analysis.py``; ``--provisions 200 2000`` are the sizes of the
generated rulebooks. Times are of the processor, so that others who use the machine count
less; to read the rule files is counted apart.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parent))

from making.rulebooks import rulebook

from ceasefire.analysis.checks import examine
from ceasefire.book import Book
from ceasefire.rulebook.load import load, load_text


def measured(name: str, text: str = "") -> None:
    """Check a bundled rulebook, or a text, and print how long that took and what was found."""
    start = process_time()
    read = load_text(text, name=name) if text else load(name)
    loaded = process_time()
    found = examine(Book(read, read.default_reading))
    done = process_time()
    counts = Counter(lint.code for lint in found)
    print(f"{name:>24}: read in {loaded - start:.2f} s, checked in {done - loaded:.2f} s")
    print(" " * 26 + ", ".join(f"{number} {code}" for code, number in counts.most_common()))


def main() -> None:
    """Measure all of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--provisions", type=int, nargs="*", default=[200, 2000])
    options = parser.parse_args()
    measured("syria-2016")
    for number in options.provisions:
        measured(f"{number} provisions", rulebook(number))


if __name__ == "__main__":
    main()
