"""Parties of rule files: names, dates, codes and who belongs to whom."""

from __future__ import annotations

from ceasefire.rulebook.model import Alias, Citation, Membership
from tests.rulebook.helpers import book, places, problems, when


def test_a_party_in_full() -> None:
    rules = book("""
    sources: {list: {title: A list}}
    parties:
      al-qaeda: {}
      nusra:
        name: Jabhat al-Nusra
        part_of: {party: al-qaeda, until: 2016-07-28}
        also: [al-Nusra Front, {name: Jabhat Fateh al-Sham, from: 2016-07-28}]
        codes: {ucdp: [3179, 4456], un: QDe.137}
        cite: "list QDe.137"
        note: a note
    """)
    nusra = rules.parties["nusra"]
    changed = when("2016-07-28")
    assert nusra.name == "Jabhat al-Nusra"
    assert nusra.aliases == (Alias("al-Nusra Front"), Alias("Jabhat Fateh al-Sham", changed))
    assert nusra.memberships == (Membership("al-qaeda", None, changed),)
    assert nusra.codes == {"ucdp": (Alias("3179"), Alias("4456")), "un": (Alias("QDe.137"),)}
    assert nusra.cite == (Citation("list", "QDe.137"),)
    assert nusra.note == "a note"
    assert (nusra.span.line, nusra.span.column) == (6, 3)
    assert rules.parties["al-qaeda"].name == "al-qaeda"


def test_short_forms() -> None:
    rules = book("""
    parties:
      a: The A
      b:
      c: {part_of: a, also: see}
      d: {part_of: [a]}
    """)
    assert rules.parties["a"].name == "The A"
    assert rules.parties["b"].name == "b"
    assert rules.parties["c"].aliases == (Alias("see"),)
    assert rules.parties["c"].memberships == rules.parties["d"].memberships == (Membership("a"),)


def test_every_rulebook_has_civilians() -> None:
    assert book("").parties["civilians"].name == "civilians"
    restated = book(
        "parties: {civilians: {name: Civilians, also: [residents], codes: {ucdp: 1}}}\n"
    )
    assert restated.parties["civilians"].codes == {"ucdp": (Alias("1"),)}
    assert places("parties: {civilians: {part_of: a}, a: {}}\n") == [(1, 23, "reserved-name")]


def test_memberships_may_change_and_may_turn_round() -> None:
    rules = book("""
    parties:
      a: {part_of: {party: b, until: 2016-05-01}}
      b: {part_of: {party: a, from: 2016-05-01}}
      c: {part_of: [{party: a, until: 2016-05-01}, {party: b, from: 2016-05-01}]}
    """)
    assert len(rules.parties["c"].memberships) == 2


def test_a_circle_that_exists_for_a_while_only() -> None:
    found = places("""
    parties:
      a: {part_of: {party: b, from: 2016-01-01, until: 2016-05-02}}
      b: {part_of: {party: c, from: 2016-05-01}}
      c: {part_of: a}
    """)
    assert found == [(3, 24, "circular-part-of")]


def test_a_party_is_not_part_of_itself() -> None:
    assert places("parties:\n  a: {part_of: a}\n") == [(2, 16, "circular-part-of")]


def test_hierarchies_have_a_depth() -> None:
    links = "".join(f"  p{at}: {{part_of: p{at + 1}}}\n" for at in range(60))
    found = problems("parties:\n  p60: {}\n" + links)
    assert {item.code for item in found} == {"too-deep"}


def test_one_parent_at_a_time() -> None:
    found = problems("""
    parties:
      a: {}
      b: {}
      c: {part_of: [a, b]}
      d: {part_of: [{party: a, from: 2016-05-01}, {party: b, until: 2016-05-01}]}
      e: {part_of: [{party: a, from: 2016-05-01}, {party: a, until: 2016-05-02}]}
    """)
    assert [(item.line, item.column, item.code) for item in found] == [
        (6, 20, "two-parents"),
        (8, 25, "two-parents"),
    ]
    assert found[0].message == "it is part of `a` and `b` at one time"


def test_names_may_pass_from_one_party_to_another() -> None:
    fine = """
    parties:
      a: {also: [{name: The Front, until: 2016-07-28}]}
      b: {also: [{name: the front, from: 2016-07-28}]}
    """
    assert problems(fine) == []
    assert places(fine.replace("from: 2016-07-28", "from: 2016-07-27")) == [(3, 21, "alias-clash")]


def test_names_are_compared_as_reports_write_them() -> None:
    assert places("parties:\n  a: {also: [Al-Nusra]}\n  b: {name: al nusra}\n") == [
        (3, 13, "alias-clash")
    ]
    assert places("parties:\n  a: {}\n  b: {also: [A]}\n") == [(3, 14, "alias-clash")]
    assert problems("parties:\n  a: {name: A, also: [a, A]}\n") == []


def test_bad_dates() -> None:
    assert places("""
    parties:
      a: {also: [{name: x, from: 2016-05-02, until: 2016-05-01}]}
      b: {part_of: {party: a, from: soon}}
      c: {part_of: {party: a, from: 2016-05-01, until: 2016-05-01}}
    """) == [(2, 14, "empty-window"), (3, 33, "bad-time"), (4, 16, "empty-window")]


def test_names_say_something() -> None:
    assert places("parties:\n  a: {name: '?!', also: ['-']}\n") == [
        (2, 13, "bad-name"),
        (2, 26, "bad-name"),
    ]


def test_codes_say_something() -> None:
    assert places("parties:\n  a: {codes: {ucdp: '', un: [], acled: [x, ' ']}}\n") == [
        (2, 15, "bad-code"),
        (2, 25, "bad-code"),
        (2, 33, "bad-code"),
    ]


def test_codes_may_pass_from_one_party_to_another() -> None:
    fine = """
    parties:
      a: {codes: {ucdp: [7, {code: 8, until: 2016-07-28}], acled: 9}}
      b: {codes: {ucdp: [{code: 8, from: 2016-07-28}, 9]}}
    """
    assert problems(fine) == []
    clash = fine.replace("from: 2016-07-28", "from: 2016-07-27")
    assert places(clash) == [(3, 29, "alias-clash")]
    empty = fine.replace("until: 2016-07-28", "from: 2016-07-28, until: 2016-07-27")
    assert (2, 25, "empty-window") in places(empty)


def test_memberships_are_bounded() -> None:
    many = ", ".join(f"{{party: a, from: {1900 + at}-01-01}}" for at in range(110))
    found = {item.code for item in problems(f"parties: {{a: {{}}, b: {{part_of: [{many}]}}}}\n")}
    assert found == {"too-large", "two-parents"}


def test_many_bearers_of_one_name() -> None:
    many = "".join(f"  p{at}: {{also: [x]}}\n" for at in range(50))
    assert len(problems("parties:\n" + many)) == 49


def test_a_party_is_not_called_like_a_key_word() -> None:
    assert places("parties: {other: {}}\n") == [(1, 11, "reserved-name")]


def test_a_name_is_not_mistaken_for_one_where_a_space_is_missing() -> None:
    (problem,) = problems("parties:\n  army:\n    name:Syrian army\n")
    assert (problem.line, problem.column, problem.code) == (5, 5, "wrong-type")
    assert problem.message == "no space follows the colon of `name`"
    assert problem.hint == "write a space after the colon of a key"
    assert places("parties: {army: {also: [name:SAA]}}\n") == [(1, 25, "wrong-type")]
    assert book("parties: {army: {name: 'name:x'}, b: naming:x}\n").parties["b"].name == "naming:x"
