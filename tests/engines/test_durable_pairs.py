"""Pairs found by joins are those found by search, which are those of the definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasefire.engines.durable import pairs as durable
from ceasefire.engines.durable.pairs import Pairs
from ceasefire.engines.durable.plain_pairs import PlainPairs
from ceasefire.engines.durable.rulesets import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = 86_400_000_000
NOW = 1_462_233_600_000_000


class Told(NamedTuple):
    """A fact as it is added."""

    number: int
    key: str
    start: int
    end: int
    first: bool
    then: bool


class Brute:
    """The definition: every fact against every other."""

    def __init__(self, within: int) -> None:
        """Start with nothing told."""
        self.within = within
        self.told: list[Told] = []

    def add(self, fact: Told) -> list[tuple[int, int]]:
        """Return the pairs of a fact with those told."""
        ways = [way for other in self.told for way in ((fact, other), (other, fact))]
        self.told.append(fact)
        return sorted((one.number, two.number) for one, two in ways if self.pair(one, two))

    def pair(self, one: Told, two: Told) -> bool:
        """Return whether the second may follow the first in time."""
        return (
            one.key == two.key
            and one.first
            and two.then
            and two.end - 1 >= one.start
            and two.start - (one.end - 1) <= self.within
        )

    def remove(self, number: int) -> None:
        """Take back the facts of a number."""
        self.told = [fact for fact in self.told if fact.number != number]

    def forget(self, before: int) -> None:
        """Forget what pairs with nothing that starts at an instant or later."""
        self.told = [
            fact
            for fact in self.told
            if fact.end - 1 + (self.within if fact.first else 0) >= before
        ]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what happens to many facts happen to few."""
    monkeypatch.setattr(durable, "MOST_OF_KEY", 6)
    monkeypatch.setattr(durable, "MOST_FACTS", 15)
    monkeypatch.setattr(durable, "SLACK", 4)


KEYS = ("", "a|b", "b|a", 'quote " and \\', "ظلم\x00🙂", "x" * 70_000)


@st.composite
def streams(draw: st.DrawFn) -> tuple[int, int, list[tuple[str, Told | int]]]:
    """Draw a span of time, an instant to begin at, and what is told, taken back, forgotten."""
    unit = draw(st.sampled_from([1, DAY]))
    within = draw(st.integers(0, 6)) * unit
    base = draw(st.sampled_from([NOW, NOW, NOW, 0, -3 * unit, LIMIT - 8 * unit]))
    keys = KEYS[: draw(st.integers(1, len(KEYS)))]
    steps: list[tuple[str, Told | int]] = []
    for number in range(draw(st.integers(1, 45))):
        what = draw(st.integers(0, 11))
        if what == 0:
            steps.append(("forget", base + (number // 3 - 4) * unit))
        elif what == 1:
            steps.append(("remove", draw(st.integers(0, number))))
        else:
            start = base + (number // 3 + draw(st.integers(-4, 4))) * unit
            length = draw(st.sampled_from([1, 1, 1, unit, 9 * unit]))
            flags = draw(st.booleans()), draw(st.booleans())
            key = draw(st.sampled_from(keys))
            steps.append(("add", Told(number, key, start, start + length, *flags)))
    return within, base, steps


@settings(max_examples=2 * settings().max_examples)
@given(drawn=streams())
def test_pairs_are_those_of_the_definition(
    drawn: tuple[int, int, list[tuple[str, Told | int]]],
) -> None:
    within, _, steps = drawn
    brute, plain = Brute(within), PlainPairs(within)
    with Pairs(within) as joined:
        for what, given_ in steps:
            if isinstance(given_, Told):
                expected = brute.add(given_)
                assert plain.add(**given_._asdict()) == expected
                assert joined.add(**given_._asdict()) == expected
            else:
                for each in (brute, plain, joined):
                    getattr(each, what)(given_)
            assert len(plain) == len(joined) == len(brute.told)


@pytest.fixture(params=[PlainPairs, Pairs])
def pairs(request: pytest.FixtureRequest) -> Iterator[PlainPairs]:
    """Yield each kind of pairs, with an hour from one to the other."""
    found = request.param(3600)
    yield found
    if isinstance(found, Pairs):
        found.close()


def test_a_fact_has_one_pair_with_each_and_none_with_itself(pairs: PlainPairs) -> None:
    assert pairs.add(1, "", NOW, NOW + 1, first=True, then=True) == []
    assert pairs.add(2, "", NOW, NOW + 1, first=True, then=True) == [(1, 2), (2, 1)]


def test_the_longest_time_is_in_and_the_next_instant_is_out(pairs: PlainPairs) -> None:
    pairs.add(1, "", NOW, NOW + 1, first=True, then=False)
    assert pairs.add(2, "", NOW + 3600, NOW + 3601, first=False, then=True) == [(1, 2)]
    assert pairs.add(3, "", NOW + 3601, NOW + 3602, first=False, then=True) == []


def test_a_number_has_one_fact_of_each_key(pairs: PlainPairs) -> None:
    pairs.add(1, "a", NOW, NOW + 1, first=True, then=False)
    pairs.add(1, "b", NOW, NOW + 1, first=True, then=False)
    with pytest.raises(ValueError, match="fact 1 of `a` is there already"):
        pairs.add(1, "a", NOW, NOW + 1, first=True, then=False)


def test_what_is_taken_back_may_be_told_anew(pairs: PlainPairs) -> None:
    pairs.add(1, "", NOW, NOW + 1, first=True, then=False)
    pairs.remove(1)
    assert pairs.add(2, "", NOW, NOW + 1, first=False, then=True) == []
    assert pairs.add(1, "", NOW, NOW + 1, first=True, then=False) == [(1, 2)]


def test_forgetting_never_goes_back(pairs: PlainPairs) -> None:
    pairs.add(1, "", NOW, NOW + 1, first=True, then=False)
    pairs.forget(NOW + 3601)
    pairs.forget(NOW)
    assert len(pairs) == 0
    assert pairs.add(2, "", NOW, NOW + 1, first=False, then=True) == []


def test_a_long_stream_keeps_no_more_than_what_may_still_pair(pairs: PlainPairs) -> None:
    for number in range(3000):
        found = pairs.add(
            number, "", NOW + 900 * number, NOW + 900 * number + 1, first=True, then=True
        )
        pairs.forget(NOW + 900 * (number + 1))
        assert found == [(before, number) for before in range(max(0, number - 4), number)]
    assert len(pairs) == 4
    if isinstance(pairs, Pairs):
        assert len(pairs._told.facts) < 50
