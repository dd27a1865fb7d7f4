"""Mutants: which are noticed, which mean the same, and events that tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ceasefire.analysis.space import Space, Verdicts
from ceasefire.book import Book
from ceasefire.errors import CasesError, EventError
from ceasefire.rulebook import logic
from ceasefire.terms.times import Window
from ceasefire.testing import Size, certain_events, documents, rulebook_of, run_cases
from ceasefire.testing.cases.books import Books
from ceasefire.testing.cases.model import Case, Expectation
from ceasefire.testing.cases.pasting import pasted
from ceasefire.testing.mutation.accepting import check_accepted
from ceasefire.testing.mutation.catching import Search
from ceasefire.testing.mutation.edges import moved
from ceasefire.testing.mutation.mutants import AliasGone, Changed, mutants_of
from ceasefire.testing.mutation.relevance import Relevance
from ceasefire.testing.mutation.surveying import catch, mutated, mutation_of
from ceasefire.testing.sites import leaves
from tests.analysis.worlds import possible_worlds
from tests.laws.drawn import cases as drawn_cases
from tests.laws.drawn import meaning_of
from tests.meaning.worlds import truth
from tests.testing.case_examples import EXAMPLES
from tests.testing.caseful import RULES, book_in, cases_in

if TYPE_CHECKING:
    from pathlib import Path

    from ceasefire.testing.mutation.mutants import Mutant
    from tests.laws.drawn import Case as Drawn

SMALL = Size(parties=3, places=2, questions=1, instruments=2, provisions=2, fields=2)


@st.composite
def small_mutants(draw: st.DrawFn) -> tuple[Book, Mutant]:
    """Draw a small rulebook and one of its mutants."""
    rulebook = rulebook_of(draw(documents(SMALL)))
    mutants = mutants_of(rulebook)
    assume(mutants)
    return Book(rulebook, rulebook.default_reading), draw(st.sampled_from(mutants))


def searched(book: Book, mutant: Mutant) -> tuple[Search, Books, Books]:
    """Return a search, and the books of both."""
    books, others = Books(book), Books(mutated(book, mutant))
    return Search(Relevance(books, [], [mutant]).joint(), books), books, others


@pytest.mark.no_cover
@given(small_mutants())
@settings(max_examples=40)
def test_a_case_that_is_proposed_is_decided_otherwise(drawn: tuple[Book, Mutant]) -> None:
    book, mutant = drawn
    search, books, others = searched(book, mutant)
    found = catch(search, mutant, others)
    assert not (found.case and found.equivalent)
    if found.case is not None:
        one = books.of(found.case).classify(found.case.event or {})
        other = others.of(found.case).classify(found.case.event or {})
        assert str(one.verdict) == found.case.expect.verdict
        assert frozenset(map(str, one.possible)) == found.case.expect.possible
        assert (one.verdict, one.possible) != (other.verdict, other.possible)


@pytest.mark.no_cover
@given(small_mutants())
@settings(max_examples=40)
def test_a_mutant_means_the_same_if_no_world_has_another_verdict(
    drawn: tuple[Book, Mutant],
) -> None:
    book, mutant = drawn
    assume(isinstance(mutant, Changed))
    assert isinstance(mutant, Changed)
    search, _, others = searched(book, mutant)
    found = search.catch(mutant, others)
    space = Space(search.joint)
    altered = Verdicts(search.joint.altered(others.plain.rulebook))
    differs = any(
        truth(space.verdicts.of(verdict), world) is not truth(altered.of(verdict), world)
        for world in possible_worlds(space)
        for verdict in ("excluded", "violating")
    )
    assert not found.spent
    assert found.equivalent is not differs


@pytest.mark.no_cover
@given(small_mutants(), st.data())
@settings(max_examples=20)
def test_events_are_decided_alike_by_a_mutant_that_means_the_same(
    drawn: tuple[Book, Mutant], data: st.DataObject
) -> None:
    book, mutant = drawn
    search, books, others = searched(book, mutant)
    assume(catch(search, mutant, others).equivalent)
    event = data.draw(certain_events(book.rulebook))
    one, other = (each.plain.classify(event, any_reading=True) for each in (books, others))
    assert (one.verdict, one.possible) == (other.verdict, other.possible)
    assert one.possible_any_reading == other.possible_any_reading


@pytest.mark.no_cover
@given(drawn_cases(), st.data())
@settings(max_examples=40)
def test_an_event_that_is_not_tried_is_decided_alike(drawn: Drawn, data: st.DataObject) -> None:
    book = drawn.book
    mutants = mutants_of(book.rulebook)
    assume(mutants)
    mutant = data.draw(st.sampled_from(mutants))
    case = case_of(drawn.event, book.reading)
    books, others = Books(book), Books(mutated(book, mutant))
    assume(not list(Relevance(books, [case], [mutant]).of(mutant)))
    try:
        one = books.of(case).classify(drawn.event)
    except EventError:
        return
    other = others.of(case).classify(drawn.event)
    assert meaning_of(one) == meaning_of(other)


def case_of(event: dict[str, Any], reading: str) -> Case:
    """Return a case that expects nothing in particular."""
    from ceasefire.rulebook.model import Span  # noqa: PLC0415  (only here)

    return Case("one", "", reading, {}, "", event, (), Expectation(verdict="covered"), Span())


# --- what is tried ------------------------------------------------------------------


def test_every_change_has_a_name_of_its_own_that_formatting_does_not_change(
    tmp_path: Path,
) -> None:
    book = book_in(tmp_path)
    names = [mutant.name for mutant in mutants_of(book.rulebook)]
    assert len(names) == len(set(names))
    assert {"truce/attacks/dropped", "truce/answers/swapped", "party/north/alias/NA"} <= {*names}
    (tmp_path / "other").mkdir()
    spaced = book_in(tmp_path / "other", "# a comment\n" + RULES.replace("\n", "\n\n"))
    assert [mutant.name for mutant in mutants_of(spaced.rulebook)] == names


@pytest.mark.parametrize("name", ["dropped", "swapped", "wider", "if-dropped"])
def test_each_change_makes_another_rulebook(name: str, tmp_path: Path) -> None:
    book = book_in(tmp_path)
    found = [m for m in mutants_of(book.rulebook) if m.name.endswith(f"/{name}")]
    assert found
    for mutant in found:
        assert mutant.of(book.rulebook) != book.rulebook
        assert mutant.span.line > 0


def test_what_is_inherited_changes_with_it(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    (mutant,) = [m for m in mutants_of(book.rulebook) if m.name == "truce/attacks/dropped"]
    changed = mutant.of(book.rulebook)
    for item in changed.instruments.values():
        assert "attacks" not in {provision.id for provision in item.provisions}


def test_edges_move_by_little_and_to_their_neighbours() -> None:
    hour = 3_600_000_000
    window = Window(10 * hour, 20 * hour)
    found = {item.name: item.window.bounds() for item in moved(window, [0, 10 * hour, 20 * hour])}
    assert found == {
        "start-later": (10 * hour + 1, 20 * hour),
        "start-earlier": (10 * hour - 60_000_000, 20 * hour),
        "start-to-previous-edge": (0, 20 * hour),
        "end-later": (10 * hour, 20 * hour + 1),
        "end-earlier": (10 * hour, 20 * hour - 60_000_000),
    }


CASES = """\
cases:
  - name: a shelling
    event: {kind: shelling, when: 2016-05-04 00:00, where: {lat: 35, lon: 37}, actor: north,
            target: south, response: none}
    expect: {verdict: violating}
    variants:
      - {name: before, with: {when: 2016-05-03 23:59}, expect: {verdict: excluded}}
      - {name: by a name, with: {actor: NA}}
