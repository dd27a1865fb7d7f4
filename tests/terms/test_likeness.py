"""Which word another was meant to be, from the strictest question to the loosest."""

from __future__ import annotations

import pytest

from ceasefire.terms.likeness import did_you_mean, misspelt, near, nearest, same

KEYS = ("kind", "killed", "wounded", "civilians_killed", "admin1", "from", "for")


def test_case_and_punctuation_make_no_other_word() -> None:
    assert same("Civilians-Killed", KEYS) == ("civilians_killed",)
    assert same("civilian_killed", KEYS) == ()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("KILLED", ("killed",)),
        ("kiled", ("killed",)),
        ("wuonded", ("wounded",)),
        ("civilian_kiled", ("civilians_killed",)),
        ("fro", ()),
        ("admin3", ()),
        ("dead", ()),
    ],
)
def test_a_slip_is_as_good_as_certain(key: str, expected: tuple[str, ...]) -> None:
    assert misspelt(key, KEYS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("form", "from"), ("kil", ""), ("killd", "killed"), ("xyz", ""), ("", "")],
)
def test_the_nearest_key(text: str, expected: str) -> None:
    assert nearest(text, KEYS) == expected
    assert nearest(text, ()) == ""


def test_to_hold_a_name_is_not_to_resemble_it() -> None:
    assert near("killed_civilians", KEYS) == "civilians_killed"
    assert near("wounded_according_to_hospital_records", KEYS) == ""


def test_a_name_in_words_may_be_part_of_a_longer_one() -> None:
    names = ("Islamic State", "Islamic State in the Levant", "Army of Islam")
    assert did_you_mean("islamic state", names) == "did you mean `Islamic State`?"
    assert did_you_mean("Levant", names) == "did you mean `Islamic State in the Levant`?"
    assert did_you_mean("Norway", names) == did_you_mean("x", ()) == ""


def test_short_names_are_likened_to_short_texts_alone() -> None:
    assert did_you_mean("Army of the North", ("A", "IS")) == ""
    assert did_you_mean("ISS", ("IS", "Army of Islam")) == "did you mean `IS`?"


def test_where_another_name_would_mislead_the_whole_must_be_alike() -> None:
    names = ("Islamic State", "Ahmad al-Abdo Forces", "Jabhat al-Nusra")
    assert did_you_mean("Assad forces", names) != ""
    assert did_you_mean("Assad forces", names, whole=True) == ""
    assert did_you_mean("Jabhat an-Nusra", names, whole=True) == "did you mean `Jabhat al-Nusra`?"
