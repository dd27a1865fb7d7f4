"""Laws 4, 6, 7 and 8: what makes no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import assume, given
from hypothesis import strategies as st

from ceasefire.program.cells import FiniteSlot, NumberSlot
from ceasefire.program.parties import UNLISTED
from ceasefire.terms.taxonomy import OTHER
from ceasefire.terms.times import local, zone
from ceasefire.testing import events
from tests.laws.drawn import Case, book_of, cases, certain_cases, meaning_of
from tests.laws.engines import every_engine
from tests.laws.moved import moved, moved_rules
from tests.laws.said import resolved
from tests.laws.truth import Ground, naming_edges

if TYPE_CHECKING:
    from ceasefire.findings.finding import Finding
    from ceasefire.program.cells import Cell
    from tests.laws.engines import Engine

Raw = Any


# --- law 4 -------------------------------------------------------------------------------


@st.composite
def shuffled(draw: st.DrawFn, data: Raw, keep: tuple[str, ...] = ("hours", "polygon")) -> Raw:
    """Draw the same rule file with its keys, and lists that are sets, in another order."""
    if isinstance(data, dict):
        keys = draw(st.permutations(sorted(data)))
        return {key: data[key] if key in keep else draw(shuffled(data[key])) for key in keys}
    if isinstance(data, list):
        return draw(st.permutations([draw(shuffled(item)) for item in data]))
    return data


@every_engine
@given(case=cases(), data=st.data())
def test_law_4_the_order_of_a_rule_file_is_irrelevant(
    engine: Engine, case: Case, data: st.DataObject
) -> None:
    # The order of an ordered field's values and of a difference's places is meaning.
    keep = ("fields", "places")
    document = {
        key: case.document[key] if key in keep else data.draw(shuffled(case.document[key]))
        for key in data.draw(st.permutations(sorted(case.document)), label="sections")
    }
    other = book_of(document, case.book.reading)
    (one,), (two,) = engine(case.book, [case.event]), engine(other, [case.event])
    assert case.book.digest == other.digest
    assert meaning_of(one) == meaning_of(two)
    assert set(one.participants) == set(two.participants)


@every_engine
@given(case=cases(), data=st.data())
def test_law_4_the_order_of_events_is_irrelevant(
    engine: Engine, case: Case, data: st.DataObject
) -> None:
    feed = [case.event, *(data.draw(events(case.book.rulebook)) for _ in range(2))]
    order = data.draw(st.permutations(range(len(feed))), label="order")
    alone = [engine(book_of(case.document, case.book.reading), [item])[0] for item in feed]
    together = engine(case.book, [feed[index] for index in order])
    for index, finding in zip(order, together, strict=True):
        assert finding.row() == alone[index].row()
        assert finding.doubts == alone[index].doubts


# --- law 6 -------------------------------------------------------------------------------


def fellows(case: Case, field: str) -> list[Raw]:
    """Return values of a field that fall in the cell of the event's value."""
    program = case.book.program
    slot = program.slots[program.index[field]]
    raw = case.event[field]
    if isinstance(slot, NumberSlot):
        cells = slot.cells([slot.stretch(None, None)])
        near = [raw + step for step in (-2, -1, 1, 2, 50) if not slot.whole or raw + step >= 0]
        found = {value: signature(slot, cells, value) for value in (raw, *near)}
        return [value for value in near if found[value] == found[raw]]
    if isinstance(raw, str) and isinstance(slot, FiniteSlot) and field not in {"when", "kind"}:
        same = slot.signature(raw)
        lone = [value for value in slot.values if value not in {raw, UNLISTED, OTHER}]
        domain = program.parties
        if program.taxonomy.fields[field].type == "party":
            lone = [
                value
                for value in lone
                if not any(domain.umbrella(value, epoch) for epoch in range(len(domain.edges) + 1))
            ]
        return [value for value in lone if slot.signature(value) == same]
    return []


def signature(slot: NumberSlot, cells: tuple[Cell, ...], value: float) -> int:
    """Return the signature of a number."""
    position = slot.stretch(value, value)
    return next(
        cell.signature
        for cell in cells
        for low, high in cell.values
        if low <= position[0] and position[1] <= high
    )


@every_engine
@given(case=certain_cases(), data=st.data())
def test_law_6_the_same_cells_get_the_same_finding(
    engine: Engine, case: Case, data: st.DataObject
) -> None:
    choices = {
        field: found
        for field in case.event
        if field in case.book.program.index and (found := fellows(case, field))
    }
    assume(choices)
    field = data.draw(st.sampled_from(sorted(choices)), label="field")
    other = {**case.event, field: data.draw(st.sampled_from(choices[field]), label="value")}
    one, two = engine(case.book, [case.event, other])
    assert meaning_of(one) == meaning_of(two)


