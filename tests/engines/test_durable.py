"""The durable engine finds what the reference engine does, and keeps nothing it should not."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import ceasefire
from ceasefire.compiled import Compiled
from ceasefire.engines.durable import rulesets
from ceasefire.engines.durable.choosing import engine_of
from ceasefire.engines.durable.engine import DurableEngine
from ceasefire.engines.durable.rows import rows_of
from ceasefire.engines.durable.rulesets import (
    LIMIT,
    DurableError,
    DurableMissingError,
    Pattern,
    Rule,
    Ruleset,
)
from ceasefire.errors import EventError, UsageError
from ceasefire.events.event import Event
from ceasefire.program.formulas import Atom, Formula, all_of, any_of, not_of
from ceasefire.program.glimpses import bits_of
from ceasefire.terms.times import zone
from ceasefire.testing import certain_events, documents, events
from tests.laws.drawn import book_of

if TYPE_CHECKING:
    from ceasefire.book import Book
    from ceasefire.engines.reference.engine import ReferenceEngine
    from ceasefire.findings.finding import Finding

ROOT = Path(__file__).parents[2]
EXAMPLES = settings().max_examples
"""So many rulebooks, each with some twenty events: more than a thousand are compared."""

HOSTILE = ("\x00", '"', "\\", "\u2028", "'; --", "{}", "]]", "NaN", "1e999", "\ud7ff", "🙂" * 300)


def both(book: Book, raw: dict[str, Any], engine: DurableEngine, other: ReferenceEngine) -> None:
    """Check that both engines find the same of an event."""
    expected: list[Finding | str] = []
    for each in (other, engine):
        try:
            event = Event.read(raw, zone=zone(book.rulebook.timezone))
            expected.append(each.find(event, book.setting, any_reading=True))
        except EventError as error:
            expected.append(str(error))
    one, two = expected
    assert one == two, raw
    if not isinstance(one, str) and not isinstance(two, str):
        assert one.row() == two.row(), raw
        assert (one.doubts, one.rests_on, one.accounts) == (two.doubts, two.rests_on, two.accounts)


class Feed(NamedTuple):
    """A book, and events for it."""

    book: Book
    events: list[dict[str, Any]]

    def __repr__(self) -> str:
        """Show no more than fits; the event at fault is told where it is found."""
        return f"{len(self.events)} events under {self.book.reading} as of {self.book.known!r}"


@st.composite
def feeds(draw: st.DrawFn) -> Feed:
    """Draw a book under some reading, as known at some date, and a feed for it."""
    document = draw(documents())
    book = book_of(document, draw(st.sampled_from(sorted(document["readings"]))))
    if draw(st.booleans()):
        book = book.as_of(f"2016-03-2{draw(st.integers(0, 9))}")
    certain = draw(st.lists(certain_events(book.rulebook), min_size=10, max_size=16))
    doubtful = draw(
        st.lists(events(book.rulebook, parts=True, alternatives=True), min_size=6, max_size=10)
    )
    odd = draw(st.sampled_from(HOSTILE))
    extra = {"id": odd, "actor": odd, "where": {"name": odd, "country": odd[:2]}}
    return Feed(
        book, [*certain, *doubtful, {**certain[0], **extra}, {**doubtful[0], "struck": odd}]
    )


def seeds_of(name: str) -> list[dict[str, Any]]:
    """Return the events of a seed feed."""
    text = (ROOT / "seeds" / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.slow
@settings(max_examples=EXAMPLES)
@given(feed=feeds())
def test_law_10_the_durable_engine_finds_what_the_reference_engine_does(feed: Feed) -> None:
    with DurableEngine(feed.book.program) as engine:
        for event in feed.events:
            both(feed.book, event, engine, feed.book.engine)


@pytest.mark.slow
@pytest.mark.parametrize("day", [None, "2016-05-05"])
def test_the_article_is_found_alike_under_every_reading(day: str | None) -> None:
    book = ceasefire.load("syria-2016").as_of(day)
    with DurableEngine(book.program) as engine:
        for reading in book.readings:
            for seed in seeds_of("article"):
                both(book.with_reading(reading), seed, engine, book.engine)


@pytest.mark.slow
def test_the_incidents_are_found_alike_under_every_reading() -> None:
    book = ceasefire.load("syria-2016")
    with DurableEngine(book.program) as engine:
        for reading in book.readings:
            for seed in seeds_of("incidents-2016"):
                both(book.with_reading(reading), seed, engine, book.engine)


VALLEY: dict[str, Any] = {
    "rulebook": "valley",
    "title": "Truce in the valley",
    "timezone": "Asia/Damascus",
    "parties": {"north": "Northern Army", "south": "Southern Army", "raiders": "The Raiders"},
    "questions": {f"q{n}": {"ask": "Does it?", "answers": {"yes": {}, "no": {}}} for n in range(8)},
    "readings": {"plain": {"answers": {"q0": "yes"}}, "open": {"answers": {}}},
    "default_reading": "plain",
    "impossible": [{"kind": "airstrike", "actor": "raiders"}],
    "instruments": {
        "truce": {
            "in_force": {"from": "2016-05-04 00:00", "for": "48h"},
            "binds": ["north", "south"],
            "exclude": {"against-raiders": {"when": {"target": "raiders"}}},
            "prohibit": {
                "attacks": {"when": {"kind": "attack"}, "if": {"q0": "yes"}, "severity": "serious"},
                "advances": {"when": {"kind": "territorial-gain"}},
            },
            "permit": {
                "answer": {"lifts": ["attacks"], "when": {"response": "source-of-fire"}},
                "defence": {"when": {"response": "immediate-threat"}},
            },
        },
        "pact": {
            "in_force": {"from": "2016-05-05 00:00", "until": "2016-06-01 00:00"},
            "prohibit": {
                f"p{n}": {"when": {"kind": "shelling"}, "if": {f"q{n}": "yes"}} for n in range(1, 8)
            },
        },
    },
}
ACT = {
    "id": "V1",
    "kind": "shelling",
    "when": "2016-05-04",
    "actor": "north",
    "target": "south",
    "response": "none",
}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"kind": "territorial-gain"},
        {"response": "source-of-fire"},
        {"response": "immediate-threat"},
        {"kind": "aid-delivery"},
        {"kind": "overflight"},
        {"kind": "accident"},
        {"kind": {"one_of": ["accident", "shelling"]}},
        {"kind": {"one_of": ["accident", "airstrike"]}, "actor": ["north", "raiders"]},
        {"kind": "airstrike", "actor": "raiders"},
        {"kind": "airstrike", "actor": {"one_of": ["raiders", "north"]}},
        {"kind": {"one_of": ["airstrike", "shelling"]}, "actor": "raiders"},
        {"target": "raiders"},
        {"actor": "raiders"},
        {"actor": ["north", "south"], "target": ["north", "south"]},
        {"actor": ["north", "raiders"], "response": "source-of-fire"},
        {"actor": ["unknown", "north"], "target": "unknown"},
        {"when": "2016-05-05"},
        {"when": "2016-05-06"},
        {"when": "2017-05-06"},
        {"when": "2016-05-03/2016-05-07"},
        {"response": "unknown"},
        {"actor": "unknown", "response": "source-of-fire"},
        {"parts": [{"response": "source-of-fire"}, {"kind": "accident"}, {"kind": "aid-delivery"}]},
        {"parts": [{"response": "source-of-fire"}, {"kind": "overflight"}]},
        {"alternatives": [{"actor": "raiders"}, {"kind": "accident"}]},
    ],
)
def test_what_decides_is_told_alike(change: dict[str, Any]) -> None:
    book = book_of(VALLEY)
    with DurableEngine(book.program) as engine:
        for reading in book.readings:
            for answer in ({}, {"present": "unknown"}):
                both(book.with_reading(reading), {**ACT, **change, **answer}, engine, book.engine)


def test_more_worlds_than_are_posted_are_searched() -> None:
    book = book_of(VALLEY, "open")
    event = Event.read({**ACT, "when": "2016-05-05"}, zone=zone("Asia/Damascus"))
    with DurableEngine(book.program) as engine:
        for answers in ({}, {"q0": "yes"}, {"q0": "no", "q1": "no"}):
            setting = book.setting._replace(answers=answers)
            assert engine.find(event, setting) == book.engine.find(event, setting)


# --- rows ---

TESTS = [Atom(slot, 1 << bit) for slot in range(2) for bit in range(3)]
formulas: st.SearchStrategy[Formula] = st.recursive(
    st.sampled_from(TESTS),
    lambda parts: st.one_of(
        parts.map(not_of),
        st.lists(parts, max_size=4).map(all_of),
        st.lists(parts, max_size=4).map(any_of),
    ),
    max_leaves=30,
)


@settings(max_examples=2 * settings().max_examples)
@given(formula=formulas)
@example(formula=all_of(any_of(TESTS[n : n + 2]) for n in (0, 2, 4, 0, 2, 4)))
def test_rows_hold_where_the_formula_does(formula: Formula) -> None:
    assert set(bits_of([formula])) <= {0, 1}
    for passed in range(1 << len(TESTS)):
        view = [(passed >> 3, passed >> 3), (passed & 7, passed & 7)]
        for holds in (True, False):
            rows = rows_of(formula, holds=holds)
            found = any(all(f.value(view) is value for f, value in row.items()) for row in rows)
            assert found == (formula.value(view) is holds)


# --- rulesets ---


def test_a_ruleset_takes_no_more_than_it_holds() -> None:
    rules = [Rule(f"r{n}", (Pattern("m", {"f": n}),)) for n in range(61)]
    with pytest.raises(DurableError, match="61 rules in one ruleset"):
        Ruleset(rules)
    with Ruleset(rules[:60]) as full:
        assert [full.post({"f": n}) for n in (0, 59)] == ["r0", "r59"]


@pytest.mark.parametrize("value", [-1, LIMIT, True, 1.0, "1", None])
def test_a_message_that_is_not_compared_exactly_is_refused(value: object) -> None:
    with Ruleset([Rule("r", (Pattern("m", {"one": 1}),))]) as rules:
        with pytest.raises(DurableError, match="no number that is compared exactly"):
            rules.post({"f": value})  # type: ignore[dict-item]
        with pytest.raises(DurableError, match="201 fields in one message"):
            rules.post({f"f{n}": 0 for n in range(200)})
        assert rules.post({"f": LIMIT - 1}) == "r"


def test_an_event_that_no_rule_matches_is_an_error_that_closes_the_ruleset() -> None:
    rules = Ruleset([Rule("r", (Pattern("m", {"f": 1}),))])
    with pytest.raises(DurableError, match="0 rules fired for one event"):
        rules.post({"f": 0})
    rules.close()
    with pytest.raises(DurableError, match="the ruleset is closed"):
        rules.post({"f": 1})


def test_all_rules_that_may_hold_at_once_are_told_apart_by_their_order() -> None:
    rules = [Rule(f"r{n}", (Pattern("m", {f"f{n}": 1, "f59": 1}),)) for n in range(60)]
    with Ruleset(rules) as full:
        for first in range(60):
            assert full.post({f"f{n}": int(n >= first) for n in range(60)}) == f"r{first}"


def fnv(text: str) -> int:
    """Return the hash by which durable_rules knows a message."""
    found = 0x811C9DC5
    for byte in text.encode():
        found = (found ^ byte) * 16777619 & 0xFFFFFFFF
    return found


def test_facts_of_one_hash_are_told_apart() -> None:
    met: dict[int, int] = {}
    alike = next(
        (met[code], number)
        for number in range(10_000_000)
        if (code := fnv(str(8 * number))) in met or met.setdefault(code, number) < 0
    )
    with Ruleset([Rule("r", (Pattern("m", {"f": 1}),))]) as rules:
        fired = [rules.tell({"id": number, "f": 1}) for number in alike]
    assert [[made["m"]["id"] // 8 for _, made in each] for each in fired] == [[n] for n in alike]


class Failing:
    """A module that does as durable_rules does, until it fails."""

    def __init__(self, module: Any, name: str, found: object) -> None:  # noqa: ANN401  (untyped)
        """Take what is asked of the module, and what it then answers, or raises."""
        self._module, self._name, self._found = module, name, found

    def __getattr__(self, name: str) -> object:
        """Return a function of the module, or the failing one."""
        return self._fail if name == self._name else getattr(self._module, name)

    def _fail(self, *_: object) -> object:
        if isinstance(self._found, Exception):
            raise self._found
        return self._found


def failing(rules: Ruleset, name: str, found: object) -> None:
    """Let a ruleset meet a failure."""
    rules._module = Failing(rules._module, name, found)


def test_a_failure_within_durable_rules_closes_the_ruleset() -> None:
    rules = Ruleset([Rule("r", (Pattern("m", {"one": 1}),))])
    failing(rules, "complete_and_start_action", RuntimeError("error code: 303"))
    with pytest.raises(DurableError, match="durable_rules failed: error code: 303"):
        rules.post({"f": 1})
    with pytest.raises(DurableError, match="the ruleset is closed"):
        rules.post({"f": 1})


def test_what_passes_for_something_else_again_and_again_is_an_error() -> None:
    rules = Ruleset([Rule("r", (Pattern("m", {"one": 1}),))])
    failing(rules, "assert_event", (2, 0))
    with pytest.raises(DurableError, match="an event passes for one that was posted before"):
        rules.post({"f": 1})
    rules = Ruleset([Rule("r", (Pattern("m", {"one": 1}),))])
    failing(rules, "assert_fact", (2, 0))
    with pytest.raises(DurableError, match="a fact passes for others that were told before"):
        rules.tell({"id": 1})


# --- what is kept ---


def resident() -> int:
    """Return the memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 >> 20


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc to measure by")
def test_rulesets_that_are_closed_or_lost_leave_nothing_behind() -> None:
    rules = [Rule(f"r{n}", (Pattern("m", {f"f{n}": 1}),)) for n in range(59)]
    rules.append(Rule("else", (Pattern("m", {"one": 1}),)))

    def spent(times: int) -> int:
        before = resident()
        for number in range(times):
            one = Ruleset(rules)
            assert one.post({"f7": 1}) == "r7"
            if number % 2:
                one.close()
            del one
        gc.collect()
        return resident() - before

    spent(30)
    assert spent(150) < 20


