"""The monitor: reports one by one, twice, late and corrected."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceasefire
from ceasefire.errors import EventError, UsageError
from ceasefire.monitor.monitor import Update
from ceasefire.monitor.sighting import Sighter
from tests.monitor.oracle import Role, Seen, Spot, final_alerts
from tests.monitor.test_tabular import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceasefire.book import Book
    from ceasefire.monitor.alerts import Alert, Change
    from ceasefire.monitor.monitor import Monitor

RULES: Final = """\
rulebook: valley
title: Truce in the valley
timezone: UTC
sources: {text: {title: The text, date: 2016-05-01}}
parties:
  north: {name: Northern Army}
  first-north: {name: First Northern Brigade, part_of: north}
  south: {name: Southern Army}
  bandits: {name: Bandits}
places: {hill: {admin1: Hill}, dale: {admin1: Dale}}
instruments:
  truce:
    in_force: [{from: 2016-05-04 00:00, for: 96h}, {from: 2016-05-10 00:00}]
    binds: [north, south]
    prohibit:
      attacks: {when: {kind: attack}, severity: serious}
      posts: {when: {kind: fortification}, severity: minor}
  quiet-days:
    in_force: {from: 2016-05-05 00:00, for: 24h}
    prohibit: {attacks: {when: {kind: attack}}}
patterns:
  double: {sequence: {first: {kind: bombing}, then: {kind: bombing}, within: 1h, within_km: 1}}
  answer:
    sequence:
      {first: {kind: attack}, then: {kind: attack}, within: 24h, between: [north, south]}
  many:
    threshold:
      {at_least: 3, within: 24h, severity: serious, by: [north, south], in: [hill, dale]}
  quiet: {lull: {when: {kind: attack}, in: [hill, dale], for: 12h}}
  kept: {calm: {of: quiet-days}, cite: text}
  state:
    series:
      of: truce
      strained: {at_least: 2, within: 24h}
      breached: {at_least: 4, within: 24h, severity: serious}
      recovers_after: 24h
      moves: [{to: suspended, on: 2016-05-06 12:00}, {to: renewed, on: 2016-05-06 18:00}]
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = tmp_path_factory.mktemp("rules") / "valley.yaml"
    path.write_text(RULES)
    return ceasefire.load(path)


def report(name: str, when: str, kind: str = "shelling", **more: object) -> dict[str, Any]:
    """Return a report of the north at the south on the hill."""
    base = {"id": name, "kind": kind, "when": when, "actor": "north", "target": "south"}
    return {**base, "where": {"admin1": "Hill", "name": "Mill"}, **more}


def fed(monitor: Monitor, reports: Iterable[dict[str, Any]]) -> dict[str, Alert]:
    """Feed reports and return the alerts that stand in the end."""
    final: dict[str, Alert] = {}
    for each in reports:
        noted(final, monitor.feed(each))
    return final


def noted(final: dict[str, Alert], update: Update) -> None:
    for what, alert in update.alerts:
        if what == "retracted":
            del final[alert.key]
        else:
            assert (alert.key in final) == (what == "restated")
            final[alert.key] = alert


