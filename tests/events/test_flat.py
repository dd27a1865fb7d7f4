"""Events as rows of tables mean what they meant before."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.events.event import Event
from ceasefire.events.feeds import read_feed
from ceasefire.events.flat import pieces
from ceasefire.events.flatten import flatten
from ceasefire.events.rows import RowError, together
from ceasefire.findings.sinks import cell
from ceasefire.program import claims
from ceasefire.terms.taxonomy import base_taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable

FIELDS = base_taxonomy().fields


def read(**row: object) -> dict[str, Any]:
    """Read one table row, and leave out what every event has."""
    return together(pieces(tuple(row)))(row).data


@pytest.mark.parametrize(
    ("row", "event"),
    [
        ({"actor": "a;b"}, {"actor": ["a", "b"]}),
        ({"actor": " a ; b "}, {"actor": ["a", "b"]}),
        ({"actor": "a|b;c"}, {"actor": {"one_of": ["a", ["b", "c"]]}}),
        ({"actor": '{"not": ["a"]}'}, {"actor": {"not": ["a"]}}),
        ({"actor": '["a;b"]'}, {"actor": ["a;b"]}),
        ({"actor": " "}, {}),
        ({"actor": 234.0}, {"actor": 234}),
        ({"killed": "3"}, {"killed": "3"}),
        ({"killed": 3.5}, {"killed": 3.5}),
        ({"killed": float("nan")}, {}),
        ({"killed.low": "3", "killed.high": "5"}, {"killed": ["3", "5"]}),
        ({"killed.low": "", "killed.high": "5"}, {"killed": [None, "5"]}),
        ({"killed": "4", "killed.low": "3", "killed.high": "5"}, {"killed": ["3", "5"]}),
        ({"killed.low": "", "killed.high": ""}, {}),
        ({"where": "Aleppo"}, {"where": "Aleppo"}),
        ({"where.name": "[x]", "where.lat": "36.2"}, {"where": {"name": "[x]", "lat": "36.2"}}),
        (
            {"where": "Aleppo", "where.country": "SY"},
            {"where": {"name": "Aleppo", "country": "SY"}},
        ),
        ({"where": '{"one_of": ["a"]}'}, {"where": {"one_of": ["a"]}}),
        (
            {"where": {"admin1": "Homs"}, "where.country": "SY"},
            {"where": {"admin1": "Homs", "country": "SY"}},
        ),
        ({"when": "2016-05-03/2016-05-04"}, {"when": "2016-05-03/2016-05-04"}),
        ({"when": date(2016, 5, 3)}, {"when": "2016-05-03"}),
        (
            {"when.from": "2016-05-03", "when.until": "2016-05-05"},
            {"when": {"from": "2016-05-03", "until": "2016-05-05"}},
        ),
        (
            {"when.from": "2016-05-03", "when.until": ""},
            {"when": {"from": "2016-05-03", "until": None}},
        ),
        ({"alternatives": '[{"actor": "x"}]'}, {"alternatives": [{"actor": "x"}]}),
        ({"alternatives": '{"actor": "x"}'}, {"alternatives": [{"actor": "x"}]}),
        ({"sources": "a;b"}, {"sources": ["a", "b"]}),
        ({"sources": " a | b "}, {"sources": "a | b"}),
        ({"sources": "a|"}, {"sources": "a|"}),
        (
            {"sources": "a | b; https://c.example/?d=e|f"},
            {"sources": ["a | b", "https://c.example/?d=e|f"]},
        ),
        ({"sources": "[Video] a | b"}, {"sources": "[Video] a | b"}),
        ({"sources": '["a;b", {"url": "c"}]'}, {"sources": ["a;b", {"url": "c"}]}),
        ({"sources": ["a | b", "c"]}, {"sources": ["a | b", "c"]}),
        ({"where": "a|b"}, {"where": "a|b"}),
        ({"notes": "a|b"}, {"notes": "a|b"}),
        ({"remark": "a;b|c"}, {"remark": "a;b|c"}),
        ({"remark": "[see above]"}, {"remark": "[see above]"}),
        ({"killed.best": "4"}, {"killed.best": "4"}),
        ({"where": {"admin1": "Aleppo", "lat": None}}, {"where": {"admin1": "Aleppo"}}),
        ({"held_by": ["a", "b"]}, {"held_by": ["a", "b"]}),
        ({"title": b"caf\xc3\xa9"}, {"title": "café"}),
    ],
)
def test_cells_are_read_as_documented(row: dict[str, Any], event: dict[str, Any]) -> None:
    assert read(**row) == event


def test_every_bad_cell_of_a_row_is_reported() -> None:
    with pytest.raises(RowError) as caught:
        read(actor="a|", alternatives="[{", killed="{]")
    assert [flaw[0] for flaw in caught.value.flaws] == ["empty-option", "bad-json", "bad-json"]
    assert caught.value.flaws[0][1].startswith("`actor`: ")
    assert "empty-option" in str(caught.value.problems("f.csv", 3)[0])


# --- there and back ---


def spot_of(raw: object) -> tuple[tuple[str, str], ...]:
    """Return a place by its keys."""
    given = raw if isinstance(raw, dict) else {"name": raw}
    return tuple(sorted((key, str(item)) for key, item in given.items()))


ELEMENT: dict[str, Callable[[object], object]] = {
    "flag": claims.flag,
    "count": claims.count,
    "number": claims.number,
    "time": claims.moment,
    "place": spot_of,
}


def meaning(field: str, raw: object) -> object:
    """Return what a field's value says, whichever way it is written."""
    kind = FIELDS[field].type
    element = ELEMENT.get(kind, claims.text)
    claim = claims.claim_of(raw, element, listed=kind not in {"count", "number"})
    if kind == "time" and claim.options == (((None, None),),):
        return claims.ANYTHING
    return claim


