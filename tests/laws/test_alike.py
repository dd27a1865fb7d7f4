"""What events share by saying the same is what each comes to by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import ceasefire
from ceasefire.engines.reference import sharing
from ceasefire.engines.reference.arena import Arena
from ceasefire.engines.reference.engine import ReferenceEngine
from ceasefire.engines.reference.meaning import NOTHING
from ceasefire.errors import EventError
from ceasefire.monitor.looking import Look, Outlook
from ceasefire.monitor.roles import Roles
from ceasefire.monitor.sighting import Sighter, mark_of
from ceasefire.program.alike import Sorter
from ceasefire.program.binding import bind
from ceasefire.program.cells import Cell, TimeSlot
from ceasefire.program.parties import Epochs
from ceasefire.program.timetable import WIDTH
from ceasefire.program.told import tell
from ceasefire.terms.times import Window
from ceasefire.testing import documents, events, with_patterns
from tests.laws.drawn import book_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.book import Book
    from ceasefire.engines.reference.engine import Setting
    from ceasefire.events.event import Event
    from ceasefire.findings.finding import Finding
    from ceasefire.monitor.sighting import Sighting

Raw = dict[str, Any]


@pytest.fixture(autouse=True, scope="module")
def _from_the_first_event_on() -> Iterator[None]:
    """Let automata tell all events apart, not only those that come after a few others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharing, "FEW", 0)
        yield


@st.composite
def feeds(draw: st.DrawFn) -> tuple[Book, list[Raw]]:
    """Draw a book with patterns, and a feed of events that say much the same."""
    document = draw(with_patterns(draw(documents())))
    book = book_of(document, draw(st.sampled_from(sorted(document["readings"]))))
    if draw(st.sampled_from((False, False, True))):
        book = book.as_of(draw(st.sampled_from(("2016-02-01", "2016-05-01", "2017-01-01"))))
    drawn = draw(st.lists(events(book.rulebook), min_size=2, max_size=3))
    plain = [{**item, "alternatives": [], "parts": []} for item in drawn]
    feed = [*drawn, *plain]
    for number in range(draw(st.integers(3, 6))):
        one, other = draw(st.sampled_from(plain)), draw(st.sampled_from(plain))
        keys = draw(st.lists(st.sampled_from(sorted(other)), max_size=2, unique=True))
        mixed = {**one, **{key: other[key] for key in keys}, "id": f"mixed {number}"}
        feed.append(draw(st.sampled_from((mixed, mixed, {**mixed, "struck": "hospital"}))))
    return book, draw(st.permutations(feed))


def alone(book: Book, event: Event, setting: Setting) -> Finding | None:
    """Return the finding of an event that shares nothing with any other."""
    try:
        engine = ReferenceEngine(book.program)
        return engine._alone(event, setting, engine._case(event, setting)).finding()
    except EventError:
        return None


def shared(engine: ReferenceEngine, event: Event, setting: Setting) -> Finding | None:
    """Return the finding that an engine has, which has met others before."""
    try:
        return engine.find(event, setting)
    except EventError:
        return None


@given(feed=feeds())
def test_shared_findings_are_those_of_each_event_alone(feed: tuple[Book, list[Raw]]) -> None:
    book, raws = feed
    engine = ReferenceEngine(book.program)
    for event in map(book.read, raws):
        one, other = shared(engine, event, book.setting), alone(book, event, book.setting)
        assert one == other
        if one is not None and other is not None:
            assert one.to_dict() == other.to_dict()


@given(feed=feeds())
def test_events_that_are_sorted_come_to_the_cells_that_they_have(
    feed: tuple[Book, list[Raw]],
) -> None:
    book, raws = feed
    setting, sorter = book.setting, Sorter(book.program)
    for event in map(book.read, raws):
        told = tell(event, book.program)
        alike = told and sorter.sort(told, setting.as_of)
        if alike:
            bound = bind(event, book.program, setting.answers, as_of=setting.as_of)
            assert sorter.case(alike, setting.answers) == bound


@given(feed=feeds())
def test_shared_sightings_are_those_of_each_event_alone(feed: tuple[Book, list[Raw]]) -> None:
    book, raws = feed
    sighter = Sighter(Roles(book.program.rulebook), book.setting)

    def seen(event: Event, *, alone: bool) -> Sighting | None:
        try:
            return sighter._seen(event) if alone else sighter.see(event)
        except EventError:
            return None

    for event in map(book.read, raws):
        assert seen(event, alone=False) == seen(event, alone=True)


@given(feed=feeds())
def test_roles_are_played_as_their_laws_have_it(feed: tuple[Book, list[Raw]]) -> None:
    book, raws = feed
    roles = Roles(book.program.rulebook)
    setting, outlook = book.setting, Outlook(roles)
    for event in map(book.read, raws):
        try:
            case = bind(event, roles.program, setting.answers, credit=setting.credit)
        except EventError:
            continue
        asked = dict(Look(case, outlook).verdicts())
        for number, test in enumerate(roles.tests):
            found = 0 if all(account.incident for account in case.accounts) else NOTHING
            for box in (box for account in case.accounts for box in account.boxes):
                found |= Arena.of(box, roles.program, test.laws).verdicts()
            assert mark_of(asked.get(number, 0)) == mark_of(found)


