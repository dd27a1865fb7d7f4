"""How long the reference engine takes over an event with much doubt.

Five candidate actors, a time of a whole day and six open questions: under
syria-2016 (then with four more fields in doubt), and under generated rule files of
more and more instruments that have nothing in common, with three more fields unknown.
Each round is a new engine, so that nothing is remembered from the last. Run it as
``python benchmarks/reference.py``; it prints milliseconds.
"""

from __future__ import annotations

import random
from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import ceasefire
from ceasefire.book import Book
from ceasefire.rulebook.model import Reading
from ceasefire.testing import rulebook_of

if TYPE_CHECKING:
    from ceasefire.rulebook.model import Rulebook

ROUNDS: Final = 20
OPEN: Final = 6
SIZES: Final = (2, 4, 6, 8, 10, 12)
ENOUGH: Final = 2000
SEED: Final = 2016

PLAIN_EVENT: Final = {
    "id": "plain",
    "kind": "attack",
    "when": "2016-05-05",
    "where": {"country": "SY", "admin1": "Aleppo"},
    "actor": {"one_of": ["syrian-government", "russia", "us-coalition", "turkey", "nusra"]},
    "target": "opposition",
}
"""The event that the project sets itself: to be decided in well under 50 ms."""

SYRIA_EVENT: Final = {
    "id": "doubtful",
    "kind": "attack",
    "when": "2016-05-05",
    "where": {"country": "SY", "admin1": "Aleppo", "lat": 36.2, "lon": 37.15, "within_km": 5},
    "actor": {"one_of": ["syrian-government", "russia", "us-coalition", "turkey", "nusra"]},
    "target": {"one_of": ["civilians", "opposition"]},
    "response": "unknown",
    "held_by": "unknown",
}


def open_six(rulebook: Rulebook) -> Book:
    """Return the book under its default reading with six questions open."""
    stated = rulebook.readings[rulebook.default_reading]
    questions = list(rulebook.questions)
    answers = {
        key: stated.answers.get(key, next(iter(rulebook.questions[key].answers)))
        for key in questions[OPEN:]
    }
    reading = Reading("open-six", answers=answers)
    return Book(replace(rulebook, readings={"open-six": reading}), "open-six")


def generated(size: int) -> Rulebook:
    """Return a rulebook of so many instruments, the same each time."""
    dice = random.Random(SEED)  # noqa: S311  (nothing secret)
    parties = {f"party-{n}": {"name": f"Party {n}"} for n in range(30)}
    for number in range(10, 30):
        parties[f"party-{number}"]["part_of"] = f"party-{number % 10}"
    questions = {
        f"question-{n}": {"ask": "?", "answers": {"yes": {}, "no": {}}} for n in range(OPEN)
    }

    def some(count: int) -> list[str]:
        return dice.sample(sorted(parties), count)

    def provision() -> dict[str, Any]:
        test: dict[str, Any] = {"kind": dice.choice(["attack", "airstrike", "shelling"])}
        test[dice.choice(["target", "held_by", "actor"])] = some(3)
        if dice.random() < 1 / 3:
            test["response"] = dice.choice(["immediate-threat", "reprisal"])
        asked = {dice.choice(sorted(questions)): dice.choice(["yes", "no"])}
        return {"when": test, **({"if": asked} if dice.random() < 1 / 2 else {})}

    instruments = {
        f"text-{n}": {
            "in_force": {"from": f"2016-05-{dice.randint(1, 5):02} 00:01", "for": "96h"},
            "binds": {"all_except": some(5)},
            "if": {f"question-{m}": "yes" for m in range(n % 2, OPEN, 2)},
            "exclude": {"e": provision()},
            "prohibit": {f"p{m}": provision() for m in range(4)},
            "permit": {"m": provision()},
        }
        for n in range(size)
    }
    return rulebook_of(
        {
            "rulebook": "generated",
            "timezone": "Asia/Damascus",
            "parties": parties,
            "questions": questions,
            "instruments": instruments,
        }
    )


def took(book: Book, event: dict[str, Any]) -> list[float]:
    """Return the milliseconds of each round, fewer rounds where they are slow.

    Compiling the rulebook is left out.
    """
    found = []
    for _ in range(ROUNDS):
        fresh = Book(book.rulebook, book.reading)
        fresh.classify({"id": "warm", "kind": "clash", "when": "2016-01-01"})
        start = perf_counter()
        fresh.classify(event)
        found.append(1000 * (perf_counter() - start))
        if sum(found) > ENOUGH:
            break
    return found


def report(name: str, book: Book, event: dict[str, Any]) -> None:
    """Print how long one event takes under one book."""
    finding = book.classify(event)
    times = took(book, event)
    print(
        f"{name}: median {median(times):.1f} ms, worst {max(times):.1f} ms; "
        f"possible {'/'.join(finding.row()['possible'])}, "
        f"depends on {', '.join(finding.depends_on) or 'nothing'}"
    )


if __name__ == "__main__":
    syria = open_six(ceasefire.load("syria-2016").rulebook)
    report("syria-2016, actor, day and questions open", syria, dict(PLAIN_EVENT))
    report("syria-2016, more open besides", syria, dict(SYRIA_EVENT))
    five = [f"party-{number}" for number in range(5)]
    event = {"id": "doubtful", "kind": "attack", "when": "2016-05-04", "actor": {"one_of": five}}
    for size in SIZES:
        report(f"generated, {size} instruments", open_six(generated(size)), event)
