"""Rulebooks that ask about so many things that not every set of them can be looked at."""

from __future__ import annotations

from itertools import combinations
from time import process_time
from typing import TYPE_CHECKING, Any, Final

import pytest

from ceasefire.book import Book
from ceasefire.findings.because import doubt_sentence
from ceasefire.findings.finding import ordered
from ceasefire.rulebook.load import load_text
from tests.laws.columnar import Columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.findings.finding import Finding

THINGS: Final = [f"c{number:02}" for number in range(30)]
EVENT: Final = {
    "id": "e",
    "kind": "shelling",
    "when": "2016-05-05",
    "actor": "north",
    "target": "civilians",
}
VOCABULARY: Final = "".join(f"  {key}: thing {key}\n" for key in THINGS)

SECONDS: Final = 10
"""Far more than it takes, and far less than it took to look at every set."""


def book_of(**provisions: Iterable[str]) -> Book:
    """Return a book of one instrument with these conditions, by effect."""
    clauses = "".join(
        f"    {effect}:\n"
        + "".join(
            f"      {effect}-{number}: {{when: {condition}}}\n"
            for number, condition in enumerate(conditions)
        )
        for effect, conditions in provisions.items()
    )
    head = "rulebook: w\ntimezone: UTC\nparties: {north: North, south: South}\n"
    text = f"{head}struck:\n{VOCABULARY}instruments:\n  i:\n    binds: north\n{clauses}"
    return Book(load_text(text, name="w"), "default")


def struck(*things: str) -> str:
    """Return the condition that some of these things were struck."""
    return f"{{struck: [{', '.join(things)}]}}"


def no(condition: str) -> str:
    """Return the condition that another does not hold."""
    return f"{{not: {condition}}}"


def both(*conditions: str) -> str:
    """Return the condition that all of others hold."""
    return f"{{all: [{', '.join(conditions)}]}}"


EACH: Final = [struck(key) for key in THINGS]
NOTHING: Final = no(struck(*THINGS))


def found(book: Book, **facts: Any) -> Finding:  # noqa: ANN401  (whatever a feed may hold)
    """Return the finding of an event with these facts, on which both engines agree."""
    event = {**EVENT, **facts}
    finding = book.classify(event)
    (other,) = Columns(book, [event]).findings()
    assert other is not None
    assert other.row() == finding.row()
    return finding


def asking_in_200_ways() -> Book:
    """Return a book of 200 provisions that ask for some, all, none and only of 30 things."""
    conditions = []
    for number in range(200):
        one, two, three = (THINGS[number * step % 30] for step in (1, 7, 11))
        others = [key for key in THINGS if key not in {one, two}]
        conditions.append(
            (
                struck(one, two, three),
                both(struck(one), struck(two), struck(three)),
                both(struck(one, three), no(struck(two))),
                both(struck(one, two), no(struck(*others))),
            )[number // 30 % 4]
        )
    return book_of(prohibit=conditions[10:], exclude=[both(*map(struck, THINGS[:9]))])


def test_200_provisions_about_30_things_are_decided_at_once() -> None:
    book = asking_in_200_ways()
    start = process_time()
    finding = found(book)
    assert process_time() - start < SECONDS
    assert ordered(finding.possible) == ["excluded", "covered", "violating"]
    assert (finding.depends_on, finding.doubts[0].sure) == (("struck",), True)
    for chosen, verdict in (
        (THINGS[:9], "excluded"),
        (["hospital"], "covered"),
        (["c12"], "violating"),
    ):
        assert found(book, struck=chosen).verdict == verdict
    anyone = found(book, actor="unknown")
    assert ordered(anyone.possible) == ["excluded", "covered", "violating"]
    assert anyone.depends_on == ("actor", "struck")


ROUND: Final = [
    both(struck(one), no(struck(two)))
    for one, two in zip(THINGS, THINGS[1:] + THINGS[:1], strict=True)
]
"""Whoever strikes one thing has to strike the next, and so all."""


@pytest.mark.parametrize(
    ("provisions", "possible", "depends_on"),
    [
        ({"prohibit": EACH}, ["covered", "violating"], ("struck",)),
        ({"prohibit": [*EACH, NOTHING]}, ["violating"], ()),
        # Measured, the whole would take seconds, and runs the same lines as the others.
        pytest.param(
            {"prohibit": EACH, "permit": EACH}, ["covered"], (), marks=pytest.mark.no_cover
        ),
        ({"prohibit": ROUND}, ["covered", "violating"], ("struck",)),
        ({"prohibit": [*ROUND, NOTHING]}, ["covered", "violating"], ("struck",)),
        ({"prohibit": [*ROUND, NOTHING, both(*EACH)]}, ["violating"], ()),
        (
            {"prohibit": [both(*map(struck, pair)) for pair in combinations(THINGS[:12], 2)]},
            ["covered", "violating"],
            ("struck",),
        ),
    ],
)
def test_what_is_possible_and_depends_on_is_exact(
    provisions: dict[str, list[str]], possible: list[str], depends_on: tuple[str, ...]
) -> None:
    finding = found(book_of(**provisions))
    assert (ordered(finding.possible), finding.depends_on) == (possible, depends_on)


def test_single_things_are_told_and_several_together() -> None:
    book = book_of(
        prohibit=[
            struck("c01", "c02"),
            *(both(*map(struck, p)) for p in combinations(THINGS[:16], 2)),
        ]
    )
    (doubt,) = found(book, struck={"one_of": ["c01", "c02", "c03"]}).doubts
    assert doubt_sentence(doubt) == (
        "covered if what was struck is thing c03; "
        "violating if what was struck is thing c01 or thing c02"
    )
    assert [value.values[-1] for value in found(book).doubts[0].values] == [
        "several",
        "c02",
        "c15",
    ]


def test_lists_of_much_that_is_not_known() -> None:
    book = book_of(prohibit=EACH)
    finding = found(book, struck=["unknown"] * 9)
    assert (ordered(finding.possible), finding.depends_on) == (
        ["covered", "violating"],
        ("struck",),
    )
    (doubt,) = finding.doubts
    assert doubt.values == ()
    assert doubt_sentence(doubt) == "it hangs on what was struck; how was too much to work out"
    finding = found(book, struck=["c03", *["unknown"] * 9])
    assert (finding.verdict, finding.settled, finding.depends_on) == ("violating", True, ())
    (doubt,) = found(book, struck={"one_of": [["unknown"] * 9, "c03"]}).doubts
    assert doubt_sentence(doubt) == (
        "violating if what was struck is thing c03; "
        "covered or violating if what was struck is something"
    )
