"""What a fact would settle is what classify says once the event is written down so."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event as mark
from hypothesis import given, settings

import ceasefire
from ceasefire.analysis.casework import docket
from ceasefire.analysis.casework.docket import stance_of
from ceasefire.analysis.settling import settle
from ceasefire.analysis.settling.branches import Branch, Open, open_facts, places, possible
from ceasefire.analysis.settling.settle import Solver, settled
from ceasefire.analysis.space.saying import Sayer
from ceasefire.engines.reference.meaning import NOTHING, union
from ceasefire.engines.reference.uncertainty import SETS
from ceasefire.events.feeds import read_feed
from ceasefire.program.binding import bind
from tests.analysis.stances import SEEDS, Feed, feeds, under

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.analysis.casework import Entry, Sort
    from ceasefire.analysis.casework.docket import Source
    from ceasefire.analysis.settling import Inquiry
    from ceasefire.book import Book
    from ceasefire.program.binding import Account, Case


class Trial:
    """An event with its facts, to be settled and classified."""

    def __init__(self, book: Book, entry: Entry) -> None:
        self.book, self.entry = book, entry
        self.stance = stance_of(book)
        as_of, credit = book.setting.as_of, self.stance.credit
        self.case: Case = bind(entry.event, book.program, {}, credit=credit, as_of=as_of)
        self.sort: Sort = entry.sort(credit)
        self.facts = list(open_facts(book.program, self.case, self.sort, self.stance.answers))

    def mask(self, branches: Sequence[Branch]) -> int:
        return possible(self.sort, self.stance.answers, branches)

    def check(self, some: Sequence[tuple[Open, Branch]]) -> bool:
        """Hold what values leave against what is classified; false if that cannot be written."""
        event = self.written(some)
        if event is None:
            return False
        answers = dict(branch.answer for _, branch in some if branch.answer)
        book = under(self.book, {**self.stance.answers, **answers}, ())
        finding = book.classify(event)
        mask = self.mask([branch for _, branch in some])
        assert finding.possible == SETS[mask], event
        assert finding.no_incident == bool(mask & NOTHING), event
        return True

    def written(self, some: Sequence[tuple[Open, Branch]]) -> dict[str, Any] | None:
        """Return the event with some facts established, its accounts as rivals of each other."""
        kept = []
        for number in range(len(self.case.accounts)):
            inside = [
                all(branch.kept is None or place in branch.kept for _, branch in some)
                for place in places(self.case, number)
            ]
            if any(inside) and not all(inside):
                return None
            if all(inside):
                kept.append(number)
        parts = [dict(part) for part in self.entry.event.parts]
        told = [self._values(number, some, parts) for number in kept]
        accounts = [values for values in told if values is not None]
        if not accounts or len(accounts) < len(told):
            return None
        base = min(accounts, key=len)
        if not all(base.keys() <= values.keys() for values in accounts):
            return None
        others = [values for values in accounts if values is not base]
        event: dict[str, Any] = {"id": "X", **base, "alternatives": others, "parts": parts}
        return {key: value for key, value in event.items() if value != []}

    def _values(
        self, number: int, some: Sequence[tuple[Open, Branch]], parts: list[dict[str, Any]]
    ) -> dict[str, Any] | None:
        account: Account = self.case.accounts[number]
        values = dict(account.facts.values)
        for fact, branch in some:
            cells = [item for item in branch.cells if item[0] == number]
            if not cells:
                continue
            if len(account.boxes) > 1 or (fact.owner and not fact.owner.startswith("part ")):
                return None
            _, box, variable, signatures = cells[0]
            item = account.boxes[box].variables[variable]
            when = next(v for v in account.boxes[box].variables if v.name == "when")
            left = {fact.name: [cell for cell in item.cells if cell.signature in signatures]}
            said, _ = Sayer(self.book.program).said({"when": when.cells, **left})
            if fact.name not in said or len(signatures) > 1:
                return None
            target = values
            if fact.owner:
                part = fact.owner.removeprefix("part ")
                if not part.isdigit():
                    return None
                target = parts[int(part) - 1]
            target[fact.name] = said[fact.name]
        return values


def each(branch: Branch) -> Iterator[Branch]:
    """Yield a value of a fact, cell by cell of the class that decides alike."""
    every = sorted({some for *_, signatures in branch.cells for some in signatures}, key=repr)
    for some in every:
        cells = tuple((a, b, v, (some,)) for a, b, v, left in branch.cells if some in left)
        if len(cells) == len(branch.cells):
            yield branch._replace(cells=cells)
    if not every:
        yield branch


def trials(book: Book, source: Source) -> Iterator[Trial]:
    found = docket(book, source)
    for entry in found.entries:
        if entry.outcome(stance_of(book)).open:
            yield Trial(book, entry)


@settings(max_examples=60, deadline=None)
@given(feed=feeds())
def test_what_each_value_leaves_is_what_classify_says_of_it(feed: Feed) -> None:
    for trial in trials(feed.book, feed.events):
        for fact in trial.facts:
            done = []
            for branch in fact.branches:
                for cell in each(branch):
                    assert trial.mask([cell]) == trial.mask([branch])
                    done.append(trial.check([(fact, cell)]))
            mark(f"{fact.kind}: {'written' if any(done) else 'not written'}")


@settings(max_examples=60, deadline=None)
@given(feed=feeds())
def test_the_values_of_a_fact_leave_all_that_is_possible_between_them(feed: Feed) -> None:
    for trial in trials(feed.book, feed.events):
        every = trial.mask([])
        assert every == trial.entry.outcome(trial.stance).every
        for fact in trial.facts:
            assert union(trial.mask([branch]) for branch in fact.branches) == every


@settings(max_examples=60, deadline=None)
@given(feed=feeds(most=1))
def test_pairs_are_just_those_that_settle_where_no_one_fact_does(feed: Feed) -> None:
    solver = Solver(feed.book, stance_of(feed.book))
    for trial in trials(feed.book, feed.events):
        case = solver.case(trial.entry)
        assert case is not None
        one = any(settled([trial.mask([b]) for b in fact.branches]) for fact in trial.facts)
        assert one == bool(case.settled_by)
        found = {pair.titles for pair in case.together}
        for number, first in enumerate(trial.facts):
            for second in trial.facts[number + 1 :]:
                combos = list(product(first.branches, second.branches))
                both = not one and settled([trial.mask(pair) for pair in combos])
                assert ((first.title, second.title) in found) == both
                for mine, theirs in combos[:4] if both else ():
                    trial.check([(first, mine), (second, theirs)])


# --- the seeds ---


@pytest.fixture(scope="module")
def seeds() -> Inquiry:
    return settle(ceasefire.load("syria-2016"), SEEDS)


def told(inquiry: Inquiry, event: str, name: str) -> dict[str, list[str]]:
    """Return the values of a fact by what they leave possible."""
    case = next(case for case in inquiry.cases if case.event == event)
    fact = next(fact for fact in case.facts if fact.name == name)
    return {" or ".join(sorted(value.possible)): list(value.labels) for value in fact.values}


def test_who_acted_settles_six_of_the_seeds(seeds: Inquiry) -> None:
    first = seeds.lines[0]
    assert (first.kind, first.name, first.settles, first.adds) == ("field", "actor", 6, 6)
    assert told(seeds, "S04", "actor") == {
        "violating": ["Syrian armed opposition"],
        "excluded": ["Jabhat al-Nusra"],
    }
    assert told(seeds, "S12", "target") == {
        "violating": ["Syrian armed opposition"],
        "excluded": ["Jabhat al-Nusra"],
    }
    assert told(seeds, "S12", "Syrian army") == {"violating": ["not right"], "excluded": ["right"]}


def test_what_settles_only_together_is_told_as_such(seeds: Inquiry) -> None:
    (case,) = seeds.only_together
    assert case.event == "S03"
    assert case.together[0].titles == ("what it answered", "whether it was proportionate")
    assert not case.settled_by
    assert not seeds.beyond
    assert sum(line.adds for line in seeds.lines) == len(seeds.cases) - 1


def test_every_claim_on_the_seeds_is_what_classify_says() -> None:
    book = ceasefire.load("syria-2016")
    checked = 0
    for trial in trials(book, read_feed(SEEDS, rulebook=book.rulebook)):
        for fact in trial.facts:
            for branch in fact.branches:
                for cell in each(branch):
                    assert trial.mask([cell]) == trial.mask([branch])
                    checked += trial.check([(fact, cell)])
    assert checked > 60


@pytest.mark.parametrize("event", ["S03", "S12"])
def test_an_established_field_rules_out_who_states_it_otherwise(event: str) -> None:
    book = ceasefire.load("syria-2016")
    (trial,) = (t for t in trials(book, SEEDS) if t.entry.id == event)
    name = {"S03": "response", "S12": "target"}[event]
    fact = next(fact for fact in trial.facts if fact.name == name)
    assert any(branch.kept is not None for branch in fact.branches)


def test_data_are_whole(seeds: Inquiry) -> None:
    data = seeds.to_dict()
    assert data["unsettled"] == len(seeds.cases) == 8
    assert data["about"]["readings"] == ["baseline"]
    assert {"facts", "together", "possible"} <= data["cases"][0].keys()
    assert data["lines"][0]["may_settle"] >= data["lines"][0]["settles"]
