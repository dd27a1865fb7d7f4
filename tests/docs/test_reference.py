"""The pages of keys and words have all of them, with examples that are read as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest

import ceasefire
from ceasefire.events.feeds import read_feed
from ceasefire.events.jsonschema import json_schema
from ceasefire.rulebook.load import load_text
from ceasefire.rulebook.problems import CODES
from ceasefire.rulebook.schema import RulebookDoc
from ceasefire.terms.taxonomy import base_taxonomy
from ceasefire.testing import run_cases
from ceasefire.testing.cases.problems import CODES as CASES_CODES
from ceasefire.testing.lexicon import single_tests
from docs import generate_formats as of_formats
from docs import generate_reference as of_rules
from docs.generate_vocabulary import ABOUT, vocabulary
from docs.keys import excerpts, keys_of
from docs.prose import anchor
from tests.docs import format_examples as examples
from tests.rulebook.key_examples import EXAMPLES

DOCS: Final = Path(__file__).parents[2] / "docs"
PAGES: Final = {
    name: (DOCS / f"{name}.md").read_text(encoding="utf-8")
    for name in ("reference", "formats", "vocabulary", "api-reference", "problems", "checks")
}
MADE: Final = ("reference", "formats", "vocabulary", "api-reference")
LINK: Final = re.compile(r"\]\((?:([\w-]+)\.md)?#([\w-]+)\)")

KEYS: Final = [
    *(key for model in of_rules.MODELS.values() for key in keys_of(model, of_rules.TERMS)),
    *(key for model in of_formats.TITLES for key in keys_of(model, of_formats.TERMS)),
]


def shown() -> set[tuple[Any, str]]:
    """Return every key of which some example has one."""
    rules = {place for text in EXAMPLES.values() for place in excerpts(text, RulebookDoc)}
    return rules | set(of_formats.shown_keys())


def named(key: Any) -> str:  # noqa: ANN401  (a key of any model)
    return f"{key.model.__name__}.{key.name}"


# --- everything is there --------------------------------------------------------------


def test_every_key_says_what_it_means_and_holds() -> None:
    assert len(KEYS) > 200
    assert [named(key) for key in KEYS if not key.about.endswith((".", ")"))] == []
    assert [named(key) for key in KEYS if not key.holds or "any value" in key.holds] == []


def test_every_key_has_an_example() -> None:
    have = shown()
    assert [named(key) for key in KEYS if (key.model, key.name) not in have] == []


def test_every_model_of_a_rule_file_is_on_the_page() -> None:
    assert set(of_rules.MODELS) == set(of_rules.TITLES)


def test_every_code_is_linked_from_what_it_is_about() -> None:
    linked = {code for page, code in LINK.findall(PAGES["reference"]) if page == "problems"}
    assert linked == set(CODES)
    of_keys = {code for key in KEYS for code in key.codes} | set(of_rules.CONDITIONS)
    assert set(CODES) - of_keys <= set(of_rules.EVERYWHERE)
    cases = {code for page, code in LINK.findall(PAGES["formats"]) if page == "problems"}
    assert set(CASES_CODES) - {"missing-cases"} <= cases


def test_every_word_is_on_the_page_of_the_vocabulary() -> None:
    assert set(ABOUT) == set(base_taxonomy().vocabularies)
    for name, words in base_taxonomy().vocabularies.items():
        part = vocabulary().split(f"\n## {name.capitalize()}\n")[1].split("\n## ")[0]
        assert re.findall(r"^ *- `([\w-]+)`", part, re.MULTILINE) == in_order(words, "")


def in_order(words: Any, above: str) -> list[str]:  # noqa: ANN401  (a vocabulary)
    """Return the words of a vocabulary, each before those below it."""
    return [
        name
        for item in words.categories.values()
        if item.parent == above
        for name in (item.id, *in_order(words, item.id))
    ]


def test_the_conditions_ask_about_every_field() -> None:
    rules = load_text(EXAMPLES["conditions.yaml"])
    provisions = rules.instruments["truce"].provisions
    asked = {
        getattr(test, "field", type(test).__name__)
        for item in provisions
        for test in single_tests(item.condition)
    }
    assert set(base_taxonomy().fields) - {"when", "where"} <= asked
    assert {"TimeTest", "PlaceTest", "AnswerTest"} <= asked


def test_the_event_has_every_key() -> None:
    schema = json_schema()
    assert set(examples.EVENT) == set(schema["properties"])
    assert set(examples.PLACE) == set(of_formats.place_schema())
    own = set(schema["$defs"]["alternative"]["properties"]) - set(base_taxonomy().fields)
    assert set(examples.ALTERNATIVE) == own


# --- and is read as it stands ---------------------------------------------------------


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ceasefire.Book:
    monkeypatch.chdir(tmp_path)
    Path("ridge.yaml").write_text(examples.RULES, encoding="utf-8")
    return ceasefire.load("ridge.yaml")


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_rule_file_of_the_page_loads(name: str) -> None:
    assert load_text(EXAMPLES[name]).id


@pytest.mark.parametrize(
    "event",
    [
        {},
        *({key: value} for key, (value, _) in examples.FORMS.items()),
        {"where": examples.PLACE},
        {"alternatives": [{**examples.ALTERNATIVE, "actor": "raiders"}]},
    ],
)
def test_an_event_of_the_page_is_classified(book: ceasefire.Book, event: dict[str, Any]) -> None:
    finding = book.classify({**examples.EVENT, **event})
    assert finding.possible
    assert [note for note in finding.notes if "humanitarian law" not in note] == []


@pytest.mark.parametrize("key", examples.EVENT)
def test_each_field_of_the_page_is_one_that_is_read(book: ceasefire.Book, key: str) -> None:
    plain = {"id": "V1", "kind": "shelling", "when": "2016-05-04"}
    event = book.read({**plain, key: examples.EVENT[key]})
    assert key in type(event).model_fields


@pytest.mark.parametrize(
    ("table", "mapping", "events"),
    [
        (examples.TABLE, examples.MAPPING, 1),
        (examples.TABLE, examples.CLOCKED, 2),
        ("1,2016-05-04 10:00,2016-05-04 11:00,9\n", examples.PRECISE, 1),
        ("No,Year,Month,Day\n1,2016,5,4\n2,2016,5,\n", examples.PARTED, 2),
    ],
)
def test_a_mapping_of_the_page_reads_its_table(
    book: ceasefire.Book, table: str, mapping: str, events: int
) -> None:
    Path("table.csv").write_text(table, encoding="utf-8")
    Path("mapping.yaml").write_text(mapping, encoding="utf-8")
    records = list(read_feed("table.csv", "mapping.yaml", rulebook=book.rulebook))
    assert [record.problems for record in records if record.problems] == []
    assert sum(record.event is not None for record in records) == events


def test_the_cases_of_the_page_pass(book: ceasefire.Book) -> None:
    Path("ridge.cases.yaml").write_text(examples.CASES, encoding="utf-8")
    outcome = run_cases(book, ["ridge.cases.yaml"])
    assert [(item.case.label, item.missed, item.error) for item in outcome.failed] == []


# --- links ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", MADE)
def test_links_to_headings_lead_to_them(name: str) -> None:
    absent = []
    for page, target in LINK.findall(PAGES[name]):
        text = (DOCS / f"{page or name}.md").read_text(encoding="utf-8")
        headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        if target not in {anchor(re.sub(r"\]\([^)]*\)", "", each)) for each in headings}:
            absent.append(f"{page or name}.md#{target}")
    assert sorted(set(absent)) == []


@pytest.mark.parametrize("name", ["reference", "formats"])
def test_no_two_headings_lead_to_one_place(name: str) -> None:
    anchors = [anchor(text) for text in re.findall(r"^#+ (.+)$", PAGES[name], re.MULTILINE)]
    assert sorted(each for each in set(anchors) if anchors.count(each) > 1) == []
