"""The canonical layout of rule files: what it looks like, and that it changes nothing."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.errors import RulebookError, UsageError
from ceasefire.rulebook.jsonschema import json_schema
from ceasefire.rulebook.layout import formatted
from ceasefire.rulebook.layout.order import BOOK, SHORT, Shape
from ceasefire.rulebook.layout.tree import written
from ceasefire.rulebook.layout.writer import Writer
from ceasefire.rulebook.load import load_text
from ceasefire.rulebook.yaml import parse
from ceasefire.testing.rulefiles import documents, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RULES = Path(__file__).parents[2] / "rules" / "syria-2016"


def worded(data: object) -> object:
    """Return data with every number as text."""
    if isinstance(data, dict):
        return {key: worded(item) for key, item in data.items()}
    return [worded(item) for item in data] if isinstance(data, list) else str(data)


STYLES: tuple[Callable[[dict[str, Any]], str], ...] = (
    text_of,
    lambda document: str(yaml.safe_dump(document, sort_keys=True, indent=4)),
    lambda document: str(yaml.safe_dump(document, default_flow_style=None, width=60)),
    lambda document: str(yaml.safe_dump(document, default_flow_style=True, width=70)),
    lambda document: str(yaml.safe_dump(worded(document), default_style='"', sort_keys=False)),
)

EXTRAS = st.sampled_from(
    [
        "  # one",
        "\n# at the margin",
        "\n  # two in",
        "\n      # far in: {a}, [b] - 'c' \"",
        "\n",
        "\n\n\n# apart\n",
        "\n    # مدنيون",
        "\t# tab",
    ]
)


def comments(text: str) -> list[str]:
    return [remark.text for remark in written(text.removeprefix("\ufeff")).remarks]


@st.composite
def remarked(draw: st.DrawFn, text: str) -> str:
    """Draw a text with comments and empty lines put in wherever they change nothing."""
    meant = parse(text.encode(), "")[0]
    assert meant is not None
    for _ in range(draw(st.integers(0, 6))):
        ends = [found.start() for found in re.finditer(r"\n", text)]
        if not ends:
            return text
        at = draw(st.sampled_from(ends))
        tried = text[:at] + draw(EXTRAS) + text[at:]
        root, problems = parse(tried.encode(), "")
        if root is not None and not problems and root.plain() == meant.plain():
            text = tried
    return text


@given(documents(), st.sampled_from(STYLES), st.data())
def test_a_layout_changes_neither_content_nor_comments(
    document: dict[str, Any], style: Callable[[dict[str, Any]], str], data: st.DataObject
) -> None:
    text = data.draw(remarked(style(document)))
    found = formatted(text)
    assert formatted(found) == found
    assert sorted(comments(found)) == sorted(comments(text))
    assert load_text(found).digest == load_text(text).digest


@given(documents(), st.data())
def test_comments_keep_their_order_where_keys_do(
    document: dict[str, Any], data: st.DataObject
) -> None:
    text = data.draw(remarked(formatted(text_of(document))))
    assert comments(formatted(text)) == comments(text)


@given(documents())
def test_lines_are_no_longer_than_need_be(document: dict[str, Any]) -> None:
    for line in formatted(text_of(document)).splitlines():
        assert len(line) <= 100 or not line.lstrip("- ").partition(": ")[2].startswith(("{", "["))


@pytest.mark.parametrize("path", sorted(RULES.glob("*.yaml")), ids=lambda path: path.name)
def test_the_bundled_rulebook_has_the_canonical_layout(path: Path) -> None:
    text = path.read_bytes().decode()
    assert formatted(text) == text


def test_the_examples_of_the_language_page_have_the_canonical_layout() -> None:
    page = (RULES.parents[1] / "docs" / "language.md").read_text(encoding="utf-8")
    for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL):
        assert formatted(block) == block


def laid_out(text: str) -> str:
    found = formatted(dedent(text))
    assert formatted(found) == found
    return found


def shown(text: str) -> str:
    return dedent(text).lstrip("\n")


# --- order --------------------------------------------------------------------------------


def test_keys_are_put_in_order_with_their_comments() -> None:
    text = """
        # About the file.

        # who
        parties: {north: Northern Army}
        timezone: UTC  # zone
        # which
        rulebook: valley
    """
    assert laid_out(text) == shown("""
        # About the file.

        # which
        rulebook: valley
        timezone: UTC  # zone
        # who
        parties: {north: Northern Army}
    """)


def test_provisions_are_put_in_order_and_names_are_not() -> None:
    text = """
        instruments:
          truce:
            prohibit:
              zeal:
                severity: grave
                when: {kind: attack}
                title: attacks
              arms: {when: {kind: siege}}
            title: Truce
    """
    assert laid_out(text) == shown("""
        instruments:
          truce:
            title: Truce
            prohibit:
              zeal:
                title: attacks
                when: {kind: attack}
                severity: grave
              arms: {when: {kind: siege}}
    """)


def test_an_alias_stays_below_what_it_repeats() -> None:
    text = """
        places: {a: {country: SY, also: &names [x, y]}}
        parties: {north: {also: *names}}
        rulebook: valley
    """
    assert laid_out(text) == shown("""
        places: {a: {country: SY, also: &names [x, y]}}
        parties: {north: {also: *names}}
        rulebook: valley
    """)


def models(schema: dict[str, Any], part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the mappings with keys of their own that a part of the JSON Schema allows."""
    if "$ref" in part:
        part = schema["$defs"][part["$ref"].rpartition("/")[2]]
    if "properties" in part:
        yield part
    for key in ("anyOf", "oneOf"):
        for choice in part.get(key, ()):
            yield from models(schema, choice)
    if "items" in part:
        yield from models(schema, part["items"])


