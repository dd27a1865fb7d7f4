"""The texts of reports: each key is there, each is used, and what is said elsewhere is the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ceasefire.errors import UsageError
from ceasefire.findings.counts import BY_ACTOR, COUNTING
from ceasefire.findings.explain import DISCLAIMER, NOT_LAWFUL
from ceasefire.report.facts import NOT_TOLD
from ceasefire.report.palette import ORDER
from ceasefire.report.wording import languages, wording

REPORT = Path(__file__).parents[2] / "ceasefire" / "report"

PLURAL = re.compile(r"\.(one|other)$")
CALLED = re.compile(r"""\b(?:words|word|told)\(\s*f?["']([a-z_.]+)""")
FAMILY = re.compile(r"""f["']([a-z_]+(?:\.[a-z_]+)*\.)\{|["']([a-z_]+(?:\.[a-z_]+)*\.)["'] ~""")
KEY = re.compile(r"""["'`]([a-z_]+(?:\.[a-z_ ]+)*)["'`]""")


def source() -> str:
    files = [
        path
        for path in REPORT.rglob("*")
        if path.suffix in {".py", ".j2", ".html", ".js", ".jinja", ".mjs"}
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def keys() -> set[str]:
    return {PLURAL.sub("", key) for key in wording().texts}


def test_each_text_is_used() -> None:
    text = source()
    used = set(KEY.findall(text))
    named = {each for pair in FAMILY.findall(text) for each in pair if each}
    families = tuple({*named, *(f"{each}." for each in below(text))})
    unused = keys() - used
    assert sorted(key for key in unused if not key.startswith(families)) == []
    # Of a family, what is put behind its beginning is named somewhere as well.
    words = named_anywhere()
    assert sorted(key for key in unused if key.rpartition(".")[2] not in words) == []


def named_anywhere() -> set[str]:
    files = [*REPORT.parent.rglob("*.py"), *REPORT.rglob("*.html"), *REPORT.rglob("*.js")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return set(re.findall(r"""["'.]([a-z_]+(?: to classify)?)\b""", text))


def below(text: str) -> set[str]:
    return set(re.findall(r"""\.below\(\s*["']([a-z_.]+)["']""", text))


def test_each_text_that_is_asked_for_exists() -> None:
    known = keys()
    asked = {key for key in CALLED.findall(source()) if not key.endswith(".")}
    assert sorted(asked - known) == []


@pytest.mark.parametrize("language", languages())
def test_languages_have_the_same_texts_with_the_same_places(language: str) -> None:
    english, other = wording(), wording(language)
    assert other.texts.keys() == english.texts.keys()
    assert other.direction in {"ltr", "rtl"}
    for key, text in english.texts.items():
        assert places(other.texts[key]) >= places(text) - {"count"}


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_what_is_said_elsewhere_is_the_same_here() -> None:
    words = wording()
    assert words("counting.stated") == COUNTING
    assert words("counting.actor") == BY_ACTOR
    assert words("caution.finding") == DISCLAIMER
    assert words("caution.lawful") == NOT_LAWFUL
    assert words("untold") == NOT_TOLD
    assert words.below("verdict") == {verdict: verdict for verdict in ORDER}
    assert set(words.below("meaning")) == set(ORDER)


def test_numbers_choose_the_form() -> None:
    words = wording()
    assert words("headline.events", count=1) == "1 event"
    assert words("headline.events", count=0) == "0 events"


def test_values_are_put_in_as_they_are() -> None:
    assert wording()("title", rulebook="{0} %s {x}") == "Findings under “{0} %s {x}”"


def test_what_there_is_not_is_said() -> None:
    with pytest.raises(KeyError):
        wording()("no.such.key")
    with pytest.raises(UsageError, match="there are no reports in `english`; there are en"):
        wording("english")
