"""How long ``ceasefire check`` and ``ceasefire diff`` take, for Syria and on generated rulebooks.

Run it as ``python benchmarks/analysis.py``; ``--provisions 200 2000`` are the sizes of the
generated rulebooks. Times are of the processor, so that others who use the machine count
less; to read the rule files is counted apart.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from copy import deepcopy
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent))

from making.rulebooks import rulebook

from ceasefire.analysis.checks import examine
from ceasefire.analysis.differing import difference
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


def compared(name: str, text: str) -> None:
    """Compare a text with itself under another title, and with copies changed in one place."""
    document = yaml.safe_load(text)
    old = opened(text)
    for change, alter in (
        ("another title", retitled),
        ("no first exclusion", partial(without_first, "exclude")),
        ("no first prohibition", partial(without_first, "prohibit")),
        ("one more name", renamed),
    ):
        copy = deepcopy(document)
        alter(copy)
        new = opened(yaml.safe_dump(copy, sort_keys=False))
        start = process_time()
        found = difference(old, new)
        taken = process_time() - start
        told = "proved the same" if found.same else f"{len(found.changes)} changes"
        open_ = f", {len(found.unsettled)} not worked out" if found.unsettled else ""
        print(f"{name:>24}: {change} compared in {taken:.2f} s: {told}{open_}")


def opened(text: str) -> Book:
    """Return the book of a text, compiled."""
    read = load_text(text)
    found = Book(read, read.default_reading)
    _ = found.program
    return found


def retitled(document: dict[str, Any]) -> None:
    """Give a rulebook another title."""
    document["title"] = "Another title"


def without_first(effect: str, document: dict[str, Any]) -> None:
    """Take the first provision of an effect out of a rulebook."""
    found = next(item[effect] for item in document["instruments"].values() if effect in item)
    del found[next(iter(found))]


def renamed(document: dict[str, Any]) -> None:
    """Give the first party of a rulebook one more name."""
    key, party = next(iter(document["parties"].items()))
    record = {"name": party} if isinstance(party, str) else party
    document["parties"][key] = {**record, "also": [*record.get("also", []), "Yet Another Name"]}


def main() -> None:
    """Measure all of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--provisions", type=int, nargs="*", default=[200, 2000])
    options = parser.parse_args()
    measured("syria-2016")
    for number in options.provisions:
        text = rulebook(number)
        measured(f"{number} provisions", text)
        compared(f"{number} provisions", text)


if __name__ == "__main__":
    main()
