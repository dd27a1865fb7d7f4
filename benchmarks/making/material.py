"""What one race is run on: a rule file, a feed, the plain rules, and the right answers.

All of it goes into one folder, by its contents, and what is there is made no second
time, apart from the right answers: they are the reference engine's, asked anew.
"""

from __future__ import annotations

import hashlib
import json
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import ceasefire
from ceasefire.events.feeds import read_feed
from making import syria, world
from making.events import write_events
from making.rulebooks import rulebook
from making.translating import decision_of

if TYPE_CHECKING:
    import numpy as np

    from ceasefire.book import Book

__all__ = ["make"]

SYRIA: Final = "syria-2016"
MOST: Final = 5000
SECONDS: Final = 4.0


def make(folder: Path, rules: str, rows: int, uncertain: float) -> dict[str, Any]:
    """Make everything for one race; return where it is, and what it holds.

    ``rules`` is ``syria-2016`` or the number of provisions of a generated rulebook.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source = rules if rules == SYRIA else str(rule_file(folder, int(rules)))
    book = ceasefire.load(source)
    feed = feed_file(folder, rules, rows, uncertain, book)
    made = {"rules": source, "events": str(feed), "rows": rows, "uncertain": uncertain}
    made |= {"provisions": provisions(book), "decision": None}
    if not uncertain:
        path = folder / f"{Path(source).stem}-decision.json"
        span = (syria.FIRST, syria.LAST) if rules == SYRIA else (world.FIRST, world.LAST)
        columns = syria.values_of(book) if rules == SYRIA else world.COLUMNS
        values = {name: list(each) for name, each in columns.items()}
        decision_of(book, values, instants(span)).write(path)
        made["decision"] = str(path)
    truth = folder / f"{Path(source).stem}-{feed.stem}-truth.json"
    truth.write_text(json.dumps(answers(book, feed)), encoding="utf-8")
    return made | {"truth": str(truth)}


def instants(span: tuple[np.datetime64, np.datetime64]) -> tuple[int, int]:
    """Return two instants in microseconds since 1970."""
    first, last = span
    return int(first.astype("int64")), int(last.astype("int64"))


def provisions(book: Book) -> int:
    """Return how many provisions a book has, inherited ones in each instrument."""
    return sum(len(item.provisions) for item in book.rulebook.instruments.values())


def rule_file(folder: Path, size: int) -> Path:
    """Return the rule file of so many provisions."""
    path = folder / f"generated-{size}-{digest('rulebooks.py')}.yaml"
    if not path.exists():
        write(path, rulebook(size))
    return path


def feed_file(folder: Path, rules: str, rows: int, uncertain: float, book: Book) -> Path:
    """Return the feed of so many rows."""
    kind, module = ("syria", "syria.py") if rules == SYRIA else ("events", "events.py")
    name = f"{kind}-{rows}-{round(100 * uncertain)}-{digest(module)}.parquet"
    path = folder / name
    if not path.exists():
        draft = path.with_suffix(".part")
        if rules == SYRIA:
            syria.write_syria(draft, rows, uncertain, book)
        else:
            write_events(draft, rows, uncertain)
        draft.rename(path)
    return path


def write(path: Path, text: str) -> None:
    """Write a file that is either whole or not there."""
    draft = path.with_suffix(".part")
    draft.write_text(text, encoding="utf-8")
    draft.rename(path)


def digest(module: str) -> str:
    """Return a name for what a module makes, which changes when the module does."""
    here = Path(__file__).parent
    names = {module, "events.py", "world.py"}
    content = b"".join((here / name).read_bytes() for name in sorted(names))
    return hashlib.sha256(content).hexdigest()[:8]


def answers(book: Book, feed: Path) -> dict[str, list[Any]]:
    """Return verdicts and possible verdicts of the first events, by the reference engine.

    As many as there is time for: some rulebooks are large.
    """
    found: dict[str, list[Any]] = {"verdict": [], "possible": []}
    start = perf_counter()
    for record in islice(read_feed(feed, rulebook=book.rulebook), MOST):
        if record.event is None:
            raise ValueError(record.problems)
        finding = book.classify(record.event)
        found["verdict"].append(str(finding.verdict))
        found["possible"].append(sorted(map(str, finding.possible)))
        if perf_counter() - start > SECONDS:
            break
    return found
