"""What a report shows: the numbers of its figures, and texts that are safe to show."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import ceasefire
from ceasefire.errors import UsageError
from ceasefire.findings.counts import COUNTED, NOTHING, Spread, Tally, told
from ceasefire.findings.explain import DISCLAIMER
from ceasefire.findings.finding import Verdict
from ceasefire.report.content import content_of
from ceasefire.report.markdown import markdown_of
from ceasefire.report.page.writing import page
from ceasefire.report.periods import Period
from ceasefire.report.tallies import TABLES, Comparison, tally_of

if TYPE_CHECKING:
    from ceasefire.report.content import Content
    from ceasefire.report.findings import Findings

SEED = Path(__file__).parents[2] / "seeds" / "article.jsonl"

RULES = """
rulebook: valley
title: Truce in the valley
timezone: Asia/Damascus
parties: {north: {name: The North}, south: {name: The South}, raiders: {}}
places: {upper: {name: Upper Valley, country: SY, admin1: Upper}, lower: {admin1: Lower}}
questions:
  shells: {ask: Is shelling an attack?, answers: {"yes": {}, "no": {}}}
readings:
  wide: {title: The wide reading, answers: {shells: "yes"}}
  narrow: {answers: {shells: "no"}, credit: [The Observer]}
  open: {}
default_reading: wide
instruments:
  truce:
    title: Truce
    announced: 2016-05-03
    in_force: {from: 2016-05-04 00:00, for: 72h}
    binds: [north, south]
    prohibit:
      attacks: {when: {kind: attack}, if: {shells: "yes"}}
  later: {announced: 2017-01-01, in_force: {from: 2017-01-01 00:00}, binds: [north]}
