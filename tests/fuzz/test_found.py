"""What fuzzers found, each as small as it can be."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ceasefire
from ceasefire.errors import FeedError
from ceasefire.events.feeds import read_feed
from ceasefire.program.binding import bind
from ceasefire.program.formulas import Meeting


def test_a_column_of_parquet_whose_name_is_no_text() -> None:
    file = io.BytesIO()
    pq.write_table(pa.table({"id": ["a"], "named": ["b"]}), file, store_schema=False)
    content = file.getvalue().replace(b"named", b"\x9damed")
    with pytest.raises(FeedError, match="this is no Parquet file: 'utf-8' codec can't decode"):
        read_feed(io.BytesIO(content), "parquet")


def test_joint_acts_of_parties_that_nobody_knows() -> None:
    """Each of a hundred parties and more may face itself: looked at one by one, for a minute."""
    book = ceasefire.load("syria-2016")
    event = {"id": "a", "kind": "ied", "when": "2016-05-05", "actor": ["a", "b"], "target": "c"}
    case = bind(book.read(event), book.program, book.setting.answers)
    (box,) = case.accounts[0].boxes
    assert len(box.acts) == 2
    for act in box.acts:
        assert isinstance(act.itself, Meeting)
        assert len(act.itself.parts) > 1