def test_an_engine_that_was_closed_decides_anew() -> None:
    book = ceasefire.load("syria-2016")
    seeds = seeds_of("article")
    engine = DurableEngine(book.program)
    for _ in range(2):
        for seed in seeds[:3]:
            both(book, seed, engine, book.engine)
        engine.close()


def test_threads_share_an_engine() -> None:
    book = ceasefire.load("syria-2016")
    seeds = seeds_of("article") * 3
    expected = [book.classify(seed) for seed in seeds]
    records = [Event.read(seed, zone=zone(book.rulebook.timezone)) for seed in seeds]
    with DurableEngine(book.program) as engine, ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda record: engine.find(record, book.setting), records))
    assert found == expected


# --- choosing ---


def test_an_engine_is_chosen_by_name() -> None:
    compiled = Compiled(ceasefire.load("syria-2016").rulebook, None)
    assert engine_of(compiled, "reference") == (compiled.engine, "")
    for name in ("auto", "durable"):
        engine, note = engine_of(compiled, name)
        assert isinstance(engine, DurableEngine)
        assert not note
    with pytest.raises(UsageError, match="no engine `fast`; there are auto, durable, reference"):
        engine_of(compiled, "fast")


def test_without_durable_rules_the_reference_engine_decides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    compiled = Compiled(ceasefire.load("syria-2016").rulebook, None)
    engine, note = engine_of(compiled, "auto")
    assert engine is compiled.engine
    assert note.startswith("durable_rules cannot be loaded, the reference engine decides alone: ")
    assert "\n" not in note
    assert rulesets.missing() == note
    with pytest.raises(DurableMissingError):
        engine_of(compiled, "durable")


def test_a_module_that_does_not_load_is_missing(tmp_path: Path) -> None:
    (tmp_path / "durable_rules_engine.so").write_bytes(b"no library\n")
    code = """
        import os, sys
        from ceasefire.engines.durable.rulesets import missing
        before = sys.getdlopenflags()
        print(missing().count("\\n"), missing()[:30], sys.getdlopenflags() == before)
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    found = subprocess.run(  # noqa: S603  (this interpreter)
        command,
        env={"PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert found.stdout == "0 durable_rules cannot be loaded True\n"