def test_events_share_what_only_their_names_and_times_tell_apart() -> None:
    book = ceasefire.load("syria-2016")
    sorter = Sorter(book.program)
    event = {"id": "1", "kind": "shelling", "actor": "isis", "target": "civilians"}

    def key(**facts: object) -> object:
        record = book.read({**event, "when": "2016-05-05T10:00Z", **facts})
        told = tell(record, book.program)
        alike = told and sorter.sort(told, None)
        return alike and alike.key

    assert key() == key(id="2", when="2016-05-05T10:07Z", killed=3, remark="own")
    assert key() == key(kind="mortar", actor="Islamic State")
    assert key() != key(when="2016-02-05T10:00Z")
    assert key() != key(response="unknown") != key(response="reprisal")
    assert key(proportionate=True) == key(proportionate="yes") != key(proportionate=False)
    assert key(kind="announcement") is None
    assert key(when="unknown") is None
    assert key(actor={"one_of": [["isis", "russia"], "sdf"]}) is None
    assert key(alternatives=[{"actor": "sdf", "said_by": "one"}]) is None
    assert key(where={"latitude": 36}) is None
    assert key(proportionate="perhaps") is None


STRETCHES = st.lists(
    st.tuples(st.integers(-40, 80), st.integers(1, 30)).map(lambda t: (t[0], t[0] + t[1])),
    min_size=1,
    max_size=3,
)
WINDOWS = st.builds(
    Window,
    st.none() | st.integers(-30, 60).map(lambda day: day * 86_400_000_000),
    st.none(),
    st.none() | st.sets(st.integers(0, 6), min_size=1).map(frozenset),
    st.none() | st.just(((0, 3_600_000_000),)) | st.just(((79_200_000_000, 7_200_000_000),)),
    st.sampled_from(("UTC", "Asia/Damascus")),
)


def clear(stretches: list[tuple[int, int]]) -> Epochs:
    """Return stretches as a test, those that touch others left out."""
    kept: list[tuple[int, int]] = []
    for lo, hi in sorted(stretches):
        if not kept or lo * 1_000_000 > kept[-1][1]:
            kept.append((lo * 1_000_000, hi * 1_000_000))
    return Epochs(tuple(kept))


@given(
    tests=st.lists(WINDOWS | STRETCHES.map(clear), max_size=5),
    times=st.lists(
        st.tuples(
            st.sampled_from((0, WIDTH, -WIDTH, 40 * WIDTH)),
            st.integers(-(10**8), 10**8) | st.integers(-(10**13), 10**13),
            st.sampled_from((1, 10**6, 10**9, 10**11)),
        ),
        min_size=1,
        max_size=8,
    ),
)
@example(tests=[Epochs(((0, WIDTH),))], times=[(WIDTH, -1, 1), (WIDTH, 0, 1), (WIDTH, -1, 10**6)])
def test_times_that_are_looked_up_lie_where_they_do_when_split(
    tests: list[Window | Epochs], times: list[tuple[int, int, int]]
) -> None:
    slot = TimeSlot("when")
    for number, (around, offset, length) in enumerate(times):
        if number < len(tests):
            slot.bit(tests[number])
        lo = around + offset
        found: dict[int, list[tuple[int, int]]] = {}
        for mask, piece in slot._split(lo, lo + length):
            found.setdefault(mask, []).append(piece)
        cells = tuple(Cell(mask, tuple(each)) for mask, each in found.items())
        assert slot.cells([(lo, lo + length)]) == cells


@pytest.mark.parametrize("kinds", [("shelling", "airstrike"), ("airstrike", "shelling")])
def test_what_holds_anyway_is_not_shared_with_what_holds_where_it_is_asked(
    kinds: tuple[str, ...],
) -> None:
    # A hospital or a school: the first instrument is breached in one world. Shelling breaches
    # the first clause of the other one in both worlds, an airstrike in the world that is left.
    when = {"in_force": {"from": "2016-01-01"}}
    spared = {"kind": "airstrike", "struck": {"not": "hospital"}}
    document = {
        "rulebook": "shared",
        "title": "Shared",
        "timezone": "UTC",
        "parties": {"p": "P", "q": "Q"},
        "instruments": {
            "one": {**when, "prohibit": {"hospitals": {"when": {"struck": "hospital"}}}},
            "other": {
                **when,
                "prohibit": {
                    "acts": {"when": {"any": [{"kind": "shelling"}, spared]}},
                    "attacks": {"when": {"kind": "attack"}},
                },
            },
        },
    }
    book = book_of(document)
    event = {"id": "1", "when": "2016-05-05", "actor": "p", "target": "q"}
    struck = {"one_of": ["hospital", "school"]}
    found = {kind: book.classify({**event, "kind": kind, "struck": struck}) for kind in kinds}
    assert found["shelling"].provision == "acts"
    assert found["airstrike"].provision == "attacks"
    for finding in found.values():
        assert finding.instrument == "other"