"""


@pytest.fixture
def book(tmp_path: Path) -> ceasefire.Book:
    path = tmp_path / "valley.yaml"
    path.write_text(RULES, encoding="utf-8")
    return ceasefire.load(path)


@pytest.fixture(scope="module")
def seed() -> Findings:
    return ceasefire.load("syria-2016").findings(SEED)


def event(name: str, **fields: object) -> dict[str, Any]:
    return {"id": name, "kind": "shelling", "when": "2016-05-04", "actor": "north", **fields}


def of(book: ceasefire.Book, *events: dict[str, Any], **options: Any) -> Content:  # noqa: ANN401
    return content_of(book.findings(events), **options)


def test_counts_are_those_of_the_figures(seed: Findings) -> None:
    content, figures = content_of(seed), seed.figures()
    assert content.headline == Tally.of(figures.every)
    assert content.timeline == figures.timeline
    for dimension in TABLES:
        rows = {row.names[0]: row.tally for row in content.tables[dimension]}
        assert rows == {name: Tally.of(count) for name, count in figures.by(dimension).items()}
    assert content.casualties["killed"] == figures.casualties("killed")
    assert [content.entries[n].id for n in content.undetermined] == [
        case.event.id for case in figures.undetermined
    ]
    assert [content.entries[n].id for n in content.excluded] == [
        case.event.id for case in figures.excluded
    ]


def test_the_cross_table_counts_each_combination(seed: Findings) -> None:
    content = content_of(seed)
    for row in content.cross:
        kind, actor, place = row.names
        found = [
            entry
            for entry in content.entries
            if kind in entry.kinds and actor in entry.actors and entry.place == place
        ]
        assert row.tally.events == len(found) > 0
        for verdict in COUNTED:
            spread = row.tally.verdicts[verdict]
            assert spread.stated == sum(entry.verdict == verdict for entry in found)
            assert spread.high == sum(verdict in entry.possible for entry in found)
            assert spread.low == sum(e.settled and e.verdict == verdict for e in found)
    assert [row.tally.events for row in content.cross] == sorted(
        (row.tally.events for row in content.cross), reverse=True
    )


def test_an_entry_tells_the_whole_of_its_explanation(seed: Findings) -> None:
    content = content_of(seed)
    for entry, finding in zip(content.entries, seed, strict=True):
        whole = [
            f"Event {entry.id}: {entry.headline}",
            *entry.explanation,
            "",
            content.method.source,
            DISCLAIMER,
        ]
        assert "\n".join(whole) == finding.explain()
        assert entry.verdict == (finding.verdict if finding.possible else NOTHING)


def test_texts_are_shared(book: ceasefire.Book) -> None:
    one, other = of(book, event("a"), event("b")).entries
    assert one.explanation is other.explanation
    assert one.because is other.because
    assert one.actors is other.actors


def test_texts_are_safe_to_show(book: ceasefire.Book) -> None:
    nasty = "\x1b[31m\u202egnirts<script>"
    content = of(
        book,
        event(f"a{nasty}", actor=nasty, where={"name": nasty, "admin1": nasty}, sources=[nasty]),
    )
    shown = repr(content.entries) + repr(content.tables) + repr(content.method)
    assert "\\\\x1b[31m\\\\u202egnirts<script>" in shown
    assert all(each.isprintable() for each in content.entries[0].explanation)
    assert content.tables["place"][0].names == (content.entries[0].place,)


# --- sources and positions ---


def test_sources_are_those_of_the_event_and_of_its_accounts(book: ceasefire.Book) -> None:
    sources = [
        "A newspaper",
        "https://example.org/a",
        {"source": "An agency", "url": "https://example.org/b"},
        {"url": "javascript:alert(1)", "says": "x"},
        "https://example.org/a b",
    ]
    rival = {"actor": "south", "said_by": "x", "sources": ["A newspaper", "Another"]}
    (entry,) = of(book, event("a", sources=sources, alternatives=[rival])).entries
    assert [tuple(each) for each in entry.sources] == [
        ("A newspaper", ""),
        ("https://example.org/a", "https://example.org/a"),
        ("An agency", "https://example.org/b"),
        ("says: x", ""),
        ("https://example.org/a b", ""),
        ("Another", ""),
    ]
    (bare,) = of(book, event("a", sources=sources, alternatives=[rival]), no_sources=True).entries
    assert bare.sources == ()


def test_positions_are_coarsened_on_request(book: ceasefire.Book) -> None:
    where = {"lat": 36.2081, "lon": 37.1352}
    (entry,) = of(book, event("a", where=where)).entries
    assert (entry.point, entry.within_km) == ((37.1352, 36.2081), None)
    (coarse,) = of(book, event("a", where=where), coarsen=1).entries
    assert coarse.point == (37.1, 36.2)
    assert coarse.within_km is not None
    assert coarse.within_km > 7
    assert "36.2," in coarse.reported
    assert "36.20" not in repr(coarse)
    with pytest.raises(UsageError, match="no number of decimals from 0 to 9"):
        of(book, event("a"), coarsen=10)


# --- periods ---


def test_the_days_before_are_compared_with(book: ceasefire.Book) -> None:
    events = [event("a"), event("b", when="2016-05-05"), event("c", when="2016-05-05")]
    whole = book.findings(events)
    content = content_of(whole.between(date(2016, 5, 5), date(2016, 5, 5)), whole=whole)
    found = content.comparison
    assert found is not None
    day = date(2016, 5, 4)
    assert (found.tally.events, found.earlier.events, found.before) == (2, 1, Period(day, day))
    assert found.change("violating") == "more"
    assert found.change("excluded") == "same"
    early = content_of(whole.between(day, day), whole=whole)
    assert early.comparison is None


def test_of_a_whole_feed_the_last_period_is_compared(book: ceasefire.Book) -> None:
    content = of(book, event("a"), event("c", when="2016-05-06", actor="unknown"))
    found = content.comparison
    assert found is not None
    assert (found.now.first, found.before.first) == (date(2016, 5, 6), date(2016, 5, 5))
    assert (found.tally.events, found.earlier.events) == (1, 0)
    assert found.change("violating") == "open"
    assert of(book, event("a")).comparison is None


@pytest.mark.parametrize("period", ["day", "week", "month"])
@pytest.mark.parametrize("feed", ["article", "incidents-2016"])
def test_of_a_whole_feed_periods_are_compared_as_over_time(feed: str, period: str) -> None:
    findings = ceasefire.load("syria-2016").findings(SEED.with_name(f"{feed}.jsonl"))
    content = content_of(findings, period=period)
    lines, found = {line.period: line for line in content.timeline}, content.comparison
    for when, tally in ((found.now, found.tally), (found.before, found.earlier)) if found else ():
        if when in lines:
            assert tally == tally_of(lines[when])
        firsts = [case for case in findings.cases if case.facts.first in days_of(when)]
        assert tally.events == len(firsts)
        assert tally.settled == sum(case.finding.settled for case in firsts)


def days_of(period: Period) -> set[date | None]:
    return {date.fromordinal(period.first.toordinal() + number) for number in range(period.days)}


def test_the_article_ends_with_four_events_that_began_on_its_last_day() -> None:
    content = content_of(ceasefire.load("syria-2016").findings(SEED))
    assert content.comparison is not None
    tally = content.comparison.tally
    stated = [tally.verdicts[verdict].stated for verdict in ("violating", "excluded")]
    assert (content.comparison.now.first, tally.events, stated) == (date(2016, 5, 5), 4, [0, 2])
    text = markdown_of(content)
    assert "As stated are counted the events of which the first day is in the period" in text
    assert "events that may have been on these days, as at the head" not in text


def test_a_period_before_is_counted_from_its_own_first_day(book: ceasefire.Book) -> None:
    """What began before the two periods is stated in neither, and may have been in both."""
    events = [
        event("a", when="2016-05-01/2016-05-06"),
        event("b", when="2016-05-05"),
        event("c", when="2016-05-06"),
    ]
    found = of(book, *events).comparison
    assert found is not None
    assert found.earlier.verdicts["violating"] == Spread(1, 1, 2)
    assert found.tally.verdicts["violating"] == Spread(1, 1, 2)
    assert (found.earlier.events, found.tally.events) == (1, 1)


def test_a_certain_change_is_one_of_reports(book: ceasefire.Book) -> None:
    reporters = "more or fewer reports may be of more or fewer reporters"
    sure = of(book, event("a"), *(event(each, when="2016-05-05") for each in "bc"))
    assert sure.comparison is not None
    assert sure.comparison.certain
    assert reporters in " ".join(markdown_of(sure).split())
    unsure = of(book, *(event("a", actor=each, when="unknown") for each in ("north", "raiders")))
    assert reporters not in " ".join(markdown_of(unsure).split())


def test_a_period_that_the_feed_does_not_fill_is_said_to_be_cut_short(book: ceasefire.Book) -> None:
    whole = book.findings([event("a", when="2016-04-01"), event("b", when="2016-05-04")])

    def month(last: int) -> Content:
        days = whole.between(date(2016, 5, 1), date(2016, 5, last))
        return content_of(days, whole=whole, period="month")

    cut = month(31)
    assert cut.comparison is not None
    assert cut.comparison.ends == date(2016, 5, 4)
    assert "no event after 2016-05-04: the later period may be cut short" in markdown_of(cut)
    full = month(4)
    assert full.comparison is not None
    assert (full.comparison.ends, full.comparison.before.days) == (None, 4)
    assert "cut short" not in markdown_of(full)
    assert "events that may have been on these days, as at the" in markdown_of(full)


@pytest.mark.parametrize("last", ["2016-05-06", None])
def test_of_days_after_the_feed_nothing_is_said(book: ceasefire.Book, last: str | None) -> None:
    whole = book.findings(
        [event("a"), *(event(each, when="2016-05-05", actor="raiders") for each in "bc")]
    )
    content = content_of(whole.between("2016-05-06", last), whole=whole)
    assert content.ended == date(2016, 5, 5)
    found = content.comparison
    assert (found is None) == (last is None)
    if found is not None:
        assert found.beyond
        assert not found.certain
        assert {found.change(verdict) for verdict in COUNTED} == {"unknown"}
    for written in (" ".join(markdown_of(content).split()), " ".join(page(content).split())):
        assert "whatever account holds |" not in written
        assert "fewer, whatever" not in written
        assert written.count("its last is of 2016-05-05. So nothing can be said of a change.") == 1
        assert "cut short" not in written
        assert ("nothing can be said</td>" in written or "| nothing can be said |" in written) == (
            last is not None
        )


def test_of_days_before_the_end_of_the_feed_a_fall_may_be_certain(book: ceasefire.Book) -> None:
    whole = book.findings([event("a"), event("b", when="2016-05-05/2016-05-06")])
    content = content_of(whole.between("2016-05-06", "2016-05-06"), whole=whole)
    assert (content.ended, content.comparison and content.comparison.beyond) == (None, False)
    gap = book.findings([event("a"), event("b", when="2016-05-06")])
    content = content_of(gap.between("2016-05-05", "2016-05-05"), whole=gap)
    assert content.comparison is not None
    assert content.comparison.change("violating") == "fewer"
    undated = book.findings([event("a", when="unknown")])
    content = content_of(undated.between("2016-05-05"), whole=undated)
    assert (content.ended, content.comparison) == (None, None)
    assert "There is no event in these days." in markdown_of(content)


# --- ids that are used several times ---


def test_ids_that_were_used_before_are_told_of(book: ceasefire.Book) -> None:
    whole = book.findings([event("a"), event("b"), event("a"), event("a", when="2016-05-05")])
    content = content_of(whole)
    assert (content.headline.events, content.elsewhere) == (4, 0)
    assert dict(content.method.facts)["Id used before"] == "2 events, each of which is counted"
    for written in (" ".join(markdown_of(content).split()), " ".join(page(content).split())):
        assert "2 of the events have an id that the feed used before" in written
        assert "“ceasefire watch” lets the latest report of an id stand" in written
        assert "also uses for an event" not in written
    day = content_of(whole.between("2016-05-05"), whole=whole)
    assert "1 of the events has an id that the feed used before" in markdown_of(day)
    before = content_of(whole.between(until="2016-05-04"), whole=whole)
    assert (before.findings.repeated, before.elsewhere) == (1, 2)
    assert "2 of the events have an id that the feed also uses" in page(before)
    once = content_of(book.findings([event("a"), event("b")]))
    assert "used before" not in markdown_of(once)
    assert "Id used before" not in dict(once.method.facts)


def test_days_without_an_event_are_told_as_such(book: ceasefire.Book) -> None:
    whole = book.findings([event("a")])
    none = content_of(whole.between("2016-05-01", "2016-05-02"), whole=whole)
    for written in (markdown_of(none), page(none)):
        assert "no event is excluded" not in written
        assert "There is nothing to compare with" not in written
        assert written.count("There is no event in these days.") >= 2
    assert "There is nothing to compare with" in markdown_of(content_of(whole))
    assert "On the facts as stated, no event is excluded." in markdown_of(content_of(whole))


def test_a_report_of_too_many_periods_is_refused(book: ceasefire.Book) -> None:
    long = book.findings([event("a", when="1900-01-01/2100-01-01"), event("b")])
    assert len(content_of(long, period="month").timeline) == 2401
    with pytest.raises(UsageError, match="more than 5000 periods of a day; choose longer ones"):
        content_of(long)
    with pytest.raises(UsageError, match="more than 5000 periods"):
        _ = long.figures().timeline
    first, *_, last = long.figures("month").timeline
    assert (first.events, last.events, last.high["violating"]) == (1, 0, 1)


def test_a_change_is_certain_only_where_the_bounds_are_apart() -> None:
    def tally(low: int, high: int) -> Tally:
        return Tally(9, {"violating": Spread(low, low, high)}, 0, 0, 0)

    day = Period(date(2016, 5, 4), date(2016, 5, 4))

    def change(now: tuple[int, int], earlier: tuple[int, int]) -> str:
        return Comparison(day, tally(*now), day, tally(*earlier), {}).change("violating")

    assert change((3, 4), (1, 2)) == "more"
    assert change((1, 2), (3, 4)) == "fewer"
    assert change((2, 4), (1, 2)) == "open"
    assert change((2, 2), (2, 2)) == "same"
    assert change((2, 3), (2, 3)) == "open"


def test_instruments_are_told_with_when_they_are_in_force(book: ceasefire.Book) -> None:
    content = of(book, event("a", when="2016-05-03"), event("b", when="2016-05-05"))
    (band,) = content.bands
    assert (band.id, band.title, band.announced) == ("truce", "Truce", "2016-05-03")
    ((start, end),) = band.sure
    assert (start.isoformat(" ", "minutes"), end.isoformat(" ", "minutes")) == (
        "2016-05-04 00:00+03:00",
        "2016-05-06 00:00+03:00",
    )
    assert band.perhaps == band.sure
    assert of(book, event("a", when="unknown")).bands == ()


def test_instruments_are_told_with_when_they_are_in_force_at_any_time(seed: Findings) -> None:
    content = content_of(seed.between("2016-05-05", "2016-05-05"), whole=seed)
    told = {band.id: band.told for band in content.bands}
    (within,) = next(band.sure for band in content.bands if band.id == "cessation")
    assert told["cessation"].startswith("2016-02-27 to 2017-05-05; from 2017-05-06 00:00, if “")
    assert within[1].isoformat(" ", "minutes") == "2016-05-06 00:00+03:00"
    assert told["regime-of-calm"].startswith("2016-05-05 01:00 to 2016-05-07 01:00 on Thursday")
    for written in (markdown_of(content), page(content)):
        assert "2016-02-27 to 2017-05-05" in written
        assert "whenever in force" in written
        assert "in force in the days of the report" in written


CLOCKS = """
rulebook: clocks
timezone: Asia/Damascus
questions:
  clock: {ask: By whose clock?, answers: {one: {}, other: {}}}
