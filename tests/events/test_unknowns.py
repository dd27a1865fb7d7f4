"""Names that nobody knows are counted, with rows and the nearest that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ceasefire
from ceasefire.events import unknowns
from ceasefire.events.unknowns import Unknown, Unknowns

if TYPE_CHECKING:
    import pytest

PARTY = "actor: `Nusrah` is no party of this rulebook: taken as unknown; did you mean `nusra`?"
KIND = "sub_event_type: `Armed clashes` is not listed by acled: taken as unknown"


def test_each_name_is_told_once_with_its_rows() -> None:
    found = Unknowns()
    for line in range(2, 15):
        found.add(line, [PARTY, "excluded does not mean lawful"])
    found.add(3, [KIND, KIND])
    assert len(found) == 2
    assert found.rows() == [
        Unknown(
            field="actor",
            name="Nusrah",
            times=13,
            lines=tuple(range(2, 12)),
            hint="did you mean `nusra`?",
            code="unknown-party",
            message="`Nusrah` is no party of this rulebook: taken as unknown",
        ),
        Unknown(
            field="sub_event_type",
            name="Armed clashes",
            times=1,
            lines=(3,),
            hint="",
            code="unknown-code",
            message="`Armed clashes` is not listed by acled: taken as unknown",
        ),
    ]


def test_rows_of_a_file_of_rejects() -> None:
    found = Unknowns()
    found.add_all(range(2, 14), [PARTY])
    found.add(3, [KIND])
    first, second = found.rejects()
    assert first == {
        "line": 2,
        "code": "unknown-party",
        "message": "actor: `Nusrah` is no party of this rulebook: taken as unknown (did you mean "
        "`nusra`?; in 12 rows: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ...)",
        "raw": "Nusrah",
    }
    assert second["message"] == f"{KIND} (in row 3)"


def test_what_notes_say_otherwise_is_no_name() -> None:
    found = Unknowns()
    found.add(1, ["the id was used before, in line 1", "`x` is nowhere: passed over", ""])
    found.add_all((), [PARTY])
    assert len(found) == 0


def test_odd_names_are_told_whole() -> None:
    found = Unknowns()
    note = "actor: `a` is no party of` b\n` is not a name of nusra at the time of the event: x"
    found.add(1, [note, "where: `X` is no place of this rulebook: it says nothing"])
    found.add(1, ["`X` names several parties: a, b"])
    found.add(1, ["where: `Y` is no admin1 of this rulebook: taken as outside those it has"])
    found.add(1, ["where: `Z` is no known country: it says nothing"])
    found.add(1, ["where: `A` is written in letters in which this rulebook names no admin1: x"])
    found.add(1, ["where: `1` is written in digits in which this rulebook names no admin2: x"])
    named = {(each.field, each.name, each.code) for each in found.rows()}
    assert named == {
        ("actor", "a` is no party of` b\n", "outdated-party"),
        ("where", "X", "unknown-place"),
        ("where", "Y", "unknown-place"),
        ("where", "Z", "unknown-place"),
        ("where", "A", "unknown-place"),
        ("where", "1", "unknown-place"),
        ("", "X", "ambiguous-party"),
    }


def test_names_beyond_a_bound_are_only_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unknowns, "MOST", 10)
    monkeypatch.setattr(unknowns, "COUNTED", 5)
    found = Unknowns()
    for number in range(10):
        found.add(number, [PARTY.replace("Nusrah", f"Group {number}")])
    assert (found.beyond, len(list(found.rejects()))) == ("", 10)
    found.add_all((11, 12), [PARTY.replace("Nusrah", "Group 10")])
    assert found.beyond == "1 more name or code, in 2 rows, is"
    for number in (10, 11, 12):
        found.add(number, [PARTY.replace("Nusrah", f"Group {number}")])
    assert (len(found), found.more, found.further) == (10, 5, 3)
    *_, last = found.rejects()
    told = "3 more names and codes, in 5 rows, are not known, and not listed: only the first 10 are"
    assert last == {"line": None, "code": "more-unknown", "message": told, "raw": ""}
    for number in range(20):
        found.add(number, [PARTY.replace("Nusrah", f"Group {number}")])
    assert found.beyond == "at least 5 more names and codes, in 15 rows, are"


def test_the_notes_of_a_finding_are_understood() -> None:
    book = ceasefire.load("syria-2016")
    event = {"id": 1, "kind": "clash", "when": "2016-05-03", "actor": "Jabhat al-Nusrah Frnt"}
    event |= {"where": "Atlantis", "target": "Nobody In Particular", "struck": "clinik"}
    found = Unknowns()
    found.add(7, book.classify(event).notes)
    named = {(each.field, each.name) for each in found.rows()}
    assert named == {
        ("actor", "Jabhat al-Nusrah Frnt"),
        ("target", "Nobody In Particular"),
        ("where", "Atlantis"),
        ("struck", "clinik"),
    }
    assert any("did you mean" in each.hint for each in found.rows())