# --- law 7 -------------------------------------------------------------------------------


def renamed(case: Case, moment: int, data: st.DataObject) -> tuple[Raw, Raw]:
    """Return the event with party ids only, and with any names valid at the time."""
    ground = Ground(case.book.rulebook)
    names: dict[str, list[str]] = {}
    for key, party in ground.book.parties.items():
        every = [
            key,
            party.name,
            party.name.upper(),
            *(alias.name for alias in (*party.aliases, *party.coded)),
        ]
        names[key] = [name for name in every if resolved(ground, name, moment) == key]

    def swap(raw: Raw, *, plain: bool) -> Raw:
        if isinstance(raw, dict):
            return {key: swap(item, plain=plain) for key, item in raw.items()}
        if isinstance(raw, list):
            return [swap(item, plain=plain) for item in raw]
        key = resolved(ground, raw, moment) if isinstance(raw, str) else None
        if key is None or raw == "unknown":
            return raw
        return key if plain else data.draw(st.sampled_from(names[key]), label=str(raw))

    fields = ground.book.taxonomy.fields

    def apply(item: Raw, *, plain: bool) -> Raw:
        return {
            key: swap(value, plain=plain)
            if key in fields and fields[key].type in {"party", "parties"}
            else [apply(each, plain=plain) for each in value]
            if key in {"parts", "alternatives"}
            else value
            for key, value in item.items()
        }

    return apply(case.event, plain=True), apply(case.event, plain=False)


@every_engine
@given(case=cases(), data=st.data())
def test_law_7_a_name_valid_at_the_time_changes_nothing(
    engine: Engine, case: Case, data: st.DataObject
) -> None:
    ground = Ground(case.book.rulebook)
    edges = naming_edges(ground)
    moment = data.draw(st.sampled_from([edge + off for edge in edges for off in (-1, 0)] or [0]))
    case.event["when"] = stamp(moment)
    for item in (*case.event.get("parts", []), *case.event.get("alternatives", [])):
        item.pop("when", None)
    plain, named = renamed(case, moment, data)
    one, two = engine(case.book, [plain, named])
    assert meaning_of(one) == meaning_of(two)


def stamp(moment: int) -> str:
    """Return an instant as text."""
    return local(moment, zone("UTC")).isoformat()


# --- law 8 -------------------------------------------------------------------------------


@every_engine
@given(case=cases(), weeks=st.integers(-20, 20))
def test_law_8_shifting_all_times_alike_changes_nothing(
    engine: Engine, case: Case, weeks: int
) -> None:
    document = {**case.document, "timezone": "UTC"}
    other = moved_rules(document, weeks)
    event = moved(case.event, weeks)
    (one,) = engine(book_of(document, case.book.reading), [case.event])
    (two,) = engine(book_of(other, case.book.reading), [event])
    assert meaning_of(one) == meaning_of(two)


def edge_findings(engine: Engine, case: Case, document: Raw, texts: list[str]) -> list[Finding]:
    """Return findings of the event at some times."""
    book = book_of(document, case.book.reading)
    return engine(book, [{**case.event, "when": text} for text in texts])


@every_engine
@given(case=certain_cases())
def test_law_8_the_first_instant_of_a_window_is_in_and_the_last_is_out(
    engine: Engine, case: Case
) -> None:
    window = {"from": "2016-05-04 00:01+03:00", "until": "2016-05-05 01:00+03:00"}
    document = {
        **{
            key: value
            for key, value in case.document.items()
            if key in {"parties", "places", "fields"}
        },
        "rulebook": "edges",
        "timezone": case.document["timezone"],
        "instruments": {"text": {"in_force": window}},
        "readings": {"whole": {}},
        "default_reading": "whole",
    }
    texts = [
        "2016-05-03 21:00:59.999999Z",
        "2016-05-03 21:01Z",
        "2016-05-04 21:59:59.999999Z",
        "2016-05-04 22:00Z",
    ]
    found = edge_findings(engine, case, document, texts)
    assert [str(finding.verdict) for finding in found] == [
        "excluded",
        "covered",
        "covered",
        "excluded",
    ]
    kinds = case.book.rulebook.taxonomy.kinds
    inside = "compliant" if kinds.compliance(case.event["kind"]) else "unregulated"
    grounds = [("time",), (inside,), (inside,), ("time",)]
    assert [finding.ground for finding in found] == grounds