def unordered(
    schema: dict[str, Any], part: dict[str, Any], shape: Shape, path: str
) -> Iterator[str]:
    """Yield the keys of the JSON Schema that the layout has no place for."""
    for model in models(schema, part):
        for key, value in model["properties"].items():
            if shape.fixed and shape is not SHORT and key not in shape.parts:
                yield f"{path}.{key}"
            inner = shape.at(key)
            if inner.fixed and inner.parts:
                yield from unordered(schema, value, inner, f"{path}.{key}")
            entries = value.get("additionalProperties")
            if isinstance(entries, dict) and inner.every is not None:
                yield from unordered(schema, entries, inner.every, f"{path}.{key}.*")


def test_every_key_has_its_place() -> None:
    schema = json_schema()
    missing = list(unordered(schema, schema, BOOK, ""))
    assert missing == []


# --- brackets -----------------------------------------------------------------------------


def test_short_conditions_stand_in_brackets() -> None:
    text = """
        instruments:
            truce:
                binds:
                - north
                - south
                in_force:
                    from: 2016-05-04 00:00
                    for: 48h
                prohibit:
                    attacks:
                        when:
                            kind: attack
                            target:
                                not: civilians
    """
    assert laid_out(text) == shown("""
        instruments:
          truce:
            in_force: {from: 2016-05-04 00:00, for: 48h}
            binds: [north, south]
            prohibit:
              attacks:
                when: {kind: attack, target: {not: civilians}}
    """)


def test_what_is_too_long_for_a_line_is_spread() -> None:
    word = "a" * 30
    text = f"""
        sources: {{s: {{title: {word}, note: {word}, publisher: {word}}}}}
        parties: {{p: {{also: [{word}, {word}, {word}, {word}]}}}}
    """
    assert laid_out(text) == shown(f"""
        sources:
          s:
            title: {word}
            publisher: {word}
            note: {word}

        parties:
          p:
            also: [{word}, {word},
              {word}, {word}]
    """)


