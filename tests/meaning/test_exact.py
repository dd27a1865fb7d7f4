"""The search and the doubts against every world of small boxes, one by one."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasefire.engines.reference.algebra import FALSE, TRUE, Algebra
from ceasefire.engines.reference.arena import Arena
from ceasefire.engines.reference.doubts import Doubts
from ceasefire.engines.reference.meaning import ALL, COVERED, EXCLUDED, NOTHING, VIOLATING, gravest
from ceasefire.engines.reference.search import (
    Budget,
    Feasible,
    Judge,
    Query,
    Spent,
    State,
    outcomes,
    start,
)
from ceasefire.program.boxes import Act, Box, Variable
from ceasefire.program.bundles import Signature, masks_of
from ceasefire.program.cells import Cell
from ceasefire.program.formulas import ALWAYS, NEVER, AllOf, AnyOf, Atom, NotOf
from tests.meaning.helpers import says
from tests.meaning.worlds import (
    SIGNATURES,
    SLOTS,
    Small,
    World,
    formulas,
    law_of,
    seen,
    smalls,
    truth,
    view,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceasefire.engines.reference.meaning import Law
    from ceasefire.program.formulas import Formula

signatures = st.tuples(*[st.sampled_from(SIGNATURES)] * SLOTS)
several = st.tuples(
    *[st.lists(st.sampled_from(SIGNATURES), min_size=1, max_size=4, unique=True)] * SLOTS
)


def possible_worlds(small: Small) -> list[World]:
    """Return the worlds that do not drop out."""
    return [world for world in small.worlds() if world.feasible]


def mask(worlds: list[World]) -> int:
    """Return the verdicts of some worlds."""
    found = 0
    for world in worlds:
        found |= world.verdict
    return found


@says("A world gets exactly one verdict.")
@given(smalls())
def test_a_world_gets_exactly_one_verdict(small: Small) -> None:
    for world in small.worlds():
        state = small.single(world.signatures)
        incidents = [act.incident.value(state.view(act)) for act in small.box.acts]
        verdict = EXCLUDED if any(incidents) else NOTHING
        for act in small.box.acts:
            for law in small.laws:
                found = law.only(act.decided).verdicts(state.view(act))
                assert found in {EXCLUDED, COVERED, VIOLATING}
                verdict = gravest(verdict, found) if any(incidents) else verdict
        assert verdict == world.verdict
        assert small.arena.judge.ask(state) == (verdict, None)
        assert small.arena.feasible.ask(state)[0] is world.feasible


@says("`possible` equals the enumeration.")
@settings(max_examples=2 * settings().max_examples)
@given(smalls())
def test_what_is_possible_is_what_some_world_gives(small: Small) -> None:
    expected = mask(possible_worlds(small))
    assert small.arena.verdicts() == expected
    doubts = Doubts([small.arena])
    assert doubts.possible(doubts.root) == expected


@says(
    "`depends_on` names the doubts that decide.",
    "A doubt decides if settling it one way or another changes what is possible, or if two "
    "worlds that differ in it alone differ in verdict.",
)
@settings(max_examples=2 * settings().max_examples)
@given(smalls())
def test_a_doubt_decides_if_settling_it_tells_or_two_worlds_differ_by_it(small: Small) -> None:
    worlds = possible_worlds(small)
    found = deciding(Doubts([small.arena]))
    for number, cells in enumerate(small.arena.state.cells):
        settled = {
            cell: mask([world for world in worlds if world.signatures[number] == cell])
            for cell in cells
        }
        tells = len({left for left in settled.values() if left}) > 1
        flips = any(
            one.verdict != other.verdict
            and one.signatures[number] != other.signatures[number]
            and one._replace(signatures=without(one, number)).signatures == without(other, number)
            for one, other in combinations(worlds, 2)
        )
        assert (number in found) == (tells or flips)
        if number in found:
            assert found[number] == settled


def deciding(doubts: Doubts) -> dict[int, dict[Signature, int]]:
    """Return what surely decides, with the verdicts that its cells leave possible."""
    found = doubts.deciding()
    assert all(item.sure for item in found)
    return {item.variable: dict(item.masks) for item in found}


def without(world: World, number: int) -> tuple[int, ...]:
    """Return the signatures but that of one variable."""
    return (*world.signatures[:number], *world.signatures[number + 1 :])


@given(smalls(), formulas, st.integers(1, ALL))
def test_a_formula_holds_if_it_does_in_a_world_of_the_verdict(
    small: Small, formula: Formula, verdict: int
) -> None:
    expected = any(
        world.verdict & verdict
        and any(
            truth(formula, seen(act, world.signatures))
            and truth(act.decided, seen(act, world.signatures))
            for act in small.box.acts
        )
        for world in possible_worlds(small)
    )
    assert small.arena.holds(verdict, formula) == expected


@given(smalls(), formulas, st.integers(1, ALL))
def test_a_query_finds_both_answers(small: Small, formula: Formula, verdict: int) -> None:
    query = Query(small.arena.judge, verdict, [(act, formula) for act in small.box.acts])
    expected = 0
    for world in possible_worlds(small):
        yes = world.verdict & verdict and any(
            truth(formula, seen(act, world.signatures)) for act in small.box.acts
        )
        expected |= 2 if yes else 1
    assert outcomes(query, [small.arena.state], small.arena.feasible, PLENTY) == expected


@given(smalls(), formulas, formulas, st.integers(1, ALL))
def test_a_witness_is_of_worlds_that_are_as_wanted(
    small: Small, wanted: Formula, unless: Formula, verdict: int
) -> None:
    def held(world: World, formula: Formula) -> bool:
        return any(
            truth(formula, seen(act, world.signatures))
            and truth(act.decided, seen(act, world.signatures))
            for act in small.box.acts
        )

    expected = [
        world.signatures
        for world in possible_worlds(small)
        if world.verdict & verdict and held(world, wanted) and not held(world, unless)
    ]
    found = small.arena.find(verdict, wanted, [unless])
    assert (found is None) == (not expected)
    if found is not None:
        assert set(product(*found.cells)) <= set(expected)


@given(smalls(), st.integers(0, 6))
def test_a_search_that_is_cut_short_says_so_and_never_lies(small: Small, steps: int) -> None:
    every = mask(possible_worlds(small))
    try:
        found = outcomes(
            small.arena.judge, [small.arena.state], small.arena.feasible, Budget(steps)
        )
    except Spent:
        pass
    else:
        assert found == every


def test_a_budget_is_of_so_many_steps() -> None:
    budget = Budget(2)
    budget.spend()
    budget.spend()
    with pytest.raises(Spent):
        budget.spend()


@given(smalls(), st.integers(0, 8))
def test_doubts_that_are_cut_short_say_so_and_never_lie(small: Small, steps: int) -> None:
    exact = deciding(Doubts([small.arena]))
    found = {item.variable: item for item in Doubts([small.arena], steps).deciding()}
    assert set(exact) <= set(found)
    for variable, item in found.items():
        assert variable in exact or not item.sure
        assert not item.masks or item.masks == exact.get(variable, item.masks)


@given(smalls())
def test_the_pairs_that_are_kept_give_the_same_verdicts(small: Small) -> None:
    everything = Judge.of(small.box.acts, small.laws)
    state = small.arena.state
    feasible = Feasible(small.box, small.impossible)
    assert outcomes(everything, [state], feasible, PLENTY) == small.arena.verdicts()
    assert len(small.arena.judge.pairs) <= max(len(everything.pairs), 1)
    for number, cells in enumerate(state.cells):
        for cell in cells:
            part = state.narrowed(number, (cell,))
            assert everything.ask(part)[0] == small.arena.judge.ask(part)[0] or (
                outcomes(everything, [part], feasible, PLENTY)
                == outcomes(small.arena.judge, [part], feasible, PLENTY)
            )


def only(*laws: Law, impossible: tuple[Formula, ...] = ()) -> Small:
    """Return a box in which the first of three tests is open and nothing else is."""
    cells = (Cell(0, ("no",)), Cell(1, ("yes",)))
    variables = [Variable(slot, f"f{slot}", "", cells[: 2 - bool(slot)]) for slot in range(3)]
    box = Box(tuple(variables), (Act(0, "a", "b", (0, 1, 2)),))
    state = start(box)
    judge = Judge.of(box.acts, laws).relevant(state)
    return Small(box, laws, impossible, Arena(box, state, judge, Feasible(box, impossible)))


PLENTY = Budget(10**9)
OPEN, NO = Atom(0, 1), Atom(1, 1)
BOTH, EITHER = AllOf((OPEN, NotOf(OPEN))), AnyOf((OPEN, NotOf(OPEN)))
"""Never true and always true, which three-valued logic does not see at once."""


def test_what_looks_open_but_is_not_is_searched_to_the_end() -> None:
    (act,) = only().box.acts
    for law in (law_of(ALWAYS, NEVER, ALWAYS), law_of(ALWAYS, NEVER, EITHER)):
        small = only(law)
        assert small.arena.verdicts() == VIOLATING
        for formula, answers in ((BOTH, 1), (EITHER, 2), (OPEN, 3), (ALWAYS, 2), (NEVER, 1)):
            query = Query(small.arena.judge, VIOLATING, [(act, formula)])
            assert outcomes(query, [small.arena.state], small.arena.feasible, PLENTY) == answers
            milder = Query(small.arena.judge, EXCLUDED | COVERED, [(act, formula)])
            assert outcomes(milder, [small.arena.state], small.arena.feasible, PLENTY) == 1
    assert only(law_of(EITHER, NEVER, NEVER)).arena.verdicts() == COVERED
    assert only(law_of(ALWAYS, BOTH, NEVER)).arena.verdicts() == COVERED
    assert only(law_of(BOTH, NEVER, ALWAYS)).arena.verdicts() == EXCLUDED


def test_the_impossible_is_searched_to_the_end() -> None:
    law = law_of(ALWAYS, NEVER, OPEN)
    assert only(law, impossible=(EITHER,)).arena.verdicts() == 0
    assert only(law, impossible=(BOTH,)).arena.verdicts() == COVERED | VIOLATING
    assert only(law, impossible=(OPEN,)).arena.verdicts() == COVERED
    assert only(law, impossible=(NO, NotOf(OPEN))).arena.verdicts() == VIOLATING


def test_only_pairs_that_can_matter_are_asked() -> None:
    never = law_of(NEVER, NEVER, NEVER)
    covered = law_of(ALWAYS, NEVER, NEVER)
    perhaps_covered = law_of(OPEN, NEVER, NEVER)
    perhaps_violating = law_of(ALWAYS, NEVER, OPEN)

    def kept(*laws: Law) -> list[Law]:
        return [law for _, law in only(*laws).arena.judge.pairs]

    assert kept(never, perhaps_covered, covered, perhaps_violating, covered) == [
        covered,
        perhaps_violating,
    ]
    assert kept(never, perhaps_covered) == [never, perhaps_covered]
    assert kept(law_of(ALWAYS, NEVER, ALWAYS), perhaps_covered) == [law_of(ALWAYS, NEVER, ALWAYS)]
    assert kept(perhaps_violating) == [perhaps_violating]
    small = only(covered, perhaps_violating)
    assert small.arena.judge.ask(small.arena.state) == (COVERED | VIOLATING, (0, 1))


def doubted(
    cells: Sequence[Sequence[int]],
    *laws: Law,
    impossible: Sequence[Formula] = (),
    steps: int | None = None,
) -> Doubts:
    """Return the doubts of one act whose variables may have these signatures."""
    variables = [
        Variable(slot, f"f{slot}", "", tuple(Cell(signature, ("v",)) for signature in signatures))
        for slot, signatures in enumerate(cells)
    ]
    box = Box(tuple(variables), (Act(0, "a", "b", tuple(range(len(cells)))),))
    judge = Judge.of(box.acts, laws).relevant(start(box))
    return Doubts([Arena(box, start(box), judge, Feasible(box, impossible))], steps)


def test_what_is_the_same_in_other_words_is_no_doubt() -> None:
    """The algebra does not see that both halves agree; the search must, however often asked."""
    either_way, how, x, y, z = (Atom(slot, 1) for slot in range(5))
    asked = AnyOf((how, Atom(1, 2)))
    one = AllOf((asked, x, AnyOf((y, z))))
    other = AllOf((asked, AnyOf((AllOf((x, y)), AllOf((x, z))))))
    breach = AnyOf((AllOf((either_way, one)), AllOf((NotOf(either_way), other))))
    flag = (0, 1)
    doubts = doubted((flag, (0, 1, 2), flag, flag, flag), law_of(ALWAYS, NEVER, breach))
    assert sorted(deciding(doubts)) == [1, 2, 3, 4]


def test_where_nothing_is_possible_nothing_decides() -> None:
    law = law_of(ALWAYS, NEVER, Atom(1, 1))
    doubts = doubted(((1, 2), (0, 1)), law, impossible=(Atom(0, 1), Atom(0, 2)))
    assert doubts.possible(doubts.root) == 0
    assert deciding(doubts) == {}


@pytest.mark.parametrize("steps", range(8))
def test_what_tells_and_never_flips_is_not_lost_where_steps_run_out(steps: int) -> None:
    """Whether the second holds tells of the first, but no world differs in it alone."""
    law = law_of(ALWAYS, NEVER, Atom(0, 1))
    alike = AnyOf((AllOf((Atom(0, 1), Atom(1, 1))), NotOf(AnyOf((Atom(0, 1), Atom(1, 1))))))
    flags = ((0, 1), (0, 1))
    assert sorted(deciding(doubted(flags, law, impossible=(NotOf(alike),)))) == [0, 1]
    cut = doubted(flags, law, impossible=(NotOf(alike),), steps=steps).deciding()
    assert sorted(item.variable for item in cut) == [0, 1]


def test_what_is_settled_is_worked_out_beforehand() -> None:
    law = law_of(EITHER, AllOf((NO, OPEN)), AnyOf((NO, OPEN)))
    ((_, left),) = only(law).arena.judge.pairs
    assert (left.excluded, left.breached) == (NEVER, OPEN)
    assert left.pivot([(0, 1), (0, 0), (0, 0)]) == OPEN
    assert law_of(ALWAYS, NEVER, ALWAYS).pivot([]) is None


# --- formulas -------------------------------------------------------------------------


@given(formulas, several)
def test_three_valued_truth_is_that_of_every_world_left(
    formula: Formula, cells: tuple[list[int], ...]
) -> None:
    """Where it is closed all worlds agree; where it is open there is a test to split on."""
    state = State(tuple(map(tuple, cells)), tuple(masks_of(tuple(each)) for each in cells))
    world = list(state.masks)
    value = formula.value(world)
    truths = {truth(formula, (a, b, c)) for a in cells[0] for b in cells[1] for c in cells[2]}
    if value is not None:
        assert truths == {value}
    atom = formula.pivot(world)
    assert atom is not None or value is not None
    if atom is not None:
        assert atom.value(world) is None
    left = formula.given(world)
    for a in cells[0]:
        for b in cells[1]:
            for c in cells[2]:
                assert truth(left, (a, b, c)) == truth(formula, (a, b, c))


@given(formulas, signatures)
def test_a_single_world_closes_every_formula(formula: Formula, world: tuple[int, ...]) -> None:
    assert formula.value(view(world)) is truth(formula, world)
    assert formula.pivot(view(world)) is None


@settings(max_examples=2 * settings().max_examples)
@given(formulas, signatures, st.permutations(range(SLOTS)))
def test_assigning_every_variable_gives_the_truth(
    formula: Formula, world: tuple[int, ...], order: list[int]
) -> None:
    algebra = Algebra()
    number = algebra.of(formula, [2, 0, 1])
    for slot in order:
        number = algebra.assign(number, (2, 0, 1)[slot], world[slot])
    assert number == (TRUE if truth(formula, world) else FALSE)


@given(formulas, signatures)
def test_what_is_left_after_some_variables_is_still_true(
    formula: Formula, world: tuple[int, ...]
) -> None:
    algebra = Algebra()
    number = algebra.assign(algebra.of(formula, range(SLOTS)), 0, world[0])
    assert 0 not in algebra.tests(number)
    for one in SIGNATURES:
        for other in SIGNATURES:
            rest = algebra.assign(algebra.assign(number, 1, one), 2, other)
            assert rest == int(truth(formula, (world[0], one, other)))


@given(st.lists(formulas, min_size=2, max_size=3), signatures)
def test_negation_and_order_in_the_algebra(parts: list[Formula], world: tuple[int, ...]) -> None:
    algebra = Algebra()
    numbers = [algebra.of(part, range(SLOTS)) for part in parts]
    assert algebra.every(numbers) == algebra.every(reversed(numbers))
    assert algebra.some(numbers) == algebra.some([*reversed(numbers), numbers[0]])
    for number, part in zip(numbers, parts, strict=True):
        assert algebra.none(algebra.none(number)) == number
        opposite = algebra.none(number)
        for slot, cell in enumerate(world):
            opposite = algebra.assign(opposite, slot, cell)
        assert opposite == int(not truth(part, world))


def test_the_weaker_part_swallows_the_stronger_in_whatever_order_they_came() -> None:
    for first in (2, 3):
        algebra = Algebra()
        a, b, c = (algebra.atom(variable, 1) for variable in range(3))
        algebra.every((a, b, c)[:first])
        both, all_three = algebra.every((a, b)), algebra.every((a, b, c))
        assert algebra.some((both, all_three)) == both
        assert algebra.some((a, both, all_three)) == a
        assert algebra.some((all_three, c)) == c
        assert algebra.some((both, c)) not in {both, c}
    for first in (2, 3):
        algebra = Algebra()
        a, b, c = (algebra.atom(variable, 1) for variable in range(3))
        algebra.some((a, b, c)[:first])
        either, any_of_three = algebra.some((a, b)), algebra.some((a, b, c))
        assert algebra.every((either, any_of_three)) == either
        assert algebra.every((a, either, any_of_three)) == a
        assert algebra.every((either, c)) not in {either, c}


def test_the_tests_of_a_formula_are_exactly_those_it_asks() -> None:
    algebra = Algebra()
    a, b, other = algebra.atom(0, 1), algebra.atom(0, 4), algebra.atom(2, 1)
    assert algebra.tests(a) == {0: 1}
    assert algebra.tests(algebra.some((a, algebra.none(b)))) == {0: 5}
    assert algebra.tests(algebra.every((b, other))) == {0: 4, 2: 1}
    assert algebra.tests(TRUE) == algebra.tests(FALSE) == {}
