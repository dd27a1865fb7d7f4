"""How texts are written: in quotes only where they are needed, in lines as they were."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import yaml

from ceasefire.rulebook.layout.tree import BREAKS

if TYPE_CHECKING:
    from ceasefire.rulebook.layout.tree import Item

__all__ = ["after_anchor", "broken", "inline", "lines", "literal", "quoted", "rewritten"]

BREAK: Final = re.compile(rf"\r\n|[{BREAKS}]")

UNUSUAL: Final = re.compile("[\x85\u2028\u2029]")
"""Ends of lines that mean more than a line end does."""

WORDS: Final = re.compile(r"[^\W\d_](?:[\w'\u2019\u201c\u201d()./;%+-]| (?=[\w(\u201c]))*")
"""Texts that nobody could take for anything but a text, in brackets or out of them."""

PORTABLE: Final = re.compile(r"[\w\"'(“./+][^,\[\]{}:]*(?::(?=\w)[^,\[\]{}:]*)*")
"""Texts without quotes that mean the same in brackets as they do out of them."""

NAMES: Final = re.compile(r"(?:[\w(+](?:[\w'()./;%+-]|:(?=\w)| (?=[\w(]))*)")
"""New texts that may stand without quotes where others do that are no words: dates, numbers."""

OTHERS: Final = frozenset({"y", "n"})
"""Words that some readers of YAML, though not this one, take for a truth value."""

RESOLVER: Final = yaml.SafeLoader("")

WIDEST: Final = 0xFFFF
"""The last letter that four digits can spell."""


def plain(text: str) -> bool:
    """Return whether a text needs no quotes, for this or any other reader of YAML."""
    return WORDS.fullmatch(text) is not None and text.lower() not in OTHERS and is_text(text)


def is_text(text: str) -> bool:
    """Return whether other readers of YAML take a text without quotes for one."""
    tag: str = RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag == "tag:yaml.org,2002:str"


def quoted(text: str) -> str:
    """Return a text in quotes, on one line."""
    if '"' in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    shown = json.dumps(text, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else escape(letter) for letter in shown)


def escape(letter: str) -> str:
    """Return a letter as YAML spells it where it cannot be shown."""
    number = ord(letter)
    return f"\\u{number:04x}" if number <= WIDEST else f"\\U{number:08x}"


def literal(text: str) -> str:
    """Return how a new text is written."""
    return text if plain(text) else quoted(text)


def rewritten(item: Item, text: str) -> str:
    """Return another text in place of one: in its quotes, or in some where it needs them."""
    if item.style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if item.style:
        return quoted(text) if item.style in {"'", '"'} else literal(text)
    # What stands without quotes, as times do, may be followed by more of its kind.
    same = NAMES.fullmatch(text) and (is_text(text) or not is_text(item.value))
    return text if same and text.lower() not in OTHERS else literal(text)


def after_anchor(item: Item, source: str) -> int:
    """Return where a value begins, behind the anchor that it may have."""
    return item.end - len(split(item, source)[1])


def split(item: Item, source: str) -> tuple[str, str]:
    """Return the anchor of a text, with the space after it, and the text as written."""
    raw = source[item.start : item.end]
    if not item.anchor:
        return "", raw
    return f"&{item.anchor} ", raw[len(item.anchor) + 1 :].lstrip(f" \t{BREAKS}")


def broken(item: Item, source: str) -> bool:
    """Return whether a text goes on in another line."""
    return BREAK.search(split(item, source)[1]) is not None


def inline(item: Item, source: str, *, flow: bool) -> str | None:
    """Return a text on one line, or ``None`` if it cannot stand there without new quotes.

    ``flow`` says that it is to stand in brackets.
    """
    anchor, raw = split(item, source)
    over = BREAK.search(raw) is not None
    if item.style in {"|", ">"}:
        if not UNUSUAL.search(raw) and body(item, raw, 0):
            return None
        text = quoted(item.value)
    elif over and "\n" in item.value:
        return None
    elif item.style:
        text = item.value if plain(item.value) else quoted(item.value) if over else raw
    elif UNUSUAL.search(raw):
        text = quoted(item.value)
    else:
        text = item.value if over else raw
        if flow and not item.inside and text and not PORTABLE.fullmatch(text):
            return None
    return (anchor + text).rstrip()


def lines(item: Item, source: str, margin: int) -> list[str]:
    """Return a text in as many lines as it has, those after the first with a margin."""
    anchor, raw = split(item, source)
    if UNUSUAL.search(raw):
        return [anchor + quoted(item.value)]
    if item.style in {"|", ">"}:
        first, *rest = body(item, raw, margin) or [quoted(item.value)]
        return [anchor + first, *rest]
    first, *rest = BREAK.split(raw)
    space = " " * margin
    strip = str.lstrip if item.style == '"' else str.strip
    return [anchor + first, *(space + strip(line) if line.strip() else "" for line in rest)]


def body(item: Item, raw: str, margin: int) -> list[str]:
    """Return a text in lines of its own, or nothing if its ends cannot be kept that way."""
    value = item.value.rstrip("\n")
    content = value.split("\n")
    if not content[-1].strip() or item.value.endswith("\n\n"):
        return []
    first = next(line for line in content if line.strip())
    rows = BREAK.split(raw)[1:]
    start = next(row for row in rows if row.strip())
    indent = (len(start) - len(start.lstrip(" "))) - (len(first) - len(first.lstrip(" ")))
    while not rows[-1].strip():
        rows.pop()
    header = item.style
    if value.lstrip("\n").startswith(" "):
        header += "2"
    if not item.value.endswith("\n"):
        header += "-"
    space = " " * margin
    return [header, *((space + row[indent:]) if row[indent:] else "" for row in rows)]