def test_a_comment_beside_what_is_spread_stands_above_it() -> None:
    word = "a" * 30
    text = f"sources: {{s: {{title: {word}, note: {word}, publisher: {word}}}}}  # beside\n"
    assert laid_out(text) == shown(f"""
        # beside
        sources:
          s:
            title: {word}
            publisher: {word}
            note: {word}
    """)


def test_comments_in_brackets_spread_them() -> None:
    text = """
        parties: {a: A,  # first
          # above b
          b: {also: [x, # ex
             y]} # second
          # last
          } # after
        places: {c: {country: SY}} # beside
    """
    assert laid_out(text) == shown("""
        parties:
          a: A  # first
          # above b
          b:
            also:
              - x  # ex
              - y
            # second
          # last
          # after
        places: {c: {country: SY}}  # beside
    """)


def test_lists_of_mappings_keep_their_dashes() -> None:
    text = """
        instruments:
          truce:
            in_force:
            -   from: 2016-05-04
                until: 2016-05-05
            - {from: 2016-06-04, for: 2d}   # again
        impossible:
            -   kind: airstrike
                because: none have aircraft
            - {kind: siege}
    """
    assert laid_out(text) == shown("""
        impossible:
          - kind: airstrike
            because: none have aircraft
          - {kind: siege}

        instruments:
          truce:
            in_force:
              - {from: 2016-05-04, until: 2016-05-05}
              - {from: 2016-06-04, for: 2d}  # again
    """)


# --- texts --------------------------------------------------------------------------------


def test_quotes_stand_where_they_are_needed() -> None:
    text = """
        parties:
          a: "Northern Army"
          b: 'yes'
          c: "1507"
          d: "Army: north"
          e: 'it''s'
          f: "y"
          g: "in"
          "no": "#5"
          "h": "a, b"
          i: 19:00
          j: NO
          k: 010
          l: ""
          m: "~"
          n: "مدنيون"
          o: " a"
          p: "null"
    """
    assert laid_out(text) == shown("""
        parties:
          a: Northern Army
          b: 'yes'
          c: "1507"
          d: "Army: north"
          e: it's
          f: "y"
          g: in
          "no": "#5"
          h: "a, b"
          i: 19:00
          j: NO
          k: 010
          l: ""
          m: "~"
          n: مدنيون
          o: " a"
          p: "null"
    """)


