"""Write the table of docs/ged.md: GED's rows of the truce, by party and verdict.

    python docs/generate_ged.py FOLDER

FOLDER holds `ged_syria_2016_2019.csv`, which is not part of the project; a test
fails while the page differs from what the data give.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import ceasefire
from ceasefire.events.feeds import read_feed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.book import Book
    from ceasefire.events.rows import Record
    from ceasefire.findings.finding import Finding

__all__ = ["PAGE", "main", "refreshed"]

PAGE: Final = Path(__file__).with_name("ged.md")
FEED: Final = "ged_syria_2016_2019.csv"
FIRST, LAST = "2016-02-27", "2016-05-31"
DURING: Final = 1462233600000000
"""An instant in between, in microseconds since 1970, at which names are read."""
BLOCK: Final = re.compile(r"(<!-- generated: truce -->\n).*?(<!-- /generated -->)", re.DOTALL)
COLUMNS: Final = ("excluded", "covered", "violating")
LEAST: Final = 5


def parties(book: Book, record: Record) -> Iterator[str]:
    """Yield the name of each party of a row, coalitions by their members."""
    domain = book.program.parties
    for side in ("side_a", "side_b"):
        code = str(record.raw.get(f"{side}_new_id", "")).removesuffix(".0")
        party = domain.resolve(f"ucdp:{code}", DURING).party
        labels = [code] if party else record.raw[side].split(",")
        for label in map(str.strip, labels):
            key = party or domain.resolve(f"ucdp:{label}", DURING).party
            key = key or domain.resolve(label, DURING).party
            yield domain.parties[key].name if key else label


def findings(book: Book, folder: Path) -> Iterator[tuple[Record, Finding]]:
    """Yield the rows of the truce with their findings."""
    for record in read_feed(folder / FEED):
        if record.event and FIRST <= record.raw["date_start"][:10] <= LAST:
            yield record, book.classify(record.event)


def table(folder: Path) -> str:
    """Return the table in Markdown."""
    book = ceasefire.load("syria-2016")
    counts: Counter[tuple[str, str]] = Counter()
    rows = 0
    for record, finding in findings(book, folder):
        rows += 1
        for name in {*parties(book, record), ""}:
            column = "+".join(v for v in COLUMNS if v in finding.possible)
            counts[name, column] += 1
            counts[name, "all"] += 1
    columns = [*COLUMNS, *sorted({key for _, key in counts} - {*COLUMNS, "all"})]
    names = sorted({name for name, _ in counts}, key=lambda name: (-counts[name, "all"], name))
    shown = [name for name in names if counts[name, "all"] >= LEAST]
    lines = [
        "| party named in the row | "
        + " | ".join(c.replace("+", " or ") for c in columns)
        + " | rows |",
        "|---|" + "---:|" * (len(columns) + 1),
    ]
    for name in shown:
        cells = [str(counts[name, column] or "") for column in columns]
        total = str(counts[name, "all"])
        lines.append(f"| {name or '**every row**'} | {' | '.join(cells)} | {total} |")
    note = (
        f"{rows:,} rows; parties with fewer than {LEAST} are left out ({len(names) - len(shown)})."
    )
    return "\n".join([*lines, "", note, ""])


def refreshed(text: str, folder: Path) -> str:
    """Return the page with the table that the data in the folder give."""
    return BLOCK.sub(lambda match: f"{match[1]}\n{table(folder)}\n{match[2]}", text)


def main() -> None:
    """Write the page anew."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(refreshed(text, Path(sys.argv[1])), encoding="utf-8")


if __name__ == "__main__":
    main()
