"""One fault never hides another: whatever is wrong in one structure is listed at once."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from ceasefire.rulebook.load import check
from tests.rulebook.examples import rule
from tests.rulebook.helpers import HEAD, places, problems

if TYPE_CHECKING:
    from pathlib import Path

ASKED = "questions: {q: {ask: Q?, answers: {a: {}, b: {}}}}\nimpossible: [{if: {q: a}}]\n"
SOURCE = "sources: {s: {title: S}}\n"

SEVERAL = {
    "a circle": (
        "places: {p: {circle: {lat: x, lon: y, km: -1}}}\n",
        "bad-coordinates bad-coordinates bad-coordinates",
    ),
    "a circle with a key missing": (
        "places: {p: {circle: {lat: 95, lon: 181}}}\n",
        "missing-key bad-coordinates bad-coordinates",
    ),
    "a circle with a key of a wrong type": (
        "places: {p: {circle: {lat: [], lon: x, kms: 0}}}\n",
        "wrong-type bad-coordinates unknown-key bad-coordinates",
    ),
    "a polygon": (
        "places: {p: {polygon: [[200, 1], [x, y], [1]]}}\n",
        "bad-coordinates bad-coordinates bad-coordinates bad-coordinates",
    ),
    "a polygon of too few corners": (
        "places: {p: {polygon: [[x, 1], [2, 3]]}}\n",
        "bad-polygon bad-coordinates",
    ),
    "three areas": (
        "places: {p: {polygon: [], circle: {lat: 1, lon: 1, km: x}, union: [u]}}\n",
        "bad-polygon two-areas bad-coordinates two-areas unknown-place",
    ),
    "a place with a key that means nothing": (
        "places: {p: {colour: red, name: P}}\n",
        "missing-area unknown-key",
    ),
    "a window": (
        rule("in_force: {from: x, for: y, days: [z, z2], hours: [u, 25:00-26:00], timezone: v}"),
        "bad-time bad-duration bad-time bad-time bad-time bad-time bad-zone",
    ),
    "a window in a condition": (
        "impossible: [{when: [{frm: x}, {until: y}, {days: z, if: {v: w}}]}]\n",
        "unknown-key bad-time bad-time bad-time unknown-question",
    ),
    "a window of a list, beside one that is none": (
        rule("in_force: [now, {from: x}, {from: y, until: z}]"),
        "wrong-type bad-time bad-time bad-time",
    ),
    "a list of citations": (
        SOURCE + rule("cite: [t 1, s 2, u]"),
        "unknown-source unknown-source",
    ),
    "a list of citations, beside one that is none": (
        SOURCE + rule("cite: [[s], u]"),
        "wrong-type unknown-source",
    ),
    "a list of conditions": (
        "impossible: [{any: [{kind: x}, y, {all: [{struck: z}, {killed: w}]}]}]\n",
        "unknown-kind wrong-type unknown-kind bad-number",
    ),
    "one condition": (
        "impossible: [{kid: x, actor: {not: a, one_off: [b]}, killed: {at_leats: c}}]\n",
        "unknown-field unknown-kind unknown-party unknown-key unknown-party unknown-key bad-number",
    ),
    "whom it binds": (
        rule("binds: {parties: [a], all_except: [b]}"),
        "unknown-party unknown-key unknown-party",
    ),
    "whom it binds, beside one that is no name": (
        rule("binds: [a, [b], c]"),
        "unknown-party wrong-type unknown-party",
    ),
    "a party": (
        "parties: {p: {part_of: {party: q, from: x}, also: {name: '?', until: y}, cite: z}}\n",
        "unknown-party bad-time bad-name bad-time unknown-source",
    ),
    "a party of many others": (
        (
            "parties: {a: {}, b: {}, c: {}, p: {part_of: [a, {party: b, from: 2015-01-01, "
            "until: 2016-01-01}, {party: c, from: 2017-01-01}]}}\n"
        ),
        "two-parents two-parents",
    ),
    "a name without a name": (
        "parties: {p: {also: [{from: x}], part_of: {until: y}}}\n",
        "missing-key bad-time missing-key bad-time",
    ),
    "below a misspelt section": (
        "partys: {a: {nmae: A, part_of: b}}\n",
        "unknown-key unknown-key unknown-party",
    ),
    "below a misspelt key": (
        rule("prohibits:\n  p: {wehn: {kind: x}, cites: y}"),
        "unknown-key unknown-key unknown-kind unknown-key unknown-source",
    ),
    "below an id that is none": (
        "instruments: {My Truce: {where: x, prohibit: {No Fire: {when: {kind: y}, binds: z}}}}\n",
        "bad-id unknown-place bad-id unknown-kind unknown-party",
    ),
    "a question": (
        "questions: {q: {answers: {A B: {cite: x}, c: {}, d: {held: y}}}}\n",
        "unused-question missing-key bad-id unknown-source unknown-key",
    ),
    "a reading": (
        ASKED + "readings: {r: {answers: {q: c, p: d}}}\ndefault_reading: s\n",
        "unknown-answer unknown-question unknown-reading",
    ),
    "a presumption": (
        "presume: {response: {iss: x, cite: y}, kind: {is: {one_off: [z]}, one_of: [w]}}\n",
        (
            "unknown-key unknown-kind unknown-source unknown-key bad-presumption unknown-kind "
            "unknown-kind"
        ),
    ),
    "a source": (
        "sources: {s: {titel: T, date: [], evidence: firm}}\n",
        "unknown-key wrong-type bad-choice",
    ),
    "a field": (
        "fields: {f: {type: colour, values: {A: a, b: {part_of: c}}}}\n",
        "bad-choice bad-id unknown-kind",
    ),
    "the head": ("timezone: [x]\nsources: {s: {}}\n", "duplicate-key wrong-type missing-key"),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_all_that_is_wrong_is_listed(name: str) -> None:
    text, codes = SEVERAL[name]
    assert Counter(item.code for item in problems(text)) == Counter(codes.split())


def test_what_lies_below_a_misspelt_key_has_its_place() -> None:
    found = places("""
    instruments:
      My Truce:
        prohibits:
          No Fire:
            wehn: {kind: klash}
            in_force: [now, {until: never}]
    """)
    assert found == [
        (2, 3, "bad-id"),
        (3, 5, "unknown-key"),
        (4, 7, "bad-id"),
        (5, 9, "unknown-key"),
        (5, 22, "unknown-kind"),
        (6, 20, "wrong-type"),
        (6, 33, "bad-time"),
    ]


def test_a_guess_blames_nobody() -> None:
    found = problems("""
    parties: {Army: {}, rebels: {nmae: Rebels}}
    fields: {alert: {type: colour}}
    questions:
      Is it so: {ask: Q?, answers: {a: {}, B: {}}}
    instruments:
      i: {binds: [Army, rebels], if: {Is it so: B}, exclude: {e: {when: {alert: {at_least: 3}}}}}
    """)
    assert [item.code for item in found] == [
        *("bad-id", "unknown-key", "bad-choice", "bad-id", "bad-id")
    ]


def test_what_went_with_a_faulty_part_may_have_asked() -> None:
    assert [item.code for item in problems(ASKED.replace("{if: {q: a}}", "{zzz: {q: a}}"))] == [
        "unknown-field"
    ]


def test_letters_exchanged_are_likelier_than_one_lost() -> None:
    (first, _) = problems(rule("in_force: {form: x}"))
    assert first.hint == "did you mean `from`?"


def test_an_id_in_words_is_shown_as_one() -> None:
    (found,) = problems("parties: {Armée de l'Air: {}}\n")
    assert found.hint.endswith("such as `armee-de-l-air`")


def test_the_corners_of_a_file_are_all_listed(tmp_path: Path) -> None:
    shape = {"type": "Polygon", "coordinates": [[[200, 1], ["x", 2], [3]]]}
    (tmp_path / "a.geojson").write_text(json.dumps(shape), encoding="utf-8")
    rules = tmp_path / "rules.yaml"
    rules.write_text(HEAD + "places: {p: {polygon: a.geojson}}\n", encoding="utf-8")
    assert [(item.line, item.column, item.code) for item in check(rules)[1]] == [
        (3, 23, "bad-coordinates")
    ] * 3


def test_only_the_pairs_of_an_outline_have_an_order() -> None:
    (pair,) = problems("places: {p: {polygon: [[36, 137], [1, 1], [2, 1]]}}\n")
    assert pair.hint == "longitude comes first, then latitude"
    (named,) = problems("places: {p: {circle: {lat: 137, lon: 36, km: 1}}}\n")
    assert (named.message, named.hint) == (
        "`137` is no latitude, which is a number from -90 to 90",
        "",
    )


def test_a_choice_that_is_none_hides_nothing_else() -> None:
    found = problems(
        "laws: {c: {never: covered, when: {actor: nobody}}}\n"
        "accept: [{code: never-machtes, at: a, reason: x}, {code: never-matches, at: b}]\n"
    )
    assert [(item.line, item.code) for item in found] == [
        (3, "unknown-party"),
        (4, "bad-choice"),
        (4, "missing-key"),
    ]
