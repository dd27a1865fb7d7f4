"""The facts that an event leaves open, each with what its values leave of the accounts.

A value of a field rules out the accounts, and the boxes of accounts, that state the field
otherwise, and narrows the others to itself. That one account is right rules out those that
it is no part of. An answer to a question narrows all.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from ceasefire.analysis.settling.values import Values, shown
from ceasefire.engines.reference.meaning import NOTHING
from ceasefire.engines.reference.telling import OTHER_WAY, label, spoken
from ceasefire.findings.words import answers as in_words
from ceasefire.program.sides import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ceasefire.analysis.casework.weighing import Sort
    from ceasefire.program.binding import Box, Case
    from ceasefire.program.program import Program

__all__ = ["Branch", "Open", "open_facts", "possible"]

NO_INCIDENT: Final = "no incident"
"""The value of a kind that some account tells of, and that has no worlds."""

RIGHT: Final = (("right", "not right"), ("right", "wrong"))

Words: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""Values in words and as ids."""

Place: TypeAlias = tuple[int, int]
"""A box, by its account and its number there; -1 stands for an account of no incident."""


class Branch(NamedTuple):
    """What a value of a fact leaves: boxes (all if none are given), cells, and an answer."""

    kept: frozenset[Place] | None = None
    cells: tuple[tuple[int, int, int, tuple[Any, ...]], ...] = ()
    answer: tuple[str, str] | None = None


class Open(NamedTuple):
    """A fact that is open: its values as branches, and some of them in words and as ids.

    ``kind`` is ``field``, ``question`` or ``account``; ``title`` says what it is about.
    """

    kind: str
    name: str
    owner: str
    title: str
    branches: tuple[Branch, ...]
    say: Callable[[Sequence[int]], Words]


def possible(sort: Sort, answers: Mapping[str, str], branches: Sequence[Branch]) -> int:
    """Return what is possible of an event, of all accounts, once some values are settled."""
    given = {**answers, **dict(branch.answer for branch in branches if branch.answer)}
    kept = [branch.kept for branch in branches if branch.kept is not None]
    cells: dict[Place, list[tuple[int, tuple[Any, ...]]]] = {}
    for branch in branches:
        for account, box, variable, signatures in branch.cells:
            cells.setdefault((account, box), []).append((variable, signatures))
    mask = 0
    for number, (_, incident, rooms) in enumerate(sort.accounts):
        if not incident and all((number, -1) in some for some in kept):
            mask |= NOTHING
        for place, room in enumerate(rooms):
            if all((number, place) in some for some in kept):
                mask |= room.mask(given, tuple(sorted(cells.get((number, place), ()), key=first)))
    return mask


def first(item: tuple[int, Any]) -> int:
    """Return the number of a variable."""
    return item[0]


def open_facts(
    program: Program, case: Case, sort: Sort, answers: Mapping[str, str]
) -> Iterator[Open]:
    """Yield the facts of an event that are open, and on which something may hang."""
    yield from questions(program, sort, answers)
    yield from fields(program, case, sort, answers)
    yield from accounts(program, case)


def questions(program: Program, sort: Sort, answers: Mapping[str, str]) -> Iterator[Open]:
    """Yield the questions that the reading leaves open."""
    for name in sort.asked:
        if name not in answers:
            question = program.rulebook.questions[name]
            values = tuple(question.answers)
            branches = tuple(Branch(answer=(name, value)) for value in values)
            words = in_words(program, name, values)
            yield Open("question", name, "", question.ask, branches, partial(listed, words))


def accounts(program: Program, case: Case) -> Iterator[Open]:
    """Yield the rival accounts, each of which is right or not."""
    every = range(len(case.accounts))
    tellers = {id(item): item for account in case.accounts for item in account.facts.told_by}
    for key, item in tellers.items():
        right = {n for n in every if any(id(by) == key for by in case.accounts[n].facts.told_by)}
        if len(right) == len(case.accounts):
            continue
        alone = min(right, key=lambda n: len(case.accounts[n].facts.told_by))
        branches = tuple(
            Branch(frozenset(place for n in some for place in places(case, n)))
            for some in (sorted(right), [n for n in every if n not in right])
        )
        # A report that can be read two ways has no source of its own for either.
        unnamed = OTHER_WAY if item.stated and not item.basis else "an unnamed source"
        speaker = item.speaker or unnamed
        title = f"whether {label(program, case.accounts[alone])} is right"
        yield Open("account", speaker, "", title, branches, partial(listed, RIGHT))


def listed(words: Words, numbers: Sequence[int]) -> Words:
    """Return some of several values in words and as ids."""
    labels, ids = words
    return tuple(labels[n] for n in numbers), tuple(ids[n] for n in numbers)


def places(case: Case, account: int) -> Iterator[Place]:
    """Yield the boxes of an account."""
    found = case.accounts[account]
    if not found.incident:
        yield account, -1
    for number in range(len(found.boxes)):
        yield account, number


# --- fields ---


def fields(program: Program, case: Case, sort: Sort, answers: Mapping[str, str]) -> Iterator[Open]:
    """Yield the fields that may have several values, as far as something hangs on which."""
    found: dict[tuple[str, str], Values] = {}
    epoch = epoch_of(program, case)
    for number, account in enumerate(case.accounts):
        if not account.incident:
            values = found.setdefault(("kind", ""), Values(program, "kind", epoch))
            values.told((number, -1), NO_INCIDENT)
        for place, box in enumerate(account.boxes):
            bits = sort.accounts[number][2][place].hinges(answers)
            for variable, item in enumerate(box.variables):
                if not item.name.startswith("?"):
                    key = item.name, item.owner
                    values = found.setdefault(key, Values(program, item.name, epoch))
                    values.add((number, place), variable, item, bits.get(variable, 0))
            for role, owner, names in joint(program, box):
                values = found.setdefault((role, owner), Values(program, role, epoch))
                values.told((number, place), names)
    every = frozenset(place for n in range(len(case.accounts)) for place in places(case, n))
    for (name, owner), values in found.items():
        classes = [] if values.idle else list(values.classes())
        if len(classes) > 1:
            spec = program.taxonomy.fields[name].name
            title = f"{spec} ({owner})" if owner else spec
            branches = []
            for members in classes:
                away, cells = values.left(members)
                branches.append(Branch(every - away if away else None, cells))
            say = partial(shown, values, classes)
            yield Open("field", name, owner, title, tuple(branches), say)


def epoch_of(program: Program, case: Case) -> int:
    """Return the stretch, between changes of membership, in which an event begins."""
    starts = [
        lo
        for account in case.accounts
        for box in account.boxes
        for item in box.variables
        if item.slot == program.time
        for cell in item.cells
        for lo, _ in cell.values
    ]
    return program.parties.epoch(min(starts, default=0))


def joint(program: Program, box: Box) -> Iterator[tuple[str, str, str]]:
    """Yield the roles of which a box has several together: role, owner, and their names."""
    for slot, role in zip(program.roles, ROLES, strict=True):
        sides: dict[int, dict[int, None]] = {}
        for act in box.acts:
            sides.setdefault(act.part, {})[act.variables[slot]] = None
        for part, numbers in sides.items():
            owners = [box.variables[number].owner for number in numbers]
            if len(owners) > 1:
                scope = f"part {part}"
                own = all(owner.startswith(f"{scope} ") for owner in owners)
                names = (
                    spoken(program, role, owner.removeprefix(f"{scope} ") if own else owner)
                    for owner in owners
                )
                yield role, scope if own else "", " and ".join(names)