def told(final: dict[str, Alert], pattern: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return sorted(
        (alert.certainty, alert.state, alert.events)
        for alert in final.values()
        if alert.pattern == pattern
    )


# --- patterns, by example ---


def test_a_second_bombing_at_the_same_place_within_the_hour(book: Book) -> None:
    first = report("a", "2016-05-04 10:00", "suicide-bombing")
    second = report("b", "2016-05-04 11:00", "vehicle-bomb")
    third = report("c", "2016-05-04 12:00:01", "ied")
    elsewhere = report("d", "2016-05-04 11:00", "ied", where={"admin1": "Hill", "name": "Ford"})
    with book.monitor() as monitor:
        final = fed(monitor, [first, second, third, elsewhere])
    # Where nobody tells how far apart two places are, they may be one.
    assert told(final, "double") == [("certain", "", ("a", "b")), ("possible", "", ("a", "d"))]


def test_bombings_of_one_day_may_lie_within_the_hour(book: Book) -> None:
    reports = [report("a", "2016-05-04", "ied"), report("b", "2016-05-04", "ied")]
    with book.monitor() as monitor:
        final = fed(monitor, reports)
    assert told(final, "double") == [
        ("possible", "", ("a", "b")),
        ("possible", "", ("b", "a")),
    ]


def test_an_attack_the_other_way_within_a_day_is_told_of_members_too(book: Book) -> None:
    reports = [
        report("a", "2016-05-04 10:00", actor="first-north"),
        report("b", "2016-05-05 10:00", actor="south", target="north"),
        report("c", "2016-05-05 10:01", actor="south", target="north"),
    ]
    with book.monitor() as monitor:
        final = fed(monitor, reports)
    assert told(final, "answer") == [("certain", "", ("a", "b"))]
    (alert,) = (item for item in final.values() if item.pattern == "answer")
    assert (alert.party, alert.counterparty) == ("south", "north")


def test_breaches_are_counted_low_and_high(book: Book) -> None:
    doubtful = {"one_of": ["north", "bandits"]}
    reports = [
        report("a", "2016-05-04 10:00"),
        report("b", "2016-05-04 11:00"),
        report("c", "2016-05-04 12:00", actor=doubtful),
        report("d", "2016-05-04 13:00", kind="fortification"),
        report("e", "2016-05-04 14:00"),
    ]
    with book.monitor() as monitor:
        final = fed(monitor, reports)
    assert told(final, "many") == [
        ("certain", "", ("a", "b", "e")),
        ("possible", "", ("a", "b", "c")),
    ]
    counts = {alert.certainty: (alert.low, alert.high) for alert in final.values() if alert.low}
    assert counts["certain"] == (3, 4)
    assert counts["possible"] == (2, 3)


def test_what_happened_exactly_so_long_before_counts(book: Book) -> None:
    hours = ("2016-05-04 10:00", "2016-05-04 20:00", "2016-05-05 10:00")
    with book.monitor() as monitor:
        final = fed(monitor, [report(name, hour) for name, hour in zip("abc", hours, strict=True)])
        assert told(final, "many") == [("certain", "", ("a", "b", "c"))]
        (alert,) = (item for item in final.values() if item.pattern == "many")
        assert alert.to_dict()["start"] == "2016-05-04T10:00:00Z"
        late = "2016-05-05 10:00:00.000001"
        noted(final, monitor.feed(report("c", late)))
        assert told(final, "many") == []


def test_a_state_is_told_with_the_report_that_moves_it(book: Book) -> None:
    with book.monitor(lateness="240h") as monitor:
        final = fed(monitor, [report(f"a{n}", f"2016-05-04 1{n}:00") for n in range(4)])
    assert ("certain", "breached", ("a3",)) in told(final, "state")


def test_vague_reports_do_not_restate_each_other_for_ever(book: Book) -> None:
    vague = [{"id": f"v{n:03}", "kind": "shelling", "when": "2016-05-05"} for n in range(120)]
    with book.monitor() as monitor:
        changes = sum(len(monitor.feed(each).alerts) for each in vague)
    assert changes < 120 * 60


def test_a_lull_lasts_and_ends(book: Book) -> None:
    with book.monitor() as monitor:
        final = fed(monitor, [report("a", "2016-05-04 00:00")])
        elsewhere = {"admin1": "Dale"}
        noon = [report(f"x{n}", f"2016-05-04 12:0{n}", where=elsewhere) for n in range(3)]
        for each in noon:
            noted(final, monitor.feed(each))
        assert told(final, "quiet") == [("certain", "lasting", ("a",))]
        noted(final, monitor.feed(report("b", "2016-05-04 14:00")))
        assert told(final, "quiet") == [("certain", "ended", ("a", "b"))]
        noted(final, monitor.feed(report("c", "2016-05-04 06:00")))
        assert told(final, "quiet") == []


def test_a_calm_held_or_was_broken(book: Book) -> None:
    with book.monitor() as monitor:
        before = [report(f"a{n}", "2016-05-04 10:00") for n in range(3)]
        final = fed(monitor, before)
        assert told(final, "kept") == []
        changes = monitor.advance(1_462_492_800_000_000)
        for change in changes:
            final[change.alert.key] = change.alert
        assert told(final, "kept") == [("certain", "held", ())]
        noted(final, monitor.feed(report("b", "2016-05-05 10:00")))
        assert told(final, "kept") == [("certain", "broken", ("b",))]
        assert [item.cite[0].source for item in final.values() if item.pattern == "kept"] == [
            "text"
        ]


def test_what_moved_while_time_jumped_is_told(book: Book) -> None:
    jump: dict[str, Alert] = {}
    steps: dict[str, Alert] = {}
    with book.monitor() as one, book.monitor() as other:
        passed(jump, one.advance(at(31)))
        for day in range(1, 32):
            passed(steps, other.advance(at(day)))
    assert jump == steps
    states = [item.state for item in jump.values() if item.pattern == "state"]
    assert states == ["in-force", "suspended", "renewed", "lapsed", "renewed"]


def test_the_state_of_an_instrument_is_moved_by_its_text_and_by_breaches(book: Book) -> None:
    reports = [report(f"a{n}", f"2016-05-04 1{n}:00") for n in range(4)]
    later = [
        report(f"z{n}", f"2016-05-{day}", actor="bandits") for n, day in enumerate((11, 11, 11))
    ]
    with book.monitor(lateness="240h") as monitor:
        final = fed(monitor, [*reports, *later])
    states = sorted(
        (alert.start or 0, alert.state, alert.certainty, alert.events)
        for alert in final.values()
        if alert.pattern == "state"
    )
    assert [item[1:] for item in states] == [
        ("in-force", "certain", ()),
        ("strained", "certain", ("a1",)),
        ("breached", "certain", ("a3",)),
        ("in-force", "certain", ("a3",)),
        ("suspended", "certain", ()),
        ("renewed", "certain", ()),
        ("lapsed", "certain", ()),
        ("renewed", "certain", ()),
    ]


# --- what cannot be ---


@pytest.mark.parametrize(
    ("time", "told"),
    [
        (1_462_665_600, r"1970-01-01T00:24:22.665600Z; in seconds .* 2016-05-08T00:00:00Z"),
        (1_462_665_600_000, "in milliseconds it would be 2016-05-08T00:00:00Z"),
        (1_462_665_600 * 10**9, "outside of the years 1900 to 2200"),
        (-(10**16), "outside of the years 1900 to 2200"),
        pytest.param(10**5000, "such a number lies outside of the years", id="thousands of digits"),
        (4_102_444_800_000_000, "which is 2100-01-01T00:00:00Z, has not come yet"),
        (datetime(2100, 1, 1, tzinfo=UTC), "has not come yet"),
        (datetime(2016, 5, 8), "`2016-05-08 00:00:00` has no zone"),  # noqa: DTZ001
        (date(2016, 5, 8), "is no instant"),
        ("2016-05-08", "is no instant"),
        (1.4626656e15, "is no instant"),
        (True, "is no instant"),
        (None, "is no instant"),
    ],
)
def test_time_cannot_come_to_what_is_no_instant(book: Book, time: Any, told: str) -> None:  # noqa: ANN401
    with book.monitor() as monitor:
        monitor.feed(report("a", "2016-05-05 10:00"))
        before = monitor.snapshot()
        with pytest.raises(UsageError, match=f"^advance: .*{told}"):
            monitor.advance(time)
        assert monitor.snapshot() == before


def test_time_is_told_as_a_number_or_as_a_datetime(book: Book) -> None:
    there = datetime(2016, 5, 8, 3, tzinfo=ZoneInfo("Asia/Damascus"))
    with book.monitor() as one, book.monitor() as other:
        for monitor in (one, other):
            monitor.feed(report("a", "2016-05-05 10:00"))
        assert one.advance(there) == other.advance(at(8))
        assert (one.now, one.snapshot()) == (at(8), other.snapshot())
        # The unit of a datetime is in no doubt, however early it is.
        assert one.advance(datetime(1970, 1, 1, 0, 24, tzinfo=UTC)) == ()
        assert one.advance(at(8) - 10**15) == ()


def test_a_clock_that_is_slow_by_hours_does_no_harm(book: Book) -> None:
    with book.monitor() as monitor:
        soon = datetime.now(UTC) + timedelta(hours=20)
        monitor.advance(soon)
        with pytest.raises(UsageError, match="has not come yet"):
            monitor.advance(soon + timedelta(hours=8))


def test_what_cannot_be_kept_is_refused_as_a_report(book: Book) -> None:
    odd = report("a", "2016-05-05 10:00", where={"admin1": "Hill", 1: 2})
    with book.monitor() as monitor:
        with pytest.raises(EventError, match="JSON cannot hold it: keys that are no texts"):
            monitor.feed(odd)
        assert (monitor.fed, list(monitor.live())) == (0, [])


@pytest.mark.parametrize("what", [None, "x", [], 3, [("id", "a")], b"{}"])
def test_what_is_no_report_is_refused_as_one(book: Book, what: Any) -> None:  # noqa: ANN401
    with book.monitor() as monitor:
        with pytest.raises(EventError, match="wrong-type: an event is a mapping, not"):
            monitor.feed(what)
        assert monitor.fed == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"lateness": 3}, "lateness: `3` is not a length of time"),
        ({"lateness": None}, "lateness: `None` is not a length of time"),
        ({"witnesses": "3"}, "witnesses: `3` is no whole number"),
        ({"witnesses": 2.0}, "witnesses: `2.0` is no whole number"),
        ({"witnesses": True}, "witnesses: `True` is no whole number"),
        ({"snapshot": "x"}, "snapshot: it is a mapping, .*, not str"),
        ({"snapshot": []}, "snapshot: it is a mapping, .*, not list"),
        ({"snapshot": {}}, "snapshot: it has no `form`"),
    ],
)
def test_options_that_cannot_be(book: Book, options: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        book.monitor(**options)


def test_a_snapshot_that_was_damaged_is_refused(book: Book) -> None:
    with book.monitor() as monitor:
        monitor.feed(report("a", "2016-05-05 10:00"))
        data = monitor.snapshot()
    for part in ("clock", "versions", "patterns", "fed"):
        with pytest.raises(UsageError, match="as it was given: it was damaged"):
            book.monitor(snapshot={key: value for key, value in data.items() if key != part})
    with pytest.raises(UsageError, match="as it was given: it was damaged"):
        book.monitor(snapshot={**data, "versions": {"a": ["x"]}})


def test_a_snapshot_of_another_lateness_is_told_of_in_words(book: Book) -> None:
    with book.monitor(lateness="40d") as monitor:
        data = monitor.snapshot()
    with pytest.raises(UsageError, match="of another lateness: 40 days, not 72 hours"):
        book.monitor(snapshot=data)
    with pytest.raises(UsageError, match="of another as_of: none, not 2016-06-01"):
        book.as_of("2016-06-01").monitor(lateness="40d", snapshot=data)


def test_nothing_can_be_fed_to_a_closed_monitor(book: Book) -> None:
    monitor = book.monitor()
    monitor.feed(report("a", "2016-05-05 10:00"))
    monitor.close()
    monitor.close()
    with pytest.raises(UsageError, match="the monitor is closed"):
        monitor.feed(report("b", "2016-05-05 11:00"))
    with pytest.raises(UsageError, match="the monitor is closed"):
        monitor.advance(at(8))
    with book.monitor(snapshot=monitor.snapshot()) as other:
        assert other.feed(report("a", "2016-05-05 10:00")).status == "duplicate"


# --- reports ---


def test_a_duplicate_changes_nothing(book: Book) -> None:
    with book.monitor() as monitor:
        first = monitor.feed(report("a", "2016-05-04 10:00"))
        before = json.dumps(monitor.snapshot())
        again = monitor.feed(dict(reversed(report("a", "2016-05-04 10:00").items())))
        assert first.status == "new"
        assert again == ("a", "duplicate", None, (), None)
        assert json.dumps(monitor.snapshot()) == before


def test_what_a_correction_took_back_changes_nothing_when_it_comes_again(book: Book) -> None:
    old, new = report("a", "2016-05-04 10:00"), report("a", "2016-05-04 10:00", killed=3)
    with book.monitor() as monitor:
        found = [monitor.feed(each).status for each in (old, new, old, new)]
        back = monitor.feed(old | {"known": "2016-05-05"}).status
    assert found == ["new", "corrected", "repeated", "duplicate"]
    assert back == "corrected"


def test_a_correction_retracts_and_restates(book: Book) -> None:
    with book.monitor() as monitor:
        fed(monitor, [report("a", "2016-05-05 10:00")])
        update = monitor.feed(report("a", "2016-05-05 10:00", kind="accident"))
        assert update.status == "corrected"
        assert update.finding is not None
        assert not update.finding.possible
        assert [(what, alert.pattern) for what, alert in update.alerts] == [("retracted", "kept")]


def test_a_report_known_before_the_one_that_stands_changes_nothing(book: Book) -> None:
    with book.monitor() as monitor:
        monitor.feed(report("a", "2016-05-05 10:00", known="2016-05-07"))
        update = monitor.feed(report("a", "2016-05-05 10:00", kind="accident", known="2016-05-06"))
        assert update.status == "older"
        assert update.finding is not None
        assert not update.alerts
        assert [each["kind"] for each in monitor.live()] == ["shelling"]


def test_an_hour_of_the_day_on_which_the_other_was_known_is_not_older(book: Book) -> None:
    hour, day = "2016-05-06 18:00", "2016-05-06"
    with book.monitor() as monitor:
        found = [
            monitor.feed(report("a", "2016-05-05 10:00", killed=n, known=known)).status
            for n, known in enumerate((hour, day, hour, "2016-05-05"))
        ]
    assert found == ["new", "corrected", "corrected", "older"]


def test_one_date_in_the_far_future_makes_no_other_late(book: Book) -> None:
    with book.monitor(lateness="48h") as monitor:
        days = [report(f"a{n}", f"2016-05-{day:02}") for n, day in enumerate((4, 4, 5, 6))]
        found = [monitor.feed(each).status for each in (report("x", "2061-05-04"), *days)]
        assert found == ["new"] * 5
        found = [monitor.feed(report(f"b{n}", "2061-05-04")).status for n in range(3)]
        assert found == ["new"] * 3
        assert monitor.feed(report("c", "2016-05-06 01:00")).status == "late"


def test_a_late_report_has_its_finding_and_no_pattern_sees_it(book: Book) -> None:
    with book.monitor(lateness="24h") as monitor:
        for n in range(3):
            monitor.feed(report(f"a{n}", "2016-05-08 10:00", actor="bandits"))
        update = monitor.feed(report("b", "2016-05-05 10:00"))
        assert update.status == "late"
        assert update.finding is not None
        assert update.finding.verdict == "violating"
        assert update.alerts == ()
        assert monitor.feed(report("b", "2016-05-05 10:00")).status == "duplicate"


def test_a_late_correction_withdraws_what_is_still_seen(book: Book) -> None:
    with book.monitor(lateness="24h") as monitor:
        final = fed(monitor, [report(f"a{n}", "2016-05-05 12:00") for n in range(3)])
        assert told(final, "kept") == [("certain", "broken", ("a0",))]
        update = monitor.feed(report("a0", "2016-05-01 12:00"))
        noted(final, update)
        assert update.status == "late"
        assert told(final, "kept") == [("certain", "broken", ("a1",))]


def test_a_report_that_was_not_known_yet_changes_nothing(book: Book) -> None:
    with book.as_of("2016-05-06").monitor() as monitor:
        monitor.feed(report("a", "2016-05-05 10:00"))
        later = report("a", "2016-05-05 10:00", kind="accident", known="2016-05-07")
        update = monitor.feed(later)
        assert (update.status, update.alerts) == ("unknown-yet", ())
        assert update.finding is not None
        assert update.finding.ground == ("not-yet-known",)
        assert [each["kind"] for each in monitor.live()] == ["shelling"]


def test_a_report_that_cannot_be_read_leaves_the_monitor_as_it_was(book: Book) -> None:
    with book.monitor() as monitor:
        monitor.feed(report("a", "2016-05-04 10:00"))
        before = json.dumps(monitor.snapshot())
        with pytest.raises(EventError, match="is no kind"):
            monitor.feed(report("b", "2016-05-04 10:00", kind="shelingg"))
        assert json.dumps(monitor.snapshot()) == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"lateness": "soon"}, "lateness"),
        ({"witnesses": 0}, "witnesses"),
        ({"engine": "steam"}, "no engine"),
    ],
)
def test_what_a_monitor_cannot_be(book: Book, options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        book.monitor(**options)


def test_a_snapshot_is_of_its_rulebook_and_reading(book: Book) -> None:
    with book.monitor() as monitor:
        snapshot = monitor.snapshot()
    with pytest.raises(UsageError, match="another lateness"):
        book.monitor(lateness="1h", snapshot=snapshot)
    with pytest.raises(UsageError, match="another digest"):
        ceasefire.load("syria-2016").monitor(snapshot=snapshot)


# --- any order, either engine, any restart ---

KINDS: Final = ("shelling", "ied", "vehicle-bomb", "fortification", "accident", "aid-delivery")
ACTORS: Final[tuple[Any, ...]] = (
    "north",
    "first-north",
    "south",
    "bandits",
    {"one_of": ["north", "south"]},
    ["north", "south"],
    "unknown",
)
PLACES: Final[tuple[Any, ...]] = (
    {"admin1": "Hill", "name": "Mill"},
    {"admin1": "Dale", "lat": 36.0, "lon": 37.0},
    {"admin1": "Dale", "lat": 36.001, "lon": 37.0, "within_km": 1},
    {"one_of": [{"admin1": "Hill"}, {"admin1": "Dale"}]},
    "unknown",
)


def some(rng: random.Random, count: int) -> list[tuple[float, dict[str, Any]]]:
    """Draw reports with the hours at which they come, corrections after their originals."""
    come = []
    for number in range(count):
        hour = rng.uniform(0, 24 * 9)
        arrival = hour + rng.uniform(0, 48)
        for _ in range(rng.choice([1, 1, 1, 2])):
            event = drawn(rng, number, hour)
            come.append((arrival, event))
            arrival = max(arrival, hour + rng.uniform(0, 48)) + 0.001
            if rng.random() < 0.2:
                come.append((arrival, event))
    return sorted(come, key=lambda item: item[0])


def drawn(rng: random.Random, number: int, hour: float) -> dict[str, Any]:
    minutes = int(hour * 60)
    when = f"2016-05-{4 + minutes // 1440:02} {minutes // 60 % 24:02}:{minutes % 60:02}"
    event = {
        "id": f"e{number}",
        "kind": rng.choice(KINDS),
        "when": when,
        "actor": rng.choice(ACTORS),
        "target": rng.choice(ACTORS),
        "where": rng.choice(PLACES),
    }
    if rng.random() < 0.3:
        other = {"actor": rng.choice(ACTORS), "said_by": "A", "basis": "alleged"}
        event["alternatives"] = [other | ({"kind": "accident"} if rng.random() < 0.3 else {})]
    if rng.random() < 0.2:
        event["parts"] = [{"kind": rng.choice(KINDS)}, {"actor": rng.choice(ACTORS)}]
    return event


@given(seed=st.integers(0, 1 << 30), count=st.integers(0, 40), cut=st.integers(0, 60))
def test_any_order_gives_the_alerts_of_the_final_reports(
    book: Book, seed: int, count: int, cut: int
) -> None:
    rng = random.Random(seed)  # noqa: S311  (no secret)
    reports = [event for _, event in some(rng, count)]
    finals: dict[str, dict[str, Any]] = {}
    for event in reports:
        finals[event["id"]] = event
    alerts: dict[str, Alert] = {}
    others: dict[str, Alert] = {}
    with (
        book.monitor(lateness="48h", engine="reference") as monitor,
        book.monitor(lateness="48h", engine="auto") as other,
    ):
        for number, event in enumerate(reports):
            if number == cut:
                monitor = book.monitor(  # noqa: PLW2901  (as a restart does)
                    lateness="48h",
                    engine="reference",
                    snapshot=json.loads(json.dumps(monitor.snapshot())),
                )
            update, same = monitor.feed(event), other.feed(event)
            assert update == same
            noted(alerts, update)
            noted(others, same)
        assert alerts == others
        if monitor.now is not None:
            assert sorted(map(plain, alerts.values())) == brute(book, monitor, finals.values())


@given(seed=st.integers(0, 1 << 30), count=st.integers(0, 30), over=st.integers(0, 3000))
def test_looks_at_a_clock_change_nothing_but_when_something_is_due(
    book: Book, seed: int, count: int, over: int
) -> None:
    rng = random.Random(seed)  # noqa: S311  (no secret)
    reports = some(rng, count)
    end = 24 * 9 + 48 + over
    with (
        book.monitor(lateness="48h", engine="reference") as ever,
        book.monitor(lateness="48h", engine="reference") as seldom,
    ):
        alerts: dict[str, Alert] = {}
        others: dict[str, Alert] = {}
        finals: dict[str, dict[str, Any]] = {}
        before = 0.0
        for hour, event in [*reports, (end, None)]:
            looks = sorted(rng.uniform(before, hour) for _ in range(rng.randrange(4)))
            for look in [*looks, *([] if event else [end])]:
                instant = at(4) + int(look * 3_600_000_000)
                passed(alerts, ever.advance(instant))
                if (seldom.due or instant + 1) <= instant:
                    passed(others, seldom.advance(instant))
                assert alerts == others
            if looks and event:
                # What comes next must be late for both, or for neither.
                assert seldom.advance(at(4) + int(looks[-1] * 3_600_000_000)) == ()
            if event:
                update = ever.feed(event)
                assert update == seldom.feed(event)
                noted(alerts, update)
                noted(others, update)
                finals[event["id"]] = event
            before = hour
        assert sorted(map(plain, alerts.values())) == brute(book, ever, finals.values())


def passed(final: dict[str, Alert], changes: Iterable[Change]) -> None:
    noted(final, Update("", "new", None, tuple(changes)))


def brute(book: Book, monitor: Monitor, finals: Iterable[dict[str, Any]]) -> list[Any]:
    """Return the alerts of final reports, from the definitions."""
    sighter = Sighter(monitor.sighter.roles, book.setting)
    seen = []
    for event in finals:
        sighting = sighter.see(book.read(event))
        if sighting.start is not None and sighting.end is not None:
            tests = sighter.roles.tests
            marks: dict[Role, int] = {tests[n].role: mark for n, mark in sighting.marks}
            spots = tuple(
                Spot(site.name, site.admin1, *(site.point or (None, None, 0.0)))
                for site in sighting.sites
            )
            seen.append(Seen(event["id"], sighting.start, sighting.end, marks, spots))
    stretches: dict[str, list[tuple[int | None, int | None]]] = {
        "truce": [(at(4), at(8)), (at(10), None)],
        "quiet-days": [(at(5), at(6))],
    }
    patterns = book.rulebook.patterns.values()
    assert monitor.now is not None
    return final_alerts(patterns, seen, monitor.now, stretches)


def at(day: int) -> int:
    """Return the start of a day of May 2016 in microseconds since 1970."""
    return (1_462_060_800 + (day - 1) * 86_400) * 1_000_000