HARD = [
    "# only a comment\n",
    "- a\n",
    "\ufeff# only a comment\n",
    "*a : b\n",
    "a: &a b\n*a : c\nd: {*a : e}\n",
    "a: " + "word " * 30 + "\n  and more\n",
    "a: 'word\n  and more'\n",
    "a:\n- >-\n",
    "parties:\n-",
    "a:\n- b\n-\n- c\n",
    "a: |\n  b  ",
    "? |\n    a\n",
    "note: >-\n    folded\n    text\n\n      more\n\n    end\n\n\ntitle: x\n",
    "note: |  # about\n  a\n\n  b\n# end\n",
    "note: |+\n  a\n\n\ntitle: x\n",
    "note: |2\n    a\n  b\ntitle: x\n",
    "parties:\n  a:\n    note: |1\n      a\n     b\n    name: x\n",
    "note: |\n  a",
    "note: |-\n  a\n     \ntitle: x",
    "note: |\n  a\n     \n",
    'note: "a\n  b\\\n  c\n\n  d\\ \n   e"  # beside\ntitle: x\n',
    "note: 'a\n  b\n\n  c'\ntitle: x\n",
    "note: a\n  b\n\n  c # beside\ntitle: x\n",
    "title:\n  # above\n  x\n",
    "title: # beside\n  x\n",
    "title: # one\n  # two\n  x # three\n",
    "parties: # one\n  # two\n\n  # three\n  a: # four\n    # five\n    name: x # six\n  # seven\n",
    "parties: &p # one\n  # two\n  a: &x {name: b}\n  c: *x\n",
    "parties: {a: &x [b, c], d: *x, e: &y f, *y : g}\n",
    "parties: {a, b, c: , d}\n",
    "parties:\n  a:\n  # none\n\n  b: # nor\n",
    "impossible:\n- # one\n  kind: airstrike\n- # two\n  # three\n  - a\n  - - b\n    - c # four\n",
    "impossible:\n  -\n\n    kind: airstrike\n    because: x\n  -  - a: b\n       # end\n",
    "? title\n: x\n? note # a\n# b\n: y # c\n",
    "? a\n  b\n: x\n",
    "parties: [a: b, c: {d: e}, [f, [g]], {h}]\n",
    "%YAML 1.1\n# one\n--- # two\n# three\ntitle: x\n... # four\n# five\n",
    "--- {title: x}\n",
    '{"title": "x", "parties":{"a":"b"}, "note":\n "c"}',
    "title: x\r\nnote: |\r\n  a\r\n  b\r\n# c\r\nparties: {a: b}\r\n",
    "\ufefftitle: x\n",
    "title: a\u2028  b\nnote: |\n  a\u2028  b\n",
    "title: 'a\x85  b'\nparties: {a: x\u2029 y} # c\u2028# d\n",
    "title: x\rnote: y # z\r",
    "title: x\n\n\n\n  # in\n\n# out\n\n\nnote: y\n\n\n",
    "title:     x   \nnote:   [a   ,b ]   \n",
    "\n\n# only\ntitle: x",
    "# yaml-language-server: $schema=x\n# about\ntitle: x\n",
    "title: a#b\nnote: 'a # b'\nparties: {a: \"# c\", b: d#e} # f\n",
    "parties:\n  a: {name: x,\n    # in\n  }\n",
    "parties: [\n  # in\n]\nplaces: { # here\n}\n",
    "parties: {a: [b, # one\n c], # two\n d: e} # three\n",
    "title: [" + "word, " * 40 + "last # here\n]\n",
    "title: [{" + "word: word, " * 10 + "}, a]\n",
    "in: a:b\nat: {a: b:c, ?d: e, -f: -g}\n",
    "title: !",
    "parties:\n  a: >\n\n    x\n\n  b: >\n   \n  c: |\n",
    'title: "\\u200e\\x85\\t\\"\\ud83d\\ude00"\nnote: "a\n  \\\n  b"\n',
    "a: {b: {c: {d: [e, {f: g # h\n}]}}}\n",
    "title: x #\nnote: y #z\n#\n",
    "a: &a\n  b: c\nd: *a\ne: &a\n  f: *a # x\n",
    "a:\n- b\n# c\n- d\n  # e\nf: g\n",
    "a:\n   # deep\n - b\n  # mid\n# out\nc: d\n",
    "c:\n    d: e\n     # deeper\n   # shallower\n  # more\n# out\n",
]


@pytest.mark.parametrize("text", HARD)
def test_hard_files_keep_content_and_comments(text: str) -> None:
    before, problems = parse(text.encode(), "")
    if before is None or problems:
        with pytest.raises(RulebookError):
            formatted(text)
        return
    found = formatted(text)
    after = parse(found.encode(), "")[0]
    assert after is not None
    assert after.plain() == before.plain()
    assert comments(found) == comments(text)
    assert formatted(found) == found


def test_a_layout_that_would_lose_something_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Writer, "tail", lambda _, __, ___: [])
    with pytest.raises(UsageError, match=r"`mine\.yaml` cannot be laid out anew"):
        formatted("a: b\n# lost\n", name="mine.yaml")


def test_what_cannot_be_read_is_told() -> None:
    with pytest.raises(RulebookError) as caught:
        formatted("title: x\ntitle: [y\n", name="mine.yaml")
    assert caught.value.problems[0].file == "mine.yaml"
    assert caught.value.problems[0].code == "yaml-syntax"