readings: {open: {}, one: {answers: {clock: one}}}
default_reading: open
parties: {north: {}}
instruments:
  calm:
    in_force:
      - {from: 2016-05-04 00:00, until: 2016-05-04 12:00, if: {clock: one}}
      - {from: 2016-05-04 06:00, until: 2016-05-04 18:00, if: {clock: other}}
    prohibit: {attacks: {when: {kind: attack}}}
"""


def test_what_holds_under_any_answer_holds_surely(tmp_path: Path) -> None:
    path = tmp_path / "clocks.yaml"
    path.write_text(CLOCKS, encoding="utf-8")
    book = ceasefire.load(path)

    def hours(book: ceasefire.Book) -> list[list[tuple[int, int]]]:
        (band,) = of(book, event("a")).bands
        return [[(a.hour, b.hour) for a, b in spans] for spans in (band.sure, band.perhaps)]

    assert hours(book) == [[(6, 12)], [(0, 18)]]
    assert hours(book.with_reading("one")) == [[(0, 12)], [(0, 12)]]
    (band,) = of(book, event("a")).bands
    assert band.told == (
        "as “By whose clock?” is answered, 2016-05-04 00:00 to 12:00 (one) or "
        "2016-05-04 06:00 to 18:00 (other)"
    )
    (band,) = of(book.with_reading("one"), event("a")).bands
    assert band.told == "2016-05-04 00:00 to 12:00"


def test_what_may_have_been_on_other_days_is_not_in_the_least(book: ceasefire.Book) -> None:
    events = [
        event("a", killed=1),
        event("b", when="2016-05-04/2016-05-05", killed=2),
        event("c", when="unknown"),
    ]
    whole = book.findings(events)
    day = date(2016, 5, 4)
    content = content_of(whole.between(day, day), whole=whole)
    spread = Spread(2, 1, 2)
    assert content.headline.verdicts["violating"] == spread
    assert content.tables["actor"][0].tally.verdicts["violating"] == spread
    assert content.cross[0].tally.verdicts["violating"] == spread
    assert content.sides.rows[0].tally == content.headline
    assert content.timeline[0].low["violating"] == 1
    tolls = content.casualties["killed"][Verdict.VIOLATING]
    assert (tolls.settled.low, tolls.stated.low) == (1, 3)
    # The same event may have been on either day, so that neither has surely more.
    next_day = date(2016, 5, 5)
    later = content_of(whole.between(next_day, next_day), whole=whole).comparison
    assert later is not None
    assert (later.tally.verdicts["violating"].low, later.change("violating")) == (0, "open")
    assert whole.between(next_day).counts()["every event"].spread("violating") == Spread(1, 0, 1)
    assert whole.counts()["every event"].spread("violating").low == 2


def test_what_is_of_no_known_day_may_undo_a_change(book: ceasefire.Book) -> None:
    events = [
        event("a", when="2016-05-04"),
        event("b", when="2016-05-05"),
        event("c", when="2016-05-05"),
    ]
    day = date(2016, 5, 5)

    def change(*events: dict[str, Any]) -> str:
        whole = book.findings(events)
        found = content_of(whole.between(day, day), whole=whole).comparison
        assert found is not None
        return found.change("violating")

    assert change(*events) == "more"
    assert change(*events, event("d", when="unknown")) == "open"
    assert change(*events, event("d", when="unknown", actor="raiders")) == "more"


# --- readings ---


def test_readings_stand_side_by_side(book: ceasefire.Book) -> None:
    content = of(book, event("a"), event("b", actor="raiders"))
    sides = content.sides
    assert [(row.reading, row.current, row.tally.verdicts["violating"]) for row in sides.rows] == [
        ("wide", True, Spread(1, 1, 1)),
        ("narrow", False, Spread(0, 0, 0)),
        ("open", False, Spread(0, 0, 1)),
    ]
    assert sides.rows[0].differences == ()
    assert sides.rows[0].tally == content.headline
    assert [tuple(each) for each in sides.rows[1].differences] == [
        ("Is shelling an attack?", "yes", "no"),
        ("Whose accounts are taken as stated?", "nobody", "The Observer"),
    ]
    (disputed,) = sides.disputed
    assert disputed.number == 0
    assert disputed.verdicts == {"wide": "violating", "narrow": "covered", "open": "undetermined"}
    assert disputed.turns[0].sets == (("“Is shelling an attack?” answered no rather than yes",),)
    assert sides.turning == ((("“Is shelling an attack?”",), 1),)


def test_readings_agree_with_findings_under_them(seed: Findings) -> None:
    sides = content_of(seed).sides
    verdicts = {}
    for row in sides.rows:
        events = [case.event for case in seed.cases]
        found = seed.book.with_reading(row.reading).findings(events)
        assert row.tally == Tally.of(found.figures().every)
        verdicts[row.reading] = list(map(told, found))
    disputed = {each.number: dict(each.verdicts) for each in sides.disputed}
    for number in range(len(seed)):
        own = {reading: found[number] for reading, found in verdicts.items()}
        assert disputed.get(number, own) == own
        assert (number in disputed) == (len(set(own.values())) > 1)


def test_disputes_may_turn_on_whom_to_credit(book: ceasefire.Book) -> None:
    rival = {"actor": "raiders", "said_by": "The Observer"}
    sides = of(book, event("a", alternatives=[rival])).sides
    assert (("whether The Observer is credited",), 1) in sides.turning
    sets = [some for turn in sides.disputed[0].turns for some in turn.sets]
    assert ("whether The Observer is credited",) in sets


def test_events_that_were_not_known_yet_are_counted_in_each_reading(book: ceasefire.Book) -> None:
    known = book.as_of("2016-05-10")
    content = of(known, event("a"), event("b", known="2016-06-01"), event("c", actor="south"))
    assert content.headline.nothing == 1
    assert content.sides.rows[0].tally == content.headline
    # What comes after such an event keeps its number.
    assert [each.number for each in content.sides.disputed] == [0, 2]


def test_one_reading_is_beside_no_other(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(
        RULES.replace("  narrow: {answers", "  # narrow: {answers").replace("  open: {}", ""),
        encoding="utf-8",
    )
    assert of(ceasefire.load(path), event("a")).sides.rows == ()


# --- what would settle ---


def test_what_would_settle_is_told_of_each_event(book: ceasefire.Book) -> None:
    content = of(book, event("a"), event("b", actor={"one_of": ["north", "raiders"]}))
    assert content.undetermined == (1,)
    assert content.settling(0) is None
    found = content.settling(1)
    assert found is not None
    (fact,) = found.facts
    assert (fact.title, fact.settles) == ("who acted", True)
    assert sorted(fact.values) == [(("The North",), "violating"), (("raiders",), "excluded")]
    (line,) = content.inquiry.lines
    assert (line.adds, line.settles, line.may) == (1, 1, 1)


def test_an_event_that_may_have_been_no_incident_is_undetermined(book: ceasefire.Book) -> None:
    rival = {"kind": "accident", "said_by": "x"}
    content = of(book, event("a", alternatives=[rival]), event("b", kind="announcement"))
    assert content.entries[0].possible == ("violating",)
    assert content.undetermined == (0,)
    assert set(content.inquiry.cases) == {0}
    assert "(possible: violating or no incident)" in markdown_of(content)


def test_every_undetermined_event_has_what_would_settle_it(seed: Findings) -> None:
    content = content_of(seed)
    assert set(content.inquiry.cases) == set(content.undetermined)
    for number in content.undetermined:
        assert content.settling(number) is not None
        assert content.entries[number].doubts


# --- method ---


def test_the_method_tells_what_became_of_the_rows(book: ceasefire.Book, tmp_path: Path) -> None:
    rows = [event("a"), event("b", actor="Nobody"), {"id": "c"}, event("d", when="x"), event("e")]
    path = tmp_path / "a folder" / "feed.jsonl"
    path.parent.mkdir()
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    whole = book.findings(path)
    content = content_of(whole.between(until=date(2016, 5, 3)), whole=whole)
    facts = dict(content.method.facts)
    assert facts["Rulebook"] == "Truce in the valley (valley)"
    assert facts["Digest of the rulebook"] == book.digest
    assert dict(content.method.answers)["Is shelling an attack?"] == "yes"
    assert facts["Days"] == "… to 2016-05-03"
    assert (facts["Feed"], facts["Digest of the feed"]) == ("feed.jsonl", whole.feed.digest)
    left_out = "0; 3 events of other days, or of no known day, are left out"
    assert (facts["Rows read"], facts["Events counted"]) == ("5", left_out)
    assert dict(content_of(whole).method.facts)["Events counted"] == "3"
    assert facts["Could not be read or decided"] == "2"
    assert {each.code: each.rows for each in content.method.rejects} == {
        "missing-key": 1,
        "bad-time": 1,
    }
    assert [(each.name, each.times, each.lines) for each in content.method.unknown] == [
        ("Nobody", 1, (2,))
    ]
    assert content.headline.events == 0
    assert content.sides.rows == ()
