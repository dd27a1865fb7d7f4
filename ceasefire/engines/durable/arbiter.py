"""What one instrument says of one act: the first of its rules that fires."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from ceasefire.engines.durable.rows import rows_of
from ceasefire.engines.durable.rulesets import (
    MOST_FIELDS,
    MOST_RULES,
    ONE,
    DurableError,
    Pattern,
    Rule,
    Ruleset,
)
from ceasefire.engines.reference.meaning import COVERED, EXCLUDED, VIOLATING, breached, several
from ceasefire.program.formulas import ALWAYS, Atom, all_of, any_of, not_of
from ceasefire.program.glimpses import CACHE, Glimpses, Sight, bits_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ceasefire.engines.durable.rows import Row
    from ceasefire.engines.reference.meaning import Law
    from ceasefire.program.formulas import Formula
    from ceasefire.program.program import Clause, Text

__all__ = ["Arbiter", "Outcome", "Shared", "Stand"]

ELSE: Final = "else"


class Outcome(NamedTuple):
    """A verdict with the ground, and the place of the clause among those of its effect.

    What keeps an instrument from reaching an act, and what it leaves unregulated, has
    no clause.
    """

    verdict: int
    ground: str
    clause: int = -1


class Stand(NamedTuple):
    """What an instrument says of an act in some worlds: the verdicts that it may have.

    Where it is one, ``outcome`` is that of some world, and of all of them if it is
    ``exact``. Otherwise ``hangs`` has the open tests that may decide, by slot.
    """

    verdicts: int
    outcome: Outcome | None
    exact: bool
    hangs: tuple[tuple[int, int], ...]


Sentence: TypeAlias = tuple["Formula", Outcome]
"""When something is said, and what."""

Asked: TypeAlias = tuple[Sentence, ...]

Shared: TypeAlias = "dict[Asked, Rules]"
"""What provisions say, by what they are."""


class Arbiter:
    """Decides by rules, of which the first that fires stands.

    Not reached comes before excluded, that before breached where no permit lifts it, and
    that before covered; of provisions of one effect those that are named first come first.
    """

    def __init__(self, law: Law, compliant: Formula, shared: Shared | None = None) -> None:
        """Take an instrument as formulas; ``compliant`` tests the kind of act.

        Instruments inherit provisions: those that have the same share in ``shared`` what
        these say of acts that are surely reached.
        """
        self._law = law
        reach, provisions = reaches(law.text), (*clauses(law.text, compliant),)
        self._whole = Rules(law, (*reach, *provisions))
        self._inside = self._whole
        if shared is not None:
            inside = Rules(law._replace(reached=ALWAYS), provisions)
            self._inside = shared.setdefault(provisions, inside)
        self._near: Glimpses[Sight, Stand | Rules] = Glimpses(
            reach_of(law.text).values(), self._reached
        )

    def stand(self, view: Sight) -> Stand:
        """Return what the instrument says of an act in the worlds in view."""
        found = self._near.of(view)
        return found if isinstance(found, Stand) else found.stands.of(view)

    def _reached(self, view: Sight) -> Stand | Rules:
        """Return what an instrument says that surely reaches no such act, or what tells it.

        Why it does not comes first, so that no other test makes a difference.
        """
        truth = view.truth(self._law.reached)
        if truth is None:
            return self._whole
        return self._inside if truth else self._whole.stand(view)

    @property
    def groups(self) -> tuple[Group, ...]:
        """All of its rules, in groups of which the first that fires stands."""
        return self._whole.groups

    def close(self) -> None:
        """Give up the rulesets; they are made anew where they are asked again."""
        self._whole.close()
        self._inside.close()


class Rules:
    """Sentences as rules: when something is said, and what; the first that holds stands.

    ``stands`` has what they say of acts, ``law`` is the same as formulas.
    """

    def __init__(self, law: Law, asked: Asked) -> None:
        """Take the sentences in their order."""
        self._law = law
        self._asked = asked
        self.stands: Glimpses[Sight, Stand] = Glimpses(
            [formula for formula, _ in asked], self.stand
        )

    def stand(self, view: Sight) -> Stand:
        """Return what they say of an act in the worlds in view, worked out anew."""
        law = self._law
        verdicts = law.verdicts(view, view.truths)
        if several(verdicts):
            left = [view.left(part) for part in (law.reached, law.excluded, law.breached)]
            return Stand(verdicts, None, exact=False, hangs=tuple(bits_of(left).items()))
        outcome = self._posted(view)
        if outcome.verdict != verdicts:
            raise DurableError(f"the rules of `{law.text.id}` say otherwise than its sentences")
        return Stand(verdicts, outcome, self._exact(view, outcome), ())

    def _exact(self, view: Sight, outcome: Outcome) -> bool:
        """Return whether the same rule fires in every world in view."""
        for formula, other in self._asked:
            if other.verdict == outcome.verdict:
                truth = view.truth(formula)
                if other == outcome:
                    return truth is True
                if truth is not False:
                    return False
        return True

    def close(self) -> None:
        """Give up the rulesets; they are made anew where they are asked again."""
        for group in self.__dict__.pop("groups", ()):
            group.close()

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The rules in groups, of which the first that fires stands."""
        rows = [(row, outcome) for formula, outcome in self._asked for row in rows_of(formula)]
        return tuple(Group(rows) for rows in grouped(rows))

    def _posted(self, view: Sight) -> Outcome:
        for group in self.groups:
            found = group.first(view)
            if found is not None:
                return found
        return Outcome(COVERED, "unregulated")


