"""The outcome of cases as JUnit XML, which the servers of continuous integration read."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ceasefire.cli.testing.telling import failure, place
from ceasefire.findings.escapes import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceasefire.testing.cases.running import Outcome, Result

__all__ = ["Verdict", "junit"]

BARRED: Final = re.compile("[\ufffe\uffff]")
"""What XML has no place for beside control characters, which are escaped in any case."""

Verdict = tuple[str, str, str]
"""A thing that passed or not: its name, a message where it did not, and the whole of it."""


def junit(outcome: Outcome, more: Iterable[tuple[str, Iterable[Verdict]]] = ()) -> str:
    """Return the outcome as a document; ``more`` are further suites by name.

    No time is told, as no case looks at a clock.
    """
    root = Element("testsuites")
    for name, results in groupby(outcome.results, key=lambda result: result.case.span.file):
        suite = SubElement(root, "testsuite")
        filled(suite, name, (verdict(result) for result in results))
    for name, verdicts in more:
        filled(SubElement(root, "testsuite"), name, verdicts)
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    root.set("name", clean(outcome.book.id))
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=False)


def filled(suite: Element, name: str, verdicts: Iterable[Verdict]) -> None:
    """Put what passed and what did not into a suite."""
    counts = {"tests": 0, "failures": 0}
    for title, message, text in verdicts:
        case = SubElement(suite, "testcase")
        case.attrib.update(name=clean(title), classname=clean(name), time="0")
        counts["tests"] += 1
        if message:
            counts["failures"] += 1
            found = SubElement(case, "failure", message=clean(message), type="failure")
            found.text = clean(text)
    suite.attrib.update(name=clean(name), errors="0", skipped="0", time="0")
    suite.attrib.update({key: str(number) for key, number in counts.items()})


def verdict(result: Result) -> Verdict:
    """Return what became of a case."""
    if result.passed:
        return result.case.label, "", ""
    first = "; ".join(short(result))
    return result.case.label, first, "\n".join((place(result.case.span), *failure(result)))


def short(result: Result) -> Iterator[str]:
    """Yield what was missed, each in a few words."""
    if result.error:
        yield result.error
    for item in result.missed:
        yield f"{item.what}: expected {item.expected}, found {item.found}"


def clean(text: str) -> str:
    """Return a text that XML can hold, with escapes for what it cannot."""
    return BARRED.sub("\ufffd", escaped(text))
