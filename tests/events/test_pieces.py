"""A table is read piece by piece, and each piece is a pure function of its columns."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.events import flat, ucdp_ged
from ceasefire.events.dialects import DIALECTS
from ceasefire.events.feeds import read_feed
from ceasefire.events.gdelt2 import LAYOUTS
from ceasefire.events.rows import Meaning, Piece, RowError, together
from tests.events.mapped import stream
from tests.events.test_ucdp_ged import ROW

NATIVE = (
    "id", "kind", "when", "when.from", "when.until", "where", "where.admin1", "where.lat", "actor",
    "killed", "killed.low", "killed.high", "killed.best", "alternatives", "Town", "sources",
)  # fmt: skip


def piece(*keys: str, fail: bool = False, rest: dict[str, Any] | None = None) -> Piece:
    """Return a piece that sets keys, or fails."""

    def read(raw: tuple[Any, ...]) -> Meaning:
        if fail:
            raise RowError(("bad", f"{raw[0]} is bad", "", ""), rest=rest)
        return Meaning(dict.fromkeys(keys, raw[0]), (f"read {raw[0]}",))

    return Piece((*keys[:1],) or ("a",), read, frozenset(keys))


def test_pieces_together_say_what_each_of_them_says() -> None:
    found = together([piece("a"), piece("b", "c")])({"a": 1, "b": 2})
    assert found == Meaning({"a": 1, "b": 2, "c": 2}, ("read 1", "read 2"))
    assert together([piece("a")])({}) == Meaning({"a": None}, ("read None",))


def test_the_flaws_of_all_pieces_are_one_error_with_what_the_others_read() -> None:
    row = {"a": 1, "b": 2, "c": 3}
    with pytest.raises(RowError) as caught:
        together(
            [piece("a", fail=True, rest={}), piece("b", fail=True, rest={"b": 0}), piece("c")]
        )(row)
    assert [message for _, message, _, _ in caught.value.flaws] == ["1 is bad", "2 is bad"]
    assert caught.value.rest == {"b": 0, "c": 3}
    with pytest.raises(RowError) as caught:
        together([piece("a", fail=True), piece("c")])(row)
    assert caught.value.rest is None


def test_a_row_that_is_left_aside_needs_not_be_sound() -> None:
    aside = Piece(("a",), lambda _: Meaning({}, (), "a meeting"), frozenset())
    assert together([piece("b", fail=True), aside])({"a": 1}).aside == "a meeting"


def pieces_of(name: str) -> tuple[Piece, ...]:
    """Return the pieces of a format, for all of the columns that it may have."""
    if name == "native":
        return flat.pieces(NATIVE)
    found: tuple[Piece, ...] = import_module(DIALECTS[name]).pieces(None)
    return found


@pytest.mark.parametrize("name", ["native", *DIALECTS])
def test_no_two_pieces_of_a_format_set_the_same_key(name: str) -> None:
    pieces = pieces_of(name)
    keys = [key for each in pieces for key in each.keys]
    assert sorted(keys) == sorted(set(keys))
    assert {"id", "kind", "when"} <= set(keys)


cells = st.sampled_from(
    ["", "1", "2.0", "3", "9", "x", "2016-05-03", "20160503", "2017-02-01", "4456", "36.5", "-200",
     None, 7, 1.5, float("nan"), "Air/drone strike", "Attack", "Civilians (Syria)", "190", "a|b",
     "[", "a|", "5"]
)  # fmt: skip


@pytest.mark.parametrize("name", ["native", *DIALECTS])
@given(data=st.data())
def test_whatever_the_cells_a_piece_says_the_same_again(name: str, data: st.DataObject) -> None:
    for each in pieces_of(name):
        raw = tuple(data.draw(cells) for _ in each.columns)
        first, again = (outcome(each, raw) for _ in range(2))
        assert first == again
        if isinstance(first, Meaning):
            assert set(first.data) <= each.keys


def outcome(piece: Piece, raw: tuple[Any, ...]) -> object:
    """Return what a piece says, or all that is wrong."""
    try:
        return piece.read(raw)
    except RowError as error:
        return error.flaws


days = st.dates(min_value=date(1990, 1, 1)).map(str)


@given(days, days, st.sampled_from(["1", "2", "3"]), st.sampled_from(["4456", "118", "234"]))
def test_a_day_may_stand_for_others_on_which_labels_mean_the_same(
    first: str, last: str, kind: str, code: str
) -> None:
    row = ROW | {"date_start": first, "date_end": last, "type_of_violence": kind}
    row["side_b_new_id"] = code
    (account,) = (each for each in ucdp_ged.pieces(None) if "actor" in each.keys)
    assert set(account.coarse) == {"date_start", "date_end"}
    raw = tuple(row[column] for column in account.columns)
    stand_ins = tuple(
        account.coarse[column](value) if column in account.coarse else value
        for column, value in zip(account.columns, raw, strict=True)
    )
    assert account.read(raw) == account.read(stand_ins)


def test_a_feed_has_the_pieces_of_its_table_and_documents_have_none() -> None:
    feed = read_feed(stream("id,kind,when,where.lat,where.lon\n"), "csv")
    assert feed.pieces is not None
    assert [each.columns for each in feed.pieces] == [
        ("id",), ("kind",), ("when",), ("where.lat", "where.lon"),
    ]  # fmt: skip
    assert not feed.bare
    assert read_feed(stream('{"id": 1}'), "jsonl").pieces is None
    assert read_feed(stream('{"id": 1}'), "ucdp-ged").pieces is None


def test_the_columns_of_gdelt_are_as_many_as_they_should_be() -> None:
    assert {size: len(set(columns)) for size, columns in LAYOUTS.items()} == {61: 61, 58: 58}
