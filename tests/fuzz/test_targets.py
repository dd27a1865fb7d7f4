"""Whatever comes in by any way, it is answered, or refused with an error of the project.

``make fuzz`` tries the same for as long as one likes.
"""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.seeds import words
from fuzz.targets import TARGETS, tried

pytestmark = pytest.mark.no_cover

FEWER = settings(
    max_examples=max(settings().max_examples // 3, 1), suppress_health_check=list(HealthCheck)
)
"""There are many ways in, and some decide a report in several ways."""

MARKS = [b"\n", b": ", b"[", b"{", b'"', b",", b"\x00", b"\xff", b"&a ", b"*a", b"9" * 40]


@cache
def beginnings(name: str) -> tuple[list[bytes], list[bytes]]:
    """Return inputs to begin from, and the words in them."""
    contents = list(TARGETS[name].seeds())
    return contents, words(contents)


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_begun_from(name: str) -> None:
    for content in beginnings(name)[0]:
        tried(TARGETS[name], content)


@pytest.mark.parametrize("name", TARGETS)
@FEWER
@given(st.data())
def test_any_slip(name: str, data: st.DataObject) -> None:
    contents, known = beginnings(name)
    content = bytearray(data.draw(st.sampled_from(contents)))
    pieces = st.binary(max_size=4) | st.sampled_from(MARKS) | st.sampled_from(known or MARKS)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.integers(0, 8))
        content[at : at + gone] = data.draw(pieces)
    tried(TARGETS[name], bytes(content))


@pytest.mark.parametrize("name", TARGETS)
@FEWER
@given(st.binary(max_size=300))
def test_any_bytes(name: str, content: bytes) -> None:
    tried(TARGETS[name], content)