words = st.one_of(
    st.sampled_from(["isis", "al-qaeda", "a;b", "a|b", "{x", "[1]", '"', "'=1", "unknown", "é"]),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1
    ),
)


def claimed(element: st.SearchStrategy[Any], *, listed: bool = True) -> st.SearchStrategy[Any]:
    """Draw a claim: one value, several jointly, rivals, or what is ruled out."""
    joint = element | st.lists(element, min_size=1, max_size=3) if listed else element
    return st.one_of(
        joint,
        st.fixed_dictionaries({"one_of": st.lists(joint, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": st.lists(element, min_size=1, max_size=2)}),
        st.just("unknown"),
    )


bounds = st.one_of(
    st.integers(0, 99),
    st.tuples(st.none() | st.integers(0, 9), st.none() | st.integers(10, 99)).map(list),
)
times = st.sampled_from(["2016-05-03", "2016-05-03 10:00+03:00", "2016-05-03/2016-05-04"])
spot = st.fixed_dictionaries(
    {},
    optional={
        "name": words,
        "admin1": words,
        "lat": st.floats(-90, 90),
        "lon": st.floats(-180, 180),
        "within_km": st.integers(0, 30),
    },
)
events = st.fixed_dictionaries(
    {
        "id": st.integers(0, 10**9).map(str),
        "kind": claimed(words),
        "when": claimed(times)
        | st.fixed_dictionaries({"from": times.filter(lambda t: "/" not in t), "until": st.none()}),
    },
    optional={
        "where": claimed(words | spot),
        "actor": claimed(words),
        "target": claimed(words),
        "held_by": claimed(words),
        "civilian_harm": claimed(st.booleans()),
        "killed": claimed(bounds, listed=False),
        "civilians_killed": claimed(bounds, listed=False),
        "known": st.just("2016-05-04"),
        "alternatives": st.lists(
            st.fixed_dictionaries({"actor": claimed(words), "said_by": words}), max_size=2
        ),
        "parts": st.lists(st.fixed_dictionaries({"target": claimed(words)}), max_size=2),
        "sources": st.lists(words | st.fixed_dictionaries({"url": words}), min_size=1, max_size=2),
    },
)


@given(event=events)
def test_an_event_written_to_csv_and_read_back_means_the_same(event: dict[str, Any]) -> None:
    row = flatten(event)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(row)
    # Not guarded against spreadsheets: a guard is for reading by people.
    writer.writerow([cell(item) if not isinstance(item, str) else item for item in row.values()])
    feed = read_feed(io.BytesIO(text.getvalue().encode()), "csv")
    (record,) = feed
    assert record.event is not None, record.problems
    back, stated = record.event.to_dict(), Event.read(event).to_dict()
    for key in FIELDS:
        assert (key in back) == (key in event), key
        if key in event:
            assert meaning(key, back[key]) == meaning(key, event[key]), key
    for key in ("id", "known", "sources", "alternatives", "parts"):
        assert back.get(key) == stated.get(key), key


def test_an_event_of_the_library_flattens_as_well_as_a_mapping() -> None:
    (record,) = read_feed(io.BytesIO(b'{"id": 1, "kind": "clash", "when": "2016-05-03", "x": [1]}'))
    assert record.event is not None
    assert flatten(record.event) == {"id": "1", "kind": "clash", "when": "2016-05-03", "x": "[1]"}