"""


def test_cases_notice_changes(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    found = mutation_of(run_cases(book, [cases_in(tmp_path, CASES)]))
    noticed = {mutant.name: case.title for mutant, case in found.caught}
    assert noticed["truce/attacks/dropped"] == "a shelling"
    assert noticed["truce/time/0/start-later"] == "a shelling"
    assert noticed["truce/time/0/start-earlier"] == "a shelling / before"
    assert noticed["party/north/alias/NA"] == "a shelling / by a name"
    survived = {item.mutant.name for item in found.survived}
    assert {"truce/raids/dropped", "party/north/alias/The Greys"} <= survived
    assert not survived & noticed.keys()
    assert len(noticed) + len(survived) == found.counted


def test_what_is_proposed_can_be_pasted_and_then_notices(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    found = mutation_of(run_cases(book, [cases_in(tmp_path, CASES)]))
    lines = ["cases:"]
    for item in found.survived:
        assert item.caught.case is not None
        lines += [f"  {line}" for line in pasted(item.caught.case)]
    text = "\n".join(lines) + "\n"
    outcome = run_cases(book, [cases_in(tmp_path, text), cases_in(tmp_path, CASES, "o.cases.yaml")])
    assert outcome.failed == ()
    assert mutation_of(outcome).survived == ()


def test_changes_are_accepted_by_name_with_a_reason(tmp_path: Path) -> None:
    book = book_in(tmp_path)
    text = CASES + "accept: {truce/raids/*: Raids are told elsewhere.}\n"
    outcome = run_cases(book, [cases_in(tmp_path, text)])
    check_accepted(book, outcome.accepted)
    found = mutation_of(outcome)
    assert {mutant.name for mutant, _ in found.accepted} == {
        "truce/raids/dropped",
        "truce/raids/swapped",
        "truce/raids/0/if-dropped",
    }
    bad, mended = EXAMPLES["unknown-mutant"]
    for text_, passes in ((bad, False), (mended, True)):
        outcome = run_cases(book, [cases_in(tmp_path, f"{CASES}{text_}\n")])
        if passes:
            check_accepted(book, outcome.accepted)
        else:
            with pytest.raises(CasesError) as error:
                check_accepted(book, outcome.accepted)
            assert [item.code for item in error.value.problems] == ["unknown-mutant"]
            assert "truce/attacks/dropped" in error.value.problems[0].hint


def test_a_name_that_stands_for_the_same_without_it_changes_nothing(tmp_path: Path) -> None:
    book = book_in(tmp_path, RULES.replace("also: [NA,", "also: [NA, na,"))
    mutants = [m for m in mutants_of(book.rulebook) if isinstance(m, AliasGone)]
    found = {}
    for mutant in mutants:
        search, _, others = searched(book, mutant)
        found[mutant.name] = catch(search, mutant, others).equivalent
    assert found["party/north/alias/NA"]
    assert not found["party/north/alias/The Greys"]


def test_a_part_of_a_list_is_dropped_one_by_one(tmp_path: Path) -> None:
    text = RULES.replace("all_except: raiders", "all_except: [raiders, scouts]")
    book = book_in(tmp_path, text)
    names = [m.name for m in mutants_of(book.rulebook) if "without-" in m.name]
    assert names == ["truce/actor/0/without-raiders", "truce/actor/0/without-scouts"]
    tests = [test for _, test in leaves(book.rulebook.instruments["truce"].actor)]
    assert tests == [logic.PartyTest("actor", frozenset({"raiders", "scouts"}))]
