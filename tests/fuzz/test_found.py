"""What fuzzers found, each as small as it can be."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ceasefire.errors import FeedError
from ceasefire.events.feeds import read_feed


def test_a_column_of_parquet_whose_name_is_no_text() -> None:
    file = io.BytesIO()
    pq.write_table(pa.table({"id": ["a"], "named": ["b"]}), file, store_schema=False)
    content = file.getvalue().replace(b"named", b"\x9damed")
    with pytest.raises(FeedError, match="this is no Parquet file: 'utf-8' codec can't decode"):
        read_feed(io.BytesIO(content), "parquet")
