"""Two rulebooks compared: the search for events of which they tell different things."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ceasefire.analysis.differing.claims import PARTIES, name_edges, wordings
from ceasefire.analysis.differing.joint import VERDICTS, Half, Joint
from ceasefire.analysis.differing.kinds import queries
from ceasefire.analysis.differing.model import Change
from ceasefire.analysis.differing.saying import JointSayer
from ceasefire.analysis.differing.sharing import Sharing
from ceasefire.analysis.differing.spots import spots_of
from ceasefire.analysis.differing.told import told_by
from ceasefire.analysis.space import Found, Space, Spent
from ceasefire.analysis.space.search import Budget
from ceasefire.program.bundles import every
from ceasefire.program.formulas import ALWAYS, NEVER, all_of, any_of, not_of
from ceasefire.program.parties import Epochs
from ceasefire.terms.names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceasefire.analysis.differing.claims import Wording
    from ceasefire.analysis.differing.kinds import Query
    from ceasefire.book import Book
    from ceasefire.engines.reference.states import State
from ceasefire.program.formulas import Formula

__all__ = ["STEPS", "Comparison"]

STEPS: Final = 20_000  # pragma: no mutate
"""How many boxes one question may take; the same on every machine."""

WHOLE: Final = 400_000  # pragma: no mutate
"""How many boxes all questions may take together."""


class Comparison:
    """An old and a new book, compared under the reading of each, or under any answers.

    :meth:`changes` yields what is found; ``unsettled`` then has what was not worked out.
    """

    def __init__(self, old: Book, new: Book, *, any_answers: bool = False) -> None:
        """Take two books; with ``any_answers`` their readings answer nothing."""
        self.books = {"old": old, "new": new}
        self.any_answers = any_answers
        self.unsettled: dict[str, None] = {}
        self.left = WHOLE
        apart = frozenset() if any_answers else self._answered_apart()
        self.sharing = Sharing(old.program, new.program, apart)

    def _answered_apart(self) -> frozenset[str]:
        """Return the questions that the readings do not answer alike."""
        old, new = (book.setting.answers for book in self.books.values())
        return frozenset(key for key in {*old, *new} if old.get(key) != new.get(key))

    @cached_property
    def joint(self) -> Joint:
        """The program of both."""
        sharing = self.sharing
        programs = {"old": sharing.old, "new": sharing.new}
        return Joint(sharing, None if sharing.same_places else spots_of(programs))

    @cached_property
    def halves(self) -> dict[str, Half]:
        """Each side over the cells of both."""
        return {side: Half(self.joint, book.program, side) for side, book in self.books.items()}

    @cached_property
    def space(self) -> Space:
        """The worlds of both."""
        _ = self.halves
        if not self.sharing.same_parties:
            for stretch in name_edges(self.sharing):
                self.joint.test("when", Epochs((stretch,)))
        space = Space(self.joint)
        space.__dict__["sayer"] = JointSayer(self.joint)
        return space

    @cached_property
    def state(self) -> State:
        """The worlds in which questions have the answers of the readings."""
        answers: dict[str, str] = {}
        if not self.any_answers:
            for side, half in self.halves.items():
                answers |= half.answers(self.books[side].setting.answers)
        return self.space.answered(answers)

    # --- changes ---

    def changes(self) -> Iterator[Change]:
        """Yield an event for each way in which what is told of events differs."""
        old, new = self.books.values()
        if self.sharing.clashing:
            fields = ", ".join(self.sharing.clashing)
            self.unsettled[f"both have a field `{fields}`, each of another type"] = None
            return
        if old.digest == new.digest and old.known == new.known and old.reading == new.reading:
            return
        yield from self._of_worlds()
        yield from self._of_wordings()
        yield from self._of_credits()

    def _of_worlds(self) -> Iterator[Change]:
        found = set()
        for query in queries(self.halves["old"], self.halves["new"]):
            key = (query.old, query.new, query.cause, query.subject)
            if key in found:
                continue
            change = self._answer(query)
            if change is not None:
                found.add(key)
                yield change

    def _answer(self, query: Query) -> Change | None:
        """Return an event that a query is answered by, if any is."""
        whole = self._find(query.formula, self.state, f"{query.old} -> {query.new}")
        if whole is None:
            return None
        for each in (whole, single(whole)):
            change = self._shown(each.event(), query.cause, query.subject, query.side, each.answers)
            if change is not None:
                return change
        return self._veiled(query)

    def _find(self, wanted: Formula, state: State, what: str) -> Found | None:
        if wanted == NEVER:
            return None
        budget = Budget(min(STEPS, self.left))
        try:
            return self.space.find(wanted, within=state, steps=budget)
        except Spent:
            self.unsettled[f"whether some event is {what}: the search was too long"] = None
            return None
        finally:
            self.left -= STEPS - budget.left if self.left >= STEPS else self.left - budget.left

    def _shown(
        self,
        event: dict[str, Any],
        cause: str,
        subject: str,
        side: str = "",
        answers: Mapping[str, str] | None = None,
    ) -> Change | None:
        """Return the change that an event shows, if the two books tell different things of it."""
        taken = dict(answers or {}) if self.any_answers else {}
        told = {
            name: told_by(
                book, event, self.halves[name].own_answers(taken) if self.any_answers else None
            )
            for name, book in self.books.items()
        }
        if not told["old"].differs(told["new"]):
            return None
        return Change(event, told["old"], told["new"], cause, subject, side, taken)

    def _veiled(self, query: Query) -> Change | None:
        """Look for an event where open questions, or what no report can say, hide a difference."""
        self.unsettled[
            f"whether an event shows that {query.subject} makes worlds "
            f"{query.new} that were {query.old}"
        ] = None
        return None

    # --- wordings ---

    def _of_wordings(self) -> Iterator[Change]:
        causes: dict[str, bool] = {}
        shown = set()
        for wording in wordings(self.joint, self.halves["old"], self.halves["new"]):
            causes.setdefault(wording.cause, False)
            if (wording.cause, wording.subject) in shown:
                continue
            for change in self._worded(wording):
                causes[wording.cause] = True
                shown.add((wording.cause, wording.subject))
                yield change
        self._note_unproved(causes)

    def _worded(self, wording: Wording) -> Iterator[Change]:
        """Yield the events in which a wording makes a difference."""
        met = set()
        for formula in self._wanted(wording):
            found = self._find(formula, self._when(wording), f"changed by {wording.subject}")
            if found is None:
                continue
            change = None
            for each in (found, single(found)):
                event = wording.event(each.event())
                change = self._shown(event, wording.cause, wording.subject, "", each.answers)
                if change is not None:
                    break
            if change is not None and change.kind not in met:
                met.add(change.kind)
                yield change

    def _wanted(self, wording: Wording) -> Iterator[Formula]:
        """Yield formulas of which one holds wherever a wording leaves other verdicts possible."""
        if wording.old is None or wording.new is None:
            yield ALWAYS
            return
        if not all(isinstance(cell, int) for cell in (*wording.old, *wording.new)):
            self.unsettled[f"what `{wording.subject}` changes in `{wording.field}`"] = None
            return
        old, new = (
            self._possible(half, wording.field, cells)
            for half, cells in zip(self.halves.values(), (wording.old, wording.new), strict=True)
        )
        for verdict in VERDICTS:
            if old[verdict] != new[verdict]:
                yield all_of((old[verdict], not_of(new[verdict])))
                yield all_of((new[verdict], not_of(old[verdict])))

    @staticmethod
    def _possible(half: Half, field: str, cells: tuple[Any, ...]) -> dict[str, Formula]:
        """Return for each verdict that some cell of a field leads to it."""
        given = [half.given(field, cell) for cell in cells]
        return {
            verdict: any_of(dict.fromkeys(each[verdict] for each in given)) for verdict in VERDICTS
        }

    def _when(self, wording: Wording) -> State:
        """Return the worlds in which a wording has its meaning."""
        if not wording.times:
            return self.state
        bits = 0
        for stretch in wording.times:
            bits |= self.joint.test("when", Epochs((stretch,))).bit
        slot = self.joint.time
        kept = tuple(cell for cell in self.state.cells[slot] if every(cell) & bits)
        return self.state.narrowed(slot, kept)

    def _note_unproved(self, causes: Mapping[str, bool]) -> None:
        """Say which differences in meaning no event was found for, and which may yet matter."""
        sharing = self.sharing
        asked = {
            self.joint.slots[slot].name
            for slot in range(len(self.joint.slots))
            if self.joint.slots[slot].tests
        }
        fields = self.joint.taxonomy.fields
        kinds = {fields[name].type for name in asked if name in fields}
        open_ = {
            "name": not sharing.same_parties and bool(kinds & PARTIES),
            "place": not sharing.same_places and "place" in kinds,
            "word": not sharing.same_words,
            "time": sharing.old.rulebook.timezone != sharing.new.rulebook.timezone,
            "presumption": "presumption" in causes,
        }
        texts = {
            "name": "the parties are not the same",
            "place": "the places are not the same",
            "word": "the vocabularies are not the same",
            "time": "the time zones are not the same",
            "presumption": "what is presumed is not the same",
        }
        for cause, text in texts.items():
            if open_[cause] and not causes.get(cause):
                self.unsettled[f"{text}, and whether that changes some event"] = None

    # --- credits ---

    def _of_credits(self) -> Iterator[Change]:
        """Yield events whose stated facts differ, as only one side credits a speaker."""
        old, new = (
            {normalise(name): name for name in book.setting.credit} for book in self.books.values()
        )
        for key in sorted(old.keys() ^ new.keys()):
            speaker = {**old, **new}[key]
            change = self._credited(speaker)
            if change is not None:
                yield change
            else:
                self.unsettled[f"whether it changes some event that `{speaker}` is credited"] = None

    def _credited(self, speaker: str) -> Change | None:
        events = [
            found.event() for verdict in VERDICTS if (found := self._alike(verdict)) is not None
        ]
        for one in events:
            for other in events:
                if one is not other:
                    rival = {
                        key: other.get(key, "unknown") for key in (*one, *other) if key != "id"
                    }
                    event = {**one, "alternatives": [{**rival, "said_by": speaker}]}
                    change = self._shown(event, "credit", speaker)
                    if change is not None:
                        return change
        return None

    def _alike(self, verdict: str) -> Found | None:
        formulas = [half.verdicts[verdict] for half in self.halves.values()]
        return self._find(all_of(formulas), self.state, verdict)


def single(found: Found) -> Found:
    """Return one of the worlds found, with all that can be said of it."""
    world = found.box.world()
    return Found(found.space, world, world, found.whole)
