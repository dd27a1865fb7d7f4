"""What changed in meaning between two small rulebooks, by exact examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceasefire.analysis.differing import Difference, difference, first_difference
from ceasefire.analysis.differing.comparison import Comparison
from ceasefire.book import Book
from ceasefire.rulebook.load import load_text

if TYPE_CHECKING:
    import pytest

VALLEY = """
rulebook: valley
title: Truce in the valley
timezone: Asia/Damascus
parties: {north: Northern Army, south: Southern Army, raiders: {name: The Raiders, also: [Band]}}
places: {valley: {circle: {lat: 36, lon: 37, km: 20}}}
instruments:
  truce:
    in_force: {from: 2016-05-04 00:00, for: 48h}
    where: valley
    binds: [north, south]
    exclude: {against-raiders: {when: {target: raiders}}}
    prohibit: {attacks: {when: {kind: attack}, severity: serious}}
"""

ASKED = (
    VALLEY
    + """
questions: {clock: {ask: Which clock?, answers: {"early": {}, "late": {}}}}
readings:
  early: {answers: {clock: early}}
  late: {answers: {clock: late}}
  open: {}
default_reading: early
"""
)
ASKED = ASKED.replace(
    "severity: serious}", "severity: serious}, moves: {when: {kind: posture}, if: {clock: early}}"
)


def book(text: str, reading: str | None = None) -> Book:
    """Return the book of a text."""
    rulebook = load_text(text)
    return Book(rulebook, reading or rulebook.default_reading)


def changed(old: str, new: str, text: str = VALLEY) -> Difference:
    """Return the difference that a replacement in a rule file makes."""
    assert old in text
    return difference(book(text), book(text.replace(old, new)))


def found(result: Difference) -> set[tuple[str, str, str]]:
    """Return the kinds of changes with what shows them."""
    return {(change.kind, change.cause, change.subject) for change in result.changes}


def test_words_change_no_meaning() -> None:
    result = changed("title: Truce in the valley", "title: The truce")
    assert result.same
    assert result.equal is True
    assert [(edit.part, edit.id, edit.what) for edit in result.edits] == [
        ("rulebook", "title", "reworded")
    ]


def test_what_is_written_otherwise_and_means_the_same_is_equal() -> None:
    text = VALLEY.replace("for: 48h", "until: 2016-05-06 00:00").replace(
        "when: {kind: attack}", "when: {not: {kind: {not: attack}}}"
    )
    assert difference(book(VALLEY), book(text)).same


def test_a_longer_window() -> None:
    result = changed("for: 48h", "for: 72h")
    assert found(result) == {
        ("excluded -> violating", "provision", "truce.attacks"),
        ("excluded -> covered", "instrument", "truce"),
    }
    for change in result.changes:
        assert change.event["when"] == "2016-05-06"
        assert change.behind == ("truce (in_force)",)
        assert change.new.instrument == "truce"
    (edit,) = result.edits
    assert (edit.part, edit.id, edit.what, edit.aspects) == (
        "instrument",
        "truce",
        "changed",
        ("in_force",),
    )
    assert edit.old is not None
    assert edit.old.line


def test_a_provision_that_is_gone() -> None:
    result = changed("exclude: {against-raiders: {when: {target: raiders}}}", "note: none")
    assert found(result) == {
        ("excluded -> violating", "provision", "truce.attacks"),
        ("excluded -> covered", "instrument", "truce"),
    }
    assert {change.behind for change in result.changes} == {("truce.against-raiders",)}


def test_a_name_that_only_one_knows() -> None:
    result = changed("also: [Band]", "also: [Band, Bandits]")
    assert {(change.cause, change.subject) for change in result.changes} == {("name", "Bandits")}
    for change in result.changes:
        assert "Bandits" in change.event.values()
        assert change.old.verdict == "undetermined"


def test_a_name_that_means_another_party() -> None:
    text = VALLEY.replace("also: [Band]}", "also: [Guard]}").replace(
        "north: Northern Army", "north: {name: Northern Army, also: [Band]}"
    )
    other = text.replace("[Guard]", "[Band]").replace(
        "also: [Band]}, south", "also: [Guard]}, south"
    )
    result = difference(book(text), book(other))
    assert {change.subject for change in result.changes} == {"Band", "Guard"}


def test_a_party_under_another_id_with_all_of_the_same_names() -> None:
    names = "name: The Raiders, also: [raiders, riders]}"
    old = VALLEY.replace("{name: The Raiders, also: [Band]}", "{" + names)
    new = old.replace("raiders: {name", "riders: {name").replace(
        "target: raiders", "target: riders"
    )
    assert difference(book(old), book(new)).same


def test_a_member_that_joins() -> None:
    result = changed("raiders: {name", "raiders: {part_of: north, name")
    assert ("excluded -> violating", "provision", "truce.attacks") in found(result)
    assert all(change.old != change.new for change in result.changes)


def test_a_place_that_grows() -> None:
    result = changed("km: 20", "km: 40")
    assert {change.kind for change in result.changes} >= {
        "excluded -> violating",
        "excluded -> covered",
    }
    assert all("where" in change.event for change in result.changes)


def test_what_is_presumed() -> None:
    presumed = VALLEY + "presume: {target: raiders}\n"
    result = difference(book(VALLEY), book(presumed))
    assert {(change.cause, change.subject) for change in result.changes} == {
        ("presumption", "target")
    }
    assert all("target" not in change.event for change in result.changes)


def test_a_presumption_that_no_event_can_show() -> None:
    presumed = VALLEY + "presume: {struck: hospital}\n"
    assert difference(book(VALLEY), book(presumed)).equal is True


def test_what_is_declared_impossible() -> None:
    barred = VALLEY + "impossible: [{kind: airstrike, actor: north}]\n"
    kinds = difference(book(VALLEY), book(barred)).kinds
    assert set(kinds) == {"excluded -> impossible", "violating -> impossible"}
    back = difference(book(barred), book(VALLEY)).kinds
    assert set(back) == {"impossible -> excluded", "impossible -> violating"}


def test_a_zone_in_which_days_begin_at_another_time() -> None:
    result = difference(
        book(VALLEY),
        book(
            VALLEY.replace("Asia/Damascus", "UTC").replace("2016-05-04 00:00", "2016-05-03 21:00")
        ),
    )
    assert {change.cause for change in result.changes} == {"time"}


def test_a_category_that_only_one_knows() -> None:
    more = VALLEY + "fields: {damage: {type: category, values: [light, heavy]}}\n"
    result = difference(book(VALLEY), book(more))
    assert not result.same


def test_questions_are_compared_under_readings_or_under_any_answers() -> None:
    late = ASKED.replace("if: {clock: early}", "if: {clock: late}")
    early = difference(book(ASKED), book(late))
    assert found(early) == {("violating -> covered", "provision", "truce.moves")}
    found_any = difference(book(ASKED, "open"), book(late, "open"), any_answers=True)
    assert {(change.kind, change.answers["clock"]) for change in found_any.changes} == {
        ("violating -> covered", "early"),
        ("covered -> violating", "late"),
    }


def test_what_open_questions_hide_is_not_called_equal() -> None:
    late = ASKED.replace("if: {clock: early}", "if: {clock: late}")
    result = difference(book(ASKED, "open"), book(late, "open"))
    assert result.equal is None
    assert result.unsettled


def test_readings_that_only_one_has_are_told() -> None:
    result = difference(book(ASKED), book(ASKED.replace("  open: {}\n", "")))
    assert result.equal is True
    assert not result.same
    assert result.apart == ("only the old rulebook has a reading `open`",)


def test_a_speaker_who_is_credited() -> None:
    credited = ASKED.replace(
        "early: {answers: {clock: early}}", "early: {answers: {clock: early}, credit: [Observers]}"
    )
    result = difference(book(ASKED), book(credited))
    (change,) = result.changes
    assert (change.cause, change.subject) == ("credit", "Observers")
    assert change.event["alternatives"][0]["said_by"] == "Observers"


def test_a_pattern_is_told_apart_from_events() -> None:
    pattern = "patterns: {quiet: {lull: {when: {kind: attack}, for: 24h}}}\n"
    result = difference(book(VALLEY), book(VALLEY + pattern))
    assert result.equal is True
    assert result.apart == ("the pattern `quiet` is added: alerts of it may differ",)


def test_a_search_that_is_too_long_claims_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    longer = VALLEY.replace("for: 48h", "for: 72h")
    monkeypatch.setattr(Comparison.find, "__defaults__", (None, 0))
    monkeypatch.setattr(Comparison, "nowhere", lambda *_: False)
    result = difference(book(VALLEY), book(longer))
    assert result.equal is None
    assert any("too long" in text for text in result.unsettled)


def test_the_first_difference_of_a_kind() -> None:
    old, new = book(VALLEY), book(VALLEY.replace("for: 48h", "for: 72h"))
    change, unsettled = first_difference(old, new)
    assert change is not None
    assert not unsettled
    milder, unsettled = first_difference(
        old, new, wanted=lambda change: change.new.verdict == "excluded"
    )
    assert milder is None
    assert not unsettled


def test_as_data() -> None:
    data = changed("for: 48h", "for: 72h").to_dict()
    assert data["equal"] is False
    assert {change["kind"] for change in data["changes"]} == {
        "excluded -> violating",
        "excluded -> covered",
    }
    assert data["edits"][0]["old"]["line"]


COUNTED = "patterns: {many: {threshold: {at_least: 2, within: 24h, severity: serious}}}\n"


def test_another_severity_is_another_finding_and_counted_by_patterns() -> None:
    minor = ("attack}, severity: serious", "attack}, severity: minor")
    result = changed(*minor)
    assert result.equal is True
    assert not result.same
    told = "findings carry another severity: that of `truce.attacks` was `serious` and is `minor`"
    assert result.apart[0] == told
    result = changed(*minor, VALLEY + COUNTED)
    assert result.apart[0] == told
    assert result.apart[1].endswith(
        "breaches of severity serious or graver, which the pattern `many` counts"
    )
    assert (
        changed("attack}, severity: serious", "attack}, severity: grave", VALLEY + COUNTED)
        .apart[1]
        .endswith("breaches of severity grave: its finding carries another severity")
    )


def test_a_graver_provision_that_changes_no_verdict_is_told() -> None:
    graver = "severity: serious}, shells: {when: {kind: shelling}, severity: grave}"
    result = changed("severity: serious}", graver)
    assert result.equal is True
    (text,) = result.apart
    assert text.startswith("only for the new rulebook")
    renamed = changed("attacks: {when", "assaults: {when", VALLEY + COUNTED)
    assert renamed.same


def test_a_calm_counts_the_breaches_of_its_instrument_alone() -> None:
    other = "\n  pause: {in_force: {from: 2016-05-04 00:00, for: 48h}, where: valley, binds: north}"
    calm = VALLEY.rstrip() + other + "\npatterns: {calm: {calm: pause}}\n"
    stricter = changed(
        "binds: north}",
        "binds: north, prohibit: {shells: {when: {kind: shelling, target: {not: raiders}}}}}",
        calm,
    )
    assert stricter.equal is True
    assert any(
        "breaches of `pause`, which the pattern `calm` counts" in each for each in stricter.apart
    )


def test_a_pattern_that_asks_about_another_place_is_told() -> None:
    text = VALLEY.replace(
        "places: {", "places: {ford: {circle: {lat: 36, lon: 37, km: 1}}, "
    ).replace("    where: valley\n", "")
    text += COUNTED.replace("at_least", "in: [ford], at_least")
    result = changed("km: 1}", "km: 2}", text)
    assert result.equal is True
    assert result.apart == ("the pattern `many` asks about places: alerts of it may differ",)


ALL_AT_ONCE = (
    VALLEY.replace("for: 48h", "for: 72h")
    .replace("also: [Band]", "also: [Band, Bandits]")
    .replace("km: 20", "km: 30")
    + "presume: {response: {one_of: [none, reprisal]}}\n"
)


def test_an_event_is_put_down_to_a_name_or_place_only_if_that_makes_the_difference() -> None:
    result = difference(book(VALLEY + "presume: {response: none}\n"), book(ALL_AT_ONCE))
    assert not [change for change in result.changes if change.cause == "presumption"]
    named = [change for change in result.changes if change.cause == "name"]
    assert {change.subject for change in named} == {"Bandits"}
    assert all("Bandits" in change.event.values() for change in named)
    for change in result.changes:
        if change.cause in {"name", "place"}:
            assert str(change.event["when"]).startswith(("2016-05-04", "2016-05-05"))
        if change.cause == "other":
            assert "truce (in_force)" in change.behind


def test_each_event_is_told_once() -> None:
    for text in (VALLEY.replace("km: 20", "km: 30"), ALL_AT_ONCE):
        changes = difference(book(VALLEY), book(text)).changes
        assert len({tuple(sorted(map(repr, each.event.items()))) for each in changes}) == len(
            changes
        )