class Group:
    """Some of the rules of an arbiter, in one ruleset."""

    def __init__(self, rows: Sequence[tuple[Row, Outcome]]) -> None:
        """Take the rows, in the order in which they come first."""
        self._fields = {flag: f"f{n}" for n, flag in enumerate(flags_of(rows))}
        fields = self._fields.items()
        # Most flags are single tests, of which many are looked at for each act.
        self._atoms = [
            (test.slot, test.bit, passed, field)
            for (test, passed), field in fields
            if isinstance(test, Atom)
        ]
        self._others = [
            (test, passed, field) for (test, passed), field in fields if not isinstance(test, Atom)
        ]
        self._outcomes = {f"r{n}": outcome for n, (_, outcome) in enumerate(rows)}
        rules = [
            Rule(name, (self._pattern(row),))
            for name, (row, _) in zip(self._outcomes, rows, strict=True)
        ]
        self._fired: dict[tuple[str, ...], str] = {}
        self._ruleset = Ruleset([*rules, Rule(ELSE, (self._pattern({}),))])

    def first(self, view: Sight) -> Outcome | None:
        """Return what the first row says that holds, if any does.

        A test that is open in the worlds in view counts as failed.
        """
        key = (
            *[
                field
                for slot, bit, passed, field in self._atoms
                if bool(view[slot][0] & bit) == passed
            ],
            *[
                field
                for test, passed, field in self._others
                if (view.truth(test) is True) == passed
            ],
        )
        fired = self._fired.get(key)
        if fired is None:
            fired = self._ruleset.post(dict.fromkeys(key, 1))
            if len(self._fired) >= CACHE:
                self._fired.clear()
            self._fired[key] = fired
        return self._outcomes.get(fired)

    def close(self) -> None:
        """Give up the ruleset."""
        self._ruleset.close()

    def _pattern(self, row: Row) -> Pattern:
        return Pattern("m", {self._fields[flag]: 1 for flag in row.items()} or {ONE: 1})


def reaches(text: Text) -> Iterator[Sentence]:
    """Yield when an instrument does not reach an act, and so says nothing else of it."""
    for ground, formula in reach_of(text).items():
        yield not_of(formula), Outcome(EXCLUDED, ground)


def clauses(text: Text, compliant: Formula) -> Iterator[Sentence]:
    """Yield when an instrument says what of acts that it reaches, in the order of asking."""
    for place, clause in enumerate(text.excludes):
        yield clause.matches, Outcome(EXCLUDED, clause.provision.id, place)
    for place, clause in enumerate(text.prohibits):
        yield breached(clause), Outcome(VIOLATING, clause.provision.id, place)
    for place, permit in enumerate(text.permits):
        yield lifting(text.prohibits, permit), Outcome(COVERED, "permitted", place)
    yield compliant, Outcome(COVERED, "compliant")


def reach_of(text: Text) -> dict[str, Formula]:
    """Return what an act must pass for an instrument to reach it, by ground."""
    return {
        "time": text.time,
        "place": text.place,
        "actor": text.actor,
        "question": text.answers,
    }


def lifting(prohibits: Sequence[Clause], permit: Clause) -> Formula:
    """Return that a permit matches, and a prohibition that it lifts."""
    return any_of(
        all_of((clause.matches, permit.matches))
        for clause in prohibits
        for item in clause.lifted_by
        if item is permit
    )


def grouped(rows: Sequence[tuple[Row, Outcome]]) -> Iterator[list[tuple[Row, Outcome]]]:
    """Yield the rows in groups that a ruleset holds."""
    group: list[tuple[Row, Outcome]] = []
    for row in rows:
        if len(group) + 1 >= MOST_RULES or len(flags_of([*group, row])) >= MOST_FIELDS:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def flags_of(rows: Sequence[tuple[Row, Outcome]]) -> dict[tuple[Formula, bool], None]:
    """Return the flags of rows, each once: that a test is passed, or that it is not."""
    return {flag: None for row, _ in rows for flag in row.items()}
