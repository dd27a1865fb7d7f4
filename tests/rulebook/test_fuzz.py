"""Whatever a rule file holds, loading answers with a rulebook or with problems."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ceasefire.errors import RulebookError
from ceasefire.rulebook.load import check_text, load_text
from ceasefire.rulebook.problems import CODES
from tests.rulebook.examples import EXAMPLES, whole

TEXTS = [
    text
    for item in EXAMPLES.values()
    for text in (whole(item.bad, head=item.head), whole(item.mended, head=item.head))
    if len(text) < 2000
]

WORDS = sorted({word for text in TEXTS for word in text.decode("utf-8", "replace").split()})

KEYS = [
    *("rulebook", "timezone", "sources", "parties", "places", "questions", "readings", "presume"),
    *("impossible", "instruments", "kinds", "fields", "default_reading", "name", "part_of", "also"),
    *(
        "party",
        "from",
        "until",
        "for",
        "days",
        "hours",
        "if",
        "codes",
        "cite",
        "country",
        "polygon",
    ),
    *("circle", "lat", "lon", "km", "union", "difference", "within", "ask", "answers", "held_by"),
    *("in_force", "where", "binds", "all_except", "extends", "without", "exclude", "prohibit"),
    *("permit", "lifts", "when", "kind", "actor", "target", "killed", "at_least", "not", "any"),
    *("all", "one_of", "is", "because", "type", "values", "severity", "a", "b", "civilians"),
    *("patterns", "sequence", "threshold", "lull", "calm", "series", "first", "then", "of", "in"),
    *("by", "between", "within_km", "strained", "breached", "recovers_after", "moves", "to", "on"),
]

scalars = st.one_of(
    st.sampled_from(
        ["a", "b", "yes", "2016-05-05", "48h", "3", "SY", "airstrike", "isis", "", "none"]
    ),
    st.text(max_size=8),
)
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    ),
    max_leaves=40,
)


def answers(content: bytes) -> None:
    """Check that loading gives a rulebook or problems of the catalogue, and nothing else."""
    book, problems = check_text(content)
    assert (book is None) == bool(problems)
    for item in problems:
        assert item.code in CODES
        assert item.message
    if problems:
        with pytest.raises(RulebookError) as caught:
            load_text(content)
        assert list(caught.value.problems) == problems
    else:
        assert load_text(content) == book


@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00")
@example(b"\x00")
def test_any_bytes(content: bytes) -> None:
    answers(content)


@given(st.text(max_size=200))
@example("? ")
@example("- - -\n ?")
@example("&a *a")
@example("%TAG ! x\n---\na: !b c")
def test_any_text(text: str) -> None:
    answers(text.encode("utf-8", "surrogatepass"))


@given(
    st.lists(
        st.sampled_from(WORDS) | st.sampled_from(["\n", "  ", "\n    ", ": ", "- "]), max_size=60
    )
)
def test_any_words(words: list[str]) -> None:
    answers(" ".join(words).encode())


@given(st.dictionaries(st.sampled_from(KEYS), trees, max_size=8))
def test_any_tree(tree: dict[str, object]) -> None:
    content = {"rulebook": "fuzz", "timezone": "UTC", **tree}
    answers(json.dumps(content).encode())


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "parties": st.dictionaries(st.sampled_from("abc"), trees, max_size=3),
            "places": st.dictionaries(st.sampled_from("abc"), trees, max_size=3),
            "questions": st.dictionaries(st.sampled_from("abc"), trees, max_size=2),
            "presume": st.dictionaries(
                st.sampled_from(["kind", "actor", "killed"]), trees, max_size=2
            ),
            "impossible": st.lists(trees, max_size=3),
            "instruments": st.dictionaries(
                st.sampled_from("abc"),
                st.dictionaries(
                    st.sampled_from(
                        ["in_force", "where", "binds", "if", "extends", "prohibit", "permit"]
                    ),
                    trees
                    | st.dictionaries(
                        st.sampled_from("ab"), st.fixed_dictionaries({"when": trees})
                    ),
                ),
                max_size=3,
            ),
        },
    )
)
def test_any_tree_of_about_the_right_shape(tree: dict[str, object]) -> None:
    answers(json.dumps({"rulebook": "fuzz", "timezone": "UTC", **tree}).encode())


@given(st.sampled_from(TEXTS), st.data())
def test_any_slip_of_the_pen(text: bytes, data: st.DataObject) -> None:
    content = bytearray(text)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.integers(0, 6))
        content[at : at + gone] = data.draw(
            st.binary(max_size=3) | st.sampled_from([b"\n", b": ", b"[", b"&a ", b"*a"])
        )
    answers(bytes(content))
