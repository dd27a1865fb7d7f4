"""Whatever the feed, the figures of a report agree, and what it calls certain is so."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ceasefire.findings.counts import COUNTED
from ceasefire.report.content import content_of
from ceasefire.report.document import Table, document_of
from ceasefire.report.markdown import markdown_of
from tests.analysis.stances import Feed, feeds
from tests.laws.drawn import book_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceasefire.findings.counts import Tally
    from ceasefire.report.content import Content
    from ceasefire.report.findings import Case, Findings
    from ceasefire.report.periods import Period


def narrowed(findings: Findings, data: st.DataObject) -> Findings:
    """Return the findings, or those of some days."""
    span = findings.figures().span
    if span is None or data.draw(st.booleans(), label="whole"):
        return findings
    days = st.integers(-1, min(span.days, 40)).map(lambda days: span.first + timedelta(days=days))
    first = data.draw(days, label="first")
    return findings.between(first, max(first, data.draw(days, label="last")))


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(feed=feeds(most=4), data=st.data())
def test_the_figures_of_any_feed_agree(feed: Feed, data: st.DataObject) -> None:
    whole = feed.book.findings(feed.events)
    content = content_of(narrowed(whole, data), whole=whole, period="month")
    rows = [row.tally for rows in content.tables.values() for row in rows]
    for tally in (content.headline, *rows, *(row.tally for row in content.cross)):
        told = sum(tally.verdicts[verdict].stated for verdict in COUNTED)
        assert told + tally.undetermined + tally.nothing == tally.events <= len(content.entries)
        for spread in tally.verdicts.values():
            assert 0 <= spread.low <= spread.stated <= spread.high <= tally.events
    for verdict in COUNTED:
        stated = sum(entry.verdict == verdict for entry in content.entries)
        assert content.headline.verdicts[verdict].stated == stated
    if content.sides.rows and not content.sides.left:
        (own,) = (row.tally for row in content.sides.rows if row.current)
        assert own == content.headline
        assert all(content.settling(number) for number in content.undetermined)
    written(content)


def written(content: Content) -> None:
    """Try the report as a document, whose tables are whole, and as Markdown."""
    for chapter in document_of(content, most=2).chapters:
        for block in chapter.blocks:
            if isinstance(block, Table):
                assert {len(row) for row in block.rows} <= {len(block.columns)}
    text = markdown_of(content)
    assert all(f"| {entry.id} | " in text for entry in content.entries)


# --- every way in which it may have been ---


def ways(case: Case, periods: tuple[Period, ...]) -> Iterator[tuple[Any, int | None]]:
    """Yield what an event may be, and in which of some periods, or in none."""
    facts, finding = case.facts, case.finding
    verdicts = {*finding.possible, *([None] if finding.no_incident else [])} or {None}
    first, last = facts.first, facts.last
    places: set[int | None] = {
        number
        for number, period in enumerate(periods)
        if first is None or last is None or (first <= period.last and last >= period.first)
    }
    yield from product(verdicts, places | ({None} if outside(case, periods) else set()))


def outside(case: Case, periods: tuple[Period, ...]) -> bool:
    """Return whether an event may have been on a day of none of some periods."""
    first, last = case.facts.first, case.facts.last
    if first is None or last is None:
        return True
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return any(all(not p.first <= day <= p.last for p in periods) for day in days)


def holds(change: str, now: int, earlier: int) -> bool:
    return {"more": now > earlier, "fewer": now < earlier, "same": now == earlier}[change]


def inside(count: int, tally: Tally, verdict: str, undated: int) -> bool:
    spread = tally.verdicts[verdict]
    return spread.low <= count <= spread.high + undated


BOOK = book_of(
    {
        "rulebook": "valley",
        "timezone": "Asia/Damascus",
        "parties": {"north": {}, "raiders": {}},
        "presume": {"response": "none"},
        "instruments": {
            "truce": {
                "in_force": {"from": "2016-05-01 00:00", "until": "2016-05-04 00:00"},
                "binds": ["north"],
                "prohibit": {"attacks": {"when": {"kind": "attack"}}},
            }
        },
    }
)

REPORTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["shelling", "shelling", "announcement"]),
        "when": st.sampled_from(
            [
                *("2016-05-02", "2016-05-03", "2016-05-04"),
                *("2016-05-02/2016-05-03", "2016-05-03/2016-05-05", "unknown"),
            ]
        ),
        "actor": st.sampled_from(["north", "raiders", {"one_of": ["north", "raiders"]}]),
        "alternatives": st.sampled_from([[], [{"actor": "raiders"}], [{"kind": "accident"}]]),
    }
)


@settings(max_examples=100, deadline=None)
@given(reports=st.lists(REPORTS, min_size=1, max_size=4), data=st.data())
def test_a_change_that_is_called_certain_is_one_however_it_was(
    reports: list[dict[str, Any]], data: st.DataObject
) -> None:
    whole = BOOK.findings([{**report, "id": f"E{n}"} for n, report in enumerate(reports)])
    found = content_of(narrowed(whole, data), whole=whole, period="day").comparison
    assume(found is not None)
    assert found is not None
    periods = (found.now, found.before)
    for world in product(*(list(ways(case, periods)) for case in whole.cases)):
        for verdict in COUNTED:
            now, earlier = (
                sum(told == verdict and place == number for told, place in world)
                for number in range(2)
            )
            undated = found.undated.get(verdict, 0)
            assert inside(now, found.tally, verdict, undated)
            assert inside(earlier, found.earlier, verdict, undated)
            change = found.change(verdict)
            assert change in {"open", "unknown"} or holds(change, now, earlier)
