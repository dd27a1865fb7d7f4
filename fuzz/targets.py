"""The ways in, each as a function of bytes, with inputs to begin from.

Whatever the bytes are, a way in answers, or raises an error of the project. Any other
exception is a finding, and so is an input that takes more than some seconds.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from time import process_time
from typing import TYPE_CHECKING, Any, Final

from ceasefire.book import Book
from ceasefire.cli.watching.cutting import Cutter
from ceasefire.errors import CeasefireError, EventError
from ceasefire.events.feeds import read_feed
from ceasefire.events.json_text import loads
from ceasefire.events.mapping.load import load_text as load_mapping
from ceasefire.events.rows import RowError, together
from ceasefire.events.source import line_of
from ceasefire.monitor.record.position import Position
from ceasefire.rulebook.layout import formatted
from ceasefire.rulebook.load import check_text
from ceasefire.rulebook.problems import CODES
from fuzz import seeds
from fuzz.drawing import Luck, report
from fuzz.worlds import syria, valley

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["SECONDS", "TARGETS", "Slow", "Target", "tried"]

SECONDS: Final = 5
"""So much time, of one core, an input of a few kilobytes may take."""

PROBE: Final = {"id": "p", "kind": "shelling", "when": "2016-05-05", "actor": "a", "killed": 3}
REPORTS: Final = 30
"""So many reports a monitor is fed with at most, as each is taken in by two engines."""

IDS: Final = ("a", "b", "c", "a|b", "é")


class Slow(Exception):  # noqa: N818  (it is no error of the program)
    """An input took too long."""


@dataclass(frozen=True)
class Target:
    """A way in: what is done with bytes, and bytes to begin from."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]


def tried(target: Target, content: bytes) -> None:
    """Feed bytes to a way in; raise what it must not, or :class:`Slow`."""
    valley()  # What is wrong with it is no answer to the bytes.
    began = process_time()
    try:
        target.run(content)
    except CeasefireError as error:
        str(error).encode("utf-8", "surrogatepass")
    spent = process_time() - began
    if spent > SECONDS:
        raise Slow(f"{spent:.1f} s for {len(content)} bytes")


# --- rule files ---


def rules(content: bytes) -> None:
    """Load a rule file, and use it."""
    rulebook, problems = check_text(content)
    assert (rulebook is None) == bool(problems)  # noqa: S101  (what is tried)
    assert all(item.code in CODES and item.message for item in problems)  # noqa: S101  (likewise)
    if rulebook is not None:
        Book(rulebook, rulebook.default_reading).classify(PROBE)


def layout(content: bytes) -> None:
    """Lay a rule file out, once and again."""
    found = formatted(content.decode("utf-8", "surrogateescape"))
    assert formatted(found) == found  # noqa: S101  (what is tried)


# --- feeds ---


def feed(form: str) -> Callable[[bytes], None]:
    """Return what reads a feed of a format, and decides what it holds."""

    def run(content: bytes) -> None:
        book = valley()
        for record in read_feed(io.BytesIO(content), form, rulebook=book.rulebook):
            told = (record.event is not None, bool(record.problems), bool(record.aside))
            assert sum(told) == 1  # noqa: S101  (what is tried)
            if record.event is None:
                book.faults(record.rest)
                continue
            try:
                book.classify(record.event)
            except EventError:
                continue

    return run


def mapping(content: bytes) -> None:
    """Read tables by a mapping file."""
    read = load_mapping(content, "fuzz.yaml")
    for rows in seeds.tables().values():
        row = rows[0]
        try:
            reader = together(read.pieces(tuple(row), valley().rulebook))
            reader(row)
        except (CeasefireError, RowError):
            continue


# --- events ---


def event(content: bytes) -> None:
    """Decide a report under two rulebooks, as it was read and as it is written again."""
    luck = Luck(content)
    found = report(luck, IDS)
    for book in (valley(), syria()):
        read = book.read(found)
        finding = book.classify(read)
        assert book.classify(read.to_dict()) == finding  # noqa: S101  (what is tried)
        json.dumps(finding.row())
        if luck.now_and_then():
            # Reasons are worked out now, which takes far longer than all the rest.
            json.dumps(finding.to_dict())


# --- monitors ---


def monitor(content: bytes) -> None:
    """Feed reports to both engines, one of which is made anew now and then."""
    luck, book = Luck(content), valley()
    plain, durable = (book.monitor(engine=name) for name in ("reference", "auto"))
    try:
        for _ in range(REPORTS):
            if not luck.left:
                break
            found = report(luck, IDS)
            told = [updated(each.feed, found) for each in (plain, durable)]
            assert told[0] == told[1]  # noqa: S101  (what is tried)
            if luck.now_and_then():
                kept = json.dumps(plain.snapshot())
                plain.close()
                plain = book.monitor(engine="reference", snapshot=json.loads(kept))
    finally:
        plain.close()
        durable.close()


def updated(feed_: Callable[[Any], Any], found: dict[str, Any]) -> object:
    """Return what feeding a report gives, or why it is refused."""
    try:
        return feed_(found)
    except EventError as error:
        return error.problems


def lines(content: bytes) -> None:
    """Cut bytes that come in pieces into lines, and feed a monitor with them."""
    size, rest = 1 + (content[0] if content else 0), content[1:]
    cutter = Cutter(Position())
    pieces = [rest[at : at + size] for at in range(0, len(rest), size)]
    found = [line for piece in pieces for line in cutter.cut(piece)] + cutter.last()
    whole = rest.split(b"\n")
    assert [line.content for line in found] == (whole if whole[-1] else whole[:-1])  # noqa: S101  (what is tried)
    with valley().monitor(engine="reference") as taking:
        for raw in found:
            line = line_of(raw.number, raw.content)
            try:
                value = loads(line.text)
                if isinstance(value, dict) and not line.flaw:
                    json.dumps([item.alert.to_dict() for item in taking.feed(value).alerts])
            except (RowError, EventError):
                continue


TARGETS: Final[dict[str, Target]] = {
    "rules": Target(rules, seeds.rule_files),
    "layout": Target(layout, seeds.rule_files),
    "jsonl": Target(feed("jsonl"), seeds.json_lines),
    "json": Target(feed("json"), seeds.json_lists),
    "yaml": Target(feed("yaml"), seeds.yaml_lists),
    "csv": Target(feed("csv"), seeds.csv_of("native")),
    "parquet": Target(feed("parquet"), seeds.parquet_files),
    "ucdp-ged": Target(feed("ucdp-ged"), seeds.csv_of("ucdp-ged")),
    "acled": Target(feed("acled"), seeds.csv_of("acled")),
    "gdelt2": Target(feed("gdelt2"), seeds.csv_of("gdelt2")),
    "mapping": Target(mapping, seeds.mapping_files),
    "event": Target(event, seeds.bytes_of(40)),
    "monitor": Target(monitor, seeds.bytes_of(150)),
    "lines": Target(lines, seeds.json_lines),
}
