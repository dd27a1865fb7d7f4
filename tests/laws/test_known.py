"""What is known when, and whose account is taken: `as_of`, `supersedes`, `stated`, credit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from ceasefire.book import Book
from ceasefire.terms.times import span, zone
from ceasefire.testing.lexicon import lexicon_of
from ceasefire.testing.reports import rival
from ceasefire.testing.times import DAYS
from ceasefire.testing.world import SPEAKERS
from tests.laws.drawn import Case, cases, meaning_of, verdicts
from tests.laws.engines import every_engine
from tests.laws.oracle import worlds_of

if TYPE_CHECKING:
    from ceasefire.rulebook.model import Rulebook
    from tests.laws.engines import Engine


def less(book: Rulebook, last: int) -> Rulebook:
    """Return a rulebook without what was announced or named after an instant."""

    def old(moment: int | None) -> bool:
        return moment is None or moment <= last

    return replace(
        book,
        parties={
            key: replace(party, aliases=tuple(a for a in party.aliases if old(a.start)))
            for key, party in book.parties.items()
        },
        instruments={
            key: replace(text, provisions=tuple(p for p in text.provisions if old(p.announced)))
            for key, text in book.instruments.items()
            if old(text.announced)
        },
    )


@every_engine
@given(case=cases(), day=st.sampled_from(DAYS))
def test_as_of_is_exact_for_what_was_known_by_the_end_of_the_day(
    engine: Engine, case: Case, day: str
) -> None:
    rulebook = case.book.rulebook
    last = span(day, zone(rulebook.timezone))[1] - 1
    (finding,) = engine(case.book.as_of(day), [case.event])
    reading = rulebook.readings[case.book.reading]
    outcome = worlds_of(less(rulebook, last), case.event, reading, as_of=last)
    assert verdicts(finding) == outcome.possible


@every_engine
@given(case=cases(), known=st.sampled_from(DAYS), day=st.sampled_from(DAYS))
def test_an_event_counts_from_the_day_on_which_it_became_known(
    engine: Engine, case: Case, known: str, day: str
) -> None:
    (finding,) = engine(case.book.as_of(day), [{**case.event, "known": known}])
    (plain,) = engine(case.book.as_of(day), [case.event])
    if known > day:
        assert finding.ground == ("not-yet-known",)
        assert not finding.possible
    else:
        assert meaning_of(finding) == meaning_of(plain)


def overlaid(event: dict[str, Any], account: dict[str, Any]) -> dict[str, Any]:
    """Return the event with the facts of an account in place of its own."""
    about = {"said_by", "known", "dispute", "supersedes", "stated"}
    return {**event, **{key: raw for key, raw in account.items() if key not in about}}


@every_engine
@given(case=cases(alternatives=False), data=st.data())
def test_what_supersedes_is_the_stated_facts_from_then_on(
    engine: Engine, case: Case, data: st.DataObject
) -> None:
    account = data.draw(rival(lexicon_of(case.book.rulebook)), label="account")
    account |= {"supersedes": True, "known": "2016-05-05"}
    event = {**case.event, "alternatives": [account]}
    after = overlaid(case.event, account)
    for day, other in (("2016-05-04", case.event), ("2016-05-05", after)):
        (one,), (two,) = (engine(case.book.as_of(day), [item]) for item in (event, other))
        assert meaning_of(one) == meaning_of(two)
    (one,), (two,) = engine(case.book, [event]), engine(case.book, [after])
    assert meaning_of(one) == meaning_of(two)


@every_engine
@given(case=cases(alternatives=False), data=st.data())
def test_the_account_of_a_credited_speaker_is_the_stated_facts(
    engine: Engine, case: Case, data: st.DataObject
) -> None:
    account = data.draw(rival(lexicon_of(case.book.rulebook)), label="account")
    account["said_by"] = data.draw(st.sampled_from(SPEAKERS), label="speaker")
    account.pop("supersedes", None)
    rulebook = case.book.rulebook
    reading = rulebook.readings[case.book.reading]
    readings = {
        "credits": replace(reading, credit=(account["said_by"].upper(),)),
        "credits-nobody": replace(reading, credit=()),
    }
    book = Book(replace(rulebook, readings=readings), "credits")
    event = {**case.event, "alternatives": [account]}
    after = overlaid(case.event, account)
    (one,), (two,) = engine(book, [event]), engine(book, [after])
    assert meaning_of(one) == meaning_of(two)
    nobody = book.with_reading("credits-nobody")
    (both,), (first,), (second,) = (engine(nobody, [each]) for each in (event, case.event, after))
    assert verdicts(both) == verdicts(first) | verdicts(second)
    agreed = str(first.verdict)
    differs = second.possible and verdicts(second) != verdicts(first)
    if account.get("stated") and (differs or second.no_incident):
        agreed = "undetermined"
    if verdicts(first) or not account.get("stated"):
        assert both.verdict == agreed


@every_engine
@given(case=cases(alternatives=False), data=st.data())
def test_independent_disputes_combine_and_rivals_do_not(
    engine: Engine, case: Case, data: st.DataObject
) -> None:
    words = lexicon_of(case.book.rulebook)
    accounts = [data.draw(rival(words), label="account") for _ in range(2)]
    for item in accounts:
        for key in ("supersedes", "said_by", "stated"):
            item.pop(key, None)
    one, two = (overlaid(case.event, item) for item in accounts)
    apart = [{**item, "dispute": f"dispute-{n}"} for n, item in enumerate(accounts)]
    rivals = [{**item, "dispute": "one"} for item in accounts]
    feed = [
        case.event,
        one,
        two,
        overlaid(one, accounts[1]),
        {**case.event, "alternatives": rivals},
        {**case.event, "alternatives": apart},
    ]
    plain, first, second, third, together, combined = map(verdicts, engine(case.book, feed))
    assert together == plain | first | second
    about = {"known", "dispute"}
    if (set(accounts[0]) & set(accounts[1])) - about:
        third = set()
    assert combined == together | third
