"""Scripts of names: by their letters alone, and which names can be compared."""

from __future__ import annotations

import pytest

from ceasefire.terms.letters import comparable, scripts


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("valley", "LATIN"),
        ("đà nẵng ıß", "LATIN"),
        ("الوادي", "ARABIC"),
        ("الـوادي 2", "ARABIC"),
        ("پنجشیر", "ARABIC"),
        ("долина 7 (ii)", "CYRILLIC LATIN"),
        ("valley الوادي", "ARABIC LATIN"),
        ("עמק", "HEBREW"),
        ("κοιλάδα", "GREEK"),
        ("ሸለቆ", "ETHIOPIC"),
        ("谷", "CJK"),
        ("さいたま市", "CJK HIRAGANA"),
        ("계곡", "HANGUL"),
        ("hawai\u02bbi", "LATIN"),
        ("sector 7-b", "LATIN"),
        ("7", "DIGIT"),
        ("7 12", "DIGIT"),
        ("\u0667", "ARABIC-INDIC"),
        ("--", ""),
        ("", ""),
    ],
)
def test_scripts_are_those_of_letters_and_of_digits_where_there_are_none(
    name: str, found: str
) -> None:
    assert scripts(name) == frozenset(found.split())


@pytest.mark.parametrize(
    ("names", "others", "told"),
    [
        ("valley", "hills", "compared"),
        ("valley", "التلال", "not compared"),
        ("valley الوادي", "hills", "compared"),
        ("valley الوادي", "التلال", "compared"),
        ("valleyبيت", "hills", "not compared"),
        ("valleyبيت", "hills التلال", "compared"),
        ("埼玉", "さいたま市", "not compared"),
        ("7", "8", "compared"),
        ("7", "\u0668", "not compared"),
        ("7", "valley", "not compared"),
        ("7", "valley7", "not compared"),
        ("valley", "", "not compared"),
        ("", "", "not compared"),
    ],
)
def test_names_compare_where_each_has_letters_of_the_other(
    names: str, others: str, told: str
) -> None:
    mine, theirs = set(names.split()), set(others.split())
    assert comparable(mine, theirs) is (told == "compared")
    assert comparable(theirs, mine) is (told == "compared")
